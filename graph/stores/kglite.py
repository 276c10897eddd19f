"""kglite, the embedded engine: one file, one owning process."""

from __future__ import annotations

import logging
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from errno import EDQUOT, EFBIG, ENOSPC
from pathlib import Path
from typing import Any, Self

import kglite

from graph.errors import (
    QueryTimeout,
    StatementError,
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreUnavailable,
    Text,
)
from graph.guard import read
from graph.guard.dialect import for_embedded
from graph.store import Bounds, Params, Row, Rows, T, Transaction
from graph.stores.kglite_children import Children

# Its hints about labels and properties that no node has yet are not for a planner's terminal.
kglite.set_query_warning_policy("silent")

_log = logging.getLogger(__name__)

_BUSY = Text("其他写入一直占先，请再试", "other writers kept winning; try again")
#: Seconds that a write waits for its turn.
_PATIENCE = 60
#: Bytes of the write-ahead log after which a checkpoint is written.
_LONG_LOG = 64 * 1024 * 1024
#: How the engine, and Python, end an error of the system that says that there is no room.
_NO_ROOM = re.compile("|".join(rf"os error {code}\b|Errno {code}\b" for code in (EFBIG, ENOSPC, EDQUOT)))
#: What kglite adds to the properties of a node and of an edge.
_EXTRAS = frozenset({"title", "type"})
#: How it gives an edge as a value.
_EDGE = frozenset({"start", "end", "properties"})


def _plain(value: Any) -> Any:
    """Nodes, edges and maps without what the engine adds."""
    if isinstance(value, dict):
        if value.keys() == {"nodes", "relationships"}:  # a path; a map of somebody's with these keys reads the same
            return [_plain(node) for node in value["nodes"]]
        if {"labels", "properties"} <= value.keys() or value.keys() >= _EDGE:
            return _without_extras(value["properties"])
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _without_extras(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in properties.items() if name not in _EXTRAS}


def _plain_row(row: dict[str, Any]) -> Row:
    return {
        name: _without_extras(value)
        if isinstance(value, dict) and _EXTRAS & value.keys() and "id" in value and not value.keys() >= _EDGE
        else _plain(value)
        for name, value in row.items()
    }


class _KgliteTransaction:
    def __init__(self, inner: kglite.SessionTransaction) -> None:
        self._inner = inner

    def run(self, cypher: str, params: Params | None = None) -> list[Row]:
        with _errors(""):
            return [_plain_row(row) for row in self._inner.cypher(cypher, params=dict(params or {}))]


