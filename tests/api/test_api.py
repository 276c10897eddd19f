"""The HTTP door, on both engines."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.remote.lease import Lease
from api.service import Service
from graph.store import GraphStore
from queries.library import library
from tests.api.clients import client_of

YUHU = "cn-140702002010"


@pytest.fixture(scope="module")
def client(five: GraphStore) -> Iterator[TestClient]:
    lease = Lease("http://127.0.0.1", "right", 1)
    with client_of(create_app(Service(five), lease)) as client:
        yield client


def test_it_is_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["version"] > 1) == ("ready", True)


def test_the_catalogue_holds_every_query(client: TestClient) -> None:
    listed = client.get("/v1/queries").json()["rows"]
    assert [query["name"] for query in listed] == list(library())


def test_every_query_has_a_route_that_answers_its_example(client: TestClient) -> None:
    for name, query in library().items():
        answer = client.get(f"/v1/queries/{name}", params=query.header.example)
        assert answer.status_code == 200, (name, answer.text)
        # the five sheets propose nothing; the contract test asks these of a graph with proposals
        assert answer.json()["rows"] or name.startswith(("reviews/", "facts/")), name


def test_an_entity_may_be_named_by_id_name_or_alias(client: TestClient) -> None:
    for given in (YUHU, "玉湖社区"):
        rows = client.get("/v1/queries/partners/of", params={"entity": given, "side": "campus"}).json()["rows"]
        assert [row["partner"] for row in rows] == ["山西中医药大学第三临床学院", "山西晋中理工学院"]
    assert client.get("/v1/entities/医科大").json()["name"] == "山西医科大学"


def test_an_unknown_name_gives_the_nearest(client: TestClient) -> None:
    answer = client.get("/v1/entities/玉胡社区")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["type"], body["candidates"][0]["name"]) == ("/problems/unknown-name", "玉湖社区")


def test_errors_speak_the_language_that_is_asked_for(client: TestClient) -> None:
    zh = client.get("/v1/queries/partners/of", params={"entity": "无此人"}).json()["detail"]
    en = client.get(
        "/v1/queries/partners/of", params={"entity": "无此人"}, headers={"Accept-Language": "en-GB"}
    ).json()["detail"]
    assert zh.startswith("没有找到")
    assert en.startswith("nothing is called")


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("/v1/queries/partners/of", {}, 422),
        ("/v1/queries/partners/of", {"entity": YUHU, "colour": "red"}, 422),
        ("/v1/queries/partners/of", {"entity": YUHU, "formal": "perhaps"}, 422),
        ("/v1/queries/partners/of", {"entity": YUHU, "as_of": "soon"}, 422),
        ("/v1/queries/partners/of", {"entity": YUHU, "side": "moon"}, 422),
        ("/v1/queries/partners/nobody", {}, 404),
        ("/v1/entities", {"q": ""}, 422),
        ("/nowhere", {}, 404),
        ("/views/partners/of", {"entity": YUHU}, 422),
    ],
)
def test_what_is_wrong_is_told_as_problem_details(
    client: TestClient, path: str, params: dict[str, str], status: int
) -> None:
    answer = client.get(path, params=params)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["title"]


def test_search_finds_by_pinyin(client: TestClient) -> None:
    assert client.get("/v1/entities", params={"q": "yuhu"}).json()["rows"][0]["name"] == "玉湖社区"
    assert client.get("/v1/entities", params={"q": "tylgdx"}).json()["rows"][0]["name"] == "太原理工大学"


def test_neighbourhood_paths_claims_and_sources(client: TestClient) -> None:
    around = client.get(f"/v1/entities/{YUHU}/neighbourhood").json()["rows"]
    assert any(row["b"] == "山西中医药大学第三临床学院" or row["a"] == "山西中医药大学第三临床学院" for row in around)
    path = client.get("/v1/paths", params={"from": "安泰钢铁", "to": "介休聚贤石墨"}).json()["rows"][0]
    assert path["stops"] == ["安泰钢铁", "北京科技大学", "介休聚贤石墨"]
    asked: dict[str, str | bool] = {"topic": "驻地高校", "place": "晋中市", "parts": False}
    claims = client.get("/v1/claims", params=asked).json()["rows"]
    assert {row["value"] for row in claims} == {10, 13, 19, 21}
    assert len(client.get("/v1/sources").json()["rows"]) == 5


def test_the_pages_show_names_and_pictures(client: TestClient) -> None:
    page = client.get("/", params={"q": "玉湖"})
    assert page.status_code == 200
    assert "玉湖社区" in page.text
    picture = client.get("/views/network/neighbourhood", params={"entity": YUHU})
    assert "玉湖社区" in picture.text
    assert picture.headers["content-type"].startswith("text/html")


def test_openapi_has_a_summary_and_an_example_for_every_query(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for name, query in library().items():
        operation = paths[f"/v1/queries/{name}"]["get"]
        assert query.header.title.zh in operation["summary"]
        documented = {parameter["name"] for parameter in operation.get("parameters", [])}
        assert documented == {*query.header.params, "limit", "after", "format", "lang"}
    assert not any(path.startswith("/internal") for path in paths)


def test_the_owners_door_needs_its_token(client: TestClient) -> None:
    for token in ("", "Bearer wrong", "right"):
        assert client.post("/internal/status", json={}, headers={"Authorization": token}).status_code == 401
    assert client.post("/internal/status", json={}, headers={"Authorization": "Bearer right"}).status_code == 200
