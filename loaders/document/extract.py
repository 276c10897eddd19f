"""One document, from its names to its relations and figures."""

from __future__ import annotations

from loaders.document.base import Document, Extraction
from loaders.document.gathering import gather
from loaders.document.keys import keyed_by_content
from loaders.document.lookup import Lookup
from loaders.document.mentions import find_mentions
from loaders.document.relations import find_relations


def extract(document: Document, lookup: Lookup) -> Extraction:
    """Everything that the document tells, as proposals with reasons; nothing is certain."""
    mentions = find_mentions(document, lookup)
    entities = gather(document, mentions)
    found = keyed_by_content(entities, find_relations(document, entities, mentions))
    return Extraction(document, (*entities, *found.entities), found.relations, found.claims)
