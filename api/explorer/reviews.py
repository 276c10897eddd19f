"""The queue of proposals, one of them with its passage, and what was decided last."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.explorer.frame import page
from api.explorer.terms import terms
from api.reviews import Review, Rule
from api.routes.deps import LanguageDep, ServiceDep
from api.service import Service
from graph.correcting import DISCRIMINATORS, correctable
from graph.errors import Text
from graph.ontology import edge_types, node_types
from graph.store import Row

router = APIRouter(include_in_schema=False)

_SHOWN, _DECIDED, _AROUND = 50, 30, 2
Given = Annotated[str, Query(max_length=300)]


@router.get("/reviews")
def reviews(
    request: Request,
    service: ServiceDep,
    language: LanguageDep,
    source: Given = "",
    region: Given = "",
    type_: Annotated[str, Query(alias="type", max_length=60)] = "",
    status: Annotated[str, Query(pattern="^(proposed|rejected)$")] = "proposed",
    after: Given = "",
    item: Given = "",
) -> HTMLResponse:
    """Proposals, the surest first; the one that is looked at stands beside them with its passage."""
    rule = Rule(source=source or None, region=region or None, type=type_ or None)
    found = service.reviews(rule, status, _SHOWN, after)
    chosen = item or (found.rows[0]["item_id"] if found.rows else "")
    kept = {"source": source, "region": region, "type": type_, "status": status if status != "proposed" else ""}
    return page(
        request, "reviews.html", Text("审核", "Review"), place="reviews", scripts=("reviews.js",), rows=found.rows,
        next=found.next, kept=kept, chosen=chosen, state=status, counts=service.ask("reviews/counts", {}).rows,
        one=_one(service, chosen) if chosen else None, decided=service.ask("reviews/decisions", {}).rows[:_DECIDED],
        **terms(language),
    )  # fmt: skip


def _one(service: Service, item: str) -> dict[str, Any]:
    found: Review = service.review(item, _AROUND)
    return {"review": found, "fields": _fields(found.item)}


def _fields(item: Row) -> list[tuple[str, str]]:
    """What of a proposal may be corrected, with what it says now where that is known here."""
    if item["type"] in edge_types():
        model = edge_types()[item["type"]]
        kind = [(name, item["kind"] or "") for name in DISCRIMINATORS if name in model.model_fields]
        ends = [("from", item["a"]), ("to", item["b"]), ("type", item["type"]), *kind]
        return [*ends, *((name, "") for name in correctable(model))]
    known = {"type": item["type"], "name": item["a"]}
    return [(name, known.get(name, "")) for name in correctable(node_types()[item["type"]])]
