"""Errors at the HTTP door: problem details (RFC 9457), in the language that was asked for."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from graph.errors import Language, UnresolvedName, XiaodiError

MEDIA_TYPE = "application/problem+json"


def language_of(request: Request) -> Language:
    """English when it is asked for first, by `lang=en` or Accept-Language; Chinese otherwise."""
    asked = request.query_params.get("lang") or request.headers.get("accept-language", "")
    return "en" if asked.strip().lower().startswith("en") else "zh"


def problem(error: XiaodiError, language: Language) -> dict[str, Any]:
    """An error as problem details; candidates of a name are an extension member."""
    body: dict[str, Any] = {
        "type": type(error).__name__,
        "title": error.what.say(language),
        "status": error.status,
        "detail": error.say(language),
        "hint": error.hint.say(language),
    }
    if isinstance(error, UnresolvedName):
        body["candidates"] = [candidate.as_dict() for candidate in error.candidates]
    return body


def carried(error: XiaodiError) -> dict[str, Any]:
    """An error for another process of ours, which raises it again."""
    body: dict[str, Any] = {
        "type": type(error).__name__,
        "what": list(error.what),
        "where": error.where,
        "hint": list(error.hint),
    }
    if isinstance(error, UnresolvedName):
        body["candidates"] = [candidate.as_dict() for candidate in error.candidates]
    return body


def install(app: FastAPI) -> None:
    """Turn every error of ours, and the framework's, into problem details."""

    @app.exception_handler(XiaodiError)
    def ours(request: Request, error: XiaodiError) -> JSONResponse:
        return JSONResponse(problem(error, language_of(request)), error.status, media_type=MEDIA_TYPE)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        title = "invalid request" if language_of(request) == "en" else "请求有误"
        faults = [{"pointer": "/".join(map(str, fault["loc"])), "detail": fault["msg"]} for fault in error.errors()]
        body = {"type": "about:blank", "title": title, "status": 422, "errors": faults}
        return JSONResponse(body, 422, media_type=MEDIA_TYPE)

    @app.exception_handler(HTTPException)
    def plain(_request: Request, error: HTTPException) -> JSONResponse:
        body = {"type": "about:blank", "title": str(error.detail), "status": error.status_code}
        return JSONResponse(body, error.status_code, media_type=MEDIA_TYPE)
