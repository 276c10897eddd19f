"""Coverage: classes that exclude each other and add up, unknown that is not none, both engines alike."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from graph.base import Value
from graph.ledger import Ledger
from graph.search import NameIndex
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from graph.store import GraphStore, Row
from loaders.run import find_paths, load
from queries.library import ask
from tests.conftest import ENGINES, FACTSHEETS, open_empty
from tests.registry_part import load_districts

CLASSES = ("formal", "other", "declared", "surveyed_none", "unrecorded", "unsurveyed")
YUCI, CHENGGONG, YANSHAN, JINLUN, YUHU = "cn-140702", "cn-530114", "cn-450311", "cn-140702002", "cn-140702002010"

Engines = Mapping[str, tuple[GraphStore, NameIndex]]


@pytest.fixture(scope="module")
def engines(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Both engines with three districts of the registry and the five sheets."""
    opened: dict[str, tuple[GraphStore, NameIndex]] = {}
    try:
        for engine in ENGINES:
            store = open_empty(engine, request, tmp_path_factory.mktemp("coverage"))
            opened[engine] = store, NameIndex(store)
            load_districts(store)
            assert all(report.ok for report in load(store, find_paths([FACTSHEETS])))
        yield opened
    finally:
        for store, _ in opened.values():
            store.close()


def rows(engines: Engines, query: str, **params: Any) -> list[Row]:
    """The rows, which are the same on both engines."""
    first, second = (ask(store, names, query, params).rows for store, names in engines.values())
    assert first == second
    return first


def adds_up(row: Row) -> bool:
    return all(
        sum(row[f"{unit}_{name}"] for name in CLASSES) == row[unit]
        and all(row[f"{unit}_{name}"] >= 0 for name in CLASSES)
        for unit in ("subdistricts", "communities")
    )


@pytest.mark.parametrize("place", [YUCI, CHENGGONG, YANSHAN, JINLUN, YUHU, "cn-14", "cn-1407"])
@pytest.mark.parametrize("more", [{}, {"partner_side": "campus"}, {"partner_label": "College"}, {"as_of": "2023"}])
def test_classes_add_up(engines: Engines, place: str, more: dict[str, str]) -> None:
    found = rows(engines, "coverage/place", place=place, **more)
    assert found[0]["place_id"] == place
    assert all(adds_up(row) for row in found)


def test_provinces_add_up_and_agree_with_the_place_itself(engines: Engines) -> None:
    found = rows(engines, "coverage/provinces")
    assert [row["place_id"] for row in found] == ["cn-14", "cn-45", "cn-53"]
    for row in found:
        assert adds_up(row)
        itself = rows(engines, "coverage/place", place=row["place_id"])[0]
        # documents name cities and counties that this part of the registry leaves out: they have a code and no whole
        unlinked = {"cities", "districts"}
        assert {name: row[name] for name in row if name not in unlinked} == {
            name: itself[name] for name in row if name not in unlinked
        }


def test_what_lies_below_adds_up_to_the_whole(engines: Engines) -> None:
    whole, *below = rows(engines, "coverage/place", place=YUCI)
    for column in ("subdistricts", "communities", *(f"communities_{name}" for name in CLASSES)):
        assert sum(row[column] for row in below) == whole[column]


def test_the_three_districts(engines: Engines) -> None:
    yuci, chenggong, yanshan = (rows(engines, "coverage/place", place=place)[0] for place in (YUCI, CHENGGONG, YANSHAN))
    assert (yuci["subdistricts"], yuci["communities"], yuci["communities_formal"]) == (20, 287, 1)
    assert (yuci["subdistricts_declared"], yuci["subdistricts_figure"]) == (9, 9)
    assert (chenggong["subdistricts"], chenggong["subdistricts_figure"]) == (10, 6)
    assert chenggong["subdistricts_formal"] + chenggong["subdistricts_other"] == 4
    # one of its 45 communities is in no registry
    assert (yanshan["subdistricts"], yanshan["communities"]) == (5, 45)
    assert yuci["registry_date"] < "2024"


def test_drilling_down_to_the_community_that_is_paired(engines: Engines) -> None:
    found = {row["name"]: row for row in rows(engines, "coverage/communities", place=JINLUN, partner_side="campus")}
    assert {name for name, row in found.items() if row["verdict"] == "formal"} == {"玉湖社区"}
    assert found["玉湖社区"]["partners"] == ["山西中医药大学第三临床学院", "山西晋中理工学院"]
    assert "000-yuci#26" in found["玉湖社区"]["evidence"]
    assert (found["锦纶街道"]["verdict"], found["锦纶街道"]["evidence"]) == ("declared", ["000-yuci#12"])
    assert found["乐平社区"]["verdict"] == "unsurveyed"
    assert len(found) == 10


