"""Loading tables: a file and its map into the facts of one source, all of it or the good rows alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from graph.apart import apart
from graph.errors import BadInput, Problem, Text
from graph.ledger import Batch, batch
from graph.statements import EdgeStatement, NodeStatement, SourceMark
from loaders.base import Facts, Stream
from loaders.table.base import RefusedRow
from loaders.table.database import open_again
from loaders.table.job import Job
from loaders.table.mapping import TableMap, is_map, read_map
from loaders.table.readers import read_table
from loaders.table.reading import REFUSED, SUFFIXES
from loaders.table.refusing import Refusing
from loaders.table.stated import Stated
from loaders.table.suggesting import suggested

#: A table of more rows is written in batches of so many statements.
_SMALL = 20_000
_BATCH = 20_000
_MAPS = (".map.yaml", ".map.yml")


@dataclass(frozen=True)
class Partial:
    """The good rows of a table as facts, and those that are not."""

    facts: Facts | Stream
    refused: Sequence[RefusedRow]
    map: TableMap
    #: The headings of each sheet by column, as they are printed.
    headings: Mapping[str, Mapping[int, str]]


class TableLoader:
    """Loads tables that have their map beside them."""

    def accepts(self, path: Path) -> bool:
        return path.suffix.lower() in SUFFIXES and find_map(path) is not None

    def load(self, path: Path) -> Facts | Stream:
        return load_table(path)


def find_map(path: Path) -> Path | None:
    """The map beside a table: 表.map.yaml, 表.xlsx.map.yaml, or a 表.yaml that is one; for refused rows its own."""
    stem = path.stem.removesuffix(REFUSED)
    for name in (path.stem, stem, f"{stem}{path.suffix}"):
        for end in (*_MAPS, ".yaml", ".yml"):
            found = path.with_name(f"{name}{end}")
            if found.is_file() and is_map(found):
                return found
    return None


def without_maps(paths: Sequence[Path]) -> list[Path]:
    """The paths without the maps of tables among them: these are read with their tables."""
    used = {find_map(path) for path in paths if path.suffix.lower() in SUFFIXES}
    return [path for path in paths if path not in used]


def load_table(path: Path, map_path: Path | None = None) -> Facts | Stream:
    """What a table states by its map, which is beside it where none is given.

    Raises:
        BadInput: with every bad cell; then nothing of it is stated.
    """
    job = read_table(path, _map(path, map_path))
    faults = [*job.faults, *(clash for found in job.clashes().values() for clash in found)]
    if faults:
        raise BadInput(suggested([fault for fault in faults if not fault.follows], job.map.source.region))
    return _facts(job)


def load_partial(path: Path, map_path: Path | None = None) -> Partial:
    """What the good rows of a table state, and the rows that are refused.

    Raises:
        BadInput: when the fault is in the map or the headings, so that no row can be told good.
    """
    table_map = _map(path, map_path)
    job = read_table(path, table_map)
    if job.structure:
        raise BadInput(job.structure)
    refused = Refusing(job).rows()
    return Partial(_facts(job), refused, table_map, job.headings())


def _map(path: Path, given: Path | None) -> TableMap:
    found = given or find_map(path)
    if found is None:
        what = Text("这张表没有映射", "the table has no map")
        hint = Text(
            f"用 --map 给出，或在旁边放 {path.stem}.map.yaml；写法见 docs/tables.md",
            f"give it with --map, or put {path.stem}.map.yaml beside it; docs/tables.md tells how to write one",
        )
        raise BadInput([Problem(str(path), 0, 0, what, hint)])
    return read_map(found)


def _facts(job: Job) -> Facts | Stream:
    source = job.mapper.source_node()
    if not job.adds and job.count > _SMALL:
        return Stream(source.id, _streamed(job, source), job.stated.count() + 1)
    nodes: list[NodeStatement] = [source]
    edges: list[EdgeStatement] = []
    for one in job.stated.elements(job.locators(), job.mapper.mark):
        (nodes if isinstance(one, NodeStatement) else edges).append(one)  # type: ignore[arg-type]
    return Facts(source.id, nodes, edges, job.count, job.adds)


def _streamed(job: Job, source: NodeStatement) -> Iterator[Batch]:
    """The statements in batches, made elsewhere where several processes have read the table."""
    given = source, job.locators(), job.mapper.mark
    if file := job.share.file("said"):
        yield from apart(_from_files, file, job.share.others("said"), *given)
    else:
        yield from _batches(job.stated, *given)


def _from_files(file: Path, others: Sequence[Path], *given: Any) -> Iterator[Batch]:
    return _batches(Stated(open_again(file), others), *given)


def _batches(stated: Stated, source: NodeStatement, sheets: Mapping[int, str], mark: SourceMark) -> Iterator[Batch]:
    """The source comes first, and relations after all nodes."""
    yield batch([source], [])
    elements = stated.elements(sheets, mark)
    while chunk := list(islice(elements, _BATCH)):
        yield batch(
            (one for one in chunk if isinstance(one, NodeStatement)),
            (one for one in chunk if isinstance(one, EdgeStatement)),
        )
