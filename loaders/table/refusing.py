"""Which rows of a table are refused when the good ones are loaded, and why."""

from __future__ import annotations

from collections import defaultdict

from graph.errors import Text
from loaders.table.base import Fault, RefusedRow
from loaders.table.job import Job
from loaders.table.spill import RowId
from loaders.table.suggesting import suggested


class Refusing:
    """Refuses the rows of a job that have faults, and what cannot stand without them."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.reasons: dict[RowId, list[Fault]] = defaultdict(list, job.by_row)

    def rows(self) -> list[RefusedRow]:
        """The refused rows in order, and the rows that these refer to; what refused rows state is dropped."""
        self._refuse(list(self.reasons))
        while clashes := self.job.clashes():
            for row, faults in clashes.items():
                self.reasons[row] += faults
            self._refuse(list(clashes))
        self.job.stated.drop_refused()
        context = self._context(self.job.stated.refused()) if self.reasons else set()
        self._suggest()
        return [
            RefusedRow(sheet, at.row, line.cells, tuple(self.reasons.get(at, ())), at in context)
            for at, sheet, line in (self.job.rows(set(self.reasons) | context) if self.reasons else ())
        ]

    def _suggest(self) -> None:
        """Offer the nearest names, looked up once for all rows."""
        faults = suggested([one for some in self.reasons.values() for one in some], self.job.map.source.region)
        told = iter(faults)
        self.reasons = defaultdict(list, {at: [next(told) for _ in some] for at, some in self.reasons.items()})

    def _refuse(self, rows: list[RowId]) -> None:
        """Refuse rows, the other rows of the same things, and those that refer to what no row states any more."""
        stated = self.job.stated
        while rows:
            stated.refuse(rows)
            refused = stated.refused()
            more: dict[RowId, Text] = dict.fromkeys(stated.companions(), _COMPANION)
            for row, body in stated.references():
                if row not in refused and self._stated_by(body) <= refused:
                    more.setdefault(row, _DANGLING)
            for row, what in more.items():
                self.reasons[row].append(self.job.at(row).fault(what, follows=True))
            rows = list(more)

    def _stated_by(self, body: int) -> set[RowId]:
        job = self.job
        return {RowId(job.sheet_number(sheet), row) for sheet, row in job.handles.rows_of(body)}

    def _context(self, rows: set[RowId]) -> set[RowId]:
        """One row of each thing that some rows refer to and that is not refused itself."""
        found: set[RowId] = set()
        while rows:
            named = {min(self._stated_by(body) - self.job.stated.refused()) for _, body in self._references(rows)}
            rows = named - found
            found |= rows
        return found

    def _references(self, rows: set[RowId]) -> list[tuple[RowId, int]]:
        refused = self.job.stated.refused()
        return [(row, body) for row, body in self.job.stated.references(rows) if self._stated_by(body) - refused]


_COMPANION = Text(
    "同一件事的另一行有错，一起退回", "another row of the same thing has faults; they are refused together"
)
_DANGLING = Text("它所指的那一行有错，一起退回", "the row that it refers to has faults; they are refused together")
