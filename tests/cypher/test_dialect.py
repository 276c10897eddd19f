"""What the embedded engine reads otherwise: written for it anew, or refused with what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph.errors import CypherLacking, StatementError
from graph.guard import check_reading, read
from graph.guard.dialect import for_embedded
from graph.store import Bounds
from graph.stores.kglite import KgliteStore
from tests.cypher.corpus import ANSWERING, PARAMS, SAME

BOUNDS = Bounds(seconds=5)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KgliteStore]:
    with KgliteStore(str(tmp_path_factory.mktemp("dialect") / "graph.kgl")) as opened:
        opened.write(
            lambda tx: tx.run(
                "MERGE (a:Entity:City {id: 'a'}) SET a.name = '甲市' "
                "MERGE (b:Entity:City {id: 'b'}) SET b.name = '乙市' "
                "MERGE (a)-[r:PARTNERS_WITH {id: 'e'}]->(b) SET r.kind = 'joint'"
            )
        )
        yield opened


def rows(store: KgliteStore, text: str, **params: Any) -> list[dict[str, Any]]:
    return store.read_untrusted(text, params, BOUNDS).rows


def sent(text: str, **params: Any) -> str:
    return for_embedded(read(text, params), params).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MATCH (n:City) WITH n.name AS 名 RETURN 名 ORDER BY 名", [{"名": "乙市"}, {"名": "甲市"}]),
        ("MATCH (n:City) WITH n.id AS `编 码` RETURN * ORDER BY `编 码` LIMIT 1", [{"编 码": "a"}]),
        ("MATCH (城:City {id: 'a'}) RETURN 城.name, 城 . id", [{"城.name": "甲市", "城 . id": "a"}]),
        ("MATCH (n:City {id: 'a'}) RETURN n.name AS order ORDER BY order", [{"order": "甲市"}]),
        ("MATCH (n:City {id: 'a'}) WITH n, n.name AS 名 RETURN n {.id, 名} AS x", [{"x": {"id": "a", "名": "甲市"}}]),
        ("MATCH (n:City {id: 'a'}) RETURN size(keys(n)) AS k, keys({type: 1}) AS own", [{"k": 2, "own": ["type"]}]),
        ("CALL db.labels() YIELD label WHERE label = 'City' RETURN label", [{"label": "City"}]),
        ("CALL db.labels() YIELD label AS `a b` WHERE `a b` = 'City' RETURN `a b`", [{"a b": "City"}]),
        ("CALL db.relationshipTypes", [{"relationshipType": "PARTNERS_WITH"}]),
        ("MATCH (:City {id: 'a'})-[r]->() RETURN r", [{"r": {"id": "e", "kind": "joint"}}]),
        ("RETURN [1] || [2] AS xs, 'a' || 'b' AS t", [{"xs": [1, 2], "t": "ab"}]),
    ],
)
def test_what_was_answered_wrongly_is_right(store: KgliteStore, text: str, expected: list[dict[str, Any]]) -> None:
    assert rows(store, text) == expected


def test_names_of_parameters_may_be_chinese(store: KgliteStore) -> None:
    assert rows(store, "UNWIND $城市 AS 市 MATCH (n:City {name: 市}) RETURN n.id AS id", 城市=["甲市"]) == [{"id": "a"}]


def test_only_what_has_to_be_is_written_anew() -> None:
    plain = "MATCH (n:City)-[r:PART_OF*1..2]->(p) WHERE n.name = '城' RETURN n {.id, p}, count(r) AS k ORDER BY k"
    assert sent(plain) == plain
    assert sent("MATCH (a), (b), p = shortestPath((a)-[:A|:B*..3]-(b)) RETURN p /* x */") == (
        "MATCH (a), (b) MATCH  p = shortestPath((a)-[:A|B*..3]-(b)) RETURN p        "
    )


def test_a_made_name_is_one_that_nobody_wrote() -> None:
    text = sent("MATCH (城:City) WITH 城, 'v0_' AS v0_0_ RETURN 城.name AS v0_1_, v0_0_ AS 名")
    assert text == "MATCH (v1_0_:City) WITH v1_0_, 'v0_' AS v0_0_ RETURN v1_0_.name AS v0_1_, v0_0_ AS v1_1_"


def test_a_message_has_the_names_as_they_were_written(store: KgliteStore) -> None:
    with pytest.raises(StatementError, match="城"):
        rows(store, "MATCH (n:City) RETURN 城.name AS x")


@pytest.mark.parametrize(
    ("text", "where", "instead"),
    [
        ("MATCH (n:City WHERE n.id = 'a') RETURN n", "1:15", "behind the pattern"),
        ("MATCH (n:City&!District) RETURN n", "1:15", "NOT n:A"),
        ("MATCH (n) WHERE n:City|District RETURN n", "1:18", "n:A OR n:B"),
        ("MATCH (n) RETURN COLLECT { MATCH (n)--(m) RETURN m } AS ms", "1:18", "collect(x)"),
        ("MATCH (n) WHERE EXISTS { MATCH (n)--(m) WITH m WHERE m.id = 'a' RETURN m } RETURN n", "1:17", "CALL (a)"),
        ("MATCH (n) RETURN COUNT { MATCH (n)--(m) RETURN DISTINCT m } AS k", "1:41", "CALL (a)"),
        ("MATCH (a {id: 'a'}), (b {id: 'b'}) RETURN shortestPath((a)-[*..3]-(b)) AS p", "1:43", "MATCH p ="),
        (
            "MATCH p = shortestPath((a {id: 'a'})-[r*..3]-(b {id: 'b'})) WHERE all(x IN r WHERE x.id <> '') RETURN p",
            "1:76",
            "[:A|B*..6]",
        ),
        ("RETURN 1 < 2 < 3 AS x", "1:14", "a <= b AND b <= c"),
        ("RETURN CASE 1 WHEN 1, 2 THEN 'a' END AS x", "1:21", "one WHEN"),
        ("MATCH ()-[r]->() RETURN r {.kind} AS x", "1:25", "properties(r)"),
        ("MATCH (n) RETURN id(n) AS x", "1:18", "elementId"),
        ("RETURN duration.between(date('2023'), date('2024')) AS x", "1:8", "duration.inDays"),
        ("MATCH (n) RETURN percentileCont(n.count, 0.5) AS x", "1:18", "collect(x)[i]"),
        ("MATCH (n:社区) RETURN n", "1:10", "ontology"),
        ("MATCH (n {名称: 'x'}) RETURN n", "1:11", "ontology"),
    ],
)
def test_what_it_lacks_is_told_with_what_to_write(store: KgliteStore, text: str, where: str, instead: str) -> None:
    check_reading(text)
    with pytest.raises(CypherLacking) as caught:
        rows(store, text)
    assert (caught.value.rule, caught.value.where) == ("dialect", where)
    assert instead in caught.value.hint.en


def test_a_failure_that_only_the_engine_sees_has_a_hint_too(store: KgliteStore) -> None:
    with pytest.raises(StatementError) as caught:
        rows(store, "MATCH (n:City) RETURN max(n.id) IS NOT NULL AS x")
    assert "WITH" in caught.value.hint.en


@pytest.mark.parametrize("text", SAME + ANSWERING)
def test_what_is_written_anew_is_let_through_as_well(text: str) -> None:
    """So that writing anew adds nothing that the guard would refuse."""
    asked = for_embedded(read(text, PARAMS), PARAMS)
    check_reading(asked.text, asked.params)
