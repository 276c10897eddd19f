"""Bulk loading: what any set of sources states, folded as the ledger folds it, as files for `neo4j-admin`.

Small sources are read whole; large ones are streamed, each by a process of its own, which holds back what others
state as well and writes the rest. What was held back is folded last, together with the edges between claims.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from graph.base import stored
from graph.claims import claim_edges
from graph.decisions import Decisions
from graph.errors import BadInput, Problem
from graph.garbage import uncollected
from graph.grouping import EdgeGroup, by_edge, by_node
from graph.ledger import Batch, batch
from graph.ontology.records import Stamp
from graph.recent import new_mark, remember
from graph.schema import SCHEMA_VERSION
from graph.statements import EdgeElement, NodeElement, fold_edge, fold_node
from graph.store import Row
from loaders.base import Facts, LoadReport, Stream
from loaders.bulk_files import Part, Target, Written, whole_folder, write_manifest, write_script
from loaders.run import Progress, read_path, run_props, unwatched

#: A stream of no more statements is read whole.
_SMALL = 20_000
_NO_DECISIONS = Decisions()


@dataclass
class Bulk:
    """What a bulk load wrote, and where."""

    folder: Path
    written: Written
    reports: list[LoadReport]


@dataclass
class _Groups:
    """Statements by the element that they are about."""

    nodes: dict[str, list[Row]] = field(default_factory=dict)
    edges: dict[str, EdgeGroup] = field(default_factory=dict)

    def add(self, nodes: Sequence[Row], edges: Sequence[Row]) -> None:
        by_node(nodes, _NO_DECISIONS, self.nodes)
        by_edge(edges, _NO_DECISIONS, self.edges)

    def ids(self) -> frozenset[str]:
        return frozenset(self.nodes) | frozenset(self.edges)


@dataclass
class _Streamed:
    """What a process did with one stream: what it wrote, the ids of that, and what it held back."""

    written: Written
    ids: list[str]
    held_nodes: list[Row]
    held_edges: list[Row]


def bulk(paths: Sequence[Path], folder: Path, target: Target, *, progress: Progress = unwatched) -> Bulk:
    """Write the files that make an empty Neo4j what loading the paths would make it.

    `progress` is told each path once it is done.

    Raises:
        BadInput: with every fault of every path; then nothing is written.
        Refused: when the folder holds something else.
    """
    began = datetime.now(UTC)
    with whole_folder(folder) as part, uncollected():
        groups, large, reports = _read(paths, progress)
        written = Written()
        for streamed in _streamed(large, groups.ids(), part, progress):
            written.add(streamed.written)
            groups.add(streamed.held_nodes, streamed.held_edges)
        written.add(_write_groups(groups, reports, began, Part(part, "all")))
        write_script(part, target, written)
        write_manifest(part, _manifest(reports, written))
    return Bulk(folder, written, reports)


def _read(paths: Sequence[Path], progress: Progress) -> tuple[_Groups, list[Path], list[LoadReport]]:
    """The statements of small sources, the paths of large ones, the largest first, and a report each."""
    groups, large, reports = _Groups(), list[tuple[int, Path]](), list[LoadReport]()
    sources: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        started = time.monotonic()
        try:
            facts = read_path(path, sources)
        except BadInput as error:
            problems += error.problems
            continue
        if isinstance(facts, Stream) and facts.total > _SMALL:
            large.append((facts.total, path))
        else:
            for entries in _batches(facts):
                groups.add(*entries)
            progress(path.name)
        read = facts.total if isinstance(facts, Stream) else facts.read
        reports.append(LoadReport(str(path), facts.source, read, seconds=round(time.monotonic() - started, 3)))
    if problems:
        raise BadInput(problems)
    return groups, [path for _, path in sorted(large, reverse=True)], reports


def _batches(facts: Facts | Stream) -> Iterable[Batch]:
    return facts.batches if isinstance(facts, Stream) else [batch(facts.nodes, facts.edges)]


# --- large sources -------------------------------------------------------------------------------


def _streamed(paths: Sequence[Path], shared: frozenset[str], folder: Path, progress: Progress) -> Sequence[_Streamed]:
    """Stream the large sources; when several state the same element, once more with it held back."""
    while True:
        done = list(_stream_all(paths, shared, folder, progress))
        clashes = _clashes(done)
        if not clashes:
            return done
        shared |= clashes
        for streamed in done:
            for _, file in streamed.written.files:
                (folder / file).unlink()


def _clashes(done: Sequence[_Streamed]) -> frozenset[str]:
    """The ids that more than one stream, or one stream twice, has written."""
    seen: set[str] = set()
    twice: set[str] = set()
    for streamed in done:
        for id_ in streamed.ids:
            (twice if id_ in seen else seen).add(id_)
    return frozenset(twice)


def _stream_all(paths: Sequence[Path], shared: frozenset[str], folder: Path, progress: Progress) -> Iterator[_Streamed]:
    if len(paths) < 2:
        for path in paths:
            yield _stream(path, shared, folder, "0")
            progress(path.name)
        return
    with ProcessPoolExecutor(min(len(paths), os.cpu_count() or 1)) as pool:
        tasks = [pool.submit(_stream, path, shared, folder, str(number)) for number, path in enumerate(paths)]
        for path, task in zip(paths, tasks, strict=True):
            yield task.result()
            progress(path.name)


def _stream(path: Path, shared: frozenset[str], folder: Path, name: str) -> _Streamed:
    """Write what one stream alone states; hold back what others state as well, and claims."""
    part, held, ids = Part(folder, name), _Held(shared), list[str]()
    facts = read_path(path, {})
    with uncollected():
        for entries in _batches(facts):
            groups = _Groups()
            groups.add(*entries)
            own = held.without(groups)
            ids += own.nodes
            ids += own.edges
            _fold(own, part.add_node, part.add_edge)
    return _Streamed(part.done(), ids, held.nodes, held.edges)


@dataclass
class _Held:
    """Statements about what several sources state, and about claims, which are compared with each other."""

    shared: frozenset[str]
    nodes: list[Row] = field(default_factory=list)
    edges: list[Row] = field(default_factory=list)

    def without(self, groups: _Groups) -> _Groups:
        """The groups, with what has to wait taken out of them and kept."""
        nodes = [id_ for id_, group in groups.nodes.items() if id_ in self.shared or group[0]["label"] == "Claim"]
        edges = [id_ for id_, edge in groups.edges.items() if id_ in self.shared or edge.type == "ABOUT"]
        for id_ in nodes:
            self.nodes += groups.nodes.pop(id_)
        for id_ in edges:
            self.edges += groups.edges.pop(id_).entries
        return groups


# --- folding -------------------------------------------------------------------------------------


def _fold(groups: _Groups, node: Callable[[NodeElement], None], edge: Callable[[EdgeElement], None]) -> None:
    for id_, entries in groups.nodes.items():
        node(fold_node(id_, entries))
    for id_, group in groups.edges.items():
        edge(fold_edge(group.entries, (group.start, group.end), None, id_))


def _write_groups(groups: _Groups, reports: Sequence[LoadReport], began: datetime, part: Part) -> Written:
    """Write what is stated by several sources or by small ones, and what follows from it."""
    claims: dict[str, Row] = {}
    abouts: list[tuple[str, str]] = []

    def add_node(node: NodeElement) -> None:
        part.add_node(node)
        if node.label == "Claim":
            claims[node.id] = node.props

    def add_edge(edge: EdgeElement) -> None:
        part.add_edge(edge)
        if edge.type == "ABOUT":
            abouts.append((edge.start, edge.end))

    _fold(groups, add_node, add_edge)
    for edge_type, found in claim_edges(_claim_rows(claims, abouts)).items():
        for id_, (start, end, props) in found.items():
            part.add_edge(EdgeElement(id_, edge_type, start, end, props))
    for report in reports:
        run = run_props(report.source or "", "load", began, report)
        part.add_node(NodeElement(str(run["id"]), "Run", dict(run)))
    part.add_node(NodeElement("stamp", "Stamp", _stamp()))
    return part.done()


_CLAIM = ("id", "topic", "scope", "as_of", "period", "kind", "low", "high", "evidence", "same_fact", "sources")


def _claim_rows(claims: Mapping[str, Row], abouts: Sequence[tuple[str, str]]) -> list[Row]:
    """The claims that are compared, each with what it is about."""
    return [
        {name: claims[id_].get(name) for name in _CLAIM} | {"about": about}
        for id_, about in abouts
        if id_ in claims and claims[id_]["status"] in ("stated", "inferred")
    ]


def _stamp() -> Row:
    mark = new_mark()
    recent = remember(None, mark, None)
    stamp = Stamp(name="stamp", schema_version=SCHEMA_VERSION, version=1, mark=mark, recent=recent)
    return {**stored(stamp), "id": "stamp", "label": "Stamp"}


def _manifest(reports: Sequence[LoadReport], written: Written) -> dict[str, object]:
    return {
        "schema_version": SCHEMA_VERSION,
        "sources": [report.source for report in reports],
        "nodes": written.nodes,
        "edges": written.edges,
    }
