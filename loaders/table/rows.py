"""Lines to rows, by a map: which are rows, what their cells say, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from graph.errors import Text
from graph.values import first_day, last_day
from loaders.document.reading.base import Fault as Unreadable
from loaders.table.base import Cell, CellAt, CellValue, Fault, Field, Line
from loaders.table.header import OWN, Column, Header
from loaders.table.mapping import ColumnMap, TableSpec, heading_key
from loaders.table.remembered import Remembered
from loaders.table.row import Row, Value
from loaders.table.strays import Strays
from loaders.table.values import clean, read_value

#: Fields of which the second is no earlier than the first.
_PERIODS = (("valid_from", "valid_to"), ("date", "end_date"), ("not_before", "not_after"))


def _nothing(_text: str) -> bool:
    return False


class RowReader:
    """Reads the rows of one sheet by one table of a map."""

    def __init__(self, spec: TableSpec, header: Header, sheet: str, file: str, *, ragged: bool) -> None:
        self.spec, self.header, self.sheet, self.file = spec, header, sheet, file
        self._strays = Strays(header, ragged=ragged)
        #: What the text of a cell says for the fields of its column; the same text is read once.
        self._read: Remembered[tuple[int, str], list[tuple[str, list[Value]]]] = Remembered()
        self._columns = {column.number: column for column in header.columns}
        self._unread: set[str] = set()
        self._constants, self._constant_faults = self._read_constants()
        self._own = {n for n, heading in header.headings.items() if heading_key(heading) in OWN}
        self._skips = {n: spec.skip.get(heading_key(text), frozenset()) for n, text in header.headings.items()}
        self._anywhere = spec.skip.get("", frozenset())
        self._is_name: Callable[[str], bool] = _nothing
        told = {one.name for column in header.columns for one in column.fields} | self._constants.keys()
        self._periods = [period for period in _PERIODS if told.issuperset(period)]

    @property
    def constant_faults(self) -> Sequence[Fault]:
        """What is wrong with the constants of the map, once for all rows."""
        return self._constant_faults

    def know(self, is_name: Callable[[str], bool]) -> None:
        """Learn what the file's own things are called: a cell that is such a name is not split."""
        self._is_name = is_name
        self._read.clear()

    def rows(self, lines: Iterator[Line]) -> Iterator[Row]:
        """The rows below the headings, without those that the map skips."""
        for line in lines:
            if line.row > self.header.row and not self._skipped(line):
                yield self.read(line)

    def read(self, line: Line) -> Row:
        """One row."""
        row = Row(self.sheet, line.row, line, self.spec.kind, self.file, self.header.headings, dict(self._constants))
        row.columns, row.unread = self.header.columns, set(self._unread)
        for cell in () if line.broken else line.cells:
            column = self._columns.get(cell.column)
            if column is not None:
                self._fill(row, column, cell)
            elif cell.column == self.header.origin:
                self._origin(row, cell)
        self._check_required(row)
        self._check_order(row)
        self._check_whole(row)
        return row

    def _check_order(self, row: Row) -> None:
        for earlier, later in self._periods:
            first, last = row.one(earlier), row.one(later)
            if first and last and last_day(last.data) < first_day(first.data):
                heading = self.header.headings.get(first.column, earlier)
                what = Text(f"早于{heading}的 {first.data}", f"before {heading}, which is {first.data}")
                row.fault(last, what, Text("核对两个日期", "check the two dates"))

    def _check_whole(self, row: Row) -> None:
        """Of a row that says nothing as it stands that is told, and not what is wrong with each of its cells."""
        blank = any(name not in row.values for name in self.spec.kind.required)
        if found := self._strays.why(row.line, blank=blank):
            held = next((cell.text for cell in row.line.cells if cell.column == found.column), "")
            heading = self.header.headings.get(found.column, "")
            at = CellAt(self.file, row.line.row, found.column, self.sheet, heading, held)
            row.faults, row.stray = [at.fault(found.what, found.hint)], True

    def _skipped(self, line: Line) -> bool:
        if self._own and self._own.issuperset(cell.column for cell in line.cells):
            return True
        if not self._anywhere and not any(self._skips.values()):
            return False
        return any(cell.text in self._anywhere or cell.text in self._skips.get(cell.column, ()) for cell in line.cells)

    def _origin(self, row: Row, cell: Cell) -> None:
        text = cell.text
        if text.isdigit():
            row.number = int(text)
        else:
            row.fault(Value(text, cell.column), Text("不是行号", "not the number of a row"))

    def _fill(self, row: Row, column: Column, cell: Cell) -> None:
        for name, found in self._said(row, column, cell):
            if given := row.values.get(name):
                found = [*(value for value in given if value.column), *found]
            row.values[name] = found

    def _said(self, row: Row, column: Column, cell: Cell) -> list[tuple[str, list[Value]]]:
        """What a cell says for each field of its column."""
        known = (cell.column, cell.value) if isinstance(cell.value, str) else None
        if known is not None and (found := self._read.get(known)) is not None:
            return found
        before = len(row.faults)
        told = ((one.name, self._values(row, one, column.spec, cell)) for one in column.fields)
        found = [(name, values) for name, values in told if values]
        if known is not None and len(row.faults) == before:
            self._read[known] = found
        return found

    def _values(self, row: Row, one: Field, spec: ColumnMap, cell: Cell) -> list[Value]:
        items = [(item, clean(item)) for item in self._items(spec, cell.value)]
        items = [(item, text) for item, text in items if text and text not in self.spec.nulls]
        found = [value for item, text in items for value in self._value(row, one, item, text, cell.column)]
        if len(items) > 1 and not one.many:
            what = Text(f"有 {len(items)} 个，只能有一个", f"{len(items)} values; one only")
            row.faults.append(row.at(Value(None, cell.column)).fault(what, Text("分成几行", "part it into rows")))
        return found

    def _items(self, spec: ColumnMap, value: CellValue) -> list[CellValue]:
        """The parts of a cell that is split, each looked up."""
        items: list[CellValue] = list(value) if isinstance(value, list) else [value]
        for mark in () if spec.split and self._is_name(clean(value)) else spec.split:
            items = [part for item in items for part in (item.split(mark) if isinstance(item, str) else [item])]
        return [spec.lookup.get(clean(item), item) for item in items] if spec.lookup else items

    def _value(self, row: Row, one: Field, item: CellValue, text: str, column: int) -> Iterator[Value]:
        try:
            yield Value(read_value(one, item), column)
        except Unreadable as error:
            row.faults.append(row.at(Value(None, column), text).fault(error.what, error.hint))
            row.unread.add(one.name)

    def _read_constants(self) -> tuple[dict[str, list[Value]], list[Fault]]:
        found: dict[str, list[Value]] = {}
        faults: list[Fault] = []
        for name, texts in self.spec.constants.items():
            one = self.spec.kind.field(name)
            if one is None:
                continue
            for text in texts:
                try:
                    found.setdefault(name, []).append(Value(read_value(one, text), 0))
                except Unreadable as error:
                    at = self.spec.at
                    told = Text(f"{name} “{text}”{error.what.zh}", f"{name} “{text}” {error.what.en}")
                    faults.append(Fault(at.file, at.line, at.column, told, error.hint))
                    self._unread.add(name)
        return found, faults

    def _check_required(self, row: Row) -> None:
        for name in self.spec.kind.required:
            if name in row.values or name in row.unread:
                continue
            row.unread.add(name)
            row.blank(name)
