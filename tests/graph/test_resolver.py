"""Mentions to ids: precision and recall over the nation, and each rule that keeps two things apart."""

import csv
import json
import lzma
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.gazetteer import Hei
from graph.hei_names import WELL_KNOWN
from graph.known import read_names
from graph.names import one_slip, place_key, short_forms, spellings
from graph.nation import Nation
from graph.resolution import Known, Request, Resolution
from graph.resolver import Resolver, needed
from graph.settings import ROOT
from graph.store import GraphStore
from loaders.nation import nation

MENTIONS = Path(__file__).with_name("mentions.jsonl")
REGISTRY = ROOT / "data" / "registry"
PRECISION, RECALL = 0.99, 0.95


@cache
def cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in MENTIONS.read_text(encoding="utf-8").splitlines()]


@cache
def answers() -> list[Resolution]:
    requests = [Request(case["mention"], case["type"], case["context"]) for case in cases()]
    resolver = Resolver(nation(needed(requests)))
    return [resolver.resolve(request) for request in requests]


def pairs(sort: str | None = None) -> list[tuple[dict[str, Any], Resolution]]:
    return [(c, a) for c, a in zip(cases(), answers(), strict=True) if sort in (None, c["sort"])]


# --- the nation -----------------------------------------------------------------------------------


def test_there_are_cases_of_every_sort() -> None:
    sorts = Counter(case["sort"] for case in cases())
    assert len(cases()) >= 150
    assert set(sorts) == {"place", "hei", "several", "likely", "none", "nation"}
    assert len({(c["mention"], c["type"], c["context"]) for c in cases()}) == len(cases())


def test_expected_ids_are_in_the_registries() -> None:
    with lzma.open(REGISTRY / "divisions-2023.csv.xz", "rt", encoding="utf-8") as file:
        known = {f"cn-{line.partition(',')[0]}" for line in file}
    with (REGISTRY / "universities-2017.csv").open(encoding="utf-8") as file:
        known |= {f"moe-{row['code']}" for row in csv.DictReader(file)}
    with (REGISTRY / "universities-2026.csv").open(encoding="utf-8") as file:
        known |= {Hei(row["name"], province_code=row["province_code"]).id for row in csv.DictReader(file)}
    assert [c for c in cases() if c["id"] and c["id"] not in known and c["sort"] != "none"] == []


def test_precision() -> None:
    linked = [(case, answer) for case, answer in pairs() if answer.kind == "link"]
    wrong = [(c["mention"], c["context"], a.id, a.name) for c, a in linked if a.id != c["id"]]
    assert len(wrong) <= (1 - PRECISION) * len(linked), wrong


def test_recall() -> None:
    wanted = [(case, answer) for case, answer in pairs() if case["kind"] == "link"]
    missed = [(c["mention"], c["context"], a.kind) for c, a in wanted if a.kind != "link" or a.id != c["id"]]
    assert len(missed) <= (1 - RECALL) * len(wanted), missed


@pytest.mark.parametrize("sort", ["several", "likely", "none"])
def test_what_is_not_certain_is_not_linked_and_is_called_what_it_is(sort: str) -> None:
    wrong = [(c["mention"], c["context"], a.kind, a.name) for c, a in pairs(sort) if a.kind != c["kind"]]
    assert wrong == []


def test_several_are_all_offered_with_where_they_are() -> None:
    (answer,) = [a for c, a in pairs() if (c["mention"], c["type"], c["context"]) == ("龙湖社区", None, None)]
    assert len(answer.candidates) == 34
    assert any(c.id == "cn-140702007011" and c.where == "山西省晋中市榆次区安宁街道" for c in answer.candidates)


def test_every_answer_says_why() -> None:
    assert all(answer.why.zh and answer.why.en for answer in answers())


def test_a_part_of_an_hei_is_told_with_its_parent() -> None:
    (answer,) = [a for c, a in pairs() if (c["mention"], c["type"]) == ("昆明理工大学理学院", None)]
    assert "昆明理工大学的下属单位" in answer.why.zh


def test_well_known_short_forms_are_of_listed_heis_and_of_one_alone() -> None:
    known = nation(lambda _: lambda _code, _name: False)
    assert [full for full in WELL_KNOWN.values() if full not in known.heis] == []
    exact = [short for short in WELL_KNOWN if short in known.heis or known.codes(short)]
    assert exact == []


# --- rules, on a small nation ---------------------------------------------------------------------

