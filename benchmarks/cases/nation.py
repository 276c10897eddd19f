"""The nation: every division and the lists of HEIs, loaded, opened, counted and searched, against the bare engine.

Loads run in processes of their own, ours and the loop one after the other. With --quick the nation is one province.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from statistics import quantiles

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process

from benchmarks.base import Line, Options, medians, seconds
from benchmarks.engines import Bare, Neo4j, bare_kglite, engines
from benchmarks.nation import Where, apart, load_bare, load_ours
from graph.ledger import Ledger
from graph.search import NameIndex, index_path
from graph.settings import settings
from graph.store import GraphStore, Row
from graph.stores.kglite import KgliteStore
from loaders.registry_source import registry_paths
from loaders.run import find_paths, load
from queries.library import ask, find_query, read_params

_LIMIT = 20
#: Names that are asked for, each in three ways, and how many of these questions rapidfuzz is asked.
_ASKED, _SLOW = 40, 12
#: Each such node is compared whole.
_EVERY = 997
_LONG = 600.0
_LOOP = "bare MERGE loop"
_COVERAGE: Mapping[str, dict[str, str]] = {
    "coverage/provinces": {},
    "coverage/place": {"place": "cn-140702"},
    "coverage/communities": {"place": "cn-140702"},
}
_NAMES = "MATCH (n:Entity) RETURN n.id AS id, n.name AS name ORDER BY id"
_COUNTS = "MATCH (n) WHERE NOT n.label IN ['Run', 'Stamp'] RETURN n.label AS label, count(*) AS count ORDER BY label"
_SOME = "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted}) RETURN n.id AS id, properties(n) AS props ORDER BY id"
_EVERYTHING = 10_000_000


def run(options: Options) -> Iterator[Line]:
    """Loads on each engine, then questions on the embedded one."""
    paths = registry_paths(options.size([], ["14"]))
    files = [Where(str(options.folder / f"nation-{name}.kgl")) for name in ("ours", "bare")]
    yield from _loads("kglite", files[0], files[1], paths)
    yield from _questions(Path(files[0].address), options)
    with engines(options.folder / "nation") as found:
        for engine in found:
            if isinstance(engine, Neo4j):
                server = Where(engine.server.uri, engine.server.user, engine.server.password)
                yield from _loads(engine.name, server, server, paths, engine.clear)


def _loads(
    name: str, ours_at: Where, bare_at: Where, paths: Sequence[Path], clear: Callable[[], None] = lambda: None
) -> Iterator[Line]:
    clear()
    bare = apart(load_bare, bare_at, paths)
    with bare_at.ours() as store:
        wanted, size = _seen(store), sum(row["count"] for row in store.read(_COUNTS).rows)
    clear()
    ours = apart(load_ours, ours_at, paths)
    with ours_at.ours() as store:
        assert _seen(store) == wanted, "both must write the same nodes"
    yield Line(f"{name}: load {size:,} nodes", ours.seconds, bare.seconds, against=_LOOP)
    yield Line(f"{name}: most memory of the loading process", ours.peak, bare.peak, "MB", _LOOP)


def _seen(store: GraphStore) -> tuple[list[Row], list[Row]]:
    """How many nodes of each type there are, and some of them whole."""
    ids = [row["id"] for row in store.read(_NAMES, timeout=_LONG, limit=_EVERYTHING).rows[::_EVERY]]
    return store.read(_COUNTS).rows, store.read(_SOME, {"ids": ids}, limit=_EVERYTHING).rows


# --- questions -----------------------------------------------------------------------------------


def _questions(path: Path, options: Options) -> Iterator[Line]:
    with KgliteStore(str(path)) as store:
        assert all(report.ok for report in load(store, find_paths([settings().data / "factsheets"])))
    yield _opening(path)
    with KgliteStore(str(path)) as store:
        names = NameIndex(store, index_path(store))
        built, _ = seconds(names.refresh)
        yield Line("kglite: the index of names, made anew", built, None, note="the last step of a load")
        copy = options.folder / "nation-copy.kgl"
        store.backup(copy)
        with bare_kglite(str(copy)) as bare:
            for question, given in _COVERAGE.items():
                yield _coverage(store, names, bare, question, given)
        yield _search(store, names)
        names.close()


def _opening(path: Path) -> Line:
    """Until the first answer, as a command does it."""

    def ours() -> None:
        with KgliteStore(str(path)) as store:
            Ledger(store).prepare()

    def bare() -> None:
        with bare_kglite(str(path)) as opened:
            opened.read("MATCH (s:Stamp) RETURN s.version AS version", {})

    ours_median, bare_median = medians(ours, bare, rounds=3)
    return Line("kglite: open and close the graph", ours_median, bare_median, against="bare session")


def _coverage(store: GraphStore, names: NameIndex, bare: Bare, question: str, given: dict[str, str]) -> Line:
    query = find_query(question)
    params = read_params(query, given, names)
    rows = ask(store, names, question, given).rows
    assert len(rows) == len(bare.read(query.cypher, params)) > 0
    ours_median, bare_median = medians(
        lambda: ask(store, names, question, given), lambda: bare.read(query.cypher, params), rounds=20
    )
    return Line(
        f"kglite: {question}", ours_median, bare_median, "ms", "the same text, bare session", f"{len(rows)} rows"
    )


def _search(store: GraphStore, names: NameIndex) -> Line:
    """The time within which 95 of 100 questions are answered: right, one character wrong, and in pinyin."""
    everything = [row["name"] for row in store.read(_NAMES, timeout=_LONG, limit=_EVERYTHING).rows]
    chosen = Random(7).sample([name for name in everything if 4 <= len(name) <= 10], _ASKED)  # noqa: S311 - to repeat
    asked = [text for name in chosen for text in (name, f"{name[0]}某{name[2:]}", "".join(lazy_pinyin(name)))]
    ours = [seconds(lambda text=text: names.search(text, limit=_LIMIT))[0] for text in asked]  # type: ignore[misc]
    bare = [
        seconds(lambda text=text: process.extract(text, everything, scorer=fuzz.WRatio, limit=_LIMIT))[0]  # type: ignore[misc]
        for text in asked[:: len(asked) // _SLOW]
    ]
    what = f"kglite: search among {len(everything):,}, 95th percentile"
    return Line(what, quantiles(ours, n=20)[-1], quantiles(bare, n=20)[-1], "ms", "rapidfuzz over all")
