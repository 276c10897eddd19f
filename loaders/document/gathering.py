"""One entity for all mentions that mean the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from loaders.document.base import Document, FoundEntity, Mention


def gather(document: Document, mentions: Sequence[Mention]) -> list[FoundEntity]:
    """Entities in the order of their first mention; the key is the name."""
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(mention.name, []).append(mention)
    return [_entity(document, name, group) for name, group in groups.items()]


def _entity(document: Document, name: str, group: Sequence[Mention]) -> FoundEntity:
    type_ = Counter(mention.type for mention in group).most_common(1)[0][0]
    at = (document.paragraphs[m.paragraph].locator(m.start, m.end) for m in group)
    village = type_ == "Community" and name.endswith(("村", "嘎查"))
    surest = max(group, key=lambda mention: mention.confidence)
    return FoundEntity(
        key=name,
        name=name,
        type=type_,
        id=next((m.id for m in group if m.id), None),
        at=tuple(dict.fromkeys(at)),
        forms=tuple(dict.fromkeys(m.text for m in group if m.text != name)),
        parent=next((m.parent for m in group if m.parent), None),
        props={"kind": "village" if village else "urban"} if type_ == "Community" else {},
        confidence=surest.confidence,
        why=surest.why,
    )
