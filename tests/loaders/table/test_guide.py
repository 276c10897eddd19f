"""The example of the guide to tables loads as it is printed."""

import re
from pathlib import Path

from graph.settings import ROOT
from graph.store import GraphStore
from loaders.run import find_paths, load

_BLOCK = re.compile(r"^```(csv|yaml)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_TIES = """
MATCH (a {name: '玉湖社区'})-[r:PARTNERS_WITH]-(b)
RETURN b.name AS partner, r.kind AS kind, r.valid_from AS since, r.evidence AS evidence ORDER BY b.id
"""


def test_the_example_loads(store: GraphStore, tmp_path: Path) -> None:
    blocks = dict(_BLOCK.findall((ROOT / "docs" / "tables.md").read_text(encoding="utf-8")))
    (tmp_path / "伙伴.csv").write_text(blocks["csv"], encoding="utf-8")
    (tmp_path / "伙伴.map.yaml").write_text(blocks["yaml"], encoding="utf-8")
    (report,) = load(store, find_paths([tmp_path]))
    assert report.ok, [problem.say("en") for problem in report.problems]
    rows = store.read(_TIES).rows
    assert {row["partner"] for row in rows} == {"山西医科大学", "太原理工大学"}
    assert {(row["kind"], row["since"]) for row in rows} == {("signed", "2023-08")}
    assert all(evidence.startswith("partners-2024#伙伴!") for row in rows for evidence in row["evidence"])
