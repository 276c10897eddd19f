"""What was found in a document as a fact sheet of proposals, which `xiaodi load` accepts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from graph.base import Anchor, Value
from graph.errors import Text
from graph.ontology import edge_types, entity_types, joins
from loaders.document.base import Document, Extraction, FoundClaim, FoundEntity, FoundRelation, Paragraph
from loaders.factsheet_read import ClaimEntry

#: Behind what people wrote down; proposals show nothing of their own before someone accepts them.
RANK = 80
_DIGITS = 2


@dataclass(frozen=True)
class Proposals:
    """A sheet, and what could not be put into it."""

    tree: Mapping[str, Any]
    #: Keys and ends that no edge of the ontology joins, or that lack what their identity needs.
    left_out: tuple[Text, ...]

    def yaml(self) -> str:
        """As text."""
        out = StringIO()
        writer = YAML()
        writer.width = 4096
        writer.dump(dict(self.tree), out)
        return out.getvalue()


def source_id(path: Path) -> str:
    """The id of a document's source: of its file's name, so that a corrected text replaces the one before."""
    return f"doc-{hashlib.sha256(path.name.encode()).hexdigest()[:12]}"


def proposals(found: Extraction, region: str, source: str) -> Proposals:
    """Everything found as proposals about a region, under the id of a source."""
    left_out: list[Text] = []
    entities = _with_identity(found.entities, left_out)
    labels = {entity.key: entity.type for entity in entities}
    relations = [one for one in found.relations if _fits(one, labels, left_out)]
    claims = [one for one in found.claims if one.about in labels]
    tree = {
        "source": _source(found.document, region, source),
        "entities": [_entity(entity) for entity in entities],
        "relations": [_relation(relation) for relation in relations],
        "claims": [_claim(claim) for claim in claims],
        "passages": list(_passages(found.document)),
    }
    return Proposals({name: part for name, part in tree.items() if part}, tuple(left_out))


def _source(document: Document, region: str, source: str) -> dict[str, Any]:
    title = document.title or Path(document.path).stem
    given = {"publisher": document.publisher, "published": document.published, "document": Path(document.path).name}
    return {"id": source, "title": title, **_said(given), "region": region, "rank": RANK}


# --- entities ------------------------------------------------------------------------------------


def _with_identity(entities: Sequence[FoundEntity], left_out: list[Text]) -> list[FoundEntity]:
    """Those that an id can be made for: a college needs its university."""
    universities = {entity.key for entity in entities if entity.type == "University"}
    kept = []
    for entity in entities:
        node = entity_types()[entity.type]
        if node.anchor is Anchor.UNIVERSITY and entity.id is None and entity.parent not in universities:
            left_out.append(Text(f"{entity.name}：不知属于哪所高校", f"{entity.name}: of which university?"))
        else:
            kept.append(entity)
    return kept


def _entity(entity: FoundEntity) -> dict[str, Any]:
    node = entity_types()[entity.type]
    own: dict[str, Any] = {"type": entity.type, "name": entity.name}
    if entity.key != entity.name or node.anchor is Anchor.SHEET:
        own["key"] = entity.key
    if entity.id is not None:
        own["id"] = entity.id
    elif node.anchor is Anchor.REGISTRY:
        own["unregistered"] = True
    if node.anchor is Anchor.UNIVERSITY and entity.parent and entity.id is None:
        own["in"] = entity.parent
    forms = [form for form in entity.forms if form != entity.name]
    return own | _said({"aliases": forms}) | _props(entity.props) | _proposed(entity, entity.at)


# --- relations and claims ------------------------------------------------------------------------


def _fits(relation: FoundRelation, labels: Mapping[str, str], left_out: list[Text]) -> bool:
    """Whether the ontology has such an edge between such ends."""
    start, end = labels.get(relation.source), labels.get(relation.target)
    if start is None or end is None or relation.source == relation.target:
        return False
    edge = edge_types()[relation.type]
    fits = joins(relation.type, start, end) or (edge.symmetric and joins(relation.type, end, start))
    if not fits:
        what = f"{relation.source} {relation.type} {relation.target}"
        left_out.append(
            Text(f"{what}：{start} 与 {end} 之间没有这种关系", f"{what}: no such edge from {start} to {end}")
        )
    return fits


def _relation(relation: FoundRelation) -> dict[str, Any]:
    own = {"from": relation.source, "type": relation.type, "to": relation.target}
    return own | _props(relation.props) | _proposed(relation, (relation.at,))


def _claim(claim: FoundClaim) -> dict[str, Any]:
    own = {"key": claim.key, "about": claim.about, "topic": claim.topic, "printed": claim.printed}
    told = {name: value for name, value in claim.props.items() if name in ClaimEntry.model_fields}  # bounds follow
    return own | _props(told) | _proposed(claim, (claim.at,))


# --- what all share ------------------------------------------------------------------------------


def _proposed(found: FoundEntity | FoundRelation | FoundClaim, at: Sequence[str]) -> dict[str, Any]:
    modality = getattr(found, "modality", "actual")
    return {
        "at": [int(one) if one.isdigit() else one for one in dict.fromkeys(at)],
        **({} if modality == "actual" else {"modality": modality}),
        "status": "proposed",
        "confidence": round(found.confidence, _DIGITS),
        **_said({"reasons": [{"zh": reason.zh, "en": reason.en} for reason in found.why]}),
    }


def _props(props: Mapping[str, Value]) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in props.items() if value is not None
    }


def _said(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value}


def _passages(document: Document) -> Iterator[dict[str, Any]]:
    """The document's own text, by which evidence can be opened."""
    standing = {line for paragraph in document.paragraphs for _, line in paragraph.lines}
    for paragraph in document.paragraphs:
        if paragraph.text.strip():
            yield {"at": _lines(paragraph, standing), "text": paragraph.text}


def _lines(paragraph: Paragraph, standing: set[int]) -> int | str:
    """The lines of a paragraph; of one that goes on behind a caption, the first alone: each line stands once."""
    own = {line for _, line in paragraph.lines}
    last = max(own)
    between = set(range(paragraph.number, last + 1)) & standing - own
    return paragraph.number if last == paragraph.number or between else f"{paragraph.number}-{last}"
