"""Figures in cells: amounts in 万元 wherever the unit stands, numerals, and what leaves open which number is meant."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import xlsxwriter

from graph.errors import BadInput
from loaders.base import Facts
from loaders.table.table import load_table

SOURCE = 'source: {id: t, title: 表, region: "140702"}\n'
#: What a claim says: value, unit, as printed, qualifier.
Said = tuple[object, ...]


def claims(path: Path, columns: str, more: str = "") -> list[Said]:
    """What the claims of a table say, in the order of its rows."""
    text = f"{SOURCE}table: {{kind: claims, columns: {{对象: about, 指标: topic, {columns}}}{more}}}\n"
    path.with_suffix(".map.yaml").write_text(text, encoding="utf-8")
    facts = load_table(path)
    assert isinstance(facts, Facts)
    found = sorted((one.statement.props for one in facts.nodes if one.label == "Claim"), key=lambda p: str(p["topic"]))
    return [tuple(props.get(name) for name in ("value", "unit", "printed", "qualifier")) for props in found]


def table(path: Path, head: list[str], *rows: list[str]) -> Path:
    """A table of figures about one district, each with a topic of its own."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["对象", "指标", *head])
        out.writerows([["榆次区", f"投入{number}", *row] for number, row in enumerate(rows)])
    return path


def faults(path: Path, columns: str, more: str = "") -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as caught:
        claims(path, columns, more)
    return [(problem.place, problem.what.en) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("printed", "unit", "said"),
    [
        ("120", "万元", (1_200_000, "元", "120万元", None)),
        ("120.5", "万元", (1_205_000, "元", "120.5万元", None)),
        ("约120", "万元", (1_200_000, "元", "约120万元", "约")),
        ("1.5", "亿元", (150_000_000, "元", "1.5亿元", None)),
        ("120万元", "万元", (1_200_000, "元", "120万元", None)),
        ("120万", "元", (1_200_000, "元", "120万", None)),
        ("3", "百万元", (3_000_000, "元", "3百万元", None)),
        ("12", "万人次", (120_000, "人次", "12万人次", None)),
        ("5", "千瓦", (5, "千瓦", "5", None)),
        ("13", "所", (13, "所", "13", None)),
        ("7个服务团", "个", (7, "个", "7个服务团", None)),
    ],
)
def test_an_amount_is_in_base_units_wherever_its_unit_stands(
    tmp_path: Path, printed: str, unit: str, said: Said
) -> None:
    path = table(tmp_path / "表.csv", ["数字", "单位"], [printed, unit])
    assert claims(path, "数字: printed, 单位: unit") == [said]


def test_a_value_alone_is_of_the_unit_beside_it(tmp_path: Path) -> None:
    path = table(tmp_path / "表.csv", ["数值", "单位"], ["120.5", "万元"], ["13", "所"], ["1,200", "万元"])
    assert claims(path, "数值: value, 单位: unit") == [
        (1_205_000, "元", "120.5万元", None),
        (13, "所", "13所", None),
        (12_000_000, "元", "1,200万元", None),
    ]


def test_a_printed_figure_and_its_value_agree_in_base_units_or_in_those_beside_them(tmp_path: Path) -> None:
    path = table(tmp_path / "表.csv", ["数字", "数值", "单位"], ["120万元", "1200000", "万元"], ["120", "120", "万元"])
    columns = "数字: printed, 数值: value, 单位: unit"
    assert claims(path, columns) == [(1_200_000, "元", "120万元", None)] * 2
    path = table(tmp_path / "表.csv", ["数字", "数值", "单位"], ["120", "13", "万元"])
    ((place, what),) = faults(path, columns)
    assert (place, "120" in what) == ("表!D2（数值）", True)


@pytest.mark.parametrize(
    ("printed", "unit"), [("120元", "万元"), ("120万", "万元"), ("3亿", "万元"), ("120人", "万元")]
)
def test_a_figure_that_has_another_unit_than_the_one_beside_it(tmp_path: Path, printed: str, unit: str) -> None:
    path = table(tmp_path / "表.csv", ["数字", "单位"], [printed, unit])
    ((place, what),) = faults(path, "数字: printed, 单位: unit")
    assert (place, "does not go with" in what) == ("表!C2（数字）", True)


def test_the_unit_of_a_map_or_of_a_heading_is_that_of_figures_that_have_none(tmp_path: Path) -> None:
    path = table(tmp_path / "表.csv", ["金额"], ["120"], ["1.5亿元"])
    expected = [(1_200_000, "元", "120万元", None), (150_000_000, "元", "1.5亿元", None)]
    assert claims(path, "金额: printed", ", constants: {unit: 万元}") == expected
    for heading in ("金额（万元）", "金额(单位：万元)"):
        path = table(tmp_path / "表.csv", [heading], ["120"], ["1.5亿元"])
        assert claims(path, f'"{heading}": printed') == expected
    path = table(tmp_path / "表.csv", ["数字（截至年底）"], ["120"])
    assert claims(path, "数字（截至年底）: printed") == [(120, None, "120", None)]


def test_a_unit_above_the_headings_that_no_column_gives_is_told(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("投入")
        page.merge_range("A1:C1", "榆次区投入情况表")
        page.write_row("A2", ["填报单位：榆次区", "", "单位：万元"])
        page.write_row("A3", ["对象", "指标", "金额"])
        page.write_row("A4", ["榆次区", "投入", 120])
    assert faults(path, "金额: printed") == [
        ("投入!C2", "“单位：万元” stands above the headings, and the map gives no unit")
    ]
    assert claims(path, "金额: printed", ", constants: {unit: 万元}") == [(1_200_000, "元", "120万元", None)]


@pytest.mark.parametrize(
    "printed",
    ["500家以上", "30人以下", "100人左右", "1 200人", "三四十人", "-5%", "(300)", "120w", "3.5K元", "120（万元）",
     "12345678901234567890", "9999999999999999999亿"],
)  # fmt: skip
@pytest.mark.parametrize("field", ["printed", "value"])
def test_what_leaves_open_which_number_is_told_once(tmp_path: Path, printed: str, field: str) -> None:
    path = table(tmp_path / "表.csv", ["数字", "单位"], [printed, "人"])
    ((place, _),) = faults(path, f"数字: {field}, 单位: unit")
    assert place == "表!C2（数字）"


@pytest.mark.parametrize(
    ("printed", "unit"), [("120kW", "kW"), ("5km", "km"), ("120元（含税）", "元(含税)"), ("3w人", None)]
)
def test_units_of_letters_and_asides(tmp_path: Path, printed: str, unit: str | None) -> None:
    path = table(tmp_path / "表.csv", ["数字"], [printed])
    if unit is None:
        assert [place for place, _ in faults(path, "数字: printed")] == ["表!C2（数字）"]
    else:
        assert [said[1] for said in claims(path, "数字: printed")] == [unit]


def test_counts_of_han_numerals(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("需求,谁,数量\n助老,玉湖社区,一百二十项\n助学,玉湖社区,三四十项\n", encoding="utf-8")
    columns = "{需求: name, 谁: owner, 数量: count}"
    path.with_suffix(".map.yaml").write_text(f"{SOURCE}table: {{kind: needs, columns: {columns}}}\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_table(path)
    assert [problem.place for problem in caught.value.problems] == ["表!C3（数量）"]
