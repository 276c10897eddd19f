"""Proposals from a sheet to the answers: accept, reject, correct, merge, undo, and reading the document again."""

from pathlib import Path
from typing import Any

import pytest

from api.service import Service
from graph.errors import BadParameter, NotFound, Refused
from graph.exchange import export_lines, import_lines
from graph.identity import EdgeKey, content_key, entity_id
from graph.ontology.organizations import Enterprise
from graph.ontology.works import Agreement
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from loaders.run import load
from tests.conftest import FACTSHEETS, PROPOSALS

SHEET = PROPOSALS / "yuci.yaml"
SOURCE = "proposed-yuci"
TUT, YUHU, JINLUN = "moe-4114010112", "cn-140702002010", "cn-140702002"
QINGHE = entity_id(Enterprise, "青禾测绘公司", "cn-140702")
SHORT = entity_id(Enterprise, "青禾测绘", "cn-140702")
DEAL = entity_id(Agreement, "k-qinghe", SOURCE)
TIE = EdgeKey("PARTNERS_WITH", TUT, YUHU, "signed").id
SERVES = EdgeKey("SERVES", SHORT, YUHU).id
TOLD = ("规划员", "已核对原文")


@pytest.fixture
def desk(store: GraphStore) -> Service:
    service = Service(store)
    read(service, SHEET)
    return service


def read(desk: Service, *paths: Path) -> None:
    for report in load(desk.store, list(paths)):
        assert report.ok, [problem.say("en") for problem in report.problems]


def listed(desk: Service, **rule: Any) -> set[str]:
    return {row["item_id"] for row in desk.ask("reviews/list", rule).rows}


def partners(desk: Service, entity: str = TUT) -> set[str]:
    return {row["partner"] for row in desk.ask("partners/of", {"entity": entity}).rows}


def status(desk: Service, id_: str) -> str:
    found: str = desk.review(id_).item["status"]
    return found


def graph(desk: Service) -> list[str]:
    return [line for line in export_lines(desk.store) if '"label":"Decision"' not in line]


def corrected(tmp_path: Path, *pairs: tuple[str, str]) -> Path:
    """The sheet as the same document gives it after an edit."""
    text = SHEET.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "corrected.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_proposals_are_apart_from_answers(desk: Service) -> None:
    assert {TIE, SERVES, TUT, QINGHE, DEAL} <= listed(desk)
    assert desk.search("太原理工") == []
    assert desk.ask("network/whole", {}).rows == []
    assert desk.status().nodes["Passage"] == 5


def test_a_proposal_leaves_no_trace_on_what_is_stated(store: GraphStore) -> None:
    desk = Service(store)
    read(desk, FACTSHEETS / "000-yuci.yaml")
    before = {row["entity_id"]: row for row in desk.ask("entities/profile", {"entity": YUHU}).rows}
    said = desk.ask("sources/says", {"entity": YUHU}).rows
    read(desk, SHEET)
    assert {row["entity_id"]: row for row in desk.ask("entities/profile", {"entity": YUHU}).rows} == before
    assert desk.ask("sources/says", {"entity": YUHU}).rows == said
    found = desk.review(YUHU).item
    assert (found["status"], found["proposed_by"], found["confidence"]) == ("stated", [SOURCE], None)
    assert YUHU not in listed(desk)


def test_one_is_shown_with_its_passage_in_context(desk: Service) -> None:
    found = desk.review(TIE, around=1)
    assert (found.item["confidence"], found.item["reasons_en"]) == (0.96, ["signing"])
    assert [(one["paragraph"], one["cited"]) for one in found.passages] == [(1, False), (2, True), (3, False)]
    assert "当场签约" in found.passages[1]["text"]
    claim = next(row for row in desk.ask("reviews/list", {"type": "Claim"}).rows)
    assert [one["passage_id"] for one in desk.review(claim["item_id"], 0).passages] == [f"{SOURCE}#5-6"]
    with pytest.raises(NotFound):
        desk.review("e-0000000000000000")


def test_the_list_is_in_order_filtered_and_continued(desk: Service) -> None:
    rows = desk.ask("reviews/list", {}).rows
    assert [(-row["confidence"], row["item_id"]) for row in rows] == sorted(
        (-row["confidence"], row["item_id"]) for row in rows
    )
    pages: list[Any] = []
    after: dict[str, Any] = {}
    for _ in range(len(rows)):
        part = desk.ask("reviews/list", {"limit": 3} | after).rows
        pages += part
        if len(part) < 3:
            break
        after = {"after_confidence": part[-1]["confidence"], "after_id": part[-1]["item_id"]}
    assert pages == rows
    assert listed(desk, type="PARTNERS_WITH") == {TIE}
    assert listed(desk, source="another") == listed(desk, region="53") == set()
    assert listed(desk, region="1407", min_confidence=0.6, max_confidence=0.6) == {SERVES}


