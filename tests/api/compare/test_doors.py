"""Comparing at the doors: commands, routes, another process."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

import api.cli.__main__  # noqa: F401 - brings the commands
from api.app import create_app
from api.cli.base import app
from api.compare.loads import KeptLoads
from api.remote.connect import OPERATIONS, argument_types, result_type
from api.service import Service
from graph.settings import settings
from graph.stores.kglite import KgliteStore
from tests.api.clients import client_of
from tests.api.compare.sheets import YUCI, changed_sheet


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A graph in which one sheet was loaded, and then its changed copy."""
    folder = tmp_path_factory.mktemp("doors")
    with KgliteStore(str(folder / "graph.kgl")) as store:
        desk = Service(store)
        desk.kept = KeptLoads(folder / "loads")
        desk.load([str(YUCI)])
        desk.load([str(changed_sheet(folder))])
        yield desk


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with client_of(create_app(service)) as client:
        yield client


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    """Commands on a store of their own."""
    monkeypatch.setenv("XIAODI_STORE", str(tmp_path / "graph.kgl"))
    monkeypatch.setenv("XIAODI_VAR", str(tmp_path / "var"))
    settings.cache_clear()
    yield CliRunner()
    settings.cache_clear()


ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("regions", {"a": "榆次区", "b": "晋中市"}),
    ("dates", {"place": "榆次区", "from": "2022", "to": "2024-06"}),
    ("loads", {"source": "000-yuci"}),
)


@pytest.mark.parametrize(("kind", "params"), ASKED)
def test_each_comparison_as_json_as_a_table_and_as_a_page(
    client: TestClient, kind: str, params: dict[str, str]
) -> None:
    found = client.get(f"/v1/comparisons/{kind}", params=params).json()
    assert (found["kind"], found["meta"]["filters"]["compare"]) == (kind, kind)
    table = client.get(f"/v1/comparisons/{kind}", params=params, headers={"Accept": "text/csv"})
    assert table.headers["content-type"].startswith("text/csv")
    ids = {row["row_id"] for row in csv.DictReader(io.StringIO(table.text))}
    assert {row["id"] for row in found["differences"]} <= ids
    drawn = client.get(f"/v1/comparisons/{kind}.html", params=params | {"lang": "en"})
    assert drawn.headers["content-type"].startswith("text/html")
    page = re.search(r'<script type="application/json" id="data">(.*?)</script>', drawn.text, re.S)
    assert page
    ids = {row["edge_id"] for row in found["picture"] if row.get("edge_id")}
    assert {edge["id"] for edge in json.loads(page[1])["edges"]} == ids
    assert found["second"]["title"]["en"] in drawn.text


def test_a_picture_tells_states_by_more_than_colour(client: TestClient) -> None:
    text = client.get("/v1/comparisons/loads.html", params={"source": "000-yuci"}).text
    page = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)
    assert page
    data: dict[str, Any] = json.loads(page[1])
    forms = {edge["state"]: (str(edge["dashes"]), edge["width"], edge["color"]["color"]) for edge in data["edges"]}
    assert len({form[:2] for form in forms.values()}) == len({form[2] for form in forms.values()}) == len(forms) == 3
    assert {node["label"][0] for node in data["nodes"] if node["state"] == "changed"} == {"≠"}
    legend = re.search(r'id="state-legend".*?</ul>', text, re.S)
    assert legend
    assert all(word in legend[0] for word in ("新增", "消失", "改动", "相同"))


def test_the_loads_of_a_source_are_listed_and_chosen(client: TestClient) -> None:
    kept = client.get("/v1/sources/000-yuci/loads").json()["rows"]
    assert [row["version"] for row in kept] == sorted(row["version"] for row in kept)
    ids = [row["load_id"] for row in kept]
    chosen = {"source": "000-yuci", "from": ids[1], "to": ids[0]}
    found = client.get("/v1/comparisons/loads", params=chosen).json()
    assert (found["first"]["filters"]["load"], found["second"]["filters"]["load"]) == (ids[1], ids[0])


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("regions", {"a": "榆次区"}, 422),
        ("regions", {"a": "榆次区", "b": "无此地"}, 404),
        ("regions", {"a": "榆次区", "b": "太原理工大学"}, 422),
        ("dates", {"from": "soon", "to": "2024"}, 422),
        ("loads", {"source": "000-yuci", "from": "../x"}, 404),
        ("loads", {"source": "none"}, 404),
        ("loads", {"source": "../etc"}, 422),
    ],
)
def test_mistakes_are_told(client: TestClient, path: str, params: dict[str, str], status: int) -> None:
    answer = client.get(f"/v1/comparisons/{path}", params=params)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert client.get("/v1/sources/none/loads").status_code == 404


def test_a_planner_compares_at_the_terminal(runner: CliRunner, tmp_path: Path) -> None:
    for path in (YUCI, changed_sheet(tmp_path)):
        assert runner.invoke(app, ["load", str(path)]).exit_code == 0
    shown = runner.invoke(app, ["compare", "--source", "000-yuci"])
    assert shown.exit_code == 0, shown.output
    assert "13所" in shown.output and "15所" in shown.output
    listed = json.loads(runner.invoke(app, ["compare", "--source", "000-yuci", "--loads", "-f", "json"]).stdout)
    assert len(listed) == 2
    out = tmp_path / "榆次.html"
    asked = ["compare", "--in", "榆次区", "--dates", "2022", "2024-06", "-o", str(out)]
    assert runner.invoke(app, asked).exit_code == 0
    assert "榆次区 2024-06" in out.read_text("utf-8")
    regions = json.loads(runner.invoke(app, ["compare", "榆次区", "晋中市", "-f", "json"]).stdout)
    assert regions["kind"] == "regions"


def test_files_are_compared_without_a_graph(runner: CliRunner, tmp_path: Path) -> None:
    asked = ["compare", str(YUCI), str(changed_sheet(tmp_path)), "-f", "csv"]
    shown = runner.invoke(app, asked)
    assert shown.exit_code == 0, shown.output
    assert "15所" in shown.stdout
    assert not (tmp_path / "graph.kgl").exists()
    same = runner.invoke(app, ["compare", str(YUCI), str(YUCI)])
    assert "两边相同" in same.output


@pytest.mark.parametrize(
    "given",
    [
        [],
        ["榆次区"],
        ["榆次区", "呈贡区", "雁山区"],
        ["榆次区", "呈贡区", "--source", "000-yuci"],
        ["--in", "榆次区"],
        ["榆次区", "呈贡区", "--loads"],
    ],
)
def test_what_is_to_be_compared_must_be_clear(runner: CliRunner, given: list[str]) -> None:
    done = runner.invoke(app, ["compare", *given])
    assert done.exit_code != 0
    assert "选一种" in str(done.exception)


def test_another_process_may_compare(service: Service) -> None:
    for operation in ("compare_regions", "compare_dates", "compare_loads", "kept_loads"):
        assert OPERATIONS[operation] == "reader"
        assert argument_types(operation)
    found = service.compare_loads("000-yuci")
    adapter = result_type("compare_loads")
    assert adapter.validate_json(adapter.dump_json(found)) == found