_DIVISIONS = {
    "14": "山西省", "1407": "晋中市", "140702": "榆次区", "140702002": "锦纶街道", "140702002010": "玉湖社区居民委员会",
    "140702002011": "东风居委会", "140702002012": "东风社区居委会", "140702105": "修文镇", "140702105218": "西郝村委会",
    "22": "吉林省", "2202": "吉林市", "53": "云南省", "5301": "昆明市", "530114": "呈贡区", "530114004": "乌龙街道",
    "530114004001": "玉湖社区居委会", "61": "陕西省", "6104": "咸阳市", "610424": "乾县", "610425": "干县",
    "44": "广东省", "4419": "东莞市", "441900": "东莞市",
}  # fmt: skip
_HEIS = (
    Hei("晋中学院", "4114010121", city="晋中市"),
    Hei("云南中医学院", "4153010680", city="昆明市"),
    Hei("云南财经大学", "4153010689", city="昆明市"),
)


def small(*known: Known, redirects: dict[str, str] | None = None) -> Resolver:
    built = Nation()
    for code, name in _DIVISIONS.items():
        built.add(code, name)
    for hei in _HEIS:
        built.add_hei(hei)
    built.add_hei(Hei("云南中医药大学", province_code="53"), newest=True)
    built.successors["moe-4153010680"].append("云南中医药大学")
    built.add_hei(Hei("云南财经大学", "4153010689"), newest=True)
    return Resolver(built, known, redirects or {})


def answer(mention: str, context: str | None = None, type_: str | None = None, *known: Known) -> Resolution:
    return small(*known).resolve(Request(mention, type_, context))


def body(id_: str, name: str, *regions: str, aliases: tuple[str, ...] = ()) -> Known:
    return Known(id_, "GovernmentBody", name, aliases=aliases, regions=regions)


@pytest.mark.parametrize(
    "context", ["140702", "cn-140702", "140702000000", "榆次", "榆次区", "山西省晋中市榆次区", " 晋中 "]
)
def test_a_context_may_be_a_code_an_id_a_name_or_a_path(context: str) -> None:
    assert answer("玉湖社区", context).id == "cn-140702002010"


def test_an_unknown_context_or_type_answers_none_and_says_so() -> None:
    assert "瑶池" in answer("玉湖社区", "瑶池").why.zh
    assert answer("玉湖社区", "瑶池").kind == answer("玉湖社区", "99").kind == "none"
    assert "Castle" in answer("玉湖社区", None, "Castle").why.en


def test_a_place_outside_of_the_context_is_named_and_not_linked() -> None:
    found = answer("乌龙街道", "榆次区")
    assert found.kind == "none"
    assert [c.id for c in found.candidates] == ["cn-530114004"]


def test_a_committee_that_is_spelled_the_same_comes_first() -> None:
    assert answer("东风居委会", "榆次区").id == "cn-140702002011"
    assert answer("东风社区", "榆次区").id == "cn-140702002012"


def test_a_type_or_its_family_restricts() -> None:
    assert answer("吉林").kind == "ambiguous"
    assert answer("吉林", None, "City").id == "cn-2202"
    assert answer("晋中学院", None, "Organization").id == "moe-4114010121"
    assert answer("晋中学院", None, "Place").kind == "none"


def test_a_division_that_repeats_the_name_of_the_one_around_it_needs_its_type() -> None:
    assert answer("东莞市").id == answer("东莞").id == "cn-4419"
    assert answer("东莞市", None, "District").id == "cn-441900"


def test_a_character_of_both_scripts_is_not_changed_into_another_county() -> None:
    assert answer("乾县").id == "cn-610424"
    assert answer("干县").id == "cn-610425"
    assert answer("乾縣").id == "cn-610424"


def test_the_old_name_is_its_own_and_not_the_successor() -> None:
    found = answer("云南中医学院")
    assert found.id == "moe-4153010680"
    assert "2017" in found.why.en
    assert "云南中医药大学" in found.why.zh
    assert answer("云南中医药大学").id != found.id


def test_a_misprint_is_proposed_with_its_reason() -> None:
    found = answer("云南财经会大学", "呈贡区")
    assert (found.kind, found.name) == ("proposal", "云南财经大学")
    assert "误印" in found.why.zh


def test_a_name_of_the_graph_is_found_where_it_is_said() -> None:
    city = body("x-1", "晋中市委", "1407", aliases=("市委",))
    assert answer("市委", "榆次区", None, city).id == "x-1"
    assert answer("中共晋中市委", None, None, city).id == "x-1"
    assert answer("市委", "昆明市", None, city).kind == "none"
    assert answer("市委", None, None, city).kind == "proposal"


def test_a_league_committee_is_that_of_the_city_and_only_where_a_city_is_given() -> None:
    league = body("x-2", "共青团晋中市委", "1407")
    assert answer("团市委", "晋中市", None, league).id == "x-2"
    assert answer("团市委", None, None, league).kind == "none"
    assert answer("团市委", "山西省", None, league).kind == "none"
    assert (answer("团市委", "晋中市").kind, answer("团市委", "晋中市").name) == ("proposal", "共青团晋中市委")