@pytest.mark.parametrize("place", [YUCI, CHENGGONG, YANSHAN])
def test_the_drill_down_counts_what_the_table_counts(engines: Engines, place: str) -> None:
    whole = rows(engines, "coverage/place", place=place)[0]
    units = rows(engines, "coverage/communities", place=place)
    for unit, label in (("subdistricts", "Subdistrict"), ("communities", "Community")):
        for name in CLASSES:
            counted = sum(1 for row in units if row["level"] == label and row["verdict"] == name)
            assert counted == whole[f"{unit}_{name}"], (unit, name)


def test_partners_by_type(engines: Engines) -> None:
    found = {row["row_id"]: row for row in rows(engines, "coverage/by_partner", place=CHENGGONG)}
    colleges = found["Subdistrict/College"]
    assert (colleges["formal"], colleges["other"], colleges["partners"]) == (1, 1, 4)
    assert found["Community/University"]["partner_names"] == ["中国农业大学"]


def test_universities_are_two_numbers(engines: Engines) -> None:
    yuci, *below = rows(engines, "coverage/place", place=YUCI)
    assert (yuci["heis_stated"], yuci["heis_registered"]) == (10, 0)
    assert not any(row["heis_stated"] for row in below)


# --- unknown is not none --------------------------------------------------------------------------------


def survey(complete: bool, place: str = "140702002", topic: str = "合作") -> list[NodeStatement]:
    """A source that covers a place."""
    cover = json.dumps(
        {"as_of": "2024-06", "complete": complete, "place": place, "topic": topic}, ensure_ascii=False, sort_keys=True
    )
    mark = SourceMark("survey", published="2024-06")
    props: dict[str, Value] = {
        "name": "普查",
        "kind": "document",
        "rank": 50,
        "published": "2024-06",
        "covers": [cover],
    }
    return [NodeStatement("survey", "Source", Statement(mark, ("survey#source",), props))]


@pytest.mark.parametrize(
    ("source", "as_of", "surveyed"),
    [
        (survey(True), None, 8),
        (survey(True), "2024-07", 8),
        (survey(True), "2024-05", 0),
        (survey(False), None, 0),
        (survey(True, topic="党建"), None, 0),
        (survey(True, place="140702001"), None, 0),
    ],
)
def test_none_needs_a_complete_survey_of_the_place_and_topic(
    store: GraphStore, source: list[NodeStatement], as_of: str | None, surveyed: int
) -> None:
    load_districts(store, ("140702",))
    list(load(store, [FACTSHEETS / "000-yuci.yaml"]))
    Ledger(store).replace("survey", source, ())
    row = ask(store, NameIndex(store), "coverage/place", {"place": JINLUN, "as_of": as_of}).rows[0]
    assert row["communities"] == 9
    assert row["communities_surveyed_none"] == surveyed
    assert row["communities_unsurveyed"] == 8 - surveyed
    assert row["communities_formal"] == 1
    assert adds_up(row)


def test_a_document_that_names_it_without_a_tie_records_no_partner(store: GraphStore) -> None:
    load_districts(store, ("140702",))
    mark = SourceMark("note")
    named = NodeStatement("cn-140702002009", "Community", Statement(mark, ("note#1",), {"name": "乐平社区"}))
    Ledger(store).replace("note", [named], ())
    row = ask(store, NameIndex(store), "coverage/place", {"place": JINLUN}).rows[0]
    assert (row["communities_unrecorded"], row["communities_unsurveyed"]) == (1, 8)
    tie = EdgeStatement(
        "PARTNERS_WITH",
        "cn-140702002009",
        "cn-140702002010",
        Statement(mark, ("note#1",), {"kind": "paired"}),
        "paired",
    )
    other = NodeStatement("cn-140702002010", "Community", Statement(mark, ("note#1",), {"name": "玉湖社区"}))
    Ledger(store).replace("note", [named, other], [tie])
    row = ask(store, NameIndex(store), "coverage/place", {"place": JINLUN}).rows[0]
    assert (row["communities_formal"], row["communities_unsurveyed"]) == (2, 7)
