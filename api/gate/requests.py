"""The outermost layer: every request gets an id, is counted, and leaves one line in the log.

Nothing that a client wrote but the method reaches the log or a metric: routes are named by their template.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.context import Asked, Caller, asked, asking, new_id
from api.gate.base import refuse
from api.gate.faults import Faults
from api.http.health import Health
from api.http.metrics import Metrics
from graph.errors import StoreBusy, StoreUnavailable, Text, XiaodiError

#: Requests that may wait for an answer at one time; more are told to come back.
MOST_AT_ONCE = 512
#: An id that a client gives is kept when nothing can be smuggled in by it; keys and session ids are longer.
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,40}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_HEALTH = frozenset({"/healthz", "/readyz", "/metrics"})
#: Until the layer that knows has said who asks.
_NOBODY = Caller("-", "reader", "open")
_access = logging.getLogger("xiaodi.access")


class Requests:
    """Ids, the access log and the counters."""

    def __init__(self, app: ASGIApp, metrics: Metrics, health: Health) -> None:
        self.app, self._metrics, self._health = Faults(app), metrics, health

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _Answer(Request(scope).headers.get("x-request-id"), send)
        self._health.running += 1
        self._metrics.in_flight.inc()
        with asking(Asked(answer.id, _NOBODY)):
            try:
                await self._answer(scope, receive, answer)
            finally:
                self._health.running -= 1
                self._metrics.in_flight.dec()
                self._record(scope, answer)

    async def _answer(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        refusal = self._refusal(scope["path"])
        if refusal is not None:
            await refuse(refusal, scope, receive, answer.send)
            return
        try:
            await self.app(scope, receive, answer.send)
        except asyncio.CancelledError:
            if self._health.stage != "stopping" or answer.status:
                raise
            await refuse(_stopping(), scope, receive, answer.send)  # the time to finish is over

    def _refusal(self, path: str) -> XiaodiError | None:
        """Why a request is not even looked at."""
        if path in _HEALTH:
            return None
        if self._health.stage == "stopping":
            return _stopping()
        if self._health.running > MOST_AT_ONCE:
            return StoreBusy(Text("同时的请求太多", "too many requests at one time"))
        return None

    def _record(self, scope: Scope, answer: _Answer) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        route = getattr(scope.get("route"), "path", "-")
        status = answer.status or 499  # nobody was there any more to be answered
        seconds = time.perf_counter() - answer.began
        self._metrics.requests.labels(method, route, status).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        with asking(Asked(answer.id, answer.caller)):
            told = {"status": status, "ms": round(seconds * 1000, 1), "bytes": answer.size}
            _access.info("%s %s", method, route, extra=told)


def _stopping() -> XiaodiError:
    return StoreUnavailable(Text("服务正在停止", "the server is stopping"))


class _Answer:
    """What goes out for one request: it gets the request's id, and is measured."""

    def __init__(self, given: str | None, send: Send) -> None:
        self.id = given if given and _SANE_ID.fullmatch(given) else new_id()
        self.began, self.status, self.size = time.perf_counter(), 0, 0
        self.caller = _NOBODY
        self._send = send

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.caller = asked().caller  # by now the layers within have said who it is
            message = {**message, "headers": [*message["headers"], (b"x-request-id", self.id.encode())]}
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)
