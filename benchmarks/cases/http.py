"""The HTTP door with the nation loaded: each call on one connection against the same call on the store; and a crowd.

The server is a process of its own; the store beside it is a copy. Each call asks another entity, so that no answer is
one that was kept. With --quick the nation is one province.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from urllib.parse import quote

from api.gaps import gap_rows
from api.service import Service, serving
from benchmarks.base import Line, Options
from benchmarks.server import Connection, bare_route, percentiles, requests_a_second, served
from graph.settings import settings
from graph.stores.kglite import KgliteStore
from loaders.registry_source import registry_paths
from loaders.run import find_paths, load
from queries.library import find_query

_CONNECTIONS = 64
_DISTRICTS = "MATCH (d:District) WHERE d.sources IS NOT NULL RETURN d.id AS id ORDER BY id LIMIT 400"
_STATED = "MATCH (n:Entity {documented: true}) RETURN n.id AS id ORDER BY id LIMIT 400"


@dataclass(frozen=True)
class Call:
    """One kind of call: its path, and what it asks of the store, for an entity."""

    name: str
    path: Callable[[str], str]
    bare: Callable[[Service, str], object]


def _text(query: str, name: str, **more: object) -> Callable[[Service, str], object]:
    found = find_query(query)
    given = {key: param.default for key, param in found.header.params.items()} | more
    return lambda desk, id_: desk.store.read(found.cypher, given | {name: id_})


_CALLS = (
    Call("point lookup", lambda id_: f"/v1/entities/{id_}", _text("entities/profile", "entity")),
    Call("partners", lambda id_: f"/v1/queries/partners/of?entity={id_}", _text("partners/of", "entity")),
    Call(
        "neighbourhood",
        lambda id_: f"/v1/entities/{id_}/neighbourhood",
        _text("network/neighbourhood", "entity", depth=1),
    ),
)
#: What the box on top of each page asks while somebody types; the goal is 100 ms.
_SUGGESTIONS = Call(
    "suggestions", lambda text: f"/suggestions?q={quote(text)}", lambda desk, text: desk.search(text, limit=8)
)
_NAMES = "MATCH (n:Entity {documented: true}) RETURN n.id AS id, n.name AS name ORDER BY id LIMIT 400"
_RULE = "communities_without_partner"
_GAP_PAGE = Call(
    "a gap page",
    lambda id_: f"/v1/gaps?place={quote(id_)}&rule={_RULE}",
    lambda desk, id_: gap_rows(desk.gaps(id_, [_RULE], None, "2026-11-21", {}), "zh"),
)


def run(options: Options) -> Iterator[Line]:
    """One connection, then many."""
    path, copy = options.folder / "http.kgl", options.folder / "copy.kgl"
    with KgliteStore(str(path)) as store:
        sources = [*registry_paths(options.size([], ["14"])), *find_paths([settings().data / "factsheets"])]
        assert all(report.ok for report in load(store, sources))
        store.backup(copy)
        stated, districts = ([row["id"] for row in store.read(text).rows] for text in (_STATED, _DISTRICTS))
        typed = [row["name"][:3] for row in store.read(_NAMES).rows]
        Service(store).names.refresh()  # as the last step of a load through the service does
    with served(str(path), options.folder / "var") as url:
        with serving(KgliteStore(str(copy))) as desk:
            desk.names.refresh()  # the server keeps a connection that asks nothing for seconds only
            for call in _CALLS:
                yield from _one(call, url, desk, stated, options.size(1000, 200))
            yield from _one(_GAP_PAGE, url, desk, districts, options.size(200, 40))
            yield from _one(_SUGGESTIONS, url, desk, typed, options.size(200, 40))
        yield from _many(url, stated, options.size(10.0, 2.0))


def _one(call: Call, url: str, desk: Service, ids: Sequence[str], rounds: int) -> Iterator[Line]:
    """Both sides in turn, so that a noisy moment meets both."""
    connection = Connection(url)
    for id_ in ids[:20]:
        connection.get(call.path(id_))
        call.bare(desk, id_)
    ours, bare = [], []
    for id_ in islice(cycle(ids), rounds):
        ours.append(connection.timed(call.path(id_)))
        started = time.perf_counter()
        call.bare(desk, id_)
        bare.append(time.perf_counter() - started)
    for name, mine, that in zip(("p50", "p99"), percentiles(ours), percentiles(bare), strict=True):
        note = f"overhead {(mine - that) * 1000:.2f} ms"
        yield Line(f"{call.name}, {name}", mine, that, "ms", "the same call on the store", note)


def _many(url: str, ids: Sequence[str], seconds: float) -> Iterator[Line]:
    call = _CALLS[0]
    paths = [call.path(id_) for id_ in ids]
    with bare_route(Connection(url).get(paths[0])) as bare:
        that = requests_a_second(bare, ["/"], _CONNECTIONS, seconds)
    for asked in (*_CALLS, None):
        wanted = [asked.path(id_) for id_ in ids] if asked else ["/healthz"]
        rate = requests_a_second(url, wanted, _CONNECTIONS, seconds)
        name = asked.name if asked else "no store, the gate alone"
        yield Line(f"{_CONNECTIONS} connections: {name}", rate, that, "/s", "a bare FastAPI route")
