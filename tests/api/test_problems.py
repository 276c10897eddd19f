"""Errors as problem details: every kind has a page, says where, and speaks the language that was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.http.accept import acceptable, preferred
from api.http.invalid import detail_of
from api.http.problems import kinds
from api.service import Service
from graph import errors
from graph.errors import XiaodiError
from graph.stores.kglite import KgliteStore
from loaders.run import find_paths, load
from tests.conftest import FACTSHEETS

HERE = "http://127.0.0.1:8000"
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    with KgliteStore(str(tmp_path_factory.mktemp("problems") / "graph.kgl")) as store:
        assert all(report.ok for report in load(store, find_paths([FACTSHEETS])))
        yield create_app(Service(store))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=HERE, client=("127.0.0.1", 50_000)) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "code", "name"),
    [
        ("GET", "/nowhere", 404, "no-such-page"),
        ("PUT", "/v1/sources", 405, "method-not-allowed"),
        ("GET", "/v1/reviews/accept/x", 404, "no-such-page"),
        ("GET", "/v1/queries/paths/shortest?from=安泰钢铁&to=介休聚贤石墨&paths=-1", 422, "bad-parameter"),
        ("GET", "/v1/views/network/whole?limit=-1", 422, "bad-parameter"),
        ("GET", "/v1/entities/无此人", 404, "unknown-name"),
        ("GET", "/v1/entities?limit=0", 422, "invalid-request"),
        ("GET", "/v1/entities?colour=red", 422, "invalid-request"),
        ("GET", "/v1/entities?limit=1&limit=2", 422, "invalid-request"),
        ("GET", "/v1/entities?q=%00", 422, "invalid-request"),
        ("GET", "/v1/sources?lang=fr", 422, "invalid-request"),
        ("GET", "/v1/entities?after=x", 422, "bad-parameter"),
        ("DELETE", "/v1/sources/none", 404, "not-found"),
    ],
)
def test_a_problem_has_a_kind_a_title_and_an_explanation(
    client: TestClient, method: str, path: str, code: int, name: str
) -> None:
    zh = client.request(method, path)
    en = client.request(method, path, headers={"accept-language": "en-GB, zh;q=0.5"})
    for answer, language in ((zh, "zh"), (en, "en")):
        assert (answer.status_code, answer.headers["content-type"]) == (code, "application/problem+json")
        assert answer.headers["content-language"] == language
        body = answer.json()
        assert (body["type"], body["status"]) == (f"/problems/{name}", code)
        assert body["request_id"] == answer.headers["x-request-id"]
        assert bool(HAN.search(body["title"])) == (language == "zh")
    kind = client.get(zh.json()["type"]).json()
    assert (kind["title"]["zh"], kind["title"]["en"]) == (zh.json()["title"], en.json()["title"])


def test_a_method_that_is_not_taken_names_those_that_are(client: TestClient) -> None:
    answer = client.post("/v1/sources/000-yuci")
    assert (answer.status_code, answer.headers["allow"]) == (405, "DELETE, GET, HEAD")
    assert client.get("/v1/reviews/undo/x").status_code == 404


@pytest.mark.parametrize(
    ("body", "pointer", "zh"),
    [
        (b'{"items": [], "why": "x"}', "#/items", "至少 1 项"),
        (b'{"items": ["a", 1], "why": "x"}', "#/items/1", "应为文字"),
        (b'{"items": ["a"], "why": "x", "a/b": 1}', "#/a~1b", "没有这一项"),
        (b'{"items": ["\\ud800"], "why": "x"}', "#/items/0", "不是合格的 Unicode 文字"),
        (b'{"items": ["a"]}', "#/why", "缺少此项"),
        (b"{", "#", "不是合格的 JSON"),
        (b"[]", "#", "应为对象"),
    ],
)
def test_each_fault_of_a_body_is_named_where_it_stands(client: TestClient, body: bytes, pointer: str, zh: str) -> None:
    sent = {"content": body, "headers": {"content-type": "application/json"}}
    answer = client.post("/v1/reviews/accept", **sent)  # type: ignore[arg-type]
    assert answer.status_code == 422, answer.text
    fault = answer.json()["errors"][0]
    assert (fault["in"], fault["pointer"]) == ("body", pointer)
    assert fault["detail"].startswith(zh)
    en = client.post("/v1/reviews/accept", params={"lang": "en"}, **sent).json()["errors"][0]  # type: ignore[arg-type]
    assert not HAN.search(en["detail"])


def test_a_fault_of_a_parameter_says_which(client: TestClient) -> None:
    fault = client.get("/v1/entities", params={"sort": "age"}).json()["errors"][0]
    assert fault == {"in": "query", "pointer": "#/query/sort", "detail": "只能是 'id'、'name'"}
    fault = client.get("/v1/suggestions", params={"limit": "9" * 5000}).json()["errors"][0]
    assert fault["pointer"] == "#/query/limit"


def test_every_error_of_ours_has_a_kind_in_both_languages(client: TestClient) -> None:
    ours = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, XiaodiError)]
    listed = {kind["name"]: kind for kind in client.get("/problems").json()}
    assert listed.keys() == kinds().keys()
    assert len(listed) > len(ours)
    for kind in listed.values():
        assert HAN.search(kind["title"]["zh"])
        assert HAN.search(kind["doc"]["zh"])
        assert kind["doc"]["en"]
        assert not HAN.search(kind["title"]["en"] + kind["doc"]["en"])
        page = client.get(kind["type"], headers={"accept": "text/html"})
        assert kind["title"]["zh"] in page.text


def test_a_fault_without_words_of_its_own_is_told_in_english() -> None:
    told = detail_of({"type": "something_new", "msg": "Input is odd", "loc": ("body",)})
    assert told == ("不合要求：Input is odd", "Input is odd")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", None),
        ("fr", None),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-TW, en", "zh"),
        ("en;q=0.3, zh;q=0.8", "zh"),
        ("en;q=0, *", "zh"),
        ("fr, en;q=0.1", "en"),
        ("en;q=x", "en"),
        (";;,,q=1", None),
    ],
)
def test_the_language_that_is_liked_best(header: str, language: str | None) -> None:
    assert preferred(header, ("zh", "en")) == language


def test_a_type_that_is_named_outweighs_its_family() -> None:
    offered = ("application/json", "text/csv")
    assert acceptable("text/*;q=0.5, text/csv;q=0.1, application/json;q=0.3", offered) == "application/json"
    assert acceptable("*/*;q=0.1, text/csv", offered) == "text/csv"
    assert acceptable("image/*", offered) is None


# --- the reference ------------------------------------------------------------------------------------


class Links(HTMLParser):
    """What a page loads and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hrefs += [value or "" for name, value in attrs if name in ("href", "src")]
        self.inline += [tag for name, _ in attrs if tag in ("script", "style") or name == "style"]


