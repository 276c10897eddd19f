"""Suggestions for the doors: one flat row for each institution, its score taken apart in words."""

from __future__ import annotations

from collections.abc import Iterator

from api.headings import heading
from graph.errors import Language, Text
from graph.store import Row
from queries.help_parts import WEIGHTS, Part
from queries.help_run import Helper, Suggestion, Suggestions

SUGGEST_COLUMNS = (
    "standing", "position", "institution", "label", "points", "known", *WEIGHTS, "reasons", "kinds", "evidence",
    "institution_id",
)  # fmt: skip
#: What tables for people show: the values and the evidence of the parts stand in their reasons.
TABLE_COLUMNS = ("position", "institution", "label", "points", "known", "reasons")
HELPER_COLUMNS = ("institution", "label", "kinds", "points", "known", "evidence")
#: How much evidence a part names in words; all of it stands in the column and in JSON.
_CITED = 3


def suggest_rows(found: Suggestions, language: Language) -> list[Row]:
    """Those suggested, those who help already, and those without a score; `standing` tells which."""
    return list(_rows(found, language))


def _rows(found: Suggestions, language: Language) -> Iterator[Row]:
    whole = sum(found.weights.values())
    for position, one in enumerate(found.suggested, start=1):
        yield _row("suggested", position, one, whole, language)
    for helper in found.already:
        yield _row("already", None, helper, whole, language)
    for one in found.unscored:
        yield _row("unscored", None, one, whole, language)


def _row(standing: str, position: int | None, one: Suggestion, whole: int, language: Language) -> Row:
    values = {part.name: part.value for part in one.parts}
    tie = one if isinstance(one, Helper) else None
    evidence = dict.fromkeys(item for told in (tie, *one.parts) if told is not None for item in told.evidence)
    return {
        "standing": standing,
        "position": position,
        "institution": one.name,
        "label": one.label,
        "points": one.score,
        "known": one.known,
        **{name: values.get(name) for name in WEIGHTS},
        "reasons": [part_text(part, whole, language) for part in one.parts],
        "kinds": list(tie.kinds) if tie else [],
        "evidence": list(evidence),
        "institution_id": one.id,
    }


def part_text(part: Part, whole: int, language: Language) -> str:
    """A part in words: its name, its value of 100, its share of the whole weight, why, and where that is written."""
    name, cited = heading(part.name, language), part.evidence[:_CITED]
    many = len(part.evidence) if len(part.evidence) > _CITED else 0
    where = Text("、".join(cited) + f" 等 {many} 处" * bool(many), ", ".join(cited) + f", {many} in all" * bool(many))
    share = f"{name} {part.value}×{part.weight}/{whole}"
    return Text(f"{share}：{part.reason.zh}（{where.zh}）", f"{share}: {part.reason.en} ({where.en})").say(language)


def needs_text(found: Suggestions) -> Text:
    """What was asked for, in a line."""
    names = "、".join(need.name for need in found.needs)
    if not names:
        return Text(f"{found.place}，没有待满足的需求", f"{found.place}, with no open need")
    return Text(f"{found.place}的需求：{names}", f"needs of {found.place}: {names}")
