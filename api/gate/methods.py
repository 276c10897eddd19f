"""A method that no route takes at an address is refused before anything is asked of its body."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.errors import language_of, not_allowed
from api.http.routing import methods_at

_READING = frozenset({"GET", "HEAD"})


class Methods:
    """Answers 405 with the methods that are taken; reading is left to the routes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _READING:
            taken = methods_at(scope["app"].routes, scope)
            if taken and scope["method"] not in taken:
                await not_allowed(taken, language_of(Request(scope)))(scope, receive, send)
                return
        await self.app(scope, receive, send)
