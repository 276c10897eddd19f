"""The difference between what stands and what statements say, written: a part is folded while another is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph import schema
from graph.ahead import ahead
from graph.decisions import Decisions
from graph.grouping import EdgeGroup
from graph.kept import Props
from graph.statements import EdgeElement, NodeElement, fold_edge, fold_node
from graph.store import T, Transaction

#: Edges that say where something is.
PLACING_EDGES = ("PART_OF", "LOCATED_IN")
_BATCH = 5_000
#: An edge that goes: its id; its type, start, end and packed statements.
GoneEdge = tuple[str, tuple[str, str, str, str]]


@dataclass(frozen=True)
class Difference:
    """Statements by element that came or changed, and elements that go."""

    nodes: list[tuple[str, list[Props]]]
    edges: list[tuple[str, EdgeGroup]]
    #: Each with its label.
    gone_nodes: list[tuple[str, str]]
    gone_edges: list[GoneEdge]


@dataclass
class Written:
    """What follows from a write: the entities whose names or places may have changed, and claims that did."""

    touched: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    #: Where edges ABOUT something begin that came, changed or went.
    claims: set[str] = field(default_factory=set)

    def add_node(self, id_: str, label: str) -> None:
        if schema.super_label(label) == "Entity":
            self.touched.add(id_)

    def add_edge(self, name: str, start: str) -> None:
        if name in PLACING_EDGES:
            self.touched.add(start)
        elif name == "ABOUT":
            self.claims.add(start)


def write(tx: Transaction, labels: Mapping[str, str], difference: Difference, decisions: Decisions) -> Written:
    """Write a difference; `labels` are those of the nodes that stand, by id."""
    written = Written()
    _cut(tx, difference.gone_edges, written)
    for nodes in ahead(_folded_nodes(difference.nodes, decisions)):
        _upsert_nodes(tx, labels, nodes, written)
    for edges in ahead(_folded_edges(difference.edges, decisions)):
        _upsert_edges(tx, edges, written)
    doomed: dict[str, list[Props]] = defaultdict(list)
    for id_, label in difference.gone_nodes:
        doomed[schema.super_label(label)].append({"id": id_})
        written.add_node(id_, label)
    _run_all(tx, {schema.delete_nodes(label): rows for label, rows in doomed.items()})
    return written


def _folded_nodes(items: Sequence[tuple[str, list[Props]]], decisions: Decisions) -> Iterator[list[NodeElement]]:
    ordered = sorted(items, key=lambda item: str(item[1][0]["label"]))
    for part in chunks(ordered):
        yield [fold_node(id_, entries, decisions.overlay(id_)) for id_, entries in part]


def _folded_edges(items: Sequence[tuple[str, EdgeGroup]], decisions: Decisions) -> Iterator[list[EdgeElement]]:
    ordered = sorted(items, key=lambda item: item[1].type)
    for part in chunks(ordered):
        yield [_folded_edge(id_, group, decisions) for id_, group in part]


def _folded_edge(id_: str, group: EdgeGroup, decisions: Decisions) -> EdgeElement:
    overlay = decisions.overlay(id_, *sorted(group.former))
    return fold_edge(group.entries, (group.start, group.end), overlay, id_, group.key)


def _cut(tx: Transaction, gone: Iterable[GoneEdge], written: Written) -> None:
    cut: dict[str, list[Props]] = defaultdict(list)
    for id_, (name, start, _, _) in gone:
        cut[name].append({"id": id_, "start_id": start})
        written.add_edge(name, start)
    _run_all(tx, {schema.delete_edges(name): rows for name, rows in cut.items()})


def _upsert_nodes(tx: Transaction, labels: Mapping[str, str], nodes: Sequence[NodeElement], written: Written) -> None:
    relabelled: dict[str, list[Props]] = defaultdict(list)
    upserts: dict[str, list[Props]] = defaultdict(list)
    for node in nodes:
        before = labels.get(node.id, node.label)
        if before != node.label:
            relabelled[before].append({"id": node.id})
        upserts[node.label].append({"id": node.id, "props": node.props})
        written.add_node(node.id, node.label)
        if node.label == "Claim":
            written.topics.add(node.props["topic"])
    _run_all(tx, {schema.relabel_nodes(label): rows for label, rows in relabelled.items()})
    _run_all(tx, {schema.upsert_nodes(label): rows for label, rows in upserts.items()})


def _upsert_edges(tx: Transaction, edges: Sequence[EdgeElement], written: Written) -> None:
    links: dict[str, list[Props]] = defaultdict(list)
    for edge in edges:
        links[edge.type].append({"id": edge.id, "start_id": edge.start, "end_id": edge.end, "props": edge.props})
        written.add_edge(edge.type, edge.start)
    _run_all(tx, {schema.upsert_edges(name): rows for name, rows in links.items()})


def _run_all(tx: Transaction, batches: dict[str, list[Props]]) -> None:
    for cypher, rows in batches.items():
        for chunk in chunks(rows):
            tx.run(cypher, {"rows": chunk})


def chunks(items: Sequence[T]) -> Iterator[list[T]]:
    """Parts that one statement takes."""
    return (list(items[start : start + _BATCH]) for start in range(0, len(items), _BATCH))
