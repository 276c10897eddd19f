"""What a report says: sections of sentences, tables and a picture. Both forms are written from this alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from api.exports.base import Meta
from api.report.picture import Drawing
from graph.errors import Language, Text

#: Pieces of evidence, `source#locator`; a source alone stands for all of it.
Evidence = tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """A sentence about the place."""

    text: str
    evidence: Evidence


@dataclass(frozen=True)
class Note:
    """A sentence about the report itself, which needs no source."""

    text: str


@dataclass(frozen=True)
class Column:
    """A column: what stands above it, its share of the width, and whether it holds numbers."""

    heading: str
    share: int
    number: bool = False


@dataclass(frozen=True)
class Line:
    """A row of a table with its evidence. `depth` indents the first cell."""

    cells: tuple[str, ...]
    evidence: Evidence
    depth: int = 0


@dataclass(frozen=True)
class Table:
    """A table; its last column, where the evidence is marked, is not among the columns."""

    caption: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sketch:
    """The picture of the network, and what it was drawn from."""

    caption: str
    drawing: Drawing
    evidence: Evidence


Part = Said | Note | Table | Sketch
#: What is a statement, or holds some.
Stated = Said | Line | Sketch


@dataclass(frozen=True)
class Section:
    """A heading, what stands under it, and sections below it (one level)."""

    title: str
    parts: tuple[Part, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Cited:
    """A source with the numbers of its places; its own number stands for all of it, where that is cited."""

    id: str
    title: str
    kind: str
    publisher: str
    published: str
    document: str
    #: Number and locator; the locator is empty for the whole source.
    places: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Report:
    """All of a report, in one language."""

    meta: Meta
    language: Language
    title: str
    #: The facts of the title page.
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    sources: tuple[Cited, ...]
    #: The number of each piece of evidence.
    numbers: Mapping[str, int]

    def marks(self, evidence: Evidence) -> list[tuple[int, int]]:
        """The numbers of pieces of evidence as runs, first and last."""
        runs: list[tuple[int, int]] = []
        for number in sorted({self.numbers[item] for item in evidence}):
            if runs and runs[-1][1] == number - 1:
                runs[-1] = runs[-1][0], number
            else:
                runs.append((number, number))
        return runs

    def marked(self, evidence: Evidence) -> str:
        """The numbers as text: [1, 3–7]."""
        return "[" + ", ".join(run_text(run) for run in self.marks(evidence)) + "]"


def run_text(run: tuple[int, int]) -> str:
    """A run of numbers: 3–7."""
    first, last = run
    return str(first) if first == last else f"{first}–{last}"


def statements(sections: Iterable[Section]) -> Iterator[Stated]:
    """Every statement, in the order of the text."""
    for section in sections:
        for part in section.parts:
            if isinstance(part, Table):
                yield from part.lines
            elif not isinstance(part, Note):
                yield part
        yield from statements(section.sections)


# --- numbers of headings and captions -----------------------------------------------------------------


_DIGITS = "一二三四五六七八九"


def numbered(sections: Iterable[Section], language: Language) -> tuple[Section, ...]:
    """The sections with numbers before their titles and before the captions of tables and pictures."""
    tables, pictures = count(1), count(1)

    def captioned(part: Part) -> Part:
        if isinstance(part, Table):
            return replace(part, caption=f"{Text('表', 'Table ').say(language)}{next(tables)}　{part.caption}")
        if isinstance(part, Sketch):
            return replace(part, caption=f"{Text('图', 'Figure ').say(language)}{next(pictures)}　{part.caption}")
        return part

    def below(section: Section, before: str) -> Section:
        parts = tuple(captioned(part) for part in section.parts)
        inner = tuple(below(one, _inner(before, nth, language)) for nth, one in enumerate(section.sections, 1))
        return replace(section, title=f"{before}{section.title}", parts=parts, sections=inner)

    return tuple(below(section, _outer(nth, language)) for nth, section in enumerate(sections, 1))


def _outer(nth: int, language: Language) -> str:
    return f"{han(nth)}、" if language == "zh" else f"{nth}　"


def _inner(before: str, nth: int, language: Language) -> str:
    return f"（{han(nth)}）" if language == "zh" else f"{before.strip('　')}.{nth}　"


def han(number: int) -> str:
    """A number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones - 1]
    return ("" if tens == 1 else _DIGITS[tens - 1]) + "十" + (_DIGITS[ones - 1] if ones else "")
