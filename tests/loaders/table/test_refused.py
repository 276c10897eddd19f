"""The file of refused rows, in each format: what stood in it stands in its place, and mended it completes the load."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from graph.exchange import export_lines
from graph.store import GraphStore
from loaders.table.base import ROW_HEADING, WHY_HEADING
from loaders.table.loading import load_rows

HEAD = ["甲", "乙", "方式", "起"]
ROWS = [
    ["玉湖社区", "山西中医药大学", "结对", "2023年8月"],
    ["玉湖社区", "晋中学院堂", "签约", "2023"],
    ["玉湖社区", "山西医科大学", "=1+1", "2021"],
]
MENDED = [row if number != 1 else ["玉湖社区", "晋中学院", "签约", "2023"] for number, row in enumerate(ROWS)]
MENDED[2] = ["玉湖社区", "山西医科大学", "共建", "2021"]
MAP = """
source: {id: t, title: 表, region: "140702"}
table:
  kind: partners
  columns: {甲: a, 乙: b, 方式: kind, 起: valid_from}
  constants: {a_type: Community}
"""
Table = list[list[str]]


def write_csv(path: Path, rows: Table) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def write_lines(path: Path, rows: Table) -> None:
    head = rows[0]
    path.write_text("\n".join(json.dumps(dict(zip(head, row, strict=True))) for row in rows[1:]), encoding="utf-8")


def write_excel(path: Path, rows: Table) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        page = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                page.write_string(number, column, text)


def read_csv(path: Path) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def read_lines(path: Path) -> Table:
    items = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [list(items[0]), *([str(value or "") for value in item.values()] for item in items)]


def read_excel(path: Path) -> Table:
    (name,) = CalamineWorkbook.from_path(str(path)).sheet_names
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python()
    return [[str(cell) for cell in row] for row in rows]


FORMATS: dict[str, tuple[Callable[[Path, Table], None], Callable[[Path], Table]]] = {
    "csv": (write_csv, read_csv),
    "jsonl": (write_lines, read_lines),
    "xlsx": (write_excel, read_excel),
}


@pytest.mark.parametrize("form", FORMATS)
def test_good_rows_load_and_the_mended_file_completes_them(store: GraphStore, tmp_path: Path, form: str) -> None:
    write, read = FORMATS[form]
    table, map_path = tmp_path / f"名单.{form}", tmp_path / "列.yaml"
    map_path.write_text(MAP, encoding="utf-8")
    write(table, [HEAD, *MENDED])
    assert load_rows(store, table, map_path).ok
    expected = list(export_lines(store))

    write(table, [HEAD, *ROWS])
    assert not load_rows(store, table, map_path).ok
    assert list(export_lines(store)) == expected, "a table with bad cells writes nothing"
    report = load_rows(store, table, map_path, partial=True)
    kept = tmp_path / f"名单.refused.{form}"
    assert (report.kept, report.refused) == (str(kept), 2)
    assert list(export_lines(store)) != expected

    head, *refused = read(kept)
    assert head == [*HEAD, ROW_HEADING, WHY_HEADING]
    assert [row[:4] for row in refused] == ROWS[1:], "every cell stands where it stood"
    assert all(row[5] for row in refused)
    write(kept, [head, *([*row, old[4], ""] for row, old in zip(MENDED[1:], refused, strict=True))])
    assert load_rows(store, kept, map_path).ok
    assert list(export_lines(store)) == expected


def test_without_a_map_the_way_to_one_is_told(store: GraphStore, tmp_path: Path) -> None:
    write_csv(tmp_path / "名单.csv", [HEAD, *ROWS])
    report = load_rows(store, tmp_path / "名单.csv", None)
    assert "--map" in report.problems[0].hint.zh


def test_a_broken_map_keeps_nothing(store: GraphStore, tmp_path: Path) -> None:
    write_csv(tmp_path / "名单.csv", [HEAD, *ROWS])
    (tmp_path / "列.yaml").write_text(MAP.replace("kind: partners", "kind: nothing"), encoding="utf-8")
    report = load_rows(store, tmp_path / "名单.csv", tmp_path / "列.yaml", partial=True)
    assert (report.ok, report.kept) == (False, None)
    assert sorted(path.name for path in tmp_path.glob("*refused*")) == []


def write_numbers(path: Path, days: float, kind: str, *, since_1904: bool = False) -> None:
    with xlsxwriter.Workbook(str(path), {"date_1904": since_1904}) as book:
        page = book.add_worksheet("名单")
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, ["玉湖社区", "晋中学院", kind, days])


def test_refused_rows_of_a_workbook_of_1904_stay_in_its_calendar(store: GraphStore, tmp_path: Path) -> None:
    table, map_path = tmp_path / "名单.xlsx", tmp_path / "列.yaml"
    map_path.write_text(MAP, encoding="utf-8")
    write_numbers(table, 43691, "签约", since_1904=True)
    assert load_rows(store, table, map_path).ok
    expected = list(export_lines(store))
    assert any('"valid_from":"2023-08-15"' in line for line in expected)
    write_numbers(table, 43691, "签", since_1904=True)
    report = load_rows(store, table, map_path, partial=True)
    rewrite(Path(str(report.kept)), {"签": "签约"})
    report = load_rows(store, Path(str(report.kept)), map_path)
    assert report.ok, [problem.say("en") for problem in report.problems]
    assert list(export_lines(store)) == expected


def test_a_number_that_was_refused_is_refused_again_when_it_is_not_mended(store: GraphStore, tmp_path: Path) -> None:
    table, map_path = tmp_path / "名单.xlsx", tmp_path / "列.yaml"
    map_path.write_text(MAP, encoding="utf-8")
    write_numbers(table, 2023.1, "签约")
    report = load_rows(store, table, map_path, partial=True)
    assert "October" in report.problems[0].what.en
    again = load_rows(store, Path(str(report.kept)), map_path)
    assert [problem.what for problem in again.problems] == [problem.what for problem in report.problems]


def rewrite(path: Path, texts: dict[str, str]) -> None:
    """Change texts of a workbook where they stand, as a person does; all else of it stays."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, part in parts.items():
            for text, other in texts.items():
                part = part.replace(f">{text}<".encode(), f">{other}<".encode())
            new.writestr(name, part)
