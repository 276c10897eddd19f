"""Any text of a cell comes back from each kind of file as it was written."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import Text
from loaders.table.base import UNCOMPUTED, Field, cell_text
from loaders.table.reading import open_book
from loaders.table.values import read_value

_TEXT = st.text(
    st.one_of(st.sampled_from('甲乙丙,;|\t"\n 　０1.-'), st.characters(exclude_categories=["Cs", "Cc"])), max_size=12
)
_ROWS = st.lists(st.lists(_TEXT, min_size=3, max_size=3), min_size=1, max_size=6)
_HEAD = ["甲", "乙", "丙"]
_NAME = Text("起", "from")
DATE, COUNT = Field("date", _NAME, _NAME, "date"), Field("count", _NAME, _NAME, "int")


def _write_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_HEAD, *rows])


def _write_xlsx(path: Path, rows: list[list[str]]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(path.stem)
        for number, row in enumerate([_HEAD, *rows]):
            for column, text in enumerate(row):
                page.write_string(number, column, text)


def _write_jsonl(path: Path, rows: list[list[str]]) -> None:
    lines = [json.dumps(dict(zip(_HEAD, row, strict=True)), ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize(
    ("suffix", "write", "first"), [(".csv", _write_csv, 2), (".xlsx", _write_xlsx, 2), (".jsonl", _write_jsonl, 1)]
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_ROWS)
def test_any_text_comes_back(tmp_path: Path, suffix, write, first: int, rows: list[list[str]]) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"表{suffix}"
    write(path, rows)
    book = open_book(path, ",")
    found = {(line.row - first, cell.column - 1): cell.value for line in book.lines("表") for cell in line.cells}
    kept = {place: text for place, text in found.items() if place[0] >= 0}
    expected = {
        (number, column): text for number, row in enumerate(rows) for column, text in enumerate(row) if cell_text(text)
    }
    assert kept == expected


def test_a_large_file_in_an_old_encoding_whose_first_part_is_plain(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    plain = "name,number\n" + "abcdefgh,12345678\n" * 600_000
    path.write_bytes(plain.encode() + "玉湖社区的居民,1\n晋中学院的学生,2\n".encode("gb18030"))
    last = [line for line in open_book(path).lines("表") if line.row > 600_001]
    assert [cell.value for line in last for cell in line.cells] == ["玉湖社区的居民", "1", "晋中学院的学生", "2"]


@pytest.mark.parametrize(
    ("value", "form", "read"),
    [
        (0.8, "0%", "80%"),
        (0.856, "0.0%", "85.6%"),
        (9, '0"个"', "9个"),
        (12, "000000", "000012"),
        (1500, "#,##0.00", "1500"),
        (45153, "yyyy", "2023"),
        (45153, 'yyyy"年"m"月"', "2023-08"),
        (45153, "yyyy-mm-dd", "2023-08-15"),
        (2023, "yyyy-mm-dd", "1905-07-15 / 2023"),
    ],
)
def test_a_number_of_a_workbook_is_read_as_it_is_shown(tmp_path: Path, value: float, form: str, read: str) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("表").write_number("B2", value, workbook.add_format({"num_format": form}))
    (line,) = open_book(path).lines("表")
    assert [cell.text for cell in line.cells] == [read]


def test_a_formula_that_gives_no_text_is_a_blank_cell_and_one_without_a_value_is_not(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        page = workbook.add_worksheet("表")
        page.write("A1", "玉湖社区")
        page.write_formula("B1", '=IF(A2="","",A2)', None, "no text")
        page.write_formula("C1", "=1+1", None, 2)
        page.write_formula("D1", "=A1&A2", None, "")
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part.replace(b"<v>no text</v>", b"<v></v>"))
    (line,) = open_book(path).lines("表")
    assert [cell.text for cell in line.cells] == ["玉湖社区", "2", "=A1&A2"]
    assert [str(cell.value).startswith(UNCOMPUTED) for cell in line.cells] == [False, False, True]


@pytest.mark.parametrize("since_1904", [False, True])
def test_a_day_that_stands_as_a_bare_number_is_of_the_calendar_of_its_workbook(
    tmp_path: Path, since_1904: bool
) -> None:
    path = tmp_path / "表.xlsx"
    days = 45153 - 1462 * since_1904
    with xlsxwriter.Workbook(str(path), {"date_1904": since_1904}) as workbook:
        page = workbook.add_worksheet("表")
        page.write_number("A1", days)
        page.write_number("B1", days, workbook.add_format({"num_format": "yyyy-mm-dd"}))
        page.write_string("C1", str(days))
        page.write_number("D1", 2023)
    (line,) = open_book(path).lines("表")
    assert [read_value(DATE, cell.value) for cell in line.cells] == ["2023-08-15", "2023-08-15", "2023-08-15", "2023"]
    assert [read_value(COUNT, cell.value) for cell in (line.cells[0], line.cells[3])] == [days, 2023]


@pytest.mark.parametrize("name", [f"{year}.{form}" for year in (1900, 1904) for form in ("xls", "xlsx", "ods")])
def test_the_calendar_is_told_in_files_of_other_programs(name: str) -> None:
    """Each holds the fifteenth of August 2023, as a bare number and as a date."""
    (line,) = open_book(Path(__file__).with_name("calendars") / name).lines("表")
    assert [read_value(DATE, cell.value) for cell in line.cells] == ["2023-08-15", "2023-08-15"]
