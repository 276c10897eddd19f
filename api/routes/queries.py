"""Every named query is a route of its own, made from the head of its file; one that gives a graph is a picture too."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Annotated, Any, Literal, Optional

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Query as QueryParam
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from api.http.paging import MOST, Found
from api.http.routing import Branch
from api.http.schemas import rows_of
from api.routes.deps import LanguageDep, ServiceDep
from api.routes.listing import AfterOption, FormOption, LimitOption, Listing, listing
from queries.header import Header, Param
from queries.library import Answer, Query, library

router = APIRouter()

#: Numbers count something; no store takes larger ones.
_MOST_COUNTED = 1_000_000
#: A date of known precision.
DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
_TEXT = {"max_length": 300}
_TYPES: Mapping[str, tuple[Any, dict[str, Any]]] = {
    "int": (int, {"ge": -1, "le": _MOST_COUNTED}),
    "float": (float, {"allow_inf_nan": False}),
    "bool": (bool, {}),
    "list[str]": (list[Annotated[str, QueryParam(max_length=300)]], {"max_length": 1_000}),
    "date": (str, {"pattern": DATE}),
}


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


class CatalogueModel(BaseModel):
    """One page of the catalogue."""

    columns: list[str]
    rows: list[QueryModel]
    next: str | None
    truncated: bool


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


_CATALOGUE = ("name", "title", "doc", "form", "params", "returns", "example", "cypher")


@router.get(
    "/v1/queries", tags=["queries"], summary="问题目录 The catalogue of named queries", response_model=CatalogueModel
)
def catalogue(
    request: Request,
    after: AfterOption = None,
    limit: LimitOption = None,
    form: FormOption = None,
    shape: Annotated[
        Literal["table", "graph", "count", "paths"] | None,
        QueryParam(alias="form", description="只列某种形式。Those of one form alone.", examples=["graph"]),
    ] = None,
) -> Response:
    """Every question that can be asked, with its parameters, its columns, an example and its text."""
    asked = listing(request, limit, after, form)
    rows = [describe(query).model_dump() for query in library().values() if shape in (None, query.header.form)]
    return asked.of(lambda: Found(_CATALOGUE, rows))


def parameter(name: str, param: Param, example: Any) -> inspect.Parameter:
    """A parameter of a question as a parameter of a route."""
    kind, bounds = _TYPES.get(param.type, (str, _TEXT))
    choices = [choice for choice in param.choices if choice is not None]
    if choices and kind is str:
        kind, bounds = Literal[tuple(choices)], {}
    elif choices:
        bounds = {"ge": min(choices), "le": max(choices), "json_schema_extra": {"enum": choices}}
    described = QueryParam(
        alias=name, description=param.doc, examples=[example] if example is not None else None, **bounds
    )
    default = inspect.Parameter.empty if param.required else param.default
    annotation: Any = Annotated[kind if param.required else Optional[kind], described]  # noqa: UP045 - made at run time
    safe = f"{name}_" if name in ("from", "form") else name
    return inspect.Parameter(safe, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def reader(header: Header) -> Callable[..., Any]:
    """A dependency whose signature is the query's parameters, so that OpenAPI shows them."""

    async def read(**given: Any) -> dict[str, Any]:
        return {name.rstrip("_"): value for name, value in given.items() if value is not None}

    read.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [parameter(name, param, header.example.get(name)) for name, param in header.params.items()]
    )
    return read


def _pager(header: Header) -> Callable[..., Any]:
    """How a page of the answer is asked for. A query's own `limit` is that of its answer; then pages are full ones."""

    async def own(request: Request, after: AfterOption = None, form: FormOption = None) -> Listing:
        return listing(request, MOST, after, form)

    async def paged(
        request: Request, limit: LimitOption = None, after: AfterOption = None, form: FormOption = None
    ) -> Listing:
        return listing(request, limit, after, form)

    return own if "limit" in header.params else paged


_MORE: Mapping[str, dict[str, Any]] = {
    "query": {"type": "string"},
    "params": {"type": "object", "description": "所用的参数，名称已成 id。The parameters, with names turned to ids."},
}


def _found(answer: Answer) -> Found:
    more = {"query": answer.query, "params": answer.params, "incomplete": list(answer.incomplete)}
    return Found(answer.columns, answer.rows, answer.truncated, more)


def _endpoint(query: Query) -> Callable[..., Response]:
    read, page = Depends(reader(query.header)), Depends(_pager(query.header))

    def answer(service: ServiceDep, params: dict[str, Any] = read, asked: Listing = page) -> Response:
        return asked.of(lambda: _found(service.ask(query.name, params)))

    answer.__name__ = query.name.replace("/", "_")
    return answer


def _picture(query: Query) -> Callable[..., Response]:
    read = Depends(reader(query.header))

    def view(service: ServiceDep, language: LanguageDep, params: dict[str, Any] = read) -> Response:
        return HTMLResponse(service.view(query.name, params, language))

    view.__name__ = f"view_{query.name.replace('/', '_')}"
    return view


def by_topic() -> Iterator[tuple[str, list[Query]]]:
    """Each topic with its queries."""
    for topic, queries in groupby(library().values(), key=lambda query: query.name.partition("/")[0]):
        yield topic, list(queries)


def said(query: Query) -> dict[str, Any]:
    """What the reference says of a query."""
    title, doc = query.header.title, query.header.doc
    return {"summary": f"{title.zh} {title.en}", "description": f"{doc.zh}\n\n{doc.en}"}


def _add_answers(topic: str, queries: Iterable[Query]) -> None:
    branch = Branch(prefix=f"/v1/queries/{topic}", tags=[topic])
    for query in queries:
        branch.add_api_route(
            query.name.removeprefix(topic),
            _endpoint(query),
            methods=["GET"],
            response_class=Response,
            responses=rows_of(query.name, _MORE),
            **said(query),
        )
    router.include_router(branch)


def _add_pictures() -> None:
    branch = Branch(prefix="/v1/views", tags=["views"])
    for query in library().values():
        if query.header.form == "graph":
            branch.add_api_route(
                f"/{query.name}", _picture(query), methods=["GET"], response_class=HTMLResponse, **said(query)
            )
    router.include_router(branch)


for _topic, _queries in by_topic():
    _add_answers(_topic, _queries)
_add_pictures()
