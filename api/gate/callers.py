"""Who asks: a key, another process of this user, a page that is signed in, or this machine while there are no keys."""

from __future__ import annotations

import logging
import re
import secrets
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from api.auth.keys import KeyStore
from api.auth.peers import address_of, is_here, is_secure
from api.auth.sessions import Sessions
from api.context import Asked, Caller, asked, asking
from api.gate.base import refuse
from api.gate.rates import Limits
from api.remote.lease import Lease
from graph.errors import NotSignedIn, SettingsError, Text, TooManyRequests

#: Names of the session's cookie; a browser takes the second from its own host by https alone.
COOKIE, SECURE_COOKIE = "xiaodi_session", "__Host-xiaodi_session"
_BEARER = re.compile(r"bearer +([A-Za-z0-9_-]{1,200})", re.IGNORECASE)
#: What anybody may see: whether the server lives, what its refusals mean, and how to sign in.
_OPEN = frozenset(
    {"/healthz", "/readyz", "/sign-in", "/sign-in/style.css", "/problems", "/docs/reference.css", "/favicon.ico"}
)
_OPEN_BELOW = "/problems/"
_OPEN_POSTS = frozenset({"/sign-in", "/v1/sessions"})
_ANYBODY = Caller("anonymous", "reader", "open")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Known:
    """All by which somebody is known."""

    keys: KeyStore
    sessions: Sessions
    lease: Lease | None
    limits: Limits
    #: Who asks from this machine without a key.
    user: str


class Callers:
    """Finds out who asks, for everything that comes after, and refuses whom it does not know."""

    def __init__(self, app: ASGIApp, known: Known) -> None:
        self._app, self._known = app, known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            caller = self._caller(scope)
        except NotSignedIn as error:
            if _is_page(scope):
                await _to_sign_in(scope)(scope, receive, send)
            else:
                await refuse(error, scope, receive, send)
            return
        except TooManyRequests as error:
            await refuse(error, scope, receive, send)
            return
        except SettingsError as error:  # the key file was damaged meanwhile: nobody is let in, or told where it lies
            _log.error("nobody can be let in: %s", error.say("en"))
            await refuse(_broken(), scope, receive, send)
            return
        with asking(Asked(asked().id, caller)):
            await self._app(scope, receive, send)

    def _caller(self, scope: Scope) -> Caller:
        if _is_open(scope):
            return _ANYBODY
        given = [value for name, value in scope["headers"] if name == b"authorization"]
        if given:
            return self._bearer(scope, given)
        session = session_id(scope)
        found = self._known.sessions.find(session) if session else None
        if found is not None:
            return found.caller
        if not self._known.keys.required and is_here(scope):
            return Caller(self._known.user, "admin", "local")
        raise _unknown(Text("需要密钥或登录", "a key is needed, or signing in"))

    def _bearer(self, scope: Scope, given: list[bytes]) -> Caller:
        """Whom a header proves. It never falls back to less: who shows a wrong key is told so."""
        match = _BEARER.fullmatch(given[0].decode("latin-1")) if len(given) == 1 else None
        shown = match.group(1) if match else ""
        lease = self._known.lease
        if lease and is_here(scope) and secrets.compare_digest(shown, lease.token):
            return Caller(self._known.user, "admin", "lease")
        key = self._known.keys.check(shown)
        if key is not None:
            return Caller(key.name, key.role, "key", key.id)
        self._known.limits.check("refused", address_of(scope))
        raise _unknown(
            Text("密钥有误、过期或已撤销", "the key is wrong, expired or revoked")
            if match
            else Text("Authorization 须写作 Bearer 加一个密钥", "Authorization must be Bearer and one key")
        )


def session_id(scope: Scope) -> str:
    """The id in the session's cookie; empty without one."""
    return cookie(scope, SECURE_COOKIE if is_secure(scope) else COOKIE)


def cookie(scope: Scope, expected: str) -> str:
    """The value of a cookie; empty without one, and when several differ, as after another server here set one."""
    found = {value for name, value in _cookies(scope) if name == expected}
    return found.pop() if len(found) == 1 else ""


def _cookies(scope: Scope) -> list[tuple[str, str]]:
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
    pairs = [pair.strip().partition("=") for line in lines for pair in line.split(";")]
    return [(name, value) for name, _, value in pairs]


def _is_open(scope: Scope) -> bool:
    path, method = scope["path"], scope["method"]
    if method in ("GET", "HEAD"):
        return path in _OPEN or path.startswith(_OPEN_BELOW)
    return method == "POST" and path in _OPEN_POSTS


def _is_page(scope: Scope) -> bool:
    """Whether a person opens a page: a browser asks for HTML, a program for something else."""
    headers = Headers(scope=scope)
    return (
        scope["method"] == "GET"
        and not scope["path"].startswith(("/v1/", "/internal/"))
        and "authorization" not in headers
        and "text/html" in headers.get("accept", "")
    )


def _to_sign_in(scope: Scope) -> RedirectResponse:
    query = scope["query_string"].decode("latin-1")
    wanted = scope["path"] + (f"?{query}" if query else "")
    return RedirectResponse(f"/sign-in?next={quote(wanted, safe='/')}", HTTPStatus.SEE_OTHER)


def _broken() -> SettingsError:
    return SettingsError(
        Text("密钥文件读不了", "the key file cannot be read"),
        hint=Text("请告知管理员，日志里有详情", "tell an administrator; the log says more"),
    )


def _unknown(what: Text) -> NotSignedIn:
    return NotSignedIn(
        what,
        hint=Text(
            "程序：Authorization: Bearer xiaodi_…；网页：/sign-in",
            "programs: Authorization: Bearer xiaodi_…; pages: /sign-in",
        ),
    )
