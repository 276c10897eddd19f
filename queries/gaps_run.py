"""Running the gap rules: every query with a severity is one; its rows that are not in order are its findings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.acceptance import Acceptance, accepted_gaps, gap_key
from graph.errors import NotFound, Text
from graph.ontology import node_types
from graph.search import NameIndex
from graph.store import GraphStore, Row
from queries.header import Header, Severity
from queries.library import Query, ask, library

_FOLDER = "gaps/"
_FILLED = re.compile(r"\{([^{}]*)\}")
_ORDER: tuple[Severity, ...] = ("serious", "warning", "info")


@dataclass(frozen=True)
class Picture:
    """A graph-form query and the parameters that draw a finding."""

    query: str
    params: dict[str, Any]


@dataclass(frozen=True)
class GapRow:
    """One finding: what it is about, in words, its row, its picture, and who accepted it."""

    subject: str
    wording: Text
    row: dict[str, Any]
    picture: Picture | None = None
    accepted: Acceptance | None = None


@dataclass(frozen=True)
class GapFinding:
    """What one rule found: `count` findings out of `total`; those accepted are among them."""

    rule: str
    severity: Severity
    title: Text
    total: int
    count: int
    findings: tuple[GapRow, ...]
    truncated: bool = False
    #: All that the rule looked at, what is in order among it.
    rows: tuple[Row, ...] = ()


def gap_rules() -> Mapping[str, Query]:
    """The rules by short name (`needs_unmet`), the serious ones first."""
    rules = [query for query in library().values() if query.header.is_rule]
    ranked = sorted(rules, key=lambda query: (_ORDER.index(query.header.severity or "info"), query.name))
    return {query.name.removeprefix(_FOLDER): query for query in ranked}


def find_rule(name: str) -> Query:
    """The rule of this name, with or without its folder.

    Raises:
        NotFound: with the names of all rules.
    """
    rules = gap_rules()
    short = name.removeprefix(_FOLDER)
    if short not in rules:
        listed = "、".join(rules)
        raise NotFound(
            Text(f"没有名为 {name} 的规则", f"there is no rule {name}"),
            hint=Text(f"可选 {listed}", f"choose {listed}"),
        )
    return rules[short]


def find_gaps(
    store: GraphStore,
    names: NameIndex,
    place: str,
    rules: Sequence[str] | None = None,
    as_of: str | None = None,
    *,
    today: str | None = None,
    given: Mapping[str, Any] | None = None,
) -> list[GapFinding]:
    """What the rules find in a place, all rules by default.

    Args:
        place: id, name or alias.
        as_of: the date that rules look back from; by default the newest in the graph.
        today: the day on which acceptances must hold; `as_of` where it is not given.
        given: further parameters, each for the rules that declare it.

    Raises:
        NotFound: a rule does not exist.
        UnknownName, AmbiguousName: the place is not found.
    """
    chosen = list(gap_rules().values()) if rules is None else [find_rule(name) for name in rules]
    accepted = {key: one for key, one in accepted_gaps(store).items() if one.holds(today or as_of)}
    wanted = {**(given or {}), "place": names.resolve(place).id, "as_of": as_of}
    return [_run(store, names, query, wanted, accepted) for query in chosen]


def _run(
    store: GraphStore, names: NameIndex, query: Query, wanted: Mapping[str, Any], accepted: Mapping[str, Acceptance]
) -> GapFinding:
    header, rule = query.header, query.name.removeprefix(_FOLDER)
    answer = ask(store, names, query.name, _declared(header, wanted))
    found = tuple(_finding(rule, header, row, accepted) for row in answer.rows if not _sound(header, row))
    total = _total(store, names, header, wanted)
    return GapFinding(
        rule, header.severity or "info", header.title.text(), total, len(found), found, answer.truncated,
        tuple(answer.rows),
    )  # fmt: skip


def _declared(header: Header, wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if name in header.params and value is not None}


def _total(store: GraphStore, names: NameIndex, header: Header, wanted: Mapping[str, Any]) -> int:
    """How many could have been found, by the rule's denominator."""
    whole = header.of or ""
    rows = ask(store, names, whole, _declared(library()[whole].header, wanted)).rows
    return int(rows[0]["total"])


def _sound(header: Header, row: Row) -> bool:
    return any(row[column] in values for column, values in header.sound.items())


def _finding(rule: str, header: Header, row: Row, accepted: Mapping[str, Acceptance]) -> GapRow:
    subject = str(row[header.subject or ""])
    shown = header.picture
    picture = Picture(shown.query, {name: row[column] for name, column in shown.params.items()}) if shown else None
    return GapRow(subject, _worded(header, row), row, picture, accepted.get(gap_key(rule, subject)))


def _worded(header: Header, row: Row) -> Text:
    texts = header.wording.text() if header.wording else Text("", "")
    return Text(_filled(texts.zh, row, "zh"), _filled(texts.en, row, "en"))


def _filled(text: str, row: Row, language: str) -> str:
    return _FILLED.sub(lambda match: _said(row[match[1]], language), text)


def _said(value: Any, language: str) -> str:
    """A cell inside a sentence: lists joined, what is unknown said to be so, types by their name."""
    if value is None or value == []:
        return "无" if language == "zh" else "none"
    if isinstance(value, list):
        return ("、" if language == "zh" else ", ").join(_said(item, language) for item in value)
    if language == "zh" and value in node_types():
        return node_types()[value].zh
    return str(value)