def test_accepting_a_relation_accepts_its_ends_in_one_go(desk: Service) -> None:
    done = desk.accept([TIE], *TOLD)
    assert set(done.along) == {TUT, YUHU}
    assert partners(desk) == {"玉湖社区"}
    assert not {TIE, TUT, YUHU} & listed(desk)
    props = next(line for line in graph(desk) if f'"edge":"{TIE}"' in line)
    assert '"confidence":0.96' not in props.partition('"stated":')[0]
    desk.undo(done.undo, *TOLD)
    assert {TIE, TUT, YUHU} <= listed(desk)


def test_accepting_a_figure_accepts_what_it_is_about(desk: Service) -> None:
    claim = desk.ask("reviews/list", {"type": "Claim"}).rows[0]
    done = desk.accept([claim["item_id"]], *TOLD)
    assert QINGHE in done.along
    assert [row["printed"] for row in desk.ask("claims/by_topic", {"topic": "实习生"}).rows] == ["30余名"]


def test_a_rejected_entity_takes_its_relations_off_the_list(desk: Service) -> None:
    done = desk.reject([SHORT], *TOLD)
    assert not {SHORT, SERVES} & listed(desk)
    assert listed(desk, status="rejected") == {SHORT}
    with pytest.raises(Refused):
        desk.accept([SERVES], *TOLD)
    desk.undo(done.decisions[0], *TOLD)
    assert {SHORT, SERVES} <= listed(desk)


def test_a_name_a_type_and_a_property_are_corrected_and_accepted(desk: Service) -> None:
    before = graph(desk)
    done = desk.correct(QINGHE, {"name": "青禾测绘有限公司", "type": "ResearchInstitute"}, *TOLD)
    row = desk.ask("entities/profile", {"entity": "青禾测绘有限公司"}).rows[0]
    assert (row["label"], row["entity_id"], row["aliases"]) == ("ResearchInstitute", QINGHE, ["青禾测绘公司"])
    assert desk.store.read("MATCH (n:Enterprise) WHERE n.id = $id RETURN n.id AS id", {"id": QINGHE}).rows == []
    desk.correct(DEAL, {"date": "2024-05-09"}, *TOLD)
    days = "MATCH (a:Agreement) RETURN a.date AS date, a.date_first AS first, a.date_last AS last"
    assert desk.store.read(days).rows == [{"date": "2024-05-09", "first": "2024-05-09", "last": "2024-05-09"}]
    desk.undo(done.undo, *TOLD)
    desk.undo(desk.ask("reviews/decisions", {"item": DEAL}).rows[0]["batch"], *TOLD)
    assert graph(desk) == before


def test_an_end_and_a_kind_are_corrected(desk: Service) -> None:
    done = desk.correct(TIE, {"from": JINLUN, "kind": "joint"}, *TOLD)  # of a symmetric edge the ends as shown
    moved = EdgeKey("PARTNERS_WITH", TUT, JINLUN, "joint").id
    assert set(done.along) == {TUT, JINLUN}
    rows = desk.ask("partners/of", {"entity": TUT}).rows
    assert [(row["partner"], row["kinds"], row["evidence"]) for row in rows] == [
        ("锦纶街道", ["joint"], [f"{SOURCE}#2"])
    ]
    assert status(desk, moved) == "stated"
    with pytest.raises(NotFound):
        desk.review(TIE)
    read(desk, SHEET)
    assert status(desk, moved) == "stated"
    desk.undo(done.undo, *TOLD)
    assert status(desk, TIE) == "proposed"


def test_what_a_figure_is_about_is_corrected(desk: Service) -> None:
    claim = desk.ask("reviews/list", {"type": "Claim"}).rows[0]["item_id"]
    desk.correct(claim, {"about": YUHU, "printed": "近40名"}, *TOLD)
    row = desk.ask("claims/of_entity", {"entity": YUHU}).rows[0]
    assert (row["printed"], row["topic"], status(desk, QINGHE)) == ("近40名", "实习生", "proposed")
    bounds = desk.store.read("MATCH (c:Claim) RETURN c.value AS value, c.high AS high, c.qualifier AS qualifier").rows
    assert bounds == [{"value": 40, "high": 40.0, "qualifier": "近"}]


