"""A graph of one hub, for what must stay usable however many neighbours an entity has."""

from __future__ import annotations

from itertools import combinations

from graph.ledger import Ledger
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from graph.store import GraphStore

HUB = "x-hub"
_MARK = SourceMark("made", 50, "2024")


def write_hub(store: GraphStore, size: int) -> None:
    """A university with so many partners, of which the first five are partners of one another as well."""
    ids = [f"x-{number:04}" for number in range(size)]
    nodes = [_node(HUB, "University", "中心大学"), *(_node(id_, "Community", f"第{id_[2:]}社区") for id_ in ids)]
    pairs = [*((HUB, id_) for id_ in ids), *combinations(ids[:5], 2)]
    Ledger(store).replace(_MARK.id, nodes, [_edge(a, b) for a, b in pairs])


def _node(id_: str, label: str, name: str) -> NodeStatement:
    return NodeStatement(id_, label, Statement(_MARK, ("made#1",), {"name": name}))


def _edge(a: str, b: str) -> EdgeStatement:
    return EdgeStatement("PARTNERS_WITH", a, b, Statement(_MARK, ("made#2",), {"kind": "joint"}), "joint")
