"""`xiaodi bulk` as a person types it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import api.cli.__main__  # noqa: F401 - brings the commands
from api.cli.base import app
from graph.errors import BadInput, BadParameter, NotFound, Refused
from graph.settings import settings
from tests.conftest import FACTSHEETS
from tests.needs import missing
from tests.neo4j_server import Neo4jMissing, admin_command, serving_home

SHEET = str(FACTSHEETS / "000-yuci.yaml")
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """Run a command in this process, in English, with no server's tools in sight; errors come through."""

    def call(*args: str, **env: str) -> Result:
        for name, value in {"XIAODI_LANG": "en", "XIAODI_STORE": str(tmp_path / "graph.kgl"), **env}.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        done = CliRunner().invoke(app, args)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    monkeypatch.delenv("NEO4J_HOME", raising=False)
    monkeypatch.setattr("loaders.bulk_run._TOOL", "neo4j-admin-of-nobody")
    yield call
    settings.cache_clear()


def test_it_writes_the_files_and_says_that_the_server_must_be_stopped(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("bulk", "registry", SHEET, "--region", "46", "--out", str(out))
    assert "2 sources" in done.output
    assert "server must be stopped" in done.output
    assert "import.sh" in done.output
    script = (out / "import.sh").read_text("utf-8")
    assert "必须停下" in run("bulk", SHEET, "--out", str(out), XIAODI_LANG="zh").output
    assert "neo4j-admin \\\n" in script
    assert "--nodes=Entity:Place:Community=Community." in script


def test_an_import_answers_when_the_server_is_started(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        admin = admin_command()
    except Neo4jMissing as why:
        missing("neo4j", str(why))
    home, out = tmp_path / "home", str(tmp_path / "out")
    home.mkdir()
    done = run("bulk", SHEET, "--out", out, "--run", "--admin", admin, NEO4J_HOME=str(home))
    assert "imported into neo4j" in done.output
    with pytest.raises(Refused, match="--overwrite"):
        run("bulk", SHEET, "--out", out, "--run", "--admin", admin, NEO4J_HOME=str(home))
    with serving_home(home) as server:
        env = {"XIAODI_STORE": server.uri, "XIAODI_STORE_PASSWORD": server.password, "XIAODI_VAR": str(tmp_path)}
        assert "玉湖社区" in run("search", "yuhu", "--format", "csv", **env).output
        assert "山西晋中理工学院" in run("partners", "玉湖社区", "--format", "csv", **env).output


def test_what_cannot_be_meant_is_refused(run: Run, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    with pytest.raises(BadParameter, match="--out"):
        run("bulk", SHEET)
    with pytest.raises(NotFound, match="--admin"):
        run("bulk", SHEET, "--out", out, "--run")
    with pytest.raises(BadInput):
        run("bulk", str(tmp_path / "none.yaml"), "--out", out)
    with pytest.raises(BadParameter, match="'"):
        run("bulk", SHEET, "--out", out, "--admin", "java '")
    assert not Path(out).exists()
