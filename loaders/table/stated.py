"""What all rows of a table state, once they are read: which of it is in doubt or refused, and the rest by element."""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from graph.statements import EdgeStatement, NodeStatement, SourceMark
from loaders.table.database import join
from loaders.table.joining import Element, Saying, differing, joined
from loaders.table.remembered import Remembered
from loaders.table.spill import RowId

_DOUBTFUL = "SELECT element FROM said GROUP BY element HAVING min(telling) < max(telling)"
_SAID_OF = "SELECT weak, telling, about, sheet, rows FROM said WHERE element = ?"
_ALL_SAID = "SELECT element, weak, telling, about, sheet, cols, rows FROM said ORDER BY element"


@dataclass
class Clash:
    """Rows that contradict each other about one element: what they differ in, and the rows that are in doubt."""

    properties: tuple[str, ...]
    rows: list[RowId] = field(default_factory=list)
    #: For each of them the first row that says otherwise: of those that most say, where there are such.
    against: dict[RowId, RowId] = field(default_factory=dict)


class _What(NamedTuple):
    """What is said of an element, as it is kept."""

    weak: int
    telling: int
    about: bytes


class Stated:
    """What the rows state that were spilled into one database, or several that are read as one."""

    def __init__(self, database: sqlite3.Connection, others: Sequence[Path] = ()) -> None:
        self._database = database
        self._joined = join(database, others, ("tellings", "said", "grouped", "refers"))
        self._bodies: Remembered[int, Mapping[str, Any]] = Remembered()

    def refuse(self, rows: Iterable[RowId]) -> None:
        """Leave out what some rows state."""
        self._database.executemany("INSERT OR IGNORE INTO refused VALUES (?, ?)", rows)

    def refused(self) -> set[RowId]:
        """The rows that are left out."""
        return {RowId(*row) for row in self._database.execute("SELECT sheet, row FROM refused")}

    def companions(self) -> set[RowId]:
        """Rows of a thing of which another row is refused."""
        found = self._database.execute(
            "SELECT g.sheet, g.row FROM grouped g WHERE g.name IN (SELECT name FROM grouped NATURAL JOIN refused) "
            "AND NOT EXISTS (SELECT 1 FROM refused r WHERE r.sheet = g.sheet AND r.row = g.row)"
        )
        return {RowId(*row) for row in found}

    def references(self, rows: Iterable[RowId] | None = None) -> Iterator[tuple[RowId, int]]:
        """Which rows refer to which things; those of some rows, or all."""
        wanted = None if rows is None else set(rows)
        for sheet, row, body in self._database.execute("SELECT sheet, row, body FROM refers"):
            if wanted is None or (sheet, row) in wanted:
                yield RowId(sheet, row), body

    def drop_refused(self) -> None:
        """Forget what refused rows state."""
        refused = self.refused()
        for name in self._joined if refused else ():
            left = []
            for id_, sheet, kept in self._database.execute(f"SELECT rowid, sheet, rows FROM {name}.said"):  # noqa: S608
                rows = _rows(kept)
                if good := array("q", (row for row in rows if (sheet, row) not in refused)):
                    left += [(good.tobytes(), id_)] if len(good) < len(rows) else []
                else:
                    left.append((b"", id_))
            self._database.executemany(f"UPDATE {name}.said SET rows = ? WHERE rowid = ?", left)  # noqa: S608
            self._database.execute(f"DELETE FROM {name}.said WHERE rows = x''")  # noqa: S608 - the names are ours

    def clashes(self) -> Iterator[Clash]:
        """Where rows that are not refused contradict each other."""
        doubtful = self._database.execute(_DOUBTFUL)
        refused = self.refused()
        for (element,) in doubtful.fetchall():
            rows: dict[_What, list[RowId]] = defaultdict(list)
            for *what, sheet, kept in self._database.execute(_SAID_OF, (element,)).fetchall():
                if good := [at for row in _rows(kept) if (at := RowId(sheet, row)) not in refused]:
                    rows[_What(*what)] += good
            yield from _clashes({what: self._saying(what) for what in rows}, rows)

    def _saying(self, what: _What) -> Saying:
        return Saying(bool(what.weak), {**self._body(what.telling), **orjson.loads(what.about)})

    def _body(self, telling: int) -> Mapping[str, Any]:
        if telling not in self._bodies:
            ((body,),) = self._database.execute("SELECT body FROM tellings WHERE id = ? LIMIT 1", (telling,))
            self._bodies[telling] = orjson.loads(body)
        return self._bodies[telling]

    def count(self) -> int:
        """How many elements there are."""
        ((count,),) = self._database.execute("SELECT count(DISTINCT element) FROM said")
        return int(count)

    def elements(self, sheets: Mapping[int, str], mark: SourceMark) -> Iterator[NodeStatement | EdgeStatement]:
        """One statement an element, with all its evidence: nodes first, then relations."""
        columns: dict[str, tuple[int, ...]] = {}
        for _, lines in groupby(self._database.execute(_ALL_SAID), key=itemgetter(0)):
            sayings: dict[_What, Saying] = {}
            cells: dict[tuple[str, int], Sequence[int]] = {}
            for _, weak, telling, about, sheet, cols, kept in lines:
                what = _What(weak, telling, about)
                if what not in sayings:
                    sayings[what] = self._saying(what)
                if cols not in columns:
                    columns[cols] = tuple(map(int, cols.split(",")))
                _add_cells(cells, sheets[sheet], columns[cols], _rows(kept))
            yield Element(joined(list(sayings.values())), cells).statement(mark)


def _rows(kept: int | bytes) -> Sequence[int]:
    """The rows that say something, as they are kept: one as a number, several as bytes."""
    return (kept,) if isinstance(kept, int) else array("q", kept)


def _add_cells(
    cells: dict[tuple[str, int], Sequence[int]], sheet: str, columns: tuple[int, ...], rows: Sequence[int]
) -> None:
    """Add cells, those of each column in order."""
    for column in columns:
        place = sheet, column
        before = cells.get(place)
        if before is None:
            cells[place] = rows
        elif before[-1] <= rows[0]:
            cells[place] = array("q", (*before, *rows))
        else:
            cells[place] = array("q", merge(before, rows))


def _clashes(told: Mapping[_What, Saying], rows: Mapping[_What, list[RowId]]) -> Iterator[Clash]:
    """What the sayings about one element differ in, told of the rows that say what fewer say."""
    by_rows: dict[tuple[RowId, ...], Clash] = {}
    for name in differing(list(told.values())):
        votes: dict[bytes, list[RowId]] = defaultdict(list)
        for what, saying in told.items():
            if (value := saying.value(name)) is not None and not saying.weak:
                votes[orjson.dumps(value)] += rows[what]
        most = max(len(set(found)) for found in votes.values())
        usual = [value for value, found in votes.items() if len(set(found)) == most]
        first = {value: min(votes[value]) for value in usual}
        against = {
            row: min(other for held, other in first.items() if held != value)
            for value, found in votes.items()
            if len(usual) > 1 or value != usual[0]
            for row in found
        }
        clash = by_rows.setdefault(tuple(sorted(against)), Clash((), sorted(against)))
        clash.properties += (name,)
        clash.against = {**against, **clash.against}
    yield from by_rows.values()
