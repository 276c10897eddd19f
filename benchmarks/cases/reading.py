"""Reading documents: names, relations and figures found in text of the genre, against one bare pass of the automaton.

The text is that of the project's own labelled documents, over and over: dense with names, the hardest there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

from benchmarks.base import Line, Options, seconds
from graph.settings import ROOT
from loaders.document.base import Document, Paragraph
from loaders.document.extract import extract
from loaders.document.lookup import Lookup, load_lookup
from loaders.document.mentions import find_mentions
from loaders.document.reading.read import read_document

_SEEN = ROOT / "tests" / "documents" / "seen"
_KILO = 1_000


def run(options: Options) -> Iterator[Line]:
    """Getting ready twice, the second time from the cache; then texts of two lengths."""
    first, _ = seconds(lambda: load_lookup(folder=options.folder))
    again, lookup = seconds(lambda: load_lookup(folder=options.folder))
    yield Line("the nation's names, from the cache", again, first, against="made the first time")
    lines = [p.text for path in sorted(_SEEN.glob("*.txt")) for p in read_document(path).paragraphs]
    for size in options.size((200, 2_000), (50, 200)):
        yield from _read(_document(lines, size * _KILO), size, lookup)


def _document(lines: list[str], size: int) -> Document:
    """A document of so many bytes."""
    whole = sum(len(line.encode()) for line in lines)
    chosen = islice(cycle(lines), max(1, size * len(lines) // whole))
    paragraphs = tuple(Paragraph(number, text, ((0, number),)) for number, text in enumerate(chosen, 1))
    return Document("benchmark", paragraphs, regions=("3302",))


def _read(document: Document, size: int, lookup: Lookup) -> Iterator[Line]:
    text = [paragraph.text for paragraph in document.paragraphs]
    bare, _ = seconds(lambda: sum(1 for line in text for _ in lookup.names.automaton.iter(line)))
    names, _ = seconds(lambda: find_mentions(document, lookup))
    whole, found = seconds(lambda: extract(document, lookup))
    assert found.relations, "nothing was found"
    against, note = "a bare pass of the automaton", f"{len(found.entities)} entities, {len(found.relations)} relations"
    yield Line(f"{size:,} KB: kilobytes a second, names", size / names, size / bare, "/s", against)
    yield Line(f"{size:,} KB: kilobytes a second, all", size / whole, size / bare, "/s", against, note)
