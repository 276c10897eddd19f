"""The profile of an entity, as a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.explorer import profiles
from api.explorer.portrait import portrait
from api.service import Service
from graph.base import Entity
from graph.ontology import entity_types
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from queries.library import find_query
from tests.api.clients import client_of
from tests.conftest import FACTSHEETS

HTML = {"Accept": "text/html"}
YUHU, JINZHONG = "cn-140702002010", "cn-1407"
#: An invented sheet of names that are markup, of many alike, and of dates.
ODD = """
source: {id: odd, title: "<b>怪</b>", region: "140702"}
entities:
  - {type: District, name: 榆次区, at: 1}
  - {type: Enterprise, name: "<script>alert(1)</script>", at: 1, aliases: ['" onclick="x']}
  - {type: Enterprise, name: "javascript:alert(2)", at: 1}
  - {type: Platform, name: 同名, anchor: "1407", key: k-one, at: 1}
  - {type: Team, name: 同名, anchor: "1407", key: k-two, at: 1}
  - {type: Activity, key: k-act, name: 座谈, at: 1, date: 2023-06, description: "<img src=x>"}
relations:
  - {from: "<script>alert(1)</script>", type: PARTNERS_WITH, kind: signed, to: 榆次区, valid_from: 2024-03, at: 2}
  - {from: "<script>alert(1)</script>", type: PARTICIPATES_IN, role: host, to: k-act, at: 2}
  - {from: "<script>alert(1)</script>", type: PARTNERS_WITH, kind: joint, to: "javascript:alert(2)", at: 2}
"""


@pytest.fixture(scope="module")
def five_pages(five: GraphStore) -> Iterator[TestClient]:
    with client_of(create_app(Service(five)), headers=HTML) as client:
        yield client


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("odd")
    sheet = folder / "odd.yaml"
    sheet.write_text(ODD, encoding="utf-8")
    with KgliteStore(str(folder / "graph.kgl")) as store:
        service = Service(store)
        reports = service.load([str(sheet)])
        assert all(report.ok for report in reports), [str(problem) for report in reports for problem in report.problems]
        with client_of(create_app(service), headers=HTML) as client:
            yield client


def test_partners_in_three_groups_each_tie_with_its_evidence(five_pages: TestClient) -> None:
    page = five_pages.get(f"/profiles/{YUHU}", params={"lang": "zh"}).text
    formal, other = page.split('id="formal"')[1].split('id="other"')
    assert "山西中医药大学第三临床学院" in formal
    assert "/evidence/000-yuci%2326?focus=e-64f7945ddd996999" in formal
    assert "山西晋中理工学院" in other.split("</section>")[0]
    street = five_pages.get("/profiles/cn-140702002", params={"lang": "zh"}).text
    assert "山西中医药大学第三临床学院" in street.split('id="through"')[1].split("</section>")[0]


@pytest.mark.parametrize("asked", ["玉湖社区", "140702002010"])
def test_a_name_or_a_code_leads_to_the_id(five_pages: TestClient, asked: str) -> None:
    answer = five_pages.get(f"/profiles/{asked}", params={"lang": "en"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, f"/profiles/{YUHU}?lang=en")


def test_every_type_has_a_profile(five: GraphStore, five_pages: TestClient) -> None:
    rows = five.read("MATCH (n:Entity) RETURN n.label AS label, min(n.id) AS id ORDER BY label").rows
    assert len(rows) > 20
    for nth, row in enumerate(rows):
        answer = five_pages.get(f"/profiles/{row['id']}", params={"lang": ("zh", "en")[nth % 2]})
        assert answer.status_code == 200, row
        assert "Content-Security-Policy" in answer.headers


def test_every_relation_stands_on_the_page_once(five: GraphStore) -> None:
    service = Service(five)
    for place in (JINZHONG, "cn-140702", "cn-530114"):
        it = portrait(service, place)
        shown = {row["edge_id"] for rows in it.topics.values() for row in rows}
        assert shown == {row["edge_id"] for row in it.relations}
        plain = {row["edge_id"] for row in it.topics.get("", ())}
        assert plain <= {tie["edge_id"] for tie in it.ties}


def test_figures_that_differ_stand_side_by_side(five: GraphStore) -> None:
    told = next(one for one in portrait(Service(five), JINZHONG).figures if one.topic == "驻地高校")
    assert (told.verdict, told.differs) == ("different_basis", ("as_of",))
    assert {row["printed"] for row in told.rows} == {"21所", "19所"}


def test_a_long_list_is_shown_whole_when_asked(five_pages: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "FIRST", 3)
    short = five_pages.get(f"/profiles/{JINZHONG}", params={"lang": "zh"}).text
    assert "all=activities" in short
    whole = five_pages.get(f"/profiles/{JINZHONG}", params={"lang": "zh", "all": "activities"}).text
    shown = [page.split('id="activities"')[1].split("</section>")[0].count("<tr data-id") for page in (short, whole)]
    assert shown == [3, 10]


def test_unknown_is_not_none(five_pages: TestClient) -> None:
    page = five_pages.get("/profiles/张庆乡", params={"lang": "zh"}).text
    assert "没有记录不等于没有" in page or "来源只说了数目" in page


def test_nobody_of_this_name_is_told_with_what_is_near(five_pages: TestClient) -> None:
    answer = five_pages.get("/profiles/玉湖社", params={"lang": "zh"})
    assert answer.status_code == 404
    assert "玉湖社区" in answer.text


def test_names_that_are_several_are_listed(odd: TestClient) -> None:
    answer = odd.get("/profiles/同名", params={"lang": "zh"})
    assert answer.status_code == 409
    assert len(re.findall(r'href="/profiles/x-[0-9a-f]{12}\?lang=zh"', answer.text)) == 2


def test_names_that_are_markup_are_text(odd: TestClient) -> None:
    found = odd.get("/profiles/<script>alert(1)</script>")
    assert found.status_code == 200
    assert "<script>alert" not in found.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in found.text
    assert 'onclick="x' not in found.text
    assert not re.search(r'href="javascript:', found.text)


def test_what_is_dated_comes_in_order_and_the_rest_apart(odd: TestClient) -> None:
    page = odd.get("/profiles/<script>alert(1)</script>", params={"lang": "zh"}).text
    timeline = page.split('class="timeline"')[1]
    dated, undated = timeline.split("没有写明日期的")
    assert re.findall(r"<time>([^<]+)</time>", dated) == ["2023-06", "2024-03"]
    assert "javascript:alert(2)" in undated


def test_the_properties_of_every_type_are_asked_for() -> None:
    told = set(find_query("entities/properties").header.returns)
    shown = {"name", "official_name", "aliases", "description", "kind", "rules"}
    for model in entity_types().values():
        assert issubclass(model, Entity)
        assert set(model.model_fields) - shown <= told, model


def test_a_merged_id_leads_to_the_one_that_stands(tmp_path: Path) -> None:
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        service = Service(store)
        service.load([str(FACTSHEETS / "000-yuci.yaml")])
        old, new = service.resolve("长城集团").id, service.resolve("榆次区委").id
        gone = service.resolve("榆次区委组织部").id
        service.merge_into(gone, new, "规划员", "同一机构")
        with client_of(create_app(service), headers=HTML) as client:
            answer = client.get(f"/profiles/{gone}", follow_redirects=False)
            assert answer.headers["location"] == f"/profiles/{new}"
            assert client.get(f"/profiles/{old}").status_code == 200
