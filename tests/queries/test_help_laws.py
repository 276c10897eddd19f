"""Who could help, asked of the five documents; and what holds for every score, on both engines."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import Text
from graph.ledger import Ledger
from graph.search import NameIndex
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from loaders.run import find_paths, load
from queries import help_parts as parts
from queries.help_parts import WEIGHTS, Part, PartName
from queries.help_run import could_help, total
from tests.conftest import FACTSHEETS, empty_neo4j
from tests.neo4j_server import Neo4jServer
from tests.queries.help_world import World, by_id, names, part_of
from tests.registry_part import load_districts

# --- the five documents ----------------------------------------------------------------------------------

QUESTIONS: tuple[dict[str, Any], ...] = (
    {"need": "基层治理难题"},
    {"need": "青年“急难愁盼”问题"},
    {"place": "龙湖社区", "within": "榆次区"},
    {"place": "斗南街道"},
    {"place": "良丰农场社区", "need": "果蔬种植技术"},
    {"place": "榆次区"},
)


def evidence_in(store: GraphStore) -> set[str]:
    rows = (
        store.read("MATCH (n) UNWIND n.evidence AS item RETURN DISTINCT item").rows
        + store.read("MATCH ()-[r]->() UNWIND r.evidence AS item RETURN DISTINCT item").rows
    )
    return {row["item"] for row in rows}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: "-".join(one.values()))
def test_every_part_is_evidenced_and_worded(five: GraphStore, question: dict[str, Any]) -> None:
    written, index = evidence_in(five), NameIndex(five)
    found = could_help(five, index, **question, limit=1000)
    assert found.suggested
    assert found.scored == len(found.suggested)
    assert not {one.id for one in found.already} & {one.id for one in found.suggested}
    scores = [one.score for one in found.suggested]
    assert scores == sorted(scores, key=lambda score: -(score or 0))
    for one in (*found.suggested, *found.unscored):
        assert {*(part.name for part in one.parts), *one.unknown} == set(found.weights)
        for part in one.parts:
            assert part.evidence and set(part.evidence) <= written
            assert 0 <= part.value <= 100 and part.weight == WEIGHTS[part.name]
            assert all(part.reason) and "{" not in part.reason.zh


def test_who_could_help_chenggong_with_its_problems(five: GraphStore) -> None:
    found = could_help(five, NameIndex(five), need="基层治理难题")
    assert found.place == "呈贡区"
    first, second, *_ = found.suggested
    assert (first.name, first.known) == ("云南民族大学民族文化学院", "5/5")
    assert "“文艺”" in part_of(first, "field").reason.zh
    assert second.name == "昆明医科大学公共卫生学院"
    assert {"云南大学", "中国农业大学"} <= {one.name for one in found.already}


def test_a_community_without_a_need_is_asked_without_a_field(five: GraphStore) -> None:
    found = could_help(five, NameIndex(five), "龙湖社区", within="榆次区")
    assert "field" not in found.weights
    assert "山西医科大学" in {one.name for one in found.already}
    assert {"山西中医药大学", "晋中学院"} <= set(names(found))


def test_both_engines_say_the_same(neo4j_server: Neo4jServer, tmp_path: Path) -> None:
    answers = []
    for store in (KgliteStore(str(tmp_path / "graph.kgl")), empty_neo4j(neo4j_server)):
        with store:
            load_districts(store, ("140702",))
            assert all(report.ok for report in load(store, find_paths([FACTSHEETS])))
            index = NameIndex(store)
            asked = (*QUESTIONS, {"place": "cn-140702002009"}, {"place": "西郝村", "within": "榆次区"})
            answers.append([could_help(store, index, **question, limit=1000) for question in asked])
    assert answers[0] == answers[1]
    assert all(one.suggested for one in answers[0])


# --- what holds for all ------------------------------------------------------------------------------------


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ties=st.lists(st.integers(0, 6), min_size=2, max_size=5))
def test_one_more_tie_never_raises(store: GraphStore, ties: list[int]) -> None:
    world = World()
    for number, many in enumerate(ties):
        world.body(f"b{number}", f"学院{number}", ties=many)
    found = by_id(world.told(store, limit=100))
    scores = [found[f"b{number}"].score or 0 for number in range(len(ties))]
    for a, b in zip(ties, scores, strict=True):
        for c, d in zip(ties, scores, strict=True):
            assert (a < c) <= (b >= d) and (a == c) <= (b == d)
    Ledger(store).remove("paper")


KNOWN = st.dictionaries(st.sampled_from(get_args(PartName)), st.integers(0, 100))


def as_parts(values: dict[PartName, int]) -> list[Part]:
    return [Part(name, value, WEIGHTS[name], Text("", ""), ("a#1",)) for name, value in values.items()]


@given(known=KNOWN, name=st.sampled_from(get_args(PartName)), value=st.integers(0, 100), more=st.integers(0, 100))
def test_to_learn_more_or_better_never_lowers(
    known: dict[PartName, int], name: PartName, value: int, more: int
) -> None:
    without = {key: known[key] for key in known if key != name}
    scores = [
        total(as_parts(one), WEIGHTS)
        for one in (without, {**without, name: value}, {**without, name: min(100, value + more)})
    ]
    assert 0 <= scores[0] <= scores[1] <= scores[2] <= 100


LEVELS = ("Community", "Subdistrict", "Zone", "District", "City", "Province")


@given(st.lists(st.sampled_from(LEVELS), min_size=1), st.sampled_from(LEVELS))
def test_one_more_way_to_be_near_never_lowers(levels: list[str], other: str) -> None:
    rows = [
        {"place_id": f"cn-{level}", "place": level, "level": level, "how": "seat", "evidence": ["a#1"]}
        for level in [*levels, other]
    ]
    before, after = parts.distance("cn-asked", rows[:-1]), parts.distance("cn-asked", rows)
    assert before is not None and after is not None and before.value <= after.value
