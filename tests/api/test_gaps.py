"""Coverage and gaps at the doors: JSON, CSV, XLSX, the command line; no cell runs as a formula."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

import api.cli.__main__  # noqa: F401 - brings the commands
from api.app import create_app
from api.cli.base import app
from api.remote.connect import OPERATIONS, argument_types, result_type
from api.service import Service
from api.tables import as_csv, as_xlsx, harmless
from graph.settings import settings
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from loaders.run import find_paths, load
from tests.api.clients import client_of
from tests.conftest import FACTSHEETS

EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx")


@pytest.fixture(scope="module")
def client(five: GraphStore) -> Iterator[TestClient]:
    with client_of(create_app(Service(five))) as client:
        yield client


def sheet_cells(content: bytes) -> list[str]:
    """The texts of an XLSX file, and the formulas in it as `=...`."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - our own file
        page = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    formulas = [f"={item.text}" for item in page.iter() if item.tag.endswith("}f")]
    return [item.text or "" for item in shared.iter() if item.tag.endswith("}t")] + formulas


def test_gaps_come_as_json_csv_and_xlsx(client: TestClient) -> None:
    asked = {"place": "榆次区", "rule": "declared_vs_named"}
    found = client.get("/v1/gaps", params=asked).json()
    assert [one["rule"] for one in found["rules"]] == ["declared_vs_named"]
    assert found["rules"][0]["count"] == len(found["rows"]) <= found["rules"][0]["total"]
    wordings = {finding["wording"]["zh"] for finding in found["rows"]}
    table = client.get("/v1/gaps", params={**asked, "format": "csv"})
    assert table.headers["content-type"].startswith("text/csv")
    assert {row["wording"] for row in csv.DictReader(io.StringIO(table.text))} == wordings
    book = client.get("/v1/gaps", params={**asked, "format": "xlsx"})
    assert wordings <= set(sheet_cells(book.content))


def test_coverage_of_one_place_of_several_and_of_all(client: TestClient) -> None:
    one = client.get("/v1/coverage", params={"place": "呈贡区"}).json()["rows"]
    assert one[0]["place"] == "呈贡区"
    assert len(one) == 5
    several = client.get("/v1/coverage", params={"place": ["榆次区", "呈贡区"]}).json()["rows"]
    assert [row["place"] for row in several] == ["榆次区", "呈贡区"]
    provinces = client.get("/v1/coverage").json()["rows"]
    assert {"山西省", "广西壮族自治区"} <= {row["place"] for row in provinces}
    assert sheet_cells(client.get("/v1/coverage", params={"place": "呈贡区", "format": "xlsx"}).content)


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("/v1/gaps", {}, 422),
        ("/v1/gaps", {"place": "无此地"}, 404),
        ("/v1/gaps", {"place": "榆次区", "rule": "nothing"}, 404),
        ("/v1/gaps", {"place": "榆次区", "format": "pdf"}, 422),
        ("/v1/coverage", {"place": "榆次区", "level": "Galaxy"}, 422),
        ("/v1/coverage", {"place": "榆次区", "as_of": "soon"}, 422),
    ],
)
def test_mistakes_are_told(client: TestClient, path: str, params: dict[str, str], status: int) -> None:
    answer = client.get(path, params=params)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_runs_as_a_formula(text: str) -> None:
    rows = [{"name": text, "also": [text], "number": -1}]
    kept = next(iter(csv.DictReader(io.StringIO(as_csv(("name", "also", "number"), rows)))))
    assert kept["name"] == kept["also"] == "'" + text.replace("\r", "\n")
    assert kept["number"] == "-1"
    cells = sheet_cells(as_xlsx(("name", "also", "number"), rows))
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_plain_text_is_left_alone() -> None:
    assert harmless("玉湖社区") == "玉湖社区"
    assert harmless("a=b") == "a=b"


@pytest.fixture
def runner(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    """Commands in this process, on a store of their own."""
    path = f"{tmp_path}/graph.kgl"
    with KgliteStore(path) as store:
        list(load(store, find_paths([FACTSHEETS])))
    monkeypatch.setenv("XIAODI_STORE", path)
    settings.cache_clear()
    yield CliRunner()
    settings.cache_clear()


def test_a_planner_accepts_a_gap_at_the_terminal(runner: CliRunner) -> None:
    asked = ["gaps", "--in", "榆次区", "--rule", "needs_unmet", "--format", "json"]
    before = json.loads(runner.invoke(app, asked).stdout)
    assert [row["accepted"] for row in before] == [False]
    subject = before[0]["subject_id"]
    done = runner.invoke(
        app, ["accept-gap", "needs_unmet", subject, "--until", "2999-06", "--why", "立项中", "--who", "甲"]
    )
    assert done.exit_code == 0, done.output
    after = json.loads(runner.invoke(app, asked).stdout)
    assert [(row["accepted"], row["until"], row["why"]) for row in after] == [(True, "2999-06", "甲：立项中")]
    assert "可选" not in runner.invoke(app, ["gaps", "--in", "榆次区"]).output


def test_coverage_at_the_terminal(runner: CliRunner, tmp_path: object) -> None:
    shown = runner.invoke(app, ["coverage", "--in", "呈贡区"])
    assert shown.exit_code == 0, shown.output
    assert "乌龙街道" in shown.output
    book = f"{tmp_path}/呈贡.xlsx"
    assert runner.invoke(app, ["coverage", "--in", "呈贡区", "--format", "xlsx", "--to", book]).exit_code == 0
    with open(book, "rb") as file:  # noqa: PTH123 - one line
        assert "乌龙街道" in sheet_cells(file.read())


def test_another_process_may_ask_the_owner() -> None:
    for operation in ("coverage", "gaps", "accept_gap"):
        assert operation in OPERATIONS
        assert argument_types(operation)
        assert result_type(operation)


def test_what_goes_between_processes_comes_back_the_same(five: GraphStore) -> None:
    service = Service(five)
    found = service.gaps("榆次区", ["needs_unmet", "pairing_rule"])
    adapter = result_type("gaps")
    assert adapter.validate_json(adapter.dump_json(found)) == found
