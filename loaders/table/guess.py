"""A map proposed for a table, from its headings and cells; each guess says how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from pathlib import Path
from typing import NamedTuple

from graph.errors import BadInput, BadParameter, Language, Problem, Text
from loaders.document.reading.base import Fault
from loaders.document.sheet import source_id
from loaders.registry import gazetteer
from loaders.table.base import Field, TableKind
from loaders.table.guess_region import division_code, region_name, told_region
from loaders.table.guess_score import reads
from loaders.table.guess_sheet import TOLD, GuessedColumn, GuessedSheet, guess_sheet
from loaders.table.kinds import KINDS
from loaders.table.mapping import heading_key
from loaders.table.naming import tell
from loaders.table.reading import Book, open_book, unreadable
from loaders.table.template import split_of
from loaders.table.template_map import ChosenColumn, ChosenTable, MapHead, map_text, scalar

_SURE = 1.0
_MOST_TOLD = 8
_CHOSEN_FROM, _NAMES = ("choice", "type"), ("name", "names")
_WHOLE = Text("猜出的映射：逐行看过，再装载", "a guessed map: look at each line before loading")


@dataclass(frozen=True)
class ProposedColumn:
    """A heading, the field that it is taken for (None: it is not read), how sure that is and why."""

    number: int
    heading: str
    field: str | None
    score: float
    why: Text
    samples: tuple[str, ...]
    #: The marks at which its cells are parted.
    split: tuple[str, ...] = ()
    #: What has to be seen to: values that are not understood, names that are not told.
    todo: tuple[Text, ...] = ()
    #: The values that are not understood, each with what it may mean (empty: nothing is near).
    lookup: Mapping[str, str] = default(default_factory=dict)
    #: The field that would tell what the names are, where some are not told.
    wants: str | None = None


class Rival(NamedTuple):
    """Another kind of table that a sheet may be, and how well it fits."""

    kind: str
    score: float


@dataclass(frozen=True)
class ProposedSheet:
    """A sheet, the kind of table that it is taken for, how sure that is, and other kinds with their scores."""

    sheet: str
    kind: str
    score: float
    rivals: tuple[Rival, ...]
    header: tuple[int, ...]
    columns: tuple[ProposedColumn, ...]
    #: Required fields for which there is no column.
    missing: tuple[str, ...]
    skip: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProposedMap:
    """A map as it is proposed: its source, its sheets, and sheets that are no table of any kind."""

    head: MapHead
    sheets: tuple[ProposedSheet, ...]
    left: tuple[str, ...]

    @property
    def missing(self) -> tuple[Text, ...]:
        """What has to be filled in before the map can be read."""
        found = [] if self.head.region else [Text("源 source 缺地方 region", "the source has no region")]
        for one in self.sheets:
            for name in one.missing:
                field = KINDS[one.kind].field(name)
                zh = field.zh if field else name
                found.append(
                    Text(
                        f"{one.sheet}：没有一列是 {name}（{zh}）", f"{one.sheet}: no column is {name}, which is needed"
                    )
                )
        return tuple(found)

    def yaml(self, language: Language = "zh") -> str:
        """The map as it would be written: `read_map` takes it, unless something is `missing`."""
        sheets = [_chosen(one, named=len(self.sheets) + len(self.left) > 1) for one in self.sheets]
        return map_text(self.head, sheets, language, _WHOLE)


def propose_map(path: Path, kind: str | None = None, region: str | None = None) -> ProposedMap:
    """A map for a table, of the kind that is named or of that which fits best; `region` is a code or a full name.

    Raises:
        BadInput: when it is no table that can be read, or no sheet of it has headings and rows.
        BadParameter: when there is no such kind.
        NotFound: when there is no such region.
    """
    wanted = _kind(kind) if kind else None
    code = division_code(region) if region else None
    book = open_book(path, None, _headings())
    try:
        found = {sheet: _guessed(book, sheet, path, wanted, code) for sheet in book.sheets}
    except Fault as fault:
        raise unreadable(path, fault) from fault
    tables = _tables([one for one in found.values() if one], forced=wanted is not None)
    if not tables:
        raise BadInput([_no_table(path, any(found.values()))])
    code = code or told_region(path.stem, [text for one in tables for text in (one.name, *one.texts)])
    left = tuple(sheet for sheet in book.sheets if sheet not in {one.name for one in tables})
    return ProposedMap(_head(path, code, told=region is None), tuple(_proposed(one, code) for one in tables), left)


def _kind(name: str) -> TableKind:
    if name not in KINDS:
        listed = ", ".join(KINDS)
        raise BadParameter(
            Text(f"没有 {name} 这种表", f"there is no kind of table {name}"),
            where="kind",
            hint=Text(f"可选 {listed}", f"choose {listed}"),
        )
    return KINDS[name]


def _headings() -> set[str]:
    return {text for kind in KINDS.values() for one in kind.fields for text in (one.zh, one.en, *one.known_as)}


def _guessed(book: Book, sheet: str, path: Path, kind: TableKind | None, region: str | None) -> GuessedSheet | None:
    return guess_sheet(book, sheet, path.stem, kind, lambda name: bool(_types(name, region)))


def _types(name: str, region: str | None) -> tuple[str, ...]:
    """The types that a name may have, as registries and its ending tell."""
    return tell(name, gazetteer([region] if region else []), region or "", None).types


def _tables(found: Sequence[GuessedSheet], *, forced: bool) -> list[GuessedSheet]:
    """The sheets that are tables of some kind; if none is surely, the one that is most likely."""
    sure = [one for one in found if one.score >= TOLD]
    likely = sorted(found, key=lambda one: -one.score)[:1]
    return sure or ([one for one in likely if any(column.field for column in one.columns)] if not forced else likely)


def _no_table(path: Path, readable: bool) -> Problem:
    if readable:
        what = Text("列名和格子看不出是哪种表", "neither headings nor cells tell a kind of table")
        return Problem(str(path), 0, 0, what, Text("用 --kind 指明", "name it with --kind"))
    what = Text("没有一张表有列名和行", "no sheet has headings and rows")
    return Problem(str(path), 0, 0, what, Text("第一行写列名，其下写各行", "put headings above the rows"))


def _head(path: Path, code: str | None, *, told: bool) -> MapHead:
    if code is None:
        note = Text('必填：区划代码，如 "140702"（榆次区）', 'needed: a division\'s code, such as "140702"')
    else:
        name = region_name(code)
        note = Text(f"猜的：{name}", f"guessed: {name}") if told else Text(name, name)
    return MapHead(source_id(path).replace("doc-", "table-"), path.stem, code, note=note)


# --- what is said of each column --------------------------------------------------------------------


def _proposed(one: GuessedSheet, region: str | None) -> ProposedSheet:
    columns = tuple(_column(column, one, region) for column in one.columns)
    had = {column.field for column in columns}
    missing = one.kind.lacks([name for name in had if name])
    rivals = tuple(Rival(kind.name, score) for kind, score in one.rivals)
    return ProposedSheet(one.name, one.kind.name, one.score, rivals, one.header, columns, missing, one.skip)


def _column(column: GuessedColumn, one: GuessedSheet, region: str | None) -> ProposedColumn:
    field = column.field
    if field is None:
        near = Text(f"，最近的是 {column.nearest}", f"; the nearest is {column.nearest}") if column.nearest else None
        why = Text(column.why.zh + near.zh, column.why.en + near.en) if near else column.why
        return ProposedColumn(column.number, column.heading, None, column.score, why, column.cells.samples)
    marks = column.cells.marks if field.many else ()
    split = tuple(mark for mark in marks if mark in split_of(field) or field.type == "names")
    items = column.cells.items(split)
    todo = tuple(_todo(column, field, items, one, region))
    unread = _unread(field, items)[:_MOST_TOLD] if field.type in _CHOSEN_FROM else []
    lookup = {text: _offered(field, text) for text in unread}
    kind_of = one.kind.field(f"{field.name}_type")
    wants = kind_of.name if kind_of and field.type in _NAMES and _untold(items, region) else None
    return ProposedColumn(
        column.number, column.heading, field.name, column.score, column.why, column.cells.samples, split, todo,
        lookup, wants,
    )  # fmt: skip


def _todo(
    column: GuessedColumn, field: Field, items: Sequence[str], one: GuessedSheet, region: str | None
) -> Iterator[Text]:
    if field.type in _CHOSEN_FROM:
        if unread := _unread(field, items):
            yield _lookup(field, unread)
    elif field.type in _NAMES:
        if field.type == "name" and column.cells.marks:
            yield Text(
                "有的格里不止一个名称，这一列只能一格一个", "some cells hold several names; this field takes one"
            )
        if one.kind.field(f"{field.name}_type") and (untold := _untold(items, region)):
            yield _tell(field, untold)
    elif bad := _unread(field, items):
        shown = _listed(bad)
        yield Text(f"{len(bad)} 种值读不出：{shown}", f"cannot be read ({len(bad)}): {shown}")


def _lookup(field: Field, unread: Sequence[str]) -> Text:
    """A lookup to be completed: a value that holds a choice is offered that."""
    pairs = ", ".join(f"{scalar(text)}: {_offered(field, text) or '?'}" for text in unread[:_MOST_TOLD])
    choices = "、".join(field.choices.values())
    body = f"{{field: {field.name}, lookup: {{{pairs}}}}}"
    return Text(
        f"没看懂的值，换成 {body}，右边可写 {choices}",
        f"values that are not understood; write {body}, with one of {', '.join(field.choices)} on the right",
    )


def _offered(field: Field, text: str) -> str:
    return next((zh for zh in field.choices.values() if zh in text), "")


def _unread(field: Field, items: Sequence[str]) -> list[str]:
    return [text for text in items if not reads(field, text)]


def _untold(items: Sequence[str], region: str | None) -> list[str]:
    """Names of which neither registries nor endings say what they are."""
    return [name for name in items if len(_types(name, region)) != 1]


def _tell(field: Field, untold: Sequence[str]) -> Text:
    shown, count = _listed(untold), len(untold)
    return Text(
        f"{count} 个名称说不清是什么：{shown}；加一列写明类型（{field.name}_type），或写进映射的 constants",
        f"not certain what they are ({count}): {shown}; tell it in a column or constant, {field.name}_type",
    )


def _listed(texts: Sequence[str]) -> str:
    return "、".join(texts[:_MOST_TOLD]) + ("…" if len(texts) > _MOST_TOLD else "")


# --- as a map ---------------------------------------------------------------------------------------


def _chosen(one: ProposedSheet, *, named: bool) -> ChosenTable:
    kind = KINDS[one.kind]
    wanted = {}
    for name in one.missing:
        field = kind.field(name)
        told = "、".join(field.choices.values()) if field else ""
        wanted[name] = Text(f"必需，没有这样的列；{told}", f"needed, and no column is it; {told}")
    rivals = "、".join(f"{name} {score:.2f}" for name, score in one.rivals)
    note = Text(f"guessed: {one.score:.2f} {kind.title.zh}；其次 {rivals}", f"guessed: {one.score:.2f}; then {rivals}")
    return ChosenTable(
        one.kind,
        tuple(_as_chosen(column) for column in one.columns if _is_alone(column, one)),
        one.sheet if named else None,
        one.header,
        skip=one.skip,
        notes=(note,),
        wanted=wanted,
    )


def _is_alone(column: ProposedColumn, one: ProposedSheet) -> bool:
    """Whether a heading can stand in the map: of several alike the first does, as a comment."""
    alike = [other for other in one.columns if heading_key(other.heading) == heading_key(column.heading)]
    return alike[0] is column


def _as_chosen(column: ProposedColumn) -> ChosenColumn:
    why = column.why
    if column.field is None:
        return ChosenColumn(column.heading, note=Text(f"没有用：{why.zh}", f"not read: {why.en}"))
    note = Text(f"guessed: {column.score:.2f} {why.zh}", f"guessed: {column.score:.2f} {why.en}")
    sure = column.score >= _SURE and not column.todo
    below = tuple(Text(f"TODO {one.zh}", f"TODO {one.en}") for one in column.todo)
    return ChosenColumn(column.heading, (column.field,), column.split, note=None if sure else note, below=below)
