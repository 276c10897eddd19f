"""Two regions side by side, as a page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.compare.flat import WORDS
from api.explorer.asking.fields import unmistakable
from api.explorer.frame import page
from api.routes.deps import ServiceDep
from api.service import Service
from graph.errors import Text, UnresolvedName

router = APIRouter(include_in_schema=False)

Named = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True)
class Side:
    """A place as its box names it."""

    text: str
    id: str = ""


@router.get("/regions/compare")
def compare(request: Request, service: ServiceDep, a: Named = "", b: Named = "") -> HTMLResponse:
    """Two regions; without both of them, the form that asks for them."""
    if not (a.strip() and b.strip()):
        title = Text("两地并排", "Two places side by side")
        return page(
            request, "compare.html", title, place="regions", scripts=("questions.js",), a=a, b=b,
            sides=_sides(service, a, b), found=None,
        )  # fmt: skip
    found = service.compare_regions(a, b)
    sections = [(name, list(rows)) for name, rows in groupby(found.measures, key=lambda one: one.section)]
    first, second = found.first.title, found.second.title
    title = Text(f"{first.zh} | {second.zh}", f"{first.en} | {second.en}")
    states = [(state, [row for row in found.rows if row.state == state]) for state in ("first", "second", "both")]
    return page(
        request, "compare.html", title, place="regions", scripts=("questions.js", "evidence.js"), a=a, b=b,
        sides=_sides(service, a, b), found=found, sections=sections,
        headings=WORDS, states=states,
    )  # fmt: skip


def _sides(service: Service, *given: str) -> list[Side]:
    """What was given by name, where it is known."""
    return [_side(service, text.strip()) for text in given]


def _side(service: Service, text: str) -> Side:
    try:
        found = service.resolve(text) if text else None
    except UnresolvedName:
        found = None
    return Side(unmistakable(service, found), found.id) if found else Side(text)
