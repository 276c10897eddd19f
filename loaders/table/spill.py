"""What rows state, kept in a temporary database until all are read: so memory stays bounded, and what far-apart rows
say of one element comes together before it is written."""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from graph.identity import edge_id
from graph.statements import EdgeStatement, NodeStatement, SourceMark
from loaders.table.joining import Element, Saying, differing, joined
from loaders.table.remembered import Remembered

_BUFFER = 20_000
_CACHE_KIB = 64 * 1024
#: Nodes are sorted before relations.
_NODE, _EDGE = "0", "1"


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


class Spill:
    """The statements of a table, by element."""

    def __init__(self) -> None:
        # An unnamed database is SQLite's own temporary file: in memory while it is small, and gone when closed.
        self.database = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        for text in (
            "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", f"PRAGMA cache_size = -{_CACHE_KIB}", "BEGIN",
            "CREATE TABLE payloads (id INTEGER PRIMARY KEY, body BLOB)",
            "CREATE TABLE said (element TEXT, sheet INTEGER, col INTEGER, row INTEGER, payload INTEGER)",
            "CREATE TABLE grouped (name TEXT, sheet INTEGER, row INTEGER)",
            "CREATE TABLE refers (sheet INTEGER, row INTEGER, body INTEGER)",
            "CREATE TABLE refused (sheet INTEGER, row INTEGER, PRIMARY KEY (sheet, row)) WITHOUT ROWID",
        ):  # fmt: skip
            self.database.execute(text)
        self._payloads: Remembered[tuple[str, bytes], int] = Remembered()
        #: By their address, which is theirs as long as they are kept here.
        self._passing: Remembered[int, tuple[NodeStatement | EdgeStatement, str, int]] = Remembered()
        self._next = 0
        self._said: list[tuple[str, int, int, int, int]] = []
        self._bodies: list[tuple[int, bytes]] = []

    # --- writing ----------------------------------------------------------------------------------

    def add(self, at: RowId, said: Iterable[tuple[NodeStatement | EdgeStatement, tuple[int, ...], bool]]) -> None:
        """Keep what a row states, with the columns of the cells that say so; what is said in passing is weak."""
        for statement, columns, weak in said:
            element, payload = self._known(statement, weak)
            self._said += [(element, at.sheet, column, at.row, payload) for column in columns]
        if len(self._said) >= _BUFFER:
            self._flush()

    def group(self, name: str, at: RowId) -> None:
        """Keep that a row is one of those of a thing, which are good or refused together."""
        self.database.execute("INSERT INTO grouped VALUES (?, ?, ?)", (name, *at))

    def refer(self, at: RowId, bodies: Iterable[int]) -> None:
        """Keep what things of other rows a row refers to."""
        self.database.executemany("INSERT INTO refers VALUES (?, ?, ?)", ((*at, body) for body in bodies))

    def _known(self, statement: NodeStatement | EdgeStatement, weak: bool) -> tuple[str, int]:
        """The element and the kept form of a statement; what is said in passing is the same object for many rows."""
        if not weak:
            return self._payload(statement, weak)
        found = self._passing.get(id(statement))
        if found is None:
            found = self._passing[id(statement)] = (statement, *self._payload(statement, weak))
        return found[1:]

    def _payload(self, statement: NodeStatement | EdgeStatement, weak: bool) -> tuple[str, int]:
        if isinstance(statement, NodeStatement):
            element = _NODE + statement.id
        else:
            ends = statement.start, statement.end
            element = _EDGE + edge_id(statement.type, *ends, statement.discriminator, statement.key)
        body = orjson.dumps((weak, statement.of() | statement.statement.told()))
        known = self._payloads.get((element, body))
        if known is None:
            self._next += 1
            known = self._payloads[element, body] = self._next
            self._bodies.append((known, body))
        return element, known

    def _flush(self) -> None:
        self.database.executemany("INSERT INTO payloads VALUES (?, ?)", self._bodies)
        self.database.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?)", self._said)
        self._bodies, self._said = [], []

    def done(self) -> None:
        """All rows are read."""
        self._flush()
        self.database.execute("CREATE INDEX by_element ON said (element, sheet, col, row, payload)")

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
        self.database.execute("DELETE FROM said WHERE (sheet, row) IN (SELECT sheet, row FROM refused)")

    # --- reading ----------------------------------------------------------------------------------

    def clashes(self) -> Iterator[Clash]:
        """Where rows that are not refused contradict each other."""
        doubtful = self.database.execute(
            "SELECT element FROM said GROUP BY element HAVING min(payload) < max(payload)"
        ).fetchall()
        for (element,) in doubtful:
            rows: dict[int, list[RowId]] = defaultdict(list)
            bodies: dict[int, bytes] = {}
            for payload, body, sheet, row in self.database.execute(
                "SELECT s.payload, p.body, s.sheet, s.row FROM said s JOIN payloads p ON p.id = s.payload "
                "WHERE s.element = ? AND NOT EXISTS "
                "(SELECT 1 FROM refused r WHERE r.sheet = s.sheet AND r.row = s.row)",
                (element,),
            ):
                rows[payload].append(RowId(sheet, row))
                bodies[payload] = body
            yield from _clashes({payload: orjson.loads(body) for payload, body in bodies.items()}, rows)

    def count(self) -> int:
        """How many elements there are."""
        ((count,),) = self.database.execute("SELECT count(DISTINCT element) FROM said")
        return int(count)

    def elements(self, sheets: Mapping[int, str], mark: SourceMark) -> Iterator[NodeStatement | EdgeStatement]:
        """One statement an element, with all its evidence: nodes first, then relations."""
        rows = self.database.execute(
            "SELECT s.element, s.sheet, s.col, s.row, s.payload, p.body "
            "FROM said s JOIN payloads p ON p.id = s.payload "
            "ORDER BY s.element, s.sheet, s.col, s.row"
        )
        for _, lines in groupby(rows, key=itemgetter(0)):
            yield _element(lines, sheets).statement(mark)


def _element(lines: Iterator[tuple[Any, ...]], sheets: Mapping[int, str]) -> Element:
    sayings: dict[int, Saying] = {}
    cells: dict[tuple[str, int], array[int]] = {}
    for _, sheet, column, row, payload, body in lines:
        if payload not in sayings:
            sayings[payload] = Saying(*orjson.loads(body))
        place = sheets[sheet], column
        if place in cells:
            cells[place].append(row)
        else:
            cells[place] = array("q", (row,))
    return Element(joined(list(sayings.values())), cells)


def _clashes(sayings: dict[int, Any], rows: dict[int, list[RowId]]) -> Iterator[Clash]:
    """What the sayings about one element differ in, told of the rows that say what fewer say."""
    told = {payload: Saying(*saying) for payload, saying in sayings.items()}
    by_rows: dict[tuple[RowId, ...], Clash] = {}
    for name in differing(list(told.values())):
        votes: dict[bytes, list[RowId]] = defaultdict(list)
        for payload, saying in told.items():
            if (value := saying.value(name)) is not None and not saying.weak:
                votes[orjson.dumps(value)] += rows[payload]
        most = max(len(set(found)) for found in votes.values())
        usual = [value for value, found in votes.items() if len(set(found)) == most]
        doubted = sorted(
            {row for value, found in votes.items() if len(usual) > 1 or value != usual[0] for row in found}
        )
        clash = by_rows.setdefault(tuple(doubted), Clash((), doubted))
        clash.properties += (name,)
        clash.other = min(row for found in votes.values() for row in found)
    yield from by_rows.values()
