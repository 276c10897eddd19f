"""Errors at the HTTP door: problem details (RFC 9457), in the language that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.context import asked
from api.http.accept import acceptable, preferred
from api.http.invalid import faults_of
from api.http.problems import INVALID, MEDIA_TYPE, Kind, kind_of, kind_of_status
from api.http.routing import methods_at
from graph.errors import Language, XiaodiError


def language_of(request: Request) -> Language:
    """The language to answer in: `lang`, else the first of Accept-Language that we speak, else Chinese."""
    given = request.query_params.get("lang")
    if given not in ("zh", "en"):
        given = preferred(request.headers.get("accept-language", ""), ("zh", "en"))
    return "en" if given == "en" else "zh"


def problem(error: XiaodiError, language: Language) -> dict[str, Any]:
    """An error as problem details; what its kind adds are extension members."""
    where = f"{error.where}: " if error.where else ""
    told = _told(kind_of(type(error)), error.status, f"{where}{error.what.say(language)}", language)
    return told | {"hint": error.hint.say(language)} | error.members()


def _told(kind: Kind, status: int, detail: str, language: Language) -> dict[str, Any]:
    return {
        "type": kind.uri,
        "title": kind.title.say(language),
        "status": status,
        "detail": detail,
        "request_id": asked().id,
    }


def problem_response(error: XiaodiError, language: Language) -> Response:
    """An error as a response."""
    headers = _again(error)
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="xiaodi"'
    return _response(problem(error, language), error.status, headers, language)


def _again(error: XiaodiError) -> dict[str, str]:
    """When the same request may succeed."""
    return {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}


def _response(body: dict[str, Any], status: int, headers: Mapping[str, str], language: Language) -> Response:
    """Problem details as a response; what is no valid Unicode came with the request and is shown escaped."""
    try:
        content = orjson.dumps(body, default=str)
    except TypeError:
        content = orjson.dumps(_clean(body), default=str)
    told = {**headers, "Content-Language": language, "Vary": "Accept-Language"}
    return Response(content, status, told, media_type=MEDIA_TYPE)


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {_clean(name): _clean(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


#: Below these addresses an error is JSON, whatever a client accepts.
_FOR_PROGRAMS = ("/v1/", "/internal/")
#: Makes a page of problem details, for people.
ProblemPage = Callable[[Request, Mapping[str, Any]], Response]


def _for_people(request: Request) -> bool:
    """Whether a browser asks for a page."""
    accepted = request.headers.get("accept", "")
    page = acceptable(accepted, ("application/json", "text/html")) == "text/html"
    return page and not request.url.path.startswith(_FOR_PROGRAMS)


def install(app: FastAPI, page: ProblemPage) -> None:
    """Turn every error of ours, and the framework's, into problem details; for people, into a page that tells them."""

    def told(request: Request, body: dict[str, Any], status: int, language: Language) -> Response:
        return page(request, body) if _for_people(request) else _response(body, status, {}, language)

    @app.exception_handler(XiaodiError)
    async def ours(request: Request, error: XiaodiError) -> Response:
        language = language_of(request)
        if not _for_people(request):
            return problem_response(error, language)
        answer = page(request, problem(error, language))
        answer.headers.update(_again(error))
        return answer

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        language = language_of(request)
        faults = faults_of(error.errors(), language)
        listed = "; ".join(f"{fault['pointer']}: {fault['detail']}" for fault in faults)
        body = _told(INVALID, INVALID.status, listed, language) | {"errors": faults}
        return told(request, body, INVALID.status, language)

    @app.exception_handler(HTTPException)
    async def plain(request: Request, error: HTTPException) -> Response:
        language = language_of(request)
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return not_allowed(methods_at(app.routes, request.scope), language)
        if _for_people(request):
            kind = kind_of_status(error.status_code)
            return page(request, _told(kind, error.status_code, kind.doc.say(language), language))
        return _plain(error.status_code, dict(error.headers or {}), language)


def _plain(status: int, headers: Mapping[str, str], language: Language) -> Response:
    kind = kind_of_status(status)
    return _response(_told(kind, status, kind.doc.say(language), language), status, headers, language)


def not_allowed(taken: set[str], language: Language) -> Response:
    """The refusal of a method, with those that are taken."""
    return _plain(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": ", ".join(sorted(taken))}, language)


def unreadable(id_: str) -> Response:
    """The refusal of what no layer has seen, since it could not be read; in Chinese, under an id of its own."""
    kind = kind_of_status(HTTPStatus.BAD_REQUEST)
    body = _told(kind, kind.status, kind.doc.zh, "zh") | {"request_id": id_}
    headers = {"X-Request-ID": id_, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return _response(body, kind.status, headers, "zh")


def not_acceptable() -> HTTPException:
    """None of the forms that the request accepts is one that we have."""
    return HTTPException(HTTPStatus.NOT_ACCEPTABLE)


def invalid_request(faults: list[tuple[str, tuple[str | int, ...]]]) -> RequestValidationError:
    """Faults that the framework does not look for, each as its kind and where it stands."""
    return RequestValidationError([{"type": kind, "loc": loc} for kind, loc in faults])
