"""The headings of a sheet: where they stand, over how many rows, and which column is which field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from graph.errors import Text
from loaders.table.amounts import unit_above
from loaders.table.base import ROW_HEADING, WHY_HEADING, CellAt, Fault, Field, Line, letters
from loaders.table.mapping import ColumnMap, TableSpec, heading_key
from loaders.table.reading import Book, Merge

#: Headings are looked for in so many rows from the top, and span at most so many.
_TOP = 30
_DEEP = 3
_BETWEEN = "/"
OWN = (heading_key(ROW_HEADING), heading_key(WHY_HEADING))


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its heading, and the fields that its cells fill."""

    number: int
    heading: str
    spec: ColumnMap
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Header:
    """The headings of a sheet: the last row of them, the columns that are mapped, all headings as they are printed."""

    row: int
    columns: tuple[Column, ...]
    headings: dict[int, str]
    #: The column that says which row of the whole table a refused row is.
    origin: int | None = None
    #: How many cells the rows of the headings have, with blank ones.
    wide: int = 0


def find_header(book: Book, sheet: str, spec: TableSpec, file: str, faults: list[Fault]) -> Header | None:
    """The headings of a sheet that a map speaks of; what is missing or doubtful becomes faults."""
    lines = list(islice(book.lines(sheet), _TOP))
    top = CellAt(file, 0, 0, sheet)
    if not lines:
        faults.append(top.fault(Text("工作表是空的", "the sheet is empty"), Text("填写后再装载", "fill it in")))
        return None
    best = max(
        _bands(lines, spec.header, _filled(lines, book.merged(sheet))),
        key=lambda band: (len(_matched(band, spec)), -len(band.rows), -band.rows[0]),
        default=None,
    )
    if best is None or not _matched(best, spec):
        faults.append(_not_found(top, lines[0], spec))
        return None
    faults += _unit_above(lines, best, spec, file)
    if spec.sheet is None:
        faults += _unread(book, sheet, spec, file)
    at = CellAt(file, best.rows[-1], 0, sheet)
    columns = list(_columns(best, spec, at, faults))
    origin = next((number for number, text in best.headings.items() if heading_key(text) == OWN[0]), None)
    wide = max(line.wide for line in lines if line.row in best.rows)
    return Header(best.rows[-1], tuple(sorted(columns, key=lambda one: one.number)), best.headings, origin, wide)


@dataclass(frozen=True)
class Band:
    """Rows that may be the headings, and what they would be."""

    rows: tuple[int, ...]
    headings: dict[int, str]

    def find(self, heading: str) -> list[int]:
        """The columns of a heading: by all of it, else by its last part."""
        key = heading_key(heading)
        whole = [number for number, text in self.headings.items() if heading_key(text) == key]
        return whole or [n for n, text in self.headings.items() if heading_key(text.rpartition(_BETWEEN)[2]) == key]


def _filled(lines: Sequence[Line], merges: Sequence[Merge]) -> dict[int, dict[int, str]]:
    """Texts by row and column, with those of merged cells in each of their columns."""
    grid = {line.row: {cell.column: cell.text for cell in line.cells} for line in lines}
    for (first, left), (last, right) in merges:
        text = grid.get(first, {}).get(left)
        if text is not None and first <= lines[-1].row:
            for row in range(first, min(last, first + _DEEP) + 1):
                for column in range(left, right + 1):
                    grid.setdefault(row, {}).setdefault(column, text)
    return grid


def bands(book: Book, sheet: str) -> Iterator[Band]:
    """What may be the headings of a sheet: from one row to a few, near its top."""
    lines = list(islice(book.lines(sheet), _TOP))
    return _bands(lines, (), _filled(lines, book.merged(sheet)))


