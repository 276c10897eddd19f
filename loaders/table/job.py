"""Reading one table file by its map, into what its rows state and everything that is wrong with them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from graph.errors import Text
from loaders.document.reading.base import Fault as Unreadable
from loaders.registry import gazetteer
from loaders.table.base import CellAt, Fault, Line, short
from loaders.table.handles import Handles, subject_type
from loaders.table.header import Header, find_header
from loaders.table.making import identity
from loaders.table.mapper import TableMapper
from loaders.table.mapping import TableMap, TableSpec
from loaders.table.naming import Mention
from loaders.table.reading import REFUSED, Book, open_book
from loaders.table.row import Row
from loaders.table.rows import RowReader
from loaders.table.share import Share
from loaders.table.spill import RowId, Spill
from loaders.table.stated import Stated

_ALL = "*"
#: A locator holds neither blanks nor '#'.
_NOT_LOCATOR = re.compile(r"[\s#]+")


class _Merged(NamedTuple):
    """Merged cells below the headings: the first of a mapped column, and all mapped columns that they cover."""

    first: CellAt
    columns: frozenset[int]


@dataclass
class _Part:
    """A sheet that a table of the map reads."""

    number: int
    sheet: str
    spec: TableSpec
    header: Header
    reader: RowReader
    #: Rows that merged cells cover: where the merge begins.
    merges: dict[int, _Merged] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What the reader of a share found wrong, and how many rows there are."""

    by_row: Mapping[RowId, list[Fault]]
    count: int


