"""What pages say where something is not as it should be: no database, no such page, nothing loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.waiting import WaitingStore, open_prepared
from graph.errors import StoreUnavailable, Text
from graph.settings import Settings
from graph.stores.kglite import KgliteStore
from tests.api.clients import client_of

#: Nothing listens there.
AWAY = "neo4j://127.0.0.1:1"
PAGES = (
    "/", "/regions", "/regions/cn-140702", "/questions/partners/of?entity=x", "/search?q=x", "/profiles/x",
    "/evidence/a%231", "/sources", "/loads", "/reviews", "/map?entity=x",
)  # fmt: skip


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The pages of a server whose database does not answer."""
    config = Settings(store=AWAY, var=tmp_path_factory.mktemp("away"))
    reason = StoreUnavailable(Text("连不上 Neo4j", "cannot reach Neo4j"), where=AWAY)
    store = WaitingStore(AWAY, reason, lambda: open_prepared(config))
    try:
        with client_of(create_app(Service(store, prepared=True), config=config)) as client:
            client.headers["Accept"] = "text/html"
            yield client
    finally:
        store.close()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The pages of a graph that holds nothing."""
    with (
        KgliteStore(str(tmp_path_factory.mktemp("bare") / "graph.kgl")) as store,
        client_of(create_app(Service(store))) as client,
    ):
        client.headers["Accept"] = "text/html"
        yield client


@pytest.mark.parametrize("path", PAGES)
def test_without_a_database_a_page_says_so_and_when_to_come_again(away: TestClient, path: str) -> None:
    for language, said in (("zh", "再试一次"), ("en", "Try again")):
        answer = away.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0
        assert answer.headers["content-type"].startswith("text/html")
        assert said in answer.text and answer.headers["x-request-id"] in answer.text


def test_whoever_lost_the_way_is_shown_on(bare: TestClient) -> None:
    page = bare.get("/profiles/x-0", params={"lang": "en"})
    assert page.status_code == 404 and 'href="/questions?lang=en"' in page.text and "Try again" not in page.text
    page = bare.get("/reviews", params={"after": "zzz", "status": "proposed"})
    assert page.status_code == 422 and 'href="/reviews?status=proposed">从第一页看起' in page.text


def test_a_later_page_of_the_queue_keeps_its_place(tmp_path: Path) -> None:
    sheet = tmp_path / "many.yaml"
    rows = [
        f"  - {{type: Enterprise, name: 第{number}号公司, at: {number}, status: proposed, confidence: 0.5}}"
        for number in range(1, 61)
    ]
    sheet.write_text(
        "\n".join(['source: {id: many, title: 清单, region: "140702"}', "entities:", *rows]), encoding="utf-8"
    )
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        service = Service(store)
        assert all(report.ok for report in service.load([str(sheet)]))
        with client_of(create_app(service)) as client:
            client.headers["Accept"] = "text/html"
            first = client.get("/reviews").text
            assert '<span class="count">60</span>' in first and "从头看" not in first
            (onwards,) = re.findall(r'href="(/reviews\?after=[^"]+)">后面的', first)
            later = client.get(onwards).text
            items = re.findall(r'<a href="([^"]+)"[^>]* data-item="([^"]+)"', later)
            assert len(items) == 10 and "从头看" in later
            shown = client.get(unescape(items[3][0])).text
            assert re.search(rf'aria-current="true" data-item="{items[3][1]}"', shown)


def test_a_program_is_told_in_its_own_form(away: TestClient) -> None:
    for path, accept in (("/v1/pictures", "text/html"), ("/suggestions?q=x", "application/json"), ("/", "*/*")):
        answer = away.get(path, headers={"Accept": accept})
        assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/regions",
        "/questions",
        "/questions/people/roles?ask=1",
        "/sources",
        "/loads",
        "/reviews",
        "/declared",
        "/map",
    ],
)
def test_a_graph_that_holds_nothing_has_all_its_pages(bare: TestClient, path: str) -> None:
    for language in ("zh", "en"):
        assert bare.get(f"{path}{'&' if '?' in path else '?'}lang={language}").status_code == 200
