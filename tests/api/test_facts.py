"""Facts by hand at the doors: added, disputed, corrected, undone; and what the answers show of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

import api.cli.__main__  # noqa: F401 - brings the commands
from api.app import create_app
from api.cli.base import app
from api.facts import Citation, Entries, Recorded
from api.remote.connect import OPERATIONS, argument_types, result_type
from api.service import Service
from graph.errors import AmbiguousName, BadInput, Refused
from graph.exchange import export_lines, import_lines
from graph.settings import settings
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from loaders.run import load
from tests.api.clients import client_of
from tests.conftest import FACTSHEETS

SHEET = FACTSHEETS / "000-yuci.yaml"
YUHU, SXMU, GREAT_WALL = "cn-140702002010", "moe-4114010114", "长城集团"
TIE = {"type": "PARTNERS_WITH", "kind": "signed", "from": "玉湖社区", "to": "山西医科大学", "valid_from": "2024-03"}
CITED: dict[str, Any] = {"source": "000-yuci", "at": ["12"]}
PAPER: dict[str, Any] = {
    "title": "校地日报道",
    "publisher": "榆次报",
    "published": "2024-05",
    "region": "榆次区",
    "at": ["p2", "表1!C3"],
}
TOLD = ("规划员", "已核对")
SAID = dict(zip(("who", "why"), TOLD, strict=True))


@pytest.fixture
def desk(store: GraphStore) -> Service:
    assert all(report.ok for report in load(store, [SHEET]))
    return Service(store)


def add(desk: Service, cited: dict[str, Any] = CITED, *, dry_run: bool = False, **entries: Any) -> Recorded:
    return desk.add_facts(Entries(**entries), Citation(**cited), *TOLD, dry_run)


def partner(desk: Service, name: str = "山西医科大学") -> dict[str, Any] | None:
    rows = desk.ask("partners/of", {"entity": YUHU}).rows
    return next((row for row in rows if row["partner"] == name), None)


def bare(desk: Service) -> list[str]:
    return [line for line in export_lines(desk.store) if '"label":"Decision"' not in line]


def test_a_tie_is_added_where_it_is_written_and_undone(desk: Service) -> None:
    before = bare(desk)
    tried = add(desk, relations=[TIE], dry_run=True)
    assert (tried.created, tried.undo, tried.decisions) == (2, None, [])
    assert bare(desk) == before
    done = add(desk, relations=[TIE])
    assert [item.about for item in done.items] == [[YUHU, SXMU]]
    found = partner(desk)
    assert found is not None
    assert (found["kinds"], found["formal"], found["evidence"]) == (["signed"], True, ["000-yuci#12"])
    assert desk.ask("sources/list", {"source": done.source}).rows[0]["kind"] == "hand"
    with pytest.raises(Refused, match="已据这份文件记下"):
        add(desk, relations=[TIE | {"valid_from": "2023"}])
    desk.undo(done.undo or "", *TOLD)
    assert bare(desk) == before
    assert add(desk, relations=[TIE]).decisions != done.decisions


def test_what_is_added_outlives_the_source_and_shows_what_others_say_of_its_ends(desk: Service) -> None:
    add(desk, relations=[TIE])
    desk.unload("000-yuci")
    assert [row["partner"] for row in desk.ask("partners/of", {"entity": YUHU}).rows] == ["山西医科大学"]
    load_again = list(load(desk.store, [SHEET]))
    assert load_again[0].ok
    profile = desk.ask("entities/profile", {"entity": YUHU}).rows[0]
    assert (profile["kind"], profile["located"]) == ("urban", ["锦纶街道"])


def test_facts_of_a_new_document_are_whole_or_not_at_all(desk: Service) -> None:
    entities = [
        {"type": "Enterprise", "name": "青禾公司", "in": "锦纶街道"},
        {"type": "Activity", "name": "校地日", "date": "2024-05"},
    ]
    hosts = {"type": "PARTICIPATES_IN", "role": "host", "from": ["青禾公司", "北京大学"], "to": "校地日", "at": "p3"}
    claims = [{"about": "榆次区", "topic": "校地活动", "printed": "12场"}]
    before = bare(desk)
    firm, undated = {"type": "Firm", "name": "甲"}, hosts | {"valid_from": "2024-13"}
    with pytest.raises(BadInput) as told:
        add(desk, PAPER, entities=[*entities, firm], relations=[undated])
    assert {problem.place for problem in told.value.problems} == {"entities 3", "relations 1.valid_from"}
    assert bare(desk) == before
    done = add(desk, PAPER, entities=entities, relations=[hosts], claims=claims)
    assert len(done.items) == 5
    assert done.evidence == [f"{done.source}#p2", f"{done.source}#表1!C3"]
    shown = desk.ask("sources/evidence", {"a": "北京大学", "b": "校地日"}).rows[0]
    assert shown["evidence"] == [f"{done.source}#p3"]
    figures = desk.ask("claims/of_entity", {"entity": "榆次区", "topic": "校地活动"}).rows
    assert [row["printed"] for row in figures] == ["12场"]
    assert {row["source"] for row in desk.ask("facts/added", {"entity": "青禾公司"}).rows} == {"校地日报道"}
    with pytest.raises(Refused, match="手工补充"):
        desk.unload(done.source or "")


def test_names_are_told_never_guessed(desk: Service) -> None:
    with pytest.raises(Exception, match="没有找到") as told:
        add(desk, relations=[TIE | {"from": "玉湖"}])
    assert YUHU in [one.id for one in told.value.candidates]  # type: ignore[attr-defined]
    with pytest.raises(BadInput, match="1 处错误") as homeless:
        add(desk, {"title": "某文", "at": ["1"]}, entities=[{"type": "Enterprise", "name": "某公司"}])
    assert "属于哪个地方" in homeless.value.say()


def test_a_dispute_marks_answers_through_loads_and_goes_when_undone(desk: Service) -> None:
    tie = partner(desk, "山西晋中理工学院")
    assert tie is not None
    assert tie["disputed"] == []
    done = desk.dispute_fact(YUHU, Citation(**PAPER), *TOLD, other="山西晋中理工学院")
    with pytest.raises(Refused, match="已据此提出异议"):
        desk.dispute_fact(done.items[0].subject, Citation(**PAPER), *TOLD)
    load_again = [*load(desk.store, [SHEET])]
    assert load_again[0].ok
    marked = partner(desk, "山西晋中理工学院")
    assert marked == tie | {"disputed": done.decisions}
    row = desk.ask("facts/disputed", {"entity": YUHU}).rows[0]
    assert (row["who"], row["why"], row["source"]) == ("规划员", "已核对", "校地日报道")
    assert row["disputed_at"] == done.evidence
    desk.unload("000-yuci")
    assert desk.ask("facts/disputed", {}).rows == []
    assert [row["kind"] for row in desk.ask("facts/list", {}).rows] == ["dispute"]
    assert next(load(desk.store, [SHEET])).ok
    assert partner(desk, "山西晋中理工学院") == marked
    desk.undo(done.undo or "", *TOLD)
    assert partner(desk, "山西晋中理工学院") == tie


def test_an_entity_and_a_figure_are_disputed_too(desk: Service) -> None:
    figure = desk.ask("claims/of_entity", {"entity": "榆次区"}).rows[0]
    whole = desk.dispute_fact(figure["claim_id"], Citation(**CITED), *TOLD)
    assert desk.ask("claims/of_entity", {"entity": "榆次区"}).rows[0]["disputed"] == whole.decisions
    one = desk.dispute_fact("玉湖社区", Citation(**CITED), *TOLD)
    assert desk.ask("entities/profile", {"entity": YUHU}).rows[0]["disputed"] == one.decisions
    assert {row["what"] for row in desk.ask("facts/disputed", {}).rows} == {"claim", "entity"}


def test_several_relations_are_offered_by_id(desk: Service) -> None:
    with pytest.raises(AmbiguousName) as told:
        desk.dispute_fact(YUHU, Citation(**CITED), *TOLD, other="山西中医药大学第三临床学院")
    assert {one.label for one in told.value.candidates} == {"PARTNERS_WITH"}


def test_what_sources_state_is_corrected_with_its_evidence(desk: Service) -> None:
    done = desk.correct_fact(GREAT_WALL, {"name": "长城集团公司"}, Citation(**PAPER), *TOLD)
    profile = desk.ask("entities/profile", {"entity": GREAT_WALL}).rows[0]
    assert (profile["name"], profile["aliases"], profile["sources"]) == ("长城集团公司", [GREAT_WALL], ["000-yuci"])
    assert profile["evidence"] == ["000-yuci#16", *done.evidence]
    listed = desk.ask("facts/list", {"kind": "correct"}).rows
    told = [(row["object"], row["value"], row["source"]) for row in listed]
    assert told == [("name", '"长城集团公司"', "校地日报道")]
    desk.undo(done.undo or "", *TOLD)
    assert desk.ask("entities/profile", {"entity": GREAT_WALL}).rows[0]["evidence"] == ["000-yuci#16"]


def test_decisions_alone_carry_facts_to_another_graph(desk: Service, tmp_path: Path) -> None:
    add(desk, PAPER, relations=[TIE])
    desk.dispute_fact("玉湖社区", Citation(**CITED), *TOLD)
    whole = list(export_lines(desk.store))
    with KgliteStore(str(tmp_path / "other.kgl")) as other:
        assert next(load(other, [SHEET])).ok
        import_lines(other, [line for line in whole if '"label":"Decision"' in line])
        assert list(export_lines(other)) == whole


# --- the routes ---------------------------------------------------------------------------------------


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with KgliteStore(f"{tmp_path}/graph.kgl") as store:
        assert next(load(store, [SHEET])).ok
        with client_of(create_app(Service(store))) as client:
            yield client


def test_the_explorer_adds_disputes_corrects_and_lists(client: TestClient) -> None:
    tried = client.post("/v1/facts", json={"source": CITED, "relations": [TIE], "dry_run": True, **SAID})
    assert (tried.status_code, tried.json()["undo"]) == (200, None)
    done = client.post("/v1/facts", json={"source": CITED, "relations": [TIE], **SAID}).json()
    tie = done["items"][0]["subject"]
    for path, body in (("disputes", {"item": tie}), ("corrections", {"item": tie, "changes": {"valid_from": "2023"}})):
        assert client.post(f"/v1/facts/{path}", json={"source": CITED, **body, **SAID}).status_code == 200
    first = client.get("/v1/facts", params={"limit": 2}).json()
    rest = client.get("/v1/facts", params={"limit": 2, "after": first["next"]}).json()
    assert [row["kind"] for row in first["rows"] + rest["rows"]] == ["correct", "dispute", "add"]
    added = client.get("/v1/facts", params={"kind": "add"}).json()["rows"]
    assert [row["decision_id"] for row in added] == done["decisions"]
    edge = client.get("/v1/queries/sources/edge", params={"edge": tie}).json()["rows"][0]
    assert (edge["since"], len(edge["disputed"])) == ("2023", 1)
    assert "更正" in client.get("/v1/facts", params={"format": "csv"}).text


MISTAKES: list[tuple[str, dict[str, Any], int]] = [
    ("", {"source": CITED}, 422),
    ("", {"source": {"at": ["1"]}, "relations": [TIE]}, 422),
    ("", {"source": CITED | {"title": "某文"}, "relations": [TIE]}, 422),
    ("", {"source": CITED | {"at": ["a b"]}, "relations": [TIE]}, 422),
    ("", {"source": {"title": "某文", "published": "2024-13", "at": ["1"]}, "relations": [TIE]}, 422),
    ("", {"source": {"source": "nobody", "at": ["1"]}, "relations": [TIE]}, 404),
    ("", {"source": CITED, "relations": [TIE | {"from": "无此地"}]}, 404),
    ("", {"source": CITED, "relations": [TIE | {"status": "proposed"}]}, 422),
    ("", {"source": CITED, "relations": [TIE, TIE]}, 403),
    ("/disputes", {"source": CITED, "item": "e-0"}, 404),
    ("/disputes", {"source": CITED, "item": "000-yuci"}, 404),
    ("/disputes", {"source": CITED, "item": YUHU, "other": GREAT_WALL}, 404),
    ("/corrections", {"source": CITED, "item": YUHU, "changes": {"code": "1"}}, 422),
]


def test_mistakes_are_told_and_nothing_is_written(client: TestClient) -> None:
    for path, body, code in MISTAKES:
        answer = client.post(f"/v1/facts{path}", json=SAID | body)
        kind = answer.headers["content-type"]
        assert (answer.status_code, kind) == (code, "application/problem+json"), (body, answer.text)
    assert client.get("/v1/facts").json()["rows"] == []


# --- the command line ---------------------------------------------------------------------------------


class Typed:
    """Commands in this process, on a store of their own."""

    def __call__(self, *args: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, ["fact", *args])
        assert done.exit_code == code, done.output
        return done.output


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Typed]:
    path = f"{tmp_path}/graph.kgl"
    with KgliteStore(path) as store:
        assert next(load(store, [SHEET])).ok
    monkeypatch.setenv("XIAODI_STORE", path)
    settings.cache_clear()
    yield Typed()
    settings.cache_clear()


def test_a_planner_records_facts_at_the_terminal(typed: Typed, tmp_path: Path) -> None:
    said = ("--who", "规划员", "--why", "已核对")
    tie = ("add", "玉湖社区", "山西医科大学", "--kind", "signed", "--source", "000-yuci#12", *said)
    assert "什么也没有写入" in typed(*tie, "--dry-run")
    assert "撤销用 d-" in typed(*tie)
    paper = ("--title", "某文", "--at", "p2", "--region", "榆次区", *said)
    typed("add", "--type", "Enterprise", "--name", "青禾公司", "--in", "锦纶街道", "--set", "aliases=青禾", *paper)
    typed("add", "--claim", "校地活动", "--about", "榆次区", "--printed", "12场", *paper)
    typed("dispute", "玉湖社区", "山西医科大学", "--source", "000-yuci#12", *said)
    typed("correct", GREAT_WALL, "name=长城集团公司", "--source", "000-yuci#16", *said)
    rows = json.loads(typed("list", "--format", "json"))
    assert [row["kind"] for row in rows] == ["更正", "异议", "补充", "补充", "补充"]
    file = tmp_path / "facts.yaml"
    entry = "relations:\n  - {type: PARTNERS_WITH, from: 玉湖社区, to: 晋中学院,\n     kind: friendly}\n"
    file.write_text(entry, encoding="utf-8")
    done = CliRunner().invoke(app, ["fact", "add", "--file", str(file), "--source", "000-yuci#12", *said])
    assert isinstance(done.exception, BadInput)
    assert [(problem.file, problem.line) for problem in done.exception.problems] == [(str(file), 3)]
    file.write_text(file.read_text(encoding="utf-8").replace("friendly", "joint"), encoding="utf-8")
    typed("add", "--file", str(file), "--source", "000-yuci#12", *said)
    assert len(json.loads(typed("list", "--about", "晋中学院", "--format", "json"))) == 1


def test_another_process_may_ask_the_owner() -> None:
    for operation in ("add_facts", "dispute_fact", "correct_fact"):
        assert OPERATIONS[operation] == "editor"
    carried = argument_types("add_facts")["source"].validate_python(Citation(**PAPER).model_dump(mode="json"))
    assert carried == Citation(**PAPER)
    done = Recorded([], ["000-yuci#1"], None, 1, 0, "d-1", ["d-1"])
    assert result_type("add_facts").validate_json(result_type("add_facts").dump_json(done)) == done
