"""The index of names as one SQLite file: it is a copy, stamped with the graph's mark, and made anew when damaged.

Several processes may share the file; where it cannot be written the index lives in memory.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from graph.errors import StoreBusy, Text
from graph.name_reader import NameRow, Part
from graph.name_tokens import number, tokens

MEMORY = ":memory:"
#: Counted up when tables or tokens change their form.
_FORMAT = 1
_BUSY_SECONDS = 120.0
_MANY = 20_000
_COLUMNS = ", ".join(NameRow._fields)
_TABLES = f"""
    CREATE TABLE names (number INTEGER PRIMARY KEY, {_COLUMNS});
    CREATE UNIQUE INDEX names_id ON names (id);
    CREATE TABLE stamp (mark TEXT NOT NULL);
    CREATE VIRTUAL TABLE grams USING fts5(
        text, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '!#$%&*+,./:;<=>?@\\^`{{|}}~'"
    );
    INSERT INTO grams (grams, rank) VALUES ('hashsize', 33554432);
    PRAGMA user_version = {_FORMAT};
"""  # noqa: S608 - all SQL here is made of constants; what is asked for is bound
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
_REFUSED = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
)
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_log = logging.getLogger(__name__)

Progress = Callable[[int], None]


class NameTable:
    """The rows of an index, and the full-text search over them."""

    def __init__(self, path: Path | str = MEMORY) -> None:
        self.path = str(path)
        self._db = self._open()

    # --- opening ----------------------------------------------------------------------------------

    def _open(self) -> sqlite3.Connection:
        if self.path != MEMORY:
            for _ in range(2):  # once more, when a damaged file was put away
                try:
                    return self._open_file()
                except (sqlite3.DatabaseError, OSError) as error:
                    if not _is_damage(error):
                        self._warn(error)
                        break
                    _remove_files(self.path)
            self.path = MEMORY
        db = sqlite3.connect(MEMORY, check_same_thread=False, isolation_level=None)
        db.executescript(_TABLES)
        return db

    def _open_file(self) -> sqlite3.Connection:
        Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, check_same_thread=False, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA cache_size = -32000")
            db.execute("BEGIN IMMEDIATE")  # fails where the file cannot be written
            if db.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
                for (name,) in db.execute("SELECT name FROM sqlite_master WHERE name IN ('grams', 'names', 'stamp')"):
                    db.execute(f"DROP TABLE {name}")
                for statement in _TABLES.split(";\n"):
                    db.execute(statement)
            db.execute("COMMIT")
        except BaseException:
            db.close()
            raise
        return db

    def recovered(self, error: sqlite3.DatabaseError) -> bool:
        """Begin again with an empty index: without the damaged file, or in memory where a file cannot be kept."""
        if self.path == MEMORY or not (_is_damage(error) or _is_refusal(error)):
            return False
        self._db.close()
        if _is_damage(error):
            _remove_files(self.path)
        else:
            self._warn(error)
            self.path = MEMORY
        self._db = self._open()
        return True

    def _warn(self, error: Exception) -> None:
        _log.warning("the index of names is kept in memory: %s: %s", self.path, error)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # --- reading ----------------------------------------------------------------------------------

    def mark(self) -> str | None:
        """The mark of the graph that the index is a copy of; None while it is empty."""
        found = self._db.execute("SELECT mark FROM stamp").fetchone()
        return None if found is None else str(found[0])

    def rows(self, where: str, values: Sequence[Any]) -> list[NameRow]:
        """The rows for which a condition holds; the best first."""
        found = self._db.execute(f"SELECT {_COLUMNS} FROM names WHERE {where}", values)  # noqa: S608
        return [NameRow._make(row) for row in found]

    def match(self, wanted: str, where: str = "TRUE", values: Sequence[Any] = (), *, limit: int) -> list[NameRow]:
        """The rows whose tokens match an FTS5 expression and for which a condition holds; the best first."""
        named = ", ".join(f"n.{column}" for column in NameRow._fields)
        found = self._db.execute(
            f"SELECT {named} FROM grams g CROSS JOIN names n ON n.number = g.rowid "  # noqa: S608
            f"WHERE grams MATCH ? AND {where} ORDER BY g.rowid LIMIT ?",
            (wanted, *values, limit),
        )
        return [NameRow._make(row) for row in found]

    # --- writing ----------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction; other writers wait for it.

        Raises:
            StoreBusy: when another process has been writing for two minutes.
        """
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if _code(error) in _BUSY:
                raise StoreBusy(
                    Text("名称索引正由别的进程更新", "another process is updating the index of names")
                ) from error
            raise
        try:
            yield
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()
        with suppress(sqlite3.OperationalError):  # somebody reads: the file is shortened another time
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def replace_some(self, ids: Sequence[str], rows: Iterable[NameRow], mark: str) -> None:
        """Make the rows of these ids exactly the given ones."""
        old: list[NameRow] = []
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            old += self.rows(f"id IN ({','.join('?' * len(part))})", part)
        self._begin_changes()
        self._change(old, rows)
        self._finish(mark)

    def replace_all(self, parts: Iterable[Part], mark: str, progress: Progress) -> None:
        """Make the table hold exactly the given rows; `progress` is told how many were read so far."""
        self._begin_changes()
        done = 0
        for part in parts:
            limit, values = ("", [part.after]) if part.upto is None else (" AND id <= ?", [part.after, part.upto])
            self._change(self.rows(f"id > ?{limit}", values), part.rows)
            done += len(part.rows)
            progress(done)
        self._finish(mark)

    def _begin_changes(self) -> None:
        # FTS5 wants its rows in the order of their numbers, so what changes is put down first.
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS fresh (number INTEGER PRIMARY KEY)")
        self._db.execute(f"CREATE TEMP TABLE IF NOT EXISTS gone (number INTEGER PRIMARY KEY, {_COLUMNS})")
        self._db.execute("DELETE FROM fresh")
        self._db.execute("DELETE FROM gone")

    def _change(self, old: Iterable[NameRow], new: Iterable[NameRow]) -> None:
        before, after = {row.id: row for row in old}, {row.id: row for row in new}
        gone = [(number(row), *row) for id_, row in before.items() if after.get(id_) != row]
        fresh = [(number(row), *row) for id_, row in after.items() if before.get(id_) != row]
        blanks = ", ".join("?" * (len(NameRow._fields) + 1))
        self._db.executemany(f"INSERT INTO gone VALUES ({blanks})", gone)  # noqa: S608
        self._db.executemany("DELETE FROM names WHERE number = ?", [row[:1] for row in gone])
        self._db.executemany(f"INSERT INTO names VALUES ({blanks})", fresh)  # noqa: S608
        self._db.executemany("INSERT INTO fresh VALUES (?)", [row[:1] for row in fresh])

    def _finish(self, mark: str) -> None:
        gone = self._db.execute("SELECT * FROM gone ORDER BY number")
        self._db.executemany("INSERT INTO grams (grams, rowid, text) VALUES ('delete', ?, ?)", _texts(gone))
        fresh = self._db.execute("SELECT names.* FROM fresh JOIN names USING (number) ORDER BY fresh.number")
        self._db.executemany("INSERT INTO grams (rowid, text) VALUES (?, ?)", _texts(fresh))
        count = self._db.execute("SELECT count(*) FROM fresh").fetchone()[0]
        if count > _MANY:
            self._db.execute("INSERT INTO grams (grams) VALUES ('optimize')")
        self._db.execute("DELETE FROM fresh")
        self._db.execute("DELETE FROM gone")
        self._db.execute("DELETE FROM stamp")
        self._db.execute("INSERT INTO stamp VALUES (?)", [mark])


def _texts(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, str]]:
    return ((row[0], tokens(NameRow._make(row[1:]))) for row in rows)


def _is_damage(error: Exception) -> bool:
    """Whether an error of SQLite says that the file is no index, or a broken one."""
    return isinstance(error, sqlite3.DatabaseError) and _code(error) in _DAMAGED


def _is_refusal(error: sqlite3.DatabaseError) -> bool:
    """Whether an error of SQLite says that the file cannot be written."""
    return _code(error) in _REFUSED


def _code(error: sqlite3.DatabaseError) -> int:
    return getattr(error, "sqlite_errorcode", -1) & 0xFF


def _remove_files(path: str) -> None:
    """Delete an index with its side files."""
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
