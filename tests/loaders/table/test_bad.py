"""Malformed tables: one clear message a bad cell, at its cell; and what is no fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from graph.errors import BadInput
from loaders.base import Facts
from loaders.table.table import load_table

SOURCE = 'source: {id: t, title: 表, region: "140702"}\n'
PARTNERS = SOURCE + "table: {kind: partners, columns: {甲: a, 乙: b, 方式: kind, 起: valid_from}}\n"
HEAD = "甲,乙,方式,起\n"
GOOD = "玉湖社区,晋中学院,结对,2023\n"


def told(path: Path, map_text: str) -> list[tuple[str, str]]:
    """Where and what the faults of a table are."""
    path.with_suffix(".map.yaml").write_text(map_text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_table(path)
    for problem in caught.value.problems:
        assert problem.what.zh and problem.what.en
    return [(problem.place or str(problem.line), problem.what.en) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("body", "place", "says"),
    [
        (HEAD + "玉湖社区,晋中学院,结,2023\n", "表!C2（方式）", "not among the choices"),
        (HEAD + "玉湖社区,晋中学院,结对,二月\n", "表!D2（起）", "not a date"),
        (HEAD + "玉湖社区,晋中学院,结对,2023-13\n", "表!D2（起）", "not a date"),
        (HEAD + "玉湖社区,晋中学院,结对,#REF!\n", "表!D2（起）", "formula that failed"),
        (HEAD + ",晋中学院,结对,2023\n", "表!A2（甲）", "is blank"),
        (HEAD + "无,晋中学院,结对,2023\n", "表!A2（甲）", "is blank"),
        (HEAD + "玉湖社区,晋中学院堂,结对,2023\n", "表!B2（乙）", "not certain what"),
        (HEAD + "碧水社区,晋中学院,结对,2023\n", "表!A2（甲）", "not in the divisions"),
        (HEAD + "玉湖社区,玉湖社区,结对,2023\n", "表!B2（乙）", "both ends are one"),
        (HEAD + '"玉湖\n社区",晋中学院,结对,2023\n', "表!A2（甲）", "line break"),
        (HEAD + GOOD + "玉湖社区,晋中学院,结对\n", "表!3", "3 cells; the heading has 4"),
        (HEAD + "玉湖社区,晋中学院,结对,2023,多\n", "表!2", "5 cells; the heading has 4"),
        (HEAD, "表!1", "no rows below"),
        ("一,二,三\n1,2,3\n", "表", "no headings found"),
        (HEAD + GOOD + "甲,企业,方式,起\n", "表!3", "the headings again"),
        (HEAD + "玉湖社区,,结对,2023\n\x1a", "表!B2（乙）", "is blank"),
        ("甲,乙,方式\n玉湖社区,晋中学院,结对\n", "表!1", "no column is headed 起"),
        ("甲,乙,乙,方式,起\n玉湖社区,晋中学院,晋中学院,结对,2023\n", "表!1", "are all headed 乙"),
        (HEAD + GOOD + '玉湖社区,"晋中学院,结对,2023\n', "表!B3（乙）", "a quote that is not closed"),
    ],
)
def test_each_fault_is_told_at_its_cell(tmp_path: Path, body: str, place: str, says: str) -> None:
    path = tmp_path / "表.csv"
    path.write_text(body, encoding="utf-8")
    ((where, what),) = told(path, PARTNERS)
    assert where == place
    assert says in what


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (HEAD.encode() + b"\x00" + GOOD.encode(), "cannot be read"),
        (HEAD.encode("utf-16-le"), "binary"),
        (b"PK\x03\x04" + HEAD.encode(), "not text"),
        (HEAD.encode() + "玉湖社区".encode("gb18030") + GOOD.encode(), "cannot be read"),
    ],
    ids=["empty", "nul", "wide", "zip", "two encodings"],
)
def test_bytes_that_are_no_table(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(data)
    ((_, what),) = told(path, PARTNERS)
    assert says in what


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a map"),
        (SOURCE, "field: value"),
        (SOURCE + "table: {kind: friends}\n", "no kind of table friends"),
        (SOURCE + "table: {kind: partners, columns: {甲: aa, 乙: b, 方式: kind}}\n", "has no field aa"),
        (SOURCE + "table: {kind: partners, columns: {甲: a, 乙: b}}\n", "no column is kind"),
        (SOURCE + "table: {kind: partners, columns: {甲: a, 乙: a, 方式: kind, 起: b}}\n", "are both a"),
        (SOURCE + "table: {kind: partners, columns: {甲: {field: a, lookup: x}, 乙: b, 方式: kind}}\n", "no x"),
        (SOURCE + "table: {kind: claims, columns: {甲: about, 乙: topic}}\n", "no column is printed or value"),
        (SOURCE + "table: {kind: partners, rows: 3}\n", "unknown field rows"),
        (PARTNERS + "more: 1\n", "unknown section more"),
        (SOURCE + "table: {kind: partners, columns: {甲: a, 乙: b}, constants: {kind: x}}\n", "not among the choices"),
    ],
)
def test_a_bad_map_is_told(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "表.csv"
    path.write_text(HEAD + GOOD, encoding="utf-8")
    assert any(says in what for _, what in told(path, text))


def test_of_headings_that_stand_twice_nothing_is_told_of_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("甲,乙,方式,起,,甲,乙,方式,起\n" + GOOD.strip() + ",," + GOOD, encoding="utf-8")
    found = told(path, PARTNERS)
    assert [place for place, _ in found] == ["表!1"] * 4
    assert all("are all headed" in what for _, what in found)


@pytest.mark.parametrize("note", ["注：数据截至8月", "一、锦纶街道", "制表人：张三"])
def test_a_note_in_the_column_of_numbers_is_told_as_one(tmp_path: Path, note: str) -> None:
    path = tmp_path / "表.csv"
    path.write_text(f"序号,{HEAD}1,{GOOD}{note},,,,\n", encoding="utf-8")
    assert told(path, PARTNERS) == [("表!A3（序号）", f"“{note}” it looks like a note, not a row")]


def test_all_faults_of_a_table_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(HEAD + "碧水社区,晋中学院堂,结,二月\n" + GOOD + "玉湖社区,,结对,1\n", encoding="utf-8")
    places = [place.partition("（")[0] for place, _ in told(path, PARTNERS)]
    assert places == ["表!A2", "表!B2", "表!C2", "表!D2", "表!B4", "表!D4"]


def test_rows_that_contradict_each_other(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(HEAD + GOOD + GOOD + GOOD.replace("2023", "2022"), encoding="utf-8")
    ((place, what),) = told(path, PARTNERS)
    assert place == "表!D4（起）"
    assert what == "valid_from differs from what 表!2 says (2022 here, 2023 there)"


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        (["2022", "2023", "2023"], [("表!D2（起）", "表!3")]),
        (["2022", "2022", "2023", "2023"], [(f"表!D{row}（起）", f"表!{4 if row < 4 else 2}") for row in range(2, 6)]),
    ],
)
def test_a_contradiction_names_a_row_that_says_otherwise(
    tmp_path: Path, starts: list[str], expected: list[tuple[str, str]]
) -> None:
    path = tmp_path / "表.csv"
    path.write_text(HEAD + "".join(GOOD.replace("2023", start) for start in starts), encoding="utf-8")
    named = [(place, what.split(" what ")[1].split(" says")[0]) for place, what in told(path, PARTNERS)]
    assert named == expected


def test_rows_of_two_sheets_that_contradict_each_other_show_both_values(tmp_path: Path) -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        for name, kind, start in (("上", "结对", "2023年8月"), ("下", "结对", "2022")):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["起", "甲", "乙", "方式"] if name == "下" else ["甲", "乙", "方式", "起"])
            page.write_row(1, 0, [start, "玉湖社区", "晋中学院", kind] if name == "下" else
                           ["玉湖社区", "晋中学院", kind, start])  # fmt: skip

    sheets = PARTNERS.replace("kind: partners,", 'kind: partners, sheet: "*",')
    found = told(workbook(tmp_path / "表.xlsx", write), sheets)
    assert found == [
        ("下!A2（起）", "valid_from differs from what 上!2 says (2022 here, 2023年8月 there)"),
        ("上!D2（起）", "valid_from differs from what 下!2 says (2023年8月 here, 2022 there)"),
    ]


Write = Callable[[xlsxwriter.Workbook], None]


def workbook(path: Path, write: Write) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        write(book)
    return path


def _merged_body(book: xlsxwriter.Workbook) -> None:
    page = book.add_worksheet("表")
    page.write_row(0, 0, ["甲", "乙", "方式", "起"])
    page.merge_range("A2:A3", "玉湖社区")
    page.write_row(1, 1, ["晋中学院", "结对", "2023"])
    page.write_row(2, 1, ["太原理工大学", "结对", "2023"])


def _failed_formula(book: xlsxwriter.Workbook) -> None:
    page = book.add_worksheet("表")
    page.write_row(0, 0, ["甲", "乙", "方式", "起"])
    page.write_row(1, 0, ["玉湖社区", "晋中学院", "结对"])
    page.write_formula("D2", "=1/0", None, "#DIV/0!")


@pytest.mark.parametrize(
    ("write", "place", "says"),
    [(_merged_body, "表!A2（甲）", "merged"), (_failed_formula, "表!D2（起）", "formula")],
)
def test_faults_of_workbooks(tmp_path: Path, write: Write, place: str, says: str) -> None:
    found = told(workbook(tmp_path / "表.xlsx", write), PARTNERS)
    assert found[0][0] == place
    assert says in found[0][1]


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", _merged_body)
    ((place, what),) = told(path, PARTNERS.replace("kind: partners,", "kind: partners, sheet: 名,"))
    assert (place, what) == ("名", "there is no sheet 名")


def test_what_is_wrong_with_what_contains_a_party_is_told_at_its_own_cell(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("甲,乙,乙所属,方式\n玉湖社区,计算机学院,火星大学,签约\n", encoding="utf-8")
    ((place, what),) = told(path, SOURCE + "table: {kind: partners, columns: {甲: a, 乙: b, 乙所属: b_in, 方式: kind}}")
    assert (place, "火星大学" in what) == ("表!C2（乙所属）", True)


@pytest.mark.parametrize(
    ("heading", "cell", "field", "place"),
    [("", "", "", "表!2"), (",类别", ",", ", 类别: kind", "表!D2（类别）"), (",备注", ",无", "", "表!2")],
    ids=["no column", "a blank cell", "another column"],
)
def test_what_a_relation_lacks_is_told_where_it_belongs(
    tmp_path: Path, heading: str, cell: str, field: str, place: str
) -> None:
    path = tmp_path / "表.csv"
    path.write_text(f"从,关系,到{heading}\n玉湖社区,合作,晋中学院{cell}\n", encoding="utf-8")
    columns = f"{{从: from, 关系: type, 到: to{field}}}"
    ((where, what),) = told(path, SOURCE + f"table: {{kind: relations, columns: {columns}}}")
    assert (where, what) == (place, "field kind is missing")


def test_a_damaged_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", _merged_body)
    path.write_bytes(path.read_bytes()[:-200])
    ((_, what),) = told(path, PARTNERS)
    assert "not a sound Office file" in what


def _two_row_heading(book: xlsxwriter.Workbook) -> None:
    page = book.add_worksheet("封面")
    page = book.add_worksheet("名单")
    page.merge_range("A1:D1", "校地合作一览表")
    page.merge_range("A2:B2", "双方")
    page.merge_range("C2:C3", "方式")
    page.merge_range("D2:D3", "时间")
    page.write_row(2, 0, ["甲", "乙"])
    month = book.add_format({"num_format": 'yyyy"年"m"月"'})
    page.write_row(3, 0, ["玉湖社区", "晋中学院", "结对"])
    page.write_number(3, 3, 45153, month)
    page.write_row(4, 0, ["玉湖社区", "太原理工大学", "结对", 45153])
    page.write_row(5, 0, ["合计", 2])


def test_a_heading_of_several_rows_and_dates_as_a_spreadsheet_keeps_them(tmp_path: Path) -> None:
    path = workbook(tmp_path / "表.xlsx", _two_row_heading)
    path.with_suffix(".map.yaml").write_text(
        SOURCE + "table: {kind: partners, sheet: 名单, skip: [合计], "
        "columns: {双方/甲: a, 乙: b, 方式: kind, 时间: valid_from}}\n",
        encoding="utf-8",
    )
    facts = load_table(path)
    assert isinstance(facts, Facts)
    found = {edge.statement.props["valid_from"]: edge.statement.evidence for edge in facts.edges}
    assert found == {"2023-08": ("t#名单!A4", "t#名单!B4"), "2023-08-15": ("t#名单!A5", "t#名单!B5")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";", "|", "，"])
def test_any_encoding_and_delimiter(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "表.csv"
    path.write_text((HEAD + GOOD).replace(",", mark), encoding=encoding)
    path.with_suffix(".map.yaml").write_text(PARTNERS, encoding="utf-8")
    facts = load_table(path)
    assert isinstance(facts, Facts)
    assert [edge.end for edge in facts.edges] == ["moe-4114010121"]
