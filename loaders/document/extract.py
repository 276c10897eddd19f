"""One document, from its names to its relations and figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from loaders.document.base import Document, Extraction, FoundEntity, FoundRelation
from loaders.document.gathering import gather
from loaders.document.keys import keyed_by_content
from loaders.document.lookup import Lookup
from loaders.document.mentions import find_mentions
from loaders.document.relations import find_relations

#: Surer than where the founder was only carried over from elsewhere.
_TOLD = 0.5


def extract(document: Document, lookup: Lookup) -> Extraction:
    """Everything that the document tells, as proposals with reasons; nothing is certain."""
    mentions = find_mentions(document, lookup)
    entities = gather(document, mentions)
    read = find_relations(document, entities, mentions)
    settled = _platforms(entities, read.relations)
    if settled != entities:  # a platform has residents, an institute has none: read again
        entities, read = settled, find_relations(document, settled, mentions)
    found = keyed_by_content(entities, read)
    return Extraction(document, (*entities, *found.entities), found.relations, found.claims)


def _platforms(entities: Sequence[FoundEntity], relations: Iterable[FoundRelation]) -> list[FoundEntity]:
    """An institute that others founded in this document does not stand on its own: it is their platform."""
    founded = {r.target for r in relations if r.type == "FOUNDED" and r.confidence >= _TOLD}
    return [
        replace(entity, type="Platform", props={**entity.props, "kind": "institute"})
        if entity.type == "ResearchInstitute" and entity.id is None and entity.key in founded
        else entity
        for entity in entities
    ]
