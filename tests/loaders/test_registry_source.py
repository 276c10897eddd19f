"""The national registries as sources: joined to what documents say, reloaded, cut off and completed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from graph.exchange import export_lines
from graph.ledger import Ledger
from graph.search import NameIndex
from graph.settings import ROOT
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from graph.stores.neo4j import Neo4jStore
from loaders import registry_source
from loaders.registry import count_of_province, read_province
from loaders.registry_source import registry_paths
from loaders.run import find_paths, load, unload
from queries.library import ask
from tests.conftest import FACTSHEETS, empty_neo4j
from tests.needs import missing
from tests.neo4j_server import Neo4jMissing, Neo4jServer, fetch_jars, serving_home

#: Hainan has few divisions and every level.
PROVINCE = "46"
PART = Path("registry", "divisions-2023", PROVINCE)
SOURCE = f"divisions-2023/{PROVINCE}"


def count(store: GraphStore, label: str) -> int:
    return int(store.read(f"MATCH (n:{label}) RETURN count(n) AS n").rows[0]["n"])


def test_a_province_is_loaded_whole_and_hangs_together(store: GraphStore) -> None:
    (report,) = load(store, [PART])
    divisions = list(read_province(PROVINCE))
    assert report.created == 2 * len(divisions)  # a node each, an edge each but the province's, and the source
    for label, length in (("City", 4), ("District", 6), ("Subdistrict", 9), ("Community", 12)):
        assert count(store, label) == sum(len(division.code) == length for division in divisions)
    astray = "MATCH (n:Entity) WHERE n.label <> 'Province' AND NOT (n)-[:PART_OF]->() RETURN count(n) AS n"
    assert store.read(astray).rows == [{"n": 0}]
    one = store.read("MATCH (n:Entity {id: 'cn-4601'}) RETURN n.evidence AS evidence, n.documented AS documented").rows
    assert one == [{"evidence": [f"{SOURCE}#4601"], "documented": False}]


def test_loading_a_province_again_changes_nothing_and_unloading_leaves_nothing(store: GraphStore) -> None:
    list(load(store, [PART]))
    before = list(export_lines(store))
    (again,) = load(store, [PART])
    assert (again.created, again.changed, again.removed) == (0, 0, 0)
    assert list(export_lines(store)) == before
    unload(store, SOURCE)
    assert count(store, "Entity") == 0


def test_the_lists_of_heis_join_by_code(store: GraphStore) -> None:
    list(load(store, [Path("registry", "universities-2017"), Path("registry", "universities-2026")]))
    rows = store.read(
        "MATCH (u:University) WHERE u.name IN $names OPTIONAL MATCH (u)-[:LOCATED_IN]->(p) "
        "WITH u, p ORDER BY p.id "
        "RETURN u.name AS name, u.id AS id, u.sources AS sources, collect(p.name) AS seats ORDER BY name",
        {"names": ["太原理工大学", "云南中医学院", "云南中医药大学"]},
    ).rows
    assert [(row["name"], row["id"][:4], row["sources"], row["seats"]) for row in rows] == [
        ("云南中医学院", "moe-", ["universities-2017"], ["昆明市"]),
        ("云南中医药大学", rows[1]["id"][:4], ["universities-2026"], ["云南省"]),
        ("太原理工大学", "moe-", ["universities-2017", "universities-2026"], ["山西省", "太原市"]),
    ]
    assert rows[1]["id"] != rows[0]["id"]


def test_what_a_document_says_joins_the_registry_in_either_order(store: GraphStore) -> None:
    sheet = find_paths([FACTSHEETS])[:1]
    parts = [Path("registry", "universities-2017"), *sheet]
    list(load(store, parts))
    expected = list(export_lines(store))
    joined = store.read(
        "MATCH (u:University {name: '太原理工大学'}) RETURN u.sources AS sources, u.documented AS documented"
    ).rows
    assert joined == [{"sources": ["000-yuci", "universities-2017"], "documented": True}]
    for source in ("universities-2017", "000-yuci"):
        unload(store, source)
    list(load(store, list(reversed(parts))))
    assert list(export_lines(store)) == expected


def test_only_the_parts_of_a_region_are_named() -> None:
    assert registry_paths(["14", "140702"]) == [Path("registry", "divisions-2023", "14")]
    assert len(registry_paths([])) == 31 + 3


def test_a_province_that_does_not_exist_is_refused(store: GraphStore) -> None:
    (report,) = load(store, [Path("registry", "divisions-2023", "99")])
    assert not report.ok
    assert "99" in report.problems[0].what.en


class Cut(RuntimeError):
    """Stands for a crash between two batches."""


def test_a_load_that_was_cut_off_says_so_and_is_completed_by_the_next(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry_source, "BATCH", 1_000)

    def cut(told: str) -> None:
        if told.startswith(f"{SOURCE} 3"):
            raise Cut

    with pytest.raises(Cut):
        list(load(store, [PART], progress=cut))
    half = count(store, "Entity")
    assert 0 < half < count_of_province(PROVINCE)
    assert ask(store, NameIndex(store), "sources/list", {}).incomplete == (SOURCE,)
    (report,) = load(store, [PART])
    assert report.unchanged >= half
    assert ask(store, NameIndex(store), "sources/list", {}).incomplete == ()
    assert list(export_lines(store)) == undisturbed()


def test_what_a_list_no_longer_holds_goes_at_the_end(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    list(load(store, [PART]))
    fewer = list(read_province(PROVINCE))[:-5]
    monkeypatch.setattr(registry_source, "read_province", lambda _: iter(fewer))
    (report,) = load(store, [PART])
    assert (report.created, report.removed) == (0, 10)


_UNDISTURBED: list[str] = []


def undisturbed() -> list[str]:
    """The export of a load that nothing disturbed."""
    if not _UNDISTURBED:
        with TemporaryDirectory() as folder, KgliteStore(str(Path(folder) / "g.kgl")) as store:
            list(load(store, registry_paths([] if SOAK else [PROVINCE])))
            _UNDISTURBED.extend(export_lines(store))
    return _UNDISTURBED


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of a store on an engine, for another process."""
    if request.param == "kglite":
        yield {"XIAODI_STORE": str(tmp_path / "graph.kgl")}
        return
    server: Neo4jServer = request.getfixturevalue("neo4j_server")
    empty_neo4j(server).close()
    yield _settings(server)


