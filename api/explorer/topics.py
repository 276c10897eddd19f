"""Under which heading of a profile a relation stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.errors import Text
from graph.ontology import node_types
from graph.store import Row


@dataclass(frozen=True)
class Topic:
    """A heading of a profile: its anchor, and what it says."""

    key: str
    title: Text


#: In the order of the page; `parties` says of an instrument who is in it, of all else who is behind it.
TOPICS = (
    Topic("parties", Text("各方", "Parties")),
    Topic("behind", Text("由谁设立、运营、提供", "Who founded, runs or provides it")),
    Topic("agreements", Text("协议", "Agreements")),
    Topic("platforms", Text("平台", "Platforms")),
    Topic("programs", Text("机制与品牌", "Programs")),
    Topic("projects", Text("项目与技术", "Projects and technologies")),
    Topic("activities", Text("活动", "Activities")),
    Topic("policies", Text("政策", "Policies")),
    Topic("needs", Text("需求", "Needs")),
    Topic("services", Text("服务", "Services")),
    Topic("people", Text("人员与职务", "People and roles")),
    Topic("members", Text("成员", "Members")),
    Topic("succession", Text("更名与合并", "Renamed and merged")),
    Topic("belongs", Text("所属与所在", "Where it belongs")),
    Topic("others", Text("其他关系", "Other relations")),
)

#: Topics that hold several types, so that each is named.
MIXED = frozenset({"parties", "behind", "people", "members", "succession", "belongs", "others"})

#: Each is listed with the partners already.
_TIES = frozenset({"PARTNERS_WITH", "SERVES"})
_RUNS = frozenset({"FOUNDED", "LEADS", "OPERATES", "PROVIDES", "ISSUED", "HAS_NEED"})
_WHOLES = frozenset({"LOCATED_IN", "PART_OF", "RESIDENT_OF"})
_BY_LABEL: Mapping[str, str] = {
    "Agreement": "agreements",
    "Platform": "platforms",
    "Program": "programs",
    "Project": "projects",
    "Activity": "activities",
    "Policy": "policies",
    "Need": "needs",
    "Service": "services",
}
_BY_TYPE: Mapping[str, str] = {"HAS_ROLE": "people", "MEMBER_OF": "members", "SUCCEEDED_BY": "succession"}


def topic_of(relation: Row, label: str) -> str:
    """The key of the topic of a relation of an entity of a type; `within` for what lies in it, none for plain ties."""
    edge, inwards = relation["type"], relation["direction"] == "in"
    if edge in _TIES:
        return ""
    if edge in _WHOLES:
        return "within" if inwards else "belongs"
    if edge == "MEMBER_OF" and not inwards:
        return "belongs"
    if edge in _BY_TYPE:
        return _BY_TYPE[edge]
    if inwards and edge != "MEETS":
        return _inwards(edge, label)
    if relation["other_label"] in _BY_LABEL:
        return _BY_LABEL[relation["other_label"]]
    return "" if edge in ("FOUNDED", "OPERATES") else "others"


def _inwards(edge: str, label: str) -> str:
    """Of what leads to the entity: who is in it, or behind it."""
    if node_types()[label].instrument:
        return "parties"
    return "behind" if edge in _RUNS else "others"


def by_topic(relations: Iterable[Row], label: str) -> Mapping[str, list[Row]]:
    """The relations of an entity of a type under their topics, in the order in which they are given."""
    told: defaultdict[str, list[Row]] = defaultdict(list)
    for relation in relations:
        told[topic_of(relation, label)].append(relation)
    return told


def by_label(relations: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Relations by the type of their other end, in the order of the ontology's types."""
    told: defaultdict[str, list[Row]] = defaultdict(list)
    for relation in relations:
        told[relation["other_label"]].append(relation)
    order = [*node_types()]
    return sorted(told.items(), key=lambda item: order.index(item[0]))
