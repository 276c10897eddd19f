"""Who works with whom, through what, since when: pairs, and the agreements, activities and projects they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from api.report.asked import Inquiry
from api.report.model import Said, Section, Table
from api.report.words import said
from graph.errors import Text
from graph.ontology import node_types
from graph.store import Row
from graph.sweep import edges_from, nodes_of
from graph.values import first_day

End = tuple[str, str, str]

_FORMAL = frozenset({"signed", "paired", "agreement"})


@dataclass(frozen=True)
class Step:
    """One edge, or two around an instrument, between somebody within the place and another."""

    #: Id, name and type of both ends.
    a: End
    b: End
    kind: str
    via: str
    since: str
    #: Modality, status, and whether it is disputed.
    marks: frozenset[str]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two with a tie, whatever joins them; the first lies within the place."""

    a: str
    b: str
    formal: bool
    kinds: tuple[str, ...]
    via: tuple[str, ...]
    #: The earliest date that is told; empty where none is.
    since: str
    #: What every tie of the two has in common, where it is not stated and actual: planned, ended, inferred; and
    #: that one of them is disputed.
    marked: tuple[str, ...]
    evidence: tuple[str, ...]

    @property
    def planned(self) -> bool:
        """Whether all that joins them is planned, so that they have no tie yet."""
        return "planned" in self.marked


def pairs_of(asked: Inquiry) -> list[Pair]:
    """All pairs with at least one within the place, formal ones first."""
    rows = asked.rows("network/ties")
    within = {row["entity_id"] for row in asked.named}
    props = _props(asked, rows)
    grouped: defaultdict[tuple[str, str], list[Step]] = defaultdict(list)
    for step in chain(_direct(rows, props), _shared(rows, props)):
        a, b = step.a[0], step.b[0]
        if a != b and (a in within or b in within):
            grouped[min(a, b), max(a, b)].append(step)
    pairs = [_pair(steps, within) for steps in grouped.values()]
    return sorted(pairs, key=lambda pair: (not pair.formal, pair.a, pair.b, pair.kinds, pair.evidence))


def _props(asked: Inquiry, rows: list[Row]) -> Mapping[str, Row]:
    """What edges say beside the answer, and the dates of instruments, by id."""
    starts = sorted({row["a_id"] for row in rows})
    edges = {edge["id"]: edge["props"] for edge in edges_from(asked.desk.store, starts, "Entity")}
    ends = sorted({row["b_id"] for row in rows if _is_instrument(row["b_label"])})
    return edges | {node["id"]: node["props"] for node in nodes_of(asked.desk.store, ends, "Entity")}


def _is_instrument(label: str) -> bool:
    return label in node_types() and node_types()[label].instrument


def _direct(rows: Iterable[Row], props: Mapping[str, Row]) -> Iterator[Step]:
    for row in rows:
        if not _is_instrument(row["b_label"]):
            kind = row["kind"] or row["type"].lower()
            edge = props[row["edge_id"]]
            marks = frozenset({row["modality"], row["status"], _disputed(edge)})
            yield Step(_a(row), _b(row), kind, "", edge.get("valid_from", ""), marks, tuple(row["evidence"]))


def _shared(rows: Iterable[Row], props: Mapping[str, Row]) -> Iterator[Step]:
    """Two parties of one instrument, one of them a principal."""
    parties: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if _is_instrument(row["b_label"]):
            parties[row["b_id"]].append(row)
    for instrument, found in parties.items():
        for nth, one in enumerate(found):
            for other in found[nth + 1 :]:
                edges = props[one["edge_id"]], props[other["edge_id"]]
                if any(edge.get("principal") for edge in edges):
                    yield _around(one, other, props[instrument], edges)


def _around(one: Row, other: Row, instrument: Row, edges: tuple[Row, Row]) -> Step:
    states = {one["status"], other["status"], instrument["status"]}
    told = {one["modality"], other["modality"], instrument.get("modality", "actual")}
    modality = next((mark for mark in ("planned", "ended") if mark in told), "actual")
    disputed = {_disputed(props) for props in (instrument, *edges)}
    marks = frozenset({modality, *states, *disputed})
    evidence = (*one["evidence"], *other["evidence"])
    return Step(_a(one), _a(other), one["b_label"].lower(), one["b"], instrument.get("date", ""), marks, evidence)


