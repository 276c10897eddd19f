"""Lists, page by page: every row once, marks that survive a change, and marks that do not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.http.answers import Answers
from api.http.paging import Found, Listed, Page
from api.service import Service
from graph.errors import BadParameter, PageGone
from graph.store import GraphStore

HERE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def client(five: GraphStore) -> Iterator[TestClient]:
    app = create_app(Service(five))
    with TestClient(app, base_url=HERE, client=("127.0.0.1", 50_000)) as client:
        yield client


def pages(client: TestClient, path: str, params: dict[str, Any], limit: int) -> list[list[dict[str, object]]]:
    """All pages of a list, by following its links."""
    answer = client.get(path, params={**params, "limit": limit})
    found = []
    while True:
        assert answer.status_code == 200, answer.text
        found.append(answer.json()["rows"])
        link = answer.headers.get("link", "")
        assert bool(link) == (answer.json()["next"] is not None)
        if not link:
            return found
        answer = client.get(link.partition(">")[0].removeprefix("<"))


@pytest.mark.parametrize(
    ("path", "params", "limit"),
    [
        ("/v1/entities", {}, 100),
        ("/v1/entities", {"sort": "name"}, 100),
        ("/v1/entities", {"place": "榆次区"}, 10),
        ("/v1/entities", {"place": "榆次区", "sort": "name"}, 10),
        ("/v1/entities", {"q": "社区"}, 3),
        ("/v1/entities/榆次区/relations", {}, 7),
        ("/v1/entities/榆次区/neighbourhood", {"depth": 2}, 20),
        ("/v1/claims", {}, 50),
        ("/v1/claims/conflicts", {}, 1),
        ("/v1/gaps", {"place": "榆次区"}, 5),
        ("/v1/coverage", {}, 1),
        ("/v1/sources", {}, 2),
        ("/v1/runs", {}, 2),
        ("/v1/queries", {}, 30),
        ("/v1/queries/claims/of_entity", {"entity": "晋中市"}, 4),
        ("/v1/evidence", {"ref": "000-yuci#3"}, 6),
    ],
)
def test_the_pages_hold_every_row_once_and_in_order(
    client: TestClient, path: str, params: dict[str, Any], limit: int
) -> None:
    parts = pages(client, path, params, limit)
    assert len(parts) > 1
    assert all(len(part) == limit for part in parts[:-1])
    whole = client.get(path, params={**params, "limit": 1000}).json()
    assert whole["next"] is None
    assert [row for part in parts for row in part] == whole["rows"]


def test_a_file_holds_all_rows_and_a_page_of_it_what_was_asked_for(client: TestClient) -> None:
    rows = client.get("/v1/entities", params={"limit": 1000}).json()["rows"]
    assert len(rows) > 200
    table = client.get("/v1/entities", headers={"accept": "text/csv"})
    assert [row["entity_id"] for row in csv.DictReader(io.StringIO(table.text))] == [row["entity_id"] for row in rows]
    part = client.get("/v1/entities", params={"limit": 2, "format": "csv"})
    assert len(part.text.splitlines()) == 3
    assert part.headers["link"].endswith('rel="next"')


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/json"),
        ("text/html, */*;q=0.5", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/json;q=0.2, text/*;q=0.9", "text/csv; charset=utf-8"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", None),
    ],
)
def test_the_form_is_what_the_client_likes_best(client: TestClient, accept: str, media: str | None) -> None:
    answer = client.get("/v1/queries/partners/of", params={"entity": "玉湖社区"}, headers={"accept": accept})
    assert answer.headers["content-type"] == (media or accept)
    assert "Accept" in answer.headers["vary"]


def test_a_form_that_there_is_not_is_refused(client: TestClient) -> None:
    for accept in ("image/png", "application/json;q=0, text/csv;q=0"):
        answer = client.get("/v1/sources", headers={"accept": accept})
        assert (answer.status_code, answer.json()["type"]) == (406, "/problems/not-acceptable")


@pytest.mark.parametrize("after", ["x", "ü", "W10", "bnVsbA", "eyJhIjoxfQ", "WyJhIiwxLDJd", "=" * 10, "A" * 3999])
def test_a_mark_that_is_none_is_refused(client: TestClient, after: str) -> None:
    for path in ("/v1/entities", "/v1/sources", "/v1/reviews"):
        answer = client.get(path, params={"after": after})
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/bad-parameter"), path


def test_a_mark_belongs_to_its_list(client: TestClient) -> None:
    mark = client.get("/v1/entities", params={"limit": 1}).json()["next"]
    assert client.get("/v1/entities", params={"after": mark, "label": "Community"}).status_code == 422
    assert client.get("/v1/claims", params={"after": mark}).status_code == 422
    assert client.get("/v1/entities", params={"after": mark, "limit": 5, "lang": "en"}).status_code == 200


# --- answers that change between two pages ------------------------------------------------------------


def found(*ids: str) -> Found:
    return Found(("name", "item_id"), [{"name": f"n-{id_}", "item_id": id_} for id_ in ids])


def page(answer: Found, after: str | None, state: str = "1") -> Listed:
    return Page("list", 2, after).of(lambda: answer, Answers(), state)


def ids(listed: Listed) -> list[str]:
    return [row["item_id"] for row in listed.rows]


def test_a_page_goes_on_behind_its_row_wherever_that_is_by_now() -> None:
    mark = page(found("a", "b", "c", "d", "e"), None).next
    assert ids(page(found("a", "b", "c", "d", "e"), mark)) == ["c", "d"]
    assert ids(page(found("0", "1", "a", "b", "c", "d"), mark)) == ["c", "d"]
    assert ids(page(found("b", "c"), mark)) == ["c"]
    assert ids(page(found("a", "b"), mark)) == []
    renamed = Found(("name", "item_id"), [{"name": "new", "item_id": id_} for id_ in "abc"])
    assert ids(page(renamed, mark)) == ["c"]


def test_a_page_whose_row_is_gone_says_so() -> None:
    mark = page(found("a", "b", "c"), None).next
    with pytest.raises(PageGone):
        page(found("a", "c", "d"), mark)
    with pytest.raises(PageGone):
        page(found(), mark)


def test_a_next_page_is_not_computed_again_while_the_graph_stays() -> None:
    asked: list[str] = []
    answers = Answers()

    def compute() -> Found:
        asked.append("once more")
        return found("a", "b", "c", "d", "e")

    mark = Page("list", 2).of(compute, answers, "1").next
    assert ids(Page("list", 2, mark).of(compute, answers, "1")) == ["c", "d"]
    assert len(asked) == 1
    assert ids(Page("list", 2, mark).of(compute, answers, "2")) == ["c", "d"]
    assert len(asked) == 2


def test_kept_answers_have_an_end() -> None:
    answers = Answers(room=200)
    for number in range(20):
        answers.keep((f"{number}", "1"), found("a", "b"))
    assert answers.get(("0", "1")) is None
    assert answers.get(("19", "1")) is not None
    answers.keep(("large", "1"), found(*map(str, range(100))))
    assert answers.get(("large", "1")) is None


def test_a_foreign_mark_is_none_of_this_list() -> None:
    mark = page(found("a", "b", "c"), None).next
    with pytest.raises(BadParameter):
        Page("another", 2, mark).of(lambda: found("a", "b", "c"), Answers(), "1")
