"""Ad-hoc Cypher on both engines and through the doors: nothing hostile runs, everything useful answers."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.remote.carried import raised
from api.remote.lease import Lease
from api.service import Service
from graph.errors import CypherRefused, QueryTooCostly, StatementError
from graph.exchange import export_lines
from graph.store import Bounds, GraphStore, Transaction
from loaders.run import find_paths, load
from tests.api.clients import client_of
from tests.conftest import ENGINES, FACTSHEETS, open_empty
from tests.cypher.corpus import ANSWERING, HOSTILE, HOSTILE_PARAMS, PARAMS, SAME

BOUNDS = Bounds(seconds=8)
#: Passes the guard, and keeps an engine busy for long.
BUSY = "MATCH (a:Entity)-[*1..8]-(b)-[*1..8]-(c) WHERE a.name <> b.name AND b.name <> c.name RETURN count(*) AS k"


@pytest.fixture(scope="module")
def engines(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, GraphStore]]:
    """Both engines side by side, each with the five sheets."""
    with ExitStack() as stack:
        opened: dict[str, GraphStore] = {}
        for engine in ENGINES:
            opened[engine] = stack.enter_context(open_empty(engine, request, tmp_path_factory.mktemp("cypher")))
            assert all(report.ok for report in load(opened[engine], find_paths([FACTSHEETS])))
        yield opened


@pytest.fixture(scope="module")
def client(five: GraphStore) -> Iterator[TestClient]:
    with client_of(create_app(Service(five))) as client:
        yield client


def fingerprint(store: GraphStore) -> str:
    """A hash of all that the graph holds."""
    return hashlib.sha256("\n".join(export_lines(store)).encode()).hexdigest()


def files_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder, with its size and when it was written."""
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def comparable(rows: list[dict[str, Any]], text: str) -> list[str]:
    """The rows of an answer, sorted where the statement does not say in which order they come."""
    spelled = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows]
    return spelled if "ORDER BY" in text.upper() else sorted(spelled)


@pytest.mark.parametrize("text", SAME)
def test_useful_statements_give_the_same_on_both_engines(engines: Mapping[str, GraphStore], text: str) -> None:
    answers = [store.read_untrusted(text, PARAMS, BOUNDS) for store in engines.values()]
    assert answers[0].columns == answers[1].columns
    assert comparable(answers[0].rows, text) == comparable(answers[1].rows, text)
    assert answers[0].rows


@pytest.mark.parametrize("text", ANSWERING)
def test_useful_statements_answer(five: GraphStore, text: str) -> None:
    answer = five.read_untrusted(text, PARAMS, BOUNDS)
    assert answer.rows
    assert set(answer.rows[0]) == set(answer.columns)


