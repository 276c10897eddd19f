"""The pages of the sources: which there are and when they were loaded; what one of them states."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse

from api.explorer.evidence import described
from api.explorer.frame import page
from api.explorer.terms import terms
from api.routes.deps import LanguageDep, ServiceDep
from api.service import Service
from graph.errors import Text
from graph.store import Row

router = APIRouter(include_in_schema=False)

#: Rows of a page of statements, and of loads.
_STATEMENTS, _RUNS = 200, 20
#: The keys of a page of statements, as the address and the query call them.
_KEYS = ("place", "locator", "id")

SourceId = Annotated[str, Path(max_length=300)]


@router.get("/sources", response_class=HTMLResponse)
def sources(request: Request, service: ServiceDep, language: LanguageDep) -> HTMLResponse:
    """Every source with what it is and how much it states; the loads of late."""
    rows = service.ask("sources/described", {}).rows
    amounts = {row["source_id"]: row for row in service.ask("sources/amounts", {}).rows}
    return page(
        request,
        "sources.html",
        Text("来源", "Sources"),
        place="sources",
        documents=[row for row in rows if row["kind"] != "registry"],
        registries=[row for row in rows if row["kind"] == "registry"],
        amounts=amounts,
        runs=runs(service),
        names=_names(rows),
        **terms(language),
    )


@router.get("/sources/{source:path}", response_class=HTMLResponse)
def source(
    request: Request,
    service: ServiceDep,
    language: LanguageDep,
    source: SourceId,
    place: Annotated[int, Query(ge=-1)] = -1,
    locator: Annotated[str, Query(max_length=300)] = "",
    id_: Annotated[str, Query(alias="id", max_length=100)] = "",
) -> HTMLResponse:
    """What one source is, how it was loaded, and what it states in the order of its paragraphs."""
    about = described(service, source)
    after = {"after_place": place, "after_locator": locator, "after_id": id_}
    listed = about["kind"] != "registry"
    asked = {"source": source, "limit": _STATEMENTS + 1, **after}
    rows = service.ask("sources/contents", asked).rows if listed else []
    shown = rows[:_STATEMENTS]
    last = shown[-1] if len(rows) > _STATEMENTS else None
    following = {key: last["statement_id" if key == "id" else key] for key in _KEYS} if last else None
    amounts = {row["source_id"]: row for row in service.ask("sources/amounts", {}).rows}
    return page(
        request,
        "source.html",
        Text(about["source"], about["source"]),
        place="sources",
        scripts=("evidence.js",),
        source=about,
        covers=[json.loads(cover) for cover in about["covers"]],
        amount=amounts.get(source),
        runs=runs(service, source),
        names=_names([about]),
        rows=shown,
        following=following,
        first=place < 0,
        **terms(language),
    )


def runs(service: Service, source: str | None = None, limit: int = _RUNS) -> list[Row]:
    """Loads and unloads, the newest first, with their counts as numbers."""
    rows = service.ask("sources/runs", {"source": source, "limit": limit}).rows
    return [row | {"counts": json.loads(row["counts"] or "{}")} for row in rows]


def _names(rows: list[Row]) -> dict[str, str]:
    return {row["source_id"]: row["source"] for row in rows}
