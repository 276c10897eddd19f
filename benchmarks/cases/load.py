"""Loading three sources through the ledger, against a bare UNWIND/MERGE loop that writes the same final properties.

The bare loop knows beforehand what the sources fold to; it reads nothing, compares nothing, and commits each batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.bare_loop import constrain, write_loop
from benchmarks.base import Line, Options, seconds
from benchmarks.engines import Engine, engines
from benchmarks.synthetic import Facts, fold, synthetic
from graph.ledger import Ledger
from graph.store import GraphStore

_ROUNDS = 2
#: Claims that contradict each other get an edge from the ledger; the bare loop knows of none.
_WRITTEN = (
    "MATCH (n) WHERE NOT n:Stamp RETURN n.id AS id, properties(n) AS props ORDER BY id",
    "MATCH (a)-[r]->(b) WHERE NOT type(r) IN ['SAME_FACT', 'CONFLICTS_WITH'] "
    "RETURN r.id AS id, a.id AS start_id, b.id AS end_id, properties(r) AS props ORDER BY id",
)
_EXTRAS = ("type", "title")  # what kglite adds


def run(options: Options) -> Iterator[Line]:
    """Best of two loads, bare and ours in turn, after a small one that warms both up."""
    facts = synthetic(*options.size((20_000, 60_000), (2_000, 6_000)))
    with engines(options.folder / "load") as found:
        for engine in found:
            yield from _one(engine, facts)


def _one(engine: Engine, facts: list[Facts]) -> Iterator[Line]:
    _pair(engine, synthetic(600, 1_800))
    rounds = [_pair(engine, facts) for _ in range(_ROUNDS)]
    bare, first, again = (min(times) for times in zip(*rounds, strict=True))
    nodes, edges = len(fold(facts).nodes), len(fold(facts).edges)
    size = f"{nodes:,} nodes + {edges:,} edges"
    statements = sum(len(source.nodes) + len(source.edges) for source in facts)
    yield Line(f"{engine.name}: load {size}", first, bare, against="bare MERGE loop", note=f"{statements:,} statements")
    yield Line(f"{engine.name}: load again, nothing changed", again, first, against="our first load")
    yield Line(f"{engine.name}: load again, nothing changed", again, bare, against="bare MERGE loop")


def _pair(engine: Engine, facts: list[Facts]) -> tuple[float, float, float]:
    """Seconds of the bare loop, of our first load, and of our second."""
    final = fold(facts)
    with engine.bare() as bare:
        constrain(bare)
        loop, _ = seconds(lambda: write_loop(bare, final.nodes, final.edges))
        wanted = [_plain(bare.read(text, {})) for text in _WRITTEN]
    with engine.ours() as store:
        ledger = Ledger(store)
        ledger.prepare()
        first, _ = seconds(lambda: _load(ledger, facts))
        again, changed = seconds(lambda: _load(ledger, facts))
        assert changed == 0, "loading again changed something"
        assert [_plain(_all(store, text)) for text in _WRITTEN] == wanted, "both must write the same graph"
    return loop, first, again


def _load(ledger: Ledger, facts: list[Facts]) -> int:
    """Load each source; the number of elements that were written."""
    return sum(ledger.replace(source.mark.id, source.nodes.values(), source.edges.values()).total for source in facts)


def _all(store: GraphStore, cypher: str) -> list[dict[str, Any]]:
    return store.read(cypher, limit=10_000_000).rows


def _plain(rows: list[Any]) -> list[dict[str, Any]]:
    return [dict(row) | {"props": _without_extras(row["props"])} for row in rows]


def _without_extras(props: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in props.items() if name not in _EXTRAS}
