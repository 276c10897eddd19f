"""Pages: the entrance, and the pictures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from api.routes.deps import LanguageDep, ServiceDep
from graph.settings import ROOT
from queries.library import library

router = APIRouter(include_in_schema=False)
_templates = Jinja2Templates(ROOT / "api" / "web")


@router.get("/", response_class=HTMLResponse)
def entrance(
    request: Request, service: ServiceDep, language: LanguageDep, q: Annotated[str, Query(max_length=200)] = ""
) -> HTMLResponse:
    """One search box, what was loaded, and every question."""
    context = {
        "q": q,
        "found": service.search(q) if q else [],
        "status": service.status(),
        "queries": list(library().values()),
        "language": language,
        "short": [row for row in service.ask("gaps/declared_vs_named", {}).rows if row["missing"] > 0],
    }
    return _templates.TemplateResponse(request, "entrance.html", context)


@router.get("/views/{topic}/{name}", response_class=HTMLResponse)
def view(request: Request, service: ServiceDep, language: LanguageDep, topic: str, name: str) -> HTMLResponse:
    """The answer of a graph-form query as a picture."""
    params = {key: value for key, value in request.query_params.items() if key != "lang"}
    return HTMLResponse(service.view(f"{topic}/{name}", params, language))
