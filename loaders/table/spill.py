"""What rows state, kept in a temporary database until all are read: so memory stays bounded, and what far-apart rows
say of one element comes together before it is written."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import orjson

from graph.identity import edge_id
from graph.statements import EdgeStatement, NodeStatement, Statement
from loaders.table.database import content_id, finish, open_database
from loaders.table.remembered import Remembered

#: Statements that wait in memory.
_BUFFER = 100_000
#: Nodes are sorted before relations.
_NODE, _EDGE = "0", "1"


class RowId(NamedTuple):
    """A row: the number of its sheet, and its own."""

    sheet: int
    row: int


#: The element, whether it is said in passing, the telling, and what it is about.
_Kept = tuple[str, bool, int, bytes]


class Spill:
    """The statements of a table, by element."""

    def __init__(self, file: Path | None = None) -> None:
        """`file` is where others find them."""
        self.database = open_database(
            file,
            "CREATE TABLE tellings (id INTEGER PRIMARY KEY, body BLOB)",
            "CREATE TABLE said (element TEXT, weak INTEGER, telling INTEGER, about BLOB, sheet INTEGER, cols TEXT, "
            "rows BLOB)",
            "CREATE TABLE grouped (name TEXT, sheet INTEGER, row INTEGER)",
            "CREATE TABLE refers (sheet INTEGER, row INTEGER, body INTEGER)",
            "CREATE TABLE refused (sheet INTEGER, row INTEGER, PRIMARY KEY (sheet, row)) WITHOUT ROWID",
        )
        #: What a statement says, apart from what it is about: the same for many. By content, and by the address
        #: of the statement, which is its own as long as it is kept here.
        self._tellings: Remembered[bytes, int] = Remembered()
        self._told: Remembered[int, tuple[Statement, int]] = Remembered()
        #: In which columns something is said: few ways, as they are kept.
        self._columns: dict[tuple[int, ...], str] = {}
        #: What one row says; and what rows say in passing, which is the same object for many: by its address, sheet
        #: and columns, with these rows in order.
        self._said: list[tuple[*_Kept, int, str, int]] = []
        self._passing: dict[tuple[int, int, str], tuple[NodeStatement | EdgeStatement, array[int]]] = {}
        self._new_tellings: list[tuple[int, bytes]] = []

    def add(self, at: RowId, said: Iterable[tuple[NodeStatement | EdgeStatement, tuple[int, ...], bool]]) -> None:
        """Keep what a row states, with the columns of the cells that say so; what is said in passing is weak."""
        for statement, columns, weak in said:
            cols = self._columns.get(columns) or self._columns.setdefault(columns, ",".join(map(str, columns)))
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
                known = self._tellings[body] = content_id(body)
                self._new_tellings.append((known, body))
            found = self._told[id(statement)] = (statement, known)
        return found[1]

    def _flush(self) -> None:
        passing = [
            (*self._kept(statement, True), sheet, cols, rows.tobytes())
            for (_, sheet, cols), (statement, rows) in self._passing.items()
        ]
        self.database.executemany("INSERT OR IGNORE INTO tellings VALUES (?, ?)", self._new_tellings)
        self.database.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?)", [*self._said, *passing])
        self._new_tellings, self._said, self._passing = [], [], {}

    def done(self) -> None:
        """All rows of this share are read."""
        self._flush()
        finish(self.database, "CREATE INDEX by_element ON said (element, telling)")
