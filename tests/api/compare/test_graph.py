"""Two regions and two dates of one graph, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.compare.flat import flat
from api.compare.model import Comparison, Difference
from api.compare.writing import page
from api.service import Service
from graph.errors import BadParameter, UnknownName
from graph.store import GraphStore
from loaders.run import find_paths, load
from tests.conftest import FACTSHEETS
from tests.registry_part import load_districts

DATED = """
source: {id: dated, title: 有期的合作, published: 2024, region: "140702"}
entities:
  - {type: District, name: 榆次区, at: 1}
  - {type: Subdistrict, name: 锦纶街道, in: 榆次区, kind: street, at: 1}
  - {type: Community, name: 玉湖社区, in: 锦纶街道, kind: urban, at: 1}
  - {type: University, name: 太原理工大学, at: 2}
  - {type: University, name: 山西医科大学, at: 3}
  - {type: University, name: 中北大学, at: 4}
  - {type: Activity, key: fair, name: 招聘会, kind: fair, date: 2021-05, at: 5}
relations:
  - {from: 太原理工大学, type: PARTNERS_WITH, kind: signed, to: 玉湖社区, valid_from: 2020, valid_to: 2022, at: 2}
  - {from: 山西医科大学, type: PARTNERS_WITH, kind: joint, to: 玉湖社区, valid_from: 2023-06, at: 3}
  - {from: 中北大学, type: PARTNERS_WITH, kind: joint, to: 榆次区, at: 4}
  - {from: 榆次区, type: PARTICIPATES_IN, role: host, to: fair, at: 5}
claims:
  - {key: a, about: 榆次区, topic: 签约高校, printed: 3所, as_of: 2021, at: 6}
  - {key: b, about: 榆次区, topic: 签约高校, printed: 5所, as_of: 2023, at: 7}
  - {key: c, about: 榆次区, topic: 街道, printed: 9个, at: 8}
"""


@pytest.fixture
def dated(store: GraphStore, tmp_path: Path) -> Service:
    path = tmp_path / "dated.yaml"
    path.write_text(DATED, encoding="utf-8")
    desk = Service(store)
    (report,) = desk.load([str(path)])
    assert report.ok, [problem.say("en") for problem in report.problems]
    return desk


def row(found: Comparison, what: str, name: str) -> Difference:
    return next(one for one in found.rows if one.what == what and name in (one.name, one.other))


def test_two_dates_tell_what_began_what_ended_and_what_is_open(dated: Service) -> None:
    found = dated.compare_dates("2021-03", "2024", "榆次区")
    ended, begun = row(found, "relation", "太原理工大学"), row(found, "relation", "山西医科大学")
    assert (ended.state, ended.since, ended.until) == ("gone", "2020", "2022")
    assert (begun.state, begun.since, begun.until, begun.evidence_after) == ("new", "2023-06", None, ("dated#3",))
    figure = row(found, "figure", "榆次区 · 签约高校")
    assert {(one.property, one.before, one.after) for one in figure.changes} == {
        ("printed", "3所", "5所"), ("as_of", "2021", "2023"),
    }  # fmt: skip
    ties = next(one for one in found.counts if one.type == "PARTNERS_WITH")
    assert (dict(ties.states), ties.open) == ({"gone": 1, "new": 1, "same": 1}, 1)
    columns, rows = flat(found, "zh")
    assert {"since", "until"} <= set(columns)
    assert {one["until"] for one in rows if one["name"] in ("太原理工大学", "山西医科大学")} <= {"2022", "开放"}


def test_an_activity_is_of_its_date_alone(dated: Service) -> None:
    assert not [one for one in dated.compare_dates("2021-05", "2021").rows if one.name == "招聘会"]
    assert row(dated.compare_dates("2021", "2022"), "entity", "招聘会").state == "gone"
    assert row(dated.compare_dates("2020-12", "2021-05-20"), "entity", "招聘会").state == "new"


def test_a_gap_closes_and_opens_again(dated: Service) -> None:
    closed = row(dated.compare_dates("2019", "2021", "榆次区"), "gap", "玉湖社区")
    assert (closed.state, closed.changes[0].before, closed.changes[0].after) == ("gone", "unrecorded", "formal")
    opened = row(dated.compare_dates("2021", "2023-01", "榆次区"), "gap", "玉湖社区")
    assert (opened.state, opened.changes[0].after) == ("new", "unrecorded")
    assert "已补上" in page(dated.compare_dates("2019", "2021", "榆次区"), "zh")


def test_one_date_is_compared_with_itself(dated: Service) -> None:
    assert dated.compare_dates("2021", "2021", "榆次区").rows == ()
    with pytest.raises(BadParameter):
        dated.compare_dates("2021", "soon")


@pytest.fixture(scope="module")
def regions(five: GraphStore) -> Iterator[Service]:
    yield Service(five)


def test_two_regions_stand_side_by_side(regions: Service) -> None:
    found = regions.compare_regions("榆次区", "呈贡区")
    assert {one.state for one in found.rows} == {"first", "second"}
    measures = {(one.section, one.name.zh): one for one in found.measures}
    signed = measures["figures", "签约高校"]
    assert (signed.first, signed.second) == ("13所", "8所")
    assert (signed.evidence_first, signed.evidence_second) == (("000-yuci#12",), ("001-chenggong#5",))
    heis = measures["partners", "高校"]
    listed = [
        sum(row.type == "University" and row.state == state for row in found.rows) for state in ("first", "second")
    ]
    assert [heis.first, heis.second] == listed
    assert heis.shares == (round(100 * listed[0] / 23, 1), round(100 * listed[1] / 19, 1))
    assert {row["state"] for row in found.picture} == {"first", "second"}


def test_what_two_regions_share_is_named(regions: Service) -> None:
    found = regions.compare_regions("榆次区", "晋中市")
    both = {one.name for one in found.rows if one.state == "both"}
    assert {"山西医科大学", "玉湖社区"} <= both
    assert {row["a_state"] for row in found.picture if row["a"] == "山西医科大学"} == {"both"}
    turned = regions.compare_regions("晋中市", "榆次区")
    mirror = {"first": "second", "second": "first"}
    assert {(one.id, mirror.get(one.state, one.state)) for one in found.rows} == {
        (one.id, one.state) for one in turned.rows
    }


def test_a_region_is_like_itself(regions: Service) -> None:
    found = regions.compare_regions("榆次区", "榆次区")
    assert not found.differs
    assert all((one.first, one.of_first) == (one.second, one.of_second) for one in found.measures)


def test_no_place_and_nobody_is_refused(regions: Service) -> None:
    with pytest.raises(BadParameter):
        regions.compare_regions("榆次区", "太原理工大学")
    with pytest.raises(UnknownName):
        regions.compare_regions("榆次区", "无此地")


def test_what_nobody_surveyed_is_unknown_and_no_zero(store: GraphStore) -> None:
    """A district that the registry lists and no document names."""
    assert all(report.ok for report in load(store, find_paths([FACTSHEETS / "000-yuci.yaml"])))
    load_districts(store, ("530114",))
    found = Service(store).compare_regions("榆次区", "呈贡区")
    assert (found.first.surveyed, found.second.surveyed) == (True, False)
    unknown = [one for one in found.measures if one.section in ("partners", "platforms", "activities")]
    assert unknown
    assert {one.second for one in unknown} == {None}
    _, rows = flat(found, "zh")
    assert {row["after"] for row in rows if row["section"] in ("平台", "活动")} == {"未调查"}