def test_one_name_in_the_graph_and_in_the_register_is_ambiguous() -> None:
    mine = Known("x-3", "Community", "玉湖社区", regions=("140702",))
    assert {c.id for c in answer("玉湖社区", "榆次区", None, mine).candidates} == {"x-3", "cn-140702002010"}


def test_what_people_merged_is_followed() -> None:
    kept = body("x-9", "晋中市委", "1407")
    resolver = small(kept, redirects={"cn-140702002010": "x-5", "x-5": "x-9"})
    found = resolver.resolve(Request("玉湖社区", None, "榆次区"))
    assert (found.kind, found.id, found.name) == ("link", "x-9", "晋中市委")
    assert "合并" in found.why.zh


def test_the_short_form_of_a_division() -> None:
    given = [
        "山西省",
        "广西壮族自治区",
        "峨山彝族自治县",
        "克孜勒苏柯尔克孜自治州",
        "阿里地区",
        "兴安盟",
        "城区",
        "市辖区",
        "两江新区",
    ]
    assert [list(short_forms(name)) for name in given] == [
        ["山西"], ["广西"], ["峨山", "峨山县"], ["克孜勒苏", "克孜勒苏州"], ["阿里"], ["兴安"], [], [], [],
    ]  # fmt: skip


@given(
    st.text(alphabet="一二玉湖榆次区晋中学院市社村居委会街道办事处云南财经大", max_size=14),
    st.sampled_from([None, "榆次区", "53"]),
)
def test_any_text_gets_one_answer_of_a_known_kind(text: str, context: str | None) -> None:
    found = answer(text, context)
    assert found.kind in ("link", "ambiguous", "proposal", "none")
    assert (found.id is not None) == (found.kind in ("link", "proposal"))
    if (
        found.kind == "link"
        and context == "53"
        and (found.id or "").startswith("cn-")
        and len(found.id or "") > len("cn-140702")
    ):
        assert (found.id or "").startswith("cn-53")


@given(st.text(alphabet="玉湖学院社区村镇", min_size=4, max_size=8), st.data())
def test_one_character_within_is_a_slip_and_a_number_or_an_end_is_not(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(name) - 2))
    assert one_slip(name[:at] + "误" + name[at:], name)
    assert one_slip(name[:at] + "误" + name[at + 1 :], name)
    assert not one_slip(name + "误", name)
    assert not one_slip(name[:at] + "一" + name[at + 1 :], name[:at] + "二" + name[at + 1 :])


@given(st.text(alphabet="玉湖社区村居民委员会办事处街道", max_size=12))
def test_the_key_of_a_place_is_its_own_key(name: str) -> None:
    once = place_key(name)
    assert spellings(name) == (name,)
    assert once.endswith(("会", "居委", "办", "处")) or place_key(once) == once


# --- a real graph ---------------------------------------------------------------------------------

_SAID = (
    ("中科院", "晋中市", "link", "中国科学院"),
    ("区政府", "呈贡区", "link", "呈贡区人民政府"),
    ("市委", "晋中市", "link", "晋中市委"),
    ("大学城", "榆次区", "link", "山西高校园区"),
    ("雁山社区", "雁山区", "link", "雁山社区"),
    ("昆明理工大学理学院", "呈贡区", "link", "昆明理工大学理学院"),
    ("第三临床学院", "榆次区", "link", "山西中医药大学第三临床学院"),
    ("第二临床学院", "榆次区", "none", None),
    ("山西大学城众创空间", "晋中市", "link", "山西大学城众创空间"),
    ("太师陶行知实验学校", "晋中市", "link", "太师陶行知实验学校"),
    ("晋中学院实验学校", "晋中市", "link", "晋中学院实验学校"),
    ("玉湖社区", "榆次区", "link", "玉湖社区"),
)


def test_the_names_of_the_five_documents(five: GraphStore) -> None:
    names = read_names(five)
    requests = [Request(mention, None, context) for mention, context, _, _ in _SAID]
    resolver = Resolver(nation(needed(requests)), names.known, names.redirects)
    found = [resolver.resolve(request) for request in requests]
    assert [(a.kind, a.name) for a in found] == [(kind, name) for _, _, kind, name in _SAID]
    rows = five.read(
        "MATCH (n:Entity) WHERE n.id IN $ids RETURN n.id AS id, n.name AS name", {"ids": [a.id for a in found if a.id]}
    ).rows
    assert {row["id"]: row["name"] for row in rows} == {a.id: a.name for a in found if a.id}