class KgliteStore:
    """A graph in one file under the embedded engine; durable, one owner a path."""

    engine = "kglite"

    def __init__(self, path: str, *, timeout: float = 30.0, limit: int = 10_000) -> None:
        self.address = path
        self._timeout, self._limit = timeout, limit
        if "://" in path:
            raise StoreUnavailable(
                Text(f"不认识的存储地址 {path}", f"unknown kind of store address {path}"),
                hint=Text("用文件路径或 neo4j://主机:7687", "use a file path or neo4j://host:7687"),
            )
        with _errors(path):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._session = kglite.open_session(path, durable="full", auto_checkpoint_wal_mib=0)
        self._log = Path(f"{path}-wal")
        self._writing = threading.Lock()
        #: Grows with each write, so that copies know when they are old.
        self._version = 0
        folder = Path(path).with_name(f".{Path(path).name}.cypher")
        self._children = Children(folder, self.backup, lambda: self._version)

    def read(
        self, cypher: str, params: Params | None = None, *, timeout: float | None = None, limit: int | None = None
    ) -> Rows:
        cap = limit or self._limit
        with _errors(self.address):
            view = self._session.cypher(
                cypher,
                params=dict(params or {}),
                timeout_ms=int((timeout or self._timeout) * 1000),
                row_limit=cap + 1,
            )
            rows = [_plain_row(row) for row in view]
        return Rows(tuple(view.columns), rows[:cap], len(rows) > cap)

    def read_untrusted(self, cypher: str, params: Params, bounds: Bounds) -> Rows:
        reading = read(cypher, params)
        asked = for_embedded(reading, params)
        answer = self._children.ask(asked.text, asked.params, bounds, asked.written)
        columns = tuple(answer["columns"])
        rows = Rows(columns, [_plain_row(row) for row in answer["rows"]], answer["truncated"])
        return reading.headed(rows, {column: asked.written(column) for column in columns})

    def write(self, work: Callable[[Transaction], T]) -> T:
        """One after the other: of transactions that overlap, the engine lets one win, and under load always others."""
        if not self._writing.acquire(timeout=_PATIENCE):
            raise StoreBusy(_BUSY, where=self.address)
        try:
            return self._attempt(work)
        finally:
            self._writing.release()

    def _attempt(self, work: Callable[[Transaction], T]) -> T:
        with _errors(self.address):
            inner = self._session.begin()
        try:
            result = work(_KgliteTransaction(inner))
        except BaseException:
            inner.rollback()
            raise
        with _errors(self.address):
            inner.commit()
            self._version += 1
        self._checkpoint()
        return result

    def _checkpoint(self) -> None:
        """Write a checkpoint when the log is long: it also folds what the writes left in memory, by half.

        The engine's own, in the background, meets the next write and then holds the graph twice. What was
        written stands in the log, so a checkpoint that fails waits for the next write.
        """
        try:
            if self._log.stat().st_size > _LONG_LOG:
                self._session.save()
                kglite.trim_memory()
        except (kglite.FileIoError, OSError) as error:
            _log.warning("no checkpoint was written, the log goes on: %s: %s", self.address, error)

    def define(self, statements: Sequence[str]) -> None:
        with _errors(self.address):
            for statement in statements:
                self._session.execute(statement)
            self._version += 1

    def backup(self, path: Path) -> None:
        with _errors(str(path)):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._session.backup(str(path))

    def close(self) -> None:
        self._children.close()
        if not self._session.closed:
            with _errors(self.address):
                self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def restore_file(backup: Path, path: Path) -> None:
    """Put a backup in the place of an embedded file that nobody has open."""
    KgliteStore(str(backup)).close()  # a damaged backup is refused before anything is replaced
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob(f"{path.name}*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    shutil.copyfile(backup, path)


@contextmanager
def _errors(where: str) -> Iterator[None]:
    """The engine's errors as ours."""
    try:
        yield
    except StoreError:
        raise
    except (kglite.KgError, OSError, ValueError) as error:
        raise _translated(error, where) from error


def _translated(error: BaseException, where: str) -> StoreError:
    if isinstance(error, kglite.WriterLeaseHeldError):
        return StoreLocked(
            Text("另一个进程正在使用这个图文件", "another process owns this graph file"),
            where=where,
            hint=Text("先结束那个进程，或经由它的服务访问", "end that process, or go through its server"),
        )
    if isinstance(error, kglite.TransactionConflictError):
        return StoreBusy(_BUSY, where=where)
    if isinstance(error, kglite.CypherTimeoutError):
        return QueryTimeout(Text("查询超时", "the query passed its deadline"), hint=Text("缩小范围再试", "narrow it"))
    if isinstance(error, kglite.FileFormatError | kglite.FileError):
        return StoreCorrupt(
            Text("不是图文件，或已损坏", "not a graph file, or damaged"),
            where=where,
            hint=Text("用 xiaodi restore 恢复备份", "restore a backup with xiaodi restore"),
        )
    if isinstance(error, OSError | kglite.FileIoError):
        if _NO_ROOM.search(str(error)):
            return StoreFull(
                Text("磁盘满了，没有写入", "the disk is full; nothing was written"),
                where=where,
                hint=Text("腾出空间后再试，不必重启", "make room and try again; no restart is needed"),
            )
        return StoreUnavailable(Text(f"打不开：{error}", f"cannot open: {error}"), where=where)
    return StatementError(
        Text(f"引擎拒绝了这条语句：{error}", f"the engine refused the statement: {error}"), where=where
    )
