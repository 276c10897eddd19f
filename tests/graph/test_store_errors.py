"""A store that cannot be opened says what, where and what to do; never a trace of the engine."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import (
    StoreCorrupt,
    StoreError,
    StoreLocked,
    StoreRefused,
    StoreTooOld,
    StoreUnavailable,
)
from graph.settings import ROOT, Settings
from graph.stores import neo4j as neo4j_module
from graph.stores import open_store
from graph.stores.kglite import KgliteStore, restore_file
from graph.stores.neo4j import Neo4jStore
from tests.neo4j_server import Neo4jServer

HOLD = """
import sys
from graph.stores.kglite import KgliteStore
s = KgliteStore(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def opens(address: str, **more: object) -> StoreError:
    with pytest.raises(StoreError) as caught:
        open_store(Settings(store=address, **more))  # type: ignore[arg-type]
    for language in ("zh", "en"):
        said = caught.value.say(language)
        assert address in said or "neo4j" in said.lower()
        assert "Traceback" not in said
    return caught.value


def test_a_server_that_is_down() -> None:
    assert isinstance(opens(f"bolt://127.0.0.1:{free_port()}"), StoreUnavailable)


def test_a_host_that_does_not_exist() -> None:
    assert isinstance(opens("neo4j://no-such-host.invalid:7687"), StoreUnavailable)


def test_an_unknown_scheme(tmp_path: Path) -> None:
    assert isinstance(opens("mysql://127.0.0.1/x"), StoreUnavailable)


def test_a_wrong_password(neo4j_server: Neo4jServer) -> None:
    assert isinstance(opens(neo4j_server.uri, store_user="neo4j", store_password="wrong"), StoreRefused)  # noqa: S106 - wrong on purpose


def test_a_database_that_does_not_exist(neo4j_server: Neo4jServer) -> None:
    store = Neo4jStore(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password, database="nowhere")
    with store, pytest.raises(StoreError):
        store.read("RETURN 1 AS one")


def test_a_server_too_old(neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_module, "OLDEST", (99, 0))
    with pytest.raises(StoreTooOld):
        Neo4jStore(neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password)


def test_a_file_that_is_no_graph(tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    path.write_text("这不是图\n" * 100, encoding="utf-8")
    assert isinstance(opens(str(path)), StoreCorrupt)


def test_a_truncated_file(tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    with KgliteStore(str(path)) as store:
        store.write(
            lambda tx: tx.run("UNWIND range(1, 2000) AS i MERGE (n:Entity {id: toString(i)}) SET n.name = toString(i)")
        )
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert isinstance(opens(str(path)), StoreCorrupt)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert isinstance(opens(str(tmp_path / "file" / "graph.kgl")), StoreUnavailable)


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[Path]:
    """A path that another process has open."""
    path = tmp_path / "graph.kgl"
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    yield path
    process.communicate()


def test_a_file_that_another_process_owns(holder: Path) -> None:
    assert isinstance(opens(str(holder)), StoreLocked)


def test_what_was_written_is_there_after_closing_and_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    write = HOLD.replace("print", "s.write(lambda tx: tx.run(\"MERGE (n:Entity {id: 'a'}) SET n.name = 'a'\"))\nprint")
    process = subprocess.Popen(
        [sys.executable, "-c", write, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    process.kill()
    process.communicate()
    with KgliteStore(str(path)) as store:
        assert store.read("MATCH (n:Entity) RETURN n.id AS id").rows == [{"id": "a"}]


def test_a_backup_restores_and_a_damaged_one_replaces_nothing(tmp_path: Path) -> None:
    path, copy = tmp_path / "graph.kgl", tmp_path / "copy" / "graph.bak"
    with KgliteStore(str(path)) as store:
        store.write(lambda tx: tx.run("MERGE (n:Entity {id: 'a'}) SET n.name = 'a'"))
        store.backup(copy)
        store.write(lambda tx: tx.run("MERGE (n:Entity {id: 'b'}) SET n.name = 'b'"))
    damaged = tmp_path / "bad.bak"
    damaged.write_bytes(b"nothing of the kind")
    with pytest.raises(StoreCorrupt):
        restore_file(damaged, path)
    restore_file(copy, path)
    with KgliteStore(str(path)) as store:
        assert store.read("MATCH (n:Entity) RETURN n.id AS id").rows == [{"id": "a"}]
