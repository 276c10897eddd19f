"""From files of documents to proposals: what was found in each, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graph.errors import BadInput, NotFound, Problem, Text
from graph.ledger import Ledger
from graph.resolution import Request
from graph.store import GraphStore
from loaders.base import Facts, LoadReport
from loaders.document.base import Document, Extraction
from loaders.document.extract import extract
from loaders.document.lookup import Lookup
from loaders.document.reading.read import read_documents
from loaders.document.sheet import Proposals, proposals, source_id
from loaders.factsheet import facts_of
from loaders.factsheet_read import parse_sheet
from loaders.run import Progress, load_one, once, unwatched

_DIVISION = "cn-"


@dataclass(frozen=True)
class Read:
    """One document with what was found in it."""

    path: Path
    found: Extraction
    #: As a sheet; None where no region is known, which every sheet needs.
    sheet: Proposals | None

    def facts(self) -> Facts:
        """As statements, by way of the sheet: what `xiaodi load` would make of it.

        Raises:
            BadInput: when no region is known.
        """
        if self.sheet is None:
            raise BadInput([no_region(self.path)])
        return facts_of(parse_sheet(self.sheet.yaml(), self.path))


def read_all(paths: Sequence[Path], lookup: Lookup, region: str | None = None) -> Iterator[Read | BadInput]:
    """Every document of these files and folders, in order; a file that cannot be read stops none of the others.

    `region` (code or name) holds where a document names none of its own.

    Raises:
        NotFound: when no division has that code or name.
    """
    code = _code(lookup, region) if region else None
    for document in read_documents(paths):
        yield document if isinstance(document, BadInput) else _read(document, lookup, code)


def _code(lookup: Lookup, region: str) -> str:
    found = lookup.resolver.resolve(Request(region, None, None))
    if found.id is None or not found.id.startswith(_DIVISION):
        raise NotFound(
            Text(f"没有找到地方“{region}”", f"no place is called “{region}”"),
            hint=Text("用区划代码或全名", "give the division's code or full name"),
        )
    return found.id.removeprefix(_DIVISION)


def _read(document: Document, lookup: Lookup, region: str | None) -> Read:
    path = Path(document.path)
    found = extract(document, lookup)
    about = document.regions[0] if document.regions else region
    sheet = proposals(found, about, source_id(path)) if about else None
    return Read(path, found, sheet)


def no_region(path: Path) -> Problem:
    """That a sheet cannot be made without a region."""
    return Problem(
        str(path),
        0,
        0,
        Text("看不出文件讲的是哪个地方", "no region can be told from the document"),
        Text("用 --in 指明，如 --in 榆次区", "name it with --in"),
    )


def load_all(
    store: GraphStore, paths: Sequence[Path], lookup: Lookup, region: str | None = None, progress: Progress = unwatched
) -> Iterator[LoadReport]:
    """Write the proposals of each document; one report a file."""
    ledger = Ledger(store)
    ledger.prepare()
    sources: dict[str, Path] = {}
    for read in read_all(paths, lookup, region):
        if isinstance(read, BadInput):
            file = read.problems[0].file
            yield LoadReport(file, refused=len(read.problems), problems=list(read.problems))
            continue
        progress(read.path.name)
        yield load_one(ledger, read.path, partial(_facts, read, sources))


def _facts(read: Read, sources: dict[str, Path]) -> Facts:
    facts = read.facts()
    once(facts, read.path, sources)
    return facts
