"""The temporary databases of a load. Those of several processes are read as one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

_CACHE_KIB = 64 * 1024


def open_database(path: Path | None, *statements: str) -> sqlite3.Connection:
    """An empty database in a file, or in one of SQLite's own: in memory while it is small, and gone when closed."""
    database = sqlite3.connect(path or "", check_same_thread=False, isolation_level=None)
    pragmas = ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", f"PRAGMA cache_size = -{_CACHE_KIB}", "BEGIN")
    for statement in (*pragmas, *statements):
        database.execute(statement)
    return database


def open_again(path: Path) -> sqlite3.Connection:
    """A database that was finished, to be read."""
    return sqlite3.connect(path, check_same_thread=False, isolation_level=None)


def finish(database: sqlite3.Connection, *statements: str) -> None:
    """Make what was written readable for other processes; nothing is added any more."""
    for statement in (*statements, "COMMIT"):
        database.execute(statement)


def join(database: sqlite3.Connection, others: Iterable[Path], tables: Iterable[str]) -> list[str]:
    """Let the rows of other databases be read together with its own, under the names of the tables.

    Returns the names of all that are joined, its own first: `main.said` alone can be written.
    """
    names = ["main"]
    for number, path in enumerate(others, 1):
        database.execute("ATTACH ? AS ?", (str(path), f"other{number}"))
        names.append(f"other{number}")
    if len(names) > 1:
        for table in tables:
            whole = " UNION ALL ".join(f"SELECT * FROM {name}.{table}" for name in names)  # noqa: S608 - ours
            database.execute(f"CREATE TEMP VIEW {table} AS {whole}")
    return names


def content_id(body: bytes) -> int:
    """A number for what is written: the same in every process."""
    return int.from_bytes(blake2b(body, digest_size=8).digest(), "big", signed=True)
