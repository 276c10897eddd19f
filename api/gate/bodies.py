"""How much a request may send."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.gate.base import BadRequest, refuse, single
from graph.errors import Text, TooLarge

_MEGABYTE = 1_000_000
#: Where files come in; the inner door takes what its commands take.
_LARGE = ("/v1/uploads", "/internal/")


class BodyLimits:
    """Refuses a body that says it is too large, and one that turns out to be while it is read."""

    def __init__(self, app: ASGIApp, upload: int) -> None:
        """`upload` is in megabytes; all other bodies may have one."""
        self._app, self._upload = app, upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._upload if scope["path"].startswith(_LARGE) else 1
        body = _Body(receive, send, most)
        try:
            if _declared(scope) > most * _MEGABYTE or not await body.run(self._app, scope):
                await refuse(_too_large(most), scope, receive, send)
        except BadRequest as error:
            await refuse(error, scope, receive, send)


class _Body:
    """One request whose body is counted. What an application makes of the cut is held back for our own answer."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive, self._send, self._most = receive, send, most
        self._size, self._over, self._started = 0, False, False

    async def run(self, app: ASGIApp, scope: Scope) -> bool:
        """Whether the application has answered."""
        try:
            await app(scope, self._counted, self._answer)
        except TooLarge:
            if self._started or not self._over:
                raise
        return self._started or not self._over

    async def _counted(self) -> Message:
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > self._most * _MEGABYTE:
            self._over = True
            raise _too_large(self._most)
        return message

    async def _answer(self, message: Message) -> None:
        if self._over and not self._started:
            return
        self._started = True
        await self._send(message)


def _declared(scope: Scope) -> int:
    given = single(scope, b"content-length") or "0"
    if single(scope, b"transfer-encoding") and given != "0":
        raise BadRequest(
            Text(
                "Content-Length 与 Transfer-Encoding 只能有一个",
                "Content-Length and Transfer-Encoding exclude each other",
            )
        )
    if not (given.isascii() and given.isdigit()):
        raise BadRequest(Text("Content-Length 不是数字", "Content-Length is no number"))
    return int(given[:20])


def _too_large(most: int) -> TooLarge:
    return TooLarge(
        Text(f"请求超过 {most} MB", f"the request has more than {most} MB"),
        hint=Text("大文件用 /v1/uploads", "large files go to /v1/uploads"),
    )
