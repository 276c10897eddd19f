"""One row by its map: the values of each field, and the cells in which they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.errors import NO_TEXT, Problem, Text
from loaders.factsheet_read import At
from loaders.table.base import CellAt, Fault, Line, TableKind

if TYPE_CHECKING:
    from loaders.table.header import Column


class Value(NamedTuple):
    """What a row says for a field, and the column that it stands in; 0 for a constant of the map."""

    data: Any
    column: int


@dataclass
class Row:
    """A row by its map: values by field, and the faults of its cells."""

    sheet: str
    #: Of the whole table, from which refused rows were taken.
    number: int
    line: Line
    kind: TableKind
    file: str
    headings: Mapping[int, str]
    values: dict[str, list[Value]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    #: Fields that have a cell which cannot be read.
    unread: set[str] = field(default_factory=set)
    #: It says nothing as it stands, so that its cells are not asked.
    stray: bool = False
    #: Those of its sheet that the map speaks of.
    columns: Sequence[Column] = ()

    def one(self, name: str) -> Value | None:
        """The value of a field that has one."""
        values = self.values.get(name)
        return values[0] if values else None

    def all(self, name: str) -> list[Value]:
        """The values of a field."""
        return self.values.get(name, [])

    def get(self, name: str) -> Any:
        """What a field says; None where it is blank."""
        values = self.values.get(name)
        return values[0].data if values else None

    def parted(self, value: Value) -> list[str]:
        """A value, parted at the marks of its column though it is a name as it stands.

        What is a name is known only when all rows are read, and so it can be no part of what tells rows apart.
        """
        texts = [str(value.data)]
        for mark in next((one.spec.split for one in self.columns if one.number == value.column), ()):
            texts = [part for text in texts for part in text.split(mark)]
        return texts

    def at(self, value: Value | None, text: str | None = None) -> CellAt:
        """The cell of a value; that of the row's first cell for a constant."""
        column = value.column if value and value.column else self.line.cells[0].column
        held = next((cell.text for cell in self.line.cells if cell.column == column), "")
        given = held if text is None else text
        return CellAt(self.file, self.line.row, column, self.sheet, self.headings.get(column, ""), given)

    def blank(self, *names: str) -> None:
        """Record that one of some fields is to be filled in, at the first that has a column.

        That none has a column is told once, of the headings or the map.
        """
        at = self.where(*names)
        if at.column:
            self.faults.append(at.fault(Text("是空的", "is blank"), Text("必须填写", "it must be filled in")))

    def where(self, *names: str) -> CellAt:
        """The cell in which the first of some fields belongs that has a column; the row when none has."""
        given = (one for name in names for one in self.columns if any(field.name == name for field in one.fields))
        column = next(given, None)
        number, heading = (column.number, column.heading) if column else (0, "")
        return CellAt(self.file, self.line.row, number, self.sheet, heading)

    def located(self, value: Value | None) -> At:
        """The same, where faults of other fields are told at their cells; worked out when there are any."""
        return _ValueAt(self.file, self.line.row, value.column if value else 0, self, value)

    def fault(
        self,
        value: Value | None,
        what: Text,
        hint: Text = NO_TEXT,
        *,
        follows: bool = False,
        asked: tuple[str, str] | None = None,
    ) -> None:
        """Record what is wrong with a value; `asked` is a name and its type, of which the nearest are offered."""
        text = str(value.data) if value and isinstance(value.data, str | int) else None
        self.faults.append(replace(self.at(value, text).fault(what, hint), follows=follows, asked=asked))


@dataclass(frozen=True)
class _ValueAt(At):
    """The cell of a value, and of what else the row says."""

    row: Row
    of_value: Value | None

    def of(self, item: Any, name: object) -> At:
        """Where a field stands; one that is blank in its own column, one that has none at the row."""
        del item
        row, name = self.row, str(name)
        values = row.values.get(name)
        if values:
            return row.at(values[0]) if values[0].column else self
        return row.where(name) if row.kind.field(name) else self

    def problem(self, what: Text, hint: Text = NO_TEXT) -> Problem:
        return self.row.at(self.of_value).problem(what, hint)
