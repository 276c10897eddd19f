"""What a server tells about itself: request ids, log lines, metrics, health."""

from __future__ import annotations

import io
import json
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.context import asked
from api.logs import configure
from api.service import Service
from graph.errors import StoreUnavailable, Text
from graph.settings import ROOT, Settings
from graph.stores.kglite import KgliteStore

YUCI = ROOT / "data" / "factsheets" / "004-jinzhong-youth.yaml"
SECRET = "what-nobody-may-read"  # noqa: S105 - to be looked for


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        service = Service(store)
        yield service
        service.names.close()


@pytest.fixture
def app(service: Service, tmp_path: Path) -> FastAPI:
    app = create_app(service, config=Settings(var=tmp_path))

    @app.get("/v1/broken/{what}")
    def broken(what: str, key: str = "") -> None:
        logging.getLogger("work").warning("worked on something")
        raise ZeroDivisionError(SECRET)

    @app.get("/v1/who")
    def who(request: Request) -> str:
        return asked().id

    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as client:
        yield client


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The log as JSON lines; call it to read what was written so far."""
    stream, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    monkeypatch.setattr("sys.stderr", stream)
    configure(Settings(log_form="json"))
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], root.level = before


def samples(client: TestClient) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Every sample of /metrics by its name and labels."""
    answer = client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    families = text_string_to_metric_families(answer.text)
    return {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}


def sample(client: TestClient, name: str, **labels: str) -> float | None:
    return samples(client).get((name, frozenset(labels.items())))


def test_every_answer_has_an_id_and_a_sane_one_is_kept(client: TestClient) -> None:
    given = client.get("/v1/who", headers={"X-Request-ID": "from-a-proxy.7"})
    assert (given.headers["x-request-id"], given.json()) == ("from-a-proxy.7", "from-a-proxy.7")
    for bad in ("", "x" * 65, "a b", "line\tbreak", '{"a":1}'):
        made = client.get("/v1/who", headers={"X-Request-ID": bad}).headers["x-request-id"]
        assert re.fullmatch(r"[0-9a-f]{16}", made)


