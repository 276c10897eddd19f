"""What rows state, kept in a temporary database until all are read: so memory stays bounded, and what far-apart rows
say of one element comes together before it is written."""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import count, groupby
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from graph.identity import edge_id
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from loaders.table.joining import Element, Saying, differing, joined
from loaders.table.remembered import Remembered

#: Statements that wait in memory.
_BUFFER = 100_000
_CACHE_KIB = 64 * 1024
#: Nodes are sorted before relations.
_NODE, _EDGE = "0", "1"
_DOUBTFUL = "SELECT element FROM said GROUP BY element HAVING min(telling) < max(telling)"
_SAID_OF = "SELECT weak, telling, about, sheet, rows FROM said WHERE element = ?"
_ALL_SAID = "SELECT element, weak, telling, about, sheet, cols, rows FROM said ORDER BY element"


class RowId(NamedTuple):
    """A row: the number of its sheet, and its own."""

    sheet: int
    row: int


@dataclass
class Clash:
    """Rows that contradict each other about one element: what they differ in, and the rows that are in doubt."""

    properties: tuple[str, ...]
    rows: list[RowId] = field(default_factory=list)
    #: Where most rows, or those first, say otherwise.
    other: RowId | None = None


class _What(NamedTuple):
    """What is said of an element, as it is kept."""

    weak: int
    telling: int
    about: bytes


#: The element, whether it is said in passing, the telling, and what it is about.
_Kept = tuple[str, bool, int, bytes]


