"""The command line as a planner types it: real processes, a real file, one owner."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.main import get_command
from typer.testing import CliRunner

import api.cli.__main__  # noqa: F401 - brings the commands
from api.cli.base import app
from graph.settings import ROOT
from tests.conftest import FACTSHEETS

BAD = 'source: {id: bad, title: 坏, region: "140702"}\nentities:\n  - {type: Enterprize, name: 甲, at: 1}\n'


class Cli:
    """Runs commands on one store."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.env = {**os.environ, "XIAODI_STORE": str(store), "XIAODI_LANG": "zh", "PYTHONPATH": str(ROOT)}

    def command(self, *args: str) -> list[str]:
        return [sys.executable, "-m", "api.cli", *args]

    def run(self, *args: str, code: int = 0, **env: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            self.command(*args), capture_output=True, text=True, env=self.env | env, cwd=self.store.parent, timeout=120
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def json(self, *args: str) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = json.loads(self.run(*args, "--format", "json").stdout)
        return rows


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    cli = Cli(tmp_path_factory.mktemp("cli") / "graph.kgl")
    cli.run("load", str(FACTSHEETS))
    return cli


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path / "graph.kgl")


@pytest.fixture
def served(loaded: Cli) -> Iterator[str]:
    """A running server on the loaded store; its URL."""
    process = subprocess.Popen(
        loaded.command("serve", "--port", "0"),
        env=loaded.env,
        cwd=loaded.store.parent,
        stderr=subprocess.PIPE,
        text=True,
    )
    note = Path(f"{loaded.store}.server.json")
    deadline = time.monotonic() + 60
    while not note.exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    url = json.loads(note.read_text(encoding="utf-8"))["url"]
    while True:
        try:
            httpx.get(f"{url}/readyz").raise_for_status()
            break
        except httpx.HTTPError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    yield url
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert not note.exists()


def test_every_command_teaches_what_it_does() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for wanted in ("load", "unload", "sources", "status", "query", "queries", "search", "partners", "path", "view",
                   "serve", "cypher", "export", "import", "backup", "restore", "demo", "verify"):  # fmt: skip
        text = CliRunner().invoke(app, [wanted, "--help"]).output
        assert re.search(r"[\u4e00-\u9fff]", text), wanted
        assert re.search(r"[A-Z][a-z]+ ", commands[wanted].help), wanted


def test_loading_again_reports_no_change_and_writes_a_report(loaded: Cli, tmp_path: Path) -> None:
    loaded.run("load", str(FACTSHEETS), "--report", str(tmp_path / "report.jsonl"))
    reports = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(r["created"], r["changed"], r["removed"]) for r in reports] == [(0, 0, 0)] * 5
    assert all(r["unchanged"] > 100 for r in reports)


def test_partners_with_evidence(loaded: Cli) -> None:
    rows = loaded.json("query", "partners/of", "entity=玉湖社区", "side=campus")
    assert [row["partner"] for row in rows] == ["山西中医药大学第三临床学院", "山西晋中理工学院"]
    assert all(row["evidence"] for row in rows)
    assert "山西晋中理工学院" in loaded.run("partners", "玉湖社区").stdout


def test_a_path_a_search_and_a_reading(loaded: Cli) -> None:
    assert loaded.json("path", "安泰钢铁", "介休聚贤石墨")[0]["length"] == 2
    assert loaded.json("search", "yuhu")[0]["name"] == "玉湖社区"
    rows = loaded.json("cypher", "MATCH (n:Entity {name: $name}) RETURN n.id AS id", "name=玉湖社区")
    assert rows == [{"id": "cn-140702002010"}]


def test_csv_has_a_line_a_row(loaded: Cli) -> None:
    lines = loaded.run("query", "sources/list", "--format", "csv").stdout.splitlines()
    assert len(lines) == 6
    assert all(name in "\n".join(lines) for name in ("000-yuci", "004-jinzhong-youth"))


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("query", "partners/off"), "没有名为 partners/off 的查询"),
        (("query", "partners/of"), "缺少参数 entity"),
        (("query", "partners/of", "entity=玉胡社区"), "玉湖社区（Community"),
        (("query", "partners/of", "玉湖社区"), "参数应写成 名=值"),
        (("unload", "nobody"), "没有来源 nobody"),
        (("cypher", "LOAD CSV FROM 'file:///etc/passwd' AS r RETURN r"), "LOAD"),
        (("cypher", "CALL dbms.listConfig()"), "dbms.listConfig"),
        (("cypher", "RETURN"), "1:7"),
        (("view", "partners/of", "entity=玉湖社区"), "不是图"),
        (("restore", "nowhere.bak", "--yes"), "没有这个备份"),
        (("import", "nowhere.jsonl"), "没有这个文件"),
        (("serve", "--host", "0.0.0.0"), "只在本机"),  # noqa: S104 - refused, not bound
    ],
)
def test_a_mistake_is_answered_with_what_to_do(loaded: Cli, args: tuple[str, ...], says: str) -> None:
    assert says in loaded.run(*args, code=1).stderr


