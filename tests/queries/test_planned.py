"""A plan is not yet a tie, and what has ended is told apart: in partners, gaps, coverage and figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.store import GraphStore
from tests.queries.asking import Asking

SHEET = """
source: {id: s, title: 试, region: "140702", published: 2024-01}
entities:
  - {type: District, name: 榆次区, at: 1}
  - {type: Community, name: 柳社区, in: 榆次区, kind: urban, unregistered: true, at: 1}
  - {type: Community, name: 杨社区, in: 榆次区, kind: urban, unregistered: true, at: 1}
  - {type: University, name: 太原理工大学, in: 榆次区, at: 1}
  - {type: College, name: 太原理工大学软件学院, in: 太原理工大学, at: 1}
  - {type: Platform, name: 东基地, in: 榆次区, kind: base, at: 1}
  - {type: Platform, name: 西空间, in: 榆次区, kind: makerspace, at: 1}
  - {type: Platform, name: 南学院, in: 榆次区, kind: institute, at: 1}
  - {type: Activity, key: next, name: 明年的讲座, kind: lecture, date: 2030-05, modality: planned, at: 2}
  - {type: Program, name: 例会制, kind: mechanism, at: 2, rules: [{by: 社区, action: 开会, times: 1, per: year}]}
  - {type: Person, name: 王某, anchor: 榆次区, at: 3}
relations:
  - {from: 柳社区, type: PARTNERS_WITH, kind: signed, to: 太原理工大学, modality: planned, at: 2}
  - {from: 杨社区, type: PARTNERS_WITH, kind: signed, to: 太原理工大学软件学院, modality: ended, valid_to: 2022, at: 2}
  - {from: [柳社区, 太原理工大学], type: PARTICIPATES_IN, role: host, to: next, at: 2}
  - {from: 榆次区, type: OPERATES, to: 例会制, at: 2}
  - {from: next, type: PART_OF, to: 例会制, at: 2}
  - {from: 王某, type: HAS_ROLE, role: 巡视员, to: 榆次区, modality: ended, at: 3}
claims:
  - {key: 002-a, about: 榆次区, topic: 签约高校, printed: 3所, at: 2, members: {type: University, by: formal}}
  - {key: 002-b, about: 榆次区, topic: 基地和空间, printed: 5个, at: 2,
     members: {type: Platform, kind: base|makerspace, by: within}}
"""


@pytest.fixture
def asking(store: GraphStore, tmp_path: Path) -> Asking:
    return Asking(store, tmp_path, SHEET)


def test_a_plan_is_no_tie_yet(asking: Asking) -> None:
    partners = {row["partner"]: row["modality"] for row in asking.rows("partners/of", entity="柳社区")}
    assert partners == {"太原理工大学": ["planned"]}
    assert asking.rows("partners/of", entity="杨社区")[0]["modality"] == ["ended"]
    without = asking.rows("gaps/communities_without_partner", place="榆次区")
    assert [row["community"] for row in without] == ["柳社区"]
    covered = asking.rows("coverage/communities", place="榆次区")
    assert {row["name"]: row["verdict"] for row in covered} == {"柳社区": "unrecorded", "杨社区": "formal"}
    rule = asking.rows("gaps/pairing_rule", place="榆次区")
    assert {row["unit"]: row["verdict"] for row in rule} == {"柳社区": "none", "杨社区": "one"}


def test_a_planned_event_is_not_held(asking: Asking) -> None:
    assert [row["recorded"] for row in asking.rows("gaps/meetings_not_recorded", place="榆次区")] == [0]
    assert {row["today"] for row in asking.rows("gaps/ties_gone_quiet", place="榆次区")} == {"2024-01"}


def test_what_is_planned_is_not_named_and_kinds_may_be_several(asking: Asking) -> None:
    named = {row["topic"]: row["named_names"] for row in asking.rows("gaps/declared_vs_named", place="榆次区")}
    assert named == {"签约高校": [], "基地和空间": ["东基地", "西空间"]}
    counted = {row["topic"]: row["named"] for row in asking.rows("claims/of_entity", entity="榆次区")}
    assert counted == {"签约高校": 0, "基地和空间": 2}


def test_what_is_planned_or_ended_is_listed(asking: Asking) -> None:
    rows = asking.rows("overview/planned_or_ended", place="榆次区")
    assert [(row["modality"], {row["name"], row["other"]}) for row in rows] == [
        ("ended", {"杨社区", "太原理工大学软件学院"}),
        ("ended", {"王某", "榆次区"}),
        ("planned", {"明年的讲座", None}),
        ("planned", {"柳社区", "太原理工大学"}),
    ]
    assert len(asking.rows("overview/planned_or_ended", modality="ended")) == 2
    assert [row["modality"] for row in asking.rows("people/roles", entity="王某")] == ["ended"]
