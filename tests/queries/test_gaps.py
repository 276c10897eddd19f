"""Gap rules: each finds something or says why not, is worded in both languages, and can be accepted and undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api.service import Service
from graph.errors import NotFound, QueryFileError, UnknownName
from graph.ontology.records import Decision
from graph.search import NameIndex
from graph.store import GraphStore
from loaders.run import find_paths, load
from queries.gaps_run import GapFinding, find_gaps, gap_rules
from queries.header import read_header
from queries.library import ask, library
from tests.conftest import FACTSHEETS, open_empty
from tests.registry_part import load_districts

#: Rules whose example shows rows of which none is a finding, and why.
NO_FINDING = {
    "figures_in_conflict": "the five documents differ on their basis, never on one basis",
    "registry_against_documents": "a finding needs the registry",
}
PLACES = ("榆次区", "呈贡区", "雁山区", "晋中市")


@pytest.fixture(scope="module", params=("kglite", "neo4j"))
def surveyed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The five sheets with three districts of the registry."""
    with open_empty(request.param, request, tmp_path_factory.mktemp("gaps")) as store:
        load_districts(store)
        assert all(report.ok for report in load(store, find_paths([FACTSHEETS])))
        yield Service(store)


def only(found: list[GapFinding]) -> GapFinding:
    assert len(found) == 1
    return found[0]


def test_every_query_about_gaps_is_a_rule() -> None:
    in_folder = {name.removeprefix("gaps/") for name in library() if name.startswith("gaps/")}
    assert set(gap_rules()) == in_folder
    assert len(in_folder) >= 12
    assert set(NO_FINDING) <= in_folder


@pytest.mark.parametrize("rule", sorted(gap_rules()))
def test_each_rule_finds_something_or_says_why_not(rule: str, five: GraphStore) -> None:
    place = str(gap_rules()[rule].header.example["place"])
    found = only(find_gaps(five, NameIndex(five), place, [rule]))
    assert found.total >= found.count
    assert (found.count == 0) == (rule in NO_FINDING)
    for finding in found.findings:
        for text in finding.wording:
            assert text
            assert "{" not in text
        assert finding.subject
        assert finding.row["evidence"]


@pytest.mark.parametrize("place", PLACES)
def test_a_rule_never_finds_more_than_there_are(surveyed: Service, place: str) -> None:
    for found in surveyed.gaps(place):
        assert found.count <= found.total, found.rule
        assert len({finding.subject for finding in found.findings}) == found.count, found.rule


def test_pictures_can_be_drawn(surveyed: Service) -> None:
    drawn = [finding.picture for found in surveyed.gaps("雁山区") for finding in found.findings[:1] if finding.picture]
    assert len(drawn) > 3
    for picture in drawn:
        assert surveyed.ask(picture.query, picture.params).rows


def test_registry_against_documents(surveyed: Service) -> None:
    found = only(surveyed.gaps("呈贡区", ["registry_against_documents"]))
    row = next(finding.row for finding in found.findings if finding.subject == "cn-530114/Subdistrict")
    assert (row["registered"], row["declared"], row["named"]) == (10, 6, 4)
    assert "名录 10 个，文件宣称 6，记名 4" in next(f for f in found.findings if f.row is row).wording.zh
    yanshan = only(surveyed.gaps("雁山区", ["registry_against_documents"])).findings
    assert {f.row["verdict"] for f in yanshan if f.subject == "cn-450311/Community"} == {"unregistered"}


def test_who_breaks_the_pairing_rule(surveyed: Service) -> None:
    found = only(surveyed.gaps("呈贡区", ["pairing_rule"]))
    verdicts = {finding.row["unit"]: finding.row["verdict"] for finding in found.findings}
    assert verdicts["乌龙街道"] == "many"
    assert verdicts["斗南街道"] == "none"
    assert "one" not in verdicts.values()


def test_meetings_that_are_due(surveyed: Service) -> None:
    found = only(surveyed.gaps("雁山区", ["meetings_not_recorded"]))
    due = {(f.row["program"], f.row["action"]): (f.row["quota"], f.row["recorded"]) for f in found.findings}
    assert due["社校联盟制度", "召开联席会"] == (4, 0)
    assert due["社校联盟制度", "牵头活动"] == (12, 0)


def test_ties_go_quiet_as_the_day_moves_on(surveyed: Service) -> None:
    counts = [
        only(surveyed.gaps("晋中市", ["ties_gone_quiet"], day, given={"months": months})).count
        for day, months in (("2023-09", 12), ("2025-09", 12), ("2025-09", 120))
    ]
    assert counts[0] == 0 < counts[1]
    assert counts[2] == 0
    row = only(surveyed.gaps("晋中市", ["ties_gone_quiet"], "2025-09")).findings[0].row
    assert row["last_date"].startswith("2023")


def test_an_unknown_rule_or_place_is_refused(surveyed: Service) -> None:
    with pytest.raises(NotFound):
        surveyed.gaps("榆次区", ["no_such_rule"])
    with pytest.raises(UnknownName):
        surveyed.gaps("无此地")


# --- acceptance ---------------------------------------------------------------------------------------


def undo(service: Service, decision: str) -> None:
    service.decide(
        Decision(name="undo", kind="undo", subject=decision, who="甲", decided_at="2099-01-01T00:00:00", why="看错")
    )


