"""What the layers before the routes share: how one is written, and how it refuses."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api.http.errors import language_of, problem_response
from graph.errors import Refused, Text, XiaodiError


class BadRequest(Refused):
    """A request is not formed as HTTP asks, or is meant for another server."""

    status = 400


async def refuse(error: XiaodiError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request with a problem instead of passing it on."""
    response = problem_response(error, language_of(Request(scope)))
    await response(scope, receive, send)


def single(scope: Scope, name: bytes) -> str:
    """The value of a header that may be given once; empty without one.

    Raises:
        BadRequest: when it is given twice: two readers might each believe another one.
    """
    values = [value for key, value in scope["headers"] if key == name]
    if len(values) > 1:
        shown = name.decode().title()
        raise BadRequest(Text(f"{shown} 给了不止一次", f"{shown} is given more than once"))
    return values[0].decode("latin-1") if values else ""
