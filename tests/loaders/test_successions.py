"""Successions of HEIs: cited ones are stated with their source, likely ones proposed, and nothing is merged."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import BadInput
from graph.exchange import export_lines
from graph.gazetteer import Hei
from graph.search import NameIndex
from graph.settings import ROOT, settings
from graph.store import GraphStore
from loaders.registry import read_heis_2017, read_heis_2026
from loaders.run import find_paths, load, unload
from loaders.successions import cited, grown, likely, proposed
from queries.library import ask
from tests.conftest import FACTSHEETS

PART = Path("registry", "universities-successions")
LISTS = [Path("registry", "universities-2017"), Path("registry", "universities-2026")]
SOURCE = "universities-successions"
OLD = "moe-4153010680"

SHEET = """
source: {id: t-old-name, title: 试, region: "140702", paragraphs: 1-9}
entities:
  - {type: University, name: 云南中医学院, at: 1}
  - {type: District, name: 榆次区, at: 1}
relations:
  - {from: 云南中医学院, type: PARTNERS_WITH, kind: signed, to: 榆次区, at: 1}
"""


def successor(store: GraphStore, name: str) -> dict[str, object]:
    """The one succession that leads on from the HEI of this name."""
    (row,) = store.read(
        "MATCH (a:Entity)-[r:SUCCEEDED_BY]->(b:Entity) WHERE a.name = $name "
        "RETURN a.id AS old, b.id AS new, b.name AS name, r.status AS status, r.date AS date, r.how AS how, "
        "r.cited AS cited, r.evidence AS evidence, r.reason AS reason",
        {"name": name},
    ).rows
    return row


def test_a_cited_renaming_is_stated_with_its_date_and_source(store: GraphStore) -> None:
    (report,) = load(store, [PART])
    assert report.ok
    row = successor(store, "云南中医学院")
    assert (row["old"], row["name"], row["status"]) == (OLD, "云南中医药大学", "stated")
    assert (row["date"], row["how"], row["evidence"]) == ("2018-12", "renamed", [f"{SOURCE}#4153010680"])
    assert isinstance(row["cited"], list)
    assert any(place.startswith("http://www.moe.gov.cn/") for place in row["cited"])


def test_both_names_stay_institutions_with_ids_of_their_own(store: GraphStore) -> None:
    list(load(store, LISTS))
    of_lists = "MATCH (u:University) RETURN u.id AS id, u.name AS name, u.aliases AS aliases ORDER BY id"
    before = store.read(of_lists).rows
    list(load(store, [PART]))
    assert store.read(of_lists).rows == before
    row = successor(store, "云南中医学院")
    assert row["new"] == next(hei.id for hei in read_heis_2026() if hei.name == "云南中医药大学") != OLD


def test_a_likeness_of_names_is_only_proposed_and_says_why(store: GraphStore) -> None:
    list(load(store, [*LISTS, PART]))
    row = successor(store, "山西工程职业技术学院")
    assert (row["name"], row["status"], row["cited"]) == ("山西工程职业学院", "proposed", None)
    assert "尚无出处" in str(row["reason"])
    shown = ask(store, NameIndex(store), "network/neighbourhood", {"entity": row["old"]}).rows
    assert not [found for found in shown if row["new"] in found.values()]


def test_loading_again_changes_nothing_and_unloading_leaves_none(store: GraphStore) -> None:
    list(load(store, LISTS))
    bare = list(export_lines(store))
    list(load(store, [PART]))
    full = list(export_lines(store))
    (again,) = load(store, [PART])
    assert (again.created, again.changed, again.removed) == (0, 0, 0)
    assert list(export_lines(store)) == full
    unload(store, SOURCE)
    assert list(export_lines(store)) == bare


@pytest.mark.parametrize("follow", [False, True])
def test_partners_of_the_old_name_count_only_when_asked_for(store: GraphStore, tmp_path: Path, follow: bool) -> None:
    sheet = tmp_path / "t-old-name.yaml"
    sheet.write_text(SHEET, encoding="utf-8")
    for report in load(store, [PART, sheet]):
        assert report.ok, [problem.say("en") for problem in report.problems]
    new = successor(store, "云南中医学院")["new"]
    rows = ask(store, NameIndex(store), "partners/of", {"entity": new, "with_successors": follow}).rows
    assert [row["partner_id"] for row in rows] == (["cn-140702"] if follow else [])
    own = ask(store, NameIndex(store), "partners/of", {"entity": OLD, "with_successors": follow}).rows
    assert [row["partner_id"] for row in own] == ["cn-140702"]


def test_a_proposal_is_not_followed(store: GraphStore, tmp_path: Path) -> None:
    sheet = tmp_path / "t-old-name.yaml"
    sheet.write_text(SHEET.replace("云南中医学院", "山西工程职业技术学院"), encoding="utf-8")
    list(load(store, [PART, sheet]))
    new = successor(store, "山西工程职业技术学院")["new"]
    assert not ask(store, NameIndex(store), "partners/of", {"entity": new, "with_successors": True}).rows


def test_it_is_a_part_of_the_whole_registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_paths([Path("registry")])[-1] == PART
    assert find_paths([FACTSHEETS])


# --- the data --------------------------------------------------------------------------------------


def rows() -> Iterator[dict[str, str]]:
    with (ROOT / "data" / "registry" / "successions.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def test_every_row_leads_from_the_list_of_2017_to_that_of_2026() -> None:
    """A successor that was itself succeeded has a row of its own."""
    standing = {hei.name for hei in read_heis_2026()}
    codes = {hei.moe_code: hei.name for hei in read_heis_2017()}
    after = {row["from_name"]: row["to_name"] for row in rows()}
    for row in rows():
        assert codes[row["from_code"]] == row["from_name"]
        assert row["from_name"] not in standing
        assert row["to_name"] in standing or after[row["to_name"]] in standing
    assert len(after) == len(list(rows())) > 300


def test_every_row_is_cited_and_dated_within_its_bounds() -> None:
    for row in rows():
        assert all(place.strip() == place != "" for place in row["source"].split(";"))
        date, low, high = row["date"], row["not_before"], row["not_after"]
        assert low < high
        assert not date or low[: len(date)] <= date <= high[: len(date)]


def test_a_row_that_names_no_hei_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "registry"
    folder.mkdir()
    for name in ("universities-2017.csv", "universities-2026.csv", "successions.csv"):
        (folder / name).write_bytes((ROOT / "data" / "registry" / name).read_bytes())
    with (folder / "successions.csv").open("a", encoding="utf-8") as file:
        file.write("4153010680,云南中医学院,云南中医药大学校,renamed,,2017-05-31,2021-09-30,x\n")
    monkeypatch.setattr(settings(), "data", tmp_path)
    with pytest.raises(BadInput) as refused:
        list(cited())
    assert refused.value.problems[0].line == len(list(rows())) + 2


# --- what names suggest ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("云南中医学院", "云南中医药大学"),
        ("遵义医学院", "遵义医科大学"),
        ("深圳职业技术学院", "深圳职业技术大学"),
        ("南昌职业学院", "南昌职业大学"),
        ("桂林师范高等专科学校", "桂林师范学院"),
        ("榆林学院", "榆林大学"),
    ],
)
def test_names_grow_by_the_usual_ends(old: str, new: str) -> None:
    assert new in set(grown(old))


def test_where_a_source_tells_names_suggest_the_same() -> None:
    told = {one.old.id: one.new.id for one in cited()}
    guesses = [(old, new) for old, new in likely() if old.id in told]
    assert len(guesses) > 100
    assert [(old.name, new.name) for old, new in guesses if told[old.id] != new.id] == []


def test_what_is_told_is_not_proposed_as_well() -> None:
    told = {one.old.id for one in cited()}
    assert not [one for one in proposed() if one.old.id in told or one.status != "proposed"]


def test_a_converted_college_gives_no_name_to_guess() -> None:
    assert not [new for old, new in likely() if isinstance(old, Hei) and old.name == "华南理工大学广州学院"]
