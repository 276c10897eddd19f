"""A disk without room under the embedded store: nothing is half written, and with room it goes on."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.app import create_app
from api.service import Service
from graph.errors import StoreFull
from graph.exchange import export_lines
from graph.settings import Settings
from graph.stores.kglite import KgliteStore
from tests.api.clients import client_of
from tests.conftest import FACTSHEETS

YUHU = "cn-140702002010"


@contextmanager
def no_room(path: Path, more: int = 0) -> Iterator[None]:
    """While this lasts no file of this process grows beyond what the store's log has, and `more` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = Path(f"{path}-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + more, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("more", [0, 4_000, 60_000])
def test_a_full_disk_refuses_writes_and_answers_questions(tmp_path: Path, more: int) -> None:
    path = tmp_path / "graph.kgl"
    sheets = [str(sheet) for sheet in sorted(FACTSHEETS.glob("*.yaml"))]
    with KgliteStore(str(path)) as store:
        service = Service(store)
        assert service.load(sheets[:1])[0].ok
        app = create_app(service, config=Settings(var=tmp_path))
        app.add_api_route("/v1/loads", lambda: [report.ok for report in service.load(sheets)], methods=["POST"])
        before = list(export_lines(store))
        with client_of(app) as client:
            asked = f"/v1/entities/{YUHU}"
            expected = client.get(asked).json()
            with no_room(path, more):
                answer = client.post("/v1/loads", json={})
                assert (answer.status_code, answer.json()["type"]) == (503, "/problems/store-full")
                assert int(answer.headers["retry-after"]) > 0
                assert client.get(asked).json() == expected
                assert client.get("/readyz").status_code == 200
                assert list(export_lines(store)) == before
            assert client.post("/v1/loads", json={}).json() == [True] * len(sheets)
        after = list(export_lines(store))
        service.names.close()
    with KgliteStore(str(path)) as store:
        assert list(export_lines(store)) == after


def test_a_checkpoint_that_finds_no_room_fails_no_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.stores.kglite._LONG_LOG", 0)
    path = tmp_path / "graph.kgl"
    write = "UNWIND range($from, $from + 4999) AS i MERGE (n:Entity {id: toString(i)}) SET n.name = toString(i * i)"
    with KgliteStore(str(path)) as store:
        store.write(lambda tx: tx.run(write, {"from": 0}))
        with monkeypatch.context() as patched:
            patched.setattr("graph.stores.kglite._LONG_LOG", 1 << 60)
            store.write(lambda tx: tx.run(write, {"from": 5_000}))
        with no_room(path, 1_000):
            store.write(lambda tx: tx.run("MERGE (n:Entity {id: 'last'}) SET n.name = 'last'"))
            with pytest.raises(StoreFull):
                store.write(lambda tx: tx.run(write, {"from": 10_000}))
    with KgliteStore(str(path)) as store:
        assert store.read("MATCH (n:Entity) RETURN count(*) AS count").rows == [{"count": 10_001}]