def test_nothing_hostile_runs(five: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it at once, so that what one statement left behind would show in the graph or beside it."""
    canary = tmp_path / "canary.csv"
    canary.write_text("a-canary-that-sings\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    graph, files = fingerprint(five), files_of(tmp_path)
    for name, text in HOSTILE.items():
        with pytest.raises(CypherRefused):
            five.read_untrusted(text.replace("/etc/passwd", str(canary)), HOSTILE_PARAMS, BOUNDS)
            pytest.fail(name)
    assert (fingerprint(five), files_of(tmp_path)) == (graph, files)
    assert five.read_untrusted("RETURN 1 AS x", {}, BOUNDS).rows == [{"x": 1}]


def test_rows_are_cut_and_say_so(five: GraphStore) -> None:
    answer = five.read_untrusted("UNWIND range(1, 50) AS x RETURN x", {}, Bounds(rows=20))
    assert ([row["x"] for row in answer.rows], answer.truncated) == (list(range(1, 21)), True)
    answer = five.read_untrusted("UNWIND range(1, 20) AS x RETURN x", {}, Bounds(rows=20))
    assert (len(answer.rows), answer.truncated) == (20, False)


def test_an_answer_of_too_many_bytes_is_stopped(five: GraphStore) -> None:
    with pytest.raises(QueryTooCostly):
        five.read_untrusted("MATCH (n:Entity) RETURN n", {}, Bounds(size=10_000))


def test_a_statement_ends_at_its_time(five: GraphStore) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTooCostly):
        five.read_untrusted(BUSY, {}, Bounds(seconds=1))
    assert time.monotonic() - began < 30, "it did not wait for the statement"
    assert five.read_untrusted("RETURN 1 AS x", {}, BOUNDS).rows == [{"x": 1}]


def test_others_are_answered_while_one_is_busy(five: GraphStore) -> None:
    def keep_busy() -> None:
        with pytest.raises(QueryTooCostly):
            five.read_untrusted(BUSY, {}, Bounds(seconds=3))

    busy = threading.Thread(target=keep_busy)
    busy.start()
    assert five.read_untrusted("MATCH (n:University) RETURN count(n) > 0 AS any", {}, BOUNDS).rows == [{"any": True}]
    assert five.read("MATCH (n:University) RETURN count(n) > 0 AS any").rows == [{"any": True}]
    busy.join()


def test_what_the_engine_refuses_is_a_fault_of_the_statement(five: GraphStore) -> None:
    for text in ("RETURN unknown_variable", "MATCH (n) RETURN $missing", "RETURN duration('not one')"):
        with pytest.raises(StatementError) as caught:
            five.read_untrusted(text, {}, BOUNDS)
        assert 400 <= caught.value.status < 500


def add_entity(id: str, tx: Transaction) -> None:
    tx.run("MERGE (n:Entity {id: $id}) SET n.name = $id", {"id": id})


def test_a_place_is_one_of_the_text_that_was_sent(five: GraphStore) -> None:
    with pytest.raises(StatementError) as caught:
        five.read_untrusted("MATCH (n:Entity) RETURN m.name AS x", {}, BOUNDS)
    told = caught.value.say("en")
    assert "m" in told
    assert not any(word in told for word in ("EXPLAIN", "://", "offset", "column 33"))


def test_a_value_that_cannot_be_shown_is_a_fault_of_the_statement(five: GraphStore) -> None:
    with pytest.raises(StatementError):
        five.read_untrusted("RETURN date({year: 20000, month: 1, day: 1}) AS day", {}, BOUNDS)
    assert five.read_untrusted("RETURN 1 AS x", {}, BOUNDS).rows == [{"x": 1}]


def test_answers_follow_the_graph(store: GraphStore) -> None:
    text = "MATCH (n:Entity) RETURN n.id AS id ORDER BY id"
    store.define(["CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE"])
    for count in range(1, 4):
        store.write(partial(add_entity, f"x-{count}"))
        rows = store.read_untrusted(text, {}, BOUNDS).rows
        assert [row["id"] for row in rows] == [f"x-{i}" for i in range(1, count + 1)]


# --- the HTTP door --------------------------------------------------------------------------------


def post(client: TestClient, text: str, params: dict[str, Any] | None = None) -> Any:
    return client.post("/v1/cypher", json={"query": text, "params": params or {}}, headers={"Accept-Language": "en"})


def test_the_route_answers(client: TestClient) -> None:
    answer = post(
        client, "MATCH (n:Entity {id: $id}) RETURN n.name AS 名称, date('2023-01-02') AS day", {"id": PARAMS["uni"]}
    )
    assert answer.status_code == 200
    assert answer.json() == {
        "columns": ["名称", "day"],
        "rows": [{"名称": "太原理工大学", "day": "2023-01-02"}],
        "truncated": False,
    }


def test_what_is_no_number_is_null(client: TestClient) -> None:
    assert post(client, "RETURN sqrt(-1) AS x, [sqrt(-1.0)] AS xs").json()["rows"] == [{"x": None, "xs": [None]}]


def test_the_route_refuses_with_rule_and_place(client: TestClient) -> None:
    answer = post(client, "MATCH (n)\nDETACH DELETE n")
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    body = answer.json()
    assert (body["type"], body["rule"], body["line"], body["column"]) == ("/problems/cypher-refused", "write", 2, 1)


@pytest.mark.parametrize("name", list(HOSTILE)[::9])
def test_the_route_lets_nothing_hostile_through(client: TestClient, name: str) -> None:
    answer = post(client, HOSTILE[name], HOSTILE_PARAMS)
    assert 400 <= answer.status_code < 500, answer.text
    assert "root:" not in answer.text
    assert client.get("/readyz").status_code == 200


def test_another_process_asks_the_owner_of_the_file(five: GraphStore) -> None:
    """Beside a running server the command goes through its inner door, the refusal with rule and place too."""
    app = create_app(Service(five), Lease("http://127.0.0.1", "right", 1))
    with client_of(app, headers={"Authorization": "Bearer right"}) as inner:
        answer = inner.post("/internal/cypher", json={"text": "RETURN $x AS x", "params": {"x": [1, "一"]}})
        assert answer.json() == {"columns": ["x"], "rows": [{"x": [1, "一"]}], "truncated": False}
        answer = inner.post("/internal/cypher", json={"text": "MATCH (n) DELETE n", "params": {}})
        error = raised(httpx.Response(answer.status_code, json=answer.json()))
    assert isinstance(error, CypherRefused)
    assert (error.rule, error.where) == ("write", "1:11")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"query": 1},
        {"query": "RETURN 1 AS x", "parameters": {}},
        {"query": "RETURN 1 AS x", "params": []},
        {"query": "RETURN $x AS x", "params": {"x": 2**70}},
        ["RETURN 1 AS x"],
    ],
)
def test_other_bodies_are_refused(client: TestClient, body: object) -> None:
    assert client.post("/v1/cypher", json=body).status_code == 422


def test_a_body_with_half_a_character_is_refused(client: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    body = '{"query": "RETURN $x AS x", "params": {"x": "\\ud800"}}'
    assert client.post("/v1/cypher", content=body, headers=headers).status_code == 422
    body = '{"query": "RETURN \\"\\ud800\\" AS x"}'
    assert client.post("/v1/cypher", content=body, headers=headers).status_code == 422


def test_the_command_line_answers(tmp_path: Path) -> None:
    """On a store of its own; parameters are JSON where they can be."""
    env = {**os.environ, "XIAODI_VAR": str(tmp_path), "XIAODI_LANG": "en"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "api.cli", "cypher", "--format", "json", *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True)

    done = run("UNWIND $xs AS x RETURN x, $word AS word", "xs=[1, 2]", "word=一")
    assert json.loads(done.stdout) == [{"x": 1, "word": "一"}, {"x": 2, "word": "一"}]
    done = run("CREATE (n)")
    assert (done.returncode, "1:1" in done.stderr) == (1, True)
