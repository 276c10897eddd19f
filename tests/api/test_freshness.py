"""Tags by the state of the graph: an answer that still holds is not computed again, one that does not is."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from graph.store import GraphStore
from loaders.run import find_paths, load
from tests.conftest import FACTSHEETS

HERE = "http://127.0.0.1:8000"
YUCI = FACTSHEETS / "000-yuci.yaml"


@pytest.fixture
def client(store: GraphStore) -> Iterator[TestClient]:
    assert all(report.ok for report in load(store, find_paths([FACTSHEETS])))
    app = create_app(Service(store))
    with TestClient(app, base_url=HERE, client=("127.0.0.1", 50_000)) as client:
        yield client


def test_a_copy_holds_until_the_graph_changes(client: TestClient) -> None:
    first = client.get("/v1/gaps", params={"place": "榆次区"})
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    again = client.get("/v1/gaps", params={"place": "榆次区"}, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert "Accept-Language" in again.headers["vary"]
    assert client.delete("/v1/sources/001-chenggong").status_code == 200
    later = client.get("/v1/gaps", params={"place": "榆次区"}, headers={"if-none-match": tag})
    assert later.status_code == 200
    assert later.headers["etag"] != tag


def test_an_accepted_gap_changes_the_tag(client: TestClient) -> None:
    """A decision may leave every element as it was, and still change what is answered."""
    asked = {"place": "榆次区", "rule": "declared_vs_named"}
    first = client.get("/v1/gaps", params=asked)
    subject = first.json()["rows"][0]["subject_id"]
    gap = {"rule": "declared_vs_named", "subject": subject, "until": "2099", "why": "在查"}
    assert client.post("/v1/gaps/acceptances", json=gap).status_code == 200
    later = client.get("/v1/gaps", params=asked, headers={"if-none-match": first.headers["etag"]})
    assert later.status_code == 200
    assert later.json()["rows"][0]["accepted"]["why"] == "在查"


def test_a_load_that_changes_nothing_leaves_the_tag(client: TestClient, store: GraphStore) -> None:
    tag = client.get("/v1/sources").headers["etag"]
    assert all(report.ok for report in load(store, [YUCI]))
    assert client.get("/v1/sources", headers={"if-none-match": tag}).status_code == 304


def test_the_tag_tells_forms_languages_and_questions_apart(client: TestClient) -> None:
    asked = [
        client.get("/v1/coverage"),
        client.get("/v1/coverage", headers={"accept": "text/csv"}),
        client.get("/v1/coverage", headers={"accept-language": "en"}),
        client.get("/v1/coverage", params={"limit": 1}),
        client.get("/v1/sources"),
    ]
    assert len({answer.headers["etag"] for answer in asked}) == len(asked)


def test_what_hangs_on_more_than_the_graph_has_no_tag(client: TestClient) -> None:
    for path in ("/v1/status", "/v1/runs", "/v1/me", "/v1/jobs", "/healthz"):
        assert "etag" not in client.get(path).headers, path
    assert "etag" not in client.get("/v1/entities/无此人").headers


def test_head_is_get_without_the_body(client: TestClient) -> None:
    for path in ("/v1/coverage", "/healthz", "/v1/entities/玉湖社区"):
        whole, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (whole.status_code, b"")
        for name in ("content-type", "content-length", "etag"):
            assert head.headers.get(name) == whole.headers.get(name), (path, name)


def test_long_answers_are_compressed_for_those_who_can(client: TestClient) -> None:
    plain = client.get("/v1/entities", headers={"accept-encoding": "identity"})
    packed = client.get("/v1/entities", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()
    assert packed.headers["etag"] == plain.headers["etag"]
    assert int(packed.headers["content-length"]) < len(gzip.compress(plain.content, 1)) * 2 < len(plain.content)
