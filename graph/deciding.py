"""Taking decisions inside one transaction: each is checked against what stands, written, and applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import orjson

from graph import schema
from graph.base import stored
from graph.changes import Changes
from graph.correcting import RELATION, TYPE, check_relation, check_value, read_relation, relation_text
from graph.decisions import (
    ABOUT_ONE,
    Decisions,
    batch_id,
    check_decision,
    decision_id,
    read_decisions,
    write_decision,
)
from graph.errors import BadParameter, NotFound, Refused, Text
from graph.grouping import by_edge, by_node, entry_key
from graph.identity import EdgeKey
from graph.kept import unpack
from graph.ontology import edge_types, joins, node_types
from graph.ontology.records import Decision
from graph.settling import (
    Presence,
    Standing,
    around,
    find_corrected,
    find_nodes,
    settle,
)
from graph.store import Row, Transaction

Make = Callable[[Transaction, Decisions], Sequence[Decision]]

_OPEN = (
    "MATCH (a)-[r]->(b) WHERE r.status IN ['proposed', 'rejected'] OR r.proposed_by IS NOT NULL "
    "RETURN r.id AS id, type(r) AS edge_type, a.id AS start_id"
)
_IDS = "MATCH (d:Decision) RETURN d.id AS id ORDER BY id"
_UNDONE = (
    "MATCH (d:Decision) WHERE (d.id = $id OR d.batch = $id) AND d.kind <> 'undo' "
    "RETURN properties(d) AS props ORDER BY d.decided_at, d.id"
)
_ENDS = (
    "MATCH (n:Entity {id: $id})-[r]->(o) RETURN r.id AS id, type(r) AS edge_type, true AS leaves, o.label AS other "
    "UNION MATCH (n:Entity {id: $id})<-[r]-(o) RETURN r.id AS id, type(r) AS edge_type, false AS leaves, "
    "o.label AS other"
)


@dataclass(frozen=True)
class Decided:
    """What was decided together: the ids of the decisions, the id that they share, themselves, what the graph did."""

    decisions: tuple[str, ...]
    batch: str | None
    taken: tuple[Decision, ...]
    changes: Changes
    #: What was in force before, and what is now.
    before: Decisions
    after: Decisions

    @property
    def subjects(self) -> tuple[str, ...]:
        """The ids of what they speak of."""
        return tuple(decision.subject for decision in self.taken)


def decide_all(tx: Transaction, make: Make) -> Decided:
    """Check, write and apply decisions; one that cannot be meant leaves none of them.

    Raises:
        NotFound: when nothing has an id that they speak of.
        BadParameter: when a correction does not fit the ontology.
        Refused: when a merge or a corrected relation would lead in a circle.
    """
    before = read_decisions(tx)
    wanted = list({decision_id(decision): decision for decision in make(tx, before)}.values())
    undone = [row for decision in wanted if decision.kind == "undo" for row in _taken(tx, decision)]
    standing = Standing()
    _read_spoken_of(tx, standing, [*map(stored, wanted), *undone], before)
    ready = [_ready(tx, decision, before, standing) for decision in wanted]
    batch = batch_id(ready) if len(ready) > 1 else None
    ids = tuple(write_decision(tx, decision.model_copy(update={"batch": batch})) for decision in ready)
    after = read_decisions(tx)
    _check_circles(ready, after)
    records: list[Row] = [*map(stored, ready), *undone]
    _read_spoken_of(tx, standing, records, after)
    changes = _apply(tx, standing, before, after)
    return Decided(ids, batch, tuple(ready), changes, before, after)


def take_over(tx: Transaction, given: Sequence[Row]) -> Decided:
    """Write decisions that were taken elsewhere, as they were kept, and apply those that are new to what stands."""
    before = read_decisions(tx)
    known = {row["id"] for row in tx.run(_IDS)}
    records = [record for record in given if record["id"] not in known]
    for props in records:
        tx.run("MERGE (d:Record {id: $id}) SET d = $props SET d:Decision", {"id": props["id"], "props": props})
    after = read_decisions(tx)
    undoing = [{"id": record["subject"]} for record in records if record["kind"] == "undo"]
    undone = [row["props"] for wanted in undoing for row in tx.run(_UNDONE, wanted)]
    standing = Standing()
    for decisions in (before, after):
        _read_spoken_of(tx, standing, [*records, *undone], decisions)
    changes = _apply(tx, standing, before, after)
    ids = tuple(str(props["id"]) for props in records)
    return Decided(ids, None, (), changes, before, after)


def _taken(tx: Transaction, undo: Decision) -> list[Row]:
    """The decisions that an undo speaks of: one, or all of a batch."""
    found = [row["props"] for row in tx.run(_UNDONE, {"id": undo.subject})]
    if not found:
        raise NotFound(Text(f"没有决定 {undo.subject}", f"there is no decision {undo.subject}"))
    return found


def _apply(tx: Transaction, standing: Standing, before: Decisions, after: Decisions) -> Changes:
    forced = {*standing.nodes, *standing.edges}
    find_corrected(tx, standing, before)
    find_corrected(tx, standing, after)
    nodes = by_node(standing.node_entries(), after)
    edges = by_edge(standing.edge_entries(), after, stands=Presence(tx, nodes, standing))
    forced |= {id_ for id_, group in edges.items() if group.former & forced}
    return settle(tx, standing, nodes, edges, after, force=forced)


# --- what decisions speak of ----------------------------------------------------------------------


def _read_spoken_of(tx: Transaction, standing: Standing, records: Iterable[Row], decisions: Decisions) -> None:
    """Add to `standing` the elements that decisions speak of; at merged nodes their edges too."""
    merged: set[str] = set()
    others: set[str] = set()
    for record in records:
        if record["kind"] == "merge":
            merged |= {decisions.resolve(record["subject"]), decisions.resolve(record["object"])}
        elif record["kind"] in ABOUT_ONE:
            others |= _ids_of(record, decisions)
    if merged:
        standing.merge(around(tx, sorted(merged)))
    find_nodes(tx, standing, sorted(others))
    find_edges_by_id(tx, standing, others.difference(standing.nodes))


def _ids_of(record: Row, decisions: Decisions) -> set[str]:
    """The ids that the subject of a decision may have at present."""
    relation = record.get("relation")
    steps = decisions.places(read_relation(relation)) if relation else []
    return {decisions.resolve(record["subject"]), *(step.id for step in steps)}


def find_edges_by_id(
    tx: Transaction, standing: Standing, ids: Iterable[str], seen: dict[str, Row] | None = None
) -> None:
    """Add to `standing` the edges with these ids: one look over all that is open, then by id what is left.

    No index of the embedded engine leads to an edge, and a look for each of many ids would be as many scans.
    `seen` is given the rows of the edges as they stand, by id.
    """
    left = {id_ for id_ in ids if id_ not in standing.edges}
    if not left:
        return
    by_type: dict[str, list[Row]] = {}
    for row in tx.run(_OPEN):
        if row["id"] in left:
            by_type.setdefault(row["edge_type"], []).append({"id": row["id"], "start_id": row["start_id"]})
    for name, rows in by_type.items():
        _add_edges(standing, name, tx.run(schema.find_edges(name), {"rows": rows}), seen)
    if left := left.difference(standing.edges):
        for name in edge_types():
            _add_edges(standing, name, tx.run(schema.edges_by_id(name), {"ids": sorted(left)}), seen)


def _add_edges(standing: Standing, name: str, rows: list[Row], seen: dict[str, Row] | None) -> None:
    standing.add_edges(name, rows)
    if seen is not None:
        seen.update((row["id"], {**row, "edge_type": name}) for row in rows)


# --- checking -------------------------------------------------------------------------------------


def _ready(tx: Transaction, decision: Decision, before: Decisions, standing: Standing) -> Decision:
    """A decision as it is written: about the id that stands, with the relation that it speaks of."""
    subject = decision.subject
    if decision.kind in ("undo", "accept_gap", "add"):
        return decision
    if decision.kind == "merge":
        check_decision(decision, before, before.resolve(subject) in standing.nodes)
        return decision
    subject = before.resolve(subject)
    edge = standing.edges.get(subject)
    check_decision(decision, before, edge is not None or subject in standing.nodes)
    update = {"subject": subject}
    if edge is not None:
        update["relation"] = relation_text(key_of(subject, edge[3], before))
    ready = decision.model_copy(update=update)
    if decision.kind == "correct":
        _check_correction(tx, ready, standing)
    return ready


def key_of(id_: str, stated: str, before: Decisions) -> EdgeKey:
    """What the edge of an id is, from its statements and what people corrected."""
    steps = (step for entry in unpack(stated) for step in before.places(entry_key(entry)))
    return next(step for step in steps if step.id == id_)


def _check_correction(tx: Transaction, decision: Decision, standing: Standing) -> None:
    name, value = decision.object or "", orjson.loads(decision.value or "null")
    if decision.relation is None:
        label = standing.nodes[decision.subject][0]
        check_value(node_types()[label], name, value)
        if name == TYPE:
            _check_type(tx, decision.subject, str(value))
    elif name == RELATION:
        _check_relation(tx, read_relation(decision.relation), EdgeKey(*value))
    else:
        check_value(edge_types()[read_relation(decision.relation).type], name, value)


def _check_type(tx: Transaction, id_: str, label: str) -> None:
    """Refuse a type that the edges of a node do not admit."""
    for row in tx.run(_ENDS, {"id": id_}):
        ends = (label, row["other"]) if row["leaves"] else (row["other"], label)
        if not _joins(row["edge_type"], *ends):
            raise BadParameter(
                Text(
                    f"改为 {label} 后，关系 {row['edge_type']}（{row['id']}）两端不合",
                    f"as a {label} it could not have its relation {row['edge_type']} ({row['id']})",
                ),
                hint=Text("先更正或否决该关系", "correct or reject that relation first"),
            )


def _check_relation(tx: Transaction, old: EdgeKey, new: EdgeKey) -> None:
    check_relation(new)
    if new.sorted() == old.sorted():
        raise BadParameter(Text("更正后与原来一样", "the correction changes nothing"))
    standing = Standing()
    find_nodes(tx, standing, [new.start, new.end])
    for id_ in (new.start, new.end):
        if id_ not in standing.nodes:
            raise NotFound(Text(f"没有 {id_}", f"nothing has the id {id_}"))
    start, end = (standing.nodes[id_][0] for id_ in (new.start, new.end))
    if new.start == new.end or not _joins(new.type, start, end) or (old.type == "ABOUT") != (new.type == "ABOUT"):
        raise BadParameter(Text(f"{new.type} 不能从 {start} 到 {end}", f"{new.type} cannot run from {start} to {end}"))


def _joins(edge_type: str, start: str, end: str) -> bool:
    return joins(edge_type, start, end) or (edge_types()[edge_type].symmetric and joins(edge_type, end, start))


def _check_circles(ready: Iterable[Decision], after: Decisions) -> None:
    """Refuse a corrected relation that leads back to what it was."""
    for decision in ready:
        if decision.kind == "correct" and decision.object == RELATION and decision.relation:
            steps = after.places(read_relation(decision.relation))
            if steps[-1].id in after.moves:
                raise Refused(
                    Text("更正会成环", "this correction would lead in a circle"),
                    hint=Text("撤销先前的更正", "undo the correction made before"),
                )
