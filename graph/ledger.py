"""The ledger: writes what a source states, takes it back, and applies decisions.

After any order of loads, unloads and decisions the graph is the fold of what is stated. A write is one
transaction, all of it or nothing; a large source is written in batches, under a mark that says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from graph import schema
from graph.ahead import ahead
from graph.beside import beside, with_rest
from graph.changes import Changes
from graph.deciding import Decided, Make, decide_all, take_over
from graph.decisions import Decisions, read_decisions
from graph.errors import Refused, StoreTooOld, Text
from graph.facts import is_hand, stated_by_hand
from graph.garbage import uncollected
from graph.grouping import by_edge, by_node
from graph.kept import Props
from graph.ontology.records import Decision
from graph.settling import (
    Presence,
    Standing,
    bump,
    find_corrected,
    find_edges,
    find_nodes,
    lock,
    of_source,
    settle,
)
from graph.statements import EdgeStatement, NodeStatement
from graph.store import GraphStore, Row, Transaction
from graph.streaming import Seen

#: Statements about nodes and about edges, in the form in which they are kept beside elements.
Batch = tuple[list[Props], list[Props]]


def batch(nodes: Iterable[NodeStatement], edges: Iterable[EdgeStatement]) -> Batch:
    """Statements as they are kept."""
    return [node.entry() for node in nodes], [edge.entry() for edge in edges]


class Ledger:
    """Writes statements into one store."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store

    def prepare(self) -> None:
        """Create the schema in an empty store, or check that the store's version is ours.

        Raises:
            StoreTooOld: when the graph was written by another schema version.
        """
        asked = "MATCH (s:Stamp) RETURN s.schema_version AS version, s.definitions AS definitions"
        stamp = self.store.read(asked).rows
        if stamp and stamp[0]["version"] != schema.SCHEMA_VERSION:
            raise _too_old(self.store, stamp[0]["version"])
        wanted = schema.definitions(self.store.engine)
        mark = hashlib.sha256("\n".join(wanted).encode()).hexdigest()
        if stamp and stamp[0]["definitions"] == mark:
            return  # to define again would be a write: opening the nation for one question would cost a checkpoint
        self.store.define(wanted)
        if not stamp:
            self.store.write(bump)
        self.store.write(lambda tx: tx.run("MATCH (s:Stamp) SET s.definitions = $mark", {"mark": mark}))

    def version(self) -> int:
        """The data version: it grows with every write that changed something."""
        rows = self.store.read("MATCH (s:Stamp) RETURN s.version AS version").rows
        return int(rows[0]["version"]) if rows else 0

    def replace(self, source: str, nodes: Iterable[NodeStatement], edges: Iterable[EdgeStatement]) -> Changes:
        """Make the statements of a source exactly these; all of it or nothing.

        Raises:
            Refused: when the source is made of what people added, here as in the other ways of loading.
        """
        return self.restate(source, *batch(nodes, edges))

    def restate(self, source: str, node_entries: list[Props], edge_entries: list[Props]) -> Changes:
        """The same, of statements in the form in which they are kept beside elements."""
        _check_loadable(source)

        def work(tx: Transaction) -> Changes:
            lock(tx)
            return _restated(tx, source, node_entries, edge_entries, of_source(tx, source))

        with uncollected():
            return self.store.write(work)

    def restate_part(self, source: str, node_entries: list[Props], edge_entries: list[Props]) -> Changes:
        """The same, of some elements alone: what the source states of others stays."""
        _check_loadable(source)

        def work(tx: Transaction) -> Changes:
            lock(tx)
            standing = of_source(tx, source)
            return _restated(tx, source, *with_rest(standing, source, node_entries, edge_entries), standing)

        with uncollected():
            return self.store.write(work)

    def add(self, source: str, nodes: Iterable[NodeStatement], edges: Iterable[EdgeStatement]) -> Changes:
        """State what some statements say beside what the source states already, until it is loaded whole again."""
        _check_loadable(source)
        node_entries, edge_entries = batch(nodes, edges)

        def work(tx: Transaction) -> Changes:
            lock(tx)
            return _restated(tx, source, *beside(tx, source, node_entries, edge_entries), Standing())

        with uncollected():
            return self.store.write(work)

    def stream(self, source: str, batches: Iterable[Batch], progress: Callable[[int], None]) -> Changes:
        """Make the statements of a large source exactly these, a transaction a batch; ends of edges come first.

        What the source no longer states goes last. Until then the source is marked as loading; a load that
        was cut off is completed by the next. `progress` is told how many statements each batch held.
        """
        _check_loadable(source)
        seen = Seen()
        total = Changes()
        standing = self.store.write(lambda tx: _begin(tx, source))
        for node_entries, edge_entries in ahead(batches):
            total.add(self._add_batch(source, node_entries, edge_entries, seen))
            progress(len(node_entries) + len(edge_entries))
        total.add(self.store.write(lambda tx: _finish(tx, source, seen if standing else None)))
        return total

    def _add_batch(self, source: str, nodes: list[Props], edges: list[Props], seen: Seen) -> Changes:
        def work(tx: Transaction) -> Changes:
            lock(tx)
            seen.begin(tx)
            changes = _restated(tx, source, nodes, edges, Standing(), seen)
            seen.end(tx)
            return changes

        with uncollected():
            return self.store.write(work)

    def remove(self, source: str) -> Changes:
        """Take back everything that a source states."""
        return self.replace(source, (), ())

    def decide(self, decision: Decision) -> Changes:
        """Record a decision and apply it to the elements that it speaks of."""
        return self.decide_all(lambda _tx, _before: [decision]).changes

    def decide_all(self, make: Make) -> Decided:
        """Record and apply the decisions that `make` finds necessary, in one transaction: all of them or none.

        `make` reads what stands inside that transaction, and is given the decisions in force.
        """

        return self.store.write(lambda tx: _applied(tx, lambda: decide_all(tx, make)))

    def try_all(self, make: Make) -> Decided:
        """What `decide_all` would do; nothing is kept."""
        tried: list[Decided] = []

        def work(tx: Transaction) -> None:
            tried[:] = [_applied(tx, lambda: decide_all(tx, make))]
            raise _Tried

        with suppress(_Tried):
            self.store.write(work)
        return tried[0]

    def take_over(self, records: Sequence[Row]) -> Changes:
        """Add decisions that were taken elsewhere, in the form in which they are kept."""
        return self.store.write(lambda tx: _applied(tx, lambda: take_over(tx, records))).changes


