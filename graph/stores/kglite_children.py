"""Processes that answer what somebody unknown asks of the embedded engine, each on a copy of the graph."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from graph.errors import StoreUnavailable, Text
from graph.store import Bounds, Params
from graph.stores.bounded import TOO_COSTLY, not_taken, too_busy, too_costly

#: Statements that run at once.
_AT_ONCE = 2
#: Seconds in which a process has to load the graph.
_TO_LOAD = 60.0
_PROGRAM = Path(__file__).with_name("kglite_child.py")


class Child:
    """One process, on a copy of the graph."""

    def __init__(self, copy: Path) -> None:
        self.copy = copy
        self._process = subprocess.Popen(  # noqa: S603  a program of ours, and no shell
            [sys.executable, "-I", str(_PROGRAM), str(copy)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=copy.parent,
            env={"PATH": ""},
        )
        if not self._line(b"", _TO_LOAD):
            self.kill()
            raise StoreUnavailable(
                Text("临时 Cypher 的进程没有启动", "the process for ad-hoc Cypher did not start"), where=str(copy)
            )

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The answer to one request. The process is killed when it does not come in time.

        Raises:
            QueryTooCostly: when the process died of it, or was killed.
        """
        started = time.monotonic()
        line = self._line(orjson.dumps(request) + b"\n", seconds)
        if line:
            answer: dict[str, Any] = orjson.loads(line)
            return answer
        self.kill()
        late = time.monotonic() - started >= seconds
        raise too_costly("time" if late else "memory")

    def _line(self, request: bytes, seconds: float) -> bytes:
        """The next line that the process says; empty when it died, of itself or because time was up."""
        assert self._process.stdin and self._process.stdout  # noqa: S101  both are pipes
        timer = threading.Timer(seconds, self._process.kill)
        timer.start()
        try:
            self._process.stdin.write(request)
            self._process.stdin.flush()
            return self._process.stdout.readline()
        except BrokenPipeError:
            return b""
        finally:
            timer.cancel()

    def kill(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                _close(pipe.close)

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None


def _close(close: Callable[[], None]) -> None:
    try:
        close()
    except BrokenPipeError:  # what it was not told any more
        return


class Children:
    """The processes of one store. They follow the graph: after a write the next statement has a new copy."""

    def __init__(self, folder: Path, backup: Callable[[Path], None], version: Callable[[], int]) -> None:
        self._folder, self._backup, self._version = folder, backup, version
        self._copied = -1
        self._idle: list[Child] = []
        self._places = threading.BoundedSemaphore(_AT_ONCE)
        self._lock = threading.Lock()
        shutil.rmtree(folder, ignore_errors=True)  # of a process that was killed

    def ask(self, cypher: str, params: Params, bounds: Bounds, written: Callable[[str], str] = str) -> dict[str, Any]:
        """The raw answer of a statement: columns, rows, truncated. `written` puts the engine's words into the asker's.

        Raises:
            QueryTooCostly: at one of the bounds.
            StatementError: when the engine refuses the text.
            StoreBusy: when no place became free in the time that it was given.
        """
        if not self._places.acquire(timeout=bounds.seconds):
            raise too_busy()
        try:
            child = self._child(bounds.seconds)
            answer = child.ask(_request(cypher, params, bounds), bounds.seconds)
            self._give_back(child)
        finally:
            self._places.release()
        if "error" in answer:
            raise (
                too_costly(answer["error"]) if answer["error"] in TOO_COSTLY else not_taken(written(answer["message"]))
            )
        return answer

    def _child(self, seconds: float) -> Child:
        """A process on the graph as it is now."""
        if not self._lock.acquire(timeout=seconds):
            raise too_busy()
        try:
            self._follow()
            while self._idle:
                child = self._idle.pop()
                if child.alive:
                    return child
                child.kill()
            return Child(self._path())
        finally:
            self._lock.release()

    def _follow(self) -> None:
        """Copy the graph when it changed since the last copy."""
        version = self._version()
        if version == self._copied:
            return
        self._discard()
        self._path().unlink(missing_ok=True)
        self._copied = -1
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._backup(self._folder / f"{version}.kgl")
        self._copied = version

    def _path(self) -> Path:
        return self._folder / f"{self._copied}.kgl"

    def _give_back(self, child: Child) -> None:
        with self._lock:
            if child.copy == self._path():
                self._idle.append(child)
            else:
                child.kill()

    def _discard(self) -> None:
        while self._idle:
            self._idle.pop().kill()

    def close(self) -> None:
        """End the processes and remove the copy."""
        with self._lock:
            self._discard()
            self._copied = -1
            shutil.rmtree(self._folder, ignore_errors=True)


def _request(cypher: str, params: Params, bounds: Bounds) -> dict[str, Any]:
    return {
        "cypher": cypher,
        "params": dict(params),
        "seconds": bounds.seconds,
        "rows": bounds.rows,
        "size": bounds.size,
        "memory": bounds.memory,
    }
