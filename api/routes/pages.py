"""Pages: the entrance, and the pictures."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from api.routes.deps import LanguageDep, ServiceDep
from graph.settings import ROOT

router = APIRouter(include_in_schema=False)
_templates = Jinja2Templates(ROOT / "api" / "web")


@router.get("/views/{topic}/{name}", response_class=HTMLResponse)
def view(request: Request, service: ServiceDep, language: LanguageDep, topic: str, name: str) -> HTMLResponse:
    """The answer of a graph-form query as a picture."""
    params = {key: value for key, value in request.query_params.items() if key != "lang"}
    return HTMLResponse(service.view(f"{topic}/{name}", params, language))
