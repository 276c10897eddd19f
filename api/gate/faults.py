"""The innermost layer: what nobody expected becomes a problem, while it is still known who asked."""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.gate.base import refuse
from graph.errors import Text, XiaodiError

_log = logging.getLogger(__name__)


class Faults:
    """Answers an unexpected exception with a problem of status 500; the trace goes to the log alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            if started:
                raise  # half of an answer is out: the server breaks the connection, and tells the log
            _log.exception("a fault of the program")
            await refuse(_unexpected(), scope, receive, send)


def _unexpected() -> XiaodiError:
    return XiaodiError(
        Text("服务内部出错，不是您的请求有误", "a fault of the server, not of the request"),
        hint=Text("把 request_id 告诉管理员，日志里有详情", "tell an administrator the request_id; the log says more"),
    )
