"""Sources and their loads, what is written at one place of them, the figures that they tell; the graph as a whole."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response

from api.http.paging import Found
from api.http.schemas import columns_of, object_of, one, row_of, row_schema, rows_of
from api.routes.deps import ServiceDep
from api.routes.entities import keyset
from api.routes.listing import ListingDep, as_json, found_of
from api.routes.roles import EDITOR
from api.service import Service
from graph.errors import BadParameter, NotFound, Text
from graph.store import Row

router = APIRouter(prefix="/v1")

SourceId = Annotated[str, Path(max_length=300, description="来源的 id。Id of a source.", examples=["000-yuci"])]
PlaceOption = Annotated[
    str | None,
    Query(max_length=200, description="地方，含其所辖。A place and what lies within it.", examples=["晋中市"]),
]
_COUNT = {"type": "integer"}


@router.get(
    "/sources",
    tags=["sources"],
    summary="来源 Everything that was loaded",
    responses=rows_of("sources/list"),
    response_class=Response,
)
def sources(service: ServiceDep, listing: ListingDep) -> Response:
    """Each source, with how many entities, relations and figures it states; sorted by id."""
    return listing.of(lambda: found_of(service.ask("sources/list", {})))


@router.get(
    "/sources/{source}",
    tags=["sources"],
    summary="一个来源 One source",
    responses=row_of("sources/list"),
    response_class=Response,
)
def source(service: ServiceDep, source: SourceId) -> Response:
    return Response(as_json(_source(service, source)), media_type="application/json")


def _source(service: Service, source: str) -> Row:
    rows = service.ask("sources/list", {"source": source}).rows
    if not rows:
        raise NotFound(
            Text(f"没有来源 {source}", f"there is no source {source}"),
            hint=Text("GET /v1/sources 列出全部", "GET /v1/sources lists them"),
        )
    return rows[0]


@router.delete(
    "/sources/{source}",
    tags=["sources"],
    summary="撤下一个来源 Take back everything that a source states",
    dependencies=[EDITOR],
    responses=one(object_of({"created": _COUNT, "changed": _COUNT, "unchanged": _COUNT, "removed": _COUNT})),
    response_class=Response,
)
def unload(service: ServiceDep, source: SourceId) -> Response:
    """What other sources state too remains. Decisions of people remain."""
    _source(service, source)
    return Response(as_json(asdict(service.unload(source))), media_type="application/json")


@router.get(
    "/runs",
    tags=["sources"],
    summary="装载记录 Loads and unloads, the newest first",
    responses=rows_of("sources/runs"),
    response_class=Response,
)
def runs(
    service: ServiceDep,
    listing: ListingDep,
    source: Annotated[str | None, Query(max_length=300, examples=["000-yuci"])] = None,
    state: Annotated[Literal["loading", "done", "failed"] | None, Query(description="结果。Outcome.")] = None,
) -> Response:
    fetch = keyset(service, "sources/runs", {"source": source, "state": state}, ("after_started", "after_id"))
    return listing.keyset(fetch, ("started", "run_id"))


_PASSAGES = {"type": "array", "items": row_schema(columns_of("reviews/passages"))}


@router.get(
    "/evidence",
    tags=["sources"],
    summary="一处写了什么 What one place of a source states",
    responses=rows_of("sources/states", {"ref": {"type": "string"}, "passages": _PASSAGES}),
    response_class=Response,
)
def evidence(
    service: ServiceDep,
    listing: ListingDep,
    ref: Annotated[
        str,
        Query(
            max_length=400,
            pattern="^[^#]+#[^#]+$",
            description="出处：来源#位置。Evidence as every answer gives it: source#locator.",
            examples=["000-yuci#3"],
        ),
    ],
    around: Annotated[int, Query(ge=0, le=50, description="原文前后各几段。Paragraphs before and after.")] = 2,
) -> Response:
    """The entities, relations and figures that rest on it; and the passage, where the document is a user's own."""
    name, _, locator = ref.partition("#")
    _source(service, name)
    given = {"source": name, "evidence": ref, **_paragraphs(locator)}

    def compute() -> Found:
        found = found_of(service.ask("sources/states", given))
        passages = service.ask("reviews/passages", {"evidence": [ref], "around": around}).rows
        more = {**found.more, "ref": ref, "passages": passages}
        return Found(found.columns, found.rows, found.truncated, more)

    return listing.of(compute)


def _paragraphs(locator: str) -> dict[str, int]:
    """The first and last paragraph of a locator, where it names paragraphs: `3` or `3-5`."""
    match = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", locator)
    if not match:
        return {}
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        raise BadParameter(Text(f"出处有误：{locator}", f"bad evidence: {locator}"))
    return {"first": first, "last": last}


@router.get(
    "/claims",
    tags=["claims"],
    summary="数字 Figures as they are stated",
    responses=rows_of("claims/list"),
    response_class=Response,
)
def claims(
    service: ServiceDep,
    listing: ListingDep,
    topic: Annotated[str | None, Query(max_length=200, examples=["驻地高校"])] = None,
    place: PlaceOption = None,
    about: Annotated[str | None, Query(max_length=300, description="关于谁。Whom they are about.")] = None,
    kind: Annotated[Literal["declared", "target", "derived"] | None, Query(description="宣称、目标、推算。")] = None,
    parts: Annotated[bool, Query(description="也列部分数。Figures of a part too.")] = True,
) -> Response:
    """Every figure, never summed, in the order of ids; `/v1/queries/claims/by_topic` puts equal ones together."""
    given: dict[str, Any] = {"topic": topic, "place": place, "about": about, "kind": kind, "parts": parts}
    return listing.keyset(keyset(service, "claims/list", given, ("after_id",)), ("claim_id",))


@router.get(
    "/claims/conflicts",
    tags=["claims"],
    summary="不一致的数字 Figures that differ",
    responses=rows_of("claims/conflicts"),
    response_class=Response,
)
def conflicts(service: ServiceDep, listing: ListingDep, place: PlaceOption = None) -> Response:
    """Pairs of figures about one entity and topic: in conflict, or on a different basis, and what differs."""
    return listing.of(lambda: found_of(service.ask("claims/conflicts", {"place": place} if place else {})))


_STATUS = object_of(
    {
        "engine": {"type": "string"},
        "version": _COUNT,
        "nodes": {"type": "object", "additionalProperties": _COUNT},
        "edges": {"type": "object", "additionalProperties": _COUNT},
        "sources": _COUNT,
    }
)


@router.get(
    "/status",
    tags=["status"],
    summary="图的现状 What the graph holds",
    responses=one(_STATUS),
    response_class=Response,
)
def status(service: ServiceDep) -> Response:
    """How many nodes and edges of each type, and the version, which grows with every change."""
    found = asdict(service.status())
    del found["address"]  # where it is kept is not for everybody who asks
    return Response(as_json(found), media_type="application/json")
