"""What is no HTTP, or has too long a head, is refused like everything else, and the server goes on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from api.app import create_app
from api.service import Service
from graph.settings import Settings
from graph.stores.kglite import KgliteStore
from tests.serving import serving


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("unread")
    with (
        KgliteStore(str(folder / "graph.kgl")) as store,
        serving(create_app(Service(store), config=Settings(var=folder))) as address,
    ):
        yield address


@pytest.mark.parametrize(
    "sent",
    [
        b"hello\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: a b\r\nno colon\r\n\r\n",
        b"GET /healthz?x=" + b"0" * 20_000,
    ],
)
def test_what_cannot_be_read_is_a_problem_too(address: str, sent: bytes) -> None:
    with socket.create_connection((urlsplit(address).hostname or "", urlsplit(address).port or 0), 30) as client:
        client.sendall(sent)
        answer = b""
        while part := client.recv(65_536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().lower().splitlines()
    assert lines[0].startswith("http/1.1 400")
    assert "content-type: application/problem+json" in lines
    assert any(line.startswith("x-request-id: ") for line in lines)
    problem = httpx.Response(400, content=body).json()
    assert (problem["type"], problem["status"]) == ("/problems/bad-request", 400)
    assert f"x-request-id: {problem['request_id']}" in lines
    assert httpx.get(f"{address}/healthz").status_code == 200
