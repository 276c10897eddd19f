"""Regions: how far cooperation reaches, who is with whom, what is missing, what is declared and not named."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.explorer import morning
from api.explorer.coverage import CLASSES, Bar, bar, matrix
from api.explorer.frame import Crumb, linker, page
from api.explorer.kept import kept
from api.explorer.portrait import REGIONS
from api.routes.deps import ServiceDep
from api.service import Service
from graph.errors import Candidate, NotFound, Text, UnresolvedName
from graph.store import Row
from queries.gaps_run import GapFinding
from queries.library import find_query

router = APIRouter(include_in_schema=False)

#: Where the ids of provinces, cities, districts and subdistricts end: cn-14, cn-1407, cn-140702, cn-140702002.
_CODES = (5, 7, 9, 12)
_LEVELS = ("Subdistrict", "Community")
#: Units and partners of one table, and findings of a rule that stand on the page at once.
_UNITS, _PARTNERS, _FINDINGS = 200, 40, 200
AsOf = Annotated[str | None, Query(max_length=10)]
Given = Annotated[str | None, Query(max_length=60)]


@router.get("/regions")
def regions(request: Request, service: ServiceDep) -> HTMLResponse:
    """The regions that sources are about, and every province where the registry is loaded."""
    known = kept(request, service, "regions", lambda: morning.regions(service)) or []
    documented = [_drawn(one["covered"]) for one in known if one["covered"]]
    provinces = [_drawn(row) for row in service.coverage([]).rows if row["districts"]]
    title = Text("覆盖与缺口", "Coverage and gaps")
    return page(request, "regions.html", title, place="regions", scripts=("questions.js",),
                classes=CLASSES, documented=documented,
                lists=service.lists_universities(), provinces=provinces)  # fmt: skip


@router.get("/regions/{place}")
def region(
    request: Request,
    service: ServiceDep,
    place: str,
    as_of: AsOf = None,
    side: Given = None,
    level: Given = None,
) -> Response:
    """One region."""
    found = service.resolve(place)
    if found.id != place:
        return RedirectResponse(linker(request)("/regions", found.id, as_of=as_of, side=side, level=level))
    asked = {"as_of": as_of or None, "partner_side": side or None}
    below = service.coverage([place], None, **asked).rows
    own = next((row for row in below if row["place_id"] == place), None)
    if own is None or found.label not in REGIONS:
        raise NotFound(Text(f"{found.name} 不是一个地方", f"{found.name} is no place"), where=place)
    gaps = _gaps(request, service, place, as_of or None)
    declared = next(rule.rows for rule in gaps if rule.rule == "declared_vs_named")
    title = Text(f"{found.name}：覆盖与缺口", f"{found.name}: coverage and gaps")
    return page(
        request, "region.html", title, place="regions", scripts=("region.js",), classes=CLASSES,
        lists=service.lists_universities(), id=place, name=found.name,
        crumbs=_crumbs(request, service, place), as_of=as_of or "",
        side=side or "", level=level or _LEVELS[0], own=own, bars=_bars(own),
        below=[_drawn(row) for row in below if row["place_id"] != place],
        table=_matrix(service, place, level or _LEVELS[0], asked), levels=_LEVELS, sides=_sides(), gaps=gaps,
        most=_FINDINGS, declared=declared, version=service.version(), today=date.today(),
    )  # fmt: skip


def _gaps(request: Request, service: Service, place: str, as_of: str | None) -> list[GapFinding]:
    """What the rules find there: some thirty questions, asked once while the graph stays as it is."""

    def found() -> list[Row]:
        return [{"rules": service.gaps(place, None, as_of, date.today().isoformat())}]

    rows = kept(request, service, f"rules {place} {as_of}", found) or found()
    return cast("list[GapFinding]", rows[0]["rules"])


def _bars(row: Row) -> dict[str, Bar]:
    return {level: bar(row, level) for level in ("subdistricts", "communities")}


def _drawn(row: Row) -> dict[str, Any]:
    return {"row": row, "bars": _bars(row)}


def _matrix(service: Service, place: str, level: str, asked: dict[str, Any]) -> Any:
    """Units of a level against their partners on the campus side, or on the one that is asked for."""
    as_of, side = asked["as_of"], asked["partner_side"] or "campus"
    units = service.ask("coverage/communities", {"place": place, "level": level, "as_of": as_of, "partner_side": side})
    pairs = service.ask("coverage/matrix", {"place": place, "as_of": as_of, "partner_side": side})
    found = matrix([row for row in units.rows if row["level"] == level][:_UNITS], pairs.rows, _PARTNERS)
    return {"matrix": found, "truncated": units.truncated or len(units.rows) > _UNITS, "total": len(units.rows)}


def _sides() -> tuple[str, ...]:
    return find_query("coverage/place").header.params["partner_side"].choices or ()


def _crumbs(request: Request, service: Service, place: str) -> list[Crumb]:
    """The divisions that contain a place, the widest first."""
    link, wider = linker(request), [place[:end] for end in _CODES if end < len(place)]
    found = [one for id_ in wider if place.startswith("cn-") and (one := _division(service, id_))]
    return [Crumb(one.name, link("/regions", one.id)) for one in found]


def _division(service: Service, id_: str) -> Candidate | None:
    try:
        return service.resolve(id_)
    except UnresolvedName:  # of the divisions above, only those that something speaks of are there
        return None
