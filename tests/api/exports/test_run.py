"""Exports as a planner asks for them: by the name of a file, over HTTP, while others write."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

import api.cli.__main__  # noqa: F401 - brings the commands
from api.app import create_app
from api.cli.base import app as commands
from api.exports.base import Content, Form, Meta
from api.exports.formats import find_form, form_of, forms
from api.exports.run import Wanted, export, export_path
from api.remote.connect import result_type
from api.service import Service
from graph.errors import BadParameter, Language, StoreBusy, UnknownName
from graph.exchange import export_lines
from graph.settings import Settings, settings
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from tests.api.clients import client_of
from tests.api.exports.reading import sheets
from tests.conftest import FACTSHEETS


@pytest.fixture(scope="module")
def desk(five: GraphStore) -> Service:
    return Service(five)


@pytest.fixture(scope="module")
def client(desk: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client_of(create_app(desk, config=Settings(var=tmp_path_factory.mktemp("var")))) as client:
        yield client


def test_the_formats_are_found() -> None:
    assert list(forms("graph")) == ["csv", "cypher", "gexf", "graphml", "html", "jsonl", "jsonld", "xlsx"]
    assert list(forms("answer")) == list(forms("region")) == list(forms("graph"))
    assert form_of("graph", "全图.JSONL.gz") == (find_form("graph", "jsonl"), True)
    assert form_of("answer", "a.csv") == (find_form("answer", "csv"), False)


@pytest.mark.parametrize("file", ["graph.csv", "graph", "graph.docx"])
def test_a_name_that_tells_no_format_is_answered_with_those_that_do(desk: Service, tmp_path: Path, file: str) -> None:
    with pytest.raises(BadParameter) as caught:
        export_path(desk, Wanted(), tmp_path / file)
    assert ".zip" in caught.value.hint.zh
    assert not list(tmp_path.iterdir())


def test_a_base_that_makes_no_iri_is_refused(desk: Service, tmp_path: Path) -> None:
    with pytest.raises(BadParameter):
        export_path(desk, Wanted(base="no iri"), tmp_path / "g.jsonld")
    with pytest.raises(BadParameter):
        export_path(desk, Wanted(place="榆次区", query="sources/list"), tmp_path / "g.xlsx")


def test_a_region_has_what_lies_in_it_and_whom_it_is_tied_to(desk: Service) -> None:
    content = Wanted(place="榆次区").content(desk)
    nodes = {row["id"]: row for row in content.nodes()}
    labels = {row["label"] for row in nodes.values()}
    assert {"Community", "University", "Claim", "Source"} <= labels
    inside = desk.ask("entities/within", {"place": "榆次区", "limit": 10_000}).rows
    assert {row["entity_id"] for row in inside} <= set(nodes)
    partner = desk.ask("partners/of", {"entity": "玉湖社区"}).rows[0]["partner_id"]
    assert partner in nodes
    assert "cn-450311" not in nodes  # 雁山区
    assert {row["start_id"] for row in content.edges()} | {row["end_id"] for row in content.edges()} <= set(nodes)
    cited = {source for row in nodes.values() for source in row["props"].get("sources", ())}
    assert cited <= set(nodes)


def test_a_table_has_what_it_is_of_beside_it(desk: Service, tmp_path: Path) -> None:
    done = export_path(desk, Wanted(query="partners/of", params={"entity": "玉湖社区"}), tmp_path / "合作方.csv")
    assert done.rows == len((tmp_path / "合作方.csv").read_text("utf-8-sig").splitlines()) - 1 > 0
    meta = json.loads((tmp_path / "合作方.csv.meta.json").read_text("utf-8"))
    assert meta["filters"]["query"] == "partners/of"
    assert meta["data_version"] == desk.version()


def test_canonical_lines_are_zipped_without_a_clock(desk: Service, tmp_path: Path) -> None:
    for name in ("a.jsonl.gz", "b.jsonl.gz"):
        export_path(desk, Wanted(), tmp_path / name)
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()
    text = gzip.decompress((tmp_path / "a.jsonl.gz").read_bytes()).decode()
    assert text == "".join(f"{line}\n" for line in export_lines(desk.store))


class Interrupted:
    """A format that is written to while it writes."""

    name, suffix, media, kinds = "jsonl", ".jsonl", "", frozenset({"graph"})

    def __init__(self, desk: Service, form: Form, times: int) -> None:
        self._desk, self._form, self.times = desk, form, times

    def write(self, content: Content, out: Any, language: Language) -> None:
        self._form.write(content, out, language)
        if self.times:
            self.times -= 1
            self._desk.unload("000-yuci") if self.times % 2 else self._desk.load([str(FACTSHEETS / "000-yuci.yaml")])


def test_a_write_meanwhile_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        desk = Service(store)
        desk.load([str(FACTSHEETS / "000-yuci.yaml")])
        busy = Interrupted(desk, find_form("graph", "jsonl"), 2)  # it takes the source back
        with pytest.raises(StoreBusy):
            export(desk, Wanted(), busy, io.BytesIO())  # type: ignore[arg-type]
        busy.times = 1
        monkeypatch.setattr("api.exports.run.form_of", lambda _kind, _name: (busy, False))
        done = export_path(desk, Wanted(), tmp_path / "g.jsonl")
        assert done.meta.version == desk.version()
        assert (tmp_path / "g.jsonl").read_text("utf-8") == "".join(f"{line}\n" for line in export_lines(store))
        busy.times = 8
        with pytest.raises(StoreBusy):
            export_path(desk, Wanted(), tmp_path / "h.jsonl")
        assert not [path for path in tmp_path.iterdir() if path.name.startswith("h.")]


def test_what_an_export_is_of_goes_through_a_server_and_back(desk: Service, tmp_path: Path) -> None:
    done = export_path(desk, Wanted(place="榆次区"), tmp_path / "g.graphml")
    assert Meta.of(json.loads(json.dumps(done.meta.as_dict()))) == done.meta
    assert result_type("export").validate_json(result_type("export").dump_json(done)) == done


def test_a_region_over_http(client: TestClient, desk: Service) -> None:
    answer = client.get("/v1/exports/regions/榆次区", params={"format": "xlsx"})
    assert answer.status_code == 200
    assert "关系" in sheets(answer.content)
    assert f"xiaodi-cn-140702-v{desk.version()}-20" in answer.headers["content-disposition"]
    assert json.loads(answer.headers["x-export-meta"])["filters"]["place"] == "榆次区"
    assert client.get("/v1/exports/regions/无此地").status_code == 404
    assert client.get("/v1/exports/regions/榆次区", params={"format": "pdf"}).status_code == 422


def test_an_answer_over_http(client: TestClient) -> None:
    asked = {"entity": "玉湖社区", "format": "graphml"}
    answer = client.get("/v1/exports/queries/partners/of", params=asked)
    assert answer.headers["content-type"].startswith("application/graphml+xml")
    assert "玉湖社区" in answer.text
    assert client.get("/v1/exports/queries/partners/of", params={"format": "csv"}).status_code == 422


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAODI_STORE", str(tmp_path / "graph.kgl"))
    monkeypatch.setenv("XIAODI_VAR", str(tmp_path / "var"))
    settings.cache_clear()
    run = CliRunner()
    try:
        assert run.invoke(commands, ["load", str(FACTSHEETS / "000-yuci.yaml")]).exit_code == 0
        file = tmp_path / "榆次.xlsx"
        assert run.invoke(commands, ["export", str(file), "--in", "榆次区"]).exit_code == 0
        assert "关系" in sheets(file.read_bytes())
        done = run.invoke(commands, ["export", str(tmp_path / "p.csv"), "--query", "partners/of", "entity=玉湖社区"])
        assert "行" in done.output
        assert (tmp_path / "p.csv.meta.json").exists()
        assert isinstance(run.invoke(commands, ["export", str(file), "entity=玉湖社区"]).exception, BadParameter)
        assert isinstance(run.invoke(commands, ["export", str(file), "--in", "无此地"]).exception, UnknownName)
    finally:
        settings.cache_clear()
