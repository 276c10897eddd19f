"""The queue of proposals, one of them with its passage, and what was decided last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_origin

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.explorer.frame import page
from api.explorer.terms import terms
from api.report.words import coded
from api.reviews import Review, Rule
from api.routes.deps import LanguageDep, ServiceDep
from api.service import Service
from api.views.style import edge_name, node_name
from graph.base import Model
from graph.correcting import DISCRIMINATORS, TYPE, correctable
from graph.errors import Language, Text
from graph.ontology import edge_types, entity_types, node_types
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
        next=found.next, after=after, kept=kept, chosen=chosen, state=status, total=_total(service, rule, status),
        counts=service.ask("reviews/counts", {}).rows,
        one=_one(service, chosen, language) if chosen else None,
        decided=service.ask("reviews/decisions", {"limit": _DECIDED}).rows, **terms(language),
    )  # fmt: skip


def _total(service: Service, rule: Rule, status: str) -> int | None:
    """How many wait in all; of a part of them that is not counted."""
    return service.ask("reviews/open", {}).rows[0]["total"] if rule == Rule() and status == "proposed" else None


def _one(service: Service, item: str, language: Language) -> dict[str, Any]:
    found: Review = service.review(item, _AROUND)
    return {"review": found, "fields": _fields(found.item, language)}


@dataclass(frozen=True)
class Entry:
    """A property that may be corrected, what it says now where that is known here, and what it may say where that is
    a choice: each with its name."""

    name: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()


def _fields(item: Row, language: Language) -> list[Entry]:
    """What of a proposal may be corrected."""
    if item["type"] in edge_types():
        model: type[Model] = edge_types()[item["type"]]
        types = [(name, edge_name(name, language)) for name, edge in edge_types().items() if edge.ends[0][0] != "Claim"]
        known = {"from": item["a"], "to": item["b"], "type": item["type"]}
        known |= {name: item["kind"] or "" for name in DISCRIMINATORS if name in model.model_fields}
        names = [*known, *correctable(model)]
    else:
        model = node_types()[item["type"]]
        types = [(name, node_name(name, language)) for name in entity_types()]
        known, names = {"type": item["type"], "name": item["a"]}, correctable(model)
    choices = {TYPE: tuple(types) if item["type"] != "Claim" else ()}
    return [Entry(name, known.get(name, ""), choices.get(name) or _choices(model, name, language)) for name in names]


def _choices(model: type[Model], name: str, language: Language) -> tuple[tuple[str, str], ...]:
    """The values of a property that has only some, with their names."""
    field = model.model_fields.get(name)
    hints = () if field is None else (field.annotation, *get_args(field.annotation))
    values = next((get_args(hint) for hint in hints if get_origin(hint) is Literal), ())
    return tuple((value, coded("kind", value, language)) for value in values)
