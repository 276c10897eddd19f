"""The page of an entity: what it is, with whom it works, what is claimed of it, and where that is written."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.explorer.frame import Crumb, linker, page
from api.explorer.portrait import REGIONS, Portrait, portrait
from api.explorer.terms import terms
from api.explorer.topics import MIXED, TOPICS
from api.routes.deps import LanguageDep, ServiceDep
from graph.errors import Text, UnresolvedName
from graph.ontology.edges import TIE_KINDS

router = APIRouter(include_in_schema=False)

#: Rows of a list that are shown at first.
FIRST = 20
#: Parts of the page beside the topics of relations, with their anchors.
_HEADINGS = {
    "partners": Text("合作方", "Partners"),
    "rules": Text("怎么运行", "How it works"),
    "within": Text("其中有什么", "What lies within"),
    "figures": Text("数字", "Figures"),
    "timeline": Text("时间线", "Timeline"),
    "sources": Text("来源", "Sources"),
}

EntityId = Annotated[str, Path(max_length=300)]


@router.get("/profiles/{entity:path}", response_class=HTMLResponse)
def profile(
    request: Request,
    service: ServiceDep,
    language: LanguageDep,
    entity: EntityId,
    all_: Annotated[list[str], Query(alias="all", max_length=30)] = [],  # noqa: B006
) -> Response:
    """The profile; a name, a code or an id that was merged leads to the one that stands, a proposal to its review."""
    try:
        found = service.resolve(entity)
    except UnresolvedName:
        if not service.ask("reviews/item", {"item": entity}).rows:
            raise
        return RedirectResponse(linker(request)("/reviews", item=entity), 307)
    if found.id != entity:
        return RedirectResponse(linker(request)("/profiles", found.id), 307)
    it = portrait(service, found.id)
    return page(
        request,
        "profile.html",
        Text(it.about["name"], it.about["name"]),
        scripts=("evidence.js", "facts.js"),
        it=it,
        where=found.where,
        crumbs=_crumbs(request, it),
        index=list(_index(it)),
        headings=_HEADINGS,
        mixed=MIXED,
        tie_kinds=[*TIE_KINDS],
        opened=frozenset(all_),
        first=FIRST,
        **terms(language),
    )


def _crumbs(request: Request, it: Portrait) -> list[Crumb]:
    """The way from the province down, one step a level; after the places, what it belongs to."""
    nearest = {row["label"]: row for row in reversed(it.above)}
    steps = sorted(nearest.values(), key=lambda row: (row["label"] not in REGIONS, -row["steps"]))
    return [Crumb(row["name"], linker(request)("/profiles", row["above_id"])) for row in steps]


def _index(it: Portrait) -> list[tuple[str, Text, int | None]]:
    """The parts that the page has, in its order, with how many rows each has."""
    counts: dict[str, int] = {topic.key: len(it.topics.get(topic.key, ())) for topic in TOPICS}
    before = [
        ("partners", len(it.formal) + len(it.other) + len(it.indirect)),
        ("rules", len(it.rules)),
        ("figures", len(it.claims)),
    ]
    after = [
        ("within", sum(len(rows) for _, rows in it.within)),
        ("timeline", len(it.moments)),
        ("sources", len(it.sources)),
    ]
    titles = _HEADINGS | {topic.key: topic.title for topic in TOPICS}
    shown = [*before, *counts.items(), *after]
    return [(key, titles[key], count) for key, count in shown if count or (key == "partners" and it.can_partner)]
