"""What an export holds, what it says of itself, and what a format has to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Literal, Protocol

from graph.errors import Language, Text
from graph.store import Row
from queries.library import Answer

PRODUCT = Text("校地", "Xiaodi")
Kind = Literal["graph", "region", "answer"]


@dataclass(frozen=True)
class Meta:
    """What every export carries: of which data, of which day, and what it was narrowed to."""

    kind: Kind
    title: Text
    #: The data version of the graph: it grows with every write.
    version: int
    #: The day on which it was written, ISO 8601.
    date: str
    #: Place, query and parameters, by name.
    filters: Mapping[str, Any] = field(default_factory=dict)
    #: What a reader has to know: the answer was cut, a source is still being loaded.
    notes: tuple[Text, ...] = ()
    #: What comes before an id to make it an IRI.
    base: str = "urn:xiaodi:"

    def as_dict(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {
            "product": f"{PRODUCT.en} {PRODUCT.zh}",
            "kind": self.kind,
            "title": {"zh": self.title.zh, "en": self.title.en},
            "data_version": self.version,
            "date": self.date,
            "filters": dict(self.filters),
            "notes": [{"zh": note.zh, "en": note.en} for note in self.notes],
        }

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Meta:
        """What `as_dict` told."""
        title, notes = Text(**told["title"]), tuple(Text(**note) for note in told["notes"])
        return cls(told["kind"], title, told["data_version"], told["date"], told["filters"], notes)

    def pairs(self, language: Language) -> list[tuple[str, str]]:
        """All of it, as headings and texts for people."""
        words = [
            (Text("产品", "product"), PRODUCT.say(language)),
            (Text("内容", "content"), self.title.say(language)),
            (Text("数据版本", "data version"), str(self.version)),
            (Text("日期", "date"), self.date),
            *((Text(f"条件 {name}", f"filter {name}"), str(value)) for name, value in self.filters.items()),
            *((Text("注意", "note"), note.say(language)) for note in self.notes),
        ]
        return [(name.say(language), value) for name, value in words]

    def line(self, language: Language) -> str:
        """All of it on one line."""
        return "; ".join(f"{name}: {value}" for name, value in self.pairs(language))


class Content(Protocol):
    """What is exported; each part may be read several times."""

    meta: Meta
    #: The answer of a named query, where that is what is exported.
    answer: Answer | None

    def nodes(self) -> Iterator[Row]:
        """Nodes as {id, label, props}."""

    def edges(self) -> Iterator[Row]:
        """Edges as {id, type, start_id, end_id, props}; both ends are among the nodes."""

    def picture(self) -> list[Row]:
        """Rows of the graph form, to be drawn."""


class Form(Protocol):
    """A format."""

    name: str
    #: How names of its files end.
    suffix: str
    media: str
    #: What can be written in it.
    kinds: frozenset[Kind]

    def write(self, content: Content, out: IO[bytes], language: Language) -> None:
        """Write all of it, a part at a time."""


EVERYTHING: frozenset[Kind] = frozenset(("graph", "region", "answer"))


@dataclass(frozen=True)
class Summary:
    """What an export wrote: in which format, of what, and how much of it."""

    form: str
    meta: Meta
    nodes: int = 0
    edges: int = 0
    #: Rows of an answer; None where it is none, or where a server elsewhere wrote it.
    rows: int | None = None
