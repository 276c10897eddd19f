"""A piece of evidence and the sources, as pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from graph.stores.kglite import KgliteStore
from loaders.run import find_paths, load
from tests.api.clients import client_of
from tests.conftest import FACTSHEETS, PROPOSALS

TIE = "e-64f7945ddd996999"
TABLE = "社区,高校\n玉湖社区,太原理工大学\n"
MAP = """
source: {id: rows, title: 名单, region: "140702"}
table: {kind: partners, columns: {社区: a, 高校: b}, constants: {a_type: Community, b_type: University, kind: signed}}
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with KgliteStore(str(tmp_path_factory.mktemp("pages") / "graph.kgl")) as store:
        assert all(report.ok for report in load(store, find_paths([FACTSHEETS, PROPOSALS])))
        yield Service(store)


@pytest.fixture(scope="module")
def pages(service: Service) -> Iterator[TestClient]:
    with client_of(create_app(service), headers={"Accept": "text/html"}) as client:
        yield client


def _rows(page: str) -> list[str]:
    return re.findall(r'<tr id="([^"]+)"', page)


def test_the_statement_from_which_somebody_came_is_marked(pages: TestClient) -> None:
    page = pages.get("/evidence/000-yuci%2326", params={"focus": TIE, "lang": "zh"}).text
    assert re.findall(r'<tr id="([^"]+)"[^>]*aria-current="true"', page) == [TIE]
    assert "第 26 段" in page
    assert "中共榆次区委组织部" in page
    assert "这里没有存原文" in page


def test_a_span_holds_what_each_of_its_paragraphs_states(pages: TestClient, service: Service) -> None:
    whole = set(_rows(pages.get("/evidence/000-yuci%234-6").text))
    for paragraph in (4, 5, 6):
        assert set(_rows(pages.get(f"/evidence/000-yuci%23{paragraph}").text)) <= whole
    given = {"source": "000-yuci", "evidence": "000-yuci#4-6", "first": 4, "last": 6}
    assert whole == {row["statement_id"] for row in service.ask("sources/states", given).rows}


def test_a_passage_is_text_and_its_proposals_say_so(pages: TestClient) -> None:
    page = pages.get("/evidence/proposed-yuci%232", params={"lang": "zh"}).text
    cited = re.findall(r'<li class="cited">.*?</li>', page, re.S)
    assert len(cited) == 1
    assert "太原理工大学与锦纶街道玉湖社区当场签约。" in cited[0]
    assert "五月里榆次区开了一次座谈会。" in page
    assert "待审" in page
    assert "96%" in page


def test_more_paragraphs_are_shown_when_asked(pages: TestClient) -> None:
    near = pages.get("/evidence/proposed-yuci%231", params={"around": 0}).text
    far = pages.get("/evidence/proposed-yuci%231", params={"around": 20}).text
    assert near.count('class="number"') == 1
    assert far.count('class="number"') == 5


def test_a_cell_is_no_paragraph(pages: TestClient, service: Service, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "rows.map.yaml").write_text(MAP, encoding="utf-8")
    report = service.load_table(str(tmp_path / "rows.csv"))
    assert report.ok, [problem.say("en") for problem in report.problems]
    ties = service.ask("sources/contents", {"source": "rows"}).rows
    ref = next(row["evidence"][0] for row in ties if row["what"] == "relation" and row["type"] == "PARTNERS_WITH")
    page = pages.get(f"/evidence/{ref.replace('#', '%23')}", params={"lang": "zh"})
    assert page.status_code == 200
    assert ref.partition("#")[2] in page.text
    assert "PARTNERS_WITH" not in page.text
    assert "太原理工大学" in page.text
    service.unload("rows")


@pytest.mark.parametrize(("path", "status"), [("nowhere%231", 404), ("000-yuci", 422), ("000-yuci%23", 422)])
def test_what_is_no_evidence_is_told(pages: TestClient, path: str, status: int) -> None:
    answer = pages.get(f"/evidence/{path}", params={"lang": "en"})
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_every_piece_of_evidence_of_the_graph_has_a_page(service: Service, pages: TestClient) -> None:
    rows = service.store.read("MATCH (n:Entity) UNWIND n.evidence AS ref RETURN DISTINCT ref AS ref ORDER BY ref").rows
    refs = [row["ref"] for row in rows]
    for ref in refs[:: max(1, len(refs) // 25)]:
        page = pages.get(f"/evidence/{ref.replace('#', '%23')}")
        assert page.status_code == 200, ref
        assert _rows(page.text), ref


def test_the_sources_are_listed_with_their_loads(pages: TestClient) -> None:
    page = pages.get("/sources", params={"lang": "zh"}).text
    for source in ("000-yuci", "004-jinzhong-youth", "proposed-yuci"):
        assert f"/sources/{source}?lang=zh" in page
    assert "最近的装载" in page
    assert "新增 353" in page


def test_the_pages_of_a_source_hold_each_statement_once(pages: TestClient, service: Service) -> None:
    path, seen = "/sources/004-jinzhong-youth", []
    while path:
        page = pages.get(path).text
        seen += re.findall(r'<li data-id="([^"]+)"', page)
        following = re.search(r'href="(/sources/[^"]+place=[^"]+)#contents"', page)
        path = following[1].replace("&amp;", "&") if following else ""
    whole = service.ask("sources/contents", {"source": "004-jinzhong-youth", "limit": 5_000}).rows
    assert seen == [row["statement_id"] for row in whole]
    amounts = {row["source_id"]: row for row in service.ask("sources/amounts", {}).rows}["004-jinzhong-youth"]
    assert len(whole) == amounts["entities"] + amounts["relations"] + amounts["claims"] > 200


def test_amounts_are_those_of_the_list(service: Service) -> None:
    def told(query: str) -> dict[str, tuple[int, int, int]]:
        rows = service.ask(query, {}).rows
        return {row["source_id"]: (row["entities"], row["relations"], row["claims"]) for row in rows}

    assert told("sources/amounts") == told("sources/list")


def test_a_source_that_is_not_there(pages: TestClient) -> None:
    answer = pages.get("/sources/nowhere", params={"lang": "zh"})
    assert answer.status_code == 404
    assert "没有来源 nowhere" in answer.text
