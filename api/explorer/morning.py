"""What a planner wants to know first: each region's coverage and gaps, what changed, what waits, what ends soon."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from api.service import Service
from graph.acceptance import accepted_gaps
from graph.errors import UnresolvedName
from graph.store import Row
from graph.values import first_day, last_day
from queries.gaps_run import gap_rules

#: Acceptances that end within so many days are told.
_SOON = timedelta(days=60)
#: Decisions that are told, the newest.
_DECIDED = 5


def regions(service: Service) -> list[Row]:
    """The regions that sources are about, each with its sources and its row of coverage."""
    told = []
    for row in service.ask("sources/regions", {}).rows:
        try:
            found = service.resolve(row["place_id"])
        except UnresolvedName:  # a source may name a region that nothing loaded speaks of
            continue
        covered = service.coverage([found.id]).rows
        own = next((one for one in covered if one["place_id"] == found.id), None)
        told.append(row | {"id": found.id, "name": found.name, "where": found.where, "covered": own})
    return told


def declared(service: Service) -> list[Row]:
    """Figures of which fewer members are named than declared, those that miss most first."""
    return [row for row in service.ask("gaps/declared_vs_named", {}).rows if row["missing"] > 0]


def gap_count(service: Service, place: str, today: date) -> Row:
    """How many gaps of a region nobody accepted, and how many of these are serious."""
    counts = {"open": 0, "serious": 0}
    for rule in service.gaps(place, today=today.isoformat()):
        found = sum(one.accepted is None for one in rule.findings)
        counts["open"] += found
        counts["serious"] += found if rule.severity == "serious" else 0
    return counts


def ending(service: Service, today: date) -> list[Row]:
    """The accepted gaps whose acceptance ends soon, the next first."""
    rows = []
    for key, accepted in accepted_gaps(service.store).items():
        rule, _, subject = key.partition(":")
        if accepted.until and today.isoformat() <= last_day(accepted.until) <= (today + _SOON).isoformat():
            rows.append({"rule": rule, "subject": subject, "until": accepted.until, "who": accepted.who,
                         "why": accepted.why, **_told(service, rule, subject)})  # fmt: skip
    return sorted(rows, key=lambda row: (first_day(row["until"]), row["rule"], row["subject"]))


def _told(service: Service, rule: str, subject: str) -> dict[str, Any]:
    """What a rule and the subject of a finding are called; a pair, a part or a figure has no name of its own."""
    known = gap_rules().get(rule)
    title = known.header.title.text() if known else None
    try:
        found = service.resolve(subject)
    except UnresolvedName:
        return {"title": title, "name": "", "id": ""}
    return {"title": title, "name": found.name, "id": found.id}


def decisions(service: Service) -> list[Row]:
    """What people decided last."""
    return service.ask("reviews/decisions", {"limit": _DECIDED}).rows
