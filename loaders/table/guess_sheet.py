"""Guessing one sheet: where its headings are, what kind of table it is, which column is which field."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from graph.errors import NO_TEXT, Text
from loaders.table.base import CellValue, Field, Line, TableKind
from loaders.table.guess_score import Cells, Fit, cell_fit, fit, is_known
from loaders.table.header import OWN, Band, bands
from loaders.table.kinds import KINDS, PARTNERS
from loaders.table.mapping import heading_key
from loaders.table.reading import Book
from loaders.table.strays import is_total

#: Rows below the headings that are looked at.
_LOOKED_AT = 300
#: A field is taken from here on; a heading alone names one from here on; a kind is told from here on.
TAKEN, _NAMED, TOLD = 0.5, 0.9, 0.35
#: What a column is worth whose cells alone tell its field.
_BY_CELLS = 0.55
_MOST_HEADING = 300
_WEIGHTS = {"columns": 0.5, "required": 0.4, "title": 0.1}
TOTALS = ("合计", "总计", "小计", "Total", "total")
_RIVALS = 3
_NEAR = 0.35
_DOUBLE = Text("几列同名，改名后才能映射", "several columns have this heading; rename them first")
_NOTHING = Text("没有对得上的字段", "no field fits")
_ALONE = Text("列名认不出，格子都合", "the heading says nothing, but every cell fits")
_LONG = Text("列名太长", "the heading is too long")
_NONE = Fit(0.0, _NOTHING)
_WIDER = Text("比甲方那一列宽一级的地方", "a wider place than that of the partner")
_LEVELS = (("省",), ("市",), ("区县", "县区", "城区"), ("街道", "乡镇", "镇"), ("社区", "村"))

Teller = Callable[[str], bool]


@dataclass(frozen=True)
class GuessedColumn:
    """A column and the field that it is taken for, if any; `why` says why, or why not."""

    number: int
    heading: str
    field: Field | None
    score: float
    why: Text
    cells: Cells
    #: The field that comes nearest, where none is taken.
    nearest: str = ""


@dataclass(frozen=True)
class GuessedSheet:
    """A sheet, the kind of table that it is taken for, and its columns."""

    name: str
    kind: TableKind
    score: float
    header: tuple[int, ...]
    columns: tuple[GuessedColumn, ...]
    #: Other kinds with how well they fit, best first.
    rivals: tuple[tuple[TableKind, float], ...] = ()
    #: Texts of rows that only sum others up.
    skip: tuple[str, ...] = ()
    #: The texts above the headings, and of the rows that were looked at.
    texts: tuple[str, ...] = field(default=(), repr=False)


def guess_sheet(book: Book, sheet: str, title: str, kind: TableKind | None, is_party: Teller) -> GuessedSheet | None:
    """What a sheet is, as the given kind or as that which fits best; None for one without headings or rows.

    `title` is what the file is called; `is_party` tells whether a registry or its ending says what a name is.
    """
    band = _headings(book, sheet)
    if band is None:
        return None
    below = (line for line in book.lines(sheet) if line.row > band.rows[-1] and not line.broken)
    lines = list(islice(below, _LOOKED_AT))
    totals = dict.fromkeys(text for line in lines for text in _totals(line))
    rows = [line for line in lines if not any(cell.text in totals for cell in line.cells)]
    if not rows:
        return None
    columns = _columns(band, rows)
    kinds = [kind] if kind else list(KINDS.values())
    found = [_as_kind(one, columns, f"{title} {sheet}", is_party) for one in kinds]
    best = max(found, key=lambda one: one.score)
    rivals = sorted(((one.kind, one.score) for one in found if one is not best), key=lambda one: -one[1])
    above = [line for line in islice(book.lines(sheet), band.rows[-1]) if line.row <= band.rows[-1]]
    texts = tuple(cell.text for line in (*above, *lines) for cell in line.cells)
    skip = tuple(totals)
    header = band.rows if band.rows[-1] > 1 else ()
    return replace(best, name=sheet, header=header, skip=skip, rivals=tuple(rivals[:_RIVALS]), texts=texts)


def _totals(line: Line) -> Iterator[str]:
    """What says that a row is a total: a plain word for it, or whatever is one in its first cell."""
    for cell in line.cells:
        if cell.text in TOTALS or (cell is line.cells[0] and is_total(cell.text)):
            yield cell.text


def _headings(book: Book, sheet: str) -> Band | None:
    """The rows with the most headings that some kind has; else the first that is filled as far as others."""
    found = list(bands(book, sheet))
    best = max(found, key=lambda band: (_known(band), -len(band.rows), -band.rows[0]), default=None)
    if best is None or _known(best):
        return best
    single = [band for band in found if len(band.rows) == 1]
    return max(single, key=lambda band: (len(band.headings), -band.rows[0]))


def _known(band: Band) -> int:
    texts = list(dict.fromkeys(band.headings.values()))
    return max(sum(is_known(text, kind) for text in texts) for kind in KINDS.values())


def _columns(band: Band, lines: Sequence[Line]) -> list[GuessedColumn]:
    """The columns with what stands in them, none of them taken for a field yet."""
    values: defaultdict[int, list[CellValue]] = defaultdict(list)
    for line in lines:
        for cell in line.cells:
            values[cell.column].append(cell.value)
    headings = {number: text for number, text in band.headings.items() if heading_key(text) not in OWN}
    return [
        GuessedColumn(number, text, None, 0.0, NO_TEXT, Cells.of(iter(values[number])))
        for number, text in headings.items()
    ]


def _as_kind(kind: TableKind, columns: Sequence[GuessedColumn], title: str, is_party: Teller) -> GuessedSheet:
    """The columns as fields of a kind, the surest first, and how well they are."""
    often = Counter(heading_key(column.heading) for column in columns)
    free = {column.number for column in columns if often[heading_key(column.heading)] == 1}
    free = {column.number for column in columns if column.number in free and len(column.heading) <= _MOST_HEADING}
    fits = {
        (column.number, one.name): fit(column.heading, column.cells, one, kind)
        for column in columns
        if column.number in free
        for one in kind.fields
    }
    taken = _taken(kind, fits)
    taken |= dict(_by_cells(kind, [column for column in columns if column.number in free], taken, is_party))
    _turn(kind, columns, taken)
    _nest(kind, columns, fits, taken)
    chosen = tuple(_told(column, kind, taken, fits, often) for column in columns)
    return GuessedSheet("", kind, _score(kind, chosen, title), (), chosen)


def _taken(kind: TableKind, fits: Mapping[tuple[int, str], Fit]) -> dict[int, tuple[str, Fit]]:
    """Which column is which field: the surest first; a field that may have several takes those that are named so."""
    order = {one.name: place for place, one in enumerate(kind.fields)}
    found: dict[int, tuple[str, Fit]] = {}
    had: set[str] = set()
    for (number, name), how in sorted(fits.items(), key=lambda one: (-one[1].score, order[one[0][1]], one[0][0])):
        one = kind.field(name)
        several = one is not None and one.many and how.score >= _NAMED * 0.75
        if how.score >= TAKEN and number not in found and (name not in had or several):
            found[number] = name, how
            had.add(name)
    return found


def _turn(kind: TableKind, columns: Sequence[GuessedColumn], taken: dict[int, tuple[str, Fit]]) -> None:
    """Of two partners the one whose cells name several is the one that may: it does not matter who is called first."""
    cells = {taken[column.number][0]: column for column in columns if column.number in taken}
    one, several = cells.get("a"), cells.get("b")
    if kind is PARTNERS and one and several and one.cells.marks and not several.cells.marks:
        taken[one.number] = "b", taken[one.number][1]
        taken[several.number] = "a", taken[several.number][1]


def _nest(
    kind: TableKind,
    columns: Sequence[GuessedColumn],
    fits: Mapping[tuple[int, str], Fit],
    taken: dict[int, tuple[str, Fit]],
) -> None:
    """Of places that contain each other the narrowest is the partner, the next what it is in: 街道 and 社区名称."""
    had = {column.number: taken.get(column.number, ("a", _NONE))[0] for column in columns}
    places = [
        column
        for column in sorted(columns, key=lambda one: -_level(one.heading))
        if _level(column.heading) and had[column.number] in ("a", "a_in")
        and fits.get((column.number, "a"), _NONE).score >= _NAMED
    ]  # fmt: skip
    if kind is not PARTNERS or len({_level(column.heading) for column in places}) < len(places) or len(places) < 2:
        return
    narrow, wide, *others = places
    taken[narrow.number] = "a", fits[narrow.number, "a"]
    taken[wide.number] = "a_in", Fit(fits[wide.number, "a"].score, _WIDER)
    for column in others:
        taken.pop(column.number, None)


def _level(heading: str) -> int:
    """How narrow a place is that a heading speaks of; 0 where it speaks of none."""
    return max((number for number, words in enumerate(_LEVELS, 1) if any(word in heading for word in words)), default=0)


def _by_cells(
    kind: TableKind, columns: Sequence[GuessedColumn], taken: Mapping[int, tuple[str, Fit]], is_party: Teller
) -> Iterator[tuple[int, tuple[str, Fit]]]:
    """Columns whose headings say nothing, for required fields and lists to choose from that nothing is taken for."""
    had = {name for name, _ in taken.values()}
    used = set(taken)
    for one in kind.fields:
        if one.name in had or not (one.required or one.type == "choice"):
            continue
        for column in columns:
            if column.number not in used and _cells_tell(one, column.cells, is_party):
                used.add(column.number)
                yield column.number, (one.name, Fit(_BY_CELLS, _ALONE))
                break


def _cells_tell(one: Field, cells: Cells, is_party: Teller) -> bool:
    """Whether cells alone leave no doubt that they are of a field."""
    if not cells.values:
        return False
    if one.type in ("name", "names"):
        return one.name != "name" and all(map(is_party, cells.items(cells.marks)))
    return one.type in ("choice", "type") and cell_fit(one, cells) == 1.0


def _told(
    column: GuessedColumn,
    kind: TableKind,
    taken: Mapping[int, tuple[str, Fit]],
    fits: Mapping[tuple[int, str], Fit],
    often: Mapping[str, int],
) -> GuessedColumn:
    if column.number in taken:
        name, how = taken[column.number]
        return replace(column, field=kind.field(name), score=round(how.score, 2), why=how.why)
    if often[heading_key(column.heading)] > 1:
        return replace(column, why=_DOUBLE)
    if len(column.heading) > _MOST_HEADING:
        return replace(column, why=_LONG)
    nearest = max(kind.fields, key=lambda one: fits[column.number, one.name].score)
    how = fits[column.number, nearest.name]
    if how.score < TAKEN:
        told = nearest.name if how.score >= _NEAR else ""
        return replace(column, score=round(how.score, 2), why=_NOTHING, nearest=told)
    other = Text(f"{nearest.zh} 已有更像的一列", f"another column is more like {nearest.en}")
    return replace(column, score=round(how.score, 2), why=other, nearest=nearest.name)


def _score(kind: TableKind, columns: Sequence[GuessedColumn], title: str) -> float:
    """How well a kind fits: what its columns are worth, how many of its required fields have one, what it is called."""
    scores = {column.field.name: column.score for column in columns if column.field}
    worth = sum(column.score for column in columns if column.field) / len(columns)
    required = sum(scores.get(name, 0.0) for name in kind.required) / len(kind.required)
    called = heading_key(kind.title.zh) in heading_key(title) or kind.name in heading_key(title)
    parts = {"columns": worth, "required": required, "title": float(called)}
    return round(sum(_WEIGHTS[name] * value for name, value in parts.items()), 3)
