"""A Neo4j that fails in the middle of work: what comes out is 503 or right, and no server of ours is restarted."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from api.app import create_app
from api.http.server import Server
from api.service import Service
from api.waiting import WaitingStore, open_prepared
from graph.errors import StoreError, StoreFull, StoreUnavailable
from graph.exchange import export_lines
from graph.settings import Settings
from graph.stores.kglite import KgliteStore
from graph.stores.neo4j import Neo4jStore
from loaders.run import find_paths, load
from tests.conftest import FACTSHEETS
from tests.needs import missing
from tests.neo4j_server import SETTINGS, Neo4jMissing, Neo4jServer, serving_home

READERS = 50
#: 海南省: written in several transactions.
PROVINCE = "registry/divisions-2023/46"
#: A client gives up after so many seconds; nobody has to.
PATIENCE = 60.0
YUHU = "cn-140702002010"
#: No transaction may have all of the memory.
MEMORY = {**SETTINGS, "db.memory.transaction.max": "128m"}
QUESTIONS = (
    f"/v1/queries/partners/of?entity={YUHU}",
    "/v1/queries/partners/of?entity=山西医科大学",
    f"/v1/queries/network/neighbourhood?entity={YUHU}",
    "/v1/queries/claims/list?topic=驻地高校&place=晋中市",
)


class Database:
    """A Neo4j server with a home of its own that can be taken away, and brought back at the same address."""

    def __init__(self, home: Path) -> None:
        self._home, self._stack = home, ExitStack()
        self.server: Neo4jServer = self._stack.enter_context(serving_home(home, MEMORY))

    def kill(self) -> None:
        assert self.server.pid is not None
        os.kill(self.server.pid, signal.SIGKILL)
        self._stack.close()

    def bring_back(self) -> None:
        port = int(self.server.uri.rpartition(":")[2])
        again = serving_home(self._home, MEMORY, password=self.server.password, port=port)
        self.server = self._stack.enter_context(again)

    @contextmanager
    def halted(self) -> Iterator[None]:
        """While this lasts the server takes what is sent, and answers nothing."""
        assert self.server.pid is not None
        os.kill(self.server.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.server.pid, signal.SIGCONT)

    def stop(self) -> None:
        self._stack.close()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    try:
        database = Database(tmp_path_factory.mktemp("neo4j"))
    except Neo4jMissing as error:
        missing("neo4j", str(error))
    yield database
    database.stop()


@pytest.fixture(scope="module")
def desk(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service on that server, with the five sheets."""
    server = database.server
    with Neo4jStore(server.uri, user=server.user, password=server.password) as store:
        service = Service(store)
        assert all(report.ok for report in load(service.store, find_paths([FACTSHEETS])))
        yield service
        service.names.close()