def _bands(lines: Sequence[Line], said: Sequence[int], grid: dict[int, dict[int, str]]) -> Iterator[Band]:
    if said:
        rows = [row for row in sorted(grid) if min(said) <= row <= max(said)]
        if rows:
            yield _band(rows, grid)
        return
    for line in lines:
        for deep in range(1, _DEEP + 1):
            yield _band(range(line.row, line.row + deep), grid)


def _band(rows: Sequence[int], grid: dict[int, dict[int, str]]) -> Band:
    parts: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        for column, text in grid.get(row, {}).items():
            if text not in parts[column]:
                parts[column].append(text)
    return Band(tuple(rows), {column: _BETWEEN.join(parts[column]) for column in sorted(parts)})


def _matched(band: Band, spec: TableSpec) -> list[ColumnMap]:
    return [column for column in spec.columns if band.find(column.heading)]


def _columns(band: Band, spec: TableSpec, at: CellAt, faults: list[Fault]) -> Iterator[Column]:
    for column in spec.columns:
        found = band.find(column.heading)
        if len(found) > 1:
            listed = "、".join(map(letters, found))
            what = Text(f"{listed} 列的标题都是 {column.heading}", f"columns {listed} are all headed {column.heading}")
            faults.append(at.fault(what, Text("给其中的改名，映射也照改", "rename them, and in the map too")))
        elif not found:
            listed = "、".join(band.headings.values())
            what = Text(f"没有标题为 {column.heading} 的列", f"no column is headed {column.heading}")
            faults.append(
                at.fault(what, Text(f"表里有 {listed}；改映射或表头", f"there are {listed}; mend map or heading"))
            )
        else:
            fields = tuple(one for name in column.fields if (one := spec.kind.field(name)))
            yield Column(found[0], band.headings[found[0]], column, fields)


def _unread(book: Book, sheet: str, spec: TableSpec, file: str) -> Iterator[Fault]:
    """Other sheets with the same headings, of which a map that names none does not speak."""
    for other in (one for one in book.sheets if one != sheet and one not in book.hidden):
        lines = list(islice(book.lines(other), _TOP))
        whole = (band for band in _bands(lines, spec.header, _filled(lines, book.merged(other))))
        if any(len(_matched(band, spec)) == len(spec.columns) and lines[-1].row > band.rows[-1] for band in whole):
            what = Text(
                f"表头与 {sheet} 相同，而映射没有说要不要读", f"headed as {sheet} is, and the map does not name it"
            )
            hint = Text(
                '在映射里写 sheet: "*"（各表都读），或写明一张', 'write sheet: "*" in the map to read all, or name one'
            )
            yield CellAt(file, 0, 0, other).fault(what, hint)


def _unit_above(lines: Sequence[Line], band: Band, spec: TableSpec, file: str) -> Iterator[Fault]:
    """A unit of all figures that stands above the headings, of which the map says nothing."""
    said = {name for column in spec.columns for name in column.fields}.union(spec.constants)
    if spec.kind.name != "claims" or "unit" in said:
        return
    for line in (one for one in lines if one.row < band.rows[0]):
        for cell in line.cells:
            if unit := unit_above(cell.text):
                what = Text("写在表头之上，映射没有说单位", "stands above the headings, and the map gives no unit")
                hint = Text(f"在映射的 constants 里写 unit: {unit}", f"write unit: {unit} in constants of the map")
                yield CellAt(file, line.row, cell.column, line.sheet, value=cell.text).fault(what, hint)


def _not_found(top: CellAt, first: Line, spec: TableSpec) -> Fault:
    wanted = "、".join(column.heading for column in spec.columns)
    printed = "、".join(cell.text for cell in first.cells)
    what = Text(f"找不到表头：应有 {wanted}", f"no headings found: there should be {wanted}")
    hint = Text(
        f"首行是 {printed[:200]}；分隔符、表头行（header）、工作表（sheet）对吗？",
        f"the first row is {printed[:200]}; are delimiter, header and sheet right?",
    )
    return top.fault(what, hint)
