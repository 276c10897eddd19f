"""Reviewing proposals: what accepting, rejecting, correcting and merging one of them means for the others.

Each function reads what stands inside the transaction that will write the decisions, so that what was seen is what
is decided. A relation cannot be accepted without its ends, nor a figure without what it is about.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph import schema
from graph.correcting import DISCRIMINATORS, RELATION, relation_text
from graph.deciding import Make, find_edges_by_id, key_of
from graph.decisions import Decisions
from graph.errors import NotFound, Refused, Text
from graph.identity import EdgeKey
from graph.ontology import edge_types
from graph.ontology.records import Decision
from graph.settling import Standing
from graph.store import Row, Transaction

_ABOUT = (
    "UNWIND $ids AS wanted MATCH (c:Record {id: wanted})-[r:ABOUT]->(e:Entity) "
    "RETURN c.id AS claim, r.id AS id, e.id AS about ORDER BY claim, id"
)
#: What a correction of a relation calls its parts.
ENDS = ("from", "to")


@dataclass(frozen=True)
class Verdict:
    """Who decided, why and when."""

    who: str
    why: str
    decided_at: str
    #: Where it is written, and the source made by hand that says so, with its description; for facts by hand.
    evidence: tuple[str, ...] = ()
    hand: str | None = None
    document: str | None = None

    @staticmethod
    def now(who: str, why: str) -> Verdict:
        return Verdict(who, why, datetime.now(UTC).isoformat(timespec="microseconds"))

    def decision(self, kind: str, subject: str, name: str, **own: str | None) -> Decision:
        return Decision.model_validate(
            {"name": f"{kind} {name}", "kind": kind, "subject": subject, **vars(self), **own}
        )


@dataclass(frozen=True)
class Item:
    """A node or an edge under review: what it is called, how it stands, and its ends if it is an edge."""

    id: str
    label: str
    name: str
    status: str
    #: Whether a source proposes what nobody has decided yet.
    pending: bool
    ends: tuple[str, ...] = ()


def accepting(ids: Sequence[str], verdict: Verdict) -> Make:
    """Accept proposals, with the ends of relations and what figures are about."""

    def make(tx: Transaction, before: Decisions) -> list[Decision]:
        chosen = _proposals(tx, before, ids)
        return [verdict.decision("accept", item.id, item.name) for item in _with_ends(tx, before, chosen)]

    return make


def rejecting(ids: Sequence[str], verdict: Verdict) -> Make:
    """Reject proposals; the relations of a rejected entity are no longer shown with it."""

    def make(tx: Transaction, before: Decisions) -> list[Decision]:
        return [verdict.decision("reject", item.id, item.name) for item in _proposals(tx, before, ids)]

    return make


def correcting(id_: str, changes: Mapping[str, Any], verdict: Verdict, *, accept: bool = True) -> Make:
    """Correct properties, the type of a node, the ends, type, kind or role of a relation; and accept it so.

    A figure's `about` is the end of its own relation. Ends are ids.
    """

    def make(tx: Transaction, before: Decisions) -> list[Decision]:
        item = next(iter(find_items(tx, before, [id_])))
        given = dict(changes)
        made = list(_corrections(tx, before, item, given, verdict))
        if accept and item.pending:
            made += [verdict.decision("accept", one.id, one.name) for one in _with_ends(tx, before, [item], made)]
        return made

    return make


def merging(id_: str, into: str, verdict: Verdict) -> Make:
    """Say that a proposed entity is another; where that one stands, what the proposal says of it counts too."""

    def make(tx: Transaction, before: Decisions) -> list[Decision]:
        one, other = (find_items(tx, before, [given])[0] for given in (id_, into))
        if one.ends or other.ends:
            raise Refused(Text("只能合并实体，不能合并关系", "only entities can be merged, no relations"), where=id_)
        if one.id == other.id:
            raise Refused(Text(f"{id_} 与 {into} 本是一个", f"{id_} and {into} are one already"), where=one.id)
        name = f"{one.name} → {other.name}"
        made = [verdict.decision("merge", one.id, name, object=other.id)]
        if one.pending and other.status in ("stated", "inferred"):
            made.append(verdict.decision("accept", other.id, other.name))
        return made

    return make


def undoing(decision: str, verdict: Verdict) -> Make:
    """Undo a decision, or all of a batch."""
    return lambda _tx, _before: [verdict.decision("undo", decision, decision)]


# --- what stands ----------------------------------------------------------------------------------


def find_items(tx: Transaction, before: Decisions, ids: Iterable[str]) -> list[Item]:
    """The nodes and edges with these ids, in this order, each once.

    Raises:
        NotFound: when nothing has one of the ids.
    """
    wanted = list(dict.fromkeys(before.resolve(id_) for id_ in ids))
    found = {item.id: item for item in _nodes(tx, wanted)}
    found |= {item.id: item for item in _edges(tx, [id_ for id_ in wanted if id_ not in found])}
    for id_ in wanted:
        if id_ not in found:
            raise NotFound(Text(f"没有 {id_}", f"nothing has the id {id_}"))
    return [found[id_] for id_ in wanted]


def _nodes(tx: Transaction, ids: Sequence[str]) -> Iterator[Item]:
    for label in schema.SUPER_LABELS:
        for row in tx.run(schema.find_nodes(label), {"ids": list(ids)}) if ids else ():
            props = row["props"]
            if "status" in props:
                yield Item(row["id"], row["label"], props["name"], props["status"], _pending(props))


def _edges(tx: Transaction, ids: Sequence[str]) -> Iterator[Item]:
    rows: dict[str, Row] = {}
    find_edges_by_id(tx, Standing(), ids, rows)
    for id_, row in rows.items():
        props, name = row["props"], row["edge_type"]
        yield Item(id_, name, name, props["status"], _pending(props), (row["start_id"], row["end_id"]))


def _pending(props: Row) -> bool:
    return props["status"] == "proposed" or bool(props.get("proposed_by"))


def _proposals(tx: Transaction, before: Decisions, ids: Sequence[str]) -> list[Item]:
    """The items, all of them proposals or rejected ones.

    Raises:
        Refused: when one of them was never a proposal, or is decided already.
    """
    items = find_items(tx, before, ids)
    for item in items:
        if not item.pending and item.status != "rejected":
            raise Refused(
                Text(f"{item.name}（{item.id}）不是待审的提议", f"{item.name} ({item.id}) is no open proposal"),
                where=item.id,
                hint=Text("xiaodi review list 列出待审的", "xiaodi review list lists those that are open"),
            )
    return items


def _with_ends(
    tx: Transaction, before: Decisions, chosen: Sequence[Item], made: Sequence[Decision] = ()
) -> Iterator[Item]:
    """The chosen items, and whatever they cannot stand without."""
    about = tx.run(_ABOUT, {"ids": [item.id for item in chosen if item.label == "Claim"]})
    edges = find_items(tx, before, [row["id"] for row in about])
    moved = {d.subject: EdgeKey(*json.loads(d.value or "")) for d in made if d.object == RELATION}
    joined = {item.id: item for item in (*chosen, *edges)}
    ends = [end for item in joined.values() for end in _ends(item, moved)]
    for end in find_items(tx, before, ends):
        if end.status == "rejected" and end.id not in joined:
            raise Refused(
                Text(f"{end.name}（{end.id}）已被否决", f"{end.name} ({end.id}) was rejected"),
                where=end.id,
                hint=Text("先接受它，或更正这条关系的两端", "accept it first, or correct the ends of the relation"),
            )
        if end.pending:
            joined.setdefault(end.id, end)
    yield from joined.values()


def _ends(item: Item, moved: Mapping[str, EdgeKey]) -> tuple[str, ...]:
    key = moved.get(item.id)
    return (key.start, key.end) if key else item.ends


# --- corrections ----------------------------------------------------------------------------------


def _corrections(
    tx: Transaction, before: Decisions, item: Item, changes: dict[str, Any], verdict: Verdict
) -> Iterator[Decision]:
    if item.label == "Claim" and "about" in changes:
        about = find_items(tx, before, [row["id"] for row in tx.run(_ABOUT, {"ids": [item.id]})])
        yield from (_relation(tx, before, one, {"to": changes["about"]}, verdict) for one in about)
        del changes["about"]
    if item.ends:
        structural = {name: changes.pop(name) for name in (*ENDS, "type", *DISCRIMINATORS) if name in changes}
        if structural:
            yield _relation(tx, before, item, structural, verdict)
    for name, value in changes.items():
        text = json.dumps(value, ensure_ascii=False)
        yield verdict.decision("correct", item.id, f"{item.name} {name}", object=name, value=text)


def _relation(tx: Transaction, before: Decisions, item: Item, changes: Mapping[str, Any], verdict: Verdict) -> Decision:
    """The correction that makes a relation another one."""
    standing = Standing()
    find_edges_by_id(tx, standing, [item.id])
    old = key_of(item.id, standing.edges[item.id][3], before)
    type_ = str(changes.get("type", old.type))
    given = next((changes[name] for name in DISCRIMINATORS if name in changes), None)
    fields = edge_types()[type_].model_fields if type_ in edge_types() else {}
    keeps = any(name in fields for name in DISCRIMINATORS)
    new = EdgeKey(
        type_,
        before.resolve(str(changes.get("from", old.start))),
        before.resolve(str(changes.get("to", old.end))),
        str(given) if given is not None else old.discriminator if keeps else "",
        old.key,
    )
    return verdict.decision("correct", item.id, item.name, object=RELATION, value=relation_text(new))
