"""Sentences with their names marked: `[Name|T]`, or `[short|T=Full name]`; and what is found in them."""

from __future__ import annotations

import re

from loaders.document.base import Document, Extraction, FoundEntity, Mention, Paragraph
from loaders.document.relations import find_relations

TYPES = {
    "U": "University", "C": "College", "S": "Subdistrict", "K": "Community", "E": "Enterprise", "P": "Platform",
    "G": "GovernmentBody", "H": "Hospital", "A": "Association", "D": "District", "Y": "City", "V": "Province",
    "Z": "Zone", "M": "Team", "L": "School", "R": "ResearchInstitute",
}  # fmt: skip
_MARK = re.compile(r"\[([^|\]]+)\|(\w)(?:=([^\]]+))?\]")

Row = tuple[str, str, str, str]


def read(text: str, published: str | None = "2025-06-10") -> Extraction:
    """The extraction of a text, one paragraph a line."""
    paragraphs: list[Paragraph] = []
    mentions: list[Mention] = []
    for at, line in enumerate(text.strip().split("\n")):
        shown, last = "", 0
        for mark in _MARK.finditer(line):
            shown += line[last : mark.start()]
            name, start = mark[3] or mark[1], len(shown)
            shown, last = shown + mark[1], mark.end()
            mentions.append(Mention(at, start, len(shown), mark[1], name, TYPES[mark[2]]))
        shown += line[last:]
        paragraphs.append(Paragraph(at + 1, shown, ((0, at + 1),)))
    document = Document("told.txt", tuple(paragraphs), published=published)
    entities = tuple(
        FoundEntity(f"k{number}", name, kind, None, ("1",))
        for number, (name, kind) in enumerate(dict.fromkeys((m.name, m.type) for m in mentions))
    )
    found = find_relations(document, entities, mentions)
    return Extraction(document, (*entities, *found.entities), found.relations, found.claims)


def told(text: str, *, modality: str = "actual") -> set[Row]:
    """(source, type, target, kind or role) of all relations of a modality; ends of symmetric ones sorted."""
    extraction = read(text)
    names = {entity.key: entity.name for entity in extraction.entities}
    rows: set[Row] = set()
    for relation in extraction.relations:
        if relation.modality == modality:
            ends = [names[relation.source], names[relation.target]]
            a, b = sorted(ends) if relation.type == "PARTNERS_WITH" else ends
            rows.add((a, relation.type, b, str(relation.props.get("kind") or relation.props.get("role") or "")))
    return rows