def test_refusals_and_faults_have_ids_and_the_headers_of_every_answer(client: TestClient) -> None:
    for path, headers, status in (
        ("/nowhere", {}, 404),
        ("/v1/broken/x", {}, 500),
        ("/v1/who", {"Host": "evil.example"}, None),
    ):
        answer = client.get(path, headers=headers)
        assert answer.status_code == status or status is None
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["request_id"] == answer.headers["x-request-id"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_fault_is_told_in_the_log_and_not_to_the_client(client: TestClient, lines: Any) -> None:
    answer = client.get(f"/v1/broken/me?key={SECRET}", headers={"Accept-Language": "en"})
    assert "ZeroDivision" not in answer.text
    assert SECRET not in answer.text
    trace = next(line for line in lines() if "exc_info" in line)
    assert "ZeroDivisionError" in trace["exc_info"]
    assert trace["request_id"] == answer.headers["x-request-id"]


def test_one_line_a_request_with_its_template_and_nothing_that_was_asked(client: TestClient, lines: Any) -> None:
    client.get(f"/v1/broken/{SECRET}-path?key={SECRET}")
    access = [line for line in lines() if line["logger"] == "xiaodi.access"]
    assert len(access) == 1
    line = access[0]
    assert (line["message"], line["status"]) == ("GET /v1/broken/{what}", 500)
    assert line["bytes"] > 100
    assert line["ms"] >= 0
    assert line["caller"] not in ("", "-")
    assert SECRET not in json.dumps(line)


def test_lines_written_while_a_request_is_answered_carry_its_id_and_caller(client: TestClient, lines: Any) -> None:
    id_ = client.get("/v1/broken/x").headers["x-request-id"]
    written = next(line for line in lines() if line["logger"] == "work")
    access = next(line for line in lines() if line["logger"] == "xiaodi.access")
    assert (written["request_id"], written["caller"]) == (id_, access["caller"])
    logging.getLogger("work").warning("outside")
    assert lines()[-1]["request_id"] == "-"


def test_lines_of_text_tell_the_same(client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    configure(Settings(log_form="text"))
    try:
        id_ = client.get("/v1/who").headers["x-request-id"]
    finally:
        root.handlers[:], root.level = before
    line = next(line for line in capsys.readouterr().err.splitlines() if "xiaodi.access" in line)
    assert re.search(rf"\[{id_} \S+\] GET /v1/who status=200 ms=[\d.]+ bytes=\d+$", line)


def test_requests_are_counted_by_route(client: TestClient) -> None:
    for path in ("/v1/broken/a", "/v1/broken/b", "/v1/who", "/nowhere/1", "/nowhere/2"):
        client.get(path)
    told = {"method": "GET", "route": "/v1/broken/{what}", "status": "500"}
    assert sample(client, "xiaodi_requests_total", **told) == 2
    assert sample(client, "xiaodi_requests_total", method="GET", route="-", status="404") == 2
    assert sample(client, "xiaodi_request_seconds_count", route="/v1/who") == 1
    assert sample(client, "xiaodi_requests_in_flight") == 1  # the one that asks


def test_a_load_moves_its_counters_and_those_of_the_graph(
    client: TestClient, service: Service, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.http.metrics._FRESH_FOR", 0.0)
    version = sample(client, "xiaodi_graph_version")
    assert version is not None
    service.load([str(YUCI)])
    service.unload("004-jinzhong-youth")
    service.load([str(YUCI), "nowhere.yaml"])
    assert sample(client, "xiaodi_loads_count", action="load", outcome="done") == 2
    assert sample(client, "xiaodi_loads_count", action="load", outcome="refused") == 1
    assert sample(client, "xiaodi_loads_count", action="unload", outcome="done") == 1
    created, removed = (sample(client, "xiaodi_load_elements_total", change=name) for name in ("created", "removed"))
    assert created is not None
    assert removed is not None
    assert created > removed > 0
    after = sample(client, "xiaodi_graph_version")
    assert after is not None
    assert after > version
    people = service.store.read("MATCH (n:Person) RETURN count(*) AS count").rows[0]["count"]
    assert _soon(lambda: sample(client, "xiaodi_graph_nodes", label="Person") == people)
    age = sample(client, "xiaodi_since_last_load_seconds")
    assert age is not None
    assert 0 <= age < 300
    assert sample(client, "xiaodi_newest_publication_timestamp_seconds")
    assert [line["source"] for line in lines() if line["message"].startswith("load of")] == [
        "004-jinzhong-youth",
        "004-jinzhong-youth",
        None,
    ]


def test_jobs_are_counted_by_state(client: TestClient, app: FastAPI) -> None:
    assert sample(client, "xiaodi_jobs", state="done") is None
    asked = client.post("/v1/jobs", json={"kind": "registry", "regions": ["46"]})
    assert asked.status_code == 202, asked.text
    assert _soon(lambda: sample(client, "xiaodi_jobs", state="done") == 1)


def test_the_index_of_names_is_behind_until_it_is_used(client: TestClient, service: Service) -> None:
    service.load([str(YUCI)])
    assert sample(client, "xiaodi_names_index_fresh") == 1
    service.unload("004-jinzhong-youth")
    assert sample(client, "xiaodi_names_index_fresh") == 0
    service.search("玉湖")
    assert sample(client, "xiaodi_names_index_fresh") == 1


def _soon(holds: Any) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False


def test_two_applications_count_apart(service: Service, tmp_path: Path) -> None:
    apps = [create_app(service, config=Settings(var=tmp_path)) for _ in range(2)]
    with TestClient(apps[0], base_url="http://127.0.0.1") as first:
        first.get("/healthz")
    value = apps[1].state.metrics.registry.get_sample_value
    assert value("xiaodi_requests_total", {"method": "GET", "route": "/healthz", "status": "200"}) is None


def test_calls_of_the_store_are_counted_with_their_errors(client: TestClient, service: Service) -> None:
    before = sample(client, "xiaodi_store_calls_count", kind="read", outcome="ok")
    service.search("玉湖")
    with pytest.raises(Exception, match="引擎"):
        service.store.read("RETURN nonsense(")
    after = sample(client, "xiaodi_store_calls_count", kind="read", outcome="ok")
    assert before is not None
    assert after is not None
    assert after > before
    assert sample(client, "xiaodi_store_calls_count", kind="read", outcome="StatementError") == 1


def test_ready_tells_starting_store_down_and_stopping(app: FastAPI, service: Service) -> None:
    client = TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000))

    def state() -> tuple[int, str, bool]:
        answer = client.get("/readyz")
        body = answer.json()
        return answer.status_code, body.get("state") or body["status"], "retry-after" in answer.headers

    assert state() == (503, "starting", True)
    with client:
        assert state() == (200, "ready", False)
        stands, service.store.read = service.store.read, _away  # type: ignore[method-assign]
        assert state() == (503, "store_down", True)
        assert client.get("/healthz").status_code == 200
        assert sample(client, "xiaodi_store_up") == 0
        service.store.read = stands  # type: ignore[method-assign]
        assert state() == (200, "ready", False)
    assert state() == (503, "stopping", True)
    refused = client.get("/v1/who")
    assert (refused.status_code, refused.json()["type"]) == (503, "/problems/store-unavailable")
    assert refused.headers["retry-after"]


def _away(*_: Any, **__: Any) -> NoReturn:
    raise StoreUnavailable(Text("不在", "away"))


def test_ready_does_not_wait_for_a_store_that_hangs(client: TestClient, service: Service) -> None:
    stands = service.store.read

    def hang(*args: Any, **more: Any) -> Any:
        time.sleep(4)
        return stands(*args, **more)

    service.store.read = hang  # type: ignore[method-assign]
    began = time.monotonic()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["state"]) == (503, "store_down")
    assert time.monotonic() - began < 4
    service.store.read = stands  # type: ignore[method-assign]
    assert _soon(lambda: client.get("/readyz").status_code == 200)
