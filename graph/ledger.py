"""The ledger: writes what a source states, takes it back, and applies decisions, each in one transaction.

After any order of loads, unloads and decisions the graph is the fold of what is stated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graph import schema
from graph.changes import Changes
from graph.claims import settle_claims
from graph.decisions import Decisions, check_decision, read_decisions, write_decision
from graph.errors import StoreTooOld, Text
from graph.identity import edge_id
from graph.ontology import edge_types
from graph.ontology.records import Decision
from graph.statements import (
    EdgeElement,
    EdgeStatement,
    NodeElement,
    NodeStatement,
    Props,
    fold_edge,
    fold_node,
    pack,
    unpack,
)
from graph.store import GraphStore, T, Transaction

#: Edges between claims follow from the claims themselves and are settled after them.
DERIVED_EDGES = ("SAME_FACT", "CONFLICTS_WITH")
_BATCH = 5_000


@dataclass
class _Standing:
    """Elements as they stand in the store: their packed statements, and where they are."""

    nodes: dict[str, tuple[str, str]] = field(default_factory=dict)  # id -> (label, stated)
    edges: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)  # id -> (type, start, end, stated)


class Ledger:
    """Writes statements into one store."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store

    def prepare(self) -> None:
        """Create the schema in an empty store, or check that the store's version is ours.

        Raises:
            StoreTooOld: when the graph was written by another schema version.
        """
        stamp = self.store.read("MATCH (s:Stamp) RETURN s.schema_version AS version").rows
        if stamp and stamp[0]["version"] != schema.SCHEMA_VERSION:
            found = stamp[0]["version"]
            raise StoreTooOld(
                Text(
                    f"图的模式版本是 {found}，本程序的是 {schema.SCHEMA_VERSION}",
                    f"the graph has schema version {found}, this program {schema.SCHEMA_VERSION}",
                ),
                where=self.store.address,
                hint=Text(
                    "用写入它的版本导出，再在此导入", "export it with the version that wrote it, then import it here"
                ),
            )
        self.store.define(schema.definitions(self.store.engine))
        if not stamp:
            self.store.write(_bump)

    def version(self) -> int:
        """The data version: it grows with every write that changed something."""
        rows = self.store.read("MATCH (s:Stamp) RETURN s.version AS version").rows
        return int(rows[0]["version"]) if rows else 0

    def replace(self, source: str, nodes: Iterable[NodeStatement], edges: Iterable[EdgeStatement]) -> Changes:
        """Make the statements of a source exactly these; all of it or nothing."""
        return self.restate(source, [node.entry() for node in nodes], [edge.entry() for edge in edges])

    def restate(self, source: str, node_entries: list[Props], edge_entries: list[Props]) -> Changes:
        """The same, of statements in the form in which they are kept beside elements."""

        def work(tx: Transaction) -> Changes:
            decisions = read_decisions(tx)
            standing = _of_source(tx, source)
            new_nodes = _by_node(node_entries, decisions)
            new_edges = _by_edge(edge_entries, decisions)
            _find(tx, standing, new_nodes, new_edges)
            pool_nodes = [e for e in _node_entries(standing) if e["source"] != source] + node_entries
            pool_edges = [e for e in _edge_entries(standing) if e["source"] != source] + edge_entries
            return _settle(tx, standing, pool_nodes, pool_edges, decisions)

        return self.store.write(work)

    def remove(self, source: str) -> Changes:
        """Take back everything that a source states."""
        return self.replace(source, (), ())

    def decide(self, decision: Decision) -> Changes:
        """Record a decision and apply it to the elements that it speaks of."""

        def work(tx: Transaction) -> Changes:
            subjects = _subjects(tx, decision)
            before = read_decisions(tx)
            standing = _around(tx, [before.resolve(id_) for id_ in subjects])
            check_decision(decision, before, bool(standing.nodes or standing.edges))
            write_decision(tx, decision)
            after = read_decisions(tx)
            moved = [after.resolve(id_) for id_ in subjects]
            _merge_standing(standing, _around(tx, moved))
            return _settle(tx, standing, _node_entries(standing), _edge_entries(standing), after, force=True)

        return self.store.write(work)


def _subjects(tx: Transaction, decision: Decision) -> list[str]:
    """The ids of the elements that a decision, or the one it undoes, speaks of."""
    if decision.kind == "undo":
        found = tx.run(
            "MATCH (d:Decision {id: $id}) RETURN d.kind AS kind, d.subject AS subject, d.object AS object",
            {"id": decision.subject},
        )
        return [id_ for row in found for id_ in _spoken_of(row["kind"], row["subject"], row["object"])]
    return _spoken_of(decision.kind, decision.subject, decision.object)


