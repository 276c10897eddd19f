"""Whether a server can answer: asked often, so it is cheap, and it never waits long for a store that hangs."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from typing import Literal

from api.service import Service
from graph.errors import StoreError, StoreUnavailable, Text

Stage = Literal["starting", "ready", "stopping"]
#: Seconds that the store has to say its version.
_WITHIN = 2.0
_STAMP = "MATCH (s:Stamp) RETURN s.version AS version, s.mark AS mark"


class Health:
    """The stage of a server's life, and whether its store answers."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.stage: Stage = "starting"
        #: How many requests are being answered.
        self.running = 0
        #: The mark of the graph when it was last read.
        self.mark: str | None = None
        self._lock = threading.Lock()
        self._asking: Future[int] | None = None

    def check(self) -> int:
        """The graph's version.

        Raises:
            StoreError: when the store does not answer, or not in two seconds.
        """
        with self._lock:
            if self._asking is None or self._asking.done():
                asking = self._asking = Future[int]()
                threading.Thread(target=self._ask, args=(asking,), name="health", daemon=True).start()
            else:
                asking = self._asking  # one question at a time, however many want to know
        try:
            return asking.result(_WITHIN)
        except TooLate:
            raise StoreUnavailable(
                Text("图存储没有及时应答", "the store did not answer in time"), where=self._service.store.address
            ) from None

    def version(self) -> int | None:
        """The graph's version; None when the store does not answer."""
        try:
            return self.check()
        except StoreError:
            return None

    def _ask(self, asking: Future[int]) -> None:
        try:
            rows = self._service.store.read(_STAMP, timeout=_WITHIN).rows
        except Exception as error:  # noqa: BLE001 - whoever asked gets it
            asking.set_exception(error)
            return
        version = int(rows[0]["version"]) if rows else 0
        self.mark = (rows[0]["mark"] if rows else None) or f"version {version}"
        asking.set_result(version)
