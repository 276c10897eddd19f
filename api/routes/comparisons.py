"""Comparisons: two regions, two dates, two loads of a source; as JSON, as a table, as a page with a picture."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import HTMLResponse

from api.compare.flat import flat
from api.compare.model import Comparison, KeptLoad, Kind, State, What
from api.compare.writing import as_dict, page
from api.http.paging import Found, Listed
from api.http.routing import Branch
from api.http.schemas import Schema, list_of, object_of, report
from api.routes.deps import LanguageDep, ServiceDep
from api.routes.listing import FormListingDep, Listing, ListingDep, as_json
from api.routes.queries import DATE

router = APIRouter()
branch = Branch(prefix="/v1/comparisons", tags=["comparisons"])
of_sources = Branch(prefix="/v1/sources", tags=["comparisons"])

_WORD: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer"}
_WORDS: Schema = {"type": "array", "items": _WORD}
_VALUE: Schema = {"description": "值，没有则为 null。A value, null where there is none."}
_NUMBER: Schema = {"type": ["integer", "string", "null"], "description": "null 是未知，不是零。Null is unknown."}
_PART: Schema = {"type": ["integer", "null"]}
_SHARE: Schema = {"type": ["number", "null"], "description": "百分比。Percent."}
_TEXT = object_of({"zh": _WORD, "en": _WORD})


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _one_of(words: Any) -> Schema:
    return {"enum": list(get_args(words))}


_CHANGE = object_of(
    {
        "property": _WORD | {"example": "printed"},
        "before": _VALUE | {"example": "13所"},
        "after": _VALUE | {"example": "15所"},
    }
)
_SIDE = object_of({"title": _TEXT, "filters": {"type": "object"}, "surveyed": {"type": "boolean"}})
_ROW = object_of(
    {
        "what": _one_of(What),
        "type": _WORD | {"example": "PARTNERS_WITH"},
        "name": _WORD | {"example": "玉湖社区"},
        "state": _one_of(State),
        "id": _WORD,
        "changes": _list(_CHANGE),
        "evidence_before": _WORDS,
        "evidence_after": _WORDS,
        "other": _MAYBE,
        "kind": _MAYBE,
        "since": _MAYBE,
        "until": _MAYBE,
    }
)
_MEASURE = object_of(
    {
        "section": _WORD | {"example": "coverage"},
        "name": _TEXT,
        "first": _NUMBER,
        "second": _NUMBER,
        "of_first": _PART,
        "of_second": _PART,
        "share_first": _SHARE,
        "share_second": _SHARE,
        "evidence_first": _WORDS,
        "evidence_second": _WORDS,
        "unknown": _WORD | {"example": "unsurveyed"},
    }
)
_COUNTED = object_of(
    {
        "what": _one_of(What),
        "type": _WORD | {"example": "PARTNERS_WITH"},
        "states": {"type": "object", "additionalProperties": _COUNT, "example": {"new": 1, "same": 2}},
        "open": _COUNT,
    }
)
_COMPARISON = object_of(
    {
        "meta": {"type": "object", "description": "数据版本、日期与条件。Data version, date and filters."},
        "kind": _one_of(Kind),
        "first": _SIDE,
        "second": _SIDE,
        "measures": _list(_MEASURE),
        "differences": _list(_ROW),
        "counts": _list(_COUNTED),
        "picture": _list({"type": "object"}),
        "version": _COUNT,
        "date": _WORD,
        "filters": {"type": "object"},
        "notes": _list(_TEXT),
    }
)
_RESPONSES = report(_COMPARISON)
_KEPT = object_of({"source": _WORD, "load_id": _WORD, "finished": _WORD, "version": _COUNT, "size": _COUNT}) | {
    "example": {
        "source": "000-yuci",
        "load_id": "20261121T214240125671Z-v2",
        "finished": "2026-11-21T21:42:40.125671+00:00",
        "version": 2,
        "size": 9208,
    }
}

First = Annotated[str, Query(alias="a", max_length=200, description="一地。A place.", examples=["榆次区"])]
Second = Annotated[str, Query(alias="b", max_length=200, description="另一地。Another.", examples=["呈贡区"])]
Before = Annotated[str, Query(alias="from", pattern=DATE, description="先。The earlier date.", examples=["2022"])]
After = Annotated[str, Query(alias="to", pattern=DATE, description="后。The later date.", examples=["2024-06"])]
PlaceOption = Annotated[
    str | None, Query(max_length=200, description="哪个地方；不写则全图。Of all by default.", examples=["榆次区"])
]
SourceOption = Annotated[str, Query(max_length=300, description="来源。The source.", examples=["000-yuci"])]
_LOAD = {"max_length": 60, "description": "装载的 id；默认最近两次。Id of a load; the last two by default."}
Earlier = Annotated[str | None, Query(alias="from", **_LOAD)]
Later = Annotated[str | None, Query(alias="to", **_LOAD)]


def _given(listing: Listing, found: Comparison) -> Response:
    """All of it as JSON, or its table as a file."""
    if listing.form == "json":
        return Response(as_json(as_dict(found)), headers={"Vary": "Accept"}, media_type="application/json")
    columns, rows = flat(found, listing.language)
    return listing.give(Listed(columns, rows))


@branch.get("/regions", summary="两地并排 Two regions side by side", responses=_RESPONSES, response_class=Response)
def regions(service: ServiceDep, listing: FormListingDep, first: First, second: Second) -> Response:
    """Coverage, parties, platforms, agreements, activities, gaps with denominators and figures of either place.

    `differences` are those who take part in ties of the first alone, of the second alone, or of both. Null is unknown,
    never zero.
    """
    return _given(listing, service.compare_regions(first, second))


@branch.get("/regions.html", summary="两地并排，附图 The same with a picture", response_class=HTMLResponse)
def regions_page(service: ServiceDep, language: LanguageDep, first: First, second: Second) -> Response:
    return HTMLResponse(page(service.compare_regions(first, second), language))


@branch.get("/dates", summary="两个日期 Two dates", responses=_RESPONSES, response_class=Response)
def dates(
    service: ServiceDep, listing: FormListingDep, before: Before, after: After, place: PlaceOption = None
) -> Response:
    """What may hold at the one date and not at the other. A bound that no source tells is open: `open` counts what
    stands at both only because nobody told its dates."""
    return _given(listing, service.compare_dates(before, after, place))


@branch.get("/dates.html", summary="两个日期，附图 The same with a picture", response_class=HTMLResponse)
def dates_page(
    service: ServiceDep, language: LanguageDep, before: Before, after: After, place: PlaceOption = None
) -> Response:
    return HTMLResponse(page(service.compare_dates(before, after, place), language))


@branch.get("/loads", summary="一个来源的两次装载 Two loads of a source", responses=_RESPONSES, response_class=Response)
def loads(
    service: ServiceDep,
    listing: FormListingDep,
    source: SourceOption,
    before: Earlier = None,
    after: Later = None,
) -> Response:
    """What the source itself stated after either load: what others say and what people decided does not count."""
    return _given(listing, service.compare_loads(source, before, after))


@branch.get("/loads.html", summary="两次装载，附图 The same with a picture", response_class=HTMLResponse)
def loads_page(
    service: ServiceDep,
    language: LanguageDep,
    source: SourceOption,
    before: Earlier = None,
    after: Later = None,
) -> Response:
    return HTMLResponse(page(service.compare_loads(source, before, after), language))


_COLUMNS = tuple(KeptLoad.__dataclass_fields__)


@of_sources.get(
    "/{source}/loads",
    summary="可比的装载 The loads of a source that can be compared",
    responses=list_of(_KEPT),
    response_class=Response,
)
def kept_loads(
    service: ServiceDep,
    listing: ListingDep,
    source: Annotated[str, Path(max_length=300, description="来源的 id。Id of a source.", examples=["000-yuci"])],
) -> Response:
    """The newest last. Registries are not kept, nor sources above fifty thousand elements."""
    return listing.of(lambda: Found(_COLUMNS, [asdict(one) for one in service.kept_loads(source)]))


router.include_router(branch)
router.include_router(of_sources)
