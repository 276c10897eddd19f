"""Headers that tell a browser what not to do with an answer."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: For everything that says nothing else; our pages say in their head what they load.
_STRICT = "default-src 'none'; frame-ancestors 'none'"
#: What a policy in a page's head cannot say, or should not be able to leave out.
_PAGE = "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no-referrer a browser would send the Origin of our own forms as null.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_OK = range(200, 400)


class SecurityHeaders:
    """Adds the headers; those that an answer brings itself stay."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), message["status"], scope["method"])
            await send(message)

        await self._app(scope, receive, with_headers)


def _add(headers: MutableHeaders, status: int, method: str) -> None:
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    is_page = headers.get("content-type", "").startswith("text/html")
    headers.setdefault("Content-Security-Policy", _PAGE if is_page else _STRICT)
    kept = status in _OK and method in ("GET", "HEAD")
    headers.setdefault("Cache-Control", "private, no-cache" if kept else "no-store")
