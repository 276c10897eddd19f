"""The inner door and a server elsewhere: who may what, errors that arrive as ours, files that go as uploads."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.auth.keys import KeyStore
from api.context import Role
from api.http.errors import problem_response
from api.remote.carried import carry, raised
from api.remote.connect import ON_THIS_MACHINE, OPERATIONS, connect, required_arguments
from api.remote.door import open_door
from api.remote.lease import Lease
from api.service import Service
from graph.errors import (
    AmbiguousName,
    BadInput,
    Candidate,
    CypherRefused,
    NotSignedIn,
    Problem,
    Refused,
    SettingsError,
    StoreUnavailable,
    Text,
    TooManyRequests,
    UnknownName,
    XiaodiError,
)
from graph.settings import ROOT, Settings
from graph.stores.kglite import KgliteStore
from loaders.run import find_paths, load
from loaders.table.base import CellAt
from tests.api.clients import client_of
from tests.api.test_mcp import Desk
from tests.conftest import FACTSHEETS

YUCI = FACTSHEETS / "000-yuci.yaml"
BAD = 'source: {id: bad, title: 坏, region: "140702"}\nentities:\n  - {type: Enterprize, name: 甲, at: 1}\n'
LEASE = Lease("http://127.0.0.1:8000", "t" * 43, 1)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    folder = tmp_path_factory.mktemp("remote")
    with KgliteStore(str(folder / "graph.kgl")) as store:
        for report in load(store, find_paths([FACTSHEETS])):
            assert report.ok
        yield create_app(Service(store), LEASE, Settings(var=folder / "var"))


@pytest.fixture(scope="module")
def keys(app: FastAPI) -> dict[Role, str]:
    store: KeyStore = app.state.keys
    roles: tuple[Role, ...] = ("reader", "editor", "admin")
    return {role: store.add(role, role)[1] for role in roles}


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with client_of(app) as client:
        yield client


def ask(client: TestClient, operation: str, given: dict[str, Any], bearer: str) -> Any:
    return client.post(f"/internal/{operation}", json=given, headers={"Authorization": f"Bearer {bearer}"})


def test_each_operation_needs_its_role(client: TestClient, keys: dict[Role, str]) -> None:
    for operation, role in OPERATIONS.items():
        for held, bearer in keys.items():
            answer = ask(client, operation, {"nonsense": 1}, bearer)
            may = list(keys).index(held) >= list(keys).index(role) and operation not in ON_THIS_MACHINE
            assert answer.status_code == (422 if may else 403), (operation, held, answer.text)


def test_without_a_key_or_with_a_wrong_one_nothing_is_answered(client: TestClient, keys: dict[Role, str]) -> None:
    assert keys
    assert client.post("/internal/status", json={}).status_code == 401
    other = "B" if keys["admin"].endswith("A") else "A"
    for bearer in ("wrong", "t" * 42, keys["admin"][:-1] + other):
        assert ask(client, "status", {}, bearer).status_code == 401


def test_files_of_this_machine_are_for_the_lease_alone(
    client: TestClient, keys: dict[Role, str], tmp_path: Path
) -> None:
    for operation, given in (("export", {"path": str(tmp_path / "x")}), ("check", {"paths": ["/etc/passwd"]})):
        answer = ask(client, operation, given, keys["admin"])
        assert (answer.status_code, answer.json()["type"]) == (403, "Refused")
    assert list(tmp_path.iterdir()) == []
    assert ask(client, "export", {"path": str(tmp_path / "x.jsonl")}, LEASE.token).status_code == 200
    assert (tmp_path / "x.jsonl").exists()


def test_no_path_of_the_server_is_told_outside(client: TestClient, keys: dict[Role, str], app: FastAPI) -> None:
    here = app.state.service.store.address
    assert ask(client, "status", {}, LEASE.token).json()["address"] == here
    assert ask(client, "status", {}, keys["reader"]).json()["address"] == Path(here).name


def test_who_is_known_signs_with_his_own_name(client: TestClient, keys: dict[Role, str]) -> None:
    given = {"rule": "needs_unmet", "entity": "玉湖社区", "until": "2030-01-01", "who": "somebody else", "why": "x"}
    decision = ask(client, "accept_gap", given, keys["editor"]).json()
    text = "MATCH (d:Decision {id: $id}) RETURN d.who AS who"
    rows = ask(client, "cypher", {"text": text, "params": {"id": decision}}, keys["reader"])
    assert rows.json()["rows"] == [{"who": "editor"}], rows.text


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_only_a_post_is_answered(client: TestClient, method: str) -> None:
    headers = {"Authorization": f"Bearer {LEASE.token}"}
    assert client.request(method, "/internal/status", headers=headers).status_code in (405, 415)


@pytest.mark.parametrize("operation", ["store", "ledger", "__init__", "_badges", "names", "audit", "nothing"])
def test_only_operations_are_called(client: TestClient, operation: str) -> None:
    assert ask(client, operation, {}, LEASE.token).status_code == 404


def test_missing_arguments_are_named(client: TestClient) -> None:
    assert required_arguments("ask") == ("query", "params")
    answer = ask(client, "ask", {"query": "partners/of"}, LEASE.token)
    assert (answer.status_code, answer.json()["type"]) == (422, "BadParameter")
    assert "params" in answer.json()["what"][1]


ERRORS: list[XiaodiError] = [
    UnknownName(Text("没有", "none"), [Candidate("x-1", "甲", "Enterprise")], hint=Text("看", "look")),
    AmbiguousName(Text("几个", "several"), [Candidate("x-1", "甲", "Enterprise", "榆次区", 90.0)]),
    TooManyRequests(Text("太多", "too many"), retry_after=7),
    CypherRefused("writes", Text("不许写", "no writing"), 2, 5),
    NotSignedIn(Text("谁", "who")),
    StoreUnavailable(Text("停了", "down"), hint=Text("等", "wait")),
    Refused(Text("不许", "no")),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_problem_of_the_gate_arrives_as_the_error_that_it_is(error: XiaodiError) -> None:
    told = problem_response(error, "en")
    answer = httpx.Response(told.status_code, headers=dict(told.headers), content=bytes(told.body))
    found = raised(answer)
    assert type(found) is type(error)
    assert error.what.en in found.what.en
    assert (found.retry_after, found.members()) == (error.retry_after, error.members())
    assert found.say("en").count(error.what.en) == 1


FAULTS = [
    BadInput([Problem("a.yaml", 1, 2, Text("坏", "bad"))]),
    BadInput([CellAt("a.csv", 3, 2, "名单", "高校", "某校").fault(Text("坏", "bad"))]),
]


@pytest.mark.parametrize("error", [*ERRORS, *FAULTS])
def test_an_error_of_an_operation_arrives_whole(error: XiaodiError) -> None:
    request = httpx.Request("POST", "http://127.0.0.1/internal/x")
    found = raised(httpx.Response(error.status, json=carry(error, outside=False), request=request))
    assert type(found) is type(error)
    assert (found.what, found.hint, found.where) == (error.what, error.hint, error.where)
    assert (found.retry_after, found.members(), found.say("zh")) == (
        error.retry_after,
        error.members(),
        error.say("zh"),
    )


@pytest.mark.parametrize("content", [b"<html>bad gateway", b"[]", b'{"type": 1}', b"\xff", b"null"])
def test_an_answer_of_something_else_is_told(content: bytes) -> None:
    request = httpx.Request("POST", "http://xiaodi.example.org/internal/x?secret=1")
    found = raised(httpx.Response(502, content=content, request=request))
    assert isinstance(found, StoreUnavailable)
    assert "secret" not in found.say("en")


@pytest.mark.parametrize("server", ["xiaodi.example.org", "ftp://host", "http://", "file:///etc/passwd", "http://h:x"])
def test_an_address_that_is_none_is_told(server: str) -> None:
    with pytest.raises(SettingsError), connect(Settings(server=server)):
        pass


def test_a_key_that_is_none_is_told() -> None:
    with pytest.raises(SettingsError), connect(Settings(server="http://127.0.0.1:9", key="密钥\n")):
        pass


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as server:
        answering = Thread(target=server.handle_request)
        answering.start()
        with (
            open_door(f"http://127.0.0.1:{server.server_port}", "", "en") as door,
            pytest.raises(StoreUnavailable) as no,
        ):
            door.request("GET", "/nothing/here")
        answering.join()
    assert "404" in no.value.what.en  # the server itself answered, in words that are not ours


# --- commands that go to a server elsewhere ---------------------------------------------------------


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, dict[str, str], dict[str, str]]]:
    """A server that needs keys, and the environments of an editor and of an administrator elsewhere."""
    desk = Desk(tmp_path_factory.mktemp("away"))
    made = {role: desk.run("keys", "add", role, "--role", role).split()[-1] for role in ("editor", "admin")}
    keys = {role: next(word for word in text.split() if word.startswith("xiaodi_")) for role, text in made.items()}
    with desk.served() as url:
        home = {**os.environ, "PYTHONPATH": str(ROOT), "XIAODI_VAR": str(desk.store.parent / "elsewhere")}
        editor, admin = ({**home, "XIAODI_SERVER": url, "XIAODI_KEY": keys[role]} for role in ("editor", "admin"))
        yield desk, editor, admin


def run(env: dict[str, str], *args: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "api.cli", *args]
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=120)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_files_go_there_and_come_back(away: tuple[Desk, dict[str, str], dict[str, str]], tmp_path: Path) -> None:
    _desk, editor, admin = away
    bad = tmp_path / "坏.yaml"
    bad.write_text(BAD, encoding="utf-8")
    tried = run(editor, "load", "--dry-run", str(YUCI), str(bad), code=1)
    assert "坏.yaml:3:" in tried.stderr
    assert json.loads(run(editor, "sources", "--format", "json").stdout) == []
    report = tmp_path / "report.jsonl"
    run(editor, "load", str(YUCI), str(bad), "--report", str(report), code=1)
    told = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert [(one["path"], one["source"], one["created"] > 0) for one in told] == [
        (YUCI.name, "000-yuci", True),
        ("坏.yaml", None, False),
    ]
    run(editor, "load", "registry", "--region", "64")
    listed = json.loads(run(editor, "sources", "--format", "json").stdout)
    assert {row["source_id"] for row in listed} == {"000-yuci", "divisions-2023/64"}
    run(editor, "unload", "divisions-2023/64")
    for name in ("graph.jsonl", "graph.jsonl.gz"):
        run(editor, "export", str(tmp_path / name))
    whole = (tmp_path / "graph.jsonl").read_bytes()
    assert gzip.decompress((tmp_path / "graph.jsonl.gz").read_bytes()) == whole
    run(editor, "unload", "000-yuci")
    assert "admin" in run(editor, "import", str(tmp_path / "graph.jsonl.gz"), code=1).stderr
    run(admin, "import", str(tmp_path / "graph.jsonl.gz"))
    run(editor, "export", str(tmp_path / "again.jsonl"))
    assert (tmp_path / "again.jsonl").read_bytes() == whole
    assert "玉湖社区" in run(editor, "search", "玉湖", "--format", "json").stdout
    assert "xiaodi export" in run(admin | {"XIAODI_LANG": "en"}, "backup", str(tmp_path / "b"), code=1).stderr


def test_a_table_goes_there_with_its_map_and_its_refused_rows_come_back(
    away: tuple[Desk, dict[str, str], dict[str, str]], tmp_path: Path
) -> None:
    editor = away[1]
    table, columns = tmp_path / "名单.csv", tmp_path / "列.yaml"
    table.write_text("甲,乙,方式\n玉湖社区,晋中学院,签约\n玉湖社区,山西医科大学,签定\n", encoding="utf-8")
    columns.write_text(
        'source: {id: t, title: 表, region: "140702"}\ntable: {kind: partners, columns: {甲: a, 乙: b, 方式: kind}}\n',
        encoding="utf-8",
    )
    assert "名单!C3" in run(editor, "load", str(table), "--map", str(columns), "--dry-run", code=1).stderr
    assert "名单!C3" in run(editor, "load", str(table), "--map", str(columns), code=1).stderr
    assert not (tmp_path / "名单.refused.csv").exists()
    run(editor, "load", str(table), "--map", str(columns), "--partial", code=1)
    refused = tmp_path / "名单.refused.csv"
    text = refused.read_text("utf-8-sig")
    assert "签定" in text and "晋中学院" not in text
    refused.write_text(text.replace("签定", "签约"), encoding="utf-8")
    run(editor, "load", str(refused), "--map", str(columns))
    columns.rename(tmp_path / "名单.map.yaml")  # beside its table it need not be named
    table.write_text(table.read_text("utf-8").replace("签定", "签约"), encoding="utf-8")
    report = tmp_path / "report.jsonl"
    run(editor, "load", str(table), "--report", str(report))
    told = json.loads(report.read_text("utf-8"))
    assert (told["created"], told["changed"], told["removed"]) == (0, 0, 0), "mended, it was all that the table says"
    run(editor, "unload", "t")


def test_a_wrong_key_is_told_without_being_shown(away: tuple[Desk, dict[str, str], dict[str, str]]) -> None:
    wrong = away[1]["XIAODI_KEY"][:-3] + "AAA"
    refused = run(away[1] | {"XIAODI_KEY": wrong}, "status", code=1)
    assert "XIAODI_KEY" in refused.stderr
    assert wrong not in refused.stdout + refused.stderr


def test_a_load_is_tried_at_home_and_beside_a_server(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    tried = run(desk.local | {"XIAODI_LANG": "en"}, "load", "--dry-run", str(YUCI))
    assert "nothing was written" in tried.stderr
    with desk.served():
        beside = run(desk.local | {"XIAODI_LANG": "en"}, "load", "--dry-run", str(YUCI))
        assert json.loads(run(desk.local, "sources", "--format", "json").stdout) == []
    plain = [[cell for cell in line.split() if not cell.startswith("0.")] for line in tried.stdout.splitlines()]
    assert "000-yuci" in beside.stdout
    assert plain[0] == [cell for cell in beside.stdout.splitlines()[0].split() if not cell.startswith("0.")]
