"""Rows as files that spreadsheets open: CSV and XLSX, with no cell that one would run as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from api.headings import heading, word
from graph.errors import Language, Text

MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Spreadsheets look past blanks, and some take full-width signs for the plain ones.
_FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠\t\r\n]")
_WIDTHS = (8, 60)


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def cell_text(value: Any, language: Language = "zh") -> str:
    """A cell as text: lists joined, truth in words, nothing for null."""
    if isinstance(value, list | tuple):
        return "、".join(cell_text(item, language) for item in value)
    if isinstance(value, bool):
        return Text("是" if value else "否", "yes" if value else "no").say(language)
    if isinstance(value, dict):
        return orjson.dumps(value).decode()
    return "" if value is None else str(value)


def _csv_cell(value: Any, language: Language) -> str:
    """Numbers keep their sign; every other cell is made harmless. A bare CR would end the line unquoted."""
    text = cell_text(value, language)
    return text if isinstance(value, int | float) else harmless(text).replace("\r\n", "\n").replace("\r", "\n")


def as_csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], language: Language = "zh") -> str:
    """Rows as CSV, with the column names of the query on top."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_csv_cell(name, language) for name in columns])  # of Cypher, they are anybody's
    writer.writerows([_csv_cell(row[name], language) for name in columns] for row in rows)
    return buffer.getvalue()


def as_xlsx(
    columns: Sequence[str], rows: Sequence[Mapping[str, Any]], *, sheet: str = "xiaodi", language: Language = "zh"
) -> bytes:
    """Rows as one sheet with headings for people, a filter and a fixed first line."""
    import xlsxwriter  # nothing else needs it

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        page, bold = book.add_worksheet(sheet), book.add_format({"bold": True})
        for number, name in enumerate(columns):
            page.write_string(0, number, heading(name, language), bold)
            page.set_column(number, number, _width(name, rows, language))
        for line, row in enumerate(rows, start=1):
            for number, name in enumerate(columns):
                _write(page, line, number, word(name, row[name], language), language)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(len(rows), 1), max(len(columns) - 1, 0))
    return buffer.getvalue()


def _write(page: Any, line: int, number: int, value: Any, language: Language) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        page.write_number(line, number, value)
    else:
        page.write_string(line, number, harmless(cell_text(value, language)))


def _width(name: str, rows: Sequence[Mapping[str, Any]], language: Language) -> int:
    """Wide enough for the longest cell of the first rows; a Han character takes two places."""
    cells = [cell_text(row[name], language) for row in rows[:200]]
    low, high = _WIDTHS
    return min(
        high, max(low, *(sum(1 + (ord(char) > 0x2E80) for char in text) for text in [heading(name, language), *cells]))
    )
