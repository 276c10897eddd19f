"""What is done, counted and told: calls of the store, loads. Plain numbers, which `api.http.metrics` shows."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from graph.changes import Changes
from graph.errors import XiaodiError
from graph.store import Bounds, GraphStore, Params, Rows, T, Transaction
from loaders.base import LoadReport

_log = logging.getLogger(__name__)


class Tally:
    """How often something was done with some outcome, and how many seconds it took in all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, ...], tuple[float, float]] = {}

    def add(self, *key: str, seconds: float = 0.0, times: float = 1) -> None:
        """Count something under a key."""
        with self._lock:
            count, total = self._counts.get(key, (0.0, 0.0))
            self._counts[key] = (count + times, total + seconds)

    def items(self) -> list[tuple[tuple[str, ...], float, float]]:
        """Each key with its count and seconds."""
        with self._lock:
            return [(key, count, seconds) for key, (count, seconds) in sorted(self._counts.items())]


class WatchedStore:
    """A store whose calls are counted: by kind, and by `ok` or the name of the error."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self.engine, self.address = store.engine, store.address
        self.calls = Tally()

    def read(
        self, cypher: str, params: Params | None = None, *, timeout: float | None = None, limit: int | None = None
    ) -> Rows:
        with self._counted("read"):
            return self._store.read(cypher, params, timeout=timeout, limit=limit)

    def read_untrusted(self, cypher: str, params: Params, bounds: Bounds) -> Rows:
        with self._counted("read_untrusted"):
            return self._store.read_untrusted(cypher, params, bounds)

    def write(self, work: Callable[[Transaction], T]) -> T:
        with self._counted("write"):
            return self._store.write(work)

    def define(self, statements: Sequence[str]) -> None:
        self._store.define(statements)

    def backup(self, path: Path) -> None:
        self._store.backup(path)

    def close(self) -> None:
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @contextmanager
    def _counted(self, kind: str) -> Iterator[None]:
        began, outcome = time.perf_counter(), "error"
        try:
            yield
            outcome = "ok"
        except XiaodiError as error:
            outcome = type(error).__name__
            raise
        finally:
            self.calls.add(kind, outcome, seconds=time.perf_counter() - began)


class WatchedLoads:
    """Loads and what they changed, counted and told in the log."""

    def __init__(self) -> None:
        self.runs, self.changes = Tally(), Tally()

    def reports(self, action: str, reports: Iterable[LoadReport]) -> Iterator[LoadReport]:
        """The reports as they come; one that breaks off is counted as failed."""
        _log.info("%s begins", action)
        began = time.perf_counter()
        try:
            for report in reports:
                self._report(action, report)
                yield report
        except Exception as error:
            self.runs.add(action, "failed", seconds=time.perf_counter() - began)
            said = error.what.en if isinstance(error, XiaodiError) else type(error).__name__
            _log.warning("%s broke off: %s", action, said)
            raise
        _log.info("%s ends", action, extra={"seconds": round(time.perf_counter() - began, 3)})

    def unload(self, source: str, work: Callable[[], Changes]) -> Changes:
        """Take something back, counted and told like a load."""
        report = LoadReport(source, source)

        def reports() -> Iterator[LoadReport]:
            began = time.perf_counter()
            report.count(work())
            report.seconds = round(time.perf_counter() - began, 3)
            yield report

        for _ in self.reports("unload", reports()):
            pass
        return Changes(report.created, report.changed, report.unchanged, report.removed)

    def _report(self, action: str, report: LoadReport) -> None:
        counts = {
            "created": report.created,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "removed": report.removed,
            "refused": report.refused,
        }
        self.runs.add(action, "done" if report.ok else "refused", seconds=report.seconds)
        for name, count in counts.items():
            self.changes.add(name, times=count)
        told = {"source": report.source, "read": report.read, "seconds": report.seconds, "elements": counts}
        _log.info("%s of %s: %s", action, report.path, "done" if report.ok else "refused", extra=told)
