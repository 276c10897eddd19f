"""Stores for tests: the embedded engine and a real Neo4j, behind one fixture."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.settings import ROOT
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from graph.stores.neo4j import Neo4jStore
from loaders.run import find_paths, load
from tests.needs import missing
from tests.neo4j_server import Neo4jMissing, Neo4jServer, running_neo4j

ENGINES = ("kglite", "neo4j")
FACTSHEETS = ROOT / "data" / "factsheets"
#: Invented documents as a reader of documents proposes them.
PROPOSALS = ROOT / "tests" / "proposals"


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jServer]:
    """One real server for the whole session."""
    try:
        context = running_neo4j()
        server = context.__enter__()
    except Neo4jMissing as error:
        missing("neo4j", str(error))
    yield server
    context.__exit__(None, None, None)


def empty_neo4j(server: Neo4jServer) -> Neo4jStore:
    """The server's graph, with everything in it deleted."""
    store = Neo4jStore(server.uri, user=server.user, password=server.password)
    store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n"))
    return store


def open_empty(engine: str, request: pytest.FixtureRequest, folder: Path) -> GraphStore:
    """An empty store of an engine."""
    if engine == "neo4j":
        return empty_neo4j(request.getfixturevalue("neo4j_server"))
    return KgliteStore(str(folder / "graph.kgl"))


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    """An empty store, once on each engine."""
    with open_empty(request.param, request, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module", params=ENGINES)
def five(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """A store with the five sheets, once on each engine; for reading only."""
    with open_empty(request.param, request, tmp_path_factory.mktemp("five")) as opened:
        for report in load(opened, find_paths([FACTSHEETS])):
            assert report.ok, [problem.say("en") for problem in report.problems]
        yield opened


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five documents."""
    folder = Path(os.environ.get("XIAODI_SEEDS") or ROOT.parent / "shared" / "seeds")
    if not list(folder.glob("*.txt")):
        missing("seeds", f"no documents in {folder}; set XIAODI_SEEDS")
    return folder


#: What the report of a test that runs on the real server says beside its outcome.
_ON_NEO4J = ("engine", "neo4j")


def _uses_neo4j(item: pytest.Item) -> bool:
    """Whether a test runs on the real server."""
    fixtures = getattr(item, "fixturenames", ())
    params = getattr(item, "callspec", None)
    return (
        "neo4j_server" in fixtures
        or "engines" in fixtures
        or (params is not None and "neo4j" in params.params.values())
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one engine of a module together, so that the server is filled once."""
    for item in items:
        if _uses_neo4j(item):
            item.user_properties.append(_ON_NEO4J)
    items.sort(key=lambda item: (str(item.path), "five" in getattr(item, "fixturenames", ()) and _uses_neo4j(item)))


def pytest_xdist_auto_num_workers() -> int | None:
    """One process for a server that is given, whose one database all would share; else as many as there are cores."""
    return 1 if os.environ.get("NEO4J_URI") else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran on a real Neo4j."""
    passed = terminalreporter.stats.get("passed", [])
    real = sum(_ON_NEO4J in map(tuple, report.user_properties) for report in passed)
    terminalreporter.write_line(f"{real} tests ran on a real Neo4j server")
