"""Entities: search, get, neighbourhood; paths between two."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.routes.deps import ServiceDep

router = APIRouter(prefix="/v1", tags=["entities"])


class CandidateModel(BaseModel):
    """Somebody a name may mean; `score` is 0 to 100."""

    id: str
    name: str
    label: str
    where: str
    score: float


class RowsModel(BaseModel):
    """Rows of an answer."""

    rows: list[dict[str, Any]]
    truncated: bool = False


@router.get("/entities", summary="按名称、别名、拼音查找 Search by name, alias or pinyin")
def search(
    service: ServiceDep,
    q: Annotated[str, Query(min_length=1, max_length=200, examples=["玉湖"])],
    label: Annotated[str | None, Query(examples=["Community"])] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    context: Annotated[str | None, Query(examples=["榆次区"])] = None,
) -> list[CandidateModel]:
    return [CandidateModel(**candidate.as_dict()) for candidate in service.search(q, label, limit, context)]


@router.get("/entities/{entity}", summary="一个实体 One entity, by id, name or alias")
def get(service: ServiceDep, entity: str) -> dict[str, Any]:
    found: dict[str, Any] = service.ask("entities/profile", {"entity": entity}).rows[0]
    return found


@router.get("/entities/{entity}/neighbourhood", summary="邻域 What is around it, as edges")
def neighbourhood(service: ServiceDep, entity: str, depth: Annotated[int, Query(ge=1, le=3)] = 1) -> RowsModel:
    answer = service.ask("network/neighbourhood", {"entity": entity, "depth": depth})
    return RowsModel(rows=answer.rows, truncated=answer.truncated)


@router.get("/paths", summary="两方之间最短的路 Shortest paths over ties")
def paths(
    service: ServiceDep,
    from_: Annotated[str, Query(alias="from", examples=["安泰钢铁"])],
    to: Annotated[str, Query(examples=["介休聚贤石墨"])],
    every: Annotated[bool, Query(alias="all")] = False,
) -> RowsModel:
    name = "paths/all_shortest" if every else "paths/shortest"
    return RowsModel(rows=service.ask(name, {"from": from_, "to": to}).rows)


@router.get("/claims", summary="数字 Claims, by topic and place")
def claims(
    service: ServiceDep,
    topic: Annotated[str, Query(examples=["驻地高校"])],
    place: Annotated[str | None, Query(examples=["晋中市"])] = None,
) -> RowsModel:
    given = {"topic": topic} | ({"place": place} if place else {})
    return RowsModel(rows=service.ask("claims/by_topic", given).rows)
