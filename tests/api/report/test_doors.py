"""A report as a planner asks for it: by command, over HTTP, from a server elsewhere."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from fastapi.testclient import TestClient
from typer.testing import CliRunner

import api.cli.__main__  # noqa: F401 - brings the commands
from api.app import create_app
from api.cli.base import app as commands
from api.remote.connect import Server, result_type
from api.remote.door import Door
from api.service import Service
from graph.errors import BadParameter, UnknownName
from graph.settings import Settings, settings
from tests.api.clients import client_of
from tests.conftest import FACTSHEETS


@pytest.fixture(scope="module")
def client(desk: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client_of(create_app(desk, config=Settings(var=tmp_path_factory.mktemp("var")))) as client:
        yield client


def test_over_http(client: TestClient, desk: Service) -> None:
    page = client.get("/v1/reports/regions/榆次区")
    assert page.headers["content-type"].startswith("text/html")
    assert "榆次区校地合作报告" in page.text
    assert f'filename="xiaodi-report-cn-140702-v{desk.version()}-20' in page.headers["content-disposition"]
    assert json.loads(page.headers["x-export-meta"])["filters"]["place_id"] == "cn-140702"
    asked = {"format": "docx", "lang": "en", "as_of": "2023-05"}
    document = Document(io.BytesIO(client.get("/v1/reports/regions/cn-140702", params=asked).content))
    assert document.core_properties.title == "榆次区: universities and localities"
    assert "2023-05" in [cell.text for row in document.tables[0].rows for cell in row.cells]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/reports/regions/无此地", 404),
        ("/v1/reports/regions/太原理工大学", 422),
        ("/v1/reports/regions/榆次区?format=pdf", 422),
        ("/v1/reports/regions/榆次区?as_of=soon", 422),
        ("/v1/reports/regions/榆次区?as_of=2023-13", 422),
    ],
)
def test_what_cannot_be_reported_is_a_problem(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]


def test_it_goes_through_a_server_and_back(client: TestClient, desk: Service, tmp_path: Path) -> None:
    door = Door(str(client.base_url), "", "zh")
    door._http = client  # type: ignore[assignment]
    far = Server(door)
    done = far.report(str(tmp_path / "far.html"), "榆次区", language="en")
    near = desk.report(str(tmp_path / "near.html"), "榆次区", language="en")
    assert done == near
    assert (tmp_path / "far.html").read_bytes() == (tmp_path / "near.html").read_bytes()
    assert result_type("report").validate_json(result_type("report").dump_json(done)) == done
    assert {path.name for path in tmp_path.iterdir()} == {"far.html", "near.html"}


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAODI_STORE", str(tmp_path / "graph.kgl"))
    monkeypatch.setenv("XIAODI_VAR", str(tmp_path / "var"))
    settings.cache_clear()
    run = CliRunner()
    try:
        assert run.invoke(commands, ["load", str(FACTSHEETS / "000-yuci.yaml")]).exit_code == 0
        file = tmp_path / "out" / "榆次区.docx"
        done = run.invoke(commands, ["report", "--in", "榆次区", "-o", str(file)])
        assert "报告已写出" in done.output
        assert Document(str(file)).tables
        english = [
            "report",
            "--in",
            "榆次区",
            "-o",
            str(tmp_path / "out" / "r.html"),
            "--lang",
            "en",
            "--as-of",
            "2023",
        ]
        assert run.invoke(commands, english).exit_code == 0
        assert "Unknown is not none" in (tmp_path / "out" / "r.html").read_text("utf-8")
        for more, error in (
            (["--in", "榆次区", "-o", str(tmp_path / "r.pdf")], BadParameter),
            (["--in", "榆次区", "-o", str(tmp_path / "r.html"), "--lang", "fr"], BadParameter),
            (["--in", "无此地", "-o", str(tmp_path / "r.html")], UnknownName),
        ):
            assert isinstance(run.invoke(commands, ["report", *more]).exception, error)
        assert {path.name for path in (tmp_path / "out").iterdir()} == {"榆次区.docx", "r.html"}
        assert not list(tmp_path.glob("r.*"))
    finally:
        settings.cache_clear()
