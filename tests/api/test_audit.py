"""The audit log: the same trace from every door, bounded, without secrets, and never lost in silence."""

from __future__ import annotations

import json
import logging
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import api.cli.__main__  # noqa: F401 - brings the commands
from api import audit as auditing
from api.audit import WHOLE, AuditLog
from api.cli.base import app
from api.context import Asked, Caller, asking
from api.service import Service
from graph.errors import XiaodiError
from graph.settings import ROOT, settings
from loaders.run import unwatched
from tests.api.clients import HERE
from tests.api.guarded import LEASE, UNDO, Guarded, empty, guarded, settings_in
from tests.conftest import FACTSHEETS, PROPOSALS

#: What only reads, or is the short form of a method that is audited.
READING = {
    "ask", "search", "resolve", "graph_names", "coverage", "gaps", "could_help", "reviews", "reviews_matching",
    "review", "status", "view", "check", "checking", "version", "load", "propose",
}  # fmt: skip
ONE = str(sorted(FACTSHEETS.glob("*.yaml"))[0])


@pytest.fixture
def kept(tmp_path: Path) -> Guarded:
    return guarded(empty(tmp_path), settings_in(tmp_path))


@pytest.fixture
def service(kept: Guarded) -> Service:
    service: Service = kept.app.state.service
    return service


def lines(kept: Guarded) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (kept.config.var / "audit.jsonl").read_text("utf-8").splitlines()]


def test_every_method_of_the_service_only_reads_or_is_audited() -> None:
    methods = {name: method for name, method in vars(Service).items() if callable(method) and name[0] != "_"}
    unmarked = {name for name, method in methods.items() if not hasattr(method, "__wrapped__")}
    assert unmarked - READING == set(), "is it for reading alone? if not, it needs @audited"


# --- from every door ----------------------------------------------------------------------------------


def test_each_door_leaves_the_same_trace(kept: Guarded, service: Service) -> None:
    client = kept.client()
    client.post(UNDO[0], json=UNDO[1], headers=kept.bearer("editor") | {"X-Request-ID": "by-key"})
    client.post("/v1/sessions", json={"key": kept.keys["admin"]})
    client.post(UNDO[0], json=UNDO[1], headers={"Origin": HERE})
    inner = {"Authorization": f"Bearer {LEASE.token}"}
    kept.client().post("/internal/undo", json=UNDO[1], headers=inner)
    with asking(Asked("tool", Caller("assistant", "editor", "mcp"))), pytest.raises(XiaodiError):
        service.undo(*UNDO[1].values())
    with pytest.raises(XiaodiError):
        service.undo(*UNDO[1].values())
    found = [line for line in lines(kept) if line["action"] == "undo"]
    user = kept.app.state.user
    assert [(line["name"], line["role"], line["door"]) for line in found] == [
        ("editor", "editor", "key"),
        ("admin", "admin", "session"),
        (user, "admin", "lease"),
        ("assistant", "editor", "mcp"),
        (user, "admin", "command"),
    ]
    assert found[0]["request"] == "by-key"
    assert found[0]["key"] in kept.keys["editor"]
    assert {line["outcome"] for line in found} == {"NotFound"}
    assert all(line["arguments"]["decision"] == UNDO[1]["decision"] and line["seconds"] >= 0 for line in found)


def test_what_was_refused_at_the_gate_did_nothing_and_leaves_no_line(kept: Guarded) -> None:
    client = kept.client()
    assert client.post(UNDO[0], json=UNDO[1]).status_code == 401
    assert client.post(UNDO[0], json=UNDO[1], headers=kept.bearer("reader")).status_code == 403
    assert not (kept.config.var / "audit.jsonl").exists()


def test_a_command_leaves_a_line_and_shows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("VAR", tmp_path), ("STORE", tmp_path / "graph.kgl")):
        monkeypatch.setenv(f"XIAODI_{name}", str(value))
    settings.cache_clear()
    runner = CliRunner()
    assert runner.invoke(app, ["load", ONE]).exit_code == 0
    assert runner.invoke(app, ["cypher", "MATCH (n:University) RETURN n.name AS name LIMIT 1"]).exit_code == 0
    shown = json.loads(runner.invoke(app, ["audit", "--format", "json"]).stdout)
    assert [(line["action"], line["door"], line["outcome"]) for line in shown] == [
        ("load", "command", "ok"),
        ("cypher", "command", "ok"),
    ]
    assert shown[0]["arguments"] == {"paths": [ONE]}
    assert "MATCH (n:University)" in shown[1]["arguments"]["text"]
    for more, count in ((["--action", "load"], 1), (["--name", "nobody"], 0), (["-n", "1"], 1)):
        assert len(json.loads(runner.invoke(app, ["audit", "--format", "json", *more]).stdout)) == count
    for form in ("table", "csv"):
        assert "cypher" in runner.invoke(app, ["audit", "--format", form]).stdout
    settings.cache_clear()


# --- one line a call ----------------------------------------------------------------------------------


