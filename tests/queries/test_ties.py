"""What every query holds to be a tie: a person is nobody's partner, and what is only planned is never counted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.store import GraphStore
from queries.library import Query, library
from tests.queries.asking import Asking

SHEET = """
source: {id: s, title: 试, region: "140702", published: 2024-01}
entities:
  - {type: City, name: 晋中市, at: 1}
  - {type: District, name: 榆次区, in: 晋中市, at: 1}
  - {type: City, name: 太原市, anchor: "14", at: 1}
  - {type: District, name: 小店区, in: 太原市, at: 1}
  - {type: Community, name: 柳社区, in: 榆次区, kind: urban, unregistered: true, at: 1}
  - {type: Community, name: 槐社区, in: 榆次区, kind: urban, unregistered: true, at: 1}
  - {type: Community, name: 杨社区, in: 小店区, kind: urban, unregistered: true, at: 1}
  - {type: University, name: 太原理工大学, at: 1}
  - {type: College, name: 太原理工大学软件学院, in: 太原理工大学, at: 1}
  - {type: Enterprise, name: 青禾测绘公司, at: 1}
  - {type: Person, name: 王某, anchor: 榆次区, at: 3}
  - {type: Activity, key: talk, name: 讲座, kind: lecture, date: 2023-05-04, at: 3}
  - {type: Activity, key: visit, name: 走访, kind: visit, date: 2023-06-01, at: 3}
  - {type: Activity, key: plan, name: 明年的讲座, kind: lecture, date: 2030-05-04, modality: planned, at: 4}
  - {type: Agreement, key: intent, name: 意向书, modality: planned, at: 4}
  - {type: Need, key: care, name: 托幼, at: 5}
  - {type: Service, key: nursery, name: 托幼服务, modality: planned, at: 5}
relations:
  - {from: 榆次区, type: PARTNERS_WITH, kind: signed, to: 太原理工大学, at: 2}
  - {from: [小店区, 柳社区], type: PARTNERS_WITH, kind: signed, to: 太原理工大学软件学院, modality: planned, at: 4}
  - {from: 小店区, type: PARTNERS_WITH, kind: paired, to: 太原理工大学, modality: planned, at: 4}
  - {from: 太原理工大学, type: PARTNERS_WITH, kind: joint, to: 青禾测绘公司, modality: planned, at: 4}
  - {from: 榆次区, type: PARTICIPATES_IN, role: organizer, to: plan, at: 4}
  - {from: 太原理工大学软件学院, type: PARTICIPATES_IN, role: participant, to: plan, at: 4}
  - {from: [杨社区, 太原理工大学], type: PARTY_TO, to: intent, at: 4}
  - {from: 槐社区, type: PARTICIPATES_IN, role: host, to: talk, at: 3}
  - {from: 杨社区, type: PARTICIPATES_IN, role: host, to: visit, at: 3}
  - {from: 王某, type: PARTICIPATES_IN, role: speaker, to: talk, at: 3}
  - {from: 王某, type: LEADS, to: visit, at: 3}
  - {from: 柳社区, type: HAS_NEED, to: care, at: 5}
  - {from: 柳社区, type: PROVIDES, to: nursery, at: 5}
  - {from: nursery, type: MEETS, to: care, at: 5}