class Spill:
    """The statements of a table, by element."""

    def __init__(self) -> None:
        # An unnamed database is SQLite's own temporary file: in memory while it is small, and gone when closed.
        self.database = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        for text in (
            "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", f"PRAGMA cache_size = -{_CACHE_KIB}", "BEGIN",
            "CREATE TABLE tellings (id INTEGER PRIMARY KEY, body BLOB)",
            "CREATE TABLE said (element TEXT, weak INTEGER, telling INTEGER, about BLOB, sheet INTEGER, cols INTEGER, "
            "rows BLOB)",
            "CREATE TABLE grouped (name TEXT, sheet INTEGER, row INTEGER)",
            "CREATE TABLE refers (sheet INTEGER, row INTEGER, body INTEGER)",
            "CREATE TABLE refused (sheet INTEGER, row INTEGER, PRIMARY KEY (sheet, row)) WITHOUT ROWID",
        ):  # fmt: skip
            self.database.execute(text)
        #: What a statement says, apart from what it is about: the same for many. By content, and by the address
        #: of the statement, which is its own as long as it is kept here.
        self._tellings: Remembered[bytes, int] = Remembered()
        self._told: Remembered[int, tuple[Statement, int]] = Remembered()
        self._bodies: Remembered[int, Mapping[str, Any]] = Remembered()
        self._next = count(1)
        #: In which columns something is said: few ways, by their number.
        self._columns: dict[tuple[int, ...], int] = {}
        #: What one row says; and what rows say in passing, which is the same object for many: by its address, sheet
        #: and number of the columns, with these rows in order.
        self._said: list[tuple[*_Kept, int, int, int]] = []
        self._passing: dict[tuple[int, int, int], tuple[NodeStatement | EdgeStatement, array[int]]] = {}
        self._new_tellings: list[tuple[int, bytes]] = []

    # --- writing ----------------------------------------------------------------------------------

    def add(self, at: RowId, said: Iterable[tuple[NodeStatement | EdgeStatement, tuple[int, ...], bool]]) -> None:
        """Keep what a row states, with the columns of the cells that say so; what is said in passing is weak."""
        for statement, columns, weak in said:
            cols = self._columns.setdefault(columns, len(self._columns))
            if not weak:
                self._said.append((*self._kept(statement, weak), at.sheet, cols, at.row))
            elif found := self._passing.get(key := (id(statement), at.sheet, cols)):
                found[1].append(at.row)
            else:
                self._passing[key] = statement, array("q", (at.row,))
        if len(self._said) + len(self._passing) >= _BUFFER:
            self._flush()

    def group(self, name: str, at: RowId) -> None:
        """Keep that a row is one of those of a thing, which are good or refused together."""
        self.database.execute("INSERT INTO grouped VALUES (?, ?, ?)", (name, *at))

    def refer(self, at: RowId, bodies: Iterable[int]) -> None:
        """Keep what things of other rows a row refers to."""
        self.database.executemany("INSERT INTO refers VALUES (?, ?, ?)", ((*at, body) for body in bodies))

    def _kept(self, statement: NodeStatement | EdgeStatement, weak: bool) -> _Kept:
        """The form in which a statement is kept, without who says it."""
        if isinstance(statement, NodeStatement):
            element = _NODE + statement.id
        else:
            ends = statement.start, statement.end
            element = _EDGE + edge_id(statement.type, *ends, statement.discriminator, statement.key)
        return element, weak, self._telling(statement.statement), orjson.dumps(statement.of())

    def _telling(self, statement: Statement) -> int:
        """The kept form of what a statement says; relations of one shape share their statement."""
        found = self._told.get(id(statement))
        if found is None:
            body = orjson.dumps(statement.told())
            known = self._tellings.get(body)
            if known is None:
                known = self._tellings[body] = next(self._next)
                self._new_tellings.append((known, body))
            found = self._told[id(statement)] = (statement, known)
        return found[1]

    def _flush(self) -> None:
        passing = [
            (*self._kept(statement, True), sheet, cols, rows.tobytes())
            for (_, sheet, cols), (statement, rows) in self._passing.items()
        ]
        self.database.executemany("INSERT INTO tellings VALUES (?, ?)", self._new_tellings)
        self.database.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?)", [*self._said, *passing])
        self._new_tellings, self._said, self._passing = [], [], {}

    def done(self) -> None:
        """All rows are read."""
        self._flush()
        self.database.execute("CREATE INDEX by_element ON said (element, telling)")

    # --- refusing ---------------------------------------------------------------------------------

    def refuse(self, rows: Iterable[RowId]) -> None:
        """Leave out what some rows state."""
        self.database.executemany("INSERT OR IGNORE INTO refused VALUES (?, ?)", rows)

    def refused(self) -> set[RowId]:
        """The rows that are left out."""
        return {RowId(*row) for row in self.database.execute("SELECT sheet, row FROM refused")}

    def companions(self) -> set[RowId]:
        """Rows of a thing of which another row is refused."""
        found = self.database.execute(
            "SELECT g.sheet, g.row FROM grouped g WHERE g.name IN (SELECT name FROM grouped NATURAL JOIN refused) "
            "AND NOT EXISTS (SELECT 1 FROM refused r WHERE r.sheet = g.sheet AND r.row = g.row)"
        )
        return {RowId(*row) for row in found}

    def references(self, rows: Iterable[RowId] | None = None) -> Iterator[tuple[RowId, int]]:
        """Which rows refer to which things; those of some rows, or all."""
        wanted = None if rows is None else set(rows)
        for sheet, row, body in self.database.execute("SELECT sheet, row, body FROM refers"):
            if wanted is None or (sheet, row) in wanted:
                yield RowId(sheet, row), body

    def drop_refused(self) -> None:
        """Forget what refused rows state."""
        refused = self.refused()
        left = []
        for id_, sheet, kept in self.database.execute("SELECT rowid, sheet, rows FROM said") if refused else ():
            rows = _rows(kept)
            if good := array("q", (row for row in rows if (sheet, row) not in refused)):
                left += [(good.tobytes(), id_)] if len(good) < len(rows) else []
            else:
                left.append((b"", id_))
        self.database.executemany("UPDATE said SET rows = ? WHERE rowid = ?", left)
        self.database.execute("DELETE FROM said WHERE rows = x''")

    # --- reading ----------------------------------------------------------------------------------

    def clashes(self) -> Iterator[Clash]:
        """Where rows that are not refused contradict each other."""
        doubtful = self.database.execute(_DOUBTFUL)
        refused = self.refused()
        for (element,) in doubtful.fetchall():
            rows: dict[_What, list[RowId]] = defaultdict(list)
            for *what, sheet, kept in self.database.execute(_SAID_OF, (element,)).fetchall():
                if good := [at for row in _rows(kept) if (at := RowId(sheet, row)) not in refused]:
                    rows[_What(*what)] += good
            yield from _clashes({what: self._saying(what) for what in rows}, rows)

    def _saying(self, what: _What) -> Saying:
        return Saying(bool(what.weak), {**self._body(what.telling), **orjson.loads(what.about)})

    def _body(self, telling: int) -> Mapping[str, Any]:
        if telling not in self._bodies:
            ((body,),) = self.database.execute("SELECT body FROM tellings WHERE id = ?", (telling,))
            self._bodies[telling] = orjson.loads(body)
        return self._bodies[telling]

    def count(self) -> int:
        """How many elements there are."""
        ((count,),) = self.database.execute("SELECT count(DISTINCT element) FROM said")
        return int(count)

    def elements(self, sheets: Mapping[int, str], mark: SourceMark) -> Iterator[NodeStatement | EdgeStatement]:
        """One statement an element, with all its evidence: nodes first, then relations."""
        columns = {number: columns for columns, number in self._columns.items()}
        for _, lines in groupby(self.database.execute(_ALL_SAID), key=itemgetter(0)):
            sayings: dict[_What, Saying] = {}
            cells: dict[tuple[str, int], Sequence[int]] = {}
            for _, weak, telling, about, sheet, cols, kept in lines:
                what = _What(weak, telling, about)
                if what not in sayings:
                    sayings[what] = self._saying(what)
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
        doubted = sorted(
            {row for value, found in votes.items() if len(usual) > 1 or value != usual[0] for row in found}
        )
        clash = by_rows.setdefault(tuple(doubted), Clash((), doubted))
        clash.properties += (name,)
        clash.other = min(row for found in votes.values() for row in found)
    yield from by_rows.values()
