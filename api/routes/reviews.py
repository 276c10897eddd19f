"""Review of proposals, and what people decided: list and show for everybody, verdicts for editors."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.paging import Found, Keys
from api.http.schemas import columns_of, list_of, object_of, one, row_schema, rows_of
from api.reviews import PAGE, REVIEW_COLUMNS, Reviewed, Rule, review_rows
from api.routes.deps import ServiceDep, signed
from api.routes.entities import keyset
from api.routes.listing import ListingDep, Shown, as_json, found_of
from api.routes.roles import EDITOR

router = APIRouter(prefix="/v1", tags=["reviews"])

Told = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]
#: An id, or a name; these hold no control characters.
Id = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]
#: As many as the largest body holds.
Ids = Annotated[list[Id], Field(min_length=1, max_length=40_000)]
#: A property's new value; null takes it away.
Value = str | int | float | bool | list[str] | None

ITEM = "e-64f7945ddd996999"


def _body(**example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", allow_inf_nan=False, json_schema_extra={"examples": [example]})


class _Verdict(BaseModel):
    """Who decides, where the server does not know it by a key or a session, and why."""

    who: Told | None = None
    why: Told


class Choice(_Verdict):
    """Some proposals, decided together: all of them or none."""

    model_config = _body(items=[ITEM], why="已核对")

    items: Ids


class Correction(_Verdict):
    """What one proposal should say: properties, `type`, and of a relation `from`, `to`, `kind` or `role`."""

    model_config = _body(item=ITEM, changes={"to": "锦纶街道"}, why="认错了")

    item: Id
    changes: Annotated[dict[str, Value], Field(min_length=1, max_length=100)]
    #: Whether it is accepted so.
    accept: bool = True


class Merging(_Verdict):
    """A proposed entity, and the one that it is."""

    model_config = _body(item="x-0123456789ab", into="玉湖社区", why="同一社区")

    item: Id
    into: Id


class Undoing(_Verdict):
    """The id of a decision, or of a batch."""

    model_config = _body(decision="d-0123456789abcdef", why="看错了")

    decision: Id


@router.get(
    "/reviews",
    summary="待审的提议 Proposals that wait for a person, the surest first",
    responses=rows_of("reviews/list"),
    response_class=Response,
)
def reviews(
    service: ServiceDep,
    listing: ListingDep,
    source: Annotated[str | None, Query(max_length=300, examples=["proposed-yuci"])] = None,
    region: Annotated[
        str | None, Query(max_length=200, description="区划代码或名称。Code or name.", examples=["140702"])
    ] = None,
    type_: Annotated[str | None, Query(alias="type", max_length=60, examples=["PARTNERS_WITH"])] = None,
    min_confidence: Annotated[float | None, Query(ge=0, le=1)] = None,
    max_confidence: Annotated[float | None, Query(ge=0, le=1)] = None,
    status: Annotated[Literal["proposed", "rejected"], Query()] = "proposed",
) -> Response:
    rule = Rule(source=source, region=region, type=type_, min_confidence=min_confidence, max_confidence=max_confidence)

    def fetch(keys: Keys | None, count: int) -> Found:
        after = "" if keys is None else f"{keys[0]!r}:{keys[1]}"
        found = service.reviews(rule, status, min(count, PAGE * 10), after)
        return Found(tuple(columns_of("reviews/list")), found.rows, truncated=found.next is not None)

    page = listing.page.keyset(fetch, ("confidence", "item_id"))
    return listing.give(page, Shown(REVIEW_COLUMNS, review_rows))


@router.get(
    "/reviews/counts",
    summary="各来源还有多少待审 How many wait, by source",
    responses=rows_of("reviews/counts"),
    response_class=Response,
)
def counts(service: ServiceDep, listing: ListingDep) -> Response:
    return listing.of(lambda: found_of(service.ask("reviews/counts", {})))


_ITEM = row_schema(columns_of("reviews/item"))
_ROWS = {
    name: {"type": "array", "items": row_schema(columns_of(f"reviews/{name}"))} for name in ("passages", "decisions")
}


@router.get(
    "/reviews/{item}",
    summary="一条提议及其原文 One proposal, with its passage in context",
    responses=one(object_of({"item": _ITEM, **_ROWS})),
    response_class=Response,
)
def review(
    service: ServiceDep,
    item: Annotated[str, Path(max_length=300, examples=[ITEM])],
    around: Annotated[int, Query(ge=0, le=50, description="原文前后各几段。Paragraphs before and after.")] = 2,
) -> Response:
    return Response(as_json(service.review(item, around)), media_type="application/json")


@router.post("/reviews/accept", dependencies=[EDITOR], summary="接受 Accept proposals, all or none")
def accept(service: ServiceDep, given: Choice) -> Reviewed:
    """With whatever they cannot stand without: the ends of relations, and what figures are about."""
    return service.accept(given.items, signed(given.who), given.why)


@router.post("/reviews/reject", dependencies=[EDITOR], summary="否决 Reject proposals, all or none")
def reject(service: ServiceDep, given: Choice) -> Reviewed:
    """They are not listed again when their document is read again."""
    return service.reject(given.items, signed(given.who), given.why)


@router.post("/reviews/correct", dependencies=[EDITOR], summary="更正 Correct a proposal, and accept it so")
def correct(service: ServiceDep, given: Correction) -> Reviewed:
    """Name, type, properties or ends; ends may be given as names."""
    return service.correct(given.item, dict(given.changes), signed(given.who), given.why, given.accept)


@router.post("/reviews/merge", dependencies=[EDITOR], summary="并入 Say that a proposed entity is another")
def merge(service: ServiceDep, given: Merging) -> Reviewed:
    """Its id leads to the other one from then on."""
    return service.merge_into(given.item, given.into, signed(given.who), given.why)


@router.post("/reviews/undo", dependencies=[EDITOR], summary="撤销 Undo a decision or a batch")
def undo(service: ServiceDep, given: Undoing) -> Reviewed:
    """By a decision that is added; nothing is deleted."""
    return service.undo(given.decision, signed(given.who), given.why)


@router.get(
    "/decisions",
    summary="决定 What people decided, the newest first",
    responses=list_of(row_schema(columns_of("reviews/decisions"))),
    response_class=Response,
)
def decisions(
    service: ServiceDep,
    listing: ListingDep,
    item: Annotated[str | None, Query(max_length=300, description="关于谁。Whom they are about.")] = None,
) -> Response:
    fetch = keyset(service, "reviews/decisions", {"item": item}, ("after_decided", "after_id"))
    return listing.keyset(fetch, ("decided_at", "decision_id"))
