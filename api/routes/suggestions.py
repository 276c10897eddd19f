"""Who could help: a report in JSON, its rows as CSV or XLSX."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.http.paging import Listed
from api.http.schemas import Schema, object_of, report
from api.routes.deps import ServiceDep
from api.routes.gaps import AsOf
from api.routes.listing import FormListingDep, as_json
from api.suggest import SUGGEST_COLUMNS, suggest_rows

router = APIRouter(prefix="/v1", tags=["suggestions"])

_MOST = 500
_WORD: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer"}
_WORDS: Schema = {"type": "array", "items": _WORD}
_TEXT = object_of({"zh": _WORD, "en": _WORD})
_PART = object_of({"name": _WORD, "value": _COUNT, "weight": _COUNT, "reason": _TEXT, "evidence": _WORDS})
_ONE: Mapping[str, Schema] = {
    "id": _WORD,
    "name": _WORD,
    "label": _WORD,
    "score": {"type": ["integer", "null"]},
    "parts": {"type": "array", "items": _PART},
    "unknown": _WORDS,
}
_HELPER = object_of({**_ONE, "kinds": _WORDS, "via": _WORDS, "evidence": _WORDS})
_NEED = object_of({"id": _WORD, "name": _WORD, "topics": _WORDS, "met": {"type": "boolean"}})


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


_REPORT = object_of(
    {
        "place_id": _WORD,
        "place": _WORD,
        "needs": _list(_NEED),
        "weights": {"type": "object", "additionalProperties": _COUNT},
        "scored": _COUNT,
        "suggested": _list(object_of(_ONE)),
        "already": _list(_HELPER),
        "near": _COUNT,
        "unscored": _list(object_of(_ONE)),
        "truncated": {"type": "boolean"},
    }
)


@router.get(
    "/suggestions",
    summary="谁能帮 Who could help a place, or meet a need",
    responses=report(_REPORT),
    response_class=Response,
)
def suggestions(
    service: ServiceDep,
    listing: FormListingDep,
    place: Annotated[str | None, Query(alias="for", max_length=200, examples=["龙湖社区"])] = None,
    within: Annotated[str | None, Query(alias="in", max_length=200, examples=["榆次区"])] = None,
    need: Annotated[str | None, Query(max_length=300, examples=["基层治理难题"])] = None,
    limit: Annotated[int, Query(ge=1, le=_MOST, description="至多提几家。How many to suggest at most.")] = 20,
    as_of: AsOf = None,
) -> Response:
    """Institutions ranked, each score taken apart into evidenced parts; those with a tie already; those of whom nothing
    is known. One report, no pages: `limit` is how many are suggested."""
    found = service.could_help(place, need, within, limit, as_of)
    if listing.form == "json":
        return Response(as_json(found), headers={"Vary": "Accept"}, media_type="application/json")
    rows: list[dict[str, Any]] = suggest_rows(found, listing.language)
    return listing.give(Listed(SUGGEST_COLUMNS, rows))
