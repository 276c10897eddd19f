"""Settling: the difference between what stands in a store and what its statements fold to, read and written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graph import schema
from graph.changes import Changes
from graph.claims import settle_claims
from graph.decisions import Decisions
from graph.grouping import EdgeGroup
from graph.kept import Props, edge_stated, node_stated, pack, unpack
from graph.ontology import edge_types
from graph.recent import new_mark, remember
from graph.store import Row, Transaction
from graph.writing import Difference, chunks, write

#: Edges between claims follow from the claims themselves and are settled after them.
DERIVED_EDGES = ("SAME_FACT", "CONFLICTS_WITH")
_TOPICS = "UNWIND $ids AS wanted MATCH (c:Record {id: wanted}) WHERE c.topic IS NOT NULL RETURN c.topic AS topic"


@dataclass
class Standing:
    """Elements as they stand in the store: their packed statements, and where they are."""

    nodes: dict[str, tuple[str, str]] = field(default_factory=dict)  # id -> (label, stated)
    edges: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)  # id -> (type, start, end, stated)

    def add_nodes(self, rows: Iterable[Row]) -> None:
        """Add nodes from rows of {id, label, props}; records that no source states are left out."""
        for row in rows:
            stated = node_stated(row["props"])
            if stated is not None:
                self.nodes[row["id"]] = (row["label"], stated)

    def add_edges(self, name: str, rows: Iterable[Row]) -> None:
        """Add edges of one type from rows of {id, start_id, end_id, props}."""
        for row in rows:
            start, end = row["start_id"], row["end_id"]
            self.edges[row["id"]] = (name, start, end, edge_stated(row["props"], name, start, end))

    def merge(self, other: Standing) -> None:
        """Add what another look found."""
        self.nodes.update(other.nodes)
        self.edges.update(other.edges)

    def node_entries(self) -> list[Props]:
        """All statements about the nodes."""
        return [entry for _, stated in self.nodes.values() for entry in unpack(stated)]

    def edge_entries(self) -> list[Props]:
        """All statements about the edges."""
        return [entry for *_, stated in self.edges.values() for entry in unpack(stated)]


# --- reading what stands -------------------------------------------------------------------------


def of_source(tx: Transaction, source: str) -> Standing:
    """Everything that a source states."""
    standing = Standing()
    for label in schema.SUPER_LABELS:
        standing.add_nodes(tx.run(schema.nodes_of_source(label), {"source": source}))
    for name in _own_edges():
        standing.add_edges(name, tx.run(schema.edges_of_source(name), {"source": source}))
    return standing


def around(tx: Transaction, ids: Sequence[str]) -> Standing:
    """The nodes with these ids and every edge at them; ids of edges find those edges."""
    standing = Standing()
    for label in schema.SUPER_LABELS:
        standing.add_nodes(tx.run(schema.find_nodes(label), {"ids": list(ids)}))
    for name in _own_edges():
        standing.add_edges(name, tx.run(schema.edges_at(name), {"ids": list(ids)}))
        standing.add_edges(name, tx.run(schema.edges_by_id(name), {"ids": list(ids)}))
    return standing


def find_nodes(tx: Transaction, standing: Standing, ids: Iterable[str]) -> None:
    """Add to `standing` the nodes with these ids."""
    wanted = [id_ for id_ in ids if id_ not in standing.nodes]
    for label in schema.SUPER_LABELS:
        for chunk in chunks(wanted):
            standing.add_nodes(tx.run(schema.find_nodes(label), {"ids": chunk}))


def find_edges(tx: Transaction, standing: Standing, edges: dict[str, EdgeGroup]) -> None:
    """Add to `standing` the edges that the new statements speak of and other sources state already."""
    by_type: dict[str, list[Props]] = defaultdict(list)
    for id_, group in edges.items():
        if id_ not in standing.edges:
            by_type[group.type].append({"id": id_, "start_id": group.start})
    for name, rows in by_type.items():
        for part in chunks(rows):
            standing.add_edges(name, tx.run(schema.find_edges(name), {"rows": part}))


def find_corrected(tx: Transaction, standing: Standing, decisions: Decisions) -> set[str]:
    """Add to `standing` the edges that people corrected, where they were and where they belong; the ids added."""
    by_type: dict[str, list[Props]] = defaultdict(list)
    for key in (decisions.settled(key) for move in decisions.moves.values() for key in move):
        if key.id not in standing.edges:
            by_type[key.type].append({"id": key.id, "start_id": key.start})
    before = set(standing.edges)
    for name, rows in by_type.items():
        standing.add_edges(name, tx.run(schema.find_edges(name), {"rows": rows}))
    return set(standing.edges) - before


def _own_edges() -> Iterator[str]:
    return (name for name in edge_types() if name not in DERIVED_EDGES)


class Presence:
    """Whether nodes stand, once the grouped statements are written."""

    def __init__(self, tx: Transaction, nodes: Collection[str], standing: Standing) -> None:
        self._tx, self._nodes, self._standing = tx, nodes, standing
        self._looked_up: dict[str, bool] = {}

    def __call__(self, id_: str) -> bool:
        if id_ in self._nodes or id_ in self._standing.nodes:
            return id_ in self._nodes
        if id_ not in self._looked_up:
            self._looked_up[id_] = any(
                self._tx.run(schema.find_nodes(label), {"ids": [id_]}) for label in schema.SUPER_LABELS
            )
        return self._looked_up[id_]


# --- settling ------------------------------------------------------------------------------------


def settle(
    tx: Transaction,
    standing: Standing,
    nodes: dict[str, list[Props]],
    edges: dict[str, EdgeGroup],
    decisions: Decisions,
    *,
    force: Collection[str] = (),
) -> Changes:
    """Write the difference between what stands and what the statements fold to; what is in `force` in any case."""
    changes = Changes()
    difference = Difference(
        [
            (id_, entries)
            for id_, entries in nodes.items()
            if _moved(changes, standing.nodes.get(id_, ("", None))[1], entries, id_ in force)
        ],
        [
            (id_, group)
            for id_, group in edges.items()
            if _moved(changes, standing.edges.get(id_, ("", "", "", None))[3], group.entries, id_ in force)
        ],
        [(id_, label) for id_, (label, _) in standing.nodes.items() if id_ not in nodes],
        [(id_, edge) for id_, edge in standing.edges.items() if id_ not in edges],
    )
    changes.removed = len(difference.gone_nodes) + len(difference.gone_edges)
    written = write(tx, {id_: label for id_, (label, _) in standing.nodes.items()}, difference, decisions)
    topics = _topics(nodes, standing) | written.topics | _topics_of(tx, written.claims.difference(nodes))
    changes.add(settle_claims(tx, topics))
    if changes.total:
        bump(tx, written.touched)
    return changes


def _moved(changes: Changes, before: str | None, entries: Sequence[Props], force: bool) -> bool:
    """Count one element; whether it has to be written."""
    if before is None:
        changes.created += 1
        return True
    same = before == pack(entries)
    if same and not force:
        changes.unchanged += 1
        return False
    changes.changed += 1
    return True


def _topics(nodes: dict[str, list[Props]], standing: Standing) -> set[str]:
    """The topics of every claim that came, changed or went."""
    topics = {entry["props"]["topic"] for group in nodes.values() for entry in group if entry["label"] == "Claim"}
    claims = (stated for label, stated in standing.nodes.values() if label == "Claim")
    return topics | {entry["props"]["topic"] for stated in claims for entry in unpack(stated)}


def _topics_of(tx: Transaction, claims: Collection[str]) -> set[str]:
    """The topics of claims that are, or were until now, about something else."""
    found = tx.run(_TOPICS, {"ids": sorted(claims)}) if claims else []
    return {row["topic"] for row in found}


def lock(tx: Transaction) -> None:
    """Let writers pass one at a time: each reads what stands before it writes."""
    tx.run("MATCH (s:Stamp) SET s.taken = true")  # a value that was not read before the lock was had


def bump(tx: Transaction, touched: Iterable[str] | None = None) -> None:
    """Count up the data version, and remember which entities the write touched; None: it is not known."""
    rows = tx.run("MATCH (s:Stamp) RETURN s.version AS version, s.recent AS recent")
    standing: Row = rows[0] if rows else {"version": 0, "recent": None}
    mark = new_mark()
    props = {
        "id": "stamp",
        "name": "stamp",
        "label": "Stamp",
        "schema_version": schema.SCHEMA_VERSION,
        "version": (standing["version"] or 0) + 1,
        "mark": mark,
        "recent": remember(standing["recent"], mark, touched),
    }
    tx.run("MERGE (s:Record {id: 'stamp'}) SET s += $props SET s:Stamp", {"props": props})
