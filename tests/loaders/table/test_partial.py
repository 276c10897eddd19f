"""Good rows without the bad ones; the mended file completes the load to what the whole table would have given."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.exchange import export_lines
from graph.ledger import Ledger
from graph.store import GraphStore
from loaders.base import LoadReport
from loaders.run import load, load_one
from loaders.table.base import ROW_HEADING, WHY_HEADING, RefusedRow
from loaders.table.table import load_partial

MAP = """
source: {{id: t, title: 表, region: "140702"}}
table:
  kind: {kind}
  columns: {columns}
  constants: {constants}
"""

PARTNERS = ("partners", "{甲: a, 乙: {field: b, split: 、}, 方式: kind, 起: valid_from}", "{a_type: Community}")
AGREEMENTS = ("agreements", "{协议: name, 编号: key, 各方: parties, 日期: date}", "{}")


def write(folder: Path, name: str, rows: Sequence[Sequence[str]], how: tuple[str, str, str]) -> Path:
    """A table as CSV with its map beside it."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    kind, columns, constants = how
    stem = name.removesuffix(".csv").removesuffix(".refused")
    (folder / f"{stem}.map.yaml").write_text(
        MAP.format(kind=kind, columns=columns, constants=constants), encoding="utf-8"
    )
    return path


def refused_file(folder: Path, head: Sequence[str], refused: Sequence[RefusedRow], mend: dict[str, str]) -> Path:
    """The refused rows in the form of their table, with some cells mended."""
    rows = [[*head, ROW_HEADING, WHY_HEADING]]
    for row in refused:
        cells = {cell.column: cell.text for cell in row.cells}
        printed = [mend.get(cells.get(n, ""), cells.get(n, "")) for n in range(1, len(head) + 1)]
        rows.append([*printed, str(row.row), "；".join(fault.what.zh for fault in row.faults)])
    path = folder / "名单.refused.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def load_good(store: GraphStore, path: Path) -> tuple[LoadReport, Sequence[RefusedRow]]:
    """Load the good rows of a table."""
    ledger = Ledger(store)
    ledger.prepare()
    found = load_partial(path)
    return load_one(ledger, path, lambda: found.facts), found.refused


CASES = [
    pytest.param(
        PARTNERS,
        [
            ["甲", "乙", "方式", "起"],
            ["玉湖社区", "山西中医药大学", "结对", "2023年8月"],
            ["玉湖社区", "晋中学院堂", "签约", "2023"],
            ["玉湖社区", "晋中学院、太原理工大学", "甲方", "2022"],
            ["玉湖社区", "山西医科大学", "共建", "2021"],
        ],
        {"晋中学院堂": "山西师范大学", "甲方": "签约"},
        [3, 4],
        id="partners",
    ),
    pytest.param(
        AGREEMENTS,
        [
            ["协议", "编号", "各方", "日期"],
            ["甲协议", "a1", "晋中学院", "2023"],
            ["甲协议", "a1", "榆次区", "二〇二三"],
            ["乙协议", "b1", "晋中学院", "2022"],
            ["甲协议", "a1", "太原理工大学", "2023"],
        ],
        {"二〇二三": "2023"},
        [2, 3, 5],
        id="agreements",
    ),
]


@pytest.mark.parametrize(("how", "rows", "mend", "bad"), CASES)
def test_the_mended_rows_complete_the_load(
    store: GraphStore, tmp_path: Path, how: tuple[str, str, str], rows: list[list[str]], mend: dict[str, str],
    bad: list[int],
) -> None:  # fmt: skip
    whole = write(tmp_path, "名单.csv", [[mend.get(cell, cell) for cell in row] for row in rows], how)
    (report,) = load(store, [whole])
    assert report.ok, [problem.say("en") for problem in report.problems]
    expected = list(export_lines(store))
    faulty = write(tmp_path, "名单.csv", rows, how)
    (report,) = load(store, [faulty])
    assert not report.ok
    assert list(export_lines(store)) == expected, "a table with bad cells writes nothing"

    report, refused = load_good(store, faulty)
    assert report.ok
    assert [row.row for row in refused] == bad
    assert list(export_lines(store)) != expected
    mended = refused_file(tmp_path, rows[0], refused, mend)
    (report,) = load(store, [mended])
    assert report.ok, [problem.say("en") for problem in report.problems]
    assert list(export_lines(store)) == expected
    (report,) = load(store, [mended])
    assert (report.created, report.changed, report.removed) == (0, 0, 0)
    (report,) = load(store, [write(tmp_path, "名单.csv", rows[:2], how)])
    assert report.ok and report.removed, "a whole load replaces what was added"
