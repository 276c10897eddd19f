"""Spreadsheets, by calamine; and what it does not tell of xlsx: formulas without a value, numbers as shown."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from graph.errors import Text
from loaders.document.reading.base import Fault
from loaders.document.reading.limits import MIB
from loaders.document.reading.office import check_office
from loaders.table.base import Cell, CellValue, Line, Since1904, cell_text
from loaders.table.reading_calendar import since_1904
from loaders.table.reading_formats import Shown, doubtful_date
from loaders.table.reading_marks import Mark, Marks

_MAX_UNPACKED = 1024 * MIB
_PARTS = {".xlsx": "xl/workbook.xml", ".xlsm": "xl/workbook.xml", ".ods": "content.xml"}
#: Of a zip, and of Office 97-2003.
_BEGINNINGS = (b"PK", b"\xd0\xcf\x11\xe0")
_SAVE_AGAIN = Text("用表格软件打开，另存后再读", "open it in a spreadsheet program and save it again")
_DAYS = re.compile("[0-9]{5}")
_END: Mark = (10**9, 0, "")


class ExcelBook:
    """An Excel or OpenDocument file."""

    ragged = False

    def __init__(self, path: Path, sheet: str, delimiter: str | None, wanted: Collection[str]) -> None:
        del sheet, delimiter, wanted
        self.path = path
        data = path.read_bytes()
        part = _PARTS.get(path.suffix.lower())
        if not data.startswith(_BEGINNINGS):
            raise Fault(
                Text("内容不是表格文件，像是文本或网页", "no spreadsheet; it looks like text or a web page"),
                Text("文本改扩展名为 .csv；否则另存为 .xlsx", "name it .csv if it is text, else save it as .xlsx"),
            )
        if part is not None:
            check_office(data, part, _MAX_UNPACKED)
        self._book = _opened(data)
        self._since_1904 = since_1904(data, part)
        self._marks = Marks(data) if part == _PARTS[".xlsx"] else None
        self._checked: set[str] = set()
        #: The sheet that was read last, until its rows have been read to the end: to read it takes long.
        self._recent: tuple[str, CalamineSheet] | None = None
        sheets = [one for one in self._book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        self.hidden = frozenset(one.name for one in sheets if one.visible != SheetVisibleEnum.Visible)
        # the first is read where a map names none: rather one that is seen
        self.sheets = tuple(one.name for one in sorted(sheets, key=lambda one: one.name in self.hidden))

    def lines(self, sheet: str) -> Iterator[Line]:
        found = self._sheet(sheet)
        before = (found.start or (0, 0))[1]  # it leaves out empty columns on the left, but no rows above
        marks = iter(self._marks.of(sheet)) if self._marks else iter(())
        mark = next(marks, _END)
        for row, values in enumerate(found.iter_rows(), 1):
            special: dict[int, Shown | str] = {}
            while mark[0] <= row:
                if mark[0] == row:
                    special[mark[1]] = mark[2]
                mark = next(marks, _END)
            cells = tuple(_cells(values, before, special))
            if self._since_1904:
                cells = tuple([Cell(column, _of_1904(value)) for column, value in cells])
            if cells:
                yield Line(sheet, row, cells, before + len(values))
        self._recent = None

    def merged(self, sheet: str) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
        ranges = self._sheet(sheet).merged_cell_ranges or []
        return [((a + 1, b + 1), (c + 1, d + 1)) for (a, b), (c, d) in ranges]

    def _sheet(self, name: str) -> CalamineSheet:
        if self._marks and name not in self._checked:
            self._marks.check(name)
            self._checked.add(name)
        if self._recent and self._recent[0] == name:
            return self._recent[1]
        try:
            found = self._book.get_sheet_by_name(name)
        except (CalamineError, ValueError) as error:
            raise Fault(
                Text(f"工作表 {name} 已损坏（{error}）", f"sheet {name} is damaged ({error})"), _SAVE_AGAIN
            ) from error
        self._recent = name, found
        return found


def _opened(data: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError as error:
        raise Fault(
            Text("文件已加密", "the file is encrypted"), Text("去掉密码后再读", "remove its password")
        ) from error
    except (CalamineError, ValueError) as error:
        raise Fault(Text(f"表格文件已损坏（{error}）", f"a damaged spreadsheet ({error})"), _SAVE_AGAIN) from error


def _cells(values: Sequence[object], before: int, special: Mapping[int, Shown | str]) -> Iterator[Cell]:
    blank = [None] * (max(special, default=0) - before - len(values))
    for column, value in enumerate((*values, *blank), before + 1):
        held, mark = _held(value), special.get(column)
        if isinstance(mark, str):
            held = mark
        elif mark is not None and isinstance(value, int | float | datetime.date) and not isinstance(held, bool):
            held = mark.of(held)  # type: ignore[arg-type]
        if held is not None and cell_text(held):
            yield Cell(column, held)


def _held(value: object) -> CellValue:
    if isinstance(value, datetime.datetime):
        if doubted := doubtful_date(value.date()):
            return doubted
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date):
        return doubtful_date(value) or value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool) else str(value)


def _of_1904(value: CellValue) -> CellValue:
    """A number that may be a day, in a workbook that counts from 1904."""
    text = cell_text(value) if isinstance(value, str | int | float) else ""
    return Since1904(text) if _DAYS.fullmatch(text) else value