def test_an_accepted_gap_stays_visible_until_its_date_and_can_be_undone(store: GraphStore) -> None:
    list(load(store, [FACTSHEETS / "000-yuci.yaml"]))
    service = Service(store)

    def need(today: str | None) -> GapFinding:
        return only(service.gaps("榆次区", ["needs_unmet"], today=today))

    before = need(None)
    subject = before.findings[0].subject
    assert before.findings[0].accepted is None
    decision = service.accept_gap("needs_unmet", subject, "2027-06", "区委组织部", "明年立项")
    for today in ("2026-11-21", "2027-06-30", None):
        after = need(today)
        assert after.count == before.count
        accepted = after.findings[0].accepted
        assert accepted is not None
        assert (accepted.until, accepted.who, accepted.why) == ("2027-06", "区委组织部", "明年立项")
    assert need("2027-07-01").findings[0].accepted is None
    other = only(service.gaps("榆次区", ["declared_vs_named"]))
    assert not any(finding.accepted for finding in other.findings)
    service.unload("000-yuci")
    list(load(store, [FACTSHEETS / "000-yuci.yaml"]))
    assert need("2026-11-21").findings[0].accepted is not None
    undo(service, decision)
    assert need("2026-11-21").findings[0].accepted is None


def test_only_what_exists_is_accepted(surveyed: Service) -> None:
    with pytest.raises(NotFound):
        surveyed.accept_gap("no_such_rule", "玉湖社区", "2027", "甲", "乙")
    with pytest.raises(UnknownName):
        surveyed.accept_gap("needs_unmet", "无此需求", "2027", "甲", "乙")


# --- the head of a rule ------------------------------------------------------------------------------------

RULE = """\
// title: {zh: 缺, en: Missing}
// doc: {zh: 缺什么, en: what is missing}
// params:
//   place: {type: EntityId, doc: 哪里 where}
// returns: {name: str, verdict: str, body_id: str}
// of: coverage/all_heis
// severity: info
// sound: {verdict: [one]}
// subject: body_id
// wording: {zh: '{name} 缺', en: '{name} is missing'}
// picture: {query: network/neighbourhood, params: {entity: body_id}}
// example: {place: cn-14}
MATCH (n:Organization)-[:LOCATED_IN]->(:Entity {id: $place})
RETURN n.name AS name, n.kind AS verdict, n.id AS body_id
ORDER BY name, body_id
"""
FAULTS: dict[str, tuple[str, str, str]] = {
    "no wording": ("// wording: {zh: '{name} 缺', en: '{name} is missing'}\n", "", "wording"),
    "no subject": ("// subject: body_id\n", "", "subject"),
    "no denominator": ("// of: coverage/all_heis\n", "", "of"),
    "placeholder that is no column": ("'{name} is missing'", "'{named} is missing'", "named"),
    "subject that is no column": ("subject: body_id", "subject: other_id", "other_id"),
    "sound that is no column": ("sound: {verdict:", "sound: {verdicts:", "verdicts"),
    "picture fed by no column": ("{entity: body_id}", "{entity: thing_id}", "thing_id"),
    "unknown severity": ("severity: info", "severity: grave", "severity"),
    "fields of a rule without severity": ("// severity: info\n", "", "severity"),
    "no place": ("place", "region", "place"),
}


def test_a_good_rule_is_read() -> None:
    header, _ = read_header("queries/gaps/x.cypher", RULE)
    assert header.is_rule
    assert header.sound == {"verdict": ("one",)}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_rule_is_refused_by_name(fault: str) -> None:
    old, new, word = FAULTS[fault]
    assert old in RULE
    text = RULE.replace(old, new) if fault == "no place" else RULE.replace(old, new, 1)
    with pytest.raises(QueryFileError) as refused:
        read_header("queries/gaps/x.cypher", text)
    assert word in refused.value.say("en")
    assert refused.value.say("zh").startswith("queries/gaps/x.cypher")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("query: network/neighbourhood", "query: network/nothing"),
        ("query: network/neighbourhood", "query: partners/of"),
        (
            "query: network/neighbourhood, params: {entity: body_id}",
            "query: network/neighbourhood, params: {depth: name}",
        ),
        ("of: coverage/all_heis", "of: coverage/place"),
        ("of: coverage/all_heis", "of: coverage/nothing"),
    ],
)
def test_a_rule_that_leads_nowhere_is_refused(old: str, new: str, tmp_path: Any) -> None:
    from queries.library import FOLDER, Library

    for name in ("network/neighbourhood", "partners/of", "coverage/all_heis", "coverage/place"):
        path = tmp_path / f"{name}.cypher"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((FOLDER / f"{name}.cypher").read_text("utf-8"), "utf-8")
    for text, good in ((RULE, True), (RULE.replace(old, new, 1), False)):
        (tmp_path / "gaps").mkdir(exist_ok=True)
        (tmp_path / "gaps" / "x.cypher").write_text(text, "utf-8")
        if good:
            assert Library(tmp_path)["gaps/x"].header.is_rule
            continue
        with pytest.raises(QueryFileError):
            Library(tmp_path)["gaps/x"]


def test_a_denominator_is_asked_with_what_the_rule_was_given(surveyed: Service) -> None:
    found = only(surveyed.gaps("呈贡区", ["pairing_rule"]))
    total = ask(surveyed.store, surveyed.names, "coverage/all_pairing_units", {"place": "呈贡区"}).rows[0]["total"]
    assert found.total == total
