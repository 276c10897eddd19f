"""Neo4j: a server, a cluster or Aura, through the official driver."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import neo4j
from neo4j import Driver, GraphDatabase, ManagedTransaction, exceptions
from neo4j.graph import Node, Relationship
from neo4j.graph import Path as GraphPath

from graph.errors import (
    QueryTimeout,
    Refused,
    StatementError,
    StoreBusy,
    StoreError,
    StoreRefused,
    StoreTooOld,
    StoreUnavailable,
    Text,
)
from graph.store import Params, Row, Rows, T, Transaction

#: The oldest server whose Cypher our texts are written for (CALL (x) { } came with 5.23).
OLDEST = (5, 23)
_CONNECT_SECONDS = 10.0


def _plain(value: Any) -> Any:
    if isinstance(value, Node | Relationship):
        return {name: value[name] for name in sorted(value)}
    if isinstance(value, GraphPath):
        return [_plain(node) for node in value.nodes]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


class _Neo4jTransaction:
    def __init__(self, inner: ManagedTransaction) -> None:
        self._inner = inner

    def run(self, cypher: str, params: Params | None = None) -> list[Row]:
        return [_row(record) for record in self._inner.run(cypher, dict(params or {}))]


def _row(record: neo4j.Record) -> Row:
    return dict(zip(record.keys(), (_plain(value) for value in record.values()), strict=True))


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
        self._database, self._timeout, self._limit = database, timeout, limit
        with _errors(url):
            self._driver: Driver = GraphDatabase.driver(
                url,
                auth=(user, password) if password is not None else None,
                connection_timeout=_CONNECT_SECONDS,
                max_transaction_retry_time=30.0,
                notifications_min_severity="OFF",
            )
            try:
                self._driver.verify_connectivity()
                self._check_version()
            except BaseException:
                self._driver.close()
                raise

    def _check_version(self) -> None:
        agent = self._driver.get_server_info().agent
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
        with (
            _errors(self.address),
            self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session,
        ):
            result = session.run(query, dict(params or {}))
            columns = tuple(result.keys())
            rows = [_row(record) for record in result.fetch(cap + 1)]
        return Rows(columns, rows[:cap], len(rows) > cap)

    def write(self, work: Callable[[Transaction], T]) -> T:
        with _errors(self.address), self._driver.session(database=self._database) as session:
            return session.execute_write(lambda inner: work(_Neo4jTransaction(inner)))

    def define(self, statements: Sequence[str]) -> None:
        with _errors(self.address), self._driver.session(database=self._database) as session:
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
        self._driver.close()

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
    if isinstance(error, exceptions.ClientError | exceptions.CypherSyntaxError):
        text = getattr(error, "message", None) or str(error)
        return StatementError(
            Text(f"引擎拒绝了这条语句：{text}", f"the engine refused the statement: {text}"), where=where
        )
    if isinstance(error, exceptions.TransientError):
        return StoreBusy(Text(f"服务器正忙：{error}", f"the server is busy: {error}"), where=where)
    return StoreUnavailable(
        Text("连不上 Neo4j", "cannot reach Neo4j"),
        where=where,
        hint=Text(f"检查地址和服务是否启动：{error}", f"check the address and that the server runs: {error}"),
    )
