"""Coverage and gaps; accepting a gap."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.gaps import GAP_COLUMNS, finding_rows, gap_row
from api.http.paging import Found
from api.http.schemas import columns_of, list_of, object_of, row_schema
from api.routes.deps import ServiceDep, signed
from api.routes.listing import ListingDep, Shown, found_of
from api.routes.queries import DATE
from api.routes.reviews import Id, Told
from api.routes.roles import EDITOR
from graph.errors import Language
from graph.store import Row
from queries.gaps_run import GapFinding

router = APIRouter(prefix="/v1", tags=["gaps"])

AsOf = Annotated[str | None, Query(pattern=DATE, description="某日。At a date.", examples=["2024-06"])]
_TEXT = object_of({"zh": {"type": "string"}, "en": {"type": "string"}})
_COUNT = {"type": "integer"}
_WORD = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_ACCEPTED = object_of({"until": _MAYBE, "who": _WORD, "why": _WORD, "decision": _WORD}) | {"type": ["object", "null"]}
_PICTURE = object_of({"query": _WORD, "params": {"type": "object"}}) | {"type": ["object", "null"]}
_COLUMNS = ("rule", "severity", "title", "subject_id", "wording", "row", "picture", "accepted")
_FINDING = object_of(
    {
        "rule": _WORD,
        "severity": {"enum": ["serious", "warning", "info"]},
        "title": _TEXT,
        "subject_id": _WORD,
        "wording": _TEXT,
        "row": {"type": "object", "description": "该规则的一行。The row of the rule's query."},
        "picture": _PICTURE,
        "accepted": _ACCEPTED,
    }
)
_RULE = object_of(
    {
        "rule": _WORD,
        "severity": _WORD,
        "title": _TEXT,
        "total": _COUNT,
        "count": _COUNT,
        "truncated": {"type": "boolean"},
    }
)


@router.get(
    "/gaps",
    summary="一地的缺口 What the gap rules find in a place",
    responses=list_of(_FINDING, {"rules": {"type": "array", "items": _RULE}}),
    response_class=Response,
)
def gaps(
    service: ServiceDep,
    listing: ListingDep,
    place: Annotated[str, Query(max_length=200, examples=["榆次区"])],
    rule: Annotated[
        list[Annotated[str, Field(max_length=100)]] | None,
        Query(
            max_length=50, description="哪些规则；默认全部。Which rules; all by default.", examples=[["needs_unmet"]]
        ),
    ] = None,
    as_of: AsOf = None,
    months: Annotated[
        int | None, Query(ge=1, le=1200, description="几个月没有活动算久。After how many months a tie is quiet.")
    ] = None,
) -> Response:
    """The findings rule by rule, the serious first; `rules` tells how many of how many each has. Accepted ones are
    among them, and say so."""
    given = {} if months is None else {"months": months}

    def compute() -> Found:
        found = service.gaps(place, rule, as_of, date.today().isoformat(), given)
        return Found(
            _COLUMNS, finding_rows(found), any(one.truncated for one in found), {"rules": [_rule(one) for one in found]}
        )

    return listing.of(compute, Shown(GAP_COLUMNS, _flat))


def _rule(one: GapFinding) -> Row:
    return {name: getattr(one, name) for name in ("rule", "severity", "title", "total", "count", "truncated")}


def _flat(rows: list[Row], language: Language) -> list[Row]:
    return [gap_row(row, language) for row in rows]


class Acceptance(BaseModel):
    """A finding that is accepted until a date: its rule, what it is about by id or name, and why."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"rule": "needs_unmet", "subject": "x-0123456789ab", "until": "2027-06", "why": "立项中"}]
        },
    )

    rule: Id
    subject: Id
    until: Annotated[str, Field(pattern=DATE)]
    who: Told | None = None
    why: Told


class Accepted(BaseModel):
    """The id of the decision, by which it can be undone."""

    decision: str


@router.post("/gaps/acceptances", dependencies=[EDITOR], summary="接受一个缺口到某日 Accept a gap until a date")
def accept(service: ServiceDep, given: Acceptance) -> Accepted:
    """It stays in the list, as accepted."""
    who = signed(given.who)
    return Accepted(decision=service.accept_gap(given.rule, given.subject, given.until, who, given.why))


_PLACE = row_schema(columns_of("coverage/place"))
_PROVINCE = row_schema(columns_of("coverage/provinces"))


@router.get(
    "/coverage",
    tags=["coverage"],
    summary="合作覆盖到哪里 How far cooperation reaches; several places side by side",
    responses=list_of({"anyOf": [_PLACE, _PROVINCE], "example": _PLACE["example"]}),
    response_class=Response,
)
def coverage(
    service: ServiceDep,
    listing: ListingDep,
    place: Annotated[
        list[Annotated[str, Field(max_length=200)]] | None,
        Query(max_length=50, description="一地则列其下级，几地则并排，不写则各省。", examples=[["榆次区"]]),
    ] = None,
    level: Annotated[
        str | None, Query(max_length=60, description="下级的级别。Level of the places below.", examples=["Community"])
    ] = None,
    as_of: AsOf = None,
    partner_side: Annotated[str | None, Query(max_length=60, examples=["campus"])] = None,
    partner_label: Annotated[str | None, Query(max_length=60, examples=["University"])] = None,
) -> Response:
    """Of one place what lies below it, of several each, of none all provinces."""
    return listing.of(
        lambda: found_of(service.coverage(place or [], level, as_of, partner_side, partner_label)),
    )
