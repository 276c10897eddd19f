"""Entities: list, search, get; what is around one; paths between two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response

from api.http.paging import FILE, Found, Keys
from api.http.schemas import columns_of, list_of, row_of, row_schema, rows_of
from api.routes.deps import ServiceDep
from api.routes.listing import Listing, ListingDep, as_json, found_of
from api.service import Service
from graph.errors import BadParameter, Text

router = APIRouter(prefix="/v1", tags=["entities"])

_SEARCHED = {"name": "str", "label": "str", "where": "str", "score": "float", "id": "str"}
_FOUND = row_schema(_SEARCHED)
#: How many names a search gives where no number is asked for, and how many it goes through at most.
_NEAR, _NEAREST = 20, 1_000

EntityId = Annotated[
    str, Path(max_length=300, description="id、名称或别名。id, name or alias.", examples=["cn-140702002010"])
]
LabelOption = Annotated[
    str | None, Query(max_length=60, description="类型。Type of the entity.", examples=["Community"])
]


@router.get(
    "/entities",
    summary="实体：查找或一览 Entities: search or list",
    responses=list_of({"anyOf": [_FOUND, row_schema(columns_of("entities/list"))], "example": _FOUND["example"]}),
    response_class=Response,
)
def entities(
    service: ServiceDep,
    listing: ListingDep,
    q: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=200,
            description="名称、别名、拼音、首字母或代码；最相近的在前。Nearest first by name, alias, pinyin or code; "
            "without it all are listed.",
            examples=["玉湖"],
        ),
    ] = None,
    label: LabelOption = None,
    context: Annotated[
        str | None,
        Query(max_length=200, description="查找时先列此地的。What lies there comes first.", examples=["榆次区"]),
    ] = None,
    place: Annotated[
        str | None,
        Query(max_length=200, description="一览时只列此地之内的。Only what lies within.", examples=["榆次区"]),
    ] = None,
    documented: Annotated[
        bool | None,
        Query(description="只列文件写到的，或只列仅见于名录的。Named in documents, or in registries alone."),
    ] = None,
    sort: Annotated[Literal["id", "name"], Query(description="一览按什么排列。Order of the list.")] = "id",
) -> Response:
    """With `q` the entities whose names are nearest, the best first. Without it a list by keyset pages."""
    if q is not None:
        if place is not None or documented is not None:
            raise _either("place", "documented", with_q=True)
        return _search(service, listing.by_default(_NEAR), q, label, context)
    if context is not None:
        raise _either("context", with_q=False)
    given = {"label": label, "documented": documented}
    if place is not None:
        given |= {"place": place, "sort": sort}
    name = "entities/within" if place is not None else "entities/by_name" if sort == "name" else "entities/list"
    by_name = name != "entities/list"
    keys = ("name", "entity_id") if by_name else ("entity_id",)
    afters = ("after_name", "after_id") if by_name else ("after_id",)
    return listing.keyset(keyset(service, name, given, afters), keys)


def _search(service: Service, listing: Listing, q: str, label: str | None, context: str | None) -> Response:
    """The first page looks no further than it reaches: to find the thousand nearest takes longer."""
    count = _NEAREST if listing.page.after else min(listing.page.limit + 1, _NEAREST)

    def compute() -> Found:
        found = service.search(q, label, count, context)
        return Found(tuple(_SEARCHED), [candidate.as_dict() for candidate in found])

    return listing.of(compute, part=str(count))


def _either(*names: str, with_q: bool) -> BadParameter:
    listed = "、".join(names)
    if with_q:
        return BadParameter(Text(f"{listed} 只用于不带 q 的一览", f"{listed}: only without q"))
    return BadParameter(Text(f"{listed} 只与 q 同用", f"{listed}: only with q"))


def keyset(
    service: Service, query: str, given: dict[str, Any], afters: tuple[str, ...]
) -> Callable[[Keys | None, int], Found]:
    """How the pages of a named query are fetched that begins behind given keys."""

    def fetch(keys: Keys | None, count: int) -> Found:
        behind = dict(zip(afters, keys, strict=True)) if keys is not None else {}
        asked = {name: value for name, value in (given | behind).items() if value is not None}
        return found_of(service.ask(query, asked | {"limit": min(count, FILE)}))

    return fetch


@router.get(
    "/entities/{entity}",
    summary="一个实体 One entity, by id, name or alias",
    responses=row_of("entities/profile"),
    response_class=Response,
)
def entity(service: ServiceDep, entity: EntityId) -> Response:
    """Its names, where it is, its sources, and the properties on which they differ."""
    return Response(as_json(service.ask("entities/profile", {"entity": entity}).rows[0]), media_type="application/json")


@router.get(
    "/entities/{entity}/neighbourhood",
    summary="周边 What is around it, as edges",
    responses=rows_of("network/neighbourhood"),
    response_class=Response,
)
def neighbourhood(
    service: ServiceDep,
    listing: ListingDep,
    entity: EntityId,
    depth: Annotated[int, Query(ge=1, le=3, description="几步之内。Within how many steps.")] = 1,
    nodes: Annotated[
        int, Query(ge=1, le=FILE, description="至多几个实体，先近的、文件写到的。How many entities, the nearer first.")
    ] = 200,
) -> Response:
    """The entities within some steps, with all relations among them; of a hub, expand `relations` instead."""
    given = {"entity": entity, "depth": depth, "limit": nodes}
    return listing.of(lambda: found_of(service.ask("network/neighbourhood", given)))


@router.get(
    "/entities/{entity}/relations",
    summary="关系，逐页展开 Its relations, expanded page by page",
    responses=rows_of("network/relations"),
    response_class=Response,
)
def relations(
    service: ServiceDep,
    listing: ListingDep,
    entity: EntityId,
    type_: Annotated[str | None, Query(alias="type", max_length=60, examples=["PARTNERS_WITH"])] = None,
    label: LabelOption = None,
) -> Response:
    """Each relation with its other end, those that documents state first; for entities of many relations."""
    given = {"entity": entity, "type": type_, "label": label}
    fetch = keyset(service, "network/relations", given, ("after_listed", "after_id"))
    return listing.keyset(fetch, ("listed", "edge_id"))


@router.get(
    "/entities/{entity}/partners",
    summary="谁与它合作 Who partners with it, and where that is written",
    responses=rows_of("partners/of"),
    response_class=Response,
)
def partners(
    service: ServiceDep,
    listing: ListingDep,
    entity: EntityId,
    formal: Annotated[bool, Query(description="只看签约与结对。Signed and paired ones alone.")] = False,
    roll_up: Annotated[bool, Query(description="院系并入高校。Colleges count as their university.")] = False,
) -> Response:
    given = {"entity": entity, "formal": formal, "roll_up": roll_up}
    return listing.of(lambda: found_of(service.ask("partners/of", given)))


@router.get(
    "/entities/{entity}/claims",
    summary="关于它的数字 Figures about it",
    responses=rows_of("claims/of_entity"),
    response_class=Response,
)
def claims(
    service: ServiceDep,
    listing: ListingDep,
    entity: EntityId,
    topic: Annotated[str | None, Query(max_length=200, examples=["驻地高校"])] = None,
) -> Response:
    """Each figure in the order of the text, and how many of what it counts are named."""
    given = {"entity": entity} | ({"topic": topic} if topic else {})
    return listing.of(lambda: found_of(service.ask("claims/of_entity", given)))


@router.get("/paths", summary="两方之间最短的路 Shortest paths over ties", responses=rows_of("paths/shortest"),
            response_class=Response)  # fmt: skip
def paths(
    service: ServiceDep,
    listing: ListingDep,
    from_: Annotated[str, Query(alias="from", max_length=300, examples=["安泰钢铁"])],
    to: Annotated[str, Query(max_length=300, examples=["介休聚贤石墨"])],
    every: Annotated[bool, Query(alias="all", description="全部最短路。All that are shortest.")] = False,
) -> Response:
    name = "paths/all_shortest" if every else "paths/shortest"
    return listing.of(lambda: found_of(service.ask(name, {"from": from_, "to": to})))
