"""What people decided: merge, accept, reject, correct, accept a gap; undone by appending.

Decisions are Records keyed by content and owned by no source: they survive every unload, and apply
again when what they speak of comes back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.base import stored
from graph.errors import NotFound, Refused, Text
from graph.ontology.records import Decision
from graph.statements import Overlay
from graph.store import Row, Transaction

_READ = "MATCH (d:Decision) RETURN properties(d) AS props ORDER BY d.decided_at, d.id"


@dataclass(frozen=True)
class Decisions:
    """The decisions in force: redirects old -> new, and overlays by element id."""

    redirects: Mapping[str, str] = field(default_factory=dict)
    overlays: Mapping[str, Overlay] = field(default_factory=dict)

    def resolve(self, id_: str) -> str:
        """Follow redirects to the id that stands."""
        while id_ in self.redirects:
            id_ = self.redirects[id_]
        return id_


def decision_id(decision: Decision) -> str:
    """A decision's id: a hash of what was decided, so that deciding the same twice is one record."""
    parts = (decision.kind, decision.subject, decision.object or "", decision.value or "", decision.decided_at)
    return "d-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def read_decisions(tx: Transaction) -> Decisions:
    """All decisions in force."""
    return in_force(row["props"] for row in tx.run(_READ))


def in_force(records: Iterable[Row]) -> Decisions:
    """Fold decision records, in the order in which they were taken."""
    taken = sorted(records, key=lambda record: (record["decided_at"], record["id"]))
    undone = {record["subject"] for record in taken if record["kind"] == "undo"}
    active = [record for record in taken if record["id"] not in undone and record["kind"] != "undo"]
    redirects = {record["subject"]: record["object"] for record in active if record["kind"] == "merge"}
    overlays: dict[str, Overlay] = {}
    for record in active:
        overlays[record["subject"]] = _overlaid(overlays.get(record["subject"], Overlay()), record)
    return Decisions(redirects, overlays)


def _overlaid(overlay: Overlay, record: Mapping[str, Any]) -> Overlay:
    if record["kind"] == "accept":
        return Overlay(True, False, overlay.corrections)
    if record["kind"] == "reject":
        return Overlay(False, True, overlay.corrections)
    if record["kind"] == "correct":
        corrections = {**overlay.corrections, record["object"]: json.loads(record["value"])}
        return Overlay(overlay.accepted, overlay.rejected, corrections)
    return overlay


def check_decision(decision: Decision, standing: Decisions, exists: bool) -> None:
    """Refuse a decision that cannot be meant.

    Raises:
        NotFound: when nothing has the id that it speaks of.
        Refused: when a merge would lead in a circle.
    """
    if not exists and decision.kind not in ("undo", "accept_gap"):
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
