"""Large tables are written in batches, and end in the same graph as small ones; a table is a source as any other."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from graph.exchange import export_lines
from graph.store import GraphStore
from loaders.base import Facts, Stream
from loaders.run import find_paths, load, unload
from loaders.table import table
from loaders.table.table import load_table

MAP = """
source: {id: t, title: 表, region: "140702"}
table:
  kind: partners
  columns: {甲: a, 乙: b, 方式: kind}
  constants: {a_type: Enterprise, b_type: ResearchInstitute}
"""


def write(folder: Path, rows: list[str]) -> Path:
    path = folder / "表.csv"
    path.write_text("甲,乙,方式\n" + "".join(rows), encoding="utf-8")
    path.with_suffix(".map.yaml").write_text(MAP, encoding="utf-8")
    return path


def made(count: int) -> list[str]:
    chance = random.Random(7)  # noqa: S311
    return [f"企业{chance.randrange(30)},研究所{chance.randrange(9)},签约\n" for _ in range(count)]


def test_a_large_table_ends_in_the_same_graph(
    store: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, made(300))
    assert isinstance(load_table(path), Facts)
    assert all(report.ok for report in load(store, find_paths([tmp_path])))
    whole = list(export_lines(store))
    unload(store, "t")
    assert list(export_lines(store)) == []
    monkeypatch.setattr(table, "_SMALL", 10)
    monkeypatch.setattr(table, "_BATCH", 7)
    assert isinstance(load_table(path), Stream)
    assert all(report.ok for report in load(store, [path]))
    assert list(export_lines(store)) == whole
    (report,) = load(store, [write(tmp_path, made(300)[:40])])
    assert report.removed
    (report,) = load(store, [path])
    assert (report.created, report.changed, report.removed) == (0, 0, 0)


def test_the_order_of_rows_changes_evidence_alone(tmp_path: Path) -> None:
    rows = made(200)
    facts = load_table(write(tmp_path, rows))
    random.Random(1).shuffle(rows)  # noqa: S311
    other = load_table(write(tmp_path, rows))
    assert isinstance(facts, Facts) and isinstance(other, Facts)
    for one, two in ((facts.nodes, other.nodes), (facts.edges, other.edges)):
        assert [{**s.entry(), "evidence": 0} for s in one] == [{**s.entry(), "evidence": 0} for s in two]


def test_what_many_rows_name_carries_few_ranges(tmp_path: Path) -> None:
    facts = load_table(write(tmp_path, [f"企业{n % 2},研究所,签约\n" for n in range(1000)]))
    assert isinstance(facts, Facts)
    evidence = {node.statement.props["name"]: node.statement.evidence for node in facts.nodes}
    assert evidence["研究所"] == ("t#表!B2-B1001",)
    assert len(evidence["企业0"]) == 101
    assert evidence["企业0"][-1] == "t#表!A202-A1000"
