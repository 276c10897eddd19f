"""Logging, set up at the doors alone: lines of text or of JSON, each with the request and the caller it belongs to."""

from __future__ import annotations

import logging
import sys
from typing import Any

from api.context import current
from graph.settings import Settings

_TEXT = "%(asctime)s %(levelname)s %(name)s [%(request_id)s %(caller)s] %(message)s%(more)s"
#: Fields of every record of the standard library; what else a record has was given with it, as `extra`.
_COMMON = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request_id", "caller", "more"}
#: What uvicorn adds for a terminal.
_ADDED = frozenset({"color_message"})


class _Asked(logging.Filter):
    """Gives each record the id of the request that it belongs to and the name of who asks; `-` outside of any."""

    def filter(self, record: logging.LogRecord) -> bool:
        asked = current()
        record.request_id = asked.id if asked else "-"
        record.caller = asked.caller.name if asked else "-"
        return True


class _Text(logging.Formatter):
    """A line for people: the message, then the fields that came with it."""

    def format(self, record: logging.LogRecord) -> str:
        record.more = "".join(f" {name}={value}" for name, value in _extra(record).items())
        return super().format(record)


def configure(config: Settings) -> None:
    """Log lines to standard error, of our own and of the server, in the form and from the level of the settings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Asked())
    handler.setFormatter(_Text(_TEXT) if config.log_form == "text" else _as_json())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(config.log_level)
    for name in ("httpx", "httpx2", "httpcore", "httpcore2", "asyncio", "multipart", "python_multipart"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _as_json() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter  # most processes write text

    return JsonFormatter(
        "%(levelname)s %(name)s %(message)s %(request_id)s %(caller)s",
        rename_fields={"levelname": "level", "name": "logger"},
        timestamp="time",
        json_ensure_ascii=False,
        reserved_attrs=[*_COMMON, *_ADDED],
    )


def _extra(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in _COMMON | _ADDED}
