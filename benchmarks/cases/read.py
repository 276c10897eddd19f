"""Named questions through queries.library.ask, against the same Cypher text by the engine's own client.

`ask` reads the head, checks the parameters, resolves names, takes what an engine adds off each row; the client does
none of this. For paths/shortest the text gives the ties alone: ours finds the path over them as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from benchmarks.base import Line, Options, medians, seconds
from benchmarks.engines import Bare, Engine, engines
from benchmarks.synthetic import Facts, synthetic
from graph.ledger import Ledger
from graph.search import NameIndex
from graph.store import GraphStore
from queries.library import ask, find_query, read_params

_QUESTIONS: Mapping[str, Mapping[str, str]] = {
    "partners/of": {"entity": "b-0-Community-7"},
    "places/hierarchy": {"place": "b-0-Community-7"},
    "network/neighbourhood": {"entity": "b-0-Community-7", "depth": "2"},
    "paths/shortest": {"from": "b-0-Community-7", "to": "b-2-Enterprise-9"},
}


def run(options: Options) -> Iterator[Line]:
    """Medians of many, both in turn."""
    facts = synthetic(*options.size((20_000, 60_000), (2_000, 6_000)))
    with engines(options.folder / "read") as found:
        for engine in found:
            yield from _one(engine, facts, options)


def _one(engine: Engine, facts: list[Facts], options: Options) -> Iterator[Line]:
    with engine.ours() as store:
        ledger = Ledger(store)
        ledger.prepare()
        for source in facts:
            ledger.replace(source.mark.id, source.nodes.values(), source.edges.values())
        names = NameIndex(store)
        names.resolve("b-province")  # builds it: measured in `search`
        with engine.beside(store) as bare:
            for question in _QUESTIONS:
                yield _compare(engine, store, names, bare, question, options)


def _compare(engine: Engine, store: GraphStore, names: NameIndex, bare: Bare, question: str, options: Options) -> Line:
    ours, theirs, rows = _works(store, names, bare, question)
    budget = options.size(8.0, 2.0)
    ours_median, bare_median = medians(ours, theirs, budget=budget)
    return Line(
        f"{engine.name}: {question}", ours_median, bare_median, "ms", "the same text, bare session", f"{rows:,} rows"
    )


def _works(
    store: GraphStore, names: NameIndex, bare: Bare, question: str
) -> tuple[Callable[[], object], Callable[[], object], int]:
    """Both pieces of work, checked to give as many rows, and how many the engine gives."""
    query, given = find_query(question), _QUESTIONS[question]
    params = read_params(query, given, names)
    _, answer = seconds(lambda: ask(store, names, question, given))
    rows = bare.read(query.cypher, params)
    assert answer.rows and rows, f"{question} finds nothing"
    if query.header.form == "paths":
        assert answer.rows[0]["length"] >= 1
    else:
        assert len(answer.rows) == len(rows), f"{question}: {len(answer.rows)} rows and {len(rows)}"
    return lambda: ask(store, names, question, given), lambda: bare.read(query.cypher, params), len(rows)
