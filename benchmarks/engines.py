"""Each engine twice: behind our GraphStore, and as its own client uses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import kglite
import neo4j
from neo4j import GraphDatabase

from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from graph.stores.neo4j import Neo4jStore
from tests.neo4j_server import Neo4jMissing, Neo4jServer, running_neo4j

Params = Mapping[str, Any]

#: Room for a whole source in one transaction. With settings of its own the server is always one that we start:
#: measuring deletes what it finds, and must never meet the graph at NEO4J_URI.
_SERVER = {"server.memory.heap.max_size": "2g", "server.memory.pagecache.size": "256m"}


class Bare(Protocol):
    """An engine's own client, with nothing of ours around it."""

    def write(self, cypher: str, params: Params) -> None:
        """Run one statement in a transaction of its own."""

    def read(self, cypher: str, params: Params) -> list[Any]:
        """Run one reading statement, and fetch its rows as the client gives them."""


class Engine(Protocol):
    """Where graphs are put while we measure."""

    name: str

    def ours(self) -> AbstractContextManager[GraphStore]:
        """An empty graph behind our store."""

    def bare(self) -> AbstractContextManager[Bare]:
        """An empty graph behind the engine's client."""

    def beside(self, store: GraphStore) -> AbstractContextManager[Bare]:
        """The engine's client on the graph that a store of ours has filled; the store may be closed for it."""


class _BareKglite:
    def __init__(self, session: kglite.Session) -> None:
        self._session = session

    def write(self, cypher: str, params: Params) -> None:
        self._session.execute(cypher, params=dict(params))

    def read(self, cypher: str, params: Params) -> list[Any]:
        return list(self._session.cypher(cypher, params=dict(params)))


@contextmanager
def bare_kglite(path: str) -> Iterator[Bare]:
    """The embedded engine on a file."""
    with kglite.open_session(path, durable="full") as session:
        yield _BareKglite(session)


class Kglite:
    """The embedded engine: a new file each time."""

    name = "kglite"

    def __init__(self, folder: Path) -> None:
        self._files = (folder / f"{number}.kgl" for number in count())

    @contextmanager
    def ours(self) -> Iterator[GraphStore]:
        with KgliteStore(str(next(self._files))) as store:
            yield store

    @contextmanager
    def bare(self) -> Iterator[Bare]:
        with bare_kglite(str(next(self._files))) as opened:
            yield opened

    @contextmanager
    def beside(self, store: GraphStore) -> Iterator[Bare]:
        # One process may open a file once: the copy is what the client opens.
        copy = next(self._files)
        store.backup(copy)
        with bare_kglite(str(copy)) as opened:
            yield opened


class _BareNeo4j:
    def __init__(self, session: neo4j.Session) -> None:
        self._session = session

    def write(self, cypher: str, params: Params) -> None:
        self._session.run(cypher, dict(params)).consume()

    def read(self, cypher: str, params: Params) -> list[Any]:
        return list(self._session.run(cypher, dict(params)))


@contextmanager
def bare_neo4j(uri: str, user: str, password: str) -> Iterator[Bare]:
    """A server, by its driver."""
    with (
        GraphDatabase.driver(uri, auth=(user, password), notifications_min_severity="OFF") as driver,
        driver.session() as session,
    ):
        yield _BareNeo4j(session)


class Neo4j:
    """A real server; its one database is emptied each time."""

    name = "neo4j"

    def __init__(self, server: Neo4jServer) -> None:
        self.server = server

    @contextmanager
    def ours(self) -> Iterator[GraphStore]:
        self.clear()
        with Neo4jStore(self.server.uri, user=self.server.user, password=self.server.password) as store:
            yield store

    @contextmanager
    def bare(self) -> Iterator[Bare]:
        self.clear()
        with bare_neo4j(self.server.uri, self.server.user, self.server.password) as opened:
            yield opened

    @contextmanager
    def beside(self, store: GraphStore) -> Iterator[Bare]:
        assert store.engine == self.name
        with bare_neo4j(self.server.uri, self.server.user, self.server.password) as opened:
            yield opened

    @contextmanager
    def _session(self) -> Iterator[neo4j.Session]:
        auth = (self.server.user, self.server.password)
        with (
            GraphDatabase.driver(self.server.uri, auth=auth, notifications_min_severity="OFF") as driver,
            driver.session() as session,
        ):
            yield session

    def clear(self) -> None:
        """Empty the database, schema and all."""
        with self._session() as session:
            session.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 2000 ROWS").consume()
            session.run("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 2000 ROWS").consume()
            for kind, word in (("CONSTRAINTS", "CONSTRAINT"), ("INDEXES", "INDEX")):
                for row in list(session.run(f"SHOW {kind} YIELD name, type WHERE type <> 'LOOKUP'")):
                    session.run(f"DROP {word} `{row['name']}` IF EXISTS").consume()


@contextmanager
def engines(folder: Path) -> Iterator[Sequence[Engine]]:
    """The embedded engine, and Neo4j where this machine can have one; what is missing is said."""
    folder.mkdir()
    embedded = Kglite(folder)
    try:
        context = running_neo4j(_SERVER)
        server = context.__enter__()
    except Neo4jMissing as why:
        print(f"without Neo4j: {why}")
        yield [embedded]
        return
    try:
        yield [embedded, Neo4j(server)]
    finally:
        context.__exit__(None, None, None)
