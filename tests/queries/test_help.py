"""Who could help: what each part of a score says, who gets none, and what can be asked."""

from __future__ import annotations

from typing import Any

import pytest

from graph.errors import AmbiguousName, BadParameter, Text, UnknownName
from graph.search import NameIndex
from graph.store import GraphStore
from queries import help_parts as parts
from queries.help_run import could_help
from tests.queries.help_world import LIST, World, by_id, names, part_of

# --- one part at a time ----------------------------------------------------------------------------------


def test_who_does_what_is_needed_comes_first(store: GraphStore) -> None:
    world = World()
    world.need("中医药服务")
    world.body("a", "某大学法学院")
    world.body("b", "某大学护理学院")
    world.body("c", "某大学美术学院")
    world.node("care", "Service", "中医保健服务", categories=["穴位保健"])
    world.edge("PROVIDES", "c", "care")
    found = world.told(store)
    assert names(found) == ["某大学美术学院", "某大学护理学院", "某大学法学院"]
    said = part_of(found.suggested[0], "field")
    assert (said.value, said.reason.zh) == (100, "“中医药服务”与“中医保健服务”同有“中医药”/“中医”")
    assert "医疗健康（“中医药”/“护理”）" in part_of(found.suggested[1], "field").reason.zh
    assert "field" in found.suggested[2].unknown


def test_one_of_several_topics_is_worth_much_and_all_are_worth_more(store: GraphStore) -> None:
    world = World()
    world.need("法律咨询", "体育健身")
    world.body("a", "某大学法学院")
    world.body("b", "某大学体育学院")
    world.node("both", "Service", "法律咨询与体育健身")
    world.edge("PROVIDES", "b", "both")
    values = {one.id: part_of(one, "field").value for one in world.told(store).suggested}
    assert values == {"b": 100, "a": 35}  # 法学 by name: 42 for one topic, 21 over both


def test_the_near_come_before_the_far(store: GraphStore) -> None:
    world = World()
    world.body("far", "甲学院", "cn-990102")
    world.body("near", "乙学院", "cn-990101")
    world.body("here", "丙学院", "cn-990101001001")
    found = world.told(store)
    assert [one.id for one in found.suggested] == ["here", "near", "far"]
    assert [part_of(one, "distance").value for one in found.suggested] == [100, 70, 40]
    assert part_of(found.suggested[1], "distance").reason == Text("在东区境内", "lies in 东区")


def test_what_lies_in_a_district_is_there_for_it(store: GraphStore) -> None:
    world = World()
    world.body("in", "甲学院", "cn-990101001001")
    world.body("out", "乙学院", "cn-990102")
    found = by_id(world.told(store, place="东区"))
    assert [part_of(found[id_], "distance").value for id_ in ("in", "out")] == [100, 40]


def test_a_province_may_be_asked_for_and_its_other_cities_are_far(store: GraphStore) -> None:
    world = World()
    world.node("cn-9902", "City", "邻市")
    world.edge("PART_OF", "cn-9902", "cn-99")
    world.body("next", "甲学院", "cn-9902")
    world.node("listed", "University", "乙大学", LIST)
    world.edge("LOCATED_IN", "listed", "cn-9902", LIST)
    assert {id_: part_of(one, "distance").value for id_, one in by_id(world.told(store)).items()} == {"next": 15}
    assert set(by_id(world.told(store, place="某省"))) == {"next", "listed"}


def test_who_was_renamed_is_asked_by_its_present_name(store: GraphStore) -> None:
    world = World()
    world.body("old", "甲学院", label="University")
    world.body("new", "甲大学", label="University")
    world.edge("SUCCEEDED_BY", "old", "new")
    assert set(by_id(world.told(store))) == {"new"}


def test_work_in_the_district_is_as_near_as_a_seat_there(store: GraphStore) -> None:
    world = World()
    world.body("far", "甲学院", "cn-990102")
    world.edge("PARTNERS_WITH", "far", "cn-990101", kind="signed")
    world.node("nowhere", "University", "乙大学")
    world.node("base", "Platform", "某基地", kind="base")
    world.edge("FOUNDED", "nowhere", "base")
    world.edge("LOCATED_IN", "base", "cn-990101")
    found = by_id(world.told(store))
    assert part_of(found["far"], "distance").reason.zh == "与东区境内一方有合作"
    assert part_of(found["nowhere"], "distance").reason.zh == "其平台在东区"
    assert "base" not in found  # whoever founded it can be asked


def test_ties_weigh_and_those_that_ended_do_not(store: GraphStore) -> None:
    world = World()
    world.body("busy", "甲学院", ties=4)
    world.body("free", "乙学院")
    world.body("past", "丙学院")
    world.node("x", "Enterprise", "远方")
    world.edge("PARTNERS_WITH", "past", "x", kind="signed", valid_to="2020", valid_to_first="2020-01-01",
               valid_to_last="2020-12-31")  # fmt: skip
    found = by_id(world.told(store))
    assert {id_: part_of(one, "load").value for id_, one in found.items()} == {"busy": 50, "free": 100, "past": 100}
    then = by_id(world.told(store, as_of="2020-06"))
    assert part_of(then["past"], "load").value == 80


