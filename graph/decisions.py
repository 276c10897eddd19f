"""What people decided: merge, accept, reject, correct, accept a gap, add, dispute; undone by appending.

Decisions are Records keyed by content and owned by no source: they survive every unload, and apply
again when what they speak of comes back.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graph.base import stored
from graph.correcting import RELATION, read_relation
from graph.errors import NotFound, Refused, Text
from graph.identity import EdgeKey
from graph.ontology.records import Decision
from graph.statements import Overlay
from graph.store import Row, Transaction

#: Kinds of decisions that say something of one element.
ABOUT_ONE = ("accept", "reject", "correct", "dispute")
_READ = "MATCH (d:Decision) RETURN properties(d) AS props ORDER BY d.decided_at, d.id"


def always(_id: str) -> bool:
    """Of everything, that it stands."""
    return True


@dataclass(frozen=True)
class Decisions:
    """The decisions in force: redirects old -> new, corrected relations, and what was said of each element."""

    redirects: Mapping[str, str] = field(default_factory=dict)
    #: The id of an edge -> what it was, and what it should be.
    moves: Mapping[str, tuple[EdgeKey, EdgeKey]] = field(default_factory=dict)
    #: The id of an element -> the decisions about it, in order.
    taken: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    #: Those into which something accepted was merged.
    heirs: frozenset[str] = frozenset()
    #: The id of a source made by hand -> the decisions that cite it, in order.
    citing: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def resolve(self, id_: str) -> str:
        """Follow redirects to the id that stands."""
        while id_ in self.redirects:
            id_ = self.redirects[id_]
        return id_

    def settled(self, key: EdgeKey) -> EdgeKey:
        """An edge between the ends that stand."""
        return key._replace(start=self.resolve(key.start), end=self.resolve(key.end)).sorted()

    def places(self, key: EdgeKey, stands: Callable[[str], bool] = always) -> list[EdgeKey]:
        """What people made of an edge, step by step; the last is where it belongs.

        A step that leads to an end that nothing states at present is not taken.
        """
        steps = [self.settled(key)]
        while (move := self.moves.get(steps[-1].id)) is not None:
            to = self.settled(move[1])
            if to in steps or not (stands(to.start) and stands(to.end)):
                break
            steps.append(to)
        return steps

    def subject(self, record: Row) -> str:
        """The id of the element that a decision speaks of, now that others were merged.

        A dispute follows an entity into the one that it was merged with, as its statements do.
        """
        if relation := record.get("relation"):
            return self.settled(read_relation(relation)).id
        id_ = str(record["subject"])
        return self.resolve(id_) if record["kind"] in ("add", "dispute") else id_

    def overlay(self, *ids: str) -> Overlay | None:
        """What people decided about an element that has, or had, these ids."""
        if not self.taken:
            return None
        records = [record for id_ in ids for record in self.taken.get(id_, ())]
        inherited = any(id_ in self.heirs for id_ in ids)
        if not records and not inherited:
            return None
        overlay = Overlay(accepted=inherited)
        for record in sorted(records, key=_order):
            overlay = _overlaid(overlay, record)
        return overlay


def _order(record: Row) -> tuple[str, str]:
    return record["decided_at"], record["id"]


def decision_id(decision: Decision) -> str:
    """A decision's id: a hash of what was decided, so that deciding the same twice is one record."""
    parts = (decision.kind, decision.subject, decision.object or "", decision.value or "", decision.decided_at)
    return "d-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def batch_id(decisions: Iterable[Decision]) -> str:
    """The id that decisions taken together share."""
    ids = sorted(decision_id(decision) for decision in decisions)
    return "b-" + hashlib.sha256("\x1f".join(ids).encode()).hexdigest()[:12]


def read_decisions(tx: Transaction) -> Decisions:
    """All decisions in force."""
    return in_force(row["props"] for row in tx.run(_READ))


def in_force(records: Iterable[Row]) -> Decisions:
    """Fold decision records, in the order in which they were taken."""
    taken = sorted(records, key=_order)
    undone = {record["subject"] for record in taken if record["kind"] == "undo"}
    active = [
        record
        for record in taken
        if record["kind"] != "undo" and record["id"] not in undone and record.get("batch") not in undone
    ]
    if not active:
        return Decisions()
    merged = Decisions(_redirects(active))
    said: dict[str, list[Row]] = defaultdict(list)
    citing: dict[str, list[Row]] = defaultdict(list)
    for record in active:
        if record["kind"] in ABOUT_ONE:
            said[merged.subject(record)].append(record)
        if record.get("hand"):
            citing[record["hand"]].append(record)
    told = {id_: tuple(items) for id_, items in said.items()}
    cited = {hand: tuple(items) for hand, items in citing.items()}
    return replace(merged, moves=dict(_moves(told)), taken=told, heirs=_heirs(merged, told), citing=cited)


def _redirects(active: Iterable[Row]) -> dict[str, str]:
    """Old id -> new id; a merge that would lead in a circle, now that others were undone, is left out."""
    redirects: dict[str, str] = {}
    for record in active:
        if record["kind"] == "merge":
            others = {old: new for old, new in redirects.items() if old != record["subject"]}
            if Decisions(others).resolve(record["object"]) != record["subject"]:
                redirects[record["subject"]] = record["object"]
    return redirects


def _moves(told: Mapping[str, tuple[Row, ...]]) -> Iterator[tuple[str, tuple[EdgeKey, EdgeKey]]]:
    for id_, records in told.items():
        found = [record for record in records if record["kind"] == "correct" and record["object"] == RELATION]
        if found:
            yield id_, (read_relation(found[-1]["relation"]), read_relation(found[-1]["value"]))


def _heirs(merged: Decisions, told: Mapping[str, tuple[Row, ...]]) -> frozenset[str]:
    accepted = [id_ for id_ in merged.redirects if (overlay := Decisions(taken=told).overlay(id_)) and overlay.accepted]
    return frozenset(merged.resolve(id_) for id_ in accepted)


def _overlaid(overlay: Overlay, record: Mapping[str, Any]) -> Overlay:
    if record["kind"] == "accept":
        return replace(overlay, accepted=True, rejected=False)
    if record["kind"] == "reject":
        return replace(overlay, accepted=False, rejected=True)
    if record["kind"] == "dispute":
        return replace(overlay, disputed=(*overlay.disputed, str(record["id"])))
    overlay = replace(overlay, cited=(*overlay.cited, *record.get("evidence", ())))
    if record["object"] == RELATION:
        return overlay
    corrections = {**overlay.corrections, record["object"]: json.loads(record["value"])}
    return replace(overlay, corrections=corrections)


def check_decision(decision: Decision, standing: Decisions, exists: bool) -> None:
    """Refuse a decision that cannot be meant.

    Raises:
        NotFound: when nothing has the id that it speaks of.
        Refused: when a merge would lead in a circle.
    """
    if not exists and decision.kind != "accept_gap":
        raise NotFound(Text(f"没有 {decision.subject}", f"nothing has the id {decision.subject}"))
    others = {old: new for old, new in standing.redirects.items() if old != decision.subject}
    if decision.kind == "merge" and Decisions(others).resolve(decision.object or "") == decision.subject:
        raise Refused(Text("合并会成环", "this merge would lead in a circle"))


def write_decision(tx: Transaction, decision: Decision) -> str:
    """Append a decision and return its id."""
    id_ = decision_id(decision)
    props = stored(decision) | {"id": id_, "label": "Decision", "family": "Decision"}
    tx.run("MERGE (d:Record {id: $id}) SET d = $props SET d:Decision", {"id": id_, "props": props})
    return id_