def test_messages_come_in_english_too(loaded: Cli) -> None:
    done = loaded.run("query", "partners/off", code=1, XIAODI_LANG="en")
    assert "there is no query partners/off" in done.stderr


def test_a_setting_that_cannot_be_used_is_named(loaded: Cli) -> None:
    assert "XIAODI_PORT" in loaded.run("status", code=1, XIAODI_PORT="many").stderr


def test_a_bad_sheet_is_told_by_line_and_the_good_one_loads(cli: Cli, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(BAD, encoding="utf-8")
    done = cli.run("load", str(bad), str(FACTSHEETS / "000-yuci.yaml"), code=1)
    assert f"{bad}:3:5" in done.stderr
    assert len(cli.json("sources")) == 1


def test_export_import_backup_restore_and_unload(loaded: Cli, cli: Cli, tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"
    loaded.run("export", str(first))
    cli.run("import", str(first))
    cli.run("export", str(tmp_path / "c.jsonl"))
    cli.run("export", str(second))
    assert (tmp_path / "c.jsonl").read_bytes() == first.read_bytes()
    cli.run("backup", str(tmp_path / "graph.bak"))
    for sheet in FACTSHEETS.glob("*.yaml"):
        cli.run("unload", sheet.stem)
    assert cli.json("cypher", "MATCH (n:Entity) RETURN count(n) AS n") == [{"n": 0}]
    cli.run("restore", str(tmp_path / "graph.bak"), "--yes")
    cli.run("export", str(tmp_path / "d.jsonl"))
    assert (tmp_path / "d.jsonl").read_bytes() == first.read_bytes()


def test_a_view_is_one_file(loaded: Cli, tmp_path: Path) -> None:
    page = tmp_path / "玉湖.html"
    loaded.run("view", "network/neighbourhood", "entity=玉湖社区", "--to", str(page))
    assert "玉湖社区" in page.read_text(encoding="utf-8")


def test_while_a_server_runs_commands_go_through_it_and_both_see_the_same(
    loaded: Cli, served: str, tmp_path: Path
) -> None:
    mode = stat.S_IMODE(Path(f"{loaded.store}.server.json").stat().st_mode)
    assert mode == 0o600
    sheet = tmp_path / "new.yaml"
    sheet.write_text(BAD.replace("Enterprize", "Enterprise").replace("甲", "新来的企业"), encoding="utf-8")
    assert httpx.get(f"{served}/v1/entities/新来的企业").status_code == 404
    loaded.run("load", str(sheet))
    assert httpx.get(f"{served}/v1/entities/新来的企业").json()["label"] == "Enterprise"
    assert loaded.json("search", "新来的企业")[0]["name"] == "新来的企业"
    assert "没有找到" in loaded.run("partners", "无此企业", code=1).stderr
    assert loaded.json("cypher", "RETURN 1 AS one") == [{"one": 1}]
    loaded.run("backup", str(tmp_path / "while.bak"))
    loaded.run("unload", "bad")
    assert httpx.get(f"{served}/v1/entities/新来的企业").status_code == 404


def test_a_dead_servers_note_does_not_stand_in_the_way(cli: Cli) -> None:
    Path(f"{cli.store}.server.json").write_text(
        '{"url": "http://127.0.0.1:9", "token": "x", "pid": 999999}', encoding="utf-8"
    )
    cli.run("load", str(FACTSHEETS / "000-yuci.yaml"))


def test_a_table_loads_its_good_rows_and_keeps_the_others(loaded: Cli, tmp_path: Path) -> None:
    table, columns = tmp_path / "名单.csv", tmp_path / "列.yaml"
    table.write_text("甲,乙,方式\n玉湖社区,山西医科大学,签约\n玉湖社区,晋中学院堂,签约\n", encoding="utf-8")
    columns.write_text(
        'source: {id: t, title: 表, region: "140702"}\n'
        "table: {kind: partners, columns: {甲: a, 乙: b, 方式: kind}, constants: {a_type: Community}}\n",
        encoding="utf-8",
    )
    for options in ([], ["--partial"]):
        tried = loaded.run("load", str(table), "--map", str(columns), "--dry-run", *options, code=1)
        assert "名单!B3" in tried.stderr and "没有写入" in tried.stderr
    assert not (tmp_path / "名单.refused.csv").exists()
    told = loaded.run("load", str(table), "--map", str(columns), "--partial", code=1)
    assert "名单!B3" in told.stderr
    assert (tmp_path / "名单.refused.csv").exists()
    assert "山西医科大学" in {row["partner"] for row in loaded.json("partners", "玉湖社区")}
    assert "只用于一张表" in loaded.run("load", "--partial", code=1).stderr