def _spoken_of(kind: str, subject: str, object_: str | None) -> list[str]:
    return [subject, object_] if kind == "merge" and object_ else [subject]


# --- reading what stands -------------------------------------------------------------------------


def _of_source(tx: Transaction, source: str) -> _Standing:
    standing = _Standing()
    for label in schema.SUPER_LABELS:
        for row in tx.run(schema.nodes_of_source(label), {"source": source}):
            standing.nodes[row["id"]] = (row["label"], row["stated"])
    for name in _own_edges():
        for row in tx.run(schema.edges_of_source(name), {"source": source}):
            standing.edges[row["id"]] = (name, row["start_id"], row["end_id"], row["stated"])
    return standing


def _around(tx: Transaction, ids: Sequence[str]) -> _Standing:
    """The nodes with these ids and every edge at them; ids of edges find those edges."""
    standing = _Standing()
    for label in schema.SUPER_LABELS:
        for row in tx.run(schema.find_nodes(label), {"ids": list(ids)}):
            if row["stated"] is not None:
                standing.nodes[row["id"]] = (row["label"], row["stated"])
    for name in _own_edges():
        for row in tx.run(schema.edges_at(name), {"ids": list(ids)}):
            standing.edges[row["id"]] = (name, row["start_id"], row["end_id"], row["stated"])
        for row in tx.run(
            f"MATCH (a)-[r:{name}]->(b) WHERE r.id IN $ids "
            "RETURN r.id AS id, a.id AS start_id, b.id AS end_id, r.stated AS stated",
            {"ids": list(ids)},
        ):
            standing.edges[row["id"]] = (name, row["start_id"], row["end_id"], row["stated"])
    return standing


def _merge_standing(into: _Standing, other: _Standing) -> None:
    into.nodes.update(other.nodes)
    into.edges.update(other.edges)


def _find(tx: Transaction, standing: _Standing, nodes: dict[str, list[Props]], edges: dict[str, _EdgeGroup]) -> None:
    """Add to `standing` the elements that the new statements speak of and other sources state already."""
    wanted = [id_ for id_ in nodes if id_ not in standing.nodes]
    for label in schema.SUPER_LABELS:
        for chunk in _chunks(wanted):
            for row in tx.run(schema.find_nodes(label), {"ids": chunk}):
                standing.nodes[row["id"]] = (row["label"], row["stated"])
    by_type: dict[str, list[Props]] = defaultdict(list)
    for id_, group in edges.items():
        if id_ not in standing.edges:
            by_type[group.type].append({"id": id_, "start_id": group.start})
    for name, rows in by_type.items():
        for part in _chunks(rows):
            for row in tx.run(schema.find_edges(name), {"rows": part}):
                standing.edges[row["id"]] = (name, row["start_id"], row["end_id"], row["stated"])


def _own_edges() -> Iterator[str]:
    return (name for name in edge_types() if name not in DERIVED_EDGES)


def _node_entries(standing: _Standing) -> list[Props]:
    return [entry for _, stated in standing.nodes.values() for entry in unpack(stated)]


def _edge_entries(standing: _Standing) -> list[Props]:
    return [entry for *_, stated in standing.edges.values() for entry in unpack(stated)]


# --- grouping statements into elements -----------------------------------------------------------


@dataclass
class _EdgeGroup:
    type: str
    start: str
    end: str
    entries: list[Props] = field(default_factory=list)


def _by_node(entries: Iterable[Props], decisions: Decisions) -> dict[str, list[Props]]:
    groups: dict[str, list[Props]] = defaultdict(list)
    for entry in entries:
        groups[decisions.resolve(entry["origin"])].append(entry)
    return groups


def _by_edge(entries: Iterable[Props], decisions: Decisions) -> dict[str, _EdgeGroup]:
    groups: dict[str, _EdgeGroup] = {}
    for entry in entries:
        start, end = decisions.resolve(entry["start"]), decisions.resolve(entry["end"])
        if start == end:
            continue  # a merge of the two ends leaves nothing to say
        if edge_types()[entry["type"]].symmetric:
            start, end = sorted((start, end))
        id_ = edge_id(entry["type"], start, end, entry["discriminator"], entry["key"])
        groups.setdefault(id_, _EdgeGroup(entry["type"], start, end)).entries.append(entry)
    return groups


