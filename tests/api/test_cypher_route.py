"""The Cypher door over HTTP: what a text that is useful, foreign to the engine or malformed is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.api.guarded import empty, guarded, settings_in


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("route")
    service = empty(folder)
    service.store.write(lambda tx: tx.run("MERGE (n:Entity:City {id: 'a'}) SET n.name = '甲市'"))
    made = guarded(service, settings_in(folder))
    yield made.client(headers=made.bearer())
    service.store.close()


def test_headings_are_what_was_asked_for(client: TestClient) -> None:
    query = "MATCH (市:City {name: $名}) WITH 市, 市.id AS 编号 RETURN 市.name, 编号"
    answer = client.post("/v1/cypher", json={"query": query, "params": {"名": "甲市"}})
    assert answer.json() == {
        "columns": ["市.name", "编号"],
        "rows": [{"市.name": "甲市", "编号": "a"}],
        "truncated": False,
    }


def test_what_the_engine_lacks_is_no_breach_of_a_rule(client: TestClient) -> None:
    answer = client.post(
        "/v1/cypher", json={"query": "MATCH (n)\nRETURN id(n) AS x"}, headers={"Accept-Language": "en"}
    )
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["type"] == "/problems/cypher-lacking"
    assert (problem["rule"], problem["line"], problem["column"]) == ("dialect", 2, 8)
    assert "elementId" in problem["hint"]
    assert client.get(problem["type"]).status_code == 200


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-1e999"])
def test_a_number_that_is_none_does_not_become_null(client: TestClient, number: str) -> None:
    answer = client.post(
        "/v1/cypher",
        content=f'{{"query": "RETURN $x AS x", "params": {{"x": {number}}}}}',
        headers={"Content-Type": "application/json"},
    )
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/bad-parameter")


@pytest.mark.parametrize("base", ["http://host/\x01", "urn:x:\x7f", "http://host/\x85"])
def test_no_control_character_begins_an_iri(client: TestClient, base: str) -> None:
    answer = client.get("/v1/exports/graph", params={"format": "jsonld", "base": base})
    assert answer.status_code == 422
