"""Excel: every row that is not empty is a line, its cells parted by tabs."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from graph.errors import Text
from loaders.document.reading.base import Fault, Page
from loaders.document.reading.office import check_office, core_properties


class ExcelReader:
    """`.xlsx`."""

    suffixes = (".xlsx",)

    def read(self, data: bytes) -> Page:
        check_office(data, "xl/workbook.xml")
        core = core_properties(data)
        page = Page(title=core.get("title", ""), publisher=core.get("publisher"))
        try:
            book = CalamineWorkbook.from_filelike(BytesIO(data))
            for name in book.sheet_names:
                for row in book.get_sheet_by_name(name).iter_rows():
                    page.add(_row(row), "row")
                page.add("")
        except PasswordError as error:
            raise Fault(
                Text("文件已加密", "the file is encrypted"), Text("去掉密码后再读", "remove its password")
            ) from error
        except (CalamineError, ValueError) as error:
            raise Fault(Text(f"Excel 文件已损坏（{error}）", f"a damaged Excel file ({error})")) from error
        return page


def _row(cells: Iterable[object]) -> str:
    return "\t".join(filter(None, map(_cell, cells)))


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return " ".join(str(value).split())
