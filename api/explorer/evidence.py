"""The page of a piece of evidence: the source, the place in it, the passage where it is kept, and what it states."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse

from api.explorer.frame import page
from api.explorer.terms import place_of, terms
from api.routes.deps import LanguageDep, ServiceDep
from api.service import Service
from graph.errors import NotFound, Text
from graph.store import Row
from graph.values import paragraphs

router = APIRouter(include_in_schema=False)

#: Paragraphs shown before and after those that are cited, and the most that an address may ask for.
_AROUND, _FURTHER = 2, 20
#: The order in which statements stand on the page.
_ORDER = ("relation", "claim", "entity")

Ref = Annotated[str, Path(max_length=400, pattern="^[^#]+#[^#]+$")]


@router.get("/evidence/{ref:path}", response_class=HTMLResponse)
def evidence(
    request: Request,
    service: ServiceDep,
    language: LanguageDep,
    ref: Ref,
    focus: Annotated[str, Query(max_length=100)] = "",
    around: Annotated[int, Query(ge=0, le=_FURTHER)] = _AROUND,
) -> HTMLResponse:
    """What stands at one place of a source; `focus` is the id of the statement from which somebody came."""
    source = described(service, ref.partition("#")[0])
    place = None if source["kind"] == "registry" else paragraphs(ref.partition("#")[2])
    title = Text(*(f"{source['source']} · {place_of(ref, source['kind'], each)}" for each in ("zh", "en")))
    return page(
        request,
        "evidence.html",
        title,
        place="sources",
        scripts=("evidence.js", "facts.js"),
        source=source,
        ref=ref,
        where=place_of(ref, source["kind"], language),
        passages=_passages(service, ref, around) if place else [],
        around=around,
        further=_FURTHER,
        neighbours=_neighbours(source["source_id"], place),
        stated=_stated(service, source["source_id"], ref, place),
        focus=focus,
        **terms(language),
    )


def described(service: Service, source: str) -> Row:
    """What a source is.

    Raises:
        NotFound: there is none of this id.
    """
    rows = service.ask("sources/described", {"sources": [source]}).rows
    if not rows:
        raise NotFound(
            Text(f"没有来源 {source}", f"there is no source {source}"),
            hint=Text(
                "它可能已经撤下；“来源”页列出现有的", "it may have been taken back; Sources lists those there are"
            ),
        )
    return rows[0]


def _passages(service: Service, ref: str, around: int) -> list[Row]:
    return service.ask("reviews/passages", {"evidence": [ref], "around": around}).rows


def _stated(service: Service, source: str, ref: str, place: tuple[int, int] | None) -> list[Row]:
    """Relations first, then figures, then entities."""
    given: dict[str, Any] = {"source": source, "evidence": ref, "proposals": True}
    if place:
        given |= {"first": place[0], "last": place[1]}
    return sorted(service.ask("sources/states", given).rows, key=lambda row: _ORDER.index(row["what"]))


def _neighbours(source: str, place: tuple[int, int] | None) -> list[tuple[Text, str]]:
    """The paragraphs before and after."""
    if place is None:
        return []
    first, last = place
    before = [(Text(f"← 第 {first - 1} 段", f"← paragraph {first - 1}"), f"{source}#{first - 1}")] if first > 1 else []
    return [*before, (Text(f"第 {last + 1} 段 →", f"paragraph {last + 1} →"), f"{source}#{last + 1}")]
