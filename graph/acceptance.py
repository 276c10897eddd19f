"""Gaps that people accepted until a date: a decision about `<rule>:<subject>`, undone by appending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.store import GraphStore, Row
from graph.values import last_day

_ACCEPTED = (
    "MATCH (d:Decision) WHERE d.kind IN ['accept_gap', 'undo'] "
    "RETURN d.id AS id, d.kind AS kind, d.subject AS subject, d.until AS until, d.who AS who, d.why AS why, "
    "d.decided_at AS decided_at ORDER BY d.decided_at, d.id"
)


@dataclass(frozen=True)
class Acceptance:
    """Who accepted a gap, why, until when (None: without end), and the decision's id."""

    until: str | None
    who: str
    why: str
    decision: str

    def holds(self, today: str | None) -> bool:
        """Whether it still holds on a day; on no day given it does."""
        return self.until is None or today is None or last_day(self.until) >= last_day(today)


def gap_key(rule: str, subject: str) -> str:
    """What a decision about a gap speaks of."""
    return f"{rule}:{subject}"


def accepted_gaps(store: GraphStore) -> Mapping[str, Acceptance]:
    """The acceptances that nobody undid, by what they speak of; of several the latest."""
    rows: list[Row] = store.read(_ACCEPTED, limit=1_000_000).rows
    undone = {row["subject"] for row in rows if row["kind"] == "undo"}
    return {
        row["subject"]: Acceptance(row["until"], row["who"], row["why"], row["id"])
        for row in rows
        if row["kind"] == "accept_gap" and row["id"] not in undone
    }
