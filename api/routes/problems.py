"""The kinds of problems, each with a page that explains it; and the reference of the API as a page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from api.http.accept import acceptable
from api.http.problems import Kind, kinds
from api.http.reference_page import sections
from api.http.schemas import object_of
from api.routes.deps import LanguageDep
from api.routes.listing import as_json
from graph.errors import Language, NotFound, Text
from graph.settings import ROOT

router = APIRouter()
_templates = Jinja2Templates(ROOT / "api" / "web")
#: These pages load their own style sheet and nothing else.
_POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Vary": "Accept, Accept-Language",
}
_STYLE = (ROOT / "api" / "web" / "reference.css").read_bytes()
_WORD = {"type": "string"}
_TEXT = object_of({"zh": _WORD, "en": _WORD})
_KIND = object_of({"name": _WORD, "type": _WORD, "status": {"type": "integer"}, "title": _TEXT, "doc": _TEXT})
_HTML = {"text/html": {"schema": _WORD}}


def _wants_page(request: Request) -> bool:
    return acceptable(request.headers.get("accept", ""), ("application/json", "text/html")) == "text/html"


def _plain(kind: Kind) -> dict[str, object]:
    return {"name": kind.name, "type": kind.uri, "status": kind.status, "title": kind.title, "doc": kind.doc}


def _page(request: Request, found: list[Kind], language: Language) -> Response:
    return _templates.TemplateResponse(
        request, "problems.html", {"kinds": found, "language": language}, headers=dict(_POLICY)
    )


def _json(content: object) -> Response:
    return Response(as_json(content), headers={"Vary": "Accept, Accept-Language"}, media_type="application/json")


@router.get(
    "/problems",
    tags=["problems"],
    summary="错误的种类 Every kind of problem",
    responses={
        200: {
            "description": "全部种类 All kinds",
            "content": {"application/json": {"schema": {"type": "array", "items": _KIND}}, **_HTML},
        }
    },
    response_class=Response,
)
def problems(request: Request, language: LanguageDep) -> Response:
    """As JSON, or as a page for a browser, by Accept."""
    found = list(kinds().values())
    return _page(request, found, language) if _wants_page(request) else _json([_plain(kind) for kind in found])


@router.get(
    "/problems/{name}",
    tags=["problems"],
    summary="一种错误 What a kind of problem means",
    responses={
        200: {"description": "说明 The explanation", "content": {"application/json": {"schema": _KIND}, **_HTML}},
        404: {"description": "没有这一种 No such kind", "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}},
    },
    response_class=Response,
)  # fmt: skip
def problem(
    request: Request, language: LanguageDep, name: Annotated[str, Path(max_length=100, examples=["unknown-name"])]
) -> Response:
    if name not in kinds():
        raise NotFound(
            Text(f"没有这一种错误：{name}", f"there is no kind of problem {name}"),
            hint=Text("/problems 列出全部", "/problems lists them"),
        )
    kind = kinds()[name]
    return _page(request, [kind], language) if _wants_page(request) else _json(_plain(kind))


@router.get("/docs", include_in_schema=False)
def reference(request: Request, language: LanguageDep) -> HTMLResponse:
    """Every route with its parameters, its answers and examples: one page that needs nothing from elsewhere."""
    described = request.app.openapi()
    context = {"api": described, "sections": sections(described), "language": language}
    return _templates.TemplateResponse(request, "reference.html", context, headers=dict(_POLICY))


@router.get("/docs/reference.css", include_in_schema=False)
def style() -> Response:
    return Response(_STYLE, media_type="text/css; charset=utf-8")
