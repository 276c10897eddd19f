"""Under which name a server is asked. A page elsewhere can give its own name this machine's address."""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

from api.auth.peers import is_loopback
from api.gate.base import BadRequest, refuse, single
from graph.errors import Text

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+?)\.?(:\d{1,5})?")

#: Where a server may listen, but what it cannot be asked for.
_EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 - nothing is bound to it here


class TrustedHosts:
    """Lets pass what asks for this machine, for the address that it came to, or for a name of the settings."""

    def __init__(self, app: ASGIApp, names: Iterable[str] = ()) -> None:
        self._app = app
        self._names = {name.lower().strip("[]").rstrip(".") for name in names} - _EVERYWHERE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                self._check(scope)
            except BadRequest as error:
                await refuse(error, scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        given = single(scope, b"host")
        match = _HOST.fullmatch(given.lower())
        host = match.group(1).strip("[]") if match else ""
        if host and (host in self._names or is_loopback(host) or host == (scope.get("server") or ("",))[0]):
            return
        raise BadRequest(
            Text("不认识这个主机名", "this server does not go by that host name"),
            where=f"Host: {given[:200]}",
            hint=Text("可信的主机名写在 XIAODI_HOSTS", "trusted host names are set in XIAODI_HOSTS"),
        )
