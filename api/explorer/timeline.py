"""What a profile tells in the order of time: ties, activities, agreements, policies, figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.store import Row
from graph.values import first_day

#: Relations whose other end is something that happens.
_EVENTS = frozenset({"Activity", "Agreement", "Policy"})


@dataclass(frozen=True)
class Moment:
    """Something with its date, as far as that is told."""

    date: str
    #: `tie`, `figure`, `itself`, or the type of what happened.
    what: str
    name: str
    evidence: tuple[str, ...]
    id: str = ""
    until: str = ""
    kind: str = ""


def timeline(
    about: Row, properties: Row, relations: Iterable[Row], ties: Iterable[Row], claims: Iterable[Row]
) -> list[Moment]:
    """Each moment once; the undated come last."""
    found = dict.fromkeys(_moments(about, properties, relations, ties, claims))
    return sorted(found, key=lambda one: (not one.date, one.date and first_day(one.date), one.name, one.id))


def _moments(
    about: Row, properties: Row, relations: Iterable[Row], ties: Iterable[Row], claims: Iterable[Row]
) -> Iterator[Moment]:
    if properties["date"]:
        yield _moment("itself", about["name"], about, properties["date"], properties["end_date"], kind=about["kind"])
    for row in relations:
        if row["other_label"] in _EVENTS or row["type"] == "SUCCEEDED_BY":
            what = row["other_label"] if row["other_label"] in _EVENTS else row["type"]
            yield _moment(what, row["other"], row, row["date"], row["end_date"], row["other_id"], row["other_kind"])
    for row in ties:
        if not row["via_id"]:
            yield _moment("tie", row["partner"], row, row["since"], row["until"], row["partner_id"], row["kind"])
    for row in claims:
        if row["as_of"]:
            yield _moment("figure", f"{row['topic']} {row['printed']}", row, row["as_of"])


def _moment(
    what: str, name: str, row: Row, date: str | None, until: str | None = None, id_: str = "", kind: str | None = None
) -> Moment:
    return Moment(date or "", what, name, tuple(row["evidence"]), id_, until or "", kind or "")
