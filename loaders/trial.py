"""Trying a load: all that a load does, in a transaction that is never kept, to tell what would change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import cast

from graph.changes import Changes
from graph.ledger import Batch, Ledger
from graph.store import GraphStore, T, Transaction
from loaders.base import Facts, LoadReport, Stream
from loaders.run import Progress, load_one, read_path, unwatched


class _Undone(Exception):
    """Everything was tried."""


class _OneTransaction:
    """A store whose writes all join one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def write(self, work: Callable[[Transaction], T]) -> T:
        return work(self._transaction)


class _TrialLedger(Ledger):
    """Streams are read through and not written: the nation in one transaction would hold the graph twice."""

    def stream(self, source: str, batches: Iterable[Batch], progress: Callable[[int], None]) -> Changes:
        del source
        for nodes, edges in batches:
            progress(len(nodes) + len(edges))
        return Changes()


#: What a path states; the sources are those that were read before.
Read = Callable[[Path, dict[str, Path]], Facts | Stream]


def check(
    store: GraphStore, paths: Sequence[Path], progress: Progress = unwatched, read: Read = read_path
) -> list[LoadReport]:
    """What loading these paths, one after the other, would do; nothing is kept. One report a path, with all its faults.

    Of a registry only `read` is told.
    """

    reports: list[LoadReport] = []

    def work(transaction: Transaction) -> None:
        ledger = _TrialLedger(cast(GraphStore, _OneTransaction(transaction)))
        sources: dict[str, Path] = {}
        reports.clear()  # work is called again on a conflict
        for path in paths:
            progress(path.name)
            reports.append(load_one(ledger, path, partial(read, path, sources), progress))
        raise _Undone

    with suppress(_Undone):
        store.write(work)
    return reports
