"""The nation as it is loaded by us and by a bare loop, each in a process of its own so that its memory is its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from benchmarks.bare_loop import constrain, write_loop
from benchmarks.engines import Bare, bare_kglite, bare_neo4j
from graph.decisions import Decisions
from graph.grouping import by_edge, by_node
from graph.statements import EdgeElement, NodeElement, fold_edge, fold_node
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from graph.stores.neo4j import Neo4jStore
from loaders.base import Stream
from loaders.registry_source import RegistryLoader
from loaders.run import load

_KILOBYTES = 1024


@dataclass(frozen=True)
class Where:
    """A graph file, or a Neo4j server and who signs in there."""

    address: str
    user: str = ""
    password: str = ""

    def ours(self) -> GraphStore:
        if self.user:
            return Neo4jStore(self.address, user=self.user, password=self.password)
        return KgliteStore(self.address)

    def bare(self) -> AbstractContextManager[Bare]:
        return bare_neo4j(self.address, self.user, self.password) if self.user else bare_kglite(self.address)


@dataclass(frozen=True)
class Measured:
    seconds: float
    #: The most memory that the process ever had, in megabytes.
    peak: float


def apart(work: Callable[[Where, Sequence[Path]], float], where: Where, paths: Sequence[Path]) -> Measured:
    """Run a piece of work, which gives its seconds, in a new process; what it took."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, work, where, paths).result()


def _measured(work: Callable[[Where, Sequence[Path]], float], where: Where, paths: Sequence[Path]) -> Measured:
    taken = work(where, paths)
    # Not getrusage: its figure begins with what the parent had.
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return Measured(taken, int(peak.split()[1]) / _KILOBYTES)


def load_ours(where: Where, paths: Sequence[Path]) -> float:
    """`xiaodi load registry`, reading included."""
    with where.ours() as store:
        started = time.perf_counter()
        assert all(report.ok for report in load(store, paths))
        return time.perf_counter() - started


def load_bare(where: Where, paths: Sequence[Path]) -> float:
    """The same elements by the loop; only its own time counts, not that of making them."""
    taken = 0.0
    with where.bare() as bare:
        constrain(bare)
        for nodes, edges in _elements(paths):
            started = time.perf_counter()
            write_loop(bare, nodes, edges)
            taken += time.perf_counter() - started
    return taken


def _elements(paths: Sequence[Path]) -> Iterator[tuple[list[NodeElement], list[EdgeElement]]]:
    """What the sources fold to, batch by batch; what the lists of HEIs state is folded together."""
    streams = [RegistryLoader().load(path) for path in paths]
    lists = [batch for stream in streams if not _of_divisions(stream) for batch in stream.batches]
    nobody = Decisions()
    shared = by_node((node for nodes, _ in lists for node in nodes), nobody)
    for stream in filter(_of_divisions, streams):
        for nodes, edges in stream.batches:
            together = [fold_node(node["origin"], [node, *shared.pop(node["origin"], ())]) for node in nodes]
            yield together, [fold_edge([edge], (edge["start"], edge["end"])) for edge in edges]
    groups = by_edge((edge for _, edges in lists for edge in edges), nobody)
    yield (
        [fold_node(id_, entries) for id_, entries in shared.items()],
        [fold_edge(group.entries, (group.start, group.end), None, id_) for id_, group in groups.items()],
    )


def _of_divisions(stream: Stream) -> bool:
    return stream.source.startswith("divisions-")
