"""What reading a document gives, and what is found in it. Nothing here is certain: a person decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.base import Modality, Value
from graph.errors import Text


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; several printed lines where a sentence was broken over them."""

    #: The number of its first line among the document's non-empty lines, from 1.
    number: int
    text: str
    #: Where in `text` each of its lines begins, and the line's number; the first is (0, number).
    lines: tuple[tuple[int, int], ...]

    def locator(self, start: int, end: int) -> str:
        """The lines that text[start:end] stands on, as evidence cites them: `9` or `9-12`."""
        touched = [
            number
            for (begin, number), (after, _) in zip(self.lines, (*self.lines[1:], (len(self.text) + 1, 0)), strict=True)
            if begin < max(end, start + 1) and start < after
        ]
        return str(touched[0]) if len(touched) == 1 else f"{touched[0]}-{touched[-1]}"


@dataclass(frozen=True)
class LeftOut:
    """Lines that are no part of the article, and why."""

    first: int
    last: int
    why: Text


@dataclass(frozen=True)
class Document:
    """One article: what it says of itself, and its paragraphs in order."""

    path: str
    paragraphs: tuple[Paragraph, ...]
    title: str = ""
    publisher: str | None = None
    #: ISO 8601 of known precision.
    published: str | None = None
    #: Division codes that the document is about, the surest first.
    regions: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    #: sha256 of the file.
    digest: str = ""
    #: What was done to its text, such as taking out characters that nobody sees.
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Mention:
    """A place, body or platform named at one spot of a document."""

    #: Index into Document.paragraphs; start and end count in that paragraph's text.
    paragraph: int
    start: int
    end: int
    #: As printed.
    text: str
    #: The full name that is meant: an elided parent put back, a short form spelled out.
    name: str
    #: A label of the ontology.
    type: str
    #: The id that the resolver is certain of.
    id: str | None = None
    #: The name of what it is part of, or lies in, where the text or the name says so.
    parent: str | None = None
    confidence: float = 1.0
    why: tuple[Text, ...] = ()


@dataclass(frozen=True)
class FoundEntity:
    """An entity as found: all its mentions together. `key` is unique in the extraction."""

    key: str
    name: str
    type: str
    id: str | None
    #: Locators, in the order of print.
    at: tuple[str, ...]
    #: Printed forms other than the name.
    forms: tuple[str, ...] = ()
    parent: str | None = None
    props: Mapping[str, Value] = field(default_factory=dict)
    confidence: float = 1.0
    why: tuple[Text, ...] = ()
    modality: Modality = "actual"


@dataclass(frozen=True)
class FoundRelation:
    """A relation between two entities, by their keys, of an edge type of the ontology."""

    source: str
    type: str
    target: str
    at: str
    props: Mapping[str, Value] = field(default_factory=dict)
    confidence: float = 1.0
    why: tuple[Text, ...] = ()
    modality: Modality = "actual"
    #: Where in the document it is said: index of the paragraph, start, end.
    passage: tuple[int, int, int] = (0, 0, 0)
    #: The class of rule that found it, by which `confidence` was measured.
    rule: str = ""


@dataclass(frozen=True)
class FoundClaim:
    """A figure as printed, and what it counts."""

    key: str
    about: str
    topic: str
    printed: str
    at: str
    props: Mapping[str, Value] = field(default_factory=dict)
    confidence: float = 1.0
    why: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Extraction:
    """Everything that was found in one document."""

    document: Document
    entities: tuple[FoundEntity, ...]
    relations: tuple[FoundRelation, ...]
    claims: tuple[FoundClaim, ...]