@pytest.mark.parametrize(
    ("item", "changes"),
    [
        (QINGHE, {"type": "Galaxy"}),
        (QINGHE, {"colour": "red"}),
        (QINGHE, {"name": ""}),
        (DEAL, {"date": "2024-13"}),
        (DEAL, {"type": "Community"}),
        (TIE, {"kind": "friendly"}),
        (TIE, {"type": "LIKES"}),
        (TIE, {"type": "ISSUED"}),
        (TIE, {"to": TUT}),
        (TIE, {"to": YUHU}),
        (TIE, {}),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_and_writes_nothing(
    desk: Service, item: str, changes: dict[str, Any]
) -> None:
    before = list(export_lines(desk.store))
    with pytest.raises(BadParameter):
        desk.correct(item, changes, *TOLD)
    assert list(export_lines(desk.store)) == before


def test_a_proposal_is_merged_with_what_exists(desk: Service) -> None:
    desk.accept([QINGHE], *TOLD)
    done = desk.merge_into(SHORT, "青禾测绘公司", *TOLD)
    assert SHORT not in listed(desk)
    assert desk.resolve("青禾测绘").id == QINGHE
    moved = EdgeKey("SERVES", QINGHE, YUHU).id
    assert moved in listed(desk)
    read(desk, SHEET)
    assert SHORT not in listed(desk)
    desk.undo(done.undo, *TOLD)
    assert {SHORT, SERVES} <= listed(desk)


def test_what_was_accepted_stays_so_when_an_end_is_merged_later(desk: Service) -> None:
    desk.accept([SERVES, QINGHE], *TOLD)
    desk.merge_into(SHORT, QINGHE, *TOLD)
    assert status(desk, EdgeKey("SERVES", QINGHE, YUHU).id) == "stated"


def test_two_ends_that_are_merged_and_parted_have_their_relation_again(desk: Service) -> None:
    before = graph(desk)
    done = desk.merge_into(SHORT, YUHU, *TOLD)
    assert SERVES not in listed(desk)
    assert not [row for row in desk.ask("reviews/list", {}).rows if row["type"] == "SERVES"]
    desk.undo(done.undo, *TOLD)
    assert graph(desk) == before


# --- reading again ------------------------------------------------------------------------------------


def test_reading_the_same_document_reopens_nothing(desk: Service) -> None:
    desk.accept([TIE], *TOLD)
    desk.reject([SHORT], *TOLD)
    desk.correct(QINGHE, {"name": "青禾公司"}, *TOLD)
    before, wait = graph(desk), listed(desk)
    version = desk.ledger.version()
    read(desk, SHEET)
    assert (graph(desk), listed(desk), desk.ledger.version()) == (before, wait, version)
    desk.unload(SOURCE)
    assert listed(desk) == set()
    read(desk, SHEET)
    assert (graph(desk), listed(desk)) == (before, wait)


def test_reading_a_corrected_document_reopens_nothing(desk: Service, tmp_path: Path) -> None:
    desk.accept([TIE], *TOLD)
    desk.reject([SHORT, DEAL], *TOLD)
    wait = listed(desk)
    moved = corrected(tmp_path, ("at: 5-6", "at: 8-9"), ("at: 5", "at: 8"), ("at: 4", "at: 7"), ("at: 3", "at: 5"),
                      ("at: 2", "at: 4"), ("当场签约", "当天签了约"))  # fmt: skip
    read(desk, moved)
    assert listed(desk) == wait
    assert (status(desk, TIE), desk.review(TIE).item["evidence"]) == ("stated", [f"{SOURCE}#4"])
    assert "当天签了约" in desk.review(TIE, 0).passages[0]["text"]


def test_unloading_takes_the_passages_too(desk: Service) -> None:
    desk.unload(SOURCE)
    assert "Passage" not in desk.status().nodes


def test_an_export_carries_proposals_passages_and_decisions(desk: Service, tmp_path: Path) -> None:
    desk.accept([TIE], *TOLD)
    desk.correct(SERVES, {"to": JINLUN}, *TOLD)
    lines = list(export_lines(desk.store))
    with KgliteStore(str(tmp_path / "copy.kgl")) as copy:
        import_lines(copy, lines)
        again = list(export_lines(copy))
        import_lines(copy, lines)
        assert list(export_lines(copy)) == again == lines


# --- many at once ---------------------------------------------------------------------------------------


def test_many_are_accepted_together_or_not_at_all(desk: Service) -> None:
    before = list(export_lines(desk.store))
    with pytest.raises(NotFound):
        desk.accept([TIE, SERVES, "e-0000000000000000"], *TOLD)
    assert list(export_lines(desk.store)) == before
    with pytest.raises(Refused):
        desk.accept([TIE, SOURCE], *TOLD)
    assert list(export_lines(desk.store)) == before
    everything = sorted(listed(desk))
    done = desk.accept(everything, *TOLD)
    assert listed(desk) == set()
    desk.undo(done.undo, *TOLD)
    assert sorted(listed(desk)) == everything
    assert [line for line in before if '"label":"Decision"' not in line] == graph(desk)


def test_what_is_decided_is_no_proposal_any_more(desk: Service) -> None:
    desk.accept([TIE], *TOLD)
    with pytest.raises(Refused):
        desk.accept([TIE], *TOLD)
    with pytest.raises(NotFound):
        desk.undo("d-000000000000", *TOLD)
    with pytest.raises(BadParameter):
        desk.reject([SERVES], "", "为什么")


def test_a_key_made_of_content_knows_no_order_and_no_paragraph() -> None:
    assert content_key("协议", "甲", "乙") == content_key("乙", "协议", "甲 ")
    assert content_key("协议", "甲") != content_key("协议", "乙")
