"""Tables at the doors: kinds, templates, proposed maps by HTTP and by the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

import api.cli.__main__  # noqa: F401 - brings the commands
from api.app import create_app
from api.cli.base import app
from api.service import Service
from graph.settings import Settings
from graph.stores.kglite import KgliteStore
from loaders.table.kinds import KINDS
from loaders.table.mapping import read_map
from loaders.table.reading import open_book
from tests.api.clients import client_of

RAW = {"Content-Type": "application/octet-stream"}
TABLE = "社区,合作高校,合作形式\n玉湖社区,山西医科大学、太原理工大学,签约\n榆次区,晋中学院,战略合作\n"
runner = CliRunner()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("tables")
    with KgliteStore(str(folder / "graph.kgl")) as store:
        application = create_app(Service(store), config=Settings(var=folder / "var"))
        with client_of(application) as client:
            yield client


def sent(client: TestClient, text: str, name: str = "名单.csv") -> str:
    answer = client.post("/v1/uploads", params={"name": name}, content=text.encode(), headers=RAW)
    return str(answer.json()["id"])


def proposed(client: TestClient, upload: str, **more: str) -> dict[str, Any]:
    answer = client.post("/v1/tables/maps", json={"upload": upload, **more})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_the_kinds_tell_all_that_a_form_needs(client: TestClient) -> None:
    kinds = {kind["name"]: kind for kind in client.get("/v1/tables/kinds").json()["kinds"]}
    assert list(kinds) == list(KINDS)
    fields = {field["name"]: field for field in kinds["partners"]["fields"]}
    assert fields["a"]["heading"] == {"zh": "甲方", "en": "party a"}
    assert (fields["a"]["required"], fields["a"]["many"], fields["b"]["many"]) == (True, False, True)
    assert fields["kind"]["choices"] == {"signed": "签约", "paired": "结对", "joint": "共建"}
    assert fields["b"]["split"][0] == "、"


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_and_its_map_come_in_two_languages(client: TestClient, tmp_path: Path, kind: str) -> None:
    for lang, headings in (
        ("zh", {one.zh for one in KINDS[kind].fields}),
        ("en", {one.en for one in KINDS[kind].fields}),
    ):
        for form in ("xlsx", "csv", "map"):
            answer = client.get(f"/v1/tables/templates/{kind}", params={"format": form, "lang": lang, "in": "530114"})
            assert answer.status_code == 200, answer.text
            name = answer.headers["content-disposition"].split('"')[1]
            (tmp_path / name).write_bytes(answer.content)
        found = read_map(tmp_path / f"{kind}.map.yaml")
        assert found.source.region == "530114"
        assert {column.heading for column in found.tables[0].columns} == headings
        for name in (f"{kind}.xlsx", f"{kind}.csv"):
            book = open_book(tmp_path / name)
            (line,) = book.lines(book.sheets[0])
            assert {cell.text for cell in line.cells} == headings
        assert open_book(tmp_path / f"{kind}.xlsx").sheets[0] == found.tables[0].sheet


def test_a_map_is_proposed_for_an_upload(client: TestClient, tmp_path: Path) -> None:
    found = proposed(client, sent(client, TABLE), region="榆次区")
    (sheet,) = found["sheets"]
    assert (sheet["kind"], found["missing"], found["left"]) == ("partners", [], [])
    columns = {column["heading"]: column for column in sheet["columns"]}
    assert [columns[name]["field"] for name in ("社区", "合作高校", "合作形式")] == ["a", "b", "kind"]
    assert columns["合作高校"]["split"] == ["、"]
    assert columns["合作形式"]["samples"] == ["签约", "战略合作"]
    assert "战略合作" in columns["合作形式"]["todo"][0]["zh"]
    assert all(set(column["why"]) == {"zh", "en"} and 0 <= column["score"] <= 1 for column in sheet["columns"])
    (tmp_path / "m.yaml").write_text(found["yaml"], encoding="utf-8")
    assert read_map(tmp_path / "m.yaml").source.region == "140702"


def test_the_kind_may_be_said(client: TestClient) -> None:
    found = proposed(client, sent(client, TABLE), kind="agreements")
    assert found["sheets"][0]["kind"] == "agreements"
    assert "name" in found["sheets"][0]["missing"]
    assert {text["en"].partition(": no column is ")[2] for text in found["missing"]} >= {"name, which is needed"}


@pytest.mark.parametrize(("name", "text"), [("a.csv", "foo,bar\n1,2\n"), ("a.docx", "x"), ("a.xlsx", "x")])
def test_what_is_no_table_is_refused_without_names_of_folders(client: TestClient, name: str, text: str) -> None:
    answer = client.post("/v1/tables/maps", json={"upload": sent(client, text, name)})
    assert answer.status_code == 422
    told = answer.json()
    assert told["detail"] and "table-" not in answer.text and "/" not in told["detail"]


def test_an_upload_that_is_not_there_is_not_found(client: TestClient) -> None:
    answer = client.post("/v1/tables/maps", json={"upload": "u-0123456789abcdef"})
    assert answer.status_code == 404
    upload = sent(client, TABLE)
    assert client.post("/v1/tables/maps", json={"upload": upload, "region": "无此地"}).status_code == 404


def test_nothing_is_left_lying_about(client: TestClient) -> None:
    proposed(client, sent(client, TABLE))
    var: Path = client.app.state.config.var  # type: ignore[attr-defined]
    assert not list(var.glob("table-*"))


def chosen(**more: Any) -> dict[str, Any]:
    columns = [
        {"heading": "社区", "fields": ["a"]},
        {"heading": "合作高校", "fields": ["b"], "split": ["、"]},
        {"heading": "合作形式", "fields": ["kind"], "lookup": {"战略合作": "签约"}},
    ]
    head = {"id": "partners-2024", "title": "名单", "region": "榆次区"}
    return head | {"tables": [{"kind": "partners", "columns": columns}]} | more


def test_a_table_is_loaded_by_what_somebody_chose(client: TestClient) -> None:
    answer = client.post("/v1/tables/maps/text", json=chosen())
    assert answer.status_code == 200, answer.text
    uploads = [sent(client, TABLE), sent(client, answer.json()["yaml"], "名单.map.yaml")]
    job = client.post("/v1/jobs", json={"kind": "load", "uploads": uploads, "dry_run": True}).json()
    while (found := client.get(f"/v1/jobs/{job['id']}").json())["state"] in ("queued", "running"):
        pass
    assert found["state"] == "done"
    (report,) = found["report"]
    assert (report["source"], report["read"], report["problems"]) == ("partners-2024", 2, [])


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"tables": [{"kind": "partners", "columns": [{"heading": "社区", "fields": ["a"]}]}]}, "b"),
        ({"tables": [{"kind": "partners", "columns": [{"heading": "x", "fields": ["nothing"]}]}]}, "nothing"),
        ({"id": "No Id"}, "id"),
        ({"tables": []}, "tables"),
    ],
)
def test_a_choice_that_cannot_be_read_back_is_refused(client: TestClient, more: dict[str, Any], says: str) -> None:
    answer = client.post("/v1/tables/maps/text", json=chosen(**more))
    assert answer.status_code == 422
    assert says in answer.text


# --- the command line -------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> Any:
    return runner.invoke(app, list(args), env={"COLUMNS": "200"})


def test_the_command_writes_a_template_and_keeps_what_is_there(folder: Path) -> None:
    assert run("template", "合作伙伴.xlsx", "--in", "榆次区").exit_code == 0
    assert read_map(folder / "合作伙伴.map.yaml").source.region == "140702"
    assert run("template", "合作伙伴.xlsx").exception is not None
    told = run("template", "合作伙伴.xlsx", "--force", "--lang", "en")
    assert "榆次区" in told.output, "the place that was not said is told"
    assert open_book(folder / "合作伙伴.xlsx").sheets[0] == "partners"
    assert run("template", "台账.xlsx", "--kind", "partners", "--kind", "数字").exit_code == 0
    assert open_book(folder / "台账.xlsx").sheets[:2] == ("合作伙伴", "数字")


def test_the_command_proposes_a_map_and_keeps_what_is_there(folder: Path) -> None:
    (folder / "名单.csv").write_text(TABLE, encoding="utf-8")
    only = run("map", "名单.csv", "--print", "--in", "榆次区")
    assert only.exit_code == 0 and not (folder / "名单.map.yaml").exists()
    assert run("map", "名单.csv", "--in", "榆次区").exit_code == 0
    written = (folder / "名单.map.yaml").read_text(encoding="utf-8")
    assert written in only.output
    assert read_map(folder / "名单.map.yaml").tables[0].kind.name == "partners"
    (folder / "名单.map.yaml").write_text("mine", encoding="utf-8")
    assert run("map", "名单.csv").exception is not None
    assert (folder / "名单.map.yaml").read_text(encoding="utf-8") == "mine"
    shown = run("map", "名单.csv", "--in", "榆次区", "--force")
    assert "合作高校" in shown.output and "战略合作" in shown.output


def test_the_command_says_what_is_wanting(folder: Path) -> None:
    (folder / "名单.csv").write_text("社区,高校\n玉湖社区,晋中学院\n", encoding="utf-8")
    told = run("map", "名单.csv", "--in", "榆次区")
    assert told.exit_code == 1
    assert "kind" in told.output
