"""`xiaodi resolve`, `merge` and `undo`, as typed."""

import json
from pathlib import Path

import pytest

from api.remote.connect import OPERATIONS, result_type
from graph.known import GraphNames
from graph.resolution import Known
from tests.api.test_cli import Cli
from tests.conftest import FACTSHEETS


@pytest.fixture(scope="module")
def yuci(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    cli = Cli(tmp_path_factory.mktemp("resolve") / "graph.kgl")
    cli.run("load", str(FACTSHEETS / "000-yuci.yaml"))
    return cli


def batch(cli: Cli, file: Path, lines: list[str], code: int = 0) -> tuple[list[dict[str, object]], str]:
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = cli.run("resolve", "--batch", str(file), code=code)
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def line(mention: str, type_: str | None = None, context: str | None = None) -> str:
    return json.dumps({"mention": mention, "type": type_, "context": context}, ensure_ascii=False)


def test_a_name_is_explained(yuci: Cli) -> None:
    said = yuci.run("resolve", "龙湖社区", "--in", "榆次区").stdout
    assert "确定" in said
    assert "cn-140702007011" in said
    assert "不止一个" in yuci.run("resolve", "龙湖社区").stdout
    assert "certain" in yuci.run("resolve", "太原理工", XIAODI_LANG="en").stdout


def test_a_batch_answers_in_order_with_all_fields(yuci: Cli, tmp_path: Path) -> None:
    wanted = [
        line("玉湖社区", "Community", "榆次区"), line("龙湖社区"), line("云南财经会大学", None, "呈贡区"),
        line("玉湖社区", None, "无此地"), "", '{"mention": "晋中学院"}',
    ]  # fmt: skip
    rows, _ = batch(yuci, tmp_path / "a.jsonl", wanted)
    assert [row["kind"] for row in rows] == ["link", "ambiguous", "proposal", "none", "link"]
    assert rows[0]["id"] == "cn-140702002010"
    assert "无此地" in str(rows[3]["why"])
    assert all({"kind", "id", "name", "candidates", "why"} <= set(row) for row in rows)
    assert {"id", "name", "label", "where"} <= set(rows[1]["candidates"][0])  # type: ignore[index]


@pytest.mark.parametrize(
    "bad",
    ["{", "[]", '{"name": "甲"}', '{"mention": 3}', '{"mention": "甲", "context": 14}', '{"mention": "甲", "in": ""}'],
)
def test_a_bad_line_is_named_and_the_others_are_answered(yuci: Cli, tmp_path: Path, bad: str) -> None:
    rows, said = batch(yuci, tmp_path / "bad.jsonl", [line("晋中学院"), bad, line("玉湖社区", None, "榆次区")], code=1)
    assert [row["kind"] for row in rows] == ["link", "none", "link"]
    assert "不能用" in str(rows[1]["why"])
    assert f"{tmp_path / 'bad.jsonl'}:2:1" in said


def test_a_name_and_a_batch_are_one_or_the_other(yuci: Cli) -> None:
    assert "--batch" in yuci.run("resolve", code=1).stderr
    assert "没有这个文件" in yuci.run("resolve", "--batch", "nowhere.jsonl", code=1).stderr


def test_the_names_of_a_graph_go_over_to_another_process() -> None:
    names = GraphNames([Known("x-1", "Zone", "大学城", None, ("高校园区",), ("1407",))], {"x-2": "x-1"})
    carried = result_type("graph_names")
    assert "graph_names" in OPERATIONS
    assert carried.validate_json(carried.dump_json(names)) == names


def test_a_merge_survives_a_reload_and_is_undone(yuci: Cli) -> None:
    said = yuci.run("merge", "长城集团", "书咖·艺术里", "--why", "试", "--who", "规划员").stdout
    decision = said.split()[-1]
    assert decision.startswith("d-")
    yuci.run("unload", "000-yuci")
    yuci.run("load", str(FACTSHEETS / "000-yuci.yaml"))
    names = "MATCH (n:Entity) WHERE n.name IN ['长城集团', '书咖·艺术里'] RETURN n.id AS id ORDER BY id"
    assert len(yuci.json("cypher", names)) == 1
    yuci.run("undo", decision, "--why", "看错了", "--who", "规划员")
    assert len(yuci.json("cypher", names)) == 2


def test_a_merge_with_oneself_or_with_nobody_is_refused(yuci: Cli) -> None:
    why = ("--why", "试", "--who", "规划员")
    assert "本是一个" in yuci.run("merge", "榆次", "榆次区", *why, code=1).stderr
    assert "没有找到" in yuci.run("merge", "无此人", "榆次区", *why, code=1).stderr
