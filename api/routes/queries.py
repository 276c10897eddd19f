"""Every named query is a route of its own, made from the head of its file."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi import Query as QueryParam
from pydantic import BaseModel

from api.routes.deps import ServiceDep
from queries.header import Param
from queries.library import Query, library

router = APIRouter(prefix="/v1")

_TYPES: dict[str, Any] = {"int": int, "float": float, "bool": bool, "list[str]": list[str]}


class AnswerModel(BaseModel):
    """The rows that answer a question."""

    query: str
    params: dict[str, Any]
    columns: list[str]
    rows: list[dict[str, Any]]
    truncated: bool = False
    incomplete: list[str] = []


class ParamModel(BaseModel):
    """One parameter of a question."""

    name: str
    type: str
    doc: str
    required: bool
    default: Any = None
    choices: list[Any] = []


class QueryModel(BaseModel):
    """A question of the catalogue."""

    name: str
    title: dict[str, str]
    doc: dict[str, str]
    form: str
    params: list[ParamModel]
    returns: dict[str, str]
    example: dict[str, Any]
    cypher: str


def describe(query: Query) -> QueryModel:
    """A query as the catalogue shows it."""
    header = query.header
    params = [
        ParamModel(name=name, type=p.type, doc=p.doc, required=p.required, default=p.default, choices=list(p.choices))
        for name, p in header.params.items()
    ]
    return QueryModel(
        name=query.name,
        title=header.title.model_dump(),
        doc=header.doc.model_dump(),
        form=header.form,
        params=params,
        returns=header.returns,
        example=header.example,
        cypher=query.cypher,
    )


@router.get("/queries", tags=["queries"], summary="问题目录 The catalogue of named queries")
def catalogue() -> list[QueryModel]:
    return [describe(query) for query in library().values()]


def _parameter(name: str, param: Param, example: Any) -> inspect.Parameter:
    kind: Any = _TYPES.get(param.type, str)
    described = QueryParam(alias=name, description=param.doc, examples=[example] if example is not None else None)
    default = inspect.Parameter.empty if param.required else param.default
    annotation = Annotated[kind if param.required else kind | None, described]  # type: ignore[valid-type]
    safe = f"{name}_" if name == "from" else name
    return inspect.Parameter(safe, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _dependency(query: Query) -> Callable[..., dict[str, Any]]:
    """A dependency whose signature is the query's parameters, so that OpenAPI shows them."""

    def read(**given: Any) -> dict[str, Any]:
        return {name.rstrip("_"): value for name, value in given.items() if value is not None}

    example = query.header.example
    read.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [_parameter(name, param, example.get(name)) for name, param in query.header.params.items()]
    )
    return read


def _endpoint(query: Query) -> Callable[..., AnswerModel]:
    read = Depends(_dependency(query))

    def answer(request: Request, service: ServiceDep, params: dict[str, Any] = read) -> AnswerModel:
        unknown = set(request.query_params) - set(query.header.params) - {"lang"}
        found = service.ask(query.name, params | {name: request.query_params[name] for name in unknown})
        return AnswerModel(
            query=found.query,
            params=found.params,
            columns=list(found.columns),
            rows=found.rows,
            truncated=found.truncated,
            incomplete=list(found.incomplete),
        )

    answer.__name__ = query.name.replace("/", "_")
    return answer


def _add_routes() -> None:
    for query in library().values():
        title, doc = query.header.title, query.header.doc
        router.add_api_route(
            f"/queries/{query.name}",
            _endpoint(query),
            methods=["GET"],
            tags=[query.name.partition("/")[0]],
            summary=f"{title.zh} {title.en}",
            description=f"{doc.zh}\n\n{doc.en}",
            response_model=AnswerModel,
        )


_add_routes()
