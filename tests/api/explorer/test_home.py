"""The entrance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.explorer import morning
from api.service import Service
from graph.stores.kglite import KgliteStore
from tests.api.clients import client_of
from tests.conftest import FACTSHEETS, PROPOSALS

HTML = {"Accept": "text/html"}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        yield Service(store)


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with client_of(create_app(service), headers=HTML) as client:
        yield client


def test_an_empty_graph_says_what_to_do(client: TestClient) -> None:
    assert "还没有装载任何来源" in client.get("/", params={"lang": "zh"}).text
    assert "No source is loaded yet" in client.get("/", params={"lang": "en"}).text


def test_the_morning(service: Service, client: TestClient) -> None:
    service.load([str(FACTSHEETS / "000-yuci.yaml"), str(PROPOSALS)])
    page = client.get("/", params={"lang": "zh"}).text
    waiting = sum(row["entities"] + row["relations"] + row["claims"] for row in service.ask("reviews/counts", {}).rows)
    assert f"<strong>{waiting}</strong> 条提议待审" in page
    assert 'data-gaps="cn-140702"' in page
    assert "data-known" not in page
    counted = client.get("/gap-count", params={"place": "榆次区"}).json()
    assert counted["open"] >= counted["serious"] > 0
    assert f"缺口 {counted['open']}" in client.get("/", params={"lang": "zh"}).text


def test_what_was_counted_is_forgotten_when_the_graph_changes(service: Service, client: TestClient) -> None:
    service.load([str(FACTSHEETS / "000-yuci.yaml")])
    before = client.get("/gap-count", params={"place": "cn-140702"}).json()
    row = service.ask("gaps/declared_vs_named", {"place": "cn-140702"}).rows[0]
    until = date.today() + timedelta(days=20)
    service.accept_gap("declared_vs_named", row["claim_id"], until.isoformat(), "规划员", "年底公布")
    after = client.get("/gap-count", params={"place": "cn-140702"}).json()
    assert after == {"open": before["open"] - 1, "serious": before["serious"] - 1}
    page = client.get("/", params={"lang": "zh"}).text
    assert "年底公布" in page.split('id="ending"')[1]
    assert len(morning.ending(service, date.today())) == 1
    assert morning.ending(service, date.today() - timedelta(days=90)) == []
    assert morning.ending(service, until + timedelta(days=1)) == []


def test_all_that_is_declared_and_not_named(service: Service, client: TestClient) -> None:
    service.load([str(FACTSHEETS / "003-jinzhong.yaml")])
    page = client.get("/declared", params={"lang": "zh"}).text
    short = morning.declared(service)
    assert page.count('<th scope="row">') == len(short) > 10
