"""Adding to what a source states: its new statements together with its own, about the same elements or others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from graph.cells import join_cells
from graph.decisions import read_decisions
from graph.grouping import by_edge, by_node, entry_key
from graph.kept import Props
from graph.settling import Presence, Standing, find_corrected, find_edges, find_nodes
from graph.store import Transaction


def beside(tx: Transaction, source: str, nodes: list[Props], edges: list[Props]) -> tuple[list[Props], list[Props]]:
    """The statements of a source about every element that some new ones speak of, the new ones among them."""
    decisions = read_decisions(tx)
    standing = Standing()
    node_groups = by_node(nodes, decisions)
    find_nodes(tx, standing, node_groups)
    edge_groups = by_edge(edges, decisions, stands=Presence(tx, node_groups, standing))
    find_corrected(tx, standing, decisions)
    find_edges(tx, standing, edge_groups)
    told = {id_ for id_ in standing.edges if id_ in edge_groups}
    old_nodes = (entry for entry in standing.node_entries() if entry["source"] == source)
    kept = Standing(edges={id_: standing.edges[id_] for id_ in told})
    old_edges = (entry for entry in kept.edge_entries() if entry["source"] == source)
    return _together(old_nodes, nodes, lambda one: one["origin"]), _together(old_edges, edges, entry_key)


def with_rest(
    standing: Standing, source: str, nodes: list[Props], edges: list[Props]
) -> tuple[list[Props], list[Props]]:
    """Statements of a source about some elements, and what it states of all others."""
    told_nodes, told_edges = {entry["origin"] for entry in nodes}, {entry_key(entry) for entry in edges}
    own_nodes = (entry for entry in standing.node_entries() if entry["source"] == source)
    own_edges = (entry for entry in standing.edge_entries() if entry["source"] == source)
    return (
        [*nodes, *(entry for entry in own_nodes if entry["origin"] not in told_nodes)],
        [*edges, *(entry for entry in own_edges if entry_key(entry) not in told_edges)],
    )


def _together(old: Iterable[Props], new: list[Props], known: Callable[[Props], Any]) -> list[Props]:
    """Statements about one element that do not contradict each other as one; others stay as they are."""
    found: dict[Any, list[Props]] = {}
    for entry in (*new, *old):
        group = found.setdefault(known(entry), [])
        for number, other in enumerate(group):
            if (one := _joined(other, entry)) is not None:
                group[number] = one
                break
        else:
            group.append(entry)
    return [entry for group in found.values() for entry in group]


def _joined(new: Props, old: Props) -> Props | None:
    """Two statements of a source as one; None when they contradict each other."""
    props = {**old["props"], **new["props"]}
    lists = {name for name in props if isinstance(props[name], list | tuple)}
    for name in props.keys() & old["props"].keys() & new["props"].keys():
        a, b = new["props"][name], old["props"][name]
        if name in lists and not name.startswith("rules_") and list(a) != list(b):
            props[name] = sorted({*a, *b})
        elif (list(a) != list(b) if name in lists else a != b) and new.get("label") != "Source":
            return None
    if any(new.get(name) != old.get(name) for name in ("label", "status", "modality", "confidence", "reasons")):
        return None
    marked = {item.partition("#")[0] for item in (*new["evidence"], *old["evidence"])}
    locators = join_cells(item.partition("#")[2] for item in (*new["evidence"], *old["evidence"]))
    (source,) = marked
    return {**new, "props": props, "evidence": sorted(f"{source}#{locator}" for locator in locators)}
