"""An extraction as plain pairs: what a reader who knows no instruments would list.

Every two parties of an agreement, a project or an activity become one partnership, a lead with each; the names
of entities stand in the place of keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from loaders.document.base import Extraction, FoundEntity, FoundRelation
from loaders.document.clauses import seat

INSTRUMENTS = frozenset({"Agreement", "Activity", "Project"})
_PARTY_EDGES = frozenset({"PARTY_TO", "COOPERATES_ON", "PARTICIPATES_IN", "LEADS"})
_LEADING = frozenset({"organizer", "host", "lead", "party", "signatory", ""})
_PRINCIPAL = _LEADING | {"co-organizer"}
_TYPES = {
    "GovernmentBody": "Government",
    "Province": "Region",
    "City": "Region",
    "District": "Region",
    "ResearchInstitute": "Platform",
    "Zone": "Platform",
    "Venue": "Platform",
    "Team": "Association",
}
_EDGES = {"FOUNDED": "ESTABLISHED", "RESIDENT_OF": "LOCATED_IN"}
_PLAIN = frozenset({"PARTNERS_WITH", "PART_OF", "LOCATED_IN", "SERVES", *_EDGES})

Row = dict[str, Any]


def project(extraction: Extraction, proposals_from: float = 0.0) -> dict[str, list[Row]]:
    """Entities and pairs with at least this confidence; what is planned, ended or only visited is left out."""
    entities = {entity.key: entity for entity in extraction.entities}
    kept = [
        relation
        for relation in extraction.relations
        if relation.modality == "actual" and relation.source in entities and relation.target in entities
    ]
    pairs = [*_plain(kept, entities), *_shared(kept, entities)]
    return {
        "entities": [_entity(entity) for entity in extraction.entities if entity.confidence >= proposals_from],
        "relations": _unique([pair for pair in pairs if pair["confidence"] >= proposals_from]),
    }


def _entity(entity: FoundEntity) -> Row:
    village = entity.type == "Community" and entity.props.get("kind") == "village"
    kind = "Village" if village else _TYPES.get(entity.type, entity.type)
    at = _first(entity.at[0]) if entity.at else None
    return {"name": entity.name, "type": kind, "paragraph": at, "confidence": entity.confidence}


def _first(locator: str) -> int | None:
    number = locator.partition("-")[0]
    return int(number) if number.isdigit() else None


def _row(source: FoundEntity, type_: str, target: FoundEntity, at: str, confidence: float, rule: str) -> Row:
    return {
        "source": source.name,
        "type": type_,
        "target": target.name,
        "paragraph": _first(at),
        "confidence": confidence,
        "rule": rule,
    }


def _plain(relations: list[FoundRelation], entities: Mapping[str, FoundEntity]) -> Iterator[Row]:
    for relation in relations:
        source, target = entities[relation.source], entities[relation.target]
        if relation.type in _PLAIN and not {source.type, target.type} & INSTRUMENTS:
            type_ = _EDGES.get(relation.type, relation.type)
            yield _row(source, type_, target, relation.at, relation.confidence, relation.rule)


def _shared(relations: list[FoundRelation], entities: Mapping[str, FoundEntity]) -> Iterator[Row]:
    parties: dict[str, list[FoundRelation]] = defaultdict(list)
    for relation in relations:
        if relation.type in _PARTY_EDGES and entities[relation.target].type in INSTRUMENTS:
            parties[relation.target].append(relation)
    for rows in parties.values():
        for a, b in combinations(rows, 2):
            if a.source != b.source and _tied(a, b) and not _one_authority(entities[a.source], entities[b.source]):
                sure = min(a, b, key=lambda row: row.confidence)
                yield _row(entities[a.source], "PARTNERS_WITH", entities[b.source], a.at, sure.confidence, sure.rule)


def _tied(a: FoundRelation, b: FoundRelation) -> bool:
    """Both act, and one of them stands for the whole."""
    roles = {str(row.props.get("role") or "") for row in (a, b)}
    return roles <= _PRINCIPAL and bool(roles & _LEADING)


def _one_authority(a: FoundEntity, b: FoundEntity) -> bool:
    return a.type == b.type == "GovernmentBody" and seat(a.name) == seat(b.name) != ""


def _unique(rows: list[Row]) -> list[Row]:
    """One row for a pair and type, the surest."""
    best: dict[tuple[str, ...], Row] = {}
    for row in rows:
        ends = (
            sorted((row["source"], row["target"])) if row["type"] == "PARTNERS_WITH" else (row["source"], row["target"])
        )
        mark = (row["type"], *ends)
        if mark not in best or best[mark]["confidence"] < row["confidence"]:
            best[mark] = row
    return list(best.values())
