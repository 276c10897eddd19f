"""A comparison as a file or a page: the table as CSV and XLSX, all of it as JSON, table and picture as HTML."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, get_args

import orjson

from api.compare.flat import OPEN, flat, said, type_name
from api.compare.model import Comparison, Count, State
from api.exports.base import Meta
from api.exports.formats import find_form
from api.exports.run import beside
from api.exports.whole import whole
from api.headings import heading
from api.tables import cell_text
from graph.errors import BadParameter, Language, Text
from graph.store import Row
from queries.library import Answer

FORMS = ("csv", "xlsx", "html", "json")


class _Table:
    """The table of a comparison as what the formats of exports write."""

    def __init__(self, found: Comparison, language: Language) -> None:
        columns, rows = flat(found, language)
        self.meta = meta_of(found)
        self.answer: Answer | None = Answer("compare", dict(self.meta.filters), tuple(columns), rows)
        self._picture = found.picture

    def nodes(self) -> Iterator[Row]:
        return iter(())

    def edges(self) -> Iterator[Row]:
        return iter(())

    def picture(self) -> list[Row]:
        return list(self._picture)


def title(found: Comparison) -> Text:
    """What is compared with what."""
    first, second = found.first.title, found.second.title
    if found.kind == "regions":
        return Text(f"{first.zh}与{second.zh}", f"{first.en} and {second.en}")
    return Text(f"{first.zh} → {second.zh}", f"{first.en} → {second.en}")


def meta_of(found: Comparison) -> Meta:
    """Of which data, of which day, and what was compared."""
    filters = {"compare": found.kind, **found.filters}
    for name, side in (("first", found.first), ("second", found.second)):
        filters |= {f"{name}_{key}": value for key, value in side.filters.items()}
    return Meta("answer", title(found), found.version, found.date, filters, found.notes)


def written(found: Comparison, form: str, language: Language) -> bytes:
    """The bytes of a file in a form.

    Raises:
        BadParameter: listing the forms that there are.
    """
    if form == "json":
        return orjson.dumps(as_dict(found), default=plain, option=orjson.OPT_INDENT_2) + b"\n"
    if form == "html":
        return page(found, language).encode()
    if form not in FORMS:
        listed = "、".join(FORMS)
        raise BadParameter(
            Text(f"比较不能写成 {form}", f"a comparison cannot be written as {form}"),
            hint=Text(f"可用：{listed}", f"there are: {listed}"),
        )
    out = io.BytesIO()
    find_form("answer", form).write(_Table(found, language), out, language)
    return out.getvalue()


def as_dict(found: Comparison) -> dict[str, Any]:
    """All of a comparison for JSON, with what it is of and the share of each measure."""
    shares = [dict(zip(("share_first", "share_second"), one.shares, strict=True)) for one in found.measures]
    told = [asdict(one) | share for one, share in zip(found.measures, shares, strict=True)]
    parts = {one.name: getattr(found, one.name) for one in fields(found) if one.name not in ("rows", "measures")}
    return {"meta": meta_of(found).as_dict(), **parts, "measures": told, "differences": found.rows}


def plain(value: Any) -> Any:
    """A text in two languages as an object of them, for JSON."""
    if isinstance(value, Text):
        return value._asdict()
    raise TypeError(type(value).__name__)


def write(found: Comparison, path: Path, language: Language) -> None:
    """Write the file in the form that its name tells; whole or not at all.

    A table in CSV has no room to say what it is of: that stands beside it, in `<path>.meta.json`.

    Raises:
        BadParameter: when the name tells no form.
    """
    form = path.suffix.lower().removeprefix(".")
    content = written(found, form, language)
    with whole(path) as part:
        part.write_bytes(content)
    if form == "csv":
        beside(path, find_form("answer", form), meta_of(found))


def page(found: Comparison, language: Language) -> str:
    """The picture, with the legend of states, and below it all that differs as tables; offline, in one file."""
    from api.views.render import render  # pyvis takes half a second to import; most comparisons are not drawn

    return render(
        found.picture,
        heading=title(found).say(language),
        language=language,
        stamp=meta_of(found).line(language),
        sheets=sheets(found, language),
    )


def sheets(found: Comparison, language: Language) -> list[tuple[str, list[str], list[list[str]]]]:
    """Captions, headings and cells: what is counted, then each part of the table."""
    columns, rows = flat(found, language)
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(row["section"], []).append(row)
    counts = [(_COUNTS.say(language), *counts_table(found, language))] if found.counts else []
    return counts + [(section, *_sheet(found, columns, part, language)) for section, part in parts.items()]


_WHOLE = Text("总数", "total")
_COUNTS = Text("计数", "counts")
_FOUND = ("what", "label")
_STATES = get_args(State)


def counts_table(found: Comparison, language: Language) -> tuple[list[str], list[list[str]]]:
    """How many of each type are in each state; of those alike, how many only because their dates are open."""
    states = [state for state in _STATES if any(state in one.states for one in found.counts)]
    cells = [
        [
            said(one.what, language),
            type_name(one.what, one.type, language),
            *(_number(one, state, language) for state in states),
        ]
        for one in found.counts
    ]
    return [heading(name, language) for name in _FOUND] + [said(state, language) for state in states], cells


def _number(one: Count, state: State, language: Language) -> str:
    number = one.states.get(state, 0)
    unknown = f"（{OPEN.say(language)} {one.open}）" if state == "same" and one.open else ""
    return f"{number}{unknown}"


def _sheet(
    found: Comparison, columns: Sequence[str], rows: list[Row], language: Language
) -> tuple[list[str], list[list[str]]]:
    kept = [
        name
        for name in columns
        if name not in ("section", "row_id") and any(row[name] not in (None, []) for row in rows)
    ]
    cells = [[cell_text(row[name], language) for name in kept] for row in rows]
    return [_column(found, name, language) for name in kept], cells


def _column(found: Comparison, name: str, language: Language) -> str:
    """A heading; of regions with the name of the one that the column is for."""
    start, _, side = name.rpartition("_")
    if found.kind != "regions" or side not in ("before", "after"):
        return heading(name, language)
    place = (found.first if side == "before" else found.second).title.say(language)
    words = {"": place, "of": f"{place}·{_WHOLE.say(language)}", "share": f"{place} %"}
    return words.get(start, f"{place}·{heading(start, language)}")
