"""A comparison as one table: measures side by side, then what differs, a row for each property that does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.compare.model import Comparison, Difference, Measure, Side, What
from api.headings import word
from api.tables import cell_text
from api.views.style import edge_name, node_name
from graph.errors import Language, Text
from graph.ontology import edge_types
from graph.store import Row
from queries.gaps_run import gap_rules

COLUMNS = (
    "section", "state", "label", "name", "partner", "property", "before", "of_before", "share_before", "after",
    "of_after", "share_after", "since", "until", "evidence_before", "evidence_after", "row_id",
)  # fmt: skip
#: What only some comparisons have.
_OPTIONAL = (
    "partner", "property", "of_before", "share_before", "of_after", "share_after", "since", "until",
)  # fmt: skip

WORDS: Mapping[str, Text] = {
    "coverage": Text("覆盖", "coverage"),
    "partners": Text("合作各方，按类型", "parties by type"),
    "partner_kinds": Text("合作各方，按关系", "parties by tie"),
    "platforms": Text("平台", "platforms"),
    "agreements": Text("协议", "agreements"),
    "activities": Text("活动", "activities"),
    "gaps": Text("缺口", "gaps"),
    "figures": Text("数字", "figures"),
    "entity": Text("实体", "entity"),
    "relation": Text("关系", "relation"),
    "figure": Text("数字", "figure"),
    "record": Text("记录", "record"),
    "gap": Text("缺口变化", "gap, changed"),
    "partner": Text("合作方", "party"),
    "new": Text("新增", "new"),
    "gone": Text("消失", "gone"),
    "changed": Text("改动", "changed"),
    "same": Text("相同", "same"),
    "first": Text("只有前者", "the first alone"),
    "second": Text("只有后者", "the second alone"),
    "both": Text("两者都有", "both"),
    "closed": Text("已补上", "closed"),
    "opened": Text("新出现", "opened"),
    "unsurveyed": Text("未调查", "not surveyed"),
    "unrecorded": Text("未见记录", "none recorded"),
    "no_registry": Text("未装名录", "no registry loaded"),
}
#: Sections that count what is recorded.
TALLIED = frozenset({"partners", "partner_kinds", "platforms", "agreements", "activities"})
OPEN = Text("开放", "open")
_OF_GAPS = {"gone": "closed", "new": "opened"}


def flat(found: Comparison, language: Language) -> tuple[Sequence[str], list[Row]]:
    """The columns that this comparison has, and its rows, in the language of the reader."""
    rows = [*_measures(found, language), *(row for one in found.rows for row in _difference(found, one, language))]
    empty = {name for name in _OPTIONAL if all(row[name] in (None, []) for row in rows)}
    return [name for name in COLUMNS if name not in empty], rows


def said(name: str, language: Language) -> str:
    """A section, a kind of thing or a state in words."""
    return WORDS[name].say(language)


def state_of(row: Difference) -> str:
    """The state as it is told: a gap that is gone was closed."""
    return _OF_GAPS.get(row.state, row.state) if row.what == "gap" else row.state


def type_name(what: What, name: str, language: Language) -> str:
    """The type of what differs, or the rule that found it."""
    if name in edge_types():
        return edge_name(name, language)
    rules = gap_rules() if what == "gap" else {}
    return rules[name].header.title.text().say(language) if name in rules else node_name(name, language)


def _measures(found: Comparison, language: Language) -> Iterator[Row]:
    for number, one in enumerate(found.measures):
        shares = one.shares
        yield {
            **dict.fromkeys(COLUMNS),
            "section": said(one.section, language),
            "name": one.name.say(language),
            "before": told(one, one.first, found.first, language),
            "of_before": one.of_first,
            "share_before": shares[0],
            "after": told(one, one.second, found.second, language),
            "of_after": one.of_second,
            "share_after": shares[1],
            "evidence_before": list(one.evidence_first),
            "evidence_after": list(one.evidence_second),
            "row_id": f"{one.section}.{number}",
        }


def told(one: Measure, value: int | str | None, side: Side, language: Language) -> int | str:
    """A value of a side. What is unknown says why; of what is only counted where it is recorded, nothing is no zero."""
    if value is None:
        why = one.unknown if side.surveyed or one.unknown == "no_registry" else "unsurveyed"
        return WORDS[why].say(language)
    return WORDS["unrecorded"].say(language) if value == 0 and one.section in TALLIED else value


def _difference(found: Comparison, row: Difference, language: Language) -> Iterator[Row]:
    dated = found.kind == "dates" and row.what in ("entity", "relation")
    base = {
        **dict.fromkeys(COLUMNS),
        "section": said(row.what, language),
        "state": said(state_of(row), language),
        "label": type_name(row.what, row.type, language)
        + (f" · {word('kinds', row.kind, language)}" if row.kind else ""),
        "name": row.name,
        "partner": row.other,
        "since": (row.since or OPEN.say(language)) if dated else None,
        "until": (row.until or OPEN.say(language)) if dated else None,
        "evidence_before": list(row.evidence_before),
        "evidence_after": list(row.evidence_after),
        "row_id": row.id,
    }
    for change in row.changes:
        before, after = (_cell(change.property, value, language) for value in (change.before, change.after))
        yield base | {"property": change.property, "before": before, "after": after}
    if not row.changes:
        yield base


def _cell(name: str, value: Any, language: Language) -> str | None:
    return None if value is None else cell_text(word(name, value, language), language)