@pytest.fixture(scope="module")
def url(desk: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server over HTTP."""
    with served(desk, tmp_path_factory.mktemp("var")) as url:
        yield url


@contextmanager
def served(service: Service, var: Path) -> Iterator[str]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = Server(create_app(service, config=Settings(var=var)), patience=5)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            wait_for(lambda: ready(url))
            yield url
        finally:
            server.should_exit = True
            thread.join(60)
            assert not thread.is_alive()


def ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=PATIENCE).status_code == 200
    except httpx.TransportError:
        return False


def wait_for(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def rows_of(answer: httpx.Response) -> Any:
    return answer.json()["rows"]


@dataclass
class Readers:
    """Many who ask the same questions over and over, and note every answer that is neither right nor 503."""

    url: str
    expected: dict[str, Any]
    answers: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def read(self, number: int) -> None:
        with httpx.Client(base_url=self.url, timeout=PATIENCE) as client:
            pause = 0.2
            while not self.over.wait(pause):
                question = QUESTIONS[number % len(QUESTIONS)]
                number += 1
                try:
                    pause = 0.2 if self.note(question, client.get(question)) else 1.0
                except httpx.HTTPError as error:
                    self.wrong.append(f"{question}: {error!r}")

    def note(self, question: str, answer: httpx.Response) -> bool:
        """Keep count of an answer; whether it was more than a refusal."""
        self.answers[answer.status_code] += 1
        if answer.status_code == 200:
            if rows_of(answer) != self.expected[question]:
                self.wrong.append(f"{question}: other rows")
        elif not is_refusal(answer):
            self.wrong.append(f"{question}: {answer.status_code} {answer.text}")
        return answer.status_code == 200


def is_refusal(answer: httpx.Response) -> bool:
    """Whether an answer says, as a problem, to come again."""
    return (
        answer.status_code == 503
        and answer.headers["content-type"] == "application/problem+json"
        and int(answer.headers["retry-after"]) > 0
        and answer.json()["request_id"] == answer.headers["x-request-id"]
    )


@contextmanager
def reading(url: str) -> Iterator[Readers]:
    """Fifty parallel readers; at the end each has been answered, and what was not 503 was right."""
    expected = {question: rows_of(httpx.get(url + question, timeout=PATIENCE)) for question in QUESTIONS}
    assert all(expected.values())
    readers = Readers(url, expected)
    threads = [threading.Thread(target=readers.read, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        wait_for(lambda: readers.answers[200] > READERS)
        yield readers
    finally:
        readers.over.set()
        for thread in threads:
            thread.join(2 * PATIENCE)
    assert not [thread for thread in threads if thread.is_alive()]
    assert readers.wrong == []


def all_well_again(url: str, readers: Readers) -> None:
    """The server is ready, and fifty readers in a row get nothing but right answers."""
    wait_for(lambda: ready(url))
    before = readers.answers.copy()
    wait_for(lambda: readers.answers[200] > before[200] + READERS)
    for question in QUESTIONS:
        answer = httpx.get(readers.url + question, timeout=PATIENCE)
        assert answer.status_code == 200
        assert rows_of(answer) == readers.expected[question]


def test_a_database_that_dies_among_readers_and_a_load(
    database: Database, desk: Service, url: str, tmp_path: Path
) -> None:
    begun, gone = threading.Event(), threading.Event()
    outcome: list[str] = []

    def progress(_told: str) -> None:
        """Holds the load between its first transaction and the next until the database is gone."""
        if "/" in _told and not begun.is_set():
            begun.set()
            gone.wait(60)

    def loading() -> None:
        try:
            outcome.extend("done" if report.ok else "faults" for report in desk.loading([PROVINCE], progress))
        except StoreError as error:
            outcome.append(type(error).__name__)

    with reading(url) as readers:
        loader = threading.Thread(target=loading)
        loader.start()
        assert begun.wait(60)
        database.kill()
        gone.set()
        loader.join(60)
        assert outcome == ["StoreUnavailable"]
        before = readers.answers[503]
        wait_for(lambda: readers.answers[503] > before + READERS)
        assert httpx.get(f"{url}/readyz", timeout=PATIENCE).json()["state"] == "store_down"
        assert httpx.get(f"{url}/healthz", timeout=PATIENCE).status_code == 200
        with started_too_early(database.server) as late:
            database.bring_back()
            wait_for(lambda: answers(late))
        all_well_again(url, readers)
        assert [report.ok for report in desk.load([PROVINCE])] == [True]
    assert list(export_lines(desk.store)) == undisturbed(tmp_path)


@contextmanager
def started_too_early(server: Neo4jServer) -> Iterator[WaitingStore]:
    """A store as a server of ours has it that was started while the database was away."""
    config = Settings(store=server.uri, store_user=server.user, store_password=SecretStr(server.password))
    with pytest.raises(StoreUnavailable) as down:
        open_prepared(config)
    with WaitingStore(server.uri, down.value, lambda: open_prepared(config)) as store:
        with pytest.raises(StoreUnavailable):
            store.read("RETURN 1 AS one")
        yield store


def answers(store: WaitingStore) -> bool:
    try:
        return store.read("RETURN 1 AS one").rows == [{"one": 1}]
    except StoreUnavailable:
        return False


def undisturbed(folder: Path) -> list[str]:
    """The export of a graph with the same sources, in whose loads nothing went wrong."""
    with KgliteStore(str(folder / "graph.kgl")) as store:
        assert all(report.ok for report in load(store, find_paths([FACTSHEETS, Path(PROVINCE)])))
        return list(export_lines(store))


def test_a_database_that_hangs_among_readers_and_a_writer(database: Database, desk: Service, url: str) -> None:
    before = list(export_lines(desk.store))
    with reading(url) as readers:
        with database.halted():
            seen = readers.answers[503]
            with pytest.raises(StoreUnavailable):
                desk.unload("004-jinzhong-youth")
            wait_for(lambda: readers.answers[503] > seen + READERS)
            began = time.monotonic()
            assert httpx.get(f"{url}/readyz", timeout=PATIENCE).json()["state"] == "store_down"
            assert time.monotonic() - began < PATIENCE / 3
        all_well_again(url, readers)
    assert list(export_lines(desk.store)) == before


def test_a_transaction_that_wants_too_much_memory_is_told_apart_from_a_busy_server(desk: Service) -> None:
    greedy = "UNWIND range(1, 100000000) AS i WITH collect(toString(i)) AS texts RETURN size(texts) AS size"
    with pytest.raises(StoreFull) as caught:
        desk.store.read(greedy)
    assert (caught.value.status, caught.value.retry_after) == (503, 60)
    assert desk.store.read("RETURN 1 AS one").rows == [{"one": 1}]