#: `make soak` kills twenty times while the nation loads; otherwise a province does, in small batches.
SOAK = "XIAODI_SOAK" in os.environ
KILLS, SERVER_KILLS = (20, 20) if SOAK else (4, 2)
SECONDS = (2.0, 90.0) if SOAK else (1.0, 4.0)
BATCH = registry_source.BATCH if SOAK else 1_000
LOAD = f"from loaders import registry_source as r; r.BATCH = {BATCH}; from api.cli.__main__ import main; main()"
COMMAND = [sys.executable, "-c", LOAD, "load", "registry", *([] if SOAK else ["--region", PROVINCE])]
LONG = 1_800 if SOAK else 240


@pytest.mark.parametrize("address", ["kglite", "neo4j"], indirect=True)
def test_a_loader_killed_at_random_moments_is_completed_by_the_next(address: dict[str, str]) -> None:
    env = {**os.environ, **address, "PYTHONPATH": str(ROOT)}
    chance = random.Random(20231121)  # noqa: S311 - any moment will do
    for _ in range(KILLS):
        process = subprocess.Popen(COMMAND, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
        time.sleep(chance.uniform(*SECONDS))
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run(COMMAND, env=env, check=True, capture_output=True, cwd=ROOT, timeout=LONG)
    with _opened(address) as store:
        assert list(export_lines(store)) == undisturbed()
        assert Ledger(store).version() > 1


def test_a_load_is_completed_after_its_server_was_killed_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(20231121)  # noqa: S311 - any moment will do
    password = None
    for _ in range(SERVER_KILLS):
        with _server(tmp_path, password) as server:
            password = server.password
            env = {**os.environ, **_settings(server), "PYTHONPATH": str(ROOT)}
            process = subprocess.Popen(COMMAND, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)
            time.sleep(chance.uniform(*SECONDS))
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
            told = process.communicate(timeout=120)[1].decode()
            assert "Traceback" not in told
    with _server(tmp_path, password) as server:
        env = {**os.environ, **_settings(server), "PYTHONPATH": str(ROOT)}
        subprocess.run(COMMAND, env=env, check=True, capture_output=True, cwd=ROOT, timeout=LONG)
        with _opened(_settings(server)) as store:
            assert list(export_lines(store)) == undisturbed()


@contextmanager
def _server(home: Path, password: str | None) -> Iterator[Neo4jServer]:
    """A server of our own that may be killed, on a home that outlives it."""
    try:
        fetch_jars()
    except Neo4jMissing as why:
        missing("neo4j", str(why))
    with serving_home(home, password=password) as server:
        yield server


def _settings(server: Neo4jServer) -> dict[str, str]:
    return {
        "XIAODI_STORE": server.uri,
        "XIAODI_STORE_USER": server.user,
        "XIAODI_STORE_PASSWORD": server.password,
    }


def _opened(address: dict[str, str]) -> GraphStore:
    if "XIAODI_STORE_USER" in address:
        return Neo4jStore(
            address["XIAODI_STORE"], user=address["XIAODI_STORE_USER"], password=address["XIAODI_STORE_PASSWORD"]
        )
    return KgliteStore(address["XIAODI_STORE"])
