"""Signing in and out: a page exchanges a key for a session, whose id only a cookie carries."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, ConfigDict, SecretStr

from api.audit import AuditLog
from api.auth.peers import address_of, is_here, is_secure
from api.auth.sessions import LONGEST, Session, Sessions
from api.context import Door, Role, asked
from api.gate.callers import COOKIE, SECURE_COOKIE, cookie, session_id
from api.gate.rates import Limits
from api.routes.deps import LanguageDep
from api.routes.roles import READER
from graph.errors import NotSignedIn, Refused, Text, XiaodiError
from graph.settings import ROOT

router = APIRouter(tags=["sessions"])
_WEB = ROOT / "api" / "web"
_templates = Jinja2Templates(_WEB)
_FORM_COOKIE = "xiaodi_form"
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: A path of this server, and nothing that a browser might read as another one: `//host`, `/\\host`, control characters.
_LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,1000}")

Given = Annotated[str, Form(max_length=200)]


class SignIn(BaseModel):
    """The key that is exchanged."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"key": "xiaodi_0123456789ab_…"}]})

    key: SecretStr


class Me(BaseModel):
    """Who asks. `key` is the public id of the API key, if it came with one."""

    name: str
    role: Role
    door: Door
    key: str | None = None


# --- pages ------------------------------------------------------------------------------------------------


@router.get("/sign-in", include_in_schema=False)
def page(
    request: Request,
    language: LanguageDep,
    next_: Annotated[str, Query(alias="next")] = "/",
    once: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The page on which a key is given; with `once`, the way in by the link that the server printed."""
    if not once or "sec-purpose" in request.headers:  # a browser that looks ahead uses nothing up
        return _page(request, language, next_)
    signed = _sessions(request).take_link(once) if is_here(request.scope) else None
    if signed is None:
        told = Text(
            "这个链接已用过、过期或不在本机打开；请用密钥登录",
            "this link was used, is too old, or was opened on another machine; sign in with a key",
        )
        return _page(request, language, next_, told, HTTPStatus.FORBIDDEN)
    return _let_in(request, signed, RedirectResponse("/", HTTPStatus.SEE_OTHER))


@router.post("/sign-in", include_in_schema=False)
def sign_in(
    request: Request,
    language: LanguageDep,
    key: Given = "",
    form: Given = "",
    next_: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    """Exchange the key of the form."""
    try:
        _check_form(request, form)
        signed = _exchange(request, key.strip())
    except XiaodiError as error:
        return _page(request, language, next_, error.what, error.status, error.retry_after)
    return _let_in(request, signed, RedirectResponse(local_path(next_), HTTPStatus.SEE_OTHER))


@router.post("/sign-out", include_in_schema=False)
def sign_out(request: Request, form: Given = "") -> Response:
    """End the session of the page."""
    _check_form(request, form)
    return _let_out(request, RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER))


@router.get("/sign-in/style.css", include_in_schema=False)
def style() -> Response:
    return FileResponse(_WEB / "sign_in.css", media_type="text/css")


# --- JSON -------------------------------------------------------------------------------------------------


@router.post("/v1/sessions", status_code=HTTPStatus.CREATED, summary="用密钥换一个会话 Exchange a key for a session")
def begin(request: Request, response: Response, given: SignIn) -> Me:
    """The id of the session is in an HttpOnly cookie alone."""
    signed = _exchange(request, given.key.get_secret_value())
    _let_in(request, signed, response)
    return _me(signed[1])


@router.delete(
    "/v1/sessions/current",
    status_code=HTTPStatus.NO_CONTENT,
    dependencies=[READER],
    summary="结束本会话 End the session of this request",
)
def end(request: Request) -> Response:
    return _let_out(request, Response(status_code=HTTPStatus.NO_CONTENT))


@router.get("/v1/me", summary="我是谁，有何权限 Who asks, and with which role")
def me() -> Me:
    caller = asked().caller
    return Me(name=caller.name, role=caller.role, door=caller.door, key=caller.key)


# --- what they share --------------------------------------------------------------------------------------


def local_path(given: str) -> str:
    """Where a page goes on after signing in: a path of this server, or its entrance."""
    return given if _LOCAL_PATH.fullmatch(given) and not urlsplit(given).netloc else "/"


def _sessions(request: Request) -> Sessions:
    sessions: Sessions = request.app.state.sessions
    return sessions


def _audit(request: Request) -> AuditLog:
    audit: AuditLog = request.app.state.audit
    return audit


def _exchange(request: Request, key: str) -> tuple[str, Session]:
    limits: Limits = request.app.state.limits
    limits.check("sign-in", address_of(request.scope))
    signed = _sessions(request).sign_in(key)
    if signed is None:
        _audit(request).note("sign_in", {"address": address_of(request.scope)}, "NotSignedIn")
        raise NotSignedIn(Text("密钥有误、过期或已撤销", "the key is wrong, expired or revoked"))
    return signed


def _check_form(request: Request, field: str) -> None:
    if not _sessions(request).is_ours(cookie(request.scope, _FORM_COOKIE), field):
        raise Refused(
            Text("这张表单已失效，请再试一次", "this form is no longer valid; please try again"),
            hint=Text("浏览器须接受本站的 cookie", "the browser must take cookies of this site"),
        )


def _let_in(request: Request, signed: tuple[str, Session], response: Response) -> Response:
    id_, session = signed
    old = session_id(request.scope)
    if old:
        _sessions(request).end(old)
    secure = is_secure(request.scope)
    response.set_cookie(
        SECURE_COOKIE if secure else COOKIE,
        id_,
        max_age=LONGEST,
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )
    _audit(request).note("sign_in", {"address": address_of(request.scope)}, "ok", caller=session.caller)
    return response


def _let_out(request: Request, response: Response) -> Response:
    id_ = session_id(request.scope)
    if id_:
        _sessions(request).end(id_)
        _audit(request).note("sign_out", {}, "ok")
    secure = is_secure(request.scope)
    response.delete_cookie(
        SECURE_COOKIE if secure else COOKIE, path="/", secure=secure, httponly=True, samesite="strict"
    )
    return response


def _me(session: Session) -> Me:
    return Me(name=session.name, role=session.role, door="session", key=session.key)


def _page(
    request: Request,
    language: str,
    next_: str,
    told: Text | None = None,
    status: int = HTTPStatus.OK,
    retry_after: int | None = None,
) -> HTMLResponse:
    sessions = _sessions(request)
    id_ = session_id(request.scope)
    token = sessions.form_token(cookie(request.scope, _FORM_COOKIE))
    context = {
        "language": language,
        "next": local_path(next_),
        "told": told.say("en" if language == "en" else "zh") if told else "",
        "me": sessions.find(id_) if id_ else None,
        "form": token,
    }
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    page = _templates.TemplateResponse(request, "sign_in.html", context, status, headers)
    page.set_cookie(_FORM_COOKIE, token, path="/", secure=is_secure(request.scope), httponly=True, samesite="strict")
    return page
