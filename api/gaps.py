"""Coverage and gaps for the doors: several places side by side, findings as flat rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from graph.acceptance import Acceptance, gap_key
from graph.errors import BadParameter, Language, Text, UnresolvedName
from graph.ontology.records import Decision
from graph.search import NameIndex
from graph.store import GraphStore, Row
from graph.values import PartialDate, first_day
from queries.gaps_run import GapFinding, find_rule
from queries.library import Answer, ask

GAP_COLUMNS = ("severity", "rule", "title", "wording", "evidence", "accepted", "until", "why", "subject_id")
#: What a table for people shows; all else is in JSON, CSV and XLSX.
_SHOWN = re.compile(r"^(?:place|level|registry_date|newest_source|heis_\w+|(?:sub)?districts|communities(?:_\w+)?)$")
#: Ids that stand for themselves: of entities, edges, and pairs or parts of them.
_ID = re.compile(r"^(?:cn|moe|x|e)-\S+$")


def coverage_of(
    store: GraphStore, names: NameIndex, places: Sequence[str], level: str | None, given: dict[str, Any]
) -> Answer:
    """Coverage of all provinces, of what lies below one place, or of several places side by side."""
    if not places:
        return ask(store, names, "coverage/provinces", given)
    if len(places) == 1:
        return ask(store, names, "coverage/place", given | {"place": places[0], "level": level})
    answers = [ask(store, names, "coverage/place", given | {"place": place}) for place in places]
    rows = [row for answer in answers for row in answer.rows if row["place_id"] == answer.params["place"]]
    params = given | {"place": [answer.params["place"] for answer in answers]}
    return Answer("coverage/place", params, answers[0].columns, rows)


def coverage_columns(answer: Answer, *, every: bool) -> Sequence[str]:
    """The columns that a form shows."""
    return [name for name in answer.columns if every or _SHOWN.match(name)]


def finding_rows(found: Iterable[GapFinding]) -> list[Row]:
    """A row for each finding, with all that is known of it, in both languages."""
    return [
        {
            "rule": one.rule,
            "severity": one.severity,
            "title": one.title,
            "subject_id": finding.subject,
            "wording": finding.wording,
            "row": finding.row,
            "picture": finding.picture,
            "accepted": finding.accepted,
        }
        for one in found
        for finding in one.findings
    ]


def gap_row(row: Row, language: Language) -> Row:
    """A finding as a flat row, in the language of the reader."""
    accepted: Acceptance | None = row["accepted"]
    return {
        "severity": row["severity"],
        "rule": row["rule"],
        "title": row["title"].say(language),
        "wording": row["wording"].say(language),
        "evidence": row["row"].get("evidence", []),
        "accepted": accepted is not None,
        "until": accepted.until if accepted else None,
        "why": f"{accepted.who}：{accepted.why}" if accepted else None,
        "subject_id": row["subject_id"],
    }


def gap_rows(found: Iterable[GapFinding], language: Language) -> list[Row]:
    """A flat row for each finding, in the language of the reader."""
    return [gap_row(row, language) for row in finding_rows(found)]


def acceptance(names: NameIndex, rule: str, entity: str, until: str, who: str, why: str) -> Decision:
    """The decision to accept a gap; the entity by id or name, pairs and parts as the finding gives them.

    Raises:
        NotFound: there is no such rule.
        BadParameter: the date cannot be read.
        UnknownName, AmbiguousName: the entity is not found.
    """
    short = find_rule(rule).name.removeprefix("gaps/")
    return Decision(
        name=f"accept {short}",
        kind="accept_gap",
        subject=gap_key(short, entity_id(names, entity)),
        until=_date(until),
        who=who,
        decided_at=datetime.now(UTC).isoformat(timespec="microseconds"),
        why=why,
    )


def entity_id(names: NameIndex, entity: str) -> str:
    """The id of an entity given by id or name; ids stand for themselves, be they of what no answer shows."""
    try:
        return names.resolve(entity).id
    except UnresolvedName:
        if _ID.match(entity):
            return entity
        raise


def _date(text: str) -> PartialDate:
    try:
        first_day(text)
    except ValueError as error:
        raise BadParameter(Text(f"日期有误：{error}", f"bad date: {error}")) from error
    return PartialDate(text)
