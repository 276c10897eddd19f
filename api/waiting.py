"""A store that is not there yet: a server starts beside its database, answers that it waits, and needs no restart."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from graph.errors import StoreError, StoreUnavailable
from graph.ledger import Ledger
from graph.settings import Settings
from graph.store import Bounds, GraphStore, Params, Rows, T, Transaction
from graph.stores import open_store

#: Seconds between two attempts.
_PAUSE = 2.0
_log = logging.getLogger(__name__)


def open_prepared(config: Settings) -> GraphStore:
    """Open the store of the settings and see to its schema.

    Raises:
        StoreError: when it cannot be opened, or holds a graph of another version.
    """
    store = open_store(config)
    try:
        Ledger(store).prepare()
    except BaseException:
        store.close()
        raise
    return store


class WaitingStore:
    """Opens a store in the background; until then every call is told why it is not there, and when to come again."""

    engine = "neo4j"

    def __init__(self, address: str, reason: StoreError, opening: Callable[[], GraphStore]) -> None:
        self.address = address
        self._reason, self._opening = reason, opening
        self._store: GraphStore | None = None
        self._closed = threading.Event()
        _log.warning("the store is not there, and is waited for: %s", reason.what.en)
        self._opener = threading.Thread(target=self._open, name="store-opener", daemon=True)
        self._opener.start()

    def read(
        self, cypher: str, params: Params | None = None, *, timeout: float | None = None, limit: int | None = None
    ) -> Rows:
        return self._opened().read(cypher, params, timeout=timeout, limit=limit)

    def read_untrusted(self, cypher: str, params: Params, bounds: Bounds) -> Rows:
        return self._opened().read_untrusted(cypher, params, bounds)

    def write(self, work: Callable[[Transaction], T]) -> T:
        return self._opened().write(work)

    def define(self, statements: Sequence[str]) -> None:
        self._opened().define(statements)

    def backup(self, path: Path) -> None:
        self._opened().backup(path)

    def close(self) -> None:
        self._closed.set()
        if self._store is not None:
            self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _opened(self) -> GraphStore:
        if self._store is None:
            raise StoreUnavailable(self._reason.what, where=self.address, hint=self._reason.hint)
        return self._store

    def _open(self) -> None:
        while not self._closed.wait(_PAUSE):
            try:
                self._store = self._opening()
            except StoreError as error:
                if type(error) is not type(self._reason):
                    _log.warning("still no store: %s", error.what.en)
                self._reason = error
            else:
                _log.info("the store is there: %s", self.address)
                return
