"""Parts of a report, as tests look for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.report.model import Part, Report, Section, Table


def parts(sections: Iterable[Section]) -> Iterator[Part]:
    for section in sections:
        yield from section.parts
        yield from parts(section.sections)


def tables(report: Report) -> dict[str, Table]:
    """The tables by caption, without their numbers."""
    return {part.caption.partition("　")[2]: part for part in parts(report.sections) if isinstance(part, Table)}


def cells(table: Table) -> list[tuple[str, ...]]:
    return [line.cells for line in table.lines]
