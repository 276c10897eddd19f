"""A report about a place, as a page or a Word document."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi import Path as PathParam

from api.report.run import FORMS, file_name, report_bytes
from api.routes.deps import LanguageDep, ServiceDep
from api.routes.queries import DATE

router = APIRouter()

_TEXT: dict[str, Any] = {"type": "string"}
_BINARY: dict[str, Any] = {"type": "string", "format": "binary"}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report",
        "content": {form.media: {"schema": _TEXT if form.name == "html" else _BINARY} for form in FORMS.values()},
        "headers": {
            "X-Data-Version": {"description": "the data version 数据版本", "schema": {"type": "integer"}},
            "X-Export-Meta": {"description": "version, day and filters as JSON 版本、日期与条件", "schema": _TEXT},
            "Content-Disposition": {"description": "with version and day 含版本与日期", "schema": _TEXT},
        },
    }
}


@router.get(
    "/v1/reports/regions/{place}",
    tags=["exports"],
    response_class=Response,
    responses=_ANSWER,
    summary="一地的报告 A report about a place",
)
def region(
    service: ServiceDep,
    language: LanguageDep,
    place: Annotated[
        str, PathParam(max_length=300, description="id、代码或名称 id, code or name", examples=["榆次区"])
    ],
    form: Annotated[
        Literal["html", "docx"], Query(alias="format", description="格式。The format.", examples=["docx"])
    ] = "html",
    as_of: Annotated[str | None, Query(pattern=DATE, description="某日。At a date.", examples=["2024-06"])] = None,
) -> Response:
    """Coverage, gaps, declared against named, cooperation, the network and the sources, every statement with its own.

    The page asks no host for anything and runs no script.
    覆盖、缺口、宣称与记名、合作、关系图与来源，句句有出处；页面离线可读，没有脚本。
    """
    wanted = FORMS[form]
    content, meta = report_bytes(service, place, wanted, as_of, language)
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(meta, wanted)}"',
        "X-Data-Version": str(meta.version),
        "X-Export-Meta": json.dumps(meta.as_dict()),
    }
    return Response(content, headers=headers, media_type=wanted.media)
