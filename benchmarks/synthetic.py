"""A synthetic graph of any size, the same in each run: three sources, one a city, that share the universities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from graph.identity import edge_id
from graph.kept import Props
from graph.statements import (
    EdgeElement,
    EdgeStatement,
    NodeElement,
    NodeStatement,
    SourceMark,
    Statement,
    fold_edge,
    fold_node,
)

MARKS = tuple(SourceMark(f"bench-{i}", 40 + i, f"202{i + 2}-06") for i in range(3))

_HAN = "安宁和平新华东西南北桥河山湖泉林园文昌明德兴隆永康福寿龙凤金玉春秋江海云天光辉学府"
#: label, suffix of names, share of a city's nodes in per cent
_LOCAL = (
    ("District", "区", 1),
    ("Subdistrict", "街道", 4),
    ("Community", "社区", 35),
    ("Enterprise", "科技有限公司", 30),
    ("Platform", "众创空间", 5),
    ("Agreement", "合作协议", 5),
    ("Activity", "志愿服务活动", 15),
    ("Claim", "数", 5),
)
_PARTIES = 3


@dataclass
class Facts:
    """What one source states."""

    mark: SourceMark
    nodes: dict[str, NodeStatement] = field(default_factory=dict)
    edges: dict[str, EdgeStatement] = field(default_factory=dict)

    def of(self, label: str) -> list[str]:
        return [node.id for node in self.nodes.values() if node.label == label]

    def add_node(self, id_: str, label: str, name: str, **props: str | int | float | list[str]) -> str:
        stated = {"name": name, "aliases": [f"{name[:4]}{name[-2:]}"], **props}
        evidence = (f"{self.mark.id}#{len(self.nodes) + 1}",)
        self.nodes[id_] = NodeStatement(id_, label, Statement(self.mark, evidence, stated))
        return id_

    def add_edge(self, edge_type: str, start: str, end: str, **props: str) -> None:
        told_apart = props.get("kind") or props.get("role") or ""
        id_ = edge_id(edge_type, start, end, told_apart)
        if start == end or id_ in self.edges:
            return
        number = len(self.edges) + 1
        statement = Statement(self.mark, (f"{self.mark.id}#{number}", f"{self.mark.id}#{number + 3}"), props)
        self.edges[id_] = EdgeStatement(edge_type, start, end, statement, told_apart)


def synthetic(nodes: int, edges: int) -> list[Facts]:
    """Three sources that together state so many nodes and edges; a tenth of the nodes stands in all three."""
    random = Random(7)  # noqa: S311 - a sequence to repeat, no secret
    all_facts = [Facts(mark) for mark in MARKS]
    shared = nodes // 10
    for facts in all_facts:
        _shared(facts, shared, Random(8))  # noqa: S311
    per_city = (nodes - len(all_facts[0].nodes)) // len(MARKS)
    per_city_edges = (edges - len(all_facts[0].edges)) // len(MARKS) + len(all_facts[0].edges)
    for number, facts in enumerate(all_facts):
        _city(facts, number, per_city, random)
        _fill(facts, per_city_edges, random)
    return all_facts


def _name(random: Random, suffix: str, number: int) -> str:
    return "".join(random.choices(_HAN, k=3)) + f"{number}" + suffix


def _shared(facts: Facts, count: int, random: Random) -> None:
    """The province, and universities with their colleges."""
    facts.add_node("b-province", "Province", "试验省", code="99")
    universities = [
        facts.add_node(f"b-u{i}", "University", _name(random, "大学", i), level="本科", moe_code=f"{i:010}")
        for i in range(max(1, count // 5))
    ]
    for i in range(count - len(universities) - 1):
        college = facts.add_node(f"b-k{i}", "College", _name(random, "学院", i))
        facts.add_edge("PART_OF", college, random.choice(universities))


def _city(facts: Facts, number: int, count: int, random: Random) -> None:
    facts.add_node(f"b-{number}-city", "City", f"第{number}市", code=f"990{number}")
    facts.add_edge("PART_OF", f"b-{number}-city", "b-province")
    made: dict[str, list[str]] = {"City": [f"b-{number}-city"]}
    counts = {label: max(1, count * share // 100) for label, _, share in _LOCAL}
    counts["Community"] += count - 1 - sum(counts.values())
    for label, suffix, _ in _LOCAL:
        made[label] = [
            facts.add_node(f"b-{number}-{label}-{i}", label, _name(random, suffix, i), **_props(label, i, random))
            for i in range(counts[label])
        ]
    for below, above in (("District", "City"), ("Subdistrict", "District"), ("Community", "Subdistrict")):
        for id_ in made[below]:
            facts.add_edge("PART_OF", id_, random.choice(made[above]))
    for id_ in (*made["Enterprise"], *made["Platform"]):
        facts.add_edge("LOCATED_IN", id_, random.choice(made["District"]))
    for id_ in made["Claim"]:
        facts.add_edge("ABOUT", id_, random.choice(made["Community"]))


def _props(label: str, number: int, random: Random) -> dict[str, str | int | float | list[str]]:
    if label == "Claim":
        value = random.randint(1, 500)
        figure: dict[str, str | int | float | list[str]] = {
            "key": f"c{number}",
            "value": value,
            "printed": f"{value}个",
        }
        return figure | {"topic": f"topic-{number % 9}", "low": float(value), "high": float(value), "kind": "declared"}
    if label == "Activity":
        month = f"2023-{random.randint(1, 12):02}"
        return {"kind": "volunteering", "date": month, "date_first": f"{month}-01", "date_last": f"{month}-28"}
    return {"kind": "urban"} if label == "Community" else {}


def _fill(facts: Facts, count: int, random: Random) -> None:
    """Parties of agreements and activities, then partners until there are so many edges."""
    campus, locality = facts.of("College") + facts.of("University"), facts.of("Community")
    bodies = campus + locality + facts.of("Enterprise")
    for agreement in facts.of("Agreement"):
        for party in random.sample(bodies, _PARTIES):
            facts.add_edge("PARTY_TO", party, agreement)
    for activity in facts.of("Activity"):
        for i, party in enumerate(random.sample(bodies, _PARTIES)):
            facts.add_edge("PARTICIPATES_IN", party, activity, role="participant" if i else "host")
    while len(facts.edges) < count:
        kind, opened = random.choice(("signed", "paired", "joint")), f"20{random.randint(10, 24)}"
        dates = {"valid_from": opened, "valid_from_first": f"{opened}-01-01", "valid_from_last": f"{opened}-12-31"}
        facts.add_edge("PARTNERS_WITH", random.choice(campus), random.choice(bodies), kind=kind, **dates)


@dataclass(frozen=True)
class Folded:
    """What the graph shows of all sources: the final properties of each element."""

    nodes: list[NodeElement]
    edges: list[EdgeElement]


def fold(all_facts: list[Facts]) -> Folded:
    """The elements that the statements of all sources fold to."""
    nodes: dict[str, list[Props]] = {}
    edges: dict[str, list[EdgeStatement]] = {}
    for facts in all_facts:
        for id_, node in facts.nodes.items():
            nodes.setdefault(id_, []).append(node.entry())
        for id_, edge in facts.edges.items():
            edges.setdefault(id_, []).append(edge)
    return Folded([fold_node(id_, entries) for id_, entries in nodes.items()], list(_folded(edges)))


def _folded(edges: dict[str, list[EdgeStatement]]) -> Iterator[EdgeElement]:
    for stated in edges.values():
        first = stated[0]
        yield fold_edge([edge.entry() for edge in stated], (first.start, first.end))
