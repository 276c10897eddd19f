"""What the rows of a file call the things that they are about, so that other rows may refer to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from loaders.table.database import content_id, finish, join, open_database
from loaders.table.making import identity
from loaders.table.row import Row

_LABELS: Mapping[str, str] = {
    "agreements": "Agreement",
    "activities": "Activity",
    "platforms": "Platform",
    "needs": "Need",
    "services": "Service",
}
_KEPT = 10_000
_MOST = 20


@dataclass(frozen=True)
class Handle:
    """What a file says of something under one name: each way in which its rows describe it, and where."""

    id: int
    body: Mapping[str, Any]
    #: Sheet and row of the first row that describes it so; `bad`: every such row has faults.
    sheet: str
    row: int
    bad: bool


class Handles:
    """The names of a file's own things, kept in a database of their own."""

    def __init__(self, file: Path | None = None) -> None:
        """`file` is where others find them."""
        self._database = open_database(
            file,
            "CREATE TABLE bodies (id INTEGER PRIMARY KEY, body BLOB)",
            "CREATE TABLE handles (handle TEXT, body INTEGER, sheet TEXT, row INTEGER, bad INTEGER)",
        )
        self._any = False
        self.find = lru_cache(maxsize=_KEPT)(self._find)

    def add(self, row: Row) -> None:
        """Keep what a row says of its subject."""
        name = row.get("name")
        if not name:
            return
        body = orjson.dumps(described(row))
        id_ = content_id(body)
        self._database.execute("INSERT OR IGNORE INTO bodies VALUES (?, ?)", (id_, body))
        bad = int(bool(row.faults))
        for handle in {str(name), str(row.get("key") or name)}:
            at = (handle, id_, row.sheet, row.number, bad)
            self._database.execute("INSERT INTO handles VALUES (?, ?, ?, ?, ?)", at)

    def done(self) -> None:
        """All rows of this share are known."""
        finish(self._database, "CREATE INDEX by_handle ON handles (handle)", "CREATE INDEX by_body ON handles (body)")

    def join(self, others: Iterable[Path]) -> None:
        """Know the rows of other shares too; all rows are known then."""
        join(self._database, others, ("bodies", "handles"))
        self._any = bool(self._database.execute("SELECT 1 FROM handles LIMIT 1").fetchone())

    def is_one(self, text: str) -> bool:
        """Whether something is called so."""
        return bool(self.find(text))

    def _find(self, handle: str) -> tuple[Handle, ...]:
        if not self._any:
            return ()
        rows = self._database.execute(
            "SELECT h.body, b.body, h.sheet, min(h.row), min(h.bad) FROM handles h JOIN bodies b ON b.id = h.body "
            "WHERE h.handle = ? GROUP BY h.body ORDER BY min(h.row), h.body LIMIT ?",
            (handle, _MOST),
        )
        return tuple(Handle(id_, orjson.loads(body), sheet, row, bool(bad)) for id_, body, sheet, row, bad in rows)

    def rows_of(self, body: int) -> list[tuple[str, int]]:
        """The rows that describe something so."""
        found = self._database.execute("SELECT DISTINCT sheet, row FROM handles WHERE body = ?", (body,))
        return [(sheet, row) for sheet, row in found]


def described(row: Row) -> dict[str, Any]:
    """What tells the subject of a row from others."""
    label = subject_type(row)
    given = {name: row.get(name) for name in ("name", "within", "within_type", "within_in", "anchor", "id")}
    given |= {"type": label, "key": identity(row, label), "unregistered": bool(row.get("unregistered"))}
    return {name: value for name, value in sorted(given.items()) if value}


def subject_type(row: Row) -> str:
    """The type of what a row is about."""
    return _LABELS.get(row.kind.name) or str(row.get("type") or "")
