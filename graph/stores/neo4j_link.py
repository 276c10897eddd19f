"""The link to a Neo4j server: one driver after another, given up when the server goes silent.

A server that died refuses a connection at once. One that is stopped, swapped out or cut off takes what is sent and
never answers; the driver waits for minutes. So whoever waits long makes the link ask the server on a fresh
connection, and when that is not answered either, everybody who waits is told.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Literal, TypeVar

from neo4j import Driver, GraphDatabase, Session, exceptions

from graph.errors import StoreUnavailable, Text

T = TypeVar("T")
Access = Literal["READ", "WRITE"]

#: Seconds that a call may wait before the server is asked whether it is there, and that it has to answer.
_PATIENCE, _ANSWER_WITHIN = 5.0, 5.0
#: Seconds between two looks at who is waiting, or at a server that is down.
_PULSE = 0.5
#: Seconds for which a call is tried again while others are in its way, and the first pause.
_RETRY_SECONDS: dict[Access, float] = {"READ": 2.0, "WRITE": 30.0}
_FIRST_PAUSE = 0.05
#: Seconds that a connection may have been idle before it is tried out.
_IDLE_SECONDS = 30.0
_CONNECTION_LOST = (exceptions.ServiceUnavailable, exceptions.SessionExpired, OSError)

_log = logging.getLogger(__name__)
# It warns of each attempt that failed; what came of them is told by the error that is raised, once.
logging.getLogger("neo4j").setLevel(logging.ERROR)


class Link:
    """Sessions on one server, as long as it answers."""

    def __init__(self, url: str, auth: tuple[str, str] | None, database: str | None) -> None:
        self._url, self._auth, self._database = url, auth, database
        self._lock = threading.Lock()
        self._waiting: dict[int, float] = {}
        self._numbers = count()
        self._wake, self._closed = threading.Event(), threading.Event()
        self._down = self._doubted = False
        self.driver = self._connected()
        self._watcher: threading.Thread | None = None

    def run(self, access: Access, work: Callable[[Session], T]) -> T:
        """Do some work in a session.

        It is done once more when a connection from before proved dead, and while other writers are in the way.

        Raises:
            StoreUnavailable: at once, while the server is known to be down.
        """
        began, attempt = time.monotonic(), 0
        while True:
            try:
                with self.session(access) as session:
                    return work(session)
            except (exceptions.Neo4jError, exceptions.DriverError) as error:
                if not self._worth_repeating(error, access, attempt, time.monotonic() - began):
                    raise
            time.sleep(_FIRST_PAUSE * 2 ** min(attempt, 5))
            attempt += 1

    def _worth_repeating(
        self, error: exceptions.Neo4jError | exceptions.DriverError, access: Access, attempt: int, seconds: float
    ) -> bool:
        if not error.is_retryable() or self._down:
            return False
        if isinstance(error, exceptions.DriverError):  # the connection, not the statement
            return attempt == 0 and seconds < _PATIENCE
        return "Memory" not in (error.code or "") and seconds < _RETRY_SECONDS[access]

    @contextmanager
    def session(self, access: Access) -> Iterator[Session]:
        """A session; while it lasts, the server is watched.

        Raises:
            StoreUnavailable: at once, while the server is known to be down.
        """
        if self._down:
            raise StoreUnavailable(
                Text("Neo4j 没有应答，正在等它恢复", "Neo4j does not answer; waiting for it to come back"),
                where=self._url,
                hint=Text("它恢复后不必重启校地", "once it is back, Xiaodi needs no restart"),
            )
        number = self._begin()
        try:
            with self.driver.session(database=self._database, default_access_mode=access) as session:
                yield session
        except _CONNECTION_LOST:
            self._doubted = True
            self._wake.set()
            raise
        finally:
            self._waiting.pop(number, None)

    def close(self) -> None:
        """Let go of the server; whoever still waits is told that it is gone."""
        self._closed.set()
        self._wake.set()
        self.driver.close()

    # --- watching ---------------------------------------------------------------------------------

    def _begin(self) -> int:
        number = next(self._numbers)
        self._waiting[number] = time.monotonic()
        if self._watcher is None:
            with self._lock:
                if self._watcher is None:
                    self._watcher = threading.Thread(target=self._watch, name="neo4j-link", daemon=True)
                    self._watcher.start()
        return number

    def _watch(self) -> None:
        """Look at who is waiting, and at a server that is down, until the link is closed."""
        answered = 0.0
        while not self._closed.is_set():
            self._wake.wait(_PULSE)
            self._wake.clear()
            oldest = max(min(list(self._waiting.values()), default=float("inf")), answered)
            if self._down:
                self._try_again()
            elif self._doubted or time.monotonic() - oldest > _PATIENCE:
                self._doubted = False
                self._ask()
                answered = time.monotonic()

    def _ask(self) -> None:
        """Ask on a fresh connection; without an answer the server is down, and all who wait are told."""
        try:
            self._connected().close()
        except (exceptions.Neo4jError, exceptions.DriverError, ValueError, OSError) as error:
            if self._closed.is_set():
                return
            _log.warning("Neo4j does not answer at %s: %s", self._url, error)
            self._down = True
            self.driver.close()

    def _try_again(self) -> None:
        try:
            driver = self._connected()
        except (exceptions.Neo4jError, exceptions.DriverError, ValueError, OSError):
            time.sleep(_PULSE)
            return
        if self._closed.is_set():
            driver.close()
            return
        self.driver, self._doubted, self._down = driver, False, False
        _log.warning("Neo4j answers again at %s", self._url)

    def _connected(self) -> Driver:
        """A driver that has reached the server."""
        driver = GraphDatabase.driver(
            self._url,
            auth=self._auth,
            connection_timeout=_ANSWER_WITHIN,
            connection_acquisition_timeout=_ANSWER_WITHIN,
            liveness_check_timeout=_IDLE_SECONDS,
            notifications_min_severity="OFF",
        )
        try:
            driver.verify_connectivity()
        except BaseException:
            driver.close()
            raise
        return driver
