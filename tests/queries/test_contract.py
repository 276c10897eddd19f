"""The contract of every named query: its example gives rows, as declared, the same on both engines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from graph.facts import Addition, Cited, Paper, adding, disputing
from graph.identity import entity_id
from graph.ledger import Ledger
from graph.ontology.organizations import Enterprise
from graph.reviews import Verdict, accepting
from graph.search import NameIndex
from graph.store import GraphStore
from loaders.facts import additions
from loaders.run import find_paths, load
from queries.library import Answer, Query, ask, library
from tests.conftest import ENGINES, FACTSHEETS, PROPOSALS, open_empty

#: What a declared type admits; null is admitted everywhere but in lists and truth values of a table.
_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
    "number": (int, str),
    "map": (dict,),
}
_NEVER_NULL = ("bool", "list")
#: Wall time, which two loads do not share.
_WALL_TIME = {"sources/runs": ("started", "finished", "run_id")}


@pytest.fixture(scope="module")
def engines(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, GraphStore]]:
    """Both engines side by side, each with the five sheets."""
    opened: dict[str, GraphStore] = {}
    try:
        for engine in ENGINES:
            opened[engine] = open_empty(engine, request, tmp_path_factory.mktemp("contract"))
            for report in load(opened[engine], find_paths([FACTSHEETS, PROPOSALS])):
                assert report.ok, [problem.say("en") for problem in report.problems]
            verdict = Verdict("甲", "核实", "2026-01-01T00:00:00")
            ledger = Ledger(opened[engine])
            ledger.decide_all(accepting([entity_id(Enterprise, "青禾测绘公司", "cn-140702")], verdict))
            ledger.decide_all(adding(_tie(NameIndex(opened[engine])), _CITED, verdict))
            ledger.decide_all(disputing(["cn-140702002010"], _CITED, verdict))
        yield opened
    finally:
        for store in opened.values():
            store.close()


#: Something added by hand, and something disputed.
_CITED = Cited("000-yuci", ("12",), Paper("校地共建", region="140702"))


def _tie(names: NameIndex) -> list[Addition]:
    tie = {"type": "PARTNERS_WITH", "kind": "signed", "from": "玉湖社区", "to": "山西医科大学"}
    return additions([], [tie], [], _CITED, names.resolve)


@pytest.fixture(scope="module")
def names(engines: Mapping[str, GraphStore]) -> Mapping[str, NameIndex]:
    return {engine: NameIndex(store) for engine, store in engines.items()}


@pytest.fixture(params=sorted(library()))
def query(request: pytest.FixtureRequest) -> Query:
    return library()[request.param]


def test_example(query: Query, engines: Mapping[str, GraphStore], names: Mapping[str, NameIndex]) -> None:
    answers = {engine: ask(store, names[engine], query.name, query.header.example) for engine, store in engines.items()}
    first, second = answers.values()
    assert first.rows, "the example gives no rows"
    assert first.columns == second.columns
    assert _lasting(first) == _lasting(second)
    if query.header.form != "paths":  # there the text gives ties, and the answer is made of them
        assert list(first.columns) == list(query.header.returns)
        assert not list(_wrong(query, first))


def test_denominator(query: Query) -> None:
    if query.header.of is None:
        return
    whole = library()[query.header.of].header
    assert whole.form == "count"
    assert set(whole.params) <= set(query.header.params), "the gap cannot give these to its denominator"


def _lasting(answer: Answer) -> list[dict[str, Any]]:
    moments = _WALL_TIME.get(answer.query, ())
    return [{name: value for name, value in row.items() if name not in moments} for row in answer.rows]


def _wrong(query: Query, answer: Answer) -> Iterator[str]:
    for row in answer.rows:
        for column, declared in query.header.returns.items():
            lone = query.header.form == "graph" and row[column] is None  # a node that has no edge
            if not lone and not _admits(declared, row[column]):
                yield f"{column} is no {declared}: {row[column]!r}"


def _admits(declared: str, value: Any) -> bool:
    if value is None:
        return not declared.startswith(_NEVER_NULL)
    if declared.startswith("list["):
        inner = declared.removeprefix("list[").removesuffix("]")
        return isinstance(value, list) and all(item is not None and _admits(inner, item) for item in value)
    return isinstance(value, _TYPES[declared]) and (declared == "bool" or not isinstance(value, bool))
