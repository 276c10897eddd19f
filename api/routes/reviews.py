"""Review of proposals: list and show for everybody, verdicts for callers on this machine."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.reviews import PAGE, REVIEW_COLUMNS, Page, Review, Reviewed, Rule, review_rows
from api.routes.deps import LanguageDep, ServiceDep
from api.routes.entities import RowsModel
from api.routes.guarded import GUARDED
from api.routes.sheets import FormOption, sheet

router = APIRouter(prefix="/v1/reviews", tags=["reviews"])

Told = Annotated[str, Field(min_length=1, max_length=1000)]
Ids = Annotated[list[str], Field(min_length=1, max_length=100_000)]


class _Verdict(BaseModel):
    model_config = ConfigDict(extra="forbid")

    who: Told
    why: Told


class Choice(_Verdict):
    """Some proposals, decided together: all of them or none."""

    items: Ids


class Correction(_Verdict):
    """What one proposal should say: properties, `type`, and of a relation `from`, `to`, `kind` or `role`."""

    item: str
    changes: Annotated[dict[str, Any], Field(min_length=1)]
    #: Whether it is accepted so.
    accept: bool = True


class Merging(_Verdict):
    """A proposed entity, and the one that it is."""

    item: str
    into: str


class Undoing(_Verdict):
    """The id of a decision, or of a batch."""

    decision: str


@router.get("", response_model=Page, summary="待审的提议 Proposals that wait for a person, the surest first")
def reviews(
    service: ServiceDep,
    language: LanguageDep,
    source: str | None = None,
    region: Annotated[str | None, Query(examples=["140702"])] = None,
    type_: Annotated[str | None, Query(alias="type", examples=["PARTNERS_WITH"])] = None,
    min_confidence: Annotated[float | None, Query(ge=0, le=1)] = None,
    max_confidence: Annotated[float | None, Query(ge=0, le=1)] = None,
    status: Annotated[str, Query(pattern="^(proposed|rejected)$")] = "proposed",
    limit: Annotated[int, Query(ge=1, le=PAGE * 10)] = PAGE,
    after: str = "",
    form: FormOption = "json",
) -> Any:
    rule = Rule(source=source, region=region, type=type_, min_confidence=min_confidence, max_confidence=max_confidence)
    found = service.reviews(rule, status, limit, after)
    if form == "json":
        return found
    return sheet(form, "reviews", REVIEW_COLUMNS, review_rows(found.rows, language), language)


@router.get("/counts", summary="各来源还有多少待审 How many wait, by source")
def counts(service: ServiceDep) -> RowsModel:
    return RowsModel(rows=service.ask("reviews/counts", {}).rows)


@router.get("/{item}", summary="一条提议及其原文 One proposal, with its passage in context")
def review(service: ServiceDep, item: str, around: Annotated[int, Query(ge=0, le=50)] = 2) -> Review:
    return service.review(item, around)


@router.post("/accept", dependencies=[GUARDED], summary="接受 Accept proposals, all or none")
def accept(service: ServiceDep, given: Choice) -> Reviewed:
    return service.accept(given.items, given.who, given.why)


@router.post("/reject", dependencies=[GUARDED], summary="否决 Reject proposals, all or none")
def reject(service: ServiceDep, given: Choice) -> Reviewed:
    return service.reject(given.items, given.who, given.why)


@router.post("/correct", dependencies=[GUARDED], summary="更正 Correct a proposal, and accept it so")
def correct(service: ServiceDep, given: Correction) -> Reviewed:
    return service.correct(given.item, given.changes, given.who, given.why, given.accept)


@router.post("/merge", dependencies=[GUARDED], summary="并入 Say that a proposed entity is another")
def merge(service: ServiceDep, given: Merging) -> Reviewed:
    return service.merge_into(given.item, given.into, given.who, given.why)


@router.post("/undo", dependencies=[GUARDED], summary="撤销 Undo a decision or a batch")
def undo(service: ServiceDep, given: Undoing) -> Reviewed:
    return service.undo(given.decision, given.who, given.why)
