"""What ad-hoc Cypher may say."""

import pytest

from graph.errors import Refused
from graph.guard import check_reading


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n:University) RETURN n.name AS name ORDER BY name",
        "MATCH (n {id: $id})-[r]-(m) WITH n, count(r) AS ties RETURN n.name, ties",
        "MATCH (n) WHERE n.offset > 3 RETURN n.recall, n.created_at",
        "OPTIONAL MATCH p = shortestPath((a {id: 'x'})-[*..5]-(b {id: 'y'})) RETURN length(p)",
    ],
)
def test_reading_is_let_through(text: str) -> None:
    check_reading(text)


@pytest.mark.parametrize(
    "text",
    [
        "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
        "load csv from 'x' as row return row",
        "CALL dbms.listConfig()",
        "MATCH (n) CALL { WITH n RETURN 1 AS one } RETURN one",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n) SET n.name = 'x'",
        "CREATE (n)",
        "MATCH (n) // harmless\rSET n.name = 'x'",
        "MATCH (n) \\u0053ET n.name = 'x'",
        "RETURN EXISTS { LOAD CSV FROM 'x' AS r RETURN r }",
        "/* */ FOREACH (x IN [1] | REMOVE n.name)",
        "SHOW USERS",
        "RETURN 1" + " " * 30_000,
    ],
)
def test_all_else_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        check_reading(text)


def test_the_refusal_says_where() -> None:
    with pytest.raises(Refused) as caught:
        check_reading("MATCH (n)\n  DELETE n")
    assert caught.value.where == "2:3"