def _disputed(props: Row) -> str:
    return "disputed" if props.get("disputed") else ""


def _a(row: Row) -> End:
    return row["a_id"], row["a"], row["a_label"]


def _b(row: Row) -> End:
    return row["b_id"], row["b"], row["b_label"]


def _rank(end: End, within: set[str]) -> tuple[bool, bool, str, str]:
    """Who stands first in a row: those within the place, and of these the places."""
    identifier, name, label = end
    return identifier not in within, node_types()[label].family != "Place", name, identifier


def _pair(steps: list[Step], within: set[str]) -> Pair:
    first, second = sorted((steps[0].a, steps[0].b), key=lambda end: _rank(end, within))
    marked = frozenset.intersection(*(step.marks for step in steps)) - {"actual", "stated", ""}
    planned = "planned" in marked
    disputed = {"disputed"} if any("disputed" in step.marks for step in steps) else set[str]()
    return Pair(
        first[1],
        second[1],
        any(step.kind in _FORMAL and (planned or "planned" not in step.marks) for step in steps),
        tuple(sorted({step.kind for step in steps})),
        tuple(sorted({step.via for step in steps if step.via})),
        min((step.since for step in steps if step.since), key=first_day, default=""),
        tuple(sorted(marked | disputed)),
        tuple(sorted({item for step in steps for item in step.evidence})),
    )


# --- sections -----------------------------------------------------------------------------------------


def ties(asked: Inquiry, pairs: list[Pair]) -> Section:
    """Pairs, and what they share."""
    return Section(
        asked.say("合作", "Cooperation"),
        (),
        (
            Section(asked.say("合作方", "Partners"), (_partners(asked, pairs),)),
            Section(asked.say("协议", "Agreements"), (_agreements(asked),)),
            Section(asked.say("活动", "Activities"), (_activities(asked),)),
            Section(asked.say("项目与技术", "Projects"), (_projects(asked),)),
        ),
    )


def _partners(asked: Inquiry, pairs: list[Pair]) -> Table | Said:
    rows = [
        {
            "a": pair.a,
            "b": pair.b,
            "kind": _kinds(asked, pair),
            "via": list(pair.via),
            "since": pair.since,
            "evidence": pair.evidence,
        }
        for pair in pairs
    ]
    heads = {"a": Text("境内一方", "within the place"), "b": Text("合作方", "partner"), "since": Text("自", "since")}
    columns = {"a": 20, "b": 24, "kind": 18, "via": 28, "since": 10}
    return asked.listed(Text("谁与谁合作", "Who works with whom"), columns, rows, **heads)


def _kinds(asked: Inquiry, pair: Pair) -> str:
    kinds = said("kinds", pair.kinds, asked.language)
    marked = said("status", pair.marked, asked.language) if pair.marked else ""
    return asked.say(f"{kinds}（{marked}）", f"{kinds} ({marked})") if marked else kinds


def _agreements(asked: Inquiry) -> Table | Said:
    rows = asked.begun(asked.rows("agreements/list"))
    columns = {"agreement": 34, "kind": 14, "parties": 38, "date": 14}
    return asked.listed(Text("记名的协议", "Named agreements"), columns, rows)


def _activities(asked: Inquiry) -> Table | Said:
    rows = [row | {"date": _span(row)} for row in asked.begun(asked.rows("activities/list"))]
    columns = {"activity": 28, "kind": 12, "parties": 34, "by": 14, "date": 16}
    return asked.listed(Text("活动", "Activities"), columns, rows)


def _span(row: Row) -> str:
    return " – ".join(date for date in (row["date"], row["end_date"]) if date)


def _projects(asked: Inquiry) -> Table | Said:
    columns = {"project": 30, "field": 18, "enterprise": 30, "role": 12, "modality": 10}
    return asked.listed(
        Text("企业参与的项目与技术", "Projects of enterprises"), columns, asked.rows("enterprises/projects")
    )
