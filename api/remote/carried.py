"""Errors between processes of ours: told by one as JSON, raised again by the other as what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import PurePath
from typing import Any, cast

import httpx

from api.http.problems import MEDIA_TYPE, kind_of
from graph import errors
from graph.errors import (
    BadInput,
    Candidate,
    CypherRefused,
    NotSignedIn,
    Problem,
    StoreUnavailable,
    Text,
    TooManyRequests,
    UnresolvedName,
    XiaodiError,
)

#: Our errors by the name of their class.
KINDS: Mapping[str, type[XiaodiError]] = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, XiaodiError)
}
_BY_PROBLEM = {kind_of(kind).uri: kind for kind in KINDS.values()}
#: A fault of a table knows more, which only the process that reads the table needs.
_OF_A_PROBLEM = tuple(one.name for one in fields(Problem))
_SIGN_IN = Text("设置 XIAODI_KEY 为有效的密钥", "set XIAODI_KEY to a key that holds")


def carry(error: XiaodiError, *, outside: bool) -> dict[str, Any]:
    """An error as JSON, with all that its kind adds; `outside` of this machine none of its paths is told."""
    body: dict[str, Any] = {
        "type": type(error).__name__,
        "what": list(error.what),
        "where": PurePath(error.where).name if outside and PurePath(error.where).is_absolute() else error.where,
        "hint": list(error.hint),
        "retry_after": error.retry_after,
    }
    if isinstance(error, BadInput):
        body["problems"] = [{name: getattr(problem, name) for name in _OF_A_PROBLEM} for problem in error.problems]
    return body | error.members()


def raised(response: httpx.Response) -> XiaodiError:
    """The error that a server of ours answered with; a problem of its gate too."""
    try:
        body = response.json()
        is_problem = response.headers.get("content-type", "").startswith(MEDIA_TYPE)
        return (_of_problem if is_problem else _of_carried)(body, response)
    except (ValueError, KeyError, TypeError):
        what = f"{response.status_code} {response.reason_phrase}"
        return StoreUnavailable(
            Text(f"答复看不懂：{what}", f"an answer that cannot be read: {what}"),
            where=str(response.url.copy_with(query=None)),
            hint=Text("检查 XIAODI_SERVER 是否指向校地的服务", "check that XIAODI_SERVER is a Xiaodi server"),
        )


def _of_carried(body: dict[str, Any], _response: httpx.Response) -> XiaodiError:
    kind = KINDS.get(body["type"], XiaodiError)
    return made(kind, Text(*body["what"]), body["where"], Text(*body["hint"]), body)


def _of_problem(body: dict[str, Any], response: httpx.Response) -> XiaodiError:
    kind = _BY_PROBLEM.get(body["type"], XiaodiError)
    listed = "; ".join(f"{fault.get('pointer', '')}: {fault.get('detail', '')}" for fault in body.get("errors", ()))
    told = body.get("hint") or listed
    hint = _SIGN_IN if kind is NotSignedIn else Text(told, told)
    wait = response.headers.get("retry-after", "")
    members = {"retry_after": int(wait) if wait.isdigit() else None}
    what = body.get("detail") or body["title"]
    return made(kind, Text(what, what), "", hint, members | body)


def made(kind: type[XiaodiError], what: Text, where: str, hint: Text, body: dict[str, Any]) -> XiaodiError:
    """An error of a kind; what the kind adds is taken from `body`."""
    if issubclass(kind, UnresolvedName):
        found = [Candidate(**candidate) for candidate in body.get("candidates", ())]
        return cast(XiaodiError, kind(what, found, hint=hint))
    if issubclass(kind, BadInput):
        return kind(_problem(one) for one in body.get("problems", ()))
    if issubclass(kind, TooManyRequests):
        return kind(what, retry_after=body.get("retry_after") or 1, hint=hint)
    if issubclass(kind, CypherRefused):
        return kind(body["rule"], what, body["line"], body["column"], hint=hint)
    error = kind(what, where=where, hint=hint)
    error.retry_after = body.get("retry_after") or kind.retry_after
    return error


def _problem(told: dict[str, Any]) -> Problem:
    return Problem(**told | {"what": Text(*told["what"]), "hint": Text(*told["hint"])})
