"""Edges between claims, which follow from the claims alone: SAME_FACT and CONFLICTS_WITH."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from graph import schema
from graph.changes import Changes
from graph.identity import edge_id
from graph.kept import Props, pack
from graph.store import Row, Transaction

_CLAIMS = (
    "MATCH (c:Claim)-[:ABOUT]->(e:Entity) WHERE c.topic IN $topics AND c.status IN ['stated', 'inferred'] "
    "RETURN c.id AS id, e.id AS about, c.topic AS topic, c.scope AS scope, c.as_of AS as_of, c.period AS period, "
    "c.kind AS kind, c.low AS low, c.high AS high, "
    "c.evidence AS evidence, c.same_fact AS same_fact, c.sources AS sources"
)
_LINKS = (
    "MATCH (a:Claim)-[r:{}]->(b:Claim) WHERE a.topic IN $topics "
    "RETURN r.id AS id, a.id AS start_id, b.id AS end_id, r.stated AS stated"
)


def settle_claims(tx: Transaction, topics: Iterable[str]) -> Changes:
    """Make the edges between claims of these topics what their claims say."""
    wanted_topics = sorted(topics)
    changes = Changes()
    if not wanted_topics:
        return changes
    claims = tx.run(_CLAIMS, {"topics": wanted_topics})
    for edge_type, edges in claim_edges(claims).items():
        standing = {row["id"]: row for row in tx.run(_LINKS.format(edge_type), {"topics": wanted_topics})}
        gone = [{"id": id_, "start_id": row["start_id"]} for id_, row in standing.items() if id_ not in edges]
        fresh = [
            {"id": id_, "start_id": start, "end_id": end, "props": props}
            for id_, (start, end, props) in edges.items()
            if id_ not in standing or standing[id_]["stated"] != props["stated"]
        ]
        tx.run(schema.delete_edges(edge_type), {"rows": gone})
        tx.run(schema.upsert_edges(edge_type), {"rows": fresh})
        known = sum(1 for row in fresh if row["id"] in standing)
        changes.add(Changes(len(fresh) - known, known, len(edges) - len(fresh), len(gone)))
    return changes


_Ends = tuple[str, str, Props]
_Link = tuple[str, _Ends]


def claim_edges(claims: list[Row]) -> dict[str, dict[str, _Ends]]:
    """The edges that follow from claims, by type and id: start, end and properties.

    A claim is a row of what `_CLAIMS` returns.
    """
    same = dict(_same_facts(claims))
    return {"SAME_FACT": same, "CONFLICTS_WITH": dict(_conflicts(claims, {(s, e) for s, e, _ in same.values()}))}


def _same_facts(claims: list[Row]) -> Iterator[_Link]:
    by_id = {claim["id"]: claim for claim in claims}
    for claim in claims:
        for other in claim["same_fact"] or ():
            if other in by_id:
                yield _link("SAME_FACT", claim, by_id[other], "stated")


def _conflicts(claims: list[Row], same: set[tuple[str, str]]) -> Iterator[_Link]:
    """Pairs that speak of the same figure on the same basis and leave no common value."""
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for claim in claims:
        basis = ("about", "topic", "scope", "as_of", "period", "kind")
        groups[tuple(claim[name] for name in basis)].append(claim)
    for group in groups.values():
        for a, b in combinations(sorted(group, key=lambda claim: str(claim["id"])), 2):
            apart = a["high"] < b["low"] or b["high"] < a["low"]
            if apart and a["sources"] != b["sources"] and (a["id"], b["id"]) not in same:
                yield _link("CONFLICTS_WITH", a, b, "inferred")


def _link(edge_type: str, a: Row, b: Row, status: str) -> _Link:
    start, end = sorted((a["id"], b["id"]))
    id_ = edge_id(edge_type, start, end, "")
    evidence = sorted({*a["evidence"], *b["evidence"]})
    props: Props = {
        "id": id_,
        "evidence": evidence,
        "sources": sorted({*a["sources"], *b["sources"]}),
        "status": status,
        "modality": "actual",
    }
    return id_, (start, end, props | {"stated": pack([{**props, "rank": 0, "source": ""}])})
