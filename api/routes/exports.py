"""The whole graph, a region, or the answer of a named query, as a file in any format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import IO, Annotated, Any, Literal

from fastapi import APIRouter, Depends
from fastapi import Path as PathParam
from fastapi import Query as QueryParam
from fastapi.responses import StreamingResponse

from api.exports.base import Form, Kind, Summary
from api.exports.formats import forms
from api.exports.run import Wanted, export_file, file_name
from api.http.routing import Branch
from api.routes.deps import LanguageDep, ServiceDep
from api.routes.queries import by_topic, reader, said
from queries.library import Query

router = APIRouter()

_CHUNK = 1 << 16
_GZIP = "application/gzip"
_TEXT: dict[str, Any] = {"type": "string"}
_OBJECT: dict[str, Any] = {"type": "object"}
_HEADERS = {
    "X-Data-Version": {"description": "the data version 数据版本", "schema": {"type": "integer"}},
    "X-Export-Meta": {"description": "version, day and filters as JSON 版本、日期与条件", "schema": _TEXT},
    "Content-Disposition": {"description": "with version and day 含版本与日期", "schema": _TEXT},
}
BaseOption = Annotated[
    str | None,
    QueryParam(max_length=300, description="JSON-LD：id 前面的 IRI。What comes before an id to make it an IRI."),
]


def format_option(kind: Kind) -> Any:
    """The parameter that names a format."""
    names: Any = Literal[tuple(forms(kind))]
    return Annotated[names, QueryParam(alias="format", description="格式。The format.", examples=["xlsx"])]


def answers(kind: Kind) -> dict[int | str, dict[str, Any]]:
    """What the reference says of the answer: its media types and headers."""
    content = {
        form.media: {"schema": _OBJECT if form.media.endswith("+json") else _TEXT} for form in forms(kind).values()
    }
    return {200: {"content": content, "headers": _HEADERS, "description": "The export"}}


_PACKED: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {_GZIP: {"schema": {"type": "string", "format": "binary"}}},
        "headers": _HEADERS,
        "description": "The export",
    }
}


def sent(file: IO[bytes], summary: Summary, form: Form, *, zipped: bool = False) -> StreamingResponse:
    """An export as an attachment; what it is of stands in the headers too, for those that have no room for it."""
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(summary, form, zipped=zipped)}"',
        "X-Data-Version": str(summary.meta.version),
        "X-Export-Meta": json.dumps(summary.meta.as_dict()),
    }
    return StreamingResponse(_chunks(file), headers=headers, media_type=_GZIP if zipped else form.media)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


@router.get(
    "/v1/exports/graph",
    tags=["exports"],
    response_class=StreamingResponse,
    responses=answers("graph"),
    summary="全图 The whole graph",
)
def graph(
    service: ServiceDep,
    language: LanguageDep,
    form: format_option("graph") = "jsonl",  # type: ignore[valid-type]
    base: BaseOption = None,
) -> StreamingResponse:
    """By default a line a node, an edge, a decision, sorted by id: equal graphs, equal bytes. All is of one version.

    默认一行一个节点、边或决定，按 id 排序；全部属于同一个版本。
    """
    return sent(*export_file(service, Wanted(base=base), form, language))


@router.get(
    "/v1/exports/graph.gz",
    tags=["exports"],
    response_class=StreamingResponse,
    responses=_PACKED,
    summary="全图，已压缩 The same lines, gzipped",
)
def packed(service: ServiceDep, language: LanguageDep) -> StreamingResponse:
    return sent(*export_file(service, Wanted(), "jsonl", language, zipped=True), zipped=True)


@router.get(
    "/v1/exports/regions/{place}",
    tags=["exports"],
    response_class=StreamingResponse,
    responses=answers("region"),
    summary="一地及与之相连的 A region and whom it is tied to",
)
def region(
    service: ServiceDep,
    language: LanguageDep,
    place: Annotated[
        str, PathParam(max_length=300, description="id、代码或名称 id, code or name", examples=["榆次区"])
    ],
    form: format_option("region") = "xlsx",  # type: ignore[valid-type]
    base: BaseOption = None,
) -> StreamingResponse:
    """Everything within a place, whom it is tied to, the relations among these, the records about them, their sources.

    境内的一切、与之相连的各方、其间的关系、关于它们的记录与来源；范围见问题 regions/entities。
    """
    return sent(*export_file(service, Wanted(place=place, base=base), form, language))


def _endpoint(query: Query) -> Callable[..., StreamingResponse]:
    read = Depends(reader(query.header))

    def answer(
        service: ServiceDep,
        language: LanguageDep,
        params: dict[str, Any] = read,
        form: format_option("answer") = "xlsx",  # type: ignore[valid-type]
        base: BaseOption = None,
    ) -> StreamingResponse:
        return sent(*export_file(service, Wanted(query=query.name, params=params, base=base), form, language))

    answer.__name__ = f"export_{query.name.replace('/', '_')}"
    return answer


for _topic, _queries in by_topic():
    _branch = Branch(prefix=f"/v1/exports/queries/{_topic}", tags=["exports"])
    for _query in _queries:
        _branch.add_api_route(
            _query.name.removeprefix(_topic),
            _endpoint(_query),
            methods=["GET"],
            response_class=StreamingResponse,
            responses=answers("answer"),
            **said(_query),
        )
    router.include_router(_branch)
