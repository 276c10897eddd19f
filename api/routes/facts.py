"""Facts by hand: what was added, disputed and corrected, for everybody; adding, disputing, correcting for editors."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.facts import FACT_COLUMNS, Citation, Entries, Recorded, fact_rows
from api.http.routing import Branch
from api.http.schemas import rows_of
from api.routes.deps import ServiceDep, signed
from api.routes.entities import keyset
from api.routes.listing import ListingDep, Shown
from api.routes.reviews import ITEM, Id, Told, Value
from api.routes.roles import EDITOR

router = Branch(prefix="/v1/facts", tags=["facts"])

_CITED: dict[str, Any] = {"source": "000-yuci", "at": ["12"]}


def _body(**example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", allow_inf_nan=False, json_schema_extra={"examples": [example]})


class _Said(BaseModel):
    """Where it is written, why it is decided, and who decides where the server does not know it."""

    source: Citation
    why: Told
    who: Told | None = None
    #: Whether only to tell what would be done.
    dry_run: bool = False


class Adding(_Said):
    """Entities, relations and figures, each as an entry of a fact sheet; all of them or none."""

    model_config = _body(
        source=_CITED,
        relations=[{"type": "PARTNERS_WITH", "kind": "signed", "from": "玉湖社区", "to": "山西医科大学"}],
        why="第12段写明",
        dry_run=True,
    )

    entities: Annotated[list[dict[str, Any]], Field(max_length=200)] = []
    relations: Annotated[list[dict[str, Any]], Field(max_length=200)] = []
    claims: Annotated[list[dict[str, Any]], Field(max_length=200)] = []


class Disputing(_Said):
    """An entity, a relation or a figure by id or name; with `other` the relation between the two."""

    model_config = _body(item=ITEM, source=_CITED, why="已终止", dry_run=True)

    item: Id
    other: Id | None = None


class Correcting(_Said):
    """What something should say: properties, `type`, and of a relation `from`, `to`, `kind` or `role`."""

    model_config = _body(item=ITEM, changes={"valid_from": "2024-03"}, source=_CITED, why="第12段写明", dry_run=True)

    item: Id
    changes: Annotated[dict[str, Value], Field(min_length=1, max_length=100)]


@router.get(
    "",
    summary="手工补充、异议与更正 What people added, disputed and corrected, the newest first",
    responses=rows_of("facts/list"),
    response_class=Response,
)
def facts(
    service: ServiceDep,
    listing: ListingDep,
    kind: Annotated[
        Literal["add", "dispute", "correct"] | None,
        Query(description="补充、异议或更正。Additions, disputes or corrections alone.", examples=["dispute"]),
    ] = None,
    entity: Annotated[
        str | None, Query(max_length=300, description="关于谁：id 或名称。Whom they are about.", examples=["玉湖社区"])
    ] = None,
    with_undone: Annotated[bool, Query(description="连已撤销的。Those that were undone too.")] = False,
) -> Response:
    given = {"kind": kind, "entity": entity, "with_undone": with_undone}
    fetch = keyset(service, "facts/list", given, ("after_decided", "after_id"))
    page = listing.page.keyset(fetch, ("decided_at", "decision_id"))
    return listing.give(page, Shown(FACT_COLUMNS, fact_rows))


@router.post("", dependencies=[EDITOR], summary="补充 Add facts from a document, all or none")
def add(service: ServiceDep, given: Adding) -> Recorded:
    """In the words of a fact sheet; names by id or as the graph or a registry has them. Undone like any decision."""
    entries = Entries(entities=given.entities, relations=given.relations, claims=given.claims)
    return service.add_facts(entries, given.source, signed(given.who), given.why, given.dry_run)


@router.post("/disputes", dependencies=[EDITOR], summary="异议 Dispute a fact")
def dispute(service: ServiceDep, given: Disputing) -> Recorded:
    """It stays in answers, which show it marked."""
    return service.dispute_fact(given.item, given.source, signed(given.who), given.why, given.other, given.dry_run)


@router.post("/corrections", dependencies=[EDITOR], summary="更正 Correct a fact")
def correct(service: ServiceDep, given: Correcting) -> Recorded:
    """The corrected value is shown; what each source says is kept beside."""
    return service.correct_fact(
        given.item, dict(given.changes), given.source, signed(given.who), given.why, given.dry_run
    )
