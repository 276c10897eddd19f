"""A server in a process of its own, and two ways to ask it: one connection, and many at once."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

from api.remote.lease import read_lease

_STARTING = 120.0
_FREE = "600000"


@contextmanager
def served(store: str, var: Path) -> Iterator[str]:
    """`xiaodi serve` on an embedded graph; its address. Nobody's rate is in the way of measuring."""
    environment = os.environ | {
        "XIAODI_STORE": store, "XIAODI_VAR": str(var), "XIAODI_RATE": _FREE, "XIAODI_LOG_LEVEL": "WARNING",
    }  # fmt: skip
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    with _running(command, environment):
        yield _address(store)


@contextmanager
def bare_route(body: bytes) -> Iterator[str]:
    """A FastAPI application with one synchronous route that gives these bytes."""
    code = (
        "import socket, sys, uvicorn\n"
        "from fastapi import FastAPI, Response\n"
        "app, body = FastAPI(), sys.stdin.buffer.read()\n"
        "@app.get('/')\n"
        "def route() -> Response: return Response(body, media_type='application/json')\n"
        "listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)\n"
        "listener.bind(('127.0.0.1', 0))\n"
        "listener.listen(2048)\n"
        "print(listener.getsockname()[1], flush=True)\n"
        "uvicorn.Server(uvicorn.Config(app, log_level='warning')).run(sockets=[listener])\n"
    )
    with _running([sys.executable, "-c", code], dict(os.environ)) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(body)
        process.stdin.close()
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"


@contextmanager
def _running(command: Sequence[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        try:
            yield process
        finally:
            process.terminate()


def _address(store: str) -> str:
    ends = time.monotonic() + _STARTING
    while time.monotonic() < ends:
        lease = read_lease(store)
        if lease is not None and _answers(lease.url):
            return lease.url
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


def _answers(url: str) -> bool:
    try:
        return Connection(url).get("/readyz") != b""
    except (OSError, AssertionError):
        return False


class Connection:
    """One keep-alive connection."""

    def __init__(self, url: str) -> None:
        host = urlsplit(url)
        self._http = HTTPConnection(host.hostname or "", host.port, timeout=60)

    def get(self, path: str) -> bytes:
        self._http.request("GET", path)
        answer = self._http.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status, body[:300])
        return body

    def timed(self, path: str) -> float:
        started = time.perf_counter()
        self.get(path)
        return time.perf_counter() - started


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 99th."""
    parts = quantiles(times, n=100, method="inclusive")
    return parts[49], parts[98]


def requests_a_second(url: str, paths: Sequence[str], connections: int, seconds: float) -> float:
    """How many requests are answered while so many connections ask without a pause, each path in turn."""
    return asyncio.run(_crowd(url, paths, connections, seconds))


async def _crowd(url: str, paths: Sequence[str], connections: int, seconds: float) -> float:
    started = time.perf_counter()
    each = [[*paths[number:], *paths[:number]] for number in range(connections)]
    counts = await asyncio.gather(*(_asker(url, asked, started + seconds) for asked in each))
    return sum(counts) / (time.perf_counter() - started)


async def _asker(url: str, paths: Sequence[str], ends: float) -> int:
    host = urlsplit(url)
    reader, writer = await asyncio.open_connection(host.hostname, host.port)
    done = 0
    while time.perf_counter() < ends:
        writer.write(f"GET {paths[done % len(paths)]} HTTP/1.1\r\nHost: {host.netloc}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head[:100]
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
        done += 1
    writer.close()
    return done
