"""The whole graph, read a part at a time in the order of ids: memory does not grow with the graph.

The parts are read in statements of their own. Who needs them to be of one moment compares the data version
before and after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.store import GraphStore, Row

#: About how many nodes a part has, with the edges that start at them.
SIZE = 20_000
_LAST = "\uffff"

#: Runs and the stamp tell of this store and not of the world.
_KEPT = "WHERE NOT n.label IN ['Run', 'Stamp'] AND"
_COUNT = "MATCH (n:{label}) RETURN count(n) AS count"
#: Codes and hashes end in any digit, so that these are spread as all ids are; and they are found without a list of all.
_SAMPLE = "MATCH (n:{label}) WHERE n.id ENDS WITH '7' RETURN n.id AS id ORDER BY id"
_NODES = (
    "MATCH (n:{label}) {where} n.id > $after AND n.id <= $to "
    "RETURN n.id AS id, n.label AS label, properties(n) AS props ORDER BY id"
)
_EDGES = (
    "MATCH (a:{label})-[r]->(b) WHERE a.id > $after AND a.id <= $to "
    "RETURN r.id AS id, type(r) AS type, a.id AS start_id, a.label AS start_label, b.id AS end_id, "
    "b.label AS end_label, properties(r) AS props ORDER BY start_id, id"
)
_NODES_OF = (
    "UNWIND $ids AS wanted MATCH (n:{label} {{id: wanted}}) "
    "RETURN n.id AS id, n.label AS label, properties(n) AS props ORDER BY id"
)
_EDGES_FROM = (
    "UNWIND $ids AS wanted MATCH (a:{label} {{id: wanted}})-[r]->(b) "
    "RETURN r.id AS id, type(r) AS type, a.id AS start_id, a.label AS start_label, b.id AS end_id, "
    "b.label AS end_label, properties(r) AS props ORDER BY start_id, id"
)
#: A limit of rows that no part reaches.
_ALL = 50_000_000


def nodes(store: GraphStore, label: str, size: int = SIZE) -> Iterator[Row]:
    """The nodes under a super-label as {id, label, props}, by id; without runs and the stamp."""
    text = _NODES.format(label=label, where=_KEPT if label == "Record" else "WHERE")
    for after, to in _parts(store, label, size):
        yield from store.read(text, {"after": after, "to": to}, limit=_ALL).rows


def edges(store: GraphStore, label: str, size: int = SIZE) -> Iterator[Row]:
    """The edges that start under a super-label, by the id of their start.

    As {id, type, start_id, start_label, end_id, end_label, props}.
    """
    for after, to in _parts(store, label, size):
        yield from store.read(_EDGES.format(label=label), {"after": after, "to": to}, limit=_ALL).rows


def _parts(store: GraphStore, label: str, size: int) -> Iterator[tuple[str, str]]:
    """Where each part begins and ends: a sample of all ids is cut into equal shares."""
    count = store.read(_COUNT.format(label=label)).rows[0]["count"]
    if count <= size:
        return pairwise(["", _LAST])
    sample = [row["id"] for row in store.read(_SAMPLE.format(label=label), limit=_ALL).rows]
    share = max(1, len(sample) * size // count)
    return pairwise(["", *sample[share - 1 :: share], _LAST])


def nodes_of(store: GraphStore, ids: Sequence[str], label: str) -> list[Row]:
    """The nodes with these ids under a super-label, as `nodes` gives them."""
    return store.read(_NODES_OF.format(label=label), {"ids": list(ids)}, limit=_ALL).rows


def edges_from(store: GraphStore, ids: Sequence[str], label: str) -> list[Row]:
    """The edges that start at nodes with these ids, as `edges` gives them."""
    return store.read(_EDGES_FROM.format(label=label), {"ids": list(ids)}, limit=_ALL).rows
