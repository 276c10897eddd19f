"""The process in which a statement of somebody unknown meets the embedded engine.

It holds a copy of the graph, can open no file and no socket any more, and may be killed at any time.
It stands alone: run by its path with `python -I`, it knows nothing of ours but lines of JSON on its two pipes.

in:  {"cypher": ..., "params": ..., "seconds": ..., "rows": ..., "size": bytes, "memory": megabytes}
out: {"columns": [...], "rows": [...], "truncated": ...}, or {"error": time | memory | size | statement, "message": ...}
"""

from __future__ import annotations

import math
import resource
import sys
from pathlib import Path
from typing import Any

import kglite
import orjson

_MEGABYTE = 1024 * 1024
#: Of the time that is given: the engine is to say itself that time is up, before it is killed.
_EARLIER = 0.9
#: Touches what is loaded when it is first used, while files can still be opened.
_WARM = (
    "MATCH (n) RETURN count(n) AS n, date('2020-01-01') AS d, datetime('2020-01-01T00:00:00') AS t",
    "MATCH (a)-[r]->(b) RETURN a.name AS a, count(r) AS n ORDER BY n DESC LIMIT 1",
    "MATCH (n) WHERE n.name =~ '(?i)x.*' RETURN n LIMIT 1",
)


class TooLong(Exception):
    """The answer has more bytes than are wanted."""


def main(path: str) -> None:
    """Answer requests until the pipe is closed."""
    kglite.set_query_warning_policy("silent")
    graph = kglite.load(path).freeze()
    for statement in _WARM:
        list(graph.cypher(statement))
    base = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    shut()
    say({"ready": True})
    for line in sys.stdin.buffer:
        say(answer(graph, orjson.loads(line), base))


def shut() -> None:
    """Give up opening files and sockets, and writing files, for good."""
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
        resource.setrlimit(limit, (0, 0))


def bound(request: dict[str, Any], base: int) -> None:
    """Bound the memory beyond what the graph takes, and the time on all processors."""
    memory = base + request["memory"] * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.RLIM_INFINITY))
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime + request["seconds"] * 4 + 1
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(cpu), resource.RLIM_INFINITY))


def answer(graph: Any, request: dict[str, Any], base: int) -> dict[str, Any]:
    """What one request asks for, or why not."""
    bound(request, base)
    try:
        return read(graph, request)
    except kglite.CypherTimeoutError:
        return {"error": "time", "message": ""}
    except MemoryError:
        return {"error": "memory", "message": ""}
    except TooLong:
        return {"error": "size", "message": ""}
    except (kglite.KgError, ValueError, TypeError, OSError) as error:
        return {"error": "statement", "message": str(error)}


def read(graph: Any, request: dict[str, Any]) -> dict[str, Any]:
    """The rows of a statement, as the engine gives them."""
    view = graph.cypher(
        request["cypher"],
        params=request["params"],
        timeout_ms=max(1, int(request["seconds"] * 1000 * _EARLIER)),
        row_limit=request["rows"] + 1,
    )
    rows: list[Any] = []
    size = 0
    for row in view:
        if len(rows) == request["rows"]:
            return {"columns": view.columns, "rows": rows, "truncated": True}
        text = encoded(row)
        size += len(text)
        if size > request["size"]:
            raise TooLong
        rows.append(orjson.Fragment(text))
    return {"columns": view.columns, "rows": rows, "truncated": False}


def encoded(value: Any) -> bytes:
    """JSON, with a time of day as text like the other times."""
    return orjson.dumps(value, default=lambda time: time.isoformat())


def say(message: dict[str, Any]) -> None:
    """Send one line."""
    sys.stdout.buffer.write(encoded(message) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1])
