"""Trying a load: all faults and what would change are told, and nothing is written."""

from pathlib import Path

import pytest

from graph.exchange import export_lines
from graph.store import GraphStore
from loaders.base import LoadReport
from loaders.run import load
from loaders.trial import check
from tests.conftest import FACTSHEETS

SHEETS = sorted(FACTSHEETS.glob("*.yaml"))
BAD = """
source: {id: bad, title: 坏, region: "140702"}
entities:
  - {type: Enterprize, name: 甲, at: 1}
  - {type: College}
"""


def counts(reports: list[LoadReport]) -> list[tuple[object, ...]]:
    return [(one.source, one.read, one.created, one.changed, one.unchanged, one.removed) for one in reports]


def test_what_is_told_is_what_a_load_then_does(store: GraphStore) -> None:
    list(load(store, SHEETS[:1]))
    before = list(export_lines(store))
    runs = store.read("MATCH (r:Run) RETURN count(r) AS runs").rows
    told = check(store, SHEETS)
    assert list(export_lines(store)) == before
    assert store.read("MATCH (r:Run) RETURN count(r) AS runs").rows == runs
    assert counts(told) == counts(list(load(store, SHEETS)))


def test_every_fault_is_told_and_the_good_sheet_is_counted(store: GraphStore, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(BAD.lstrip(), encoding="utf-8")
    first, second = check(store, [bad, SHEETS[0]])
    assert [problem.line for problem in first.problems] == [3, 4, 4]
    assert (first.refused, second.refused, second.created > 0) == (3, 0, True)
    assert list(export_lines(store)) == []


def test_of_a_registry_it_is_told_what_would_be_read(store: GraphStore) -> None:
    (report,) = check(store, [Path("registry", "divisions-2023", "64")])
    assert (report.ok, report.read > 1_000, report.created) == (True, True, 0)
    assert list(export_lines(store)) == []


def test_what_stops_it_leaves_nothing(store: GraphStore) -> None:
    def stop_at_the_second(name: str) -> None:
        if name == SHEETS[1].name:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(store, SHEETS, stop_at_the_second)
    assert list(export_lines(store)) == []
    (report,) = load(store, SHEETS[:1])
    assert report.created > 0