def test_activity_counts_by_the_dates_of_the_data(store: GraphStore) -> None:
    world = World()
    for id_, date in (("new", "2023-10"), ("old", "2015"), ("undated", None)):
        world.body(id_, f"{id_}学院")
        dated: dict[str, Any] = {}
        if date:
            dated = {"date": date, "date_first": f"{date[:4]}-01-01", "date_last": f"{date[:4]}-12-31"}
        world.node(f"act-{id_}", "Activity", "宣讲", **dated)
        world.edge("PARTICIPATES_IN", id_, f"act-{id_}", role="organizer")
    world.body("none", "无学院")
    found = by_id(world.told(store))
    values = {id_: part_of(found[id_], "activity").value for id_ in ("new", "old", "undated")}
    assert values == {"new": 80, "old": 50, "undated": 50}
    assert "activity" in found["none"].unknown
    later = by_id(world.told(store, as_of="2099"))
    assert part_of(later["new"], "activity").value == 50


def test_the_type_of_those_who_help_like_places_counts(store: GraphStore) -> None:
    world = World()
    world.body("college", "甲学院")
    world.body("firm", "乙公司", label="Enterprise")
    world.node("cn-990102001001", "Community", "杨社区")
    world.edge("PART_OF", "cn-990102001001", "cn-990102")
    helper = world.body("helper", "丙学院", "cn-990102")
    world.edge("PARTNERS_WITH", helper, "cn-990102001001", kind="paired")
    found = by_id(world.told(store))
    assert part_of(found["college"], "category").reason.zh == "某市同级地方的合作方中有院系 1 个"
    assert "category" in found["firm"].unknown


# --- no evidence, no score --------------------------------------------------------------------------------


def test_place_and_type_alone_are_no_reason(store: GraphStore) -> None:
    world = World()
    for id_, name in (("moe-1", "某市大学"), ("moe-2", "某市医科大学")):
        world.node(id_, "University", name, LIST)
        world.edge("LOCATED_IN", id_, "cn-9901", LIST)
    without = world.told(store)
    assert (without.scored, without.suggested, without.near) == (0, (), 2)
    assert [(one.id, one.score) for one in without.unscored] == [("moe-1", None), ("moe-2", None)]
    world.need("医疗服务")
    asked = world.told(store)
    assert names(asked) == ["某市医科大学"]
    (one,) = asked.suggested
    assert {part.name for part in one.parts} == {"field", "category", "distance"}
    assert one.unknown == ("load", "activity")
    assert any(item.startswith("list#") for item in part_of(one, "field").evidence)


def test_a_part_without_evidence_is_none() -> None:
    assert parts.part("load", 100, Text("闲", "free"), []) is None
    assert parts.distance("cn-1", []) is None
    assert parts.load([]) is None
    assert parts.activity([]) is None


def test_those_who_are_there_are_told_apart(store: GraphStore) -> None:
    world = World()
    world.body("tied", "甲学院")
    world.edge("PARTNERS_WITH", "tied", "cn-990101001001", kind="paired")
    world.node("office", "GovernmentBody", "柳社区居委会办公室")
    world.edge("LOCATED_IN", "office", "cn-990101001001")
    world.body("through", "乙学院")
    world.edge("PARTNERS_WITH", "through", "office", kind="signed")
    world.body("free", "丙学院")
    found = world.told(store)
    assert names(found) == ["丙学院"]
    assert {one.id: one.kinds for one in found.already} == {"tied": ("paired",), "through": ("signed",)}
    assert all(one.evidence and one.parts for one in found.already)


# --- what is asked ------------------------------------------------------------------------------------------


def test_homonyms_are_told_apart_by_where_they_lie(store: GraphStore) -> None:
    world = World()
    world.node("cn-990102001001", "Community", "柳社区")
    world.edge("PART_OF", "cn-990102001001", "cn-990102")
    assert world.told(store, within="西区").place_id == "cn-990102001001"
    assert world.told(store, within="东区").place_id == "cn-990101001001"
    with pytest.raises(AmbiguousName):
        world.told(store, within="某市")
    with pytest.raises(UnknownName):
        world.told(store, place="桃社区", within="某市")


def test_a_need_that_is_met_counts_where_it_is_asked_for(store: GraphStore) -> None:
    world = World()
    world.need("中医药")
    world.body("a", "护理学院")
    world.node("care", "Service", "中医保健")
    world.edge("MEETS", "care", "need")
    assert world.told(store).needs == ()
    (need,) = world.told(store, need="一项需求").needs
    assert (need.met, need.topics) == (True, ("中医药",))
    assert world.told(store, place=None, need="need").place == "柳社区"


def test_what_cannot_be_asked_is_refused(five: GraphStore) -> None:
    index = NameIndex(five)
    for given_ in ({}, {"place": "四点半课堂"}, {"need": "放学后无人照料"}, {"place": "榆次区", "limit": 0}):
        with pytest.raises(BadParameter):
            could_help(five, index, **given_)
    with pytest.raises(UnknownName):
        could_help(five, index, need="榆次区")