class _Tried(Exception):
    """Everything was tried."""


def _applied(tx: Transaction, decide: Callable[[], Decided]) -> Decided:
    """Take decisions, and make what was added by hand what they say."""
    lock(tx)
    done = decide()
    before, after = done.before.citing, done.after.citing
    for hand in sorted(before.keys() | after.keys()):
        old, new = before.get(hand, ()), after.get(hand, ())
        if old != new:
            stood = _standing_by_hand(tx, *stated_by_hand(hand, old), done.after)
            done.changes.add(_restated(tx, hand, *stated_by_hand(hand, new), stood))
    if done.decisions and not done.changes.total:
        bump(tx, ())  # what was decided shows in answers, though every element is as it was
    return done


def _standing_by_hand(tx: Transaction, nodes: list[Props], edges: list[Props], decisions: Decisions) -> Standing:
    """The elements that these statements are about, found without a look at all others."""
    standing = Standing()
    find_nodes(tx, standing, by_node(nodes, decisions))
    find_edges(tx, standing, by_edge(edges, decisions, stands=Presence(tx, (), Standing())))
    return standing


def _check_loadable(source: str) -> None:
    if is_hand(source):
        raise Refused(
            Text(f"{source} 是手工补充的，不能装载或卸载", f"{source} is made of facts by hand; it is never loaded"),
            where=source,
            hint=Text("撤销补充它的决定：xiaodi fact list，xiaodi undo", "undo the decisions that made it"),
        )


def _too_old(store: GraphStore, found: object) -> StoreTooOld:
    return StoreTooOld(
        Text(
            f"图的模式版本是 {found}，本程序的是 {schema.SCHEMA_VERSION}",
            f"the graph has schema version {found}, this program {schema.SCHEMA_VERSION}",
        ),
        where=store.address,
        hint=Text("用写入它的版本导出，再在此导入", "export it with the version that wrote it, then import it here"),
    )


def _restated(
    tx: Transaction,
    source: str,
    node_entries: list[Props],
    edge_entries: list[Props],
    standing: Standing,
    seen: Seen | None = None,
) -> Changes:
    """Settle the new statements of a source together with what other sources say of the same elements."""
    decisions = read_decisions(tx)
    nodes = by_node(node_entries, decisions)
    find_nodes(tx, standing, nodes)
    seen = seen or Seen()
    seen.add_nodes(nodes, standing.nodes)
    by_node((entry for entry in standing.node_entries() if entry["source"] != source), decisions, nodes)
    stands = Presence(tx, nodes, standing)
    edges = by_edge(edge_entries, decisions, stands=stands)
    kept = find_corrected(tx, standing, decisions).difference(edges)
    find_edges(tx, standing, seen.may_stand(edges))
    seen.edges.update(edges)
    others = [entry for entry in standing.edge_entries() if entry["source"] != source]
    left_alone = Standing(edges={id_: standing.edges[id_] for id_ in sorted(kept)}).edge_entries()
    others += [entry for entry in left_alone if entry["source"] == source]
    by_edge(others, decisions, edges, stands)
    return settle(tx, standing, nodes, edges, decisions)


def _begin(tx: Transaction, source: str) -> bool:
    """Mark a source as loading; whether something of it may stand already."""
    lock(tx)
    stood = tx.run("MATCH (s:Record {id: $id}) RETURN s.id AS id", {"id": source})
    marked = tx.run("MATCH (r:Record {id: $id}) RETURN r.id AS id", {"id": loading_mark(source)})
    props = {"id": loading_mark(source), "name": source, "label": "Run", "source": source, "action": "load"}
    tx.run(
        "MERGE (r:Record {id: $id}) SET r = $props SET r:Run",
        {"id": props["id"], "props": props | {"state": "loading"}},
    )
    return bool(stood or marked)


def _finish(tx: Transaction, source: str, seen: Seen | None) -> Changes:
    """Take back what a source states no longer, and the mark."""
    lock(tx)
    changes = Changes()
    if seen is not None:
        standing = of_source(tx, source)
        standing.nodes = {id_: node for id_, node in standing.nodes.items() if id_ not in seen.nodes}
        standing.edges = {id_: edge for id_, edge in standing.edges.items() if id_ not in seen.edges}
        changes = _restated(tx, source, [], [], standing)
    tx.run("MATCH (r:Record {id: $id}) DELETE r", {"id": loading_mark(source)})
    return changes


def loading_mark(source: str) -> str:
    """The id of the record that says that a source is being loaded."""
    return f"loading-{source}"
