"""A small world, stated through the Ledger, in which somebody could help."""

from __future__ import annotations

from itertools import count
from typing import Any

from graph.ledger import Ledger
from graph.search import NameIndex
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from graph.store import GraphStore
from queries.help_parts import Part, PartName
from queries.help_run import Suggestion, Suggestions, could_help

PAPER = SourceMark("paper", 50, "2024-01")
LIST = SourceMark("list", 10, "2023", registry=True)


class World:
    """A small world: one city of two districts, a community with a need of Chinese medicine; more can be stated."""

    def __init__(self) -> None:
        self._lines = count(1)
        self.facts: dict[str, tuple[list[NodeStatement], list[EdgeStatement]]] = {"paper": ([], []), "list": ([], [])}
        for id_, label, name in (
            ("cn-99", "Province", "某省"), ("cn-9901", "City", "某市"), ("cn-990101", "District", "东区"),
            ("cn-990102", "District", "西区"), ("cn-990101001001", "Community", "柳社区"),
        ):  # fmt: skip
            self.node(id_, label, name)
        for inner, outer in (("cn-9901", "cn-99"), ("cn-990101", "cn-9901"), ("cn-990102", "cn-9901")):
            self.edge("PART_OF", inner, outer)
        self.edge("PART_OF", "cn-990101001001", "cn-990101")

    def node(self, id_: str, label: str, name: str, mark: SourceMark = PAPER, **props: Any) -> str:
        statement = Statement(mark, (f"{mark.id}#{next(self._lines)}",), {"name": name, **props})
        self.facts[mark.id][0].append(NodeStatement(id_, label, statement))
        return id_

    def edge(self, type_: str, a: str, b: str, mark: SourceMark = PAPER, **props: Any) -> None:
        statement = Statement(mark, (f"{mark.id}#{next(self._lines)}",), props)
        self.facts[mark.id][1].append(
            EdgeStatement(type_, a, b, statement, str(props.get("kind") or props.get("role") or ""))
        )

    def body(self, id_: str, name: str, place: str = "cn-990101", label: str = "College", ties: int = 0) -> str:
        """An institution in a place, with ties to so many enterprises that are nowhere near."""
        self.node(id_, label, name)
        self.edge("LOCATED_IN", id_, place)
        for number in range(ties):
            other = self.node(f"{id_}-{number}", "Enterprise", f"远方{id_}{number}")
            self.edge("PARTNERS_WITH", id_, other, kind="signed")
        return id_

    def need(self, *topics: str) -> None:
        self.node("need", "Need", "一项需求", categories=list(topics))
        self.edge("HAS_NEED", "cn-990101001001", "need")

    def told(self, store: GraphStore, **given: Any) -> Suggestions:
        ledger = Ledger(store)
        ledger.prepare()
        for source, mark in (("paper", PAPER), ("list", LIST)):
            nodes, edges = self.facts[source]
            record = Statement(
                mark, (f"{source}#source",),
                {"name": source, "kind": "registry" if mark.registry else "document", "rank": mark.rank,
                 "published": mark.published},
            )  # fmt: skip
            ledger.replace(source, [NodeStatement(source, "Source", record), *nodes], edges)
        return could_help(store, NameIndex(store), **({"place": "柳社区"} | given))


def names(found: Suggestions) -> list[str]:
    return [one.name for one in found.suggested]


def part_of(one: Suggestion, name: PartName) -> Part:
    return next(part for part in one.parts if part.name == name)


def by_id(found: Suggestions) -> dict[str, Suggestion]:
    return {one.id: one for one in (*found.suggested, *found.already, *found.unscored)}