class Job:
    """One file, read by one map: first for what its rows are about, then for what they say."""

    def __init__(self, path: Path, table_map: TableMap, share: Share) -> None:
        """Of the rows those of a share are read; the others by other processes.

        Raises:
            BadInput: when it is no table that can be read.
        """
        self.path, self.map, self.share = path, table_map, share
        self.file = str(path)
        #: Faults for which no row can be told good, and those of rows.
        self.structure: list[Fault] = []
        self.by_row: dict[RowId, list[Fault]] = defaultdict(list)
        self.count = 0
        wanted = [column.heading for spec in table_map.tables for column in spec.columns]
        delimiter = next((spec.delimiter for spec in table_map.tables if spec.delimiter), None)
        self.book: Book = open_book(path, delimiter, wanted)
        self.spill = Spill(share.file("said"))
        self.handles = Handles(share.file("names"))
        source = table_map.source
        document = source.document or f"{path.stem.removesuffix(REFUSED)}{path.suffix}"
        source = source.model_copy(update={"document": document})
        self.mapper = TableMapper(source, gazetteer([source.region]), self.handles)
        #: What all rows state; there when all are read.
        self.stated: Stated
        self.parts: list[_Part] = []
        self._broken = False
        self._readable(self._find_parts)

    @property
    def faults(self) -> list[Fault]:
        """Everything that is wrong, but for rows that contradict each other."""
        return [*self.structure, *(fault for _, faults in sorted(self.by_row.items()) for fault in faults)]

    @property
    def adds(self) -> bool:
        """Whether the file holds refused rows of a table that was loaded: then they are added to it."""
        return any(part.header.origin is not None for part in self.parts)

    def headings(self) -> Mapping[str, Mapping[int, str]]:
        """The headings of each sheet, by column."""
        return {part.sheet: part.header.headings for part in self.parts}

    def locators(self) -> Mapping[int, str]:
        """What sheets are called in evidence, by number."""
        return {part.number: _NOT_LOCATOR.sub("_", part.sheet) for part in self.parts}

    def gather(self) -> None:
        """Read what the rows are about; what they are called is known to all readers then."""
        if any(part.spec.kind.subject for part in self.parts):
            self._readable(self._gather)
        self.handles.done()

    def say(self) -> None:
        """Read what the rows say, once all readers have gathered."""
        self.handles.join(self.share.others("names"))
        self._readable(self._say)
        self.spill.done()

    def told(self) -> Told:
        """What this reader found."""
        return Told(dict(self.by_row), self.count)

    def take(self, others: Sequence[Told]) -> None:
        """Add what the readers of the other shares found; the whole table is read then."""
        self.stated = Stated(self.spill.database, self.share.others("said"))
        for told in others:
            self.count += told.count
            self.by_row.update(told.by_row)
        if not self.count and not self.structure:
            self._empty()

    def _readable(self, work: Callable[[], None]) -> None:
        """Do a part of the reading, unless the file turned out to be unreadable before."""
        if self._broken:
            return
        try:
            work()
        except Unreadable as fault:
            self._broken = True
            at = CellAt(self.file, fault.line, fault.column, self.book.sheets[0] if self.book.sheets else "")
            self.structure.append(at.fault(fault.what, fault.hint))

    def _find_parts(self) -> None:
        self.parts = list(self._parts())

    def _gather(self) -> None:
        for part in self.parts:
            if part.spec.kind.subject:
                for row in part.reader.rows(self._lines(part)):
                    self.handles.add(row)

    def _say(self) -> None:
        for part in self.parts:
            part.reader.know(self.handles.is_one)
            for row in part.reader.rows(self._lines(part)):
                self._row(part, row)

    def _lines(self, part: _Part) -> Iterator[Line]:
        lines = self.book.lines(part.sheet)
        return lines if self.share.of == 1 else (line for line in lines if self.share.has(line.row))

    def rows(self, wanted: set[RowId]) -> Iterator[tuple[RowId, str, Line]]:
        """Some rows as they stand, with the name of their sheet."""
        for part in self.parts:
            for row in part.reader.rows(self.book.lines(part.sheet)):
                at = RowId(part.number, row.number)
                if at in wanted:
                    yield at, part.sheet, row.line

    def at(self, row: RowId, name: str | None = None) -> CellAt:
        """The place of a row, or of one of its fields."""
        part = self.parts[row.sheet]
        column = next((c for c in part.header.columns if any(one.name == name for one in c.fields)), None)
        if column is None:
            return CellAt(self.file, row.row, 0, part.sheet)
        return CellAt(self.file, row.row, column.number, part.sheet, column.heading)

    def sheet_number(self, sheet: str) -> int:
        """The number of a sheet by its name."""
        return next(part.number for part in self.parts if part.sheet == sheet)

    def clashes(self) -> dict[RowId, list[Fault]]:
        """Where rows that are not refused contradict each other."""
        found: dict[RowId, list[Fault]] = defaultdict(list)
        clashes = list(self.stated.clashes())
        named = {row for clash in clashes for pair in clash.against.items() for row in pair}
        lines = {at: line for at, _, line in self.rows(named)} if named else {}
        for clash in clashes:
            for row in clash.rows:
                other = clash.against[row]
                properties = self._told(row, clash.properties)
                zh, en = self._named(row, properties), ", ".join(properties)
                place = self.at(other).problem(Text("", "")).place
                here, there = (self._cells(lines, one, properties) for one in (row, other))
                both = Text(f"（这里 {here}，那里 {there}）", f" ({here} here, {there} there)")
                both = both if here and there and here != there else Text("", "")
                what = Text(f"{zh} 与 {place} 所写不同{both.zh}", f"{en} differs from what {place} says{both.en}")
                hint = Text(
                    "同一件事各行应一致；不是一件事则用编号分开", "rows of one thing must agree; else give them keys"
                )
                found[row].append(self.at(row, properties[0]).fault(what, hint))
        return found

    def _cells(self, lines: Mapping[RowId, Line], row: RowId, properties: Sequence[str]) -> str:
        """What stands in the cells of some properties of a row."""
        if row not in lines:
            return ""
        columns = [self.at(row, name).column for name in properties]
        texts = [cell.text for column in columns for cell in lines[row].cells if cell.column == column]
        return "、".join(short(text) for text in texts)

    def _told(self, row: RowId, properties: Sequence[str]) -> Sequence[str]:
        """Of some properties those that the sheet of a row has columns for, if any."""
        fields = {one.name for column in self.parts[row.sheet].header.columns for one in column.fields}
        return [name for name in properties if name in fields] or properties

    def _named(self, row: RowId, properties: Sequence[str]) -> str:
        """What properties are called in tables of the kind of a row."""
        kind = self.parts[row.sheet].spec.kind
        return "、".join(one.zh if (one := kind.field(name)) else name for name in properties)

    # --- one row ----------------------------------------------------------------------------------

    def _row(self, part: _Part, row: Row) -> None:
        self.count += 1
        at = RowId(part.number, row.number)
        if row.line.row in part.merges and not row.stray:
            self._merged(row, part.merges[row.line.row])
        label = subject_type(row) if part.spec.kind.subject else ""
        if label and row.get("name") and Mention(label, "").keyed:
            self.spill.group(f"{label}\x1f{identity(row, label)}", at)
        if row.stray:
            self.by_row[at] += row.faults
            return
        draft = self.mapper.draft(row)
        if draft.refers:
            self.spill.refer(at, draft.refers)
        if row.faults:
            self.by_row[at] += row.faults
        else:
            self.spill.add(at, draft.said)

    def _merged(self, row: Row, merge: _Merged) -> None:
        """Of merged cells that is told, at the first of them, and not that the others are blank."""
        what = Text("合并单元格：说不准属于哪一格", "merged cells: it is not certain of which cell")
        hint = Text("取消合并，逐格填写", "part them and fill in each cell")
        follows = row.line.row != merge.first.line
        row.faults = [fault for fault in row.faults if fault.column not in merge.columns]
        row.faults.append(replace(merge.first, line=row.line.row).fault(what, hint, follows=follows))

    # --- sheets -----------------------------------------------------------------------------------

    def _parts(self) -> Iterator[_Part]:
        number = 0
        for spec in self.map.tables:
            for sheet in self._sheets(spec):
                header = find_header(self.book, sheet, spec, self.file, self.structure)
                if header is None:
                    continue
                reader = RowReader(spec, header, sheet, self.file, ragged=self.book.ragged)
                self.structure += reader.constant_faults
                yield _Part(number, sheet, spec, header, reader, self._merges(sheet, header))
                number += 1

    def _sheets(self, spec: TableSpec) -> list[str]:
        """The sheets of a table; the only one of a text file bears the name of the file, whatever the map calls it."""
        every = list(self.book.sheets)
        if spec.sheet == _ALL:
            return every
        if spec.sheet is None or (self.book.ragged and len(self.map.tables) == 1):
            return every[:1]
        if spec.sheet not in every:
            listed = "、".join(every)
            at = CellAt(self.file, 0, 0, spec.sheet)
            what = Text(f"没有工作表 {spec.sheet}", f"there is no sheet {spec.sheet}")
            self.structure.append(at.fault(what, Text(f"有 {listed}", f"there are {listed}")))
            return []
        return [spec.sheet]

    def _merges(self, sheet: str, header: Header) -> dict[int, _Merged]:
        """The rows below the headings that merged cells of a mapped column cover."""
        found: dict[int, _Merged] = {}
        columns = {column.number: column.heading for column in header.columns}
        for (first, left), (last, right) in self.book.merged(sheet):
            mapped = [number for number in range(left, right + 1) if number in columns]
            if mapped and last > header.row:
                start = max(first, header.row + 1)
                at = CellAt(self.file, start, mapped[0], sheet, columns[mapped[0]])
                found.update(dict.fromkeys(range(start, last + 1), _Merged(at, frozenset(mapped))))
        return found

    def _empty(self) -> None:
        for part in self.parts:
            at = CellAt(self.file, part.header.row, 0, part.sheet)
            what = Text("表头之下没有一行", "there are no rows below the headings")
            self.structure.append(at.fault(what, Text("填写后再装载", "fill it in")))
