"""Neo4j: a server, a cluster or Aura, through the official driver."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import neo4j
from neo4j import Session, exceptions

from graph.errors import (
    QueryTimeout,
    Refused,
    StatementError,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreRefused,
    StoreTooOld,
    StoreUnavailable,
    Text,
)
from graph.guard import read
from graph.store import Bounds, Params, Row, Rows, T, Transaction
from graph.stores.neo4j_link import Link
from graph.stores.neo4j_untrusted import Untrusted
from graph.stores.neo4j_values import plain

#: The oldest server whose Cypher our texts are written for (CALL (x) { } came with 5.23).
OLDEST = (5, 23)


class _Neo4jTransaction:
    def __init__(self, inner: neo4j.Transaction) -> None:
        self._inner = inner

    def run(self, cypher: str, params: Params | None = None) -> list[Row]:
        return [_row(record) for record in self._inner.run(cypher, dict(params or {}))]


def _row(record: neo4j.Record) -> Row:
    return dict(zip(record.keys(), (plain(value) for value in record.values()), strict=True))


class Neo4jStore:
    """A graph on a Neo4j server."""

    engine = "neo4j"

    def __init__(
        self,
        url: str,
        *,
        user: str,
        password: str | None,
        database: str | None = None,
        timeout: float = 30.0,
        limit: int = 10_000,
    ) -> None:
        self.address = url
        self._timeout, self._limit = timeout, limit
        with _errors(url):
            self._link = Link(url, (user, password) if password is not None else None, database)
            try:
                self._check_version()
            except BaseException:
                self._link.close()
                raise
        self._untrusted = Untrusted(self._link.session)

    def _check_version(self) -> None:
        agent = self._link.driver.get_server_info().agent
        version = tuple(int(part) for part in agent.partition("/")[2].split(".")[:2] if part.isdigit())
        if version < OLDEST:
            oldest = ".".join(map(str, OLDEST))
            raise StoreTooOld(
                Text(f"服务器是 {agent}，需要 {oldest} 以上", f"the server is {agent}; {oldest} or later is needed"),
                where=self.address,
            )

    def read(
        self, cypher: str, params: Params | None = None, *, timeout: float | None = None, limit: int | None = None
    ) -> Rows:
        cap = limit or self._limit
        query = neo4j.Query(cypher, timeout=timeout or self._timeout)

        def work(session: Session) -> tuple[tuple[str, ...], list[Row]]:
            result = session.run(query, dict(params or {}))
            return tuple(result.keys()), [_row(record) for record in result.fetch(cap + 1)]

        with _errors(self.address):
            columns, rows = self._link.run("READ", work)
        return Rows(columns, rows[:cap], len(rows) > cap)

    def read_untrusted(self, cypher: str, params: Params, bounds: Bounds) -> Rows:
        reading = read(cypher, params)
        with _errors(self.address):
            return reading.headed(self._untrusted.ask(reading.text, params, bounds))

    def write(self, work: Callable[[Transaction], T]) -> T:
        def once(session: Session) -> T:
            with session.begin_transaction() as inner:
                result = work(_Neo4jTransaction(inner))
                inner.commit()
            return result

        with _errors(self.address):
            return self._link.run("WRITE", once)

    def define(self, statements: Sequence[str]) -> None:
        with _errors(self.address), self._link.session("WRITE") as session:
            for statement in statements:
                session.run(statement).consume()
            session.run("CALL db.awaitIndexes(60)").consume()

    def backup(self, path: Path) -> None:
        """Refuse: the server's own tools make its backups."""
        raise Refused(
            Text("Neo4j 的备份由服务器自己做", "a Neo4j server is backed up by its own tools"),
            where=f"{self.address} -> {path}",
            hint=Text(
                "停库后用 neo4j-admin database dump；或用 xiaodi export 导出",
                "neo4j-admin database dump with the database stopped; or xiaodi export",
            ),
        )

    def close(self) -> None:
        self._link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


@contextmanager
def _errors(where: str) -> Iterator[None]:
    """The driver's errors as ours."""
    try:
        yield
    except (exceptions.Neo4jError, exceptions.DriverError, ValueError, OSError) as error:
        raise _translated(error, where) from error


def _translated(error: BaseException, where: str) -> StoreError:
    code = getattr(error, "code", None) or ""
    if isinstance(error, exceptions.AuthError) or "Security" in code:
        return StoreRefused(
            Text("用户名或密码不对，或没有权限", "wrong user or password, or no rights"),
            where=where,
            hint=Text(
                "设置 XIAODI_STORE_USER 与 XIAODI_STORE_PASSWORD（或 XIAODI_STORE_PASSWORD_FILE）",
                "set XIAODI_STORE_USER and XIAODI_STORE_PASSWORD (or XIAODI_STORE_PASSWORD_FILE)",
            ),
        )
    if "Transaction.TransactionTimedOut" in code or "TransactionTimedOut" in code:
        return QueryTimeout(Text("查询超时", "the query passed its deadline"), hint=Text("缩小范围再试", "narrow it"))
    if "DatabaseNotFound" in code:
        return StoreRefused(Text("没有这个数据库", "no such database"), where=where)
    said = getattr(error, "message", None) or str(error)
    if "ReadOnly" in code:
        return StoreUnavailable(
            Text("Neo4j 的数据库是只读的", "the database of Neo4j is read-only"),
            where=where,
            hint=Text("看它的磁盘与 read_only 设置", "look at its disk and its read_only settings"),
        )
    if "OutOfMemory" in code:
        return StoreFull(
            Text("Neo4j 的事务内存不够，没有写入", "too little memory for the transaction; nothing was written"),
            where=where,
            hint=Text("缩小范围，或调大 dbms.memory.transaction.*", "narrow it, or raise dbms.memory.transaction.*"),
        )
    if "No space left" in said:
        return StoreFull(
            Text("Neo4j 的磁盘满了，没有写入", "the disk of Neo4j is full; nothing was written"),
            where=where,
            hint=Text("腾出空间后再试", "make room, then try again"),
        )
    if isinstance(error, exceptions.ClientError | exceptions.CypherSyntaxError):
        return StatementError(
            Text(f"引擎拒绝了这条语句：{said}", f"the engine refused the statement: {said}"), where=where
        )
    if isinstance(error, exceptions.TransientError):
        return StoreBusy(Text(f"服务器正忙：{error}", f"the server is busy: {error}"), where=where)
    if isinstance(error, exceptions.IncompleteCommit):
        return StoreUnavailable(
            Text("提交时断了连接，不知是否已写入", "the connection broke while committing; it may be written or not"),
            where=where,
            hint=Text("看一看，或再做一次：重复无害", "look, or do it again: repeating does no harm"),
        )
    return StoreUnavailable(
        Text("连不上 Neo4j", "cannot reach Neo4j"),
        where=where,
        hint=Text(f"检查地址和服务是否启动：{error}", f"check the address and that the server runs: {error}"),
    )
