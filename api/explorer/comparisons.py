"""Two regions side by side, as a page."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.compare.flat import WORDS
from api.explorer.frame import page
from api.routes.deps import ServiceDep
from graph.errors import Text

router = APIRouter(include_in_schema=False)

Named = Annotated[str, Query(max_length=200)]


@router.get("/regions/compare")
def compare(request: Request, service: ServiceDep, a: Named = "", b: Named = "") -> HTMLResponse:
    """Two regions; without both of them, the form that asks for them."""
    if not (a.strip() and b.strip()):
        title = Text("两地并排", "Two places side by side")
        return page(request, "compare.html", title, place="regions", a=a, b=b, found=None)
    found = service.compare_regions(a, b)
    sections = [(name, list(rows)) for name, rows in groupby(found.measures, key=lambda one: one.section)]
    first, second = found.first.title, found.second.title
    title = Text(f"{first.zh} | {second.zh}", f"{first.en} | {second.en}")
    states = [(state, [row for row in found.rows if row.state == state]) for state in ("first", "second", "both")]
    return page(
        request, "compare.html", title, place="regions", a=a, b=b, found=found, sections=sections,
        headings=WORDS, states=states,
    )  # fmt: skip
