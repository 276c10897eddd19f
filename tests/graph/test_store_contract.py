"""The contract that every engine keeps."""

import threading

import pytest

from graph import schema
from graph.errors import QueryTimeout, StatementError
from graph.store import GraphStore, Transaction

PEOPLE = [
    {"id": "a", "props": {"id": "a", "name": "玉湖社区", "aliases": ["甲", "乙"], "count": 3, "documented": True}},
    {"id": "b", "props": {"id": "b", "name": "榆次区", "aliases": [], "low": 1.5}},
]
LINK = {"id": "e1", "start_id": "a", "end_id": "b", "props": {"id": "e1", "evidence": ["s#1"], "principal": True}}


def fill(tx: Transaction) -> None:
    tx.run(schema.upsert_nodes("Community"), {"rows": PEOPLE})
    tx.run(schema.upsert_edges("PART_OF"), {"rows": [LINK]})


@pytest.fixture
def filled(store: GraphStore) -> GraphStore:
    store.define(schema.definitions(store.engine))
    store.write(fill)
    return store


def rows(store: GraphStore, cypher: str, **params: object) -> list[dict[str, object]]:
    return store.read(cypher, params).rows


def test_properties_come_back_as_they_went_in(filled: GraphStore) -> None:
    found = rows(filled, "MATCH (n:Entity) RETURN properties(n) AS props ORDER BY n.id")
    assert [row["props"] for row in found] == [item["props"] for item in PEOPLE]


def test_a_node_has_its_super_label_its_family_and_its_type(filled: GraphStore) -> None:
    found = rows(filled, "MATCH (n:Community {id: 'a'}) RETURN labels(n) AS labels")
    assert sorted(found[0]["labels"]) == ["Community", "Entity", "Place"]  # type: ignore[call-overload]


def test_an_edge_keeps_its_ends_and_properties(filled: GraphStore) -> None:
    found = rows(
        filled,
        "MATCH (a)-[r:PART_OF]->(b) RETURN a.id AS a, b.id AS b, type(r) AS t, r.evidence AS e, properties(r) AS p",
    )
    assert found == [{"a": "a", "b": "b", "t": "PART_OF", "e": ["s#1"], "p": LINK["props"]}]


def test_writing_again_replaces_every_property(filled: GraphStore) -> None:
    fewer = [{"id": "a", "props": {"id": "a", "name": "玉湖"}}]
    filled.write(lambda tx: tx.run(schema.upsert_nodes("Community"), {"rows": fewer}))
    found = rows(filled, "MATCH (n:Entity {id: 'a'}) RETURN properties(n) AS props")
    assert found == [{"props": {"id": "a", "name": "玉湖"}}]


def test_a_node_may_change_its_type(filled: GraphStore) -> None:
    def relabel(tx: Transaction) -> None:
        tx.run(schema.relabel_nodes("Community"), {"rows": [{"id": "a"}]})
        tx.run(schema.upsert_nodes("Subdistrict"), {"rows": PEOPLE[:1]})

    filled.write(relabel)
    assert rows(filled, "MATCH (n:Community) RETURN n.id AS id ORDER BY id") == [{"id": "b"}]
    assert rows(filled, "MATCH (n:Subdistrict) RETURN n.id AS id") == [{"id": "a"}]


def test_parallel_edges_stay_apart(filled: GraphStore) -> None:
    twin = LINK | {"id": "e2", "props": {"id": "e2"}}
    filled.write(lambda tx: tx.run(schema.upsert_edges("PART_OF"), {"rows": [twin]}))
    assert rows(filled, "MATCH ()-[r:PART_OF]->() RETURN r.id AS id ORDER BY id") == [{"id": "e1"}, {"id": "e2"}]
    filled.write(lambda tx: tx.run(schema.delete_edges("PART_OF"), {"rows": [{"id": "e1", "start_id": "a"}]}))
    assert rows(filled, "MATCH ()-[r:PART_OF]->() RETURN r.id AS id") == [{"id": "e2"}]


def test_a_write_that_fails_leaves_nothing(filled: GraphStore) -> None:
    def half(tx: Transaction) -> None:
        tx.run(schema.delete_nodes("Entity"), {"rows": [{"id": "a"}]})
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        filled.write(half)
    assert rows(filled, "MATCH (n:Entity) RETURN count(n) AS n") == [{"n": 2}]


def test_a_transaction_sees_its_own_writes(store: GraphStore) -> None:
    def work(tx: Transaction) -> list[dict[str, object]]:
        fill(tx)
        return tx.run("MATCH (n:Entity) RETURN n.id AS id ORDER BY id")

    assert store.write(work) == [{"id": "a"}, {"id": "b"}]


def test_a_read_cannot_write(filled: GraphStore) -> None:
    with pytest.raises(StatementError):
        filled.read("CREATE (n:Entity {id: 'c', name: 'c'}) RETURN n.id AS id")
    assert rows(filled, "MATCH (n:Entity) RETURN count(n) AS n") == [{"n": 2}]


def test_a_text_that_is_no_cypher_is_refused(store: GraphStore) -> None:
    with pytest.raises(StatementError):
        store.read("MATCH (n RETURN n")


def test_the_row_limit_cuts_and_says_so(filled: GraphStore) -> None:
    cut = filled.read("UNWIND range(1, 50) AS i RETURN i ORDER BY i", limit=10)
    assert (len(cut.rows), cut.truncated, cut.rows[-1]["i"]) == (10, True, 10)
    whole = filled.read("UNWIND range(1, 10) AS i RETURN i ORDER BY i", limit=10)
    assert (len(whole.rows), whole.truncated) == (10, False)


def test_a_read_past_its_deadline_ends(store: GraphStore) -> None:
    with pytest.raises(QueryTimeout):
        store.read(
            "UNWIND range(1, 20000) AS a UNWIND range(1, 20000) AS b "
            "WITH a, b WHERE a * b % 7 = 3 RETURN count(*) AS n",
            timeout=0.3,
        )


def test_columns_keep_their_order_and_stand_even_without_rows(filled: GraphStore) -> None:
    answer = filled.read("MATCH (n:Entity {id: 'nobody'}) RETURN n.name AS second, n.id AS first")
    assert answer.columns == ("second", "first")
    assert answer.rows == []


def test_the_ids_of_a_super_label_are_unique(filled: GraphStore) -> None:
    with pytest.raises(StatementError):
        filled.write(lambda tx: tx.run("CREATE (n:Entity) SET n.id = 'a', n.name = 'twin'"))


def test_definitions_may_be_made_twice(filled: GraphStore) -> None:
    filled.define(schema.definitions(filled.engine))


def test_readers_in_threads_see_what_was_written(filled: GraphStore) -> None:
    seen: list[object] = []
    threads = [
        threading.Thread(target=lambda: seen.append(rows(filled, "MATCH (n:Entity) RETURN count(n) AS n")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [[{"n": 2}]] * 8


def test_writers_in_threads_lose_nothing(filled: GraphStore) -> None:
    def write(number: int) -> None:
        item = {"id": f"t{number}", "props": {"id": f"t{number}", "name": "t"}}
        filled.write(lambda tx: tx.run(schema.upsert_nodes("Venue"), {"rows": [item]}))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows(filled, "MATCH (n:Venue) RETURN count(n) AS n") == [{"n": 8}]
