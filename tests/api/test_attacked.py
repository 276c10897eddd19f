"""A real server, with keys, attacked by raw bytes and watched for secrets in what it writes."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from api.auth.keys import KeyStore
from api.service import Service
from graph.settings import ROOT
from graph.stores.kglite import KgliteStore
from tests.api.guarded import ROLES
from tests.conftest import FACTSHEETS

#: Seconds that a server is given to answer.
_PATIENCE = 5


@dataclass
class Served:
    """A running `xiaodi serve`, its folder, and the keys that it knows."""

    url: str
    folder: Path
    keys: dict[str, str]

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    @property
    def told(self) -> str:
        """Everything that it wrote to its two streams."""
        return (self.folder / "told.txt").read_text("utf-8")

    def bearer(self, role: str = "reader") -> str:
        return f"Authorization: Bearer {self.keys[role]}"

    def raw(self, request: bytes) -> tuple[int, bytes]:
        """Send bytes as they are; the first status, and all that came back."""
        address = urlsplit(self.url)
        with socket.create_connection((address.hostname or "", address.port or 0), _PATIENCE) as client:
            with suppress(OSError):  # it may be refused before it is whole
                client.sendall(request)
            answer = _all(client)
        found = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
        return (int(found[1]) if found else 0), answer

    def ask(self, *lines: str, body: bytes = b"") -> tuple[int, bytes]:
        """Send a request of these lines."""
        return self.raw("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body)


def _all(client: socket.socket) -> bytes:
    received = b""
    with suppress(OSError):  # it waits for more than was sent
        while part := client.recv(65_536):
            received += part
    return received


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("attacked")
    with KgliteStore(str(folder / "graph.kgl")) as store:
        assert all(report.ok for report in Service(store).load([str(FACTSHEETS)]))
    keys: dict[str, str] = {role: KeyStore(folder / "keys.json").add(role, role)[1] for role in ROLES}
    given = {"VAR": str(folder), "STORE": str(folder / "graph.kgl"), "LOG_LEVEL": "DEBUG", "LANG": "zh"}
    env = os.environ | {f"XIAODI_{name}": value for name, value in given.items()}
    with (folder / "told.txt").open("w") as told:
        command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=told, stderr=told)
    try:
        yield Served(_url(folder, process), folder, keys)
    finally:
        process.terminate()
        process.wait(60)


def _url(folder: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\d+", (folder / "told.txt").read_text("utf-8"))
        try:
            if found and httpx.get(f"{found[0]}/healthz").is_success:
                return found[0]
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError((folder / "told.txt").read_text("utf-8"))


# --- bytes that no client library sends ---------------------------------------------------------------


def test_what_is_right_is_answered(served: Served) -> None:
    code, answer = served.ask("GET /v1/me HTTP/1.1", f"Host: {served.host}", served.bearer())
    assert (code, b'"reader"' in answer) == (200, True)
    assert b"\r\nserver:" not in answer.lower()


def test_a_host_is_given_once(served: Served) -> None:
    own = f"Host: {served.host}"
    for hosts in ([], [own, own], [own, "Host: evil.example"], ["Host: evil.example", own], ["Host:"], ["Host: evil"]):
        assert served.ask("GET /v1/me HTTP/1.1", *hosts, served.bearer())[0] == 400, hosts
    assert served.ask("GET /v1/me HTTP/1.0", served.bearer())[0] == 400


@pytest.mark.parametrize(
    "line",
    [
        "GET http://evil.example/v1/me HTTP/1.1", "GET //evil.example/v1/me HTTP/1.1",
        "GET /v1/me", "GET  /v1/me HTTP/1.1", "CONNECT evil.example:443 HTTP/1.1", "G\x00T /v1/me HTTP/1.1",
        "GET /v1/\x00me HTTP/1.1", "TRACE /v1/me HTTP/1.1", "PRI * HTTP/2.0", "OPTIONS * HTTP/1.1",
    ],
)  # fmt: skip
def test_a_request_line_of_another_form_gets_nothing(served: Served, line: str) -> None:
    code, answer = served.ask(line, f"Host: {served.host}", served.bearer("admin"))
    assert (code == 0 or 400 <= code < 500, b'"admin"' in answer) == (True, False)


def test_two_keys_are_none(served: Served) -> None:
    for first, second in (("reader", "admin"), ("admin", "reader"), ("admin", "admin")):
        lines = ("GET /v1/me HTTP/1.1", f"Host: {served.host}", served.bearer(first), served.bearer(second))
        assert served.ask(*lines)[0] == 401


@pytest.mark.parametrize(
    "header",
    [
        "Content-Length: 2\r\nContent-Length: 2", "Content-Length: 2\r\nContent-Length: 40", "Content-Length: 2, 2",
        "Content-Length: -1", "Content-Length: +2", "Content-Length: 0x2",
        "Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 2", "Transfer-Encoding: identity", "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Content-Length : 2", "Transfer-Encoding : chunked", " Content-Length: 2",
        "Content-Length: 99999999999999999999999",
    ],
)  # fmt: skip
def test_no_second_request_is_smuggled_in_a_body(served: Served, header: str) -> None:
    host, key = f"Host: {served.host}", served.bearer("admin")
    hidden = f"GET /v1/me?hidden HTTP/1.1\r\n{host}\r\n{key}\r\n\r\n"
    lines = ("POST /v1/reviews/undo HTTP/1.1", host, key, "Content-Type: application/json", header)
    code, answer = served.ask(*lines, body=b"0\r\n\r\n" + hidden.encode())
    assert code == 0 or 400 <= code < 600
    assert code not in (500, 502)
    assert b'"admin"' not in answer


def test_a_body_that_grows_too_large_is_cut(served: Served) -> None:
    lines = ("POST /v1/reviews/undo HTTP/1.1", f"Host: {served.host}", served.bearer("admin"))
    media = "Content-Type: application/json"
    code, answer = served.ask(*lines, media, "Content-Length: 1000001", body=b'{"decision":"')
    assert (code, b"application/problem+json" in answer) == (413, True)
    chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    code, answer = served.ask(*lines, media, "Transfer-Encoding: chunked", body=chunk * 30 + b"0\r\n\r\n")
    assert (code, b"/problems/too-large" in answer) == (413, True)
    small = b'{"decision": "none", "who": "w", "why": "y"}'
    whole = hex(len(small))[2:].encode() + b"\r\n" + small + b"\r\n0\r\n\r\n"
    assert served.ask(*lines, media, "Transfer-Encoding: chunked", body=whole)[0] == 404
    assert served.ask(*lines, media, "Transfer-Encoding: chunked", body=b"zz\r\n" + small)[0] == 400


def test_a_body_is_not_read_for_somebody_unknown(served: Served) -> None:
    lines = ("POST /v1/reviews/undo HTTP/1.1", f"Host: {served.host}", "Content-Type: application/json")
    assert served.ask(*lines, "Content-Length: 900000")[0] == 401  # before any of it was sent


@pytest.mark.parametrize(
    "header", ["X: " + "a" * 70_000, "X\x00: a", "X: a\x00b", "X Y: a", ": a", "X: a\r\n b\r\n\r\nGET", "é: a"]
)
def test_headers_of_another_form_harm_nobody(served: Served, header: str) -> None:
    code, answer = served.ask("GET /v1/me HTTP/1.1", f"Host: {served.host}", header)
    assert (code == 0 or 400 <= code < 500, b'"admin"' in answer) == (True, False)
    assert httpx.get(f"{served.url}/healthz").status_code == 200


def test_revoking_acts_on_a_server_that_runs(served: Served) -> None:
    store = KeyStore(served.folder / "keys.json")
    _, text = store.add("guest", "reader")
    header = {"Authorization": f"Bearer {text}"}
    with httpx.Client(base_url=served.url) as client:
        assert client.get("/v1/me", headers=header).status_code == 200
        assert client.post("/v1/sessions", json={"key": text}).status_code == 201
        assert client.get("/v1/me").json()["door"] == "session"
        store.revoke("guest")
        assert client.get("/v1/me", headers=header).status_code == 401
        assert client.get("/v1/me").status_code == 401


# --- secrets ------------------------------------------------------------------------------------------


def test_no_secret_is_written_anywhere_or_told(served: Served) -> None:
    """Keys, wrong keys, cookies, form tokens and links, right and wrong, at every place where they may be given."""
    link = re.findall(r"http://\S+once=\S+", served.told)
    assert len(link) == 1
    wrong = "xiaodi_0123456789ab_" + "W" * 43
    given = {*served.keys.values(), wrong}
    answers: list[httpx.Response] = []
    with httpx.Client(base_url=served.url, follow_redirects=False) as client:
        for key in given:
            header = {"Authorization": f"Bearer {key}"}
            places = [
                client.get("/v1/me", headers=header),
                client.get("/v1/me", headers={"Authorization": f"Basic {key}"}),
                client.get("/v1/me", params={"key": key}, headers=header),
                client.get(f"/nowhere/{key}", headers=header),
                client.get("/v1/me", headers={"Cookie": f"xiaodi_session={key}", "X-Request-ID": f"-{key}"}),
                client.get("/sign-in", params={"once": key}),
                client.post("/v1/sessions", json={"key": key, "more": key}),
                client.post(
                    "/v1/cypher", json={"query": f"RETURN '{key}' AS x, 1/", "params": {"a": key}}, headers=header
                ),
                client.post("/v1/reviews/undo", content=key, headers=header | {"Content-Type": "application/json"}),
            ]
            # who puts a key where a name belongs is told what he wrote; it must only be kept nowhere
            client.post("/v1/reviews/undo", json={"decision": key, "who": key, "why": key}, headers=header)
            answers += [answer for answer in places if answer.status_code != 404 or "nowhere" not in str(answer.url)]
        page = client.get("/sign-in", params={"lang": "en"})
        form = page.cookies["xiaodi_form"]
        own = {"Origin": served.url}
        for key in (wrong, served.keys["editor"]):
            answers.append(client.post("/sign-in", data={"form": form, "key": key}, headers=own))
        signed = client.cookies["xiaodi_session"]
        once = link[0].partition("once=")[2]
        with httpx.Client(base_url=served.url) as other:
            other.get(link[0], follow_redirects=False)
            assert other.get("/v1/me").json()["role"] == "admin"
            by_link = other.cookies["xiaodi_session"]
            answers.append(other.get(link[0]))
    secrets = {key.split("_", 2)[2] for key in given} | {signed, by_link, form, once}
    kept = (served.folder / "audit.jsonl").read_text("utf-8") + (served.folder / "keys.json").read_text("utf-8")
    told = served.told.replace(link[0], "", 1)
    for secret in secrets:
        assert secret not in told
        assert secret not in kept
        assert not [answer for answer in answers if secret in answer.text and not _is_own_form(answer, secret, form)]
    assert "DEBUG" in told or "INFO" in told


def _is_own_form(answer: httpx.Response, secret: str, form: str) -> bool:
    """The page gives its own form the token that belongs in it."""
    return secret == form and "text/html" in answer.headers["content-type"]


def test_the_audit_says_who_signed_in_and_was_refused(served: Served) -> None:
    httpx.post(f"{served.url}/v1/sessions", json={"key": "wrong"})
    lines = [json.loads(line) for line in (served.folder / "audit.jsonl").read_text("utf-8").splitlines()]
    signed = [(line["name"], line["outcome"]) for line in lines if line["action"] == "sign_in"]
    assert ("anonymous", "NotSignedIn") in signed
    assert all(line["arguments"]["address"] == "127.0.0.1" for line in lines if line["action"] == "sign_in")
