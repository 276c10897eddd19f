"""A folder of malformed tables: one clear message a bad cell, nothing half-written, the good rows by `partial`, and the
refused ones, mended in any format, complete the load. What is expected of each file stands in `expected.yaml`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from graph.errors import Problem
from graph.exchange import export_lines
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from loaders.base import LoadReport
from loaders.table import refusing, table
from loaders.table.base import letters
from loaders.table.loading import load_rows
from loaders.table.refused import refused_path
from tests.loaders.table.grids import WRITERS, Changes, Grid, by_origin, changed, read_grid

FOLDER = Path(__file__).with_name("malformed")
EXPECTED: dict[str, dict[str, Any]] = YAML(typ="safe").load((FOLDER / "expected.yaml").read_text("utf-8"))
#: Each in every format, but for damage that only its own can have.
MENDED = [
    (name, form)
    for name, told in EXPECTED.items()
    if "mend" in told
    for form in WRITERS
    if not told.get("of_its_format") or name.endswith(form)
]
_ROWS = re.compile(r"malformed#[^!]+![A-Z]+(\d+)(?:-[A-Z]+(\d+))?")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """One store for all of them: each is a load of the same source."""
    with KgliteStore(str(tmp_path_factory.mktemp("malformed") / "graph.kgl")) as store:
        yield store


@pytest.fixture(autouse=True)
def _near_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without reading the nation for each file: `test_bad.py` has the names that are offered."""
    for module in (table, refusing):
        monkeypatch.setattr(module, "suggested", lambda faults, _region: list(faults))


def map_of(told: dict[str, Any]) -> Path:
    return FOLDER / "maps" / f"{told.get('map', 'partners')}.yaml"


def table_of(name: str, told: dict[str, Any], folder: Path) -> Path:
    """A copy of a table, beside which files may be written."""
    return Path(shutil.copy(FOLDER / told.get("table", name), folder))


def place(problem: Problem) -> str:
    """Where a fault is told, without headings: 名单!B3, or line 3 of the file."""
    return re.sub("（.*", "", problem.place) or f"{Path(problem.file).name}:{problem.line}"


def rows_stated(store: GraphStore) -> set[int]:
    """The rows that the evidence in the graph names."""
    found: set[int] = set()
    for line in export_lines(store):
        for first, last in _ROWS.findall(line):
            found |= set(range(int(first), int(last or first) + 1))
    return found


def test_there_is_every_kind_of_damage() -> None:
    files = {path.name for path in FOLDER.iterdir() if path.is_file()} - {"expected.yaml", "sound.csv"}
    assert files == {name for name, told in EXPECTED.items() if "table" not in told}
    assert len(EXPECTED) >= 45
    assert {path.stem for path in (FOLDER / "maps").iterdir()} == {map_of(told).stem for told in EXPECTED.values()}
    assert len({name for name, _ in MENDED}) >= 12


@pytest.mark.parametrize("name", EXPECTED)
def test_one_message_a_bad_cell_and_only_good_rows_are_loaded(graph: GraphStore, tmp_path: Path, name: str) -> None:
    told = EXPECTED[name]
    path = table_of(name, told, tmp_path)
    sound = Path(shutil.copy(FOLDER / "sound.csv", tmp_path))
    assert load_rows(graph, sound, FOLDER / "maps" / "partners.yaml").ok
    before = list(export_lines(graph))
    report = load_rows(graph, path, map_of(told))
    assert list(export_lines(graph)) == before, "a table with bad cells writes nothing"
    check_messages(report, told["faults"])

    report = load_rows(graph, path, map_of(told), partial=True)
    if "refused" not in told:
        assert list(export_lines(graph)) == before, "no row can be told good"
        check_messages(report, told["faults"])
        assert report.kept is None
        assert not refused_path(path).exists()
        return
    assert report.kept == str(refused_path(path))
    assert report.rows_refused == len(told["refused"])
    assert rows_stated(graph) == set(told["good"])
    check_reasons(refused_path(path), told["refused"])


def check_messages(report: LoadReport, expected: list[dict[str, Any]]) -> None:
    found = [(place(problem), problem.what.zh) for problem in report.problems]
    assert [where for where, _ in found] == [fault["at"] for fault in expected], found
    for problem, fault in zip(report.problems, expected, strict=True):
        assert fault["says"] in problem.what.zh
        assert problem.what.en and not re.search("[\x00-\x1f\x7f]", problem.what.zh + problem.what.en)
        assert bool(problem.hint.zh and problem.hint.en) == fault.get("hint", True)


def check_reasons(path: Path, rows: list[int]) -> None:
    """The file of refused rows names each, and why."""
    grid = read_grid(path)
    head = grid.pop(min(grid))
    last = max(head)
    assert {int(cells[last - 1]) for cells in grid.values()} >= set(rows)
    assert all(cells.get(last) for cells in grid.values() if int(cells[last - 1]) in rows)


@pytest.mark.parametrize(("name", "form"), MENDED)
def test_the_refused_rows_mended_complete_the_load(graph: GraphStore, tmp_path: Path, name: str, form: str) -> None:
    told, write = EXPECTED[name], WRITERS[form]
    rows: Grid = read_grid(FOLDER / name)
    shift = 1 if form == "jsonl" else 0
    changes: Changes = {
        row: cells and {number(letter): text for letter, text in cells.items()} for row, cells in told["mend"].items()
    }
    path = tmp_path / f"名单.{form}"
    write(path, changed(rows, changes))
    report = load_rows(graph, path, map_of(told))
    assert report.ok, [problem.say("en") for problem in report.problems]
    expected = list(export_lines(graph))
    if name.endswith(form):
        shutil.copy(FOLDER / name, path)
    else:
        write(path, rows)
    report = load_rows(graph, path, map_of(told), partial=True)
    assert report.kept
    kept = Path(report.kept)
    refused = read_grid(kept)
    first = min(refused)
    refused = {row - first + 1: cells for row, cells in refused.items()}
    mended = changed(refused, by_origin(refused, {row - shift: cells for row, cells in changes.items()}))
    write(kept, mended)
    if len(mended) > 1:
        report = load_rows(graph, kept, map_of(told))
        assert report.ok, [problem.say("en") for problem in report.problems]
    assert list(export_lines(graph)) == expected


def number(letter: str) -> int:
    return next(column for column in range(1, 100) if letters(column) == letter)