def test_the_reference_needs_nothing_from_elsewhere(client: TestClient) -> None:
    for path in ("/docs", "/docs?lang=en", "/problems?lang=en"):
        page = client.get(path, headers={"accept": "text/html"})
        found = Links()
        found.feed(page.text)
        assert found.inline == []
        assert all(href.startswith(("/", "#")) for href in found.hrefs)
        assert "style-src 'self'" in page.headers["content-security-policy"]
    assert client.get("/docs/reference.css").headers["content-type"].startswith("text/css")


def test_what_the_reference_offers_to_try_answers(client: TestClient) -> None:
    found = Links()
    found.feed(client.get("/docs").text)
    tried = [href for href in dict.fromkeys(found.hrefs) if href.startswith("/v1/")]
    assert len(tried) > 80
    # nothing is proposed here, and no source was loaded twice through the service
    missing = ("/reviews/", "/comparisons/loads", "/jobs/", "/uploads/")
    for href in tried:
        code = client.get(href).status_code
        assert code == 200 or (code == 404 and any(part in href for part in missing)), href


def test_every_operation_is_described(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    ids = []
    for path, item in described["paths"].items():
        for method, operation in item.items():
            ids.append(operation["operationId"])
            assert HAN.search(operation["summary"]), (method, path)
            assert re.search("[A-Za-z]{3}", operation["summary"]), (method, path)
            assert operation["tags"], (method, path)
            assert {"429", "500", "503"} <= operation["responses"].keys(), (method, path)
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if body:
                schema = described["components"]["schemas"].get(body["schema"].get("$ref", "").rpartition("/")[2], {})
                assert schema.get("examples") or body.get("examples") or body.get("example"), (method, path)
    assert len(ids) == len(set(ids))


def test_allow_names_the_methods_of_the_address_itself(client: TestClient) -> None:
    refused = client.options("/v1/reviews/accept")
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    assert client.put("/v1/reviews/e-0123456789abcdef").headers["allow"] == "GET, HEAD"