def test_decisions_are_one_line_with_what_undoes_them(kept: Guarded, service: Service) -> None:
    assert all(report.ok for report in service.load([str(PROPOSALS)]))
    item = kept.client().get("/v1/reviews", headers=kept.bearer()).json()["rows"][0]["item_id"]
    done = service.reject([item], "规划员", "不实")
    assert [(line["action"], line["outcome"]) for line in lines(kept)] == [("load", "ok"), ("reject", "ok")]
    assert lines(kept)[-1]["made"] == done.undo


def test_loading_is_noted_when_it_ends_however_it_ends(kept: Guarded, service: Service, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("source: {id: bad}\n", "utf-8")
    assert [report.ok for report in service.load([ONE, str(bad)])] == [True, False]
    left = service.loading([ONE, str(bad)], unwatched)
    assert isinstance(left, Iterator)
    next(left)
    left.close()  # type: ignore[attr-defined]

    def stop(_told: str) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        list(service.loading([ONE], stop))
    assert [(line["outcome"], line.get("failed")) for line in lines(kept)] == [
        ("ok", 1),
        ("left", None),
        ("TimeoutError", None),
    ]


def test_who_began_to_load_is_named_though_it_goes_on_elsewhere(kept: Guarded, service: Service) -> None:
    with asking(Asked("r-1", Caller("甲", "editor", "key", "0" * 12))):
        reports = service.loading([ONE], unwatched)
    list(reports)
    assert (lines(kept)[0]["name"], lines(kept)[0]["request"]) == ("甲", "r-1")


def test_texts_are_bounded_cypher_is_whole_and_secrets_are_masked(kept: Guarded, service: Service) -> None:
    key = kept.keys["admin"]
    long = "MATCH (n) RETURN n.name AS name // " + "长" * 5_000
    given = {"part": "x" * 2_000, "key": key, "password": "hunter2", "many": list(range(100)), "deep": [[[[["x"]]]]]}
    for text in (long, "RETURN 1 //" + "y" * 30_000, f"RETURN '{key}' AS x, 1/", "RETURN '\ud800' AS x, 1/"):
        try:
            service.cypher(text, given)
        except XiaodiError:
            continue
    whole = (kept.config.var / "audit.jsonl").read_text("utf-8")
    assert key.split("_", 2)[2] not in whole
    assert "hunter2" not in whole
    first, second, third, _ = lines(kept)
    assert first["arguments"]["text"] == long
    assert WHOLE < len(second["arguments"]["text"]) < WHOLE + 50
    assert f"xiaodi_{key.split('_')[1]}_***" in third["arguments"]["text"]
    params = first["arguments"]["params"]
    assert len(params["part"]) < 600
    assert (len(params["many"]), params["key"], params["password"]) == (21, "***", "***")


# --- the file -----------------------------------------------------------------------------------------


def test_a_line_that_cannot_be_written_is_said_and_the_answer_is_given(
    kept: Guarded, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    (kept.config.var / "audit.jsonl").mkdir()
    with caplog.at_level(logging.ERROR):
        assert service.load([ONE])[0].ok
    said = [record for record in caplog.records if record.name == "api.audit"]
    assert len(said) == 1
    assert '"action":"load"' in said[0].getMessage()
    assert "审计日志" in said[0].getMessage()


def test_a_full_disk_is_said_too(kept: Guarded, service: Service, caplog: pytest.LogCaptureFixture) -> None:
    (kept.config.var / "audit.jsonl").symlink_to("/dev/full")
    with caplog.at_level(logging.ERROR):
        assert service.load([ONE])[0].ok
    assert any("No space left" in record.getMessage() for record in caplog.records)


def test_it_is_for_its_owner_alone_and_put_aside_when_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "_SIZE", 2_000)
    log = AuditLog(tmp_path / "audit.jsonl")
    for number in range(40):
        log.note("test", {"number": number, "text": "x" * 100}, "ok")
    files = list(tmp_path.glob("audit.jsonl*"))
    assert len(files) > 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert max(file.stat().st_size for file in files) <= 2_000
    assert [entry["arguments"]["number"] for entry in log.entries(40)] == list(range(40))
    assert [entry["arguments"]["number"] for entry in log.entries(3)] == [37, 38, 39]


def test_processes_that_write_at_one_time_lose_no_line(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from api import audit\n"
        "audit._SIZE = 20_000\n"
        "log = audit.AuditLog(Path(sys.argv[1]))\n"
        "for n in range(200): log.note('test', {'from': sys.argv[2], 'n': n, 'text': '长' * 100}, 'ok')"
    )
    path = tmp_path / "audit.jsonl"
    running = [subprocess.Popen([sys.executable, "-c", program, str(path), name], cwd=ROOT) for name in "abc"]
    assert [one.wait(120) for one in running] == [0, 0, 0]
    entries = AuditLog(path).entries(1_000)
    assert len(entries) == 600
    for name in "abc":
        assert [e["arguments"]["n"] for e in entries if e["arguments"]["from"] == name] == list(range(200))


def test_a_line_that_was_cut_short_hides_no_other(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit.jsonl")
    log.note("first", {}, "ok")
    with log.path.open("a", encoding="utf-8") as file:
        file.write('{"action": "cut')
    log.note("last", {}, "ok")
    assert [entry["action"] for entry in log.entries(9)] == ["first", "damaged line", "last"]
