"""The entrance, and the search."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.explorer.frame import page
from api.routes.deps import LanguageDep, ServiceDep
from api.service import Service
from api.views.style import node_name
from graph.errors import NotFound, Text
from queries.library import library

router = APIRouter(include_in_schema=False)

_SUGGESTED = 8
Asked = Annotated[str, Query(max_length=200)]


@router.get("/")
def home(request: Request, service: ServiceDep) -> HTMLResponse:
    """What is loaded, region by region, and where declared totals exceed what is named."""
    short = [row for row in service.ask("gaps/declared_vs_named", {}).rows if row["missing"] > 0]
    title, regions = Text("首页", "Start"), _regions(service)
    return page(request, "home.html", title, version=service.version(), regions=regions, short=short)


@router.get("/search")
def search(request: Request, service: ServiceDep, q: Asked = "") -> HTMLResponse:
    """Entities whose names, pinyin or codes are nearest."""
    found = service.search(q) if q.strip() else []
    return page(request, "search.html", Text("查找", "Search"), q=q, found=found)


@router.get("/suggestions")
def suggestions(service: ServiceDep, language: LanguageDep, q: Asked) -> list[dict[str, Any]]:
    """The first of these, for the box on top of each page."""
    found = service.search(q, limit=_SUGGESTED) if q.strip() else []
    return [asdict(one) | {"type": node_name(one.label, language)} for one in found]


@router.get("/questions")
def questions(request: Request) -> HTMLResponse:
    """Every named question, by topic."""
    topics: dict[str, list[Any]] = {}
    for query in library().values():
        topics.setdefault(query.name.partition("/")[0], []).append(query)
    return page(request, "questions.html", Text("全部问题", "All questions"), topics=topics)


def _regions(service: Service) -> list[dict[str, Any]]:
    """The regions that sources are about, each once."""
    rows = service.ask("sources/regions", {}).rows
    return [asdict(one) | row for row in rows if (one := _found(service, row["place_id"]))]


def _found(service: Service, place: str) -> Any:
    try:
        return service.resolve(place)
    except NotFound:  # a source may name a region that nothing loaded speaks of
        return None
