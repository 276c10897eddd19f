"""Planners' tables through `load`, against a bare loop that writes the same nodes and edges; time and memory.

The loop is told what the rows amount to. Each load runs in a process of its own, so that its memory is its own. What a
spreadsheet takes to be read is told apart, and is no part of the ratio. Goal: 1.8. With --full also a million rows.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import xlsxwriter

from benchmarks.bare_loop import constrain, write_loop
from benchmarks.base import Line, Options
from benchmarks.engines import Neo4j, engines
from benchmarks.nation import Measured, Where, apart, load_ours
from graph.decisions import Decisions
from graph.grouping import by_edge
from graph.ledger import batch
from graph.statements import EdgeElement, NodeElement, fold_edge, fold_node
from graph.store import Row
from loaders.base import Stream
from loaders.table.reading import open_book
from loaders.table.table import load_table

_LOOP = "bare MERGE loop"
_GOAL = "goal 1.8"
#: Each such node and edge is compared whole.
_EVERY = 499
_ALL = 50_000_000
_SEEN = (
    "MATCH (n:Entity) RETURN n.id AS id, properties(n) AS props ORDER BY id",
    "MATCH (:Entity)-[r]->(:Entity) RETURN r.id AS id, properties(r) AS props ORDER BY id",
)


@dataclass(frozen=True)
class _Kind:
    """A kind of table: its map below the source, and its rows."""

    name: str
    map: str
    heads: tuple[str, ...]
    rows: Callable[[int], Iterator[tuple[str, ...]]]


def _partners(count: int) -> Iterator[tuple[str, ...]]:
    """Each row one relation: ten to an enterprise, a hundred to an institute."""
    chance = Random(7)  # noqa: S311 - to repeat
    firms, institutes = count // 10, count // 100
    for number in range(count):
        month = f"{chance.randrange(2015, 2026)}-{chance.randrange(1, 13):02}"
        other = (number // firms * 37 + number) % institutes
        yield f"晋中第{number % firms}机械有限公司", f"山西第{other}研究院", chance.choice(("签约", "共建")), month


def _agreements(count: int) -> Iterator[tuple[str, ...]]:
    """Each row a thing of its own, with a text that no other row has and three parties."""
    chance = Random(7)  # noqa: S311 - to repeat
    for number in range(count):
        firms = "、".join(f"晋中第{place}机械有限公司" for place in sorted(chance.sample(range(count // 10), 2)))
        institute = f"山西第{chance.randrange(count // 100)}研究院"
        yield f"X-{number}", f"第{number}号合作协议", "2024-05", firms, institute, f"共建第{number}条中试线"


_PARTNERS = _Kind(
    "partners",
    "{kind: partners, columns: {甲: a, 乙: b, 方式: kind, 起: valid_from}, "
    "constants: {a_type: Enterprise, b_type: ResearchInstitute}}",
    ("甲", "乙", "方式", "起"),
    _partners,
)
_AGREEMENTS = _Kind(
    "agreements",
    "{kind: agreements, columns: {编号: key, 协议: name, 日期: date, 企业: {field: parties, split: 、}, 院所: parties, "
    "说明: description}}",
    ("编号", "协议", "日期", "企业", "院所", "说明"),
    _agreements,
)


def run(options: Options) -> Iterator[Line]:
    """Each table into each engine, the loop before ours; then the memory of large ones."""
    folder = options.folder / "tables"
    folder.mkdir()
    large, small = options.size((200_000, 50_000), (20_001, 5_000))
    paths = [
        _table(folder, _PARTNERS, large, ".csv"),
        _table(folder, _PARTNERS, large, ".xlsx"),
        _table(folder, _AGREEMENTS, small, ".csv"),
    ]
    with engines(options.folder / "tables-engines") as found:
        for engine in found:
            for path in paths:
                yield from _against(engine if isinstance(engine, Neo4j) else None, folder, path)
    if options.full:
        for suffix in (".csv", ".xlsx"):
            yield from _memory(folder, _table(folder, _PARTNERS, 1_000_000, suffix))


def _against(server: Neo4j | None, folder: Path, path: Path) -> Iterator[Line]:
    bare, wanted = _loaded(_load_bare, server, folder, path)
    ours, found = _loaded(load_ours, server, folder, path)
    assert found == wanted, "both must write the same graph"
    what = f"{'neo4j' if server else 'kglite'}: {path.stem} {path.suffix[1:]}"
    parsed = 0.0
    if path.suffix == ".xlsx":
        parsed = apart(_parse, Where(""), [path]).seconds
        yield Line(f"{what}: the spreadsheet alone", parsed, None)
    yield Line(f"{what}: load", ours.seconds - parsed, bare.seconds, against=_LOOP, note=_GOAL)
    yield Line(f"{what}: most memory of the loading process", ours.peak, bare.peak, "MB", _LOOP)


def _memory(folder: Path, path: Path) -> Iterator[Line]:
    ours, _ = _loaded(load_ours, None, folder, path)
    what = f"kglite: {path.stem} {path.suffix[1:]}"
    yield Line(f"{what}: load", ours.seconds, None)
    yield Line(f"{what}: most memory of the loading process", ours.peak, None, "MB")


def _loaded(
    work: Callable[[Where, Sequence[Path]], float], server: Neo4j | None, folder: Path, path: Path
) -> tuple[Measured, list[list[Row]]]:
    """Load a table into an empty graph; what it took, and some of what stands there then."""
    file = folder / f"{path.stem}{path.suffix}-{work.__name__}.kgl"
    where = Where(str(file))
    if server is not None:
        server.clear()
        where = Where(server.server.uri, server.server.user, server.server.password)
    taken = apart(work, where, [path])
    with where.ours() as store:
        found = [store.read(text, timeout=600.0, limit=_ALL).rows for text in _SEEN]
    file.unlink(missing_ok=True)
    return taken, [[*rows[::_EVERY], {"count": len(rows)}] for rows in found]


def _load_bare(where: Where, paths: Sequence[Path]) -> float:
    """The same elements by the loop; only its own time counts, not that of making them."""
    elements = list(_elements(paths[0]))
    with where.bare() as bare:
        constrain(bare)
        started = time.perf_counter()
        for nodes, edges in elements:
            write_loop(bare, nodes, edges)
        return time.perf_counter() - started


def _elements(path: Path) -> Iterator[tuple[list[NodeElement], list[EdgeElement]]]:
    """What the rows of a table fold to, batch by batch."""
    facts = load_table(path)
    for nodes, edges in facts.batches if isinstance(facts, Stream) else [batch(facts.nodes, facts.edges)]:
        groups = by_edge(edges, Decisions())
        yield (
            [fold_node(node["origin"], [node]) for node in nodes],
            [fold_edge(group.entries, (group.start, group.end), None, id_) for id_, group in groups.items()],
        )


def _parse(_: Where, paths: Sequence[Path]) -> float:
    """A spreadsheet to its cells."""
    started = time.perf_counter()
    book = open_book(paths[0], None, ())
    for sheet in book.sheets:
        for _line in book.lines(sheet):
            pass
    return time.perf_counter() - started


# --- making tables -------------------------------------------------------------------------------


def _table(folder: Path, kind: _Kind, count: int, suffix: str) -> Path:
    """A table with its map beside it."""
    path = folder / f"{count:_} {kind.name}{suffix}"
    (_write_csv if suffix == ".csv" else _write_xlsx)(path, kind, count)
    source = f'{{id: {kind.name}, title: 表, region: "140702"}}'
    Path(f"{path}.map.yaml").write_text(f"source: {source}\ntable: {kind.map}\n", encoding="utf-8")
    return path


def _write_csv(path: Path, kind: _Kind, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((kind.heads, *kind.rows(count)))


def _write_xlsx(path: Path, kind: _Kind, count: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("表")
        for number, row in enumerate((kind.heads, *kind.rows(count))):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
