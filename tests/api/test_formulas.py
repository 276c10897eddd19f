"""Cells that a spreadsheet would run: attacked in CSV and XLSX, as a reader of these files sees them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from api.tables import as_csv, as_xlsx

SIGNS = "=+-@＝＋－＠\t\r\n"
BEFORE = ("", " ", "\n", "\t", "\r", "\u00a0", "\u3000", "\ufeff", "\u200b", "\x0b", " \t \n")
PAYLOADS = (
    "1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example","x")', "SUM(1,1)*cmd", "2-3", '"&A1', "", "1;=2",
)  # fmt: skip


def csv_cells(columns: tuple[str, ...], rows: list[dict[str, Any]]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(columns, rows), newline="")))


def xlsx_cells(columns: tuple[str, ...], rows: list[dict[str, Any]]) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(columns, rows)))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", BEFORE)
def test_no_cell_begins_like_a_formula(before: str, sign: str) -> None:
    rows = [{"name": before + sign + payload} for payload in PAYLOADS]
    for row in csv_cells(("name",), rows)[1:]:
        assert len(row) == 1
        assert row[0].startswith("'")
    for cells in xlsx_cells(("name",), rows)[1:]:
        assert str(cells[0]).startswith("'")


@pytest.mark.parametrize("name", ["=1+1", " =1+1", "@SUM(A1)", "＝1", "-1", "\t=1", "a,=1", 'a"\n=1'])
def test_names_of_columns_are_cells_too(name: str) -> None:
    read = csv_cells((name, "b"), [{name: "x", "b": "y"}])
    assert [len(row) for row in read] == [2, 2]
    assert read[0][0] == (name if name[0] == "a" else f"'{name}")


def test_a_cell_that_holds_lines_and_quotes_stays_one_cell() -> None:
    nasty = 'x\n=1+1,"=2"\r\n+3\r@4,\t=5'
    read = csv_cells(("a", "b"), [{"a": nasty, "b": "y"}])
    assert (len(read), read[1][1]) == (2, "y")
    assert read[1][0] == nasty.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("nested", [["=1", "x"], [["=1"]], ("＝1",), {"=1": "=1"}])
def test_lists_and_maps_are_no_way_around(nested: object) -> None:
    for cell in (csv_cells(("a",), [{"a": nested}])[1][0], str(xlsx_cells(("a",), [{"a": nested}])[1][0])):
        assert cell[0] in "'{"


@pytest.mark.parametrize("number", [-1, -1.5, 0, 7])
def test_numbers_stay_numbers_and_texts_of_digits_stay_texts(number: float) -> None:
    rows = [{"number": number, "text": str(number)}]
    assert csv_cells(("number", "text"), rows)[1] == [str(number), f"'{number}" if number < 0 else str(number)]
    cells = xlsx_cells(("number", "text"), rows)[1]
    assert (cells[0], isinstance(cells[1], str)) == (number, True)


def test_what_cannot_run_is_left_alone() -> None:
    for text in ("玉湖社区", "a=b", "2023-08", "x@y", " 校地", "“=”"):
        assert csv_cells(("a", "b"), [{"a": text, "b": "y"}])[1][0] == text
