"""A document from its file to an answer, its evidence opened; then edited and read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.reviews import Rule
from api.service import Service
from graph.store import GraphStore
from loaders.document.sheet import source_id
from tests.api.test_cli import Cli
from tests.conftest import FACTSHEETS

#: Our own words about real places; what it tells did not happen.
LINES = (
    "鄞州区首南街道校地结对简报",
    "发布时间：2024-05-20",
    "宁波市鄞州区首南街道地处城区南部，辖区内高校众多。",
    "5月，浙江万里学院与首南街道学府社区签订结对共建协议，每周派出学生志愿者。",
    "活动得到师生和居民的欢迎。",
)
COMMUNITY, UNIVERSITY = "学府社区", "浙江万里学院"
VERDICT = ("规划员", "与原件核对")


def write(folder: Path, *lines: str) -> str:
    path = folder / "简报.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def propose(service: Service, path: str) -> None:
    (report,) = service.propose([path])
    assert report.ok, [problem.say("en") for problem in report.problems]


def partners(service: Service) -> list[tuple[str, list[str]]]:
    return [(row["partner"], row["evidence"]) for row in service.ask("partners/of", {"entity": COMMUNITY}).rows]


def open_ties(service: Service, source: str) -> list[str]:
    return [row["item_id"] for row in service.reviews(Rule(source=source, type="PARTY_TO")).rows]


def test_a_document_end_to_end_and_again_when_it_was_edited(store: GraphStore, tmp_path: Path) -> None:
    service = Service(store)
    path = write(tmp_path, *LINES)
    source = source_id(Path(path))
    propose(service, path)
    ties = open_ties(service, source)
    assert len(ties) == 2
    assert all("结对共建协议" in "".join(p["text"] for p in service.review(tie).passages) for tie in ties)

    service.accept(ties, *VERDICT)
    assert partners(service) == [(UNIVERSITY, [f"{source}#4"])]
    assert open_ties(service, source) == []

    propose(service, write(tmp_path, LINES[0], LINES[1], "近日，记者走访了这里。", *LINES[2:]))
    assert open_ties(service, source) == []
    assert partners(service) == [(UNIVERSITY, [f"{source}#5"])]

    propose(service, write(tmp_path, *LINES[:3]))
    assert service.ask("entities/named", {"text": UNIVERSITY}).rows == []


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path / "graph.kgl")


def test_what_is_found_is_printed_as_names_and_pairs_or_as_a_sheet_that_loads(cli: Cli, tmp_path: Path) -> None:
    path = write(tmp_path, *LINES)
    found = json.loads(cli.run("extract", path).stdout)
    assert {"name": UNIVERSITY, "type": "University"}.items() <= found["entities"][-1].items() or any(
        entity["name"] == UNIVERSITY and entity["type"] == "University" for entity in found["entities"]
    )
    pairs = {frozenset((row["source"], row["target"])): row for row in found["relations"]}
    assert pairs[frozenset((UNIVERSITY, COMMUNITY))]["paragraph"] == 4
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text(cli.run("extract", path, "--format", "yaml").stdout, encoding="utf-8")
    cli.run("load", str(sheet))
    waiting = json.loads(cli.run("review", "list", "--format", "json").stdout)
    assert UNIVERSITY in str(waiting)


def test_a_file_that_cannot_be_read_stops_none_of_the_others(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    write(tmp_path, *LINES)
    done = cli.run("extract", str(tmp_path), code=1)
    assert UNIVERSITY in done.stdout
    assert "空.txt" in done.stderr
    loaded = cli.run("extract", str(tmp_path), "--load", code=1)
    assert "空.txt" in loaded.stdout + loaded.stderr
    assert UNIVERSITY in cli.run("review", "list", "--format", "csv").stdout


def test_a_document_without_a_place_needs_one(cli: Cli, tmp_path: Path) -> None:
    path = write(tmp_path, "校地合作简讯", "某公司与高校签约，双方将共建实验室，共同培养人才，推动成果转化。")
    assert "--in" in cli.run("extract", path, "--format", "yaml", code=1).stderr
    assert "region: '330212'" in cli.run("extract", path, "--format", "yaml", "--in", "鄞州区").stdout


def test_the_sheets_of_people_outrank_what_was_read(cli: Cli, tmp_path: Path) -> None:
    cli.run("load", str(FACTSHEETS / "000-yuci.yaml"))
    before = cli.run("partners", "玉湖社区", "--format", "csv").stdout
    cli.run("extract", write(tmp_path, *LINES), "--load")
    assert cli.run("partners", "玉湖社区", "--format", "csv").stdout == before
