"""The nation's graph in every format, against a bare dump of the same rows as JSON lines; time and memory.

Each export runs in a process of its own; opening the graph is no part of its time, nor of its memory. Goal for CSV and
JSON lines: 60 s, and memory that does not grow with the graph. With --quick the nation is one province.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import orjson

from api.exports.formats import find_form
from api.exports.run import Wanted, export
from api.service import Service
from benchmarks.base import Line, Options
from benchmarks.nation import Measured, Where, apart, load_ours
from graph.errors import XiaodiError
from graph.settings import settings
from loaders.registry_source import registry_paths
from loaders.run import find_paths

_DUMP = "bare dump, everything at once"
_SIXTY = "goal 60 s"
_FORMS = {"csv": _SIXTY, "jsonl": _SIXTY, "graphml": "", "gexf": "", "jsonld": "", "cypher": "", "xlsx": ""}
_ROWS = (
    "MATCH (n:{label}) WHERE NOT n.label IN ['Run', 'Stamp'] RETURN n.id AS id, properties(n) AS props",
    "MATCH (a:{label})-[r]->(b) RETURN r.id AS id, type(r) AS type, a.id AS start_id, b.id AS end_id, "
    "properties(r) AS props",
)
_SUPER = ("Entity", "Record")


def run(options: Options) -> Iterator[Line]:
    """The nation and the fact sheets, loaded; then one format after the other."""
    folder = options.folder / "exports"
    folder.mkdir()
    where = Where(str(folder / "nation.kgl"))
    sheets = find_paths([settings().data / "factsheets"])
    apart(load_ours, where, [*registry_paths(options.size([], ["14"])), *sheets])
    yield from measured(where, folder)


def measured(where: Where, folder: Path) -> Iterator[Line]:
    """Every export of a graph that stands."""
    opened = apart(_open, where, []).peak
    dump = apart(_dump, where, [folder / "dump"])
    for form, note in _FORMS.items():
        file = folder / f"nation.{form}"
        try:
            taken = apart(partial(_export, form), where, [file])
        except XiaodiError as error:
            yield Line(f"kglite: {form}", None, dump.seconds, against=_DUMP, note=f"refused: {error.what.en}")
            continue
        size = f"{file.stat().st_size / 1e6:,.0f} MB"
        file.unlink()
        yield Line(f"kglite: {form}, {size}", taken.seconds, dump.seconds, against=_DUMP, note=note)
        yield Line(
            f"kglite: {form}, memory beyond the open graph", *_beyond(opened, taken, dump), unit="MB", against=_DUMP
        )


def _beyond(opened: float, taken: Measured, dump: Measured) -> tuple[float, float]:
    return taken.peak - opened, dump.peak - opened


def _open(where: Where, _: Sequence[Path]) -> float:
    with where.ours() as store:
        Service(store).version()
    return 0.0


def _export(form: str, where: Where, paths: Sequence[Path]) -> float:
    with where.ours() as store, paths[0].open("wb") as out:
        desk = Service(store)
        started = time.perf_counter()
        done = export(desk, Wanted(), find_form("graph", form), out)
        assert done.nodes > 0
        return time.perf_counter() - started


def _dump(where: Where, paths: Sequence[Path]) -> float:
    """The same nodes and edges by the engine's own client, a line each."""
    with where.bare() as bare, paths[0].open("wb") as out:
        started = time.perf_counter()
        for label in _SUPER:
            for text in _ROWS:
                out.writelines(orjson.dumps(row) + b"\n" for row in bare.read(text.format(label=label), {}))
        return time.perf_counter() - started
