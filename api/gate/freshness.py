"""An answer is as fresh as the graph: its tag is made of what it depends on, before any route is asked.

Tags are weak: one answer, compressed or not, is the same answer.
"""

from __future__ import annotations

import hashlib
from datetime import date
from http import HTTPStatus
from typing import cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.gate.base import refuse
from api.service import Service
from graph.errors import XiaodiError

VARY = "Accept, Accept-Language, Accept-Encoding, Authorization, Cookie"
#: A load that is under way shows in answers before anything is written.
_STAMP = (
    "MATCH (s:Stamp) OPTIONAL MATCH (r:Run {state: 'loading'}) "
    "RETURN s.mark AS mark, s.version AS version, count(r) AS loading"
)
#: Below /v1, what does not depend on the graph alone.
_OTHERS = ("jobs", "uploads", "me", "sessions", "runs", "status", "exports", "resolutions", "cypher")
#: The mark of the graph, where it was read for this request.
_STATE = "xiaodi.graph"


def graph_state(service: Service) -> str:
    """What changes with every write to the graph, and differs between graphs."""
    rows = service.store.read(_STAMP).rows
    return "-".join(map(str, rows[0].values())) if rows else "0"


def state_of(scope: Scope, service: Service) -> str:
    """The state of the graph that this request was checked against; read where it was not."""
    return cast(str, scope.get(_STATE)) or graph_state(service)


class Freshness:
    """Answers 304 where the client's copy still holds, and tags what it lets pass."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or not _depends_on_graph(scope["path"]):
            await self.app(scope, receive, send)
            return
        service = cast(Service, cast(Starlette, scope["app"]).state.service)
        try:
            scope[_STATE] = await run_in_threadpool(graph_state, service)
        except XiaodiError as error:
            await refuse(error, scope, receive, send)
            return
        headers = Headers(scope=scope)
        tag = _tag(scope, headers)
        if _matches(headers.get("if-none-match", ""), tag):
            await Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag, "Vary": VARY})(
                scope, receive, send
            )
            return
        await self.app(scope, receive, _tagging(send, tag))


def _depends_on_graph(path: str) -> bool:
    return path.startswith("/v1/") and path.split("/")[2] not in _OTHERS


def _tag(scope: Scope, headers: Headers) -> str:
    """Of all that the answer depends on: graph, day, what is asked, in which form and language."""
    told = [scope[_STATE], scope["app"].version, date.today().isoformat()]
    told += [scope["path"], scope["query_string"].decode("latin-1")]
    told += [headers.get("accept", ""), headers.get("accept-language", "")]
    return f'W/"{hashlib.sha256(chr(0).join(told).encode()).hexdigest()[:20]}"'


def _matches(given: str, tag: str) -> bool:
    """Whether If-None-Match names the tag, compared weakly."""
    names = {name.strip().removeprefix("W/") for name in given.split(",")}
    return "*" in names or tag.removeprefix("W/") in names


def _tagging(send: Send, tag: str) -> Send:
    async def tagged(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK:
            headers = MutableHeaders(scope=message)
            headers["ETag"] = tag
            headers["Vary"] = VARY
        await send(message)

    return tagged