"""


@pytest.fixture
def asking(store: GraphStore, tmp_path: Path) -> Asking:
    return Asking(store, tmp_path, SHEET)


def test_what_is_planned_is_not_counted(asking: Asking) -> None:
    for basis in ("any", "formal"):
        most = asking.rows("network/most_connected", basis=basis)
        assert {row["entity"]: row["partners"] for row in most} == {"太原理工大学": 1}
    assert asking.rows("coverage/several_regions") == []
    assert asking.column("coverage/several_regions", "regions", at_least=1) == [["晋中市"]]
    assert asking.rows("coverage/colleges_active", place="榆次区") == []
    assert asking.column("gaps/ties_on_one_source", "b") == ["太原理工大学"]
    assert asking.column("coverage/all_tied_pairs", "total") == [1]
    counts = {row["what_id"]: row["count"] for row in asking.rows("overview/region", place="榆次区")}
    assert (counts["ties.formal"], counts.get("ties.other")) == (1, None)
    assert asking.column("coverage/all_agreements", "total") == [1]
    assert asking.column("gaps/agreements_without_activity", "parties") == [["榆次区", "太原理工大学"]]
    assert asking.column("help/load", "partners", institutions=["moe-4114010112"]) == [["榆次区"]]
    assert "works" not in asking.column("help/reach", "how", place="小店区")


def test_what_is_planned_joins_no_two_and_was_held_on_no_day(asking: Asking) -> None:
    assert asking.rows("paths/shortest", **{"from": "小店区", "to": "太原理工大学"}) == []
    assert asking.rows("paths/all_shortest", **{"from": "杨社区", "to": "太原理工大学"}) == []
    assert asking.column("activities/dates", "date", **{"from": "2023", "to": "2040"}) == ["2023-05-04", "2023-06-01"]


def test_a_planned_service_meets_no_need_yet(asking: Asking) -> None:
    assert asking.column("gaps/needs_unmet", "need") == ["托幼"]
    assert [(row["services"], row["met"]) for row in asking.rows("needs/services")] == [(["托幼服务"], False)]


def test_lists_mark_what_is_planned(asking: Asking) -> None:
    formal = {(row["a"], row["b"]): row["modality"] for row in asking.rows("partners/formal", place="小店区")}
    assert set(formal.values()) == {"planned"}
    assert {frozenset(pair) for pair in formal} == {
        frozenset({"小店区", "太原理工大学软件学院"}),
        frozenset({"小店区", "太原理工大学"}),
        frozenset({"杨社区", "太原理工大学"}),
    }
    for query, params in (
        ("partners/within", {"place": "榆次区"}),
        ("partners/of", {"entity": "榆次区"}),
    ):
        found = {row["partner"]: row["modality"] for row in asking.rows(query, **params)}
        assert found["太原理工大学"] == ["actual"]
        assert found["太原理工大学软件学院"] == ["planned"]
    assert {row["partner"]: row["modality"] for row in asking.rows("partners/ties", entity="榆次区")} == {
        "太原理工大学": "actual",
        "太原理工大学软件学院": "planned",
    }
    through = asking.rows("partners/through", entity="太原理工大学")
    assert {row["partner"]: row["modality"] for row in through} == {"柳社区": ["planned"]}
    firms = asking.rows("enterprises/of_university", university="太原理工大学")
    assert [(row["enterprise"], row["modality"]) for row in firms] == [("青禾测绘公司", ["planned"])]
    events = asking.rows("activities/of_entity", entity="榆次区")
    assert [(row["activity"], row["modality"]) for row in events] == [("明年的讲座", "planned")]


def test_a_person_is_nobodys_partner(asking: Asking) -> None:
    assert asking.rows("partners/of", entity="槐社区") == []
    assert asking.rows("partners/ties", entity="槐社区") == []
    assert "王某" not in asking.column("partners/within", "partner", place="榆次区")
    without = asking.column("gaps/communities_without_partner", "community")
    assert sorted(without) == sorted(["柳社区", "槐社区", "杨社区"])
    covered = asking.rows("coverage/communities", place="榆次区")
    assert {row["name"]: row["verdict"] for row in covered} == {"柳社区": "unrecorded", "槐社区": "unrecorded"}
    assert asking.rows("coverage/by_partner", place="榆次区") == []
    assert asking.rows("network/most_connected", label="Community") == []
    drawn = asking.rows("network/ties")
    assert "王某" not in {row["a"] for row in drawn} | {row["b"] for row in drawn}


def test_whoever_asks_for_a_person_is_told(asking: Asking) -> None:
    """What a person took part in is asked of the person, of the activity, and of the two ends of a path."""
    assert sorted(asking.column("partners/of", "partner", entity="王某")) == sorted(["槐社区", "杨社区"])
    assert asking.column("paths/shortest", "stops", **{"from": "王某", "to": "槐社区"}) == [["王某", "槐社区"]]
    assert asking.rows("paths/shortest", **{"from": "杨社区", "to": "槐社区"}) == []
    assert asking.column("activities/of_entity", "partners", entity="槐社区") == [["王某"]]


#: Two parties of one instrument, in the words of every query.
_SHARED = re.compile(r"\((\w+)\.principal OR (\w+)\.principal\)")
#: What is asked for with its people in it: activities, the relations of a path, what a map draws or an export holds;
#: and figures, whose members are of the type that the figure counts.
_WITH_PEOPLE = {
    "activities/of_entity",
    "claims/of_entity",
    "gaps/declared_vs_named",
    "help/reach",
    "network/linked",
    "network/region",
    "paths/steps",
    "regions/entities",
}
#: Which entities a map draws or an export holds; the relations among them tell what is planned.
_SCOPES = {"network/linked", "regions/entities"}
TIES = [name for name, query in sorted(library().items()) if _SHARED.search(query.cypher)]


@pytest.mark.parametrize("name", TIES)
def test_every_query_means_the_same_by_a_tie(name: str) -> None:
    query: Query = library()[name]
    left_out = "<> 'planned'" in query.cypher or "modality = 'actual'" in query.cypher
    told = left_out or "modality" in query.header.returns or name in _SCOPES
    assert told, "it neither leaves out what is planned nor tells it apart"
    people = re.search(r"NOT \w+:Person|\(\w+:Enterprise\)", query.cypher)
    assert people or name in _WITH_PEOPLE, "a person may be a partner"
