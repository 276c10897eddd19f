"""How a Neo4j server answers what somebody unknown asks.

The plan is looked at before anything runs. The server is told the time limit; where it does not keep it, since it
looks at the clock between rows alone, the statement is terminated from beside, and whoever asked is told in any case.
"""

from __future__ import annotations

import logging
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Any, Literal

import neo4j
import orjson
from neo4j import exceptions

from graph.errors import StoreError
from graph.guard.plans import check_plan
from graph.store import Bounds, Params, Row, Rows
from graph.stores.bounded import not_taken, too_busy, too_costly
from graph.stores.neo4j_values import plain

Opening = Callable[[Literal["READ"]], AbstractContextManager[neo4j.Session]]

#: Statements that run at once; one that the server cannot end keeps its place until it does.
_AT_ONCE = 8
#: Seconds beyond its own limit that the server has to stop a statement.
_GRACE = 1.5
_TERMINATE = (
    "SHOW TRANSACTIONS YIELD transactionId AS transaction, metaData WHERE metaData.xiaodi = $name "
    "TERMINATE TRANSACTIONS transaction YIELD message RETURN message"
)
_EXPLAIN = "EXPLAIN "
#: How the codes of errors begin that somebody's statement is to blame for.
_OF_STATEMENT = "Neo.ClientError.Statement."
_log = logging.getLogger(__name__)


class Untrusted:
    """Runs texts that the guard let pass, each in a thread that nobody has to wait for."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def ask(self, cypher: str, params: Params, bounds: Bounds) -> Rows:
        """The rows of a statement.

        Raises:
            CypherRefused: when its plan does what the guard forbids.
            QueryTooCostly: at one of the bounds.
            StoreBusy: when too many statements run.
        """
        if not self._places.acquire(timeout=bounds.seconds):
            raise too_busy()
        name, answer = secrets.token_hex(8), Future[Rows]()
        work = threading.Thread(
            target=self._work, args=(name, cypher, params, bounds, answer), name="cypher", daemon=True
        )
        work.start()
        try:
            return answer.result(bounds.seconds + _GRACE)
        except TimeoutError:
            if answer.done():  # a time limit of the connection, not ours
                raise
            threading.Thread(target=self._terminate, args=(name,), name="cypher-end", daemon=True).start()
            raise too_costly("time") from None

    def _work(self, name: str, cypher: str, params: Params, bounds: Bounds, answer: Future[Rows]) -> None:
        try:
            answer.set_result(self._run(name, cypher, params, bounds))
        except BaseException as error:  # noqa: BLE001  it is raised again where it is waited for
            answer.set_exception(error)
        finally:
            self._places.release()

    def _run(self, name: str, cypher: str, params: Params, bounds: Bounds) -> Rows:
        began = time.monotonic()
        with self._opening("READ") as session:
            try:
                with session.begin_transaction(metadata={"xiaodi": name}, timeout=bounds.seconds) as tx:
                    check_plan(_operators(tx.run(_EXPLAIN + cypher, dict(params)).consume().plan))
                    result = tx.run(cypher, dict(params))
                    columns = tuple(result.keys())
                    rows, truncated = _read(result, bounds, began)
                    tx.rollback()
            except exceptions.Neo4jError as error:
                raise _told(error) or error from error
            except exceptions.BrokenRecordError as error:  # the connection is sound; a year of over four digits, say
                raise not_taken(str(error.__cause__ or error)) from error
        return Rows(columns, rows, truncated)

    def _terminate(self, name: str) -> None:
        """End a transaction on the server, from a session beside it."""
        try:
            with self._opening("READ") as session:
                session.run(_TERMINATE, name=name).consume()
        except (exceptions.Neo4jError, exceptions.DriverError, StoreError) as error:
            _log.warning("a statement that took too long could not be ended: %s", error)


def _read(result: neo4j.Result, bounds: Bounds, began: float) -> tuple[list[Row], bool]:
    """The rows within the bounds, and whether there are more."""
    rows: list[Row] = []
    size = 0
    for record in result:
        if len(rows) == bounds.rows:
            return rows, True
        row = dict(zip(record.keys(), (plain(value) for value in record.values()), strict=True))
        size += len(orjson.dumps(row))
        if size > bounds.size:
            raise too_costly("size")
        if time.monotonic() - began > bounds.seconds:
            raise too_costly("time")
        rows.append(row)
    return rows, False


def _operators(plan: dict[str, Any] | None) -> Iterator[tuple[str, str, float]]:
    """Of each operator of a plan: its name, its details, and the rows that are expected of it."""
    if plan is None:
        return
    arguments = plan.get("args", {})
    name = str(plan["operatorType"]).partition("@")[0]
    yield name, str(arguments.get("Details", "")), float(arguments.get("EstimatedRows", 0.0))
    for child in plan.get("children", ()):
        yield from _operators(child)


def _told(error: exceptions.Neo4jError) -> StoreError | None:
    """What the server stopped, and what it could not run, as errors of the statement."""
    code = error.code or ""
    if "Memory" in code or "OutOfMemory" in (error.message or ""):
        return too_costly("memory")
    if "TransactionTimedOut" in code or "Transaction.Terminated" in code:
        return too_costly("time")
    if isinstance(error, exceptions.DatabaseError) or code.startswith(_OF_STATEMENT):
        return not_taken(_message(error))
    return None


def _message(error: exceptions.Neo4jError) -> str:
    """What the server says, with places in the text that was sent to us: without EXPLAIN, and without a copy of it."""
    message = (error.message or str(error)).partition(f'\n"{_EXPLAIN}')[0]
    return re.sub(
        r"\(line 1, column (\d+) \(offset: \d+\)\)", lambda at: f"(1:{max(1, int(at[1]) - len(_EXPLAIN))})", message
    )
