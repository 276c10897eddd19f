"""Proposed maps: what a column is taken for, how sure that is, and that nothing is certain in silence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import BadInput, BadParameter, NotFound, Text
from loaders.base import Facts
from loaders.table.guess import ProposedMap, propose_map
from loaders.table.kinds import KINDS
from loaders.table.mapping import read_map
from loaders.table.table import load_table
from loaders.table.template import write_template
from loaders.table.template_map import ChosenColumn, ChosenTable, MapHead, map_text

PARTNERS = """序号,社区,合作高校,合作形式,签约时间,备注
1,玉湖社区,山西医科大学、太原理工大学,签约,2023年8月,好
2,龙湖社区,山西中医药大学,战略合作,2022,
3,锦纶街道,晋中学院,结对共建,2021,
合计,,,,,
"""


def table(folder: Path, text: str, name: str = "榆次区名单.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def fields(found: ProposedMap, sheet: int = 0) -> dict[str, str | None]:
    return {column.heading: column.field for column in found.sheets[sheet].columns}


def reads(found: ProposedMap, path: Path) -> Path:
    """The map as it is proposed, written beside its table; it can be read."""
    beside = path.with_suffix(".map.yaml")
    beside.write_text(found.yaml(), encoding="utf-8")
    read_map(beside)
    return beside


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (PARTNERS, "partners",
         {"序号": None, "社区": "a", "合作高校": "b", "合作形式": "kind", "签约时间": "valid_from", "备注": None}),
        ("Community,University,Type,Since\n榆次区,晋中学院,signed,2023\n", "partners",
         {"Community": "a", "University": "b", "Type": "kind", "Since": "valid_from"}),
        ("jiafang,yifang,hezuofangshi\n玉湖社区,山西医科大学,签约\n", "partners",
         {"jiafang": "a", "yifang": "b", "hezuofangshi": "kind"}),
        ("区县,街道,社区名称,结对高校,方式\n榆次区,锦纶街道,玉湖社区,晋中学院,结对\n", "partners",
         {"区县": None, "街道": "a_in", "社区名称": "a", "结对高校": "b", "方式": "kind"}),
        ("需求编号,需求内容,提出单位\nN1,助老,玉湖社区\n", "needs",
         {"需求编号": "key", "需求内容": "name", "提出单位": "owner"}),
        ("单位A,单位B,X\n玉湖社区,山西医科大学,签约\n", "partners", {"单位A": "a", "单位B": "b", "X": "kind"}),
        ("甲方（必填）,乙方*,合作方式：\n玉湖社区,山西医科大学,签约\n", "partners",
         {"甲方（必填）": "a", "乙方*": "b", "合作方式：": "kind"}),
        ("社区,高校,方式,高校类型\n玉湖社区,山西医科大学,签约,高校\n", "partners",
         {"社区": "a", "高校": "b", "方式": "kind", "高校类型": "b_type"}),
        ("协议,签约单位1,签约单位2,签署日期,有效期至\n战略协议,榆次区,晋中学院,2023-01,2025\n", "agreements",
         {"协议": "name", "签约单位1": "parties", "签约单位2": "parties", "签署日期": "date", "有效期至": "valid_to"}),
        ("活动主题,时间,地点,主办单位,参与单位\n进校园,2023.5.1,玉湖社区,榆次区,晋中学院，太原理工大学\n", "activities",
         {"活动主题": "name", "时间": "date", "地点": "place", "主办单位": "host", "参与单位": "participants"}),
        ("基地名称,所在地,运营方,级别,入驻企业\n甲园,榆次区,晋中学院,省级,甲有限公司\n", "platforms",
         {"基地名称": "name", "所在地": "within", "运营方": "operators", "级别": "level", "入驻企业": "residents"}),
        ("需求内容,需求单位,类别,数量\n养老,玉湖社区,养老、助学,3\n", "needs",
         {"需求内容": "name", "需求单位": "owner", "类别": "categories", "数量": "count"}),
        ("服务项目,提供单位,对应需求\n义诊,山西医科大学,养老\n", "services",
         {"服务项目": "name", "提供单位": "providers", "对应需求": "meets"}),
        ("地区,指标,数据,统计日期\n榆次区,共建街道,9个,2023\n", "claims",
         {"地区": "about", "指标": "topic", "数据": "printed", "统计日期": "as_of"}),
    ],
)  # fmt: skip
def test_the_kind_and_its_columns_are_told(
    tmp_path: Path, text: str, kind: str, expected: dict[str, str | None]
) -> None:
    path = table(tmp_path, text)
    found = propose_map(path)
    assert [sheet.kind for sheet in found.sheets] == [kind]
    assert fields(found) == expected
    assert (found.head.region, found.missing) == ("140702", ())
    reads(found, path)
    assert all(column.score >= 0.5 for column in found.sheets[0].columns if column.field)
    assert all(rival.score < found.sheets[0].score for rival in found.sheets[0].rivals)


@pytest.mark.parametrize(("heading", "missing"), [("金额（万元）", 0), ("颜色", 1)])
def test_a_table_of_figures_needs_a_column_of_them(tmp_path: Path, heading: str, missing: int) -> None:
    path = tmp_path / "表.csv"
    path.write_text(f"地区,指标,{heading}\n榆次区,科研经费,120.5\n晋中学院,横向课题,80\n", encoding="utf-8")
    found = propose_map(path, region="140702")
    assert [sheet.kind for sheet in found.sheets] == ["claims"]
    assert len([text for text in found.missing if "printed" in text.en]) == missing


def test_what_is_not_certain_says_so(tmp_path: Path) -> None:
    path = table(tmp_path, PARTNERS)
    found = propose_map(path)
    lines = found.yaml().splitlines()
    for column in found.sheets[0].columns:
        (line,) = [line for line in lines if re.match(rf"    (# )?{column.heading}: ", line)]
        if column.field is None:
            assert line.startswith("    # ")
        elif column.score < 1 or column.todo:
            assert f"# guessed: {column.score:.2f}" in line
    assert any("guessed" in line and "partners" not in line and "其次" in line for line in lines)
    assert any(line.startswith('  region: "140702"') and "猜" in line for line in lines)


def test_splits_totals_and_values_that_are_not_understood_are_proposed(tmp_path: Path) -> None:
    path = table(tmp_path, PARTNERS)
    found = propose_map(path)
    (sheet,) = found.sheets
    columns = {column.field: column for column in sheet.columns}
    assert columns["b"].split == ("、",)
    assert sheet.skip == ("合计",)
    (todo,) = columns["kind"].todo
    assert "{战略合作: ?, 结对共建: 结对}" in todo.zh and "signed" in todo.en
    beside = reads(found, path)
    with pytest.raises(BadInput) as caught:
        load_table(path)
    assert {problem.where.rpartition("!")[2][:2] for problem in caught.value.problems} == {"D3", "D4"}

    mended = beside.read_text(encoding="utf-8").replace(
        "合作形式: kind", "合作形式: {field: kind, lookup: {战略合作: 签约, 结对共建: 结对}}"
    )
    beside.write_text(mended, encoding="utf-8")
    facts = load_table(path)
    assert isinstance(facts, Facts) and facts.read == 3
    assert len([edge for edge in facts.edges if edge.type == "PARTNERS_WITH"]) == 4


def test_a_total_in_other_words_is_skipped_where_a_row_begins_with_it(tmp_path: Path) -> None:
    text = PARTNERS.replace("合计,,,,,", "全区合计,,,,,\n,晋中学院,共2项,,,")
    assert propose_map(table(tmp_path, text)).sheets[0].skip == ("全区合计",)


def test_the_one_that_names_several_is_the_one_that_may(tmp_path: Path) -> None:
    found = propose_map(table(tmp_path, "社区,高校,方式\n玉湖社区、龙湖社区,晋中学院,签约\n"))
    assert fields(found) == {"社区": "b", "高校": "a", "方式": "kind"}


def test_a_field_that_is_needed_and_not_there_is_told(tmp_path: Path) -> None:
    path = table(tmp_path, "社区,高校\n玉湖社区,晋中学院\n", "名单.csv")
    found = propose_map(path, region="榆次区")
    assert found.sheets[0].missing == ("kind",)
    assert [text.en for text in found.missing] == ["名单: no column is kind, which is needed"]
    text = found.yaml()
    assert re.search(r"#\s+kind:.*签约、结对、共建", text)
    beside = path.with_suffix(".map.yaml")
    beside.write_text(text + "  constants: {kind: 签约}\n", encoding="utf-8")
    assert isinstance(load_table(path), Facts)


def test_a_place_that_is_not_told_is_asked_for(tmp_path: Path) -> None:
    path = table(tmp_path, "甲方,乙方,合作方式\n甲小学,乙小学,签约\n", "名单.csv")
    assert [text.en for text in propose_map(path).missing] == ["the source has no region"]
    assert propose_map(path, region="530114").head.region == "530114"
    for nowhere in ("140799", "无此地"):
        with pytest.raises(NotFound):
            propose_map(path, region=nowhere)


def test_names_that_are_not_told_are_listed(tmp_path: Path) -> None:
    found = propose_map(table(tmp_path, "社区,高校,方式\n玉湖社区,甲乙丙,签约\n"))
    (todo,) = next(column.todo for column in found.sheets[0].columns if column.field == "b")
    assert "甲乙丙" in todo.zh and "b_type" in todo.en


def test_sheets_headings_over_rows_and_pages_that_are_no_table(tmp_path: Path) -> None:
    path = tmp_path / "多表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("合作")
        page.merge_range(0, 0, 0, 3, "2024年榆次区校地合作一览表")
        page.merge_range(1, 0, 1, 1, "合作双方")
        page.write_row(2, 0, ["社区", "高校", "方式", "起始日期"])
        page.write_row(3, 0, ["玉湖社区", "晋中学院", "签约", "2023"])
        page = book.add_worksheet("需求")
        page.write_row(0, 0, ["需求名称", "提出单位"])
        page.write_row(1, 0, ["助老", "玉湖社区"])
        book.add_worksheet("说明").write(0, 0, "随便")
    found = propose_map(path)
    assert [(sheet.sheet, sheet.kind, sheet.header) for sheet in found.sheets] == [
        ("合作", "partners", (3,)),
        ("需求", "needs", ()),
    ]
    assert found.left == ("说明",)
    assert found.head.region == "140702"
    reads(found, path)
    facts = load_table(path)
    assert isinstance(facts, Facts) and facts.read == 2


@pytest.mark.parametrize(("text", "says"), [("foo,bar\n1,2\n", "kind"), ("社区,高校,方式\n", "headings and rows")])
def test_what_is_no_table_of_any_kind_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = table(tmp_path, text)
    with pytest.raises(BadInput) as caught:
        propose_map(path)
    assert says in caught.value.problems[0].what.en
    with pytest.raises(BadParameter):
        propose_map(path, kind="nothing")


def test_columns_of_one_name_stand_as_comments(tmp_path: Path) -> None:
    path = table(tmp_path, "社区,高校,方式,备注,备注\n玉湖社区,晋中学院,签约,a,b\n")
    found = propose_map(path)
    assert [column.field for column in found.sheets[0].columns] == ["a", "b", "kind", None, None]
    reads(found, path)
    assert isinstance(load_table(path), Facts)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_is_known_for_what_it_is(tmp_path: Path, kind: str, language: str) -> None:
    """All of its headings, whatever is in the cells; also without the map that came with it."""
    path = tmp_path / "t.csv"
    write_template(path, [KINDS[kind]], "en" if language == "en" else "zh", "140702")
    path.write_text(
        path.read_text(encoding="utf-8-sig") + "晋中学院" + "," * (len(KINDS[kind].fields) - 1) + "\n", "utf-8"
    )
    (sheet,) = propose_map(path, region="140702").sheets
    assert sheet.kind == kind
    assert [column.field for column in sheet.columns] == [one.name for one in KINDS[kind].fields]


# --- writing a map ----------------------------------------------------------------------------------

_ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    headings=st.lists(_ANY, min_size=4, max_size=6, unique_by=lambda text: "".join(text.split()).lower()),
    marks=st.lists(_ANY, max_size=3),
    lookup=st.dictionaries(_ANY, _ANY, max_size=3),
    title=_ANY,
    sheet=st.none() | _ANY,
    note=_ANY,
)
def test_whatever_was_chosen_is_read_back(
    tmp_path: Path,
    headings: list[str],
    marks: list[str],
    lookup: dict[str, str],
    title: str,
    sheet: str | None,
    note: str,
) -> None:
    a, b, kind, *others = headings
    columns = [
        ChosenColumn(a, ("a",), note=Text(note, note)),
        ChosenColumn(b, ("b", "reasons"), tuple(marks), below=(Text(note, note),)),
        ChosenColumn(kind, ("kind",), lookup=lookup),
        *(ChosenColumn(heading, note=Text(note, note)) for heading in others),
    ]
    chosen = ChosenTable("partners", tuple(columns), sheet, (2, 3), {"a_type": title}, (note,), (Text(note, note),))
    path = tmp_path / "m.map.yaml"
    path.write_text(map_text(MapHead("t", title, "140702"), [chosen]), encoding="utf-8")
    found = read_map(path)
    (spec,) = found.tables
    assert found.source.title == title
    assert (spec.sheet, spec.header, spec.constants) == (sheet, (2, 3), {"a_type": (title,)})
    assert [(column.heading, column.fields) for column in spec.columns] == [
        (a, ("a",)),
        (b, ("b", "reasons")),
        (kind, ("kind",)),
    ]
    assert spec.columns[1].split == tuple(marks)
    assert spec.columns[2].lookup == lookup
    assert set(spec.skip.values()) == {frozenset({note})}
