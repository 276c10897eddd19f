"""From which page a request comes. A page elsewhere can send requests to this machine, and must not get anything done.

A browser tells where a page comes from (Origin, Sec-Fetch-Site); what it lets every page send without asking first is
three content types, which are not taken. No answer allows another site anything (there is no CORS).
"""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from api.auth.peers import is_secure
from api.context import asked
from api.gate.base import refuse, single
from graph.errors import Refused, Text, WrongMediaType

_SAFE = frozenset({"GET", "HEAD"})
_SIMPLE = frozenset({"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})
_MEDIA = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_FORM = "application/x-www-form-urlencoded"
#: Forms of our own pages, which carry a token; they must come from a page of ours.
FORMS = frozenset({"/sign-in", "/sign-out"})


class Origins:
    """Lets pass what comes from our own pages, or from no page at all."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                _check_reading(scope) if scope["method"] in _SAFE else _check_writing(scope)
            except (Refused, WrongMediaType) as error:
                await refuse(error, scope, receive, send)
                return
        await self._app(scope, receive, send)


def _check_reading(scope: Scope) -> None:
    """A link from anywhere may lead here; nothing else of another site may make this server work."""
    if scope["method"] == "HEAD" and scope["path"] in FORMS:  # opening a link signs in; looking at it must not
        raise Refused(Text("这一页只能用 GET 打开", "this page is opened by GET alone"))
    if single(scope, b"sec-fetch-site") not in ("cross-site", "same-site"):
        return
    if single(scope, b"sec-fetch-mode") != "navigate" or single(scope, b"sec-fetch-dest") != "document":
        raise _elsewhere()


def _check_writing(scope: Scope) -> None:
    origin, site = single(scope, b"origin"), single(scope, b"sec-fetch-site")
    if site not in ("", "same-origin") or (origin and origin != _own(scope)):
        raise _elsewhere()
    is_form = scope["path"] in FORMS
    if (is_form or asked().caller.door == "session") and not (origin or site):
        raise Refused(
            Text("没有说明来自哪个页面", "the request does not say which page it comes from"),
            hint=Text("程序请用密钥：Authorization: Bearer", "programs use a key: Authorization: Bearer"),
        )
    _check_media(scope, is_form=is_form)


def _own(scope: Scope) -> str:
    """The origin of our own pages, as this browser sees them."""
    return f"{'https' if is_secure(scope) else 'http'}://{single(scope, b'host')}"


def _check_media(scope: Scope, *, is_form: bool) -> None:
    given = single(scope, b"content-type")
    if not given and scope["method"] == "DELETE":  # which a browser lets no page elsewhere send
        return
    media = given.partition(";")[0].strip(" \t").lower()
    if is_form and media == _FORM:
        return
    if is_form or media in _SIMPLE or not _MEDIA.fullmatch(media):
        expected = _FORM if is_form else "application/json"
        raise WrongMediaType(
            Text(f"Content-Type 须是 {expected}", f"the content type must be {expected}"),
            where=given[:100],
        )


def _elsewhere() -> Refused:
    return Refused(
        Text("别的网站不得调用", "another site may not call this server"),
        hint=Text("用本服务自己的页面，或用密钥从程序里调用", "use a page of this server, or a program with a key"),
    )
