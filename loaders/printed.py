"""Proof of a fact sheet against its document: every printed form stands in the paragraphs that are cited for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.errors import Problem, Text
from graph.values import paragraphs, squeeze
from loaders.factsheet_read import At, EntityEntry, Entry, Sheet, read_sheet


class Document:
    """A document as paragraphs: its non-empty lines, counted from 1."""

    def __init__(self, text: str) -> None:
        self._paragraphs = [line for line in text.splitlines() if line.strip()]

    def passage(self, locator: str) -> str:
        """The text at a paragraph or a range, lines joined, blanks and quotes unified; empty when there is none."""
        bounds = paragraphs(locator)
        if bounds is None:
            return ""
        return squeeze("".join(self._paragraphs[bounds[0] - 1 : bounds[1]]))

    def prints(self, forms: Sequence[str], locator: str) -> bool:
        """Whether one of the forms is printed there."""
        passage = self.passage(locator)
        return any(squeeze(form) in passage for form in forms)


def verify_sheet(path: Path, documents: Path) -> list[Problem]:
    """Every entry of a sheet whose printed form is not where it is said to be.

    `documents` is the folder of the documents; the sheet names its own under `source: document`.

    Raises:
        BadInput: when the sheet itself cannot be read.
    """
    sheet = read_sheet(path)
    source = documents / (sheet.source.document or "")
    if not source.is_file():
        what = Text(f"找不到文献 {sheet.source.document}", f"the document {sheet.source.document} is not there")
        return [
            *sheet.problems,
            Problem(str(path), 1, 1, what, Text(f"应在 {documents} 中", f"it should be in {documents}")),
        ]
    document = Document(source.read_text(encoding="utf-8"))
    return [*sheet.problems, *_entities(sheet, document), *_relations(sheet, document), *_claims(sheet, document)]


def _forms(entry: EntityEntry) -> tuple[str, ...]:
    return (entry.name, *entry.printed_as, *entry.aliases)


def _entities(sheet: Sheet, document: Document) -> Iterator[Problem]:
    for at, entry in sheet.entities:
        if not entry.elided:
            yield from _missing(at, entry, entry.name, _forms(entry), document)


def _relations(sheet: Sheet, document: Document) -> Iterator[Problem]:
    known = {entry.handle: _forms(entry) for _, entry in sheet.entities}
    for at, entry in sheet.relations:
        if not entry.elided:
            for handle in (*entry.start, *entry.end):
                yield from _missing(at, entry, handle, known.get(handle, (handle,)), document)


def _claims(sheet: Sheet, document: Document) -> Iterator[Problem]:
    for at, entry in sheet.claims:
        if not entry.elided:
            yield from _missing(at, entry, entry.printed, (entry.printed, *entry.printed_as), document)


def _missing(at: At, entry: Entry, name: str, forms: Sequence[str], document: Document) -> Iterator[Problem]:
    for locator in entry.at:
        if not document.prints(forms, locator):
            yield at.problem(
                Text(f"第 {locator} 段没有印出 {name}", f"paragraph {locator} does not print {name}"),
                Text("核对段号，或写 as / elided", "check the paragraph, or say as / elided"),
            )
