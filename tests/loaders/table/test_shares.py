"""A table that several processes read, each a share of its rows, states and refuses what it does for one."""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path
from typing import Any

import pytest

from graph.errors import BadInput, StoreFull
from graph.exchange import export_lines
from graph.statements import EdgeStatement, NodeStatement
from graph.store import GraphStore
from loaders.factsheet_read import read_sheet
from loaders.run import load
from loaders.table import database, readers, table
from loaders.table.job import Job
from loaders.table.mapping import read_map
from loaders.table.refusing import Refusing
from loaders.table.share import Share
from loaders.table.table import load_table
from tests.loaders.table.as_tables import write_workbook
from tests.loaders.table.test_equal import SHEETS
from tests.loaders.table.test_large import made, write
from tests.loaders.table.test_malformed import EXPECTED, map_of, table_of


def told(path: Path, map_path: Path, folder: Path, of: int) -> Any:
    """What is found in a table by several readers one after the other: faults, refused rows, and what is left."""
    table_map = read_map(map_path)
    shares = [Share(number, of, folder if of > 1 else None, block=2) for number in range(of)]
    first, *others = jobs = [Job(path, table_map, share) for share in shares]
    for job in jobs:
        job.gather()
    for job in jobs:
        job.say()
    first.take([job.told() for job in others])
    faults = [*first.faults, *(clash for found in first.clashes().values() for clash in found)]
    refused = [] if first.structure else Refusing(first).rows()
    elements = list(first.stated.elements(first.locators(), first.mapper.mark))
    return first.count, faults, refused, [_said(one) for one in elements]


def _said(one: NodeStatement | EdgeStatement) -> Any:
    return one.entry() | {"evidence": set(one.statement.evidence)}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_malformed_table_is_the_same_for_several(name: str, tmp_path: Path) -> None:
    path, map_path = table_of(name, EXPECTED[name], tmp_path), map_of(EXPECTED[name])
    try:
        alone = told(path, map_path, tmp_path, 1)
    except BadInput as error:
        with pytest.raises(BadInput) as again:
            told(path, map_path, tmp_path, 3)
        assert again.value.problems == error.problems
        return
    assert told(path, map_path, tmp_path, 3) == alone


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_a_workbook_is_the_same_for_several(sheet: Path, tmp_path: Path) -> None:
    """Sheets whose rows refer to rows that other readers read."""
    book = tmp_path / "book.xlsx"
    write_workbook(read_sheet(sheet), book)
    map_path = next(tmp_path.glob("book*.yaml"))
    count, faults, refused, elements = told(book, map_path, tmp_path, 3)
    assert (count, faults, refused, elements) == told(book, map_path, tmp_path, 1)
    assert count and elements and not faults


def test_a_large_table_read_by_processes_is_the_same_graph(
    store: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, made(1_200))
    assert all(report.ok for report in load(store, [path]))
    whole = list(export_lines(store))
    monkeypatch.setattr(readers, "_readers", lambda _path: 2)
    monkeypatch.setattr(table, "_SMALL", 10)
    monkeypatch.setattr(table, "_BATCH", 100)
    (report,) = load(store, [path])
    assert (report.created, report.changed, report.removed) == (0, 0, 0)
    assert report.unchanged > 200
    assert list(export_lines(store)) == whole


def test_the_faults_of_all_are_told_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = made(1_200)
    for bad in (3, 700, 1_100):
        rows[bad] = "企业1,研究所2,合伙\n"
    path = write(tmp_path, rows)
    monkeypatch.setattr(readers, "_readers", lambda _path: 2)
    with pytest.raises(BadInput) as error:
        load_table(path)
    assert [problem.line for problem in error.value.problems] == [5, 702, 1_102]


@pytest.mark.parametrize("count", [1, 2])
def test_that_there_is_no_room_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(readers, "_readers", lambda _path: count)
    monkeypatch.setattr(database, "_CACHE_KIB", 1)
    path = write(tmp_path, [f"企业{number},研究所,签约\n" for number in range(4_000)])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(StoreFull, match="临时"):
            load_table(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_nothing_of_the_reading_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setattr(readers, "_readers", lambda _path: 2)
    facts = load_table(write(tmp_path, made(600)))
    del facts
    assert list(place.iterdir()) == []
