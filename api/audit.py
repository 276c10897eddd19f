"""The audit log: who changed what, and who asked what in Cypher, whatever the door.

One JSON object a line, in a file that its owner alone reads. A process that writes holds a lock, so that servers and
commands may share the file; when it is large it is put aside under a number.
"""

from __future__ import annotations

import fcntl
import functools
import inspect
import logging
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import orjson
from pydantic import BaseModel

from api.context import Asked, Caller, asked

FILE = "audit.jsonl"
#: Bytes of one file, and how many are kept beside it.
_SIZE, _KEPT = 20_000_000, 50
#: Bytes of a text, and of one that is kept whole (Cypher); items of a list; levels.
_TEXT, WHOLE, _ITEMS, _DEPTH = 500, 20_000, 20, 4
#: What looks like a key of ours is masked, wherever somebody put it.
_KEY = re.compile(r"xiaodi_([0-9a-f]{12})_[A-Za-z0-9_-]+")
_SECRET_NAME = re.compile(r"(?i)password|passwd|secret|token|credential|(^|_)(api_?)?key$")
_MASK = "***"

#: Whether a call is going on that has its own line; what it calls in turn leaves none.
_within: ContextVar[bool] = ContextVar("within", default=False)
_log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


class AuditLog:
    """The log of one folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(
        self,
        action: str,
        arguments: Mapping[str, Any],
        outcome: str,
        *,
        by: Asked | None = None,
        caller: Caller | None = None,
        seconds: float | None = None,
        told: Mapping[str, Any] | None = None,
    ) -> None:
        """Write one line. `told` is what there is to say beside the outcome.

        A line that cannot be written is said on the log of the process, whole, as an error: what was done is done.
        """
        request = by or asked()
        who = caller or request.caller
        entry = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "request": request.id,
            "name": who.name,
            "role": who.role,
            "door": who.door,
            "key": who.key,
            "action": action,
            "arguments": arguments,
            "outcome": outcome,
            "seconds": None if seconds is None else round(seconds, 3),
            **(told or {}),
        }
        line = orjson.dumps(entry, default=str).decode()
        try:
            self._append(line)
        except OSError as error:
            _log.error("未能写入审计日志 the audit log could not be written (%s: %s): %s", self.path, error, line)

    def entries(self, last: int, name: str | None = None, action: str | None = None) -> list[dict[str, Any]]:
        """The latest lines, the newest last; those of one caller, and of one action, if asked."""
        found: list[dict[str, Any]] = []
        for file in [self.path, *(Path(f"{self.path}.{number}") for number in range(1, _KEPT + 1))]:
            if len(found) >= last or not file.exists():
                break
            found = [entry for entry in _read(file) if _is_asked_for(entry, name, action)] + found
        return found[-last:]

    def _append(self, line: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(beside, fcntl.LOCK_EX)
            handler = _File(self.path, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True)
            try:
                handler.emit(logging.makeLogRecord({"msg": f"\n{line}" if _is_cut(self.path) else line}))
            finally:
                handler.close()
        finally:
            os.close(beside)


class _File(RotatingFileHandler):
    """Opened for one line, under the lock: so it is never one that another process has put aside."""

    def _open(self) -> Any:
        return open(self.baseFilename, "a", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - the name is the handler's
        raise


def _is_cut(path: Path) -> bool:
    """Whether the last line of a file has no end, as after a full disk."""
    if not path.is_file() or not path.stat().st_size:
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"


def _read(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file; one that a full disk cut short is shown as it is."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                entry = orjson.loads(line)
            except orjson.JSONDecodeError:
                entry = {"action": "damaged line", "arguments": {"text": line.strip()[:_TEXT]}}
            yield entry


def _is_asked_for(entry: Mapping[str, Any], name: str | None, action: str | None) -> bool:
    return (name is None or entry.get("name") == name) and (action is None or entry.get("action") == action)


# --- what is audited --------------------------------------------------------------------------------------


def audited(action: str, *, whole: tuple[str, ...] = ()) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Leave a line for each call of a method whose object has an `audit`; without one, nothing is written.

    `whole` names texts that are kept whole. A method that yields is noted when it ends, also when it is left early.
    """

    def decorate(method: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(method)

        def call_of(args: tuple[Any, ...], kwargs: dict[str, Any]) -> _Call:
            given = dict(signature.bind(*args, **kwargs).arguments)
            owner = given.pop("self")
            return _Call(
                owner.audit, action, {n: _shown(n, v, n in whole) for n, v in given.items() if not callable(v)}
            )

        @functools.wraps(method)
        def plain(*args: P.args, **kwargs: P.kwargs) -> R:
            if _within.get():
                return method(*args, **kwargs)
            call, token = call_of(args, kwargs), _within.set(True)
            try:
                result = method(*args, **kwargs)
            except BaseException as error:
                call.ended(type(error).__name__)
                raise
            finally:
                _within.reset(token)
            call.ended("ok", result)
            return result

        @functools.wraps(method)
        def yielding(*args: P.args, **kwargs: P.kwargs) -> Iterator[Any]:
            return _followed(call_of(args, kwargs), cast(Iterator[Any], method(*args, **kwargs)))

        return cast(Callable[P, R], yielding if inspect.isgeneratorfunction(method) else plain)

    return decorate


class _Call:
    """One call that is going on."""

    def __init__(self, log: AuditLog | None, action: str, arguments: dict[str, Any]) -> None:
        self._log, self._action, self._arguments = log, action, arguments
        self._by, self._began = asked(), time.monotonic()

    def ended(self, outcome: str, result: Any = None, failed: int = 0) -> None:
        if self._log is None:
            return
        made = result if isinstance(result, str) else getattr(result, "undo", None)
        told = ({"made": made} if made else {}) | ({"failed": failed} if failed else {})
        seconds = time.monotonic() - self._began
        self._log.note(self._action, self._arguments, outcome, by=self._by, seconds=seconds, told=told)


def _followed(call: _Call, items: Iterator[Any]) -> Iterator[Any]:
    """What is yielded, watched to its end; reports that are not ok are counted as failed."""
    failed = 0
    try:
        for item in items:
            failed += getattr(item, "ok", True) is False
            yield item
    except GeneratorExit:
        call.ended("left", failed=failed)
        raise
    except BaseException as error:
        call.ended(type(error).__name__, failed=failed)
        raise
    call.ended("ok", failed=failed)


# --- arguments as they are shown --------------------------------------------------------------------------


def _shown(name: str, value: Any, whole: bool = False, depth: int = 0) -> Any:
    """A value, bounded, and with no secret in it."""
    if _SECRET_NAME.search(name) and value is not None:
        return _MASK
    if value is None or isinstance(value, bool | int | float):
        return value if not isinstance(value, int) or abs(value) < 2**63 else str(value)[:_TEXT]
    if depth >= _DEPTH:
        return "…"
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json")
    if isinstance(value, Mapping):
        items = list(value.items())
        shown = {_cut(str(key), _TEXT): _shown(str(key), one, depth=depth + 1) for key, one in items[:_ITEMS]}
        return shown | _more(len(items))
    if isinstance(value, list | tuple | set | frozenset):
        items = list(value)
        shown_items = [_shown("", one, depth=depth + 1) for one in items[:_ITEMS]]
        return [*shown_items, *(f"… +{count}" for count in _more(len(items)).values())]
    return _cut(str(value), WHOLE if whole else _TEXT)


def _more(count: int) -> dict[str, int]:
    return {"…": count - _ITEMS} if count > _ITEMS else {}


def _cut(text: str, most: int) -> str:
    """A text of valid Unicode, at most so many bytes long."""
    encoded = _KEY.sub(rf"xiaodi_\1_{_MASK}", text).encode("utf-8", "backslashreplace")
    if len(encoded) <= most:
        return encoded.decode()
    return f"{encoded[:most].decode(errors='ignore')}… +{len(encoded) - most} B"
