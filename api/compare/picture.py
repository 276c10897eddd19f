"""The picture of a comparison: rows of the graph form, each thing and tie with its state."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from api.compare.differ import UNSAID
from api.compare.elements import Elements
from api.compare.model import Difference, State
from graph.ontology import record_types
from graph.store import Row

#: Things that a page can show; of more only what differs is drawn, with what it hangs on.
DRAWN = 1_500


def drawn(before: Elements, after: Elements, rows: Sequence[Difference]) -> tuple[dict[str, Any], ...]:
    """Both sides in one network. A thing whose figures differ is itself marked as changed."""
    states = {row.id: row.state for row in rows if row.what in ("entity", "relation")}
    nodes = {id_: row for id_, row in {**before.nodes, **after.nodes}.items() if row["label"] not in record_types()}
    edges = {id_: row for id_, row in {**before.edges, **after.edges}.items() if _joins(row, nodes)}
    if len(nodes) > DRAWN:
        edges = {id_: row for id_, row in edges.items() if id_ in states}
        tied = {end for row in edges.values() for end in (row["start_id"], row["end_id"])}
        nodes = {id_: row for id_, row in nodes.items() if id_ in states or id_ in tied}
    marked: Mapping[str, State] = {**dict.fromkeys(nodes, "same"), **_about(before, after, rows), **states}
    found = [_tie(nodes, edges[id_], marked.get(id_, "same"), marked) for id_ in sorted(edges)]
    ends = {row[side] for row in found for side in ("a_id", "b_id")}
    return tuple(found + [_end("a", nodes[id_], marked[id_]) for id_ in sorted(nodes.keys() - ends)])


def _about(before: Elements, after: Elements, rows: Sequence[Difference]) -> dict[str, State]:
    """Those about whom a figure is new, gone or changed."""
    figures = {row.id for row in rows if row.what == "figure"}
    abouts = [row for side in (before, after) for row in side.edges.values() if row["type"] == "ABOUT"]
    return {row["end_id"]: "changed" for row in abouts if row["start_id"] in figures}


def _joins(edge: Row, nodes: Mapping[str, Row]) -> bool:
    return edge["type"] not in UNSAID and edge["start_id"] in nodes and edge["end_id"] in nodes


def _tie(nodes: Mapping[str, Row], edge: Row, state: State, states: Mapping[str, State]) -> dict[str, Any]:
    props, start, end = edge["props"], edge["start_id"], edge["end_id"]
    shown = {name: props.get(name) for name in ("status", "modality", "evidence")}
    kind = props.get("kind") or props.get("role")
    ends = {**_end("a", nodes[start], states[start]), **_end("b", nodes[end], states[end])}
    return {**ends, "edge_id": edge["id"], "type": edge["type"], "kind": kind, **shown, "state": state}


def _end(side: str, row: Row, state: State) -> dict[str, Any]:
    props = row["props"]
    return {
        f"{side}_id": row["id"],
        side: props["name"],
        f"{side}_label": row["label"],
        f"{side}_status": props.get("status", "stated"),
        f"{side}_evidence": list(props.get("evidence") or ()),
        f"{side}_state": state,
    }


def united(first: Iterable[Row], second: Iterable[Row]) -> tuple[dict[str, Any], ...]:
    """Two networks as one: what only the first has, only the second, or both."""
    told = [list(first), list(second)]
    ties = [{row["edge_id"] for row in rows} for rows in told]
    ends = [{row[f"{side}_id"] for row in rows for side in "ab" if row[f"{side}_id"]} for rows in told]
    return tuple(
        {
            **row,
            "state": side_of(row["edge_id"], *ties),
            **{f"{end}_state": side_of(row[f"{end}_id"], *ends) for end in "ab" if row[f"{end}_id"]},
        }
        for row in {row["edge_id"]: row for rows in told for row in rows}.values()
    )


def side_of(id_: str, first: Container[str], second: Container[str]) -> State:
    """Which of two sides has a thing."""
    if id_ in first and id_ in second:
        return "both"
    return "first" if id_ in first else "second"