# --- settling ------------------------------------------------------------------------------------


def _settle(
    tx: Transaction,
    standing: _Standing,
    node_entries: Sequence[Props],
    edge_entries: Sequence[Props],
    decisions: Decisions,
    *,
    force: bool = False,
) -> Changes:
    """Write the difference between what stands and what the statements fold to."""
    nodes = _by_node(node_entries, decisions)
    edges = _by_edge(edge_entries, decisions)
    changes = Changes()
    fresh_nodes = [
        fold_node(id_, entries, decisions.overlays.get(id_))
        for id_, entries in nodes.items()
        if _moved(changes, standing.nodes.get(id_, ("", None))[1], entries, force)
    ]
    fresh_edges = [
        fold_edge(group.entries, (group.start, group.end), decisions.overlays.get(id_))
        for id_, group in edges.items()
        if _moved(changes, standing.edges.get(id_, ("", "", "", None))[3], group.entries, force)
    ]
    gone_edges = [(id_, edge) for id_, edge in standing.edges.items() if id_ not in edges]
    gone_nodes = [(id_, node[0]) for id_, node in standing.nodes.items() if id_ not in nodes]
    changes.removed = len(gone_edges) + len(gone_nodes)
    topics = _topics(nodes, standing)
    _write(tx, standing, fresh_nodes, fresh_edges, gone_nodes, gone_edges)
    changes.add(settle_claims(tx, topics))
    if changes.total:
        _bump(tx)
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


def _topics(nodes: dict[str, list[Props]], standing: _Standing) -> set[str]:
    """The topics of every claim that came, changed or went."""
    entries = [entry for group in nodes.values() for entry in group] + _node_entries(standing)
    return {entry["props"]["topic"] for entry in entries if entry["label"] == "Claim"}


def _write(
    tx: Transaction,
    standing: _Standing,
    nodes: Sequence[NodeElement],
    edges: Sequence[EdgeElement],
    gone_nodes: Sequence[tuple[str, str]],
    gone_edges: Sequence[tuple[str, tuple[str, str, str, str]]],
) -> None:
    cut: dict[str, list[Props]] = defaultdict(list)
    for id_, (name, start, _, _) in gone_edges:
        cut[name].append({"id": id_, "start_id": start})
    _run_all(tx, {schema.delete_edges(name): rows for name, rows in cut.items()})
    relabelled: dict[str, list[Props]] = defaultdict(list)
    upserts: dict[str, list[Props]] = defaultdict(list)
    for node in nodes:
        before = standing.nodes.get(node.id)
        if before and before[0] != node.label:
            relabelled[before[0]].append({"id": node.id})
        upserts[node.label].append({"id": node.id, "props": node.props})
    _run_all(tx, {schema.relabel_nodes(label): rows for label, rows in relabelled.items()})
    _run_all(tx, {schema.upsert_nodes(label): rows for label, rows in upserts.items()})
    links: dict[str, list[Props]] = defaultdict(list)
    for edge in edges:
        links[edge.type].append({"id": edge.id, "start_id": edge.start, "end_id": edge.end, "props": edge.props})
    _run_all(tx, {schema.upsert_edges(name): rows for name, rows in links.items()})
    doomed: dict[str, list[Props]] = defaultdict(list)
    for id_, label in gone_nodes:
        doomed[schema.super_label(label)].append({"id": id_})
    _run_all(tx, {schema.delete_nodes(label): rows for label, rows in doomed.items()})


def _run_all(tx: Transaction, batches: dict[str, list[Props]]) -> None:
    for cypher, rows in batches.items():
        for chunk in _chunks(rows):
            tx.run(cypher, {"rows": chunk})


def _chunks(items: Sequence[T]) -> Iterator[list[T]]:
    return (list(items[start : start + _BATCH]) for start in range(0, len(items), _BATCH))


def _bump(tx: Transaction) -> None:
    """Count up the data version."""
    rows = tx.run("MATCH (s:Stamp) RETURN s.version AS version")
    version = (rows[0]["version"] if rows else 0) + 1
    props = {
        "id": "stamp",
        "name": "stamp",
        "label": "Stamp",
        "schema_version": schema.SCHEMA_VERSION,
        "version": version,
    }
    tx.run("MERGE (s:Record {id: 'stamp'}) SET s = $props SET s:Stamp", {"props": props})
