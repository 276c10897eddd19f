"""What a place's mechanisms hold is found by the place: agreements and needs of a class of people, steps, measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.search import NameIndex
from graph.store import GraphStore
from loaders.run import load
from queries.library import Answer, ask

SHEET = """
source: {id: s, title: 试, region: "140702", published: 2024-01}
entities:
  - {type: District, name: 榆次区, at: 1}
  - {type: District, name: 太谷区, at: 1}
  - {type: Program, name: 联盟制度, kind: mechanism, at: 2}
  - {type: Program, name: 三单制, kind: mechanism, at: 2, rules: [{by: 群众, action: 点单}, {by: 党员, action: 接单}]}
  - {type: Agreement, key: co, name: 共驻共建书, by: 社区与高校党组织, date: 2023-07-08, at: 2}
  - {type: Need, key: care, name: 放学看护, by: 家长, at: 3}
  - {type: Service, key: aid, name: 课后陪伴, by: 志愿者, at: 3}
  - {type: Venue, name: 儿童服务站, at: 3}
  - {type: Team, name: 志愿服务队, at: 3}
  - {type: Policy, name: 引才办法, at: 4}
  - {type: Program, name: 柔性引才, kind: mechanism, at: 4, rules: [
      {by: 青年人才, action: 项目合作}, {by: 人才办, action: 授予称号}]}
  - {type: Program, name: 英才称号, kind: title, at: 4}
  - {type: Association, name: 社校联盟, kind: alliance, at: 2}
  - {type: Program, name: 轮值制, kind: mechanism, at: 2}
  - {type: Platform, name: 线上交流平台, kind: online, anchor: cn, at: 2}
  - {type: Service, key: tickets, name: 免票, by: 景区, categories: [师生], at: 5}
relations:
  - {from: 榆次区, type: OPERATES, to: 联盟制度, at: 2}
  - {from: 三单制, type: PART_OF, to: 联盟制度, at: 2}
  - {from: 榆次区, type: FOUNDED, to: 社校联盟, at: 2}
  - {from: 社校联盟, type: OPERATES, to: 轮值制, at: 2}
  - {from: 线上交流平台, type: PART_OF, to: 社校联盟, at: 2}
  - {from: co, type: PART_OF, to: 联盟制度, at: 2}
  - {from: care, type: PART_OF, to: 三单制, at: 3}
  - {from: aid, type: PART_OF, to: 三单制, at: 3}
  - {from: aid, type: MEETS, to: care, at: 3}
  - {from: 志愿服务队, type: LEADS, to: 三单制, at: 3}
  - {from: 三单制, type: LOCATED_IN, to: 儿童服务站, at: 3}
  - {from: 榆次区, type: ISSUED, to: 引才办法, at: 4}
  - {from: 柔性引才, type: PART_OF, to: 引才办法, at: 4}
  - {from: 英才称号, type: PART_OF, to: 柔性引才, at: 4}
  - {from: tickets, type: PART_OF, to: 引才办法, at: 5}
claims:
  - {key: 005-a, about: 引才办法, topic: 条数, printed: 33条, at: 5}
"""

#: All of it but the two districts.
PARTS = """
联盟制度 三单制 共驻共建书 放学看护 课后陪伴 儿童服务站 志愿服务队 引才办法 柔性引才 英才称号 免票
社校联盟 轮值制 线上交流平台
"""


@pytest.fixture
def desk(store: GraphStore, tmp_path: Path) -> tuple[GraphStore, NameIndex]:
    sheet = tmp_path / "s.yaml"
    sheet.write_text(SHEET, encoding="utf-8")
    assert [report.problems for report in load(store, [sheet])] == [[]]
    return store, NameIndex(store)


def asked(desk: tuple[GraphStore, NameIndex], query: str, **params: str) -> Answer:
    return ask(*desk, query, params)


def test_an_agreement_of_a_class_of_people_is_found_by_its_mechanism(desk: tuple[GraphStore, NameIndex]) -> None:
    found = asked(desk, "agreements/list", place="榆次区").rows
    assert [(row["agreement"], row["by"], row["parties"]) for row in found] == [("共驻共建书", "社区与高校党组织", [])]
    assert asked(desk, "agreements/list", place="太谷区").rows == []
    days = ask(*desk, "activities/dates", {"from": "2023", "to": "2023", "place": "榆次区"}).rows
    assert [(row["printed"], row["activities"]) for row in days] == [("7月8日", ["共驻共建书"])]
    # nobody is named whose activities could be looked for
    assert asked(desk, "gaps/agreements_without_activity").rows == []
    assert [row["total"] for row in asked(desk, "coverage/all_agreements").rows] == [0]


def test_a_need_whose_owner_is_not_named_is_found_by_its_mechanism(desk: tuple[GraphStore, NameIndex]) -> None:
    rows = asked(desk, "needs/services", place="榆次区").rows
    assert [(row["about"], row["need"], row["services"], row["met"]) for row in rows] == [
        (None, "放学看护", ["课后陪伴"], True)
    ]
    assert asked(desk, "needs/services", place="太谷区").rows == []
    assert [row["total"] for row in asked(desk, "coverage/all_needs", place="榆次区").rows] == [1]
    assert asked(desk, "gaps/needs_unmet", place="榆次区").rows == []


def test_an_export_of_a_place_holds_the_parts_of_its_mechanisms(desk: tuple[GraphStore, NameIndex]) -> None:
    held = {row["name"] for row in asked(desk, "regions/entities", place="榆次区").rows}
    assert held == {"榆次区", *PARTS.split()}
    assert {row["name"] for row in asked(desk, "regions/entities", place="太谷区").rows} == {"太谷区"}


def test_what_an_alliance_runs_is_found_where_it_was_set_up(desk: tuple[GraphStore, NameIndex]) -> None:
    programs = {row["program"] for row in asked(desk, "programs/list", place="榆次区").rows}
    assert programs == {"联盟制度", "三单制", "轮值制"}
    assert [row["platform"] for row in asked(desk, "platforms/list", place="榆次区").rows] == ["线上交流平台"]
    for query in ("programs/list", "platforms/list"):
        assert asked(desk, query, place="太谷区").rows == []


def test_what_a_policy_demands_and_of_whom(desk: tuple[GraphStore, NameIndex]) -> None:
    rows = asked(desk, "policies/measures", policy="引才办法").rows
    assert [(row["measure"], row["step"], row["actor"], row["action"]) for row in rows] == [
        ("引才办法", None, None, None),
        ("柔性引才", 1, "青年人才", "项目合作"),
        ("柔性引才", 2, "人才办", "授予称号"),
        ("英才称号", None, None, None),
        ("免票", None, "景区", None),
    ]
    assert (rows[0]["figures"], rows[-1]["categories"]) == (["条数 33条"], ["师生"])
    assert rows[-1]["evidence"] == ["s#5"]
    assert len(asked(desk, "policies/measures", place="榆次区").rows) == 5
    assert asked(desk, "policies/measures", place="太谷区").rows == []
