"""The whole graph as a file, on both engines: of one version, whoever writes meanwhile."""

import gzip
import threading
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.exports.run import Wanted, export_file
from api.service import Service
from graph.errors import StoreBusy
from graph.exchange import export_lines
from graph.settings import Settings
from graph.store import GraphStore, Params, Rows
from tests.api.clients import client_of
from tests.conftest import FACTSHEETS

YUCI = FACTSHEETS / "000-yuci.yaml"


@pytest.fixture(scope="module")
def client(five: GraphStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("exports")
    with client_of(create_app(Service(five), config=Settings(var=folder))) as client:
        yield client


def test_the_graph_is_exported_as_lines_with_version_and_day(client: TestClient, five: GraphStore) -> None:
    answer = client.get("/v1/exports/graph", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert answer.text == "".join(f"{line}\n" for line in export_lines(five))
    version = answer.headers["x-data-version"]
    assert f'filename="xiaodi-v{version}-20' in answer.headers["content-disposition"]
    packed = client.get("/v1/exports/graph.gz", headers={"Accept-Encoding": "identity"})
    assert gzip.decompress(packed.content) == answer.content
    assert packed.headers["content-disposition"].endswith('.jsonl.gz"')
    assert client.get("/v1/exports/graph.gz", headers={"Accept-Encoding": "identity"}).content == packed.content


def test_the_lines_are_compressed_for_those_who_take_that(client: TestClient) -> None:
    sizes = {}
    for coding in ("gzip", "identity"):
        with client.stream("GET", "/v1/exports/graph", headers={"Accept-Encoding": coding}) as answer:
            sizes[coding] = sum(len(chunk) for chunk in answer.iter_raw())
            assert answer.headers.get("content-encoding", "identity") == coding
    assert sizes["gzip"] < sizes["identity"] / 3


def test_what_is_gzipped_is_not_compressed_again(client: TestClient) -> None:
    with client.stream("GET", "/v1/exports/graph.gz", headers={"Accept-Encoding": "gzip"}) as answer:
        assert "content-encoding" not in answer.headers
        assert answer.headers["content-type"] == "application/gzip"
        sent = b"".join(answer.iter_raw())
    assert gzip.decompress(sent) == client.get("/v1/exports/graph").content


def test_what_is_exported_is_of_one_version_while_others_write(store: GraphStore) -> None:
    service = Service(store)
    service.load([str(YUCI)])
    whole = "".join(f"{line}\n" for line in export_lines(store)).encode()
    service.unload("000-yuci")
    empty = "".join(f"{line}\n" for line in export_lines(store)).encode()
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            service.load([str(YUCI)])
            service.unload("000-yuci")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(15):
            try:
                file, _, _ = export_file(service, Wanted(), "jsonl")
            except StoreBusy as error:
                assert error.retry_after
                continue
            with file:
                assert file.read() in (whole, empty)
    finally:
        stop.set()
        writer.join()
        service.names.close()
    file, _, _ = export_file(service, Wanted(), "jsonl")
    with file:
        assert file.read() in (whole, empty)


def test_a_write_between_two_reads_is_noticed(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    service = Service(store)
    reads = 0
    read = service.store.read

    def written_meanwhile(cypher: str, params: Params | None = None, **more: int) -> Rows:
        nonlocal reads
        rows = read(cypher, params, **more)
        if "properties(n)" in cypher:
            reads += 1
            monkeypatch.setattr(service.store, "read", read)
            if reads % 2:
                service.load([str(YUCI)])
            else:
                service.unload("000-yuci")
            monkeypatch.setattr(service.store, "read", written_meanwhile)
        return rows

    monkeypatch.setattr(service.store, "read", written_meanwhile)
    with pytest.raises(StoreBusy):
        export_file(service, Wanted(), "jsonl")
    assert reads > 2
    service.names.close()
