"""Refused rows that need others: those they refer to come with them, and those that contradict loaded ones are told."""

from __future__ import annotations

import json
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from graph.exchange import export_lines
from graph.store import GraphStore
from loaders.table.base import ROW_HEADING, WHY_HEADING
from loaders.table.loading import load_rows

Rows = list[list[str]]
_SOURCE = 'source: {id: t, title: 表, region: "140702"}\n'
_NEEDS = """table:
  - {kind: needs, sheet: 需求, columns: {编号: key, 需求: name, 提出: owner}}
  - {kind: services, sheet: 服务, columns: {编号: key, 服务: name, 提供: providers, 对应: meets, 数量: count}}
"""
_PARTNERS = "table: {kind: partners, columns: {甲: a, 乙: b, 方式: kind, 起: valid_from}}\n"
NEEDS = [["编号", "需求", "提出"], ["n1", "助老", "玉湖社区"], ["n2", "助学", "玉湖社区"]]
SERVICES = [["编号", "服务", "提供", "对应", "数量"], ["s1", "陪诊", "晋中学院", "n1", "若干"]]


def write_book(path: Path, sheets: dict[str, Rows]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)


def read_book(path: Path) -> dict[str, Rows]:
    book = CalamineWorkbook.from_path(str(path))
    return {
        name: [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }


def test_what_a_refused_row_refers_to_comes_with_it_and_is_not_counted(store: GraphStore, tmp_path: Path) -> None:
    table, columns = tmp_path / "清单.xlsx", tmp_path / "列.yaml"
    columns.write_text(_SOURCE + _NEEDS, encoding="utf-8")
    write_book(table, {"需求": NEEDS, "服务": [SERVICES[0], [*SERVICES[1][:4], "3"]]})
    assert load_rows(store, table, columns).ok
    expected = list(export_lines(store))
    write_book(table, {"需求": NEEDS, "服务": SERVICES})
    report = load_rows(store, table, columns, partial=True)
    assert (report.rows_refused, [problem.place for problem in report.problems]) == (1, ["服务!E2（数量）"])
    kept = Path(str(report.kept))
    refused = read_book(kept)
    assert refused["需求"] == [[*NEEDS[0], ROW_HEADING, WHY_HEADING], [*NEEDS[1], "2", ""]]
    refused["服务"][1][4] = "3"
    write_book(kept, refused)
    assert load_rows(store, kept, columns).ok
    assert list(export_lines(store)) == expected


def test_a_reference_to_a_refused_row_is_mended_with_it(store: GraphStore, tmp_path: Path) -> None:
    table, columns = tmp_path / "清单.xlsx", tmp_path / "列.yaml"
    columns.write_text(_SOURCE + _NEEDS, encoding="utf-8")
    needs, services = [NEEDS[0], ["n1", "助老", "玉湖\n社区"], NEEDS[2]], [SERVICES[0], [*SERVICES[1][:4], "3"]]
    write_book(table, {"需求": NEEDS, "服务": services})
    assert load_rows(store, table, columns).ok
    expected = list(export_lines(store))
    write_book(table, {"需求": needs, "服务": services})
    report = load_rows(store, table, columns, partial=True)
    assert report.rows_refused == 2, "the service meets a need that is not loaded"
    kept = Path(str(report.kept))
    refused = read_book(kept)
    refused["需求"][1][2] = "玉湖社区"
    write_book(kept, refused)
    assert load_rows(store, kept, columns).ok
    assert list(export_lines(store)) == expected


def test_a_mended_row_that_contradicts_a_loaded_one_is_a_conflict_with_both_cells(
    store: GraphStore, tmp_path: Path
) -> None:
    table, columns = tmp_path / "名单.csv", tmp_path / "列.yaml"
    columns.write_text(_SOURCE + _PARTNERS, encoding="utf-8")
    table.write_text("甲,乙,方式,起\n玉湖社区,晋中学院,结对,2023\n玉湖社区,晋中学院,结,2022\n", encoding="utf-8")
    kept = Path(str(load_rows(store, table, columns, partial=True).kept))
    kept.write_text(kept.read_text("utf-8-sig").replace("结,", "结对,"), encoding="utf-8")
    assert load_rows(store, kept, columns).ok
    (edge,) = [one for line in export_lines(store) if (one := json.loads(line)).get("type") == "PARTNERS_WITH"]
    assert edge["props"]["conflicts"] == ["valid_from"]
    told = {said["props"]["valid_from"]: said["evidence"] for said in edge["stated"]}
    assert told == {"2023": ["t#名单!A2", "t#名单!B2"], "2022": ["t#名单!A3", "t#名单!B3"]}
    whole = table.read_text("utf-8").replace("结,", "结对,")
    table.write_text(whole, encoding="utf-8")
    report = load_rows(store, table, columns)
    assert [problem.place for problem in report.problems] == ["名单!D2（起）", "名单!D3（起）"]
