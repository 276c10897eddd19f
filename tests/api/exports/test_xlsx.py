"""XLSX as another library opens it: sheets, headings, types, evidence, and what there is no room for."""

from __future__ import annotations

import io

import pytest

from api.exports.content import Answered, Region, WholeGraph
from api.exports.formats.xlsx import Workbook
from api.service import Service
from graph.store import GraphStore
from queries.library import Answer
from tests.api.exports.reading import Made, sheets, written


@pytest.fixture(scope="module")
def desk(five: GraphStore) -> Service:
    return Service(five)


def test_a_graph_has_a_sheet_a_type_with_evidence_in_each_row(desk: Service) -> None:
    book = sheets(written(WholeGraph(desk), "xlsx"))
    assert {"说明", "高校", "社区村", "关系", "数字", "来源"} <= set(book)
    ties = desk.store.read("MATCH (a)-[r]->(b) WHERE type(r) <> 'ABOUT' RETURN count(r) AS n").rows[0]["n"]
    head, *rows = book["关系"]
    assert head[:6] == ["甲方", "关系", "种类", "角色", "乙方", "出处"]
    assert len(rows) == ties
    assert all(row[5] for row in rows)
    page = {row[0]: row[1] for row in book["说明"]}
    assert page["数据版本"] == str(desk.version())
    assert page["关系"] == f"{ties} 行"


def test_figures_are_numbers_beside_whom_they_are_about(desk: Service) -> None:
    head, *rows = sheets(written(Region(desk, "榆次区"), "xlsx"))["数字"]
    claims = desk.store.read("MATCH (c:Claim)-[:ABOUT]->(e) RETURN c.id AS id, c.value AS value, e.name AS about").rows
    known = {row["id"]: row for row in claims}
    place = {name: number for number, name in enumerate(head)}
    assert len(rows) > 5
    for row in rows:
        claim = known[row[place["id"]]]
        assert row[place["数值"]] == float(claim["value"])
        assert isinstance(row[place["数值"]], float)
        assert row[place["对象"]] == claim["about"]
        assert row[place["出处"]]


def test_an_answer_has_its_filters_and_headings(desk: Service) -> None:
    content = Answered(desk, "gaps/declared_vs_named", {"place": "榆次区"})
    book = sheets(written(content, "xlsx"))
    assert list(book) == ["说明", "答案"]
    assert {"条件 query", "条件 place"} <= {row[0] for row in book["说明"]}
    assert "出处" in book["答案"][0]
    assert len(book["答案"]) == 1 + len(content.answer.rows if content.answer else ())


def test_codes_stay_text_formulas_do_nothing_and_long_numbers_keep_their_digits() -> None:
    rows = [{"code": "001", "n": 10**17 + 1, "m": 3, "x": 0.5, "f": "=1+1", "yes": True, "none": None}]
    answer = Answer("a/b", {}, ("code", "n", "m", "x", "f", "yes", "none"), rows)
    content = Made(answer=answer)
    file = io.BytesIO()
    Workbook().write(content, file, "en")
    assert sheets(file.getvalue())["answer"][1][:6] == ["001", "100000000000000001", 3.0, 0.5, "'=1+1", "yes"]


def test_what_has_no_room_is_told() -> None:
    rows = [{"n": number, "t": "长" * 40_000} for number in range(12)]
    file = io.BytesIO()
    Workbook(rows=11).write(Made(answer=Answer("a/b", {}, ("n", "t"), rows)), file, "zh")
    book = sheets(file.getvalue())
    assert len(book["答案"]) == 11
    told = [row[1] for row in book["说明"]]
    assert "10 行" in told
    assert "另有 2 行放不下，请导出为 CSV" in told
    assert "10 格太长，只写了开头" in told
    assert len(book["答案"][1][1]) == 32_767
