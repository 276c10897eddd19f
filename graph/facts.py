"""Facts by hand: what people add from a document, and what they dispute; both are decisions, undone by appending.

What was added from one document is stated by a source of its own, made of the additions in force and of nothing else:
it comes with the first and goes with the last, and no file is loaded or unloaded for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from graph import schema
from graph.base import stored
from graph.deciding import Make
from graph.decisions import Decisions
from graph.errors import BadParameter, Refused, Text
from graph.identity import EdgeKey
from graph.kept import Props
from graph.ontology import entity_types
from graph.ontology.records import Decision, Source
from graph.reviews import Item, Verdict, correcting, find_items
from graph.settling import DERIVED_EDGES
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from graph.store import Row, Transaction
from graph.values import PartialDate, locator_order, name_key

#: A person who has looked comes before documents that were read, and behind registries; an entity that is merely
#: named in an addition shows what others say of it.
RANK, NAMED = 40, 90
_HAND = re.compile(r"^hand-[0-9a-f]{12}$")
_STATED = ("stated", "inferred")
_NAMES = "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted}) RETURN n.id AS id, n.name AS name"
_ABOUT = "MATCH (:Record {id: $id})-[:ABOUT]->(e:Entity) RETURN e.id AS id ORDER BY id"


def is_hand(source: str) -> bool:
    """Whether a source is one of those that are made of additions."""
    return _HAND.match(source) is not None


@dataclass(frozen=True)
class Paper:
    """A document as people describe it; `region` is the division where its names are looked up."""

    title: str
    publisher: str | None = None
    published: str | None = None
    region: str | None = None


@dataclass(frozen=True)
class Cited:
    """Where something is written: places of a source of the graph, or of a document described by hand."""

    source: str
    at: tuple[str, ...]
    paper: Paper
    #: Whether the source is known by its description alone.
    described: bool = False

    @property
    def hand(self) -> str:
        """The source to which what is added from here belongs."""
        return self.source if is_hand(self.source) else hand_id(self.source)

    @property
    def evidence(self) -> tuple[str, ...]:
        return tuple(sorted({f"{self.source}#{locator}" for locator in self.at}, key=locator_order))

    @property
    def mark(self) -> SourceMark:
        return SourceMark(self.hand, RANK, self.paper.published)

    def sign(self, verdict: Verdict, *, adds: bool = False) -> Verdict:
        """A verdict that says where it is written."""
        if not (adds or self.described):
            return replace(verdict, evidence=self.evidence)
        document = orjson.dumps(vars(self.paper), option=orjson.OPT_SORT_KEYS).decode()
        return replace(verdict, evidence=self.evidence, hand=self.hand, document=document)


def hand_id(*parts: str | None) -> str:
    """The id of the source of additions: of the id of the source cited, or of title, publisher and date."""
    text = "\x1f".join(name_key(part) if part and len(parts) > 1 else part or "" for part in parts)
    return f"hand-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class Addition:
    """One entity, relation or figure to be added, with all that must be stated for it to stand."""

    name: str
    subject: str
    about: tuple[str, ...]
    nodes: tuple[NodeStatement, ...]
    edges: tuple[EdgeStatement, ...]
    #: What it is, if it is a relation.
    relation: EdgeKey | None = None


# --- what follows from the additions in force -----------------------------------------------------


def stated_by_hand(hand: str, citing: Sequence[Row]) -> tuple[list[Props], list[Props]]:
    """What a source made by hand states: nodes and edges as they are kept, from the decisions that cite it."""
    if not citing:
        return [], []
    added = [orjson.loads(row["value"]) for row in citing if row["kind"] == "add"]
    nodes = [_source_entry(hand, citing[-1]), *(entry for one in added for entry in one["nodes"])]
    return _each_once(nodes), _each_once(entry for one in added for entry in one["edges"])


def _source_entry(hand: str, record: Row) -> Props:
    paper = Paper(**orjson.loads(record["document"]))
    published = PartialDate(paper.published) if paper.published else None
    source = Source(
        name=paper.title, kind="hand", rank=RANK, publisher=paper.publisher, published=published, region=paper.region
    )
    statement = Statement(SourceMark(hand, RANK, paper.published), (f"{hand}#source",), stored(source))
    return NodeStatement(hand, "Source", statement).entry()


def _each_once(entries: Iterable[Props]) -> list[Props]:
    return [*{orjson.dumps(entry, option=orjson.OPT_SORT_KEYS): entry for entry in entries}.values()]


# --- adding ---------------------------------------------------------------------------------------


def adding(additions: Sequence[Addition], cited: Cited, verdict: Verdict) -> Make:
    """Add entities, relations and figures; one decision each, taken together.

    The function that is made raises:
        Refused: when one of them is recorded from this document already, or people rejected it or an end of it.
    """
    signed = cited.sign(verdict, adds=True)

    def make(tx: Transaction, before: Decisions) -> list[Decision]:
        known = {before.subject(row): row["id"] for row in before.citing.get(cited.hand, ()) if row["kind"] == "add"}
        made = []
        for one in additions:
            subject = before.settled(one.relation).id if one.relation else before.resolve(one.subject)
            if subject in known:
                raise _recorded(one, known[subject])
            known[subject] = ""
            _check_rejected(tx, before, one, subject)
            made.append(_decision(one, signed))
        return made

    return make


def _decision(one: Addition, verdict: Verdict) -> Decision:
    value = {"nodes": [node.entry() for node in one.nodes], "edges": [edge.entry() for edge in one.edges]}
    relation = orjson.dumps(list(one.relation)).decode() if one.relation else None
    text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    made = verdict.decision("add", one.subject, one.name, value=text, relation=relation)
    return made.model_copy(update={"about": one.about})


def _recorded(one: Addition, decision: str) -> Refused:
    by = Text(f"，见 {decision}", f" by {decision}") if decision else Text("：写了两遍", ": it is given twice")
    return Refused(
        Text(f"{one.name} 已据这份文件记下{by.zh}", f"{one.name} is already recorded from this document{by.en}"),
        where=one.subject,
        hint=Text(
            "要改先撤销那个决定（xiaodi undo），或用 fact correct", "undo that decision first, or correct the fact"
        ),
    )


def _check_rejected(tx: Transaction, before: Decisions, one: Addition, subject: str) -> None:
    """Refuse what would not be shown, since people rejected it."""
    wanted = sorted({before.resolve(node.id) for node in one.nodes})
    rows = [row for label in schema.SUPER_LABELS for row in tx.run(schema.find_nodes(label), {"ids": wanted})]
    if one.relation:
        start = before.settled(one.relation).start
        edge = {"id": subject, "start_id": start}
        rows += tx.run(schema.find_edges(one.relation.type), {"rows": [edge]})
    for row in rows:
        if row["props"].get("status") == "rejected":
            name = row["props"].get("name", one.name)
            raise Refused(
                Text(f"{name}（{row['id']}）已被否决", f"{name} ({row['id']}) was rejected"),
                where=row["id"],
                hint=Text("先接受它，或撤销否决", "accept it first, or undo the rejection"),
            )


# --- disputing ------------------------------------------------------------------------------------


def disputing(ids: Sequence[str], cited: Cited, verdict: Verdict) -> Make:
    """Dispute entities, relations or figures; they stay in answers, marked.

    The function that is made raises:
        NotFound: when nothing has one of the ids.
        BadParameter: when one is nothing that sources state of the world.
        Refused: when it is a proposal, or the same person disputes it on the same source already.
    """
    signed = cited.sign(verdict)

    def make(tx: Transaction, before: Decisions) -> list[Decision]:
        found = find_items(tx, before, ids)
        for item in found:
            _check_disputable(item)
            _check_new(item, before, signed)
        return [_dispute(tx, item, signed) for item in found]

    return make


def _dispute(tx: Transaction, item: Item, verdict: Verdict) -> Decision:
    about = tuple(about_of(tx, item))
    return verdict.decision("dispute", item.id, said_of(tx, item)).model_copy(update={"about": about})


def putting_right(id_: str, changes: Mapping[str, Any], cited: Cited, verdict: Verdict) -> Make:
    """Correct something as `graph.reviews.correcting` does; where the right value is written is evidence of it."""
    correct = correcting(id_, changes, cited.sign(verdict))

    def make(tx: Transaction, before: Decisions) -> list[Decision]:
        made = correct(tx, before)
        about = tuple(one for item in find_items(tx, before, [id_]) for one in about_of(tx, item))
        return [decision.model_copy(update={"about": about}) for decision in made]

    return make


def about_of(tx: Transaction, item: Item) -> Iterator[str]:
    """The ids of the entities that a node, a relation or a figure is about."""
    if item.label == "Claim":
        yield from (row["id"] for row in tx.run(_ABOUT, {"id": item.id}))
    else:
        yield from item.ends or (item.id,)


def said_of(tx: Transaction, item: Item) -> str:
    """What an element is called: a relation by its ends."""
    if not item.ends:
        return item.name
    names = {row["id"]: row["name"] for row in tx.run(_NAMES, {"ids": sorted(set(item.ends))})}
    start, end = (names.get(end, end) for end in item.ends)
    return f"{start} {item.name} {end}"


def _check_disputable(item: Item) -> None:
    named = item.label in entity_types() or item.label == "Claim" or (item.ends and item.label not in DERIVED_EDGES)
    if not named:
        raise BadParameter(
            Text(f"不能对 {item.id}（{item.label}）提出异议", f"{item.id} ({item.label}) cannot be disputed"),
            hint=Text("可以是实体、关系、数字", "an entity, a relation or a figure can"),
        )
    if item.status not in _STATED:
        raise Refused(
            Text(f"{item.name}（{item.id}）不在答案里", f"{item.name} ({item.id}) stands in no answer"),
            where=item.id,
            hint=Text("提议用 xiaodi review reject 否决", "reject a proposal by xiaodi review reject"),
        )


def _check_new(item: Item, before: Decisions, verdict: Verdict) -> None:
    for row in before.taken.get(item.id, ()):
        same = (row["who"], tuple(row.get("evidence", ()))) == (verdict.who, verdict.evidence)
        if row["kind"] == "dispute" and same:
            raise Refused(
                Text(f"{verdict.who} 已据此提出异议，见 {row['id']}", f"{verdict.who} disputes it so by {row['id']}"),
                where=item.id,
            )
