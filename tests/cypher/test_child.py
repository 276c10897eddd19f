"""Behind the guard: what an engine can do to us when a text gets past it. Here texts are handed over unguarded."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from neo4j.exceptions import Neo4jError

from graph.errors import CypherRefused, QueryTooCostly, StatementError, StoreBusy
from graph.store import Bounds
from graph.stores.kglite import KgliteStore
from graph.stores.kglite_children import Child, Children
from graph.stores.neo4j_link import Link
from graph.stores.neo4j_untrusted import Untrusted
from tests.cypher.corpus import HOSTILE, HOSTILE_PARAMS
from tests.neo4j_server import Neo4jServer

BOUNDS = Bounds(seconds=5, memory=256)
#: Ends the engine's process in spite of every limit of its own.
DOUBLING = "RETURN size(reduce(s = 'a', x IN range(1, 40) | s + s)) AS k"
#: Is not interrupted by Neo4j, which looks at the clock between rows.
ENDLESS = (
    "RETURN size([a IN range(1, 700) WHERE any(b IN range(1, 700) WHERE any(c IN range(1, 700) WHERE a + b + c = 0))])"
)
#: Takes seconds on every engine.
LONG = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*) AS k"
ONE = "MATCH (n) RETURN count(n) AS k"


def family(*kinds: str) -> list[str]:
    return [text for name, text in HOSTILE.items() if name.rpartition(" ")[0] in kinds]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KgliteStore]:
    with KgliteStore(str(tmp_path / "graph.kgl")) as opened:
        opened.write(lambda tx: tx.run("MERGE (n:Entity {id: 'a'}) SET n.name = 'a'"))
        yield opened


@pytest.fixture
def children(store: KgliteStore, tmp_path: Path) -> Iterator[Children]:
    made = Children(tmp_path / "copies", store.backup, lambda: 1)
    yield made
    made.close()


def first(children: Children, text: str, bounds: Bounds = BOUNDS) -> Any:
    return children.ask(text, {}, bounds)["rows"]


def pids_below(pid: int) -> set[int]:
    children = Path(f"/proc/{pid}/task").glob("*/children")
    return {int(child) for path in children for child in path.read_text().split()}


def test_no_file_can_be_opened(children: Children, tmp_path: Path) -> None:
    canary = tmp_path / "canary.csv"
    canary.write_text("a-canary-that-sings\n", "utf-8")
    for text in family("files and network"):
        with pytest.raises(StatementError) as caught:
            children.ask(text.replace("/etc/passwd", str(canary)), HOSTILE_PARAMS, BOUNDS)
        assert "sings" not in caught.value.say("en")
        assert "root:" not in caught.value.say("en")
    assert first(children, ONE) == [{"k": 1}]


def test_the_file_is_there_for_an_engine_that_may_open_it(store: KgliteStore, tmp_path: Path) -> None:
    """What the test before would miss, if LOAD CSV went away."""
    canary = tmp_path / "canary.csv"
    canary.write_text("a-canary-that-sings\n", "utf-8")
    assert store.read(f"LOAD CSV FROM 'file://{canary}' AS r RETURN r[0] AS song").rows == [
        {"song": "a-canary-that-sings"}
    ]


@pytest.mark.parametrize("text", family("writes", "writes in subqueries", "writes after union"))
def test_nothing_can_be_written(children: Children, store: KgliteStore, text: str) -> None:
    with suppress(StatementError):
        children.ask(text, {}, BOUNDS)
    assert first(children, ONE) == [{"k": 1}]
    assert store.read(ONE).rows == [{"k": 1}]


def test_a_statement_that_ends_the_process_ends_only_that(children: Children) -> None:
    for text in (DOUBLING, HOSTILE["bomb: 400 unions"], HOSTILE["bomb: 400 nested calls"]):
        with pytest.raises(StatementError):
            children.ask(text, {}, BOUNDS)
        assert first(children, ONE) == [{"k": 1}]


def test_memory_is_bounded(children: Children) -> None:
    with pytest.raises(QueryTooCostly):
        first(children, "UNWIND range(1, 7000000) AS x RETURN size(collect(x)) AS k", Bounds(seconds=30, memory=64))
    assert first(children, ONE) == [{"k": 1}]


def test_time_is_bounded(children: Children) -> None:
    for text in (LONG, ENDLESS):
        with pytest.raises(QueryTooCostly):
            first(children, text, Bounds(seconds=1))
    assert first(children, ONE) == [{"k": 1}]


def test_a_process_that_does_not_answer_is_killed(children: Children) -> None:
    before = pids_below(os.getpid())
    assert first(children, ONE) == [{"k": 1}]
    (pid,) = pids_below(os.getpid()) - before
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(QueryTooCostly):
        first(children, ONE, Bounds(seconds=1))
    assert pid not in pids_below(os.getpid())
    assert first(children, ONE) == [{"k": 1}]


def test_the_process_is_used_again_until_the_graph_changes(store: KgliteStore) -> None:
    before = pids_below(os.getpid())
    store.read_untrusted(ONE, {}, BOUNDS)
    started = pids_below(os.getpid()) - before
    store.read_untrusted(ONE, {}, BOUNDS)
    assert pids_below(os.getpid()) - before == started
    assert len(started) == 1
    store.write(lambda tx: tx.run("MERGE (n:Entity {id: 'b'}) SET n.name = 'b'"))
    assert store.read_untrusted(ONE, {}, BOUNDS).rows == [{"k": 2}]
    assert not started & pids_below(os.getpid())


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    before = pids_below(os.getpid())
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        store.read_untrusted(ONE, {}, BOUNDS)
        assert (tmp_path / ".graph.kgl.cypher").stat().st_mode & 0o777 == 0o700
    assert [path.name for path in tmp_path.iterdir() if "cypher" in path.name] == []
    assert pids_below(os.getpid()) <= before


def test_who_finds_no_place_is_told_to_come_again(children: Children) -> None:
    def busy() -> None:
        with pytest.raises(QueryTooCostly):
            first(children, LONG, Bounds(seconds=4))

    threads = [threading.Thread(target=busy) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    with pytest.raises(StoreBusy):
        first(children, ONE, Bounds(seconds=0.2))
    for thread in threads:
        thread.join()
    assert first(children, ONE) == [{"k": 1}]


def test_the_process_knows_no_secret(store: KgliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAODI_STORE_PASSWORD", "correct-horse")
    store.backup(tmp_path / "copy.kgl")
    before = pids_below(os.getpid())
    child = Child(tmp_path / "copy.kgl")
    (pid,) = pids_below(os.getpid()) - before
    assert b"horse" not in Path(f"/proc/{pid}/environ").read_bytes()
    child.kill()


# --- Neo4j ----------------------------------------------------------------------------------------


@pytest.fixture
def link(neo4j_server: Neo4jServer) -> Iterator[Link]:
    opened = Link(neo4j_server.uri, (neo4j_server.user, neo4j_server.password), None)
    yield opened
    opened.close()


def asked_of(link: Link, text: str, bounds: Bounds = BOUNDS) -> list[dict[str, Any]]:
    return Untrusted(link.session).ask(text, HOSTILE_PARAMS, bounds).rows


@pytest.mark.parametrize(
    "text",
    [
        "RETURN 1 AS x UNION CREATE (n:Canary) RETURN 1 AS x",
        "CREATE (n:Canary)",
        "MATCH (n) SET n.x = 1",
        "MATCH (n) DETACH DELETE n",
        "FOREACH (x IN [1] | CREATE (:Canary))",
        "LOAD CSV FROM 'file:///etc/passwd' AS r RETURN r",
        "RETURN COLLECT { LOAD CSV FROM 'file:///etc/passwd' AS r RETURN r } AS r",
        "CALL dbms.listConfig() YIELD name RETURN name",
        "SHOW SETTINGS",
        "SHOW TRANSACTIONS",
        "CREATE INDEX canary FOR (n:Canary) ON (n.x)",
    ],
)
def test_the_plan_is_refused_before_it_runs(link: Link, text: str) -> None:
    with pytest.raises((CypherRefused, StatementError)):
        asked_of(link, text)
    assert asked_of(link, "MATCH (n:Canary) RETURN count(n) AS k") == [{"k": 0}]


def test_a_statement_that_the_server_cannot_stop_keeps_nobody_waiting(link: Link) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTooCostly):
        asked_of(link, ENDLESS, Bounds(seconds=1))
    assert time.monotonic() - began < 20
    assert asked_of(link, "RETURN 1 AS x") == [{"x": 1}]


def test_a_statement_that_took_too_long_is_ended_on_the_server(link: Link) -> None:
    """From beside too, where the server does not look at its own clock."""
    untrusted = Untrusted(link.session)
    running = "SHOW TRANSACTIONS YIELD metaData, currentQuery WHERE currentQuery = $text RETURN metaData.xiaodi AS name"
    with link.session("READ") as session, link.session("READ") as beside:
        transaction = session.begin_transaction(metadata={"xiaodi": "abc"})
        transaction.run(LONG)
        assert [record["name"] for record in beside.run(running, text=LONG)] == ["abc"]
        untrusted._terminate("abc")
        with pytest.raises(Neo4jError, match="terminated"):
            transaction.commit()
        assert eventually(lambda: beside.run(running, text=LONG).peek() is None)
    with pytest.raises(QueryTooCostly):
        untrusted.ask(LONG, {}, Bounds(seconds=1))
    with link.session("READ") as beside:
        assert eventually(lambda: beside.run(running, text=LONG).peek() is None)


def eventually(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not (done := true()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return done
