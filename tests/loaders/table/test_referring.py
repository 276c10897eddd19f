"""Rows refer to what other rows of the file are about, by the names that these give it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from loaders.base import Facts
from loaders.table.table import load_table

Rows = Sequence[Sequence[str]]

MAP = """
source: {id: t, title: 表, region: "140702"}
table:
  - {sheet: 平台, kind: platforms, columns: {平台名称: name}}
  - {sheet: 协议, kind: agreements, columns: {协议名称: name, 签约方: {field: parties, split: 、}}}
  - {sheet: 关系, kind: relations, columns: {起点: from, 关系: type, 终点: to}}
"""


def book(folder: Path, sheets: Mapping[str, Rows]) -> Path:
    path = folder / "表.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    (folder / "表.map.yaml").write_text(MAP, encoding="utf-8")
    return path


def test_an_agreement_without_a_key_whose_party_has_the_mark_in_its_name(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        {
            "平台": [("平台名称",), ("数智、绿能创新中心",)],
            "协议": [("协议名称", "签约方"), ("共建创新中心协议", "数智、绿能创新中心")],
            "关系": [("起点", "关系", "终点"), ("晋中学院", "PARTY_TO", "共建创新中心协议")],
        },
    )
    facts = load_table(path)
    assert isinstance(facts, Facts)
    ids = {node.statement.props["name"]: node.id for node in facts.nodes}
    assert {(edge.start, edge.end) for edge in facts.edges} == {
        (ids["数智、绿能创新中心"], ids["共建创新中心协议"]),
        (ids["晋中学院"], ids["共建创新中心协议"]),
    }
