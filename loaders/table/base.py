"""What the parts of the table loader share: fields and kinds of tables, cells, rows, and what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from graph.errors import NO_TEXT, Problem, Text
from loaders.document.reading.base import INVISIBLE
from loaders.factsheet_read import At

if TYPE_CHECKING:
    from loaders.table.draft import Draft

FieldType = Literal[
    "name", "names", "type", "text", "texts", "choice", "date", "int", "number", "figure", "key", "bool", "rules"
]
#: Types of which one row may give several: from one split cell, or from several columns.
MANY: frozenset[FieldType] = frozenset(("names", "texts", "rules"))

#: Headings that the file of refused rows has beside those of its table: the row that it was, and why it was refused.
ROW_HEADING = "原行 row"
WHY_HEADING = "退回原因 why"


@dataclass(frozen=True)
class Field:
    """What a column of a kind of table may hold."""

    name: str
    #: The heading that a template gives it.
    heading: Text
    doc: Text
    type: FieldType = "text"
    required: bool = False
    #: Of a choice: the value that is kept -> what it is called in Chinese; either may stand in a cell.
    choices: Mapping[str, str] = field(default_factory=dict)
    #: Other headings by which it is recognised.
    known_as: tuple[str, ...] = ()
    example: str = ""

    @property
    def zh(self) -> str:
        return self.heading.zh

    @property
    def en(self) -> str:
        return self.heading.en

    @property
    def many(self) -> bool:
        return self.type in MANY


@dataclass(frozen=True)
class TableKind:
    """A kind of table: its fields, and how a row of it becomes entries."""

    name: str
    title: Text
    doc: Text
    fields: tuple[Field, ...]
    #: Adds to a draft the entities, relations and claims that its row states.
    make: Callable[[Draft], None]
    #: The field that names what a row is about; other rows of the file may refer to it by that name or its key.
    subject: str | None = None
    #: Fields of which one is needed, whichever.
    one_of: tuple[str, ...] = ()

    def field(self, name: str) -> Field | None:
        """The field of this name."""
        return self._by_name.get(name)

    def lacks(self, given: Collection[str]) -> tuple[str, ...]:
        """The fields that are needed beside those that are given; of those of which one is needed, the first."""
        found = [name for name in self.required if name not in given]
        return (*found, *(() if set(self.one_of).intersection(given) else self.one_of[:1]))

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {one.name: one for one in self.fields}

    @cached_property
    def required(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.fields if one.required)


#: What a cell holds when it is read; None is blank. Texts are kept as they are printed.
CellValue = str | int | float | bool | list["CellValue"] | dict[str, "CellValue"] | None


class Since1904(str):
    """A whole number in a workbook that counts its days from 1904: as a date it is another day than elsewhere."""

    __slots__ = ()


class Cell(NamedTuple):
    """A cell that is not blank: its column (from 1) and what it holds."""

    column: int
    value: CellValue

    @property
    def text(self) -> str:
        """What it holds, as text, without blanks around it."""
        return cell_text(self.value)

    def ref(self, row: int) -> str:
        """Its name in a spreadsheet: C7."""
        return f"{letters(self.column)}{row}"


class Broken(NamedTuple):
    """Why a row of a text file cannot be parted into cells, and the column from which it cannot (0: none of it)."""

    column: int
    what: Text
    hint: Text


class Line(NamedTuple):
    """A row of a sheet that is not empty, without its blank cells; `wide` is how many cells it has with them."""

    sheet: str
    row: int
    cells: tuple[Cell, ...]
    wide: int = 0
    #: Its cells are then what stands there, and not what they would say.
    broken: Broken | None = None


@dataclass(frozen=True)
class Fault(Problem):
    """One thing that is wrong with a cell (`line` is its row), a row (column 0) or the table (row 0)."""

    sheet: str = ""
    heading: str = ""
    value: str = ""
    #: It is so only because another row is refused.
    follows: bool = False
    #: A name that no registry knows, and its type: the nearest are offered when all is read.
    asked: tuple[str, str] | None = None


@dataclass(frozen=True)
class CellAt(At):
    """A cell: `line` is its row; column 0 is the whole row, row 0 the whole sheet."""

    sheet: str = ""
    heading: str = ""
    value: str = ""

    @property
    def locator(self) -> str:
        """名单!C7."""
        return f"{self.sheet}!{letters(self.column)}{self.line}"

    def problem(self, what: Text, hint: Text = NO_TEXT) -> Problem:
        return self.fault(what, hint)

    def fault(self, what: Text, hint: Text = NO_TEXT, *, follows: bool = False) -> Fault:
        """What is wrong here, in words of a spreadsheet: 名单!C7（高校）."""
        cell = f"{letters(self.column)}{self.line or ''}"
        heading = f"（{short(self.heading)}）" if self.heading else ""
        place = f"{self.sheet}!{cell}{heading}" if cell else f"{self.sheet}{heading}"
        given = f"“{short(self.value)}”" if self.value else ""
        told = Text(f"{given}{what.zh}", f"{given} {what.en}".strip())
        return Fault(
            self.file, self.line, self.column, told, hint, place, self.sheet, self.heading, self.value, follows
        )


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not loaded, as it stood, and why; or one that refused rows refer to (`context`), which was."""

    sheet: str
    row: int
    cells: tuple[Cell, ...]
    faults: Sequence[Fault] = ()
    context: bool = False


@cache
def letters(column: int) -> str:
    """The letters of a column: 1 -> A, 27 -> AA."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


_SHOWN = 40
#: Before a formula that has no value: no character of any text, and not shown.
UNCOMPUTED = "\ufffe"
#: With what older programs end a text file.
_END = "\x1a"
BLANKS = f" \t\r\n\u00a0\u3000\u200b\ufeff{UNCOMPUTED}{_END}"


def cell_text(value: CellValue) -> str:
    """What a cell holds, as text: whole numbers without a point, no blanks around it."""
    if isinstance(value, str):
        return value.strip(BLANKS)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else f"{value:.15g}"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value).strip(BLANKS)


def short(text: str) -> str:
    """A text on one line, without what a terminal would obey."""
    text = " ".join(INVISIBLE.sub("", text).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
