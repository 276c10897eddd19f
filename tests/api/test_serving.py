"""`xiaodi serve` as a process: what it logs, and how it stops."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from api.remote.lease import lease_path
from api.service import Service
from api.waiting import WaitingStore, open_prepared
from graph.errors import StoreUnavailable, Text
from graph.settings import ROOT, Settings
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore

SHEET = "data/factsheets/004-jinzhong-youth.yaml"
BODY = json.dumps({"mentions": [{"text": "山西医科大学"}]}).encode()


def get(url: str) -> httpx.Response:
    return httpx.get(url, timeout=60)


@dataclass
class Served:
    """A running `xiaodi serve`."""

    process: subprocess.Popen[str]
    url: str
    log: Path

    def lines(self) -> list[dict[str, Any]]:
        """What it logged; every line is JSON."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]

    def begun(self) -> socket.socket:
        """A request whose head has arrived and whose body has not."""
        address = urlsplit(self.url)
        assert address.hostname is not None
        client = socket.create_connection((address.hostname, address.port or 80), timeout=30)
        head = f"POST /v1/resolutions HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/json\r\n"
        client.sendall(f"{head}Content-Length: {len(BODY)}\r\nX-Request-ID: slow-one\r\n\r\n".encode() + BODY[:5])
        wait_for(lambda: self.in_flight() == 2)  # it, and the one that asks
        return client

    def in_flight(self) -> float:
        found = re.search(r"^xiaodi_requests_in_flight (\S+)$", get(f"{self.url}/metrics").text, re.M)
        assert found
        return float(found[1])

    def tell(self, sent: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(sent)

    def ended(self) -> int:
        return self.process.wait(60)


def wait_for(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def serve(folder: Path, **settings: str) -> Iterator[Served]:
    """Run the command on a store in a folder until it listens."""
    log = folder / "log.jsonl"
    given = {"VAR": str(folder), "STORE": str(folder / "graph.kgl"), "LOG_FORM": "json"} | settings
    env = os.environ | {f"XIAODI_{name}": value for name, value in given.items()}
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    with log.open("w", encoding="utf-8") as told:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=told, stdout=subprocess.DEVNULL, text=True)
    try:
        wait_for(lambda: process.poll() is not None or '"url"' in log.read_text("utf-8"))
        assert process.poll() is None, log.read_text("utf-8")
        url = next(json.loads(line)["url"] for line in log.read_text("utf-8").splitlines() if '"url"' in line)
        wait_for(lambda: _answers(url))
        yield Served(process, url, log)
    finally:
        process.kill()
        process.wait()


def _answers(url: str) -> bool:
    try:
        return get(f"{url}/healthz").is_success
    except httpx.TransportError:
        return False


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        assert Service(store).load([SHEET])[0].ok
    return tmp_path


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_running_requests_finish_and_refuses_new_ones(folder: Path, sent: signal.Signals) -> None:
    with serve(folder) as served:
        slow = served.begun()
        served.tell(sent)
        wait_for(lambda: get(f"{served.url}/readyz").json().get("state") == "stopping")
        refused = get(f"{served.url}/v1/sources")
        assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
        assert refused.headers["retry-after"]
        slow.sendall(BODY[5:])
        answer = http.client.HTTPResponse(slow)
        answer.begin()
        assert answer.status == 200
        assert json.loads(answer.read())["resolutions"][0]["name"] == "山西医科大学"
        assert answer.headers["x-request-id"] == "slow-one"
        assert served.ended() == 0
        access = {line["request_id"]: line for line in served.lines() if line["logger"] == "xiaodi.access"}
        assert (access["slow-one"]["message"], access["slow-one"]["status"]) == ("POST /v1/resolutions", 200)
    assert not lease_path(str(folder / "graph.kgl")).exists()
    with KgliteStore(str(folder / "graph.kgl")) as store:
        assert Service(store).resolve("山西医科大学").name == "山西医科大学"


def test_a_request_that_never_ends_is_broken_off_when_the_time_is_over(folder: Path) -> None:
    with serve(folder, SHUTDOWN_TIMEOUT="1") as served:
        slow = served.begun()
        served.tell()
        assert served.ended() == 0
        answer = http.client.HTTPResponse(slow)
        answer.begin()
        assert (answer.status, answer.headers["content-type"]) == (503, "application/problem+json")
        assert any(line["message"] == "what runs is broken off" for line in served.lines())
    assert not lease_path(str(folder / "graph.kgl")).exists()


def test_a_second_signal_does_not_wait(folder: Path) -> None:
    with serve(folder, SHUTDOWN_TIMEOUT="600") as served:
        slow = served.begun()
        served.tell()
        wait_for(lambda: get(f"{served.url}/readyz").json().get("state") == "stopping")
        served.tell()
        assert served.ended() == 0
        slow.close()


def test_the_log_is_json_with_ids_that_answers_and_problems_share(folder: Path) -> None:
    with serve(folder) as served:
        found = get(f"{served.url}/v1/sources")
        lost = get(f"{served.url}/v1/entities/没有这个名字")
        assert (found.status_code, lost.status_code) == (200, 404)
        assert "server" not in found.headers
        served.tell()
        assert served.ended() == 0
        lines = served.lines()
    by_id = {line["request_id"]: line for line in lines if line["logger"] == "xiaodi.access"}
    assert by_id[found.headers["x-request-id"]]["bytes"] == len(found.content)
    told = by_id[lost.headers["x-request-id"]]
    assert (told["status"], lost.json()["request_id"]) == (404, lost.headers["x-request-id"])
    assert "没有这个名字" not in json.dumps(told, ensure_ascii=False)
    assert {"uvicorn.error", "xiaodi.access"} <= {line["logger"] for line in lines}
    assert all({"time", "level", "message", "request_id", "caller"} <= line.keys() for line in lines)


def test_without_keys_it_listens_on_this_machine_alone(tmp_path: Path) -> None:
    env = os.environ | {"XIAODI_VAR": str(tmp_path), "XIAODI_LANG": "en"}
    command = [sys.executable, "-m", "api.cli", "serve", "--host", "0.0.0.0", "--port", "0"]  # noqa: S104 - refused
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "key" in done.stderr
    assert not list(tmp_path.glob("*.kgl"))


def test_a_neo4j_that_is_not_up_is_waited_for(tmp_path: Path) -> None:
    with socket.socket() as held:  # bound, and nobody listens
        held.bind(("127.0.0.1", 0))
        store = f"neo4j://127.0.0.1:{held.getsockname()[1]}"
        with serve(tmp_path, STORE=store, STORE_PASSWORD="x") as served:  # noqa: S106 - nobody asks for it
            assert get(f"{served.url}/healthz").status_code == 200
            for path in ("/readyz", "/v1/sources", "/v1/entities?q=玉湖"):
                answer = get(served.url + path)
                assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json"), path
                assert answer.headers["retry-after"]
            assert get(f"{served.url}/readyz").json()["state"] == "store_down"
            assert "xiaodi_store_up 0.0" in get(f"{served.url}/metrics").text
            served.tell()
            assert served.ended() == 0


def test_a_store_that_comes_up_later_is_used_as_soon_as_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.waiting._PAUSE", 0.05)
    there = threading.Event()
    away = StoreUnavailable(Text("不在", "away"))

    def opening() -> GraphStore:
        if not there.is_set():
            raise away
        return open_prepared(Settings(store=str(tmp_path / "graph.kgl")))

    with WaitingStore("neo4j://somewhere", away, opening) as store:
        service = Service(store, prepared=True)
        with pytest.raises(StoreUnavailable) as caught:
            service.search("玉湖")
        assert caught.value.where == "neo4j://somewhere"
        there.set()
        wait_for(lambda: _loads(service))
        assert service.resolve("山西医科大学").name == "山西医科大学"


def _loads(service: Service) -> bool:
    try:
        return all(report.ok for report in service.load([SHEET]))
    except StoreUnavailable:
        return False
