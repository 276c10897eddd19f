"""Running a load: read, map, check, write, report. A path with faults writes nothing; the others load."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal

from graph.base import Value, stored
from graph.changes import Changes
from graph.errors import BadInput, NotFound, Problem, Text
from graph.ledger import Ledger
from graph.ontology.records import Run
from graph.store import GraphStore, Transaction
from loaders.base import Facts, Loader, LoadReport, Stream
from loaders.factsheet import FactSheetLoader
from loaders.registry_source import RegistryLoader, registry_part, registry_paths
from loaders.table.reading import is_refused
from loaders.table.table import TableLoader, without_maps

#: Asked in order; the first that accepts a path loads it.
LOADERS: tuple[Loader, ...] = (RegistryLoader(), FactSheetLoader(), TableLoader())

_LOADABLE = Text(
    "可装载 .yaml 事实表，和有映射（.map.yaml）的表格",
    "fact sheets (.yaml) can be loaded, and tables that have a map (.map.yaml)",
)

Progress = Callable[[str], None]


def unwatched(_name: str) -> None:
    """Progress that nobody watches."""


def find_paths(paths: Iterable[Path]) -> list[Path]:
    """What to load: `registry` is all national registries; folders are searched for what some loader accepts.

    Refused rows lie beside their table until they are mended, and are then loaded by name. The map of a table is no
    path of its own.
    """
    found: list[Path] = []
    for path in paths:
        if path.name == "registry" and not path.exists():
            found += registry_paths(())
            continue
        inside = sorted(p for p in path.rglob("*") if p.is_file() and not is_refused(p)) if path.is_dir() else [path]
        found += [p for p in inside if not path.is_dir() or _loader(p)]
    return without_maps(found)


def _loader(path: Path) -> Loader | None:
    return next((loader for loader in LOADERS if loader.accepts(path)), None)


def load(store: GraphStore, paths: Sequence[Path], *, progress: Progress = unwatched) -> Iterator[LoadReport]:
    """Load each path whole; yields one report a path, in order."""
    ledger = Ledger(store)
    ledger.prepare()
    sources: dict[str, Path] = {}
    for path in paths:
        progress(path.name)
        yield load_one(ledger, path, partial(read_path, path, sources), progress)


def load_one(
    ledger: Ledger, path: Path, read: Callable[[], Facts | Stream], progress: Progress = unwatched
) -> LoadReport:
    """Write what a path states, as `read` gives it, and record the run; faults are in the report."""
    report = LoadReport(str(path))
    began, started = datetime.now(UTC), time.monotonic()
    try:
        facts = read()
        report.source = facts.source
        report.read = facts.total if isinstance(facts, Stream) else facts.read
        report.count(_write(ledger, facts, progress))
        _record_run(ledger.store, facts.source, "load", began, report)
    except BadInput as error:
        report.problems, report.refused = list(error.problems), len(error.problems)
    report.seconds = round(time.monotonic() - started, 3)
    return report


def _write(ledger: Ledger, facts: Facts | Stream, progress: Progress) -> Changes:
    if isinstance(facts, Facts):
        write = ledger.add if facts.adds else ledger.replace
        return write(facts.source, facts.nodes, facts.edges)
    done = 0

    def tell(count: int) -> None:
        nonlocal done
        done += count
        progress(f"{facts.source} {done}/{facts.total}")

    return ledger.stream(facts.source, facts.batches, tell)


def read_path(path: Path, sources: dict[str, Path]) -> Facts | Stream:
    """What a path states; `sources` are those read before, each of which is read once.

    Raises:
        BadInput: with every fault of the path.
    """
    loader = _loader(path)
    if loader is None or not (path.exists() or registry_part(path)):
        what = (
            Text("没有这个文件", "no such file")
            if not path.exists()
            else Text("没有能读它的装载器", "no loader reads it")
        )
        raise BadInput([Problem(str(path), 0, 0, what, _LOADABLE)])
    facts = loader.load(path)
    once(facts, path, sources)
    return facts


def once(facts: Facts | Stream, path: Path, sources: dict[str, Path]) -> None:
    """Remember which path gives a source.

    Raises:
        BadInput: when another path gave it already.
    """
    if isinstance(facts, Facts) and facts.adds:
        return
    if facts.source in sources:
        other = sources[facts.source]
        what = Text(f"来源 {facts.source} 已由 {other} 给出", f"source {facts.source} is already given by {other}")
        raise BadInput([Problem(str(path), 1, 1, what, Text("给其中一个换 id", "give one of them another id"))])
    sources[facts.source] = path


def unload(store: GraphStore, source: str) -> Changes:
    """Take back everything that a source states.

    Raises:
        NotFound: when the graph has no such source.
    """
    ledger = Ledger(store)
    ledger.prepare()
    began = datetime.now(UTC)
    if not store.read("MATCH (s:Source {id: $id}) RETURN s.id AS id", {"id": source}).rows:
        raise NotFound(
            Text(f"图中没有来源 {source}", f"the graph has no source {source}"),
            hint=Text("xiaodi sources 列出全部来源", "xiaodi sources lists them"),
        )
    changes = ledger.remove(source)
    report = LoadReport(source, source)
    report.count(changes)
    _record_run(store, source, "unload", began, report)
    return changes


def _record_run(
    store: GraphStore, source: str, action: Literal["load", "unload"], began: datetime, report: LoadReport
) -> None:
    """Keep one record of each run."""
    props = run_props(source, action, began, report)

    def work(tx: Transaction) -> None:
        tx.run("MERGE (r:Record {id: $id}) SET r = $props SET r:Run", {"id": props["id"], "props": props})

    store.write(work)


def run_props(source: str, action: Literal["load", "unload"], began: datetime, report: LoadReport) -> dict[str, Value]:
    """The properties of the record of a run; the wall time stands nowhere else."""
    started = began.isoformat(timespec="microseconds")
    counts = {name: value for name, value in asdict(report).items() if isinstance(value, int)}
    run = Run(
        name=f"{action} {source}",
        source=source,
        action=action,
        state="done",
        started=started,
        finished=datetime.now(UTC).isoformat(timespec="microseconds"),
        counts=json.dumps(counts, sort_keys=True),
    )
    return stored(run) | {"id": f"run-{source}-{started}", "label": "Run", "family": "Run"}
