"""Suggestions at the doors: JSON, CSV, XLSX, the command line, another process."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

import api.cli.__main__  # noqa: F401 - brings the commands
from api.app import create_app
from api.cli.base import app
from api.remote.connect import OPERATIONS, argument_types, result_type
from api.service import Service
from graph.settings import settings
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from loaders.run import find_paths, load
from queries.help_run import Helper
from tests.api.clients import client_of
from tests.api.test_gaps import sheet_cells
from tests.conftest import FACTSHEETS

NEED = "基层治理难题"
FIRST = "云南民族大学民族文化学院"


@pytest.fixture(scope="module")
def client(five: GraphStore) -> Iterator[TestClient]:
    with client_of(create_app(Service(five))) as client:
        yield client


def test_json_takes_each_score_apart(client: TestClient) -> None:
    found = client.get("/v1/suggestions", params={"need": NEED, "limit": 2}).json()
    assert [need["name"] for need in found["needs"]] == [NEED]
    assert len(found["suggested"]) == 2 < found["scored"]
    first = found["suggested"][0]
    assert first["name"] == FIRST
    earned = sum(part["value"] * part["weight"] for part in first["parts"])
    assert first["score"] == (2 * earned + 100) // 200
    assert all(part["evidence"] and len(part["reason"]) == 2 for part in first["parts"])
    assert {"云南大学", "中国农业大学"} <= {helper["name"] for helper in found["already"]}
    assert all(helper["kinds"] and helper["evidence"] for helper in found["already"])


def test_a_community_is_found_by_name_and_place(client: TestClient) -> None:
    found = client.get("/v1/suggestions", params={"for": "龙湖社区", "in": "榆次区"}).json()
    assert (found["place_id"], found["needs"]) == ("cn-140702007011", [])
    assert "field" not in found["weights"]


def test_csv_and_xlsx_say_the_same(client: TestClient) -> None:
    asked = {"need": NEED}
    table = client.get("/v1/suggestions", params={**asked, "format": "csv", "lang": "en"})
    assert table.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert rows[0]["institution"] == FIRST
    assert {row["standing"] for row in rows} == {"suggested", "already"}
    assert "share “文艺” (001-chenggong#5" in rows[0]["reasons"]
    cells = sheet_cells(client.get("/v1/suggestions", params={**asked, "format": "xlsx"}).content)
    assert {FIRST, "院系", "可请", "已有合作", "签约"} <= set(cells)
    assert any(cell.startswith("领域 72×50/100：“群众文艺活动”") for cell in cells)


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({}, 422),
        ({"for": "无此地"}, 404),
        ({"for": "玉湖社区", "in": "呈贡区"}, 404),
        ({"need": "无此需求"}, 404),
        ({"for": "榆次区", "limit": "0"}, 422),
        ({"for": "榆次区", "format": "pdf"}, 422),
        ({"for": "榆次区", "as_of": "soon"}, 422),
        ({"for": "四点半课堂"}, 422),
    ],
)
def test_mistakes_are_told(client: TestClient, params: dict[str, str], status: int) -> None:
    answer = client.get("/v1/suggestions", params=params)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_another_process_gets_the_same(five: GraphStore) -> None:
    assert "could_help" in OPERATIONS
    assert {"place", "need", "within", "limit", "as_of"} == set(argument_types("could_help"))
    found = Service(five).could_help("龙湖社区", within="榆次区")
    adapter = result_type("could_help")
    again = adapter.validate_json(adapter.dump_json(found))
    assert again == found
    assert all(isinstance(helper, Helper) for helper in again.already)


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    """Commands in this process, on a store of their own."""
    path = str(tmp_path / "graph.kgl")
    with KgliteStore(path) as store:
        list(load(store, find_paths([FACTSHEETS])))
    monkeypatch.setenv("XIAODI_STORE", path)
    settings.cache_clear()
    yield CliRunner()
    settings.cache_clear()


def test_a_planner_asks_at_the_terminal(runner: CliRunner, tmp_path: Path) -> None:
    shown = runner.invoke(app, ["suggest", "--need", NEED, "--limit", "2"])
    assert shown.exit_code == 0, shown.output
    assert "呈贡区的需求：基层治理难题" in shown.output
    assert shown.output.index(FIRST) < shown.output.index("已有合作") < shown.output.index("云南艺术学院")
    told = json.loads(runner.invoke(app, ["suggest", "--need", NEED, "--format", "json"]).stdout)
    assert told["suggested"][0]["name"] == FIRST
    book = tmp_path / "谁能帮.xlsx"
    asked = ["suggest", "--for", "龙湖社区", "--in", "榆次区", "--format", "xlsx", "--to", str(book)]
    assert runner.invoke(app, asked).exit_code == 0
    assert "山西医科大学" in sheet_cells(book.read_bytes())


def test_where_nothing_is_near_it_says_so(runner: CliRunner) -> None:
    shown = runner.invoke(app, ["suggest", "--for", "大同市"])
    assert shown.exit_code == 0, shown.output
    assert "没有记录任何机构" in shown.output
