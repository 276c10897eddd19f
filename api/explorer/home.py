"""The entrance, and the search."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.explorer import morning
from api.explorer.coverage import CLASSES, bar
from api.explorer.frame import page
from api.explorer.kept import kept
from api.explorer.sources import runs
from api.explorer.terms import terms
from api.routes.deps import LanguageDep, ServiceDep
from api.service import Service
from api.views.style import node_name
from graph.errors import Text
from graph.store import Row

router = APIRouter(include_in_schema=False)

_SUGGESTED, _LOADS = 8, 5
Asked = Annotated[str, Query(max_length=200)]


@router.get("/")
def home(request: Request, service: ServiceDep, language: LanguageDep, q: Asked = "") -> HTMLResponse:
    """What is loaded, region by region, what changed, what waits, and where declared totals exceed what is named."""
    if q.strip():  # as the entrance was asked for once
        return search(request, service, q)
    regions = kept(request, service, "regions", lambda: morning.regions(service)) or []
    short = kept(request, service, "declared", lambda: morning.declared(service)) or []
    names = {row["source_id"]: row["source"] for row in service.ask("sources/described", {}).rows}
    return page(
        request,
        "home.html",
        Text("首页", "Start"),
        scripts=("home.js", "evidence.js"),
        version=service.version(),
        regions=[_with_gaps(request, service, row) for row in regions],
        classes=CLASSES,
        short=short,
        waiting=service.ask("reviews/open", {}).rows[0]["total"],
        ending=morning.ending(service, date.today()),
        runs=runs(service, limit=_LOADS),
        decisions=morning.decisions(service),
        names=names,
        **terms(language),
    )


@router.get("/declared")
def declared(request: Request, service: ServiceDep) -> HTMLResponse:
    """All figures of which fewer members are named than declared."""
    short = kept(request, service, "declared", lambda: morning.declared(service)) or []
    title = Text("宣称多于记名", "Declared, but not named")
    return page(request, "declared.html", title, scripts=("evidence.js",), short=short)


@router.get("/gap-count")
def gap_count(request: Request, service: ServiceDep, place: Asked) -> dict[str, int]:
    """How many gaps of a region are open; for the entrance, which does not wait for the rules."""
    id_ = service.resolve(place).id
    rows = kept(request, service, f"gaps {id_}", lambda: [morning.gap_count(service, id_, date.today())])
    return rows[0] if rows else {}


@router.get("/search")
def search(request: Request, service: ServiceDep, q: Asked = "") -> HTMLResponse:
    """Entities whose names, pinyin or codes are nearest."""
    found = service.search(q) if q.strip() else []
    return page(request, "search.html", Text("查找", "Search"), q=q, found=found)


@router.get("/suggestions")
def suggestions(service: ServiceDep, language: LanguageDep, q: Asked, label: Asked = "") -> list[dict[str, Any]]:
    """The first of these, for the box on top of each page; those of one type for a field that takes no other."""
    found = service.search(q, label=label or None, limit=_SUGGESTED) if q.strip() else []
    return [asdict(one) | {"type": node_name(one.label, language)} for one in found]


def _with_gaps(request: Request, service: Service, region: Row) -> Row:
    """A region with its bars, and the count of its gaps where that is known already."""
    counted = kept(request, service, f"gaps {region['id']}", None)
    row = region["covered"]
    bars = {level: bar(row, level) for level in ("subdistricts", "communities")} if row else {}
    return region | {"bars": bars, "gaps": counted[0] if counted else None}
