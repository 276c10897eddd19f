"""Coverage and gaps, as JSON, CSV or XLSX."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Query, Response

from api.gaps import GAP_COLUMNS, gap_rows
from api.routes.deps import LanguageDep, ServiceDep
from api.tables import MEDIA_TYPES, as_csv, as_xlsx
from graph.errors import Language
from queries.gaps_run import GapFinding
from queries.library import Answer

router = APIRouter(prefix="/v1", tags=["gaps"])

Form = Literal["json", "csv", "xlsx"]
AsOf = Annotated[str | None, Query(examples=["2024-06"])]


@router.get("/gaps", response_model=list[GapFinding], summary="一地的缺口 What the gap rules find in a place")
def gaps(
    service: ServiceDep,
    language: LanguageDep,
    place: Annotated[str, Query(examples=["榆次区"])],
    rule: Annotated[list[str] | None, Query(examples=[["needs_unmet"]])] = None,
    as_of: AsOf = None,
    months: Annotated[int | None, Query(ge=1)] = None,
    form: Annotated[Form, Query(alias="format")] = "json",
) -> Any:
    given = {} if months is None else {"months": months}
    found = service.gaps(place, rule, as_of, date.today().isoformat(), given)
    return found if form == "json" else _file(form, "gaps", GAP_COLUMNS, gap_rows(found, language), language)


@router.get("/coverage", summary="合作覆盖到哪里 How far cooperation reaches; several places side by side")
def coverage(
    service: ServiceDep,
    language: LanguageDep,
    place: Annotated[list[str] | None, Query(examples=[["榆次区"]])] = None,
    level: str | None = None,
    as_of: AsOf = None,
    partner_side: str | None = None,
    partner_label: str | None = None,
    form: Annotated[Form, Query(alias="format")] = "json",
) -> Response:
    found: Answer = service.coverage(place or [], level, as_of, partner_side, partner_label)
    if form == "json":
        return Response(orjson.dumps({"columns": found.columns, "rows": found.rows}), media_type="application/json")
    return _file(form, "coverage", found.columns, found.rows, language)


def _file(
    form: Literal["csv", "xlsx"], name: str, columns: Sequence[str], rows: list[dict[str, Any]], language: Language
) -> Response:
    content = as_csv(columns, rows, language) if form == "csv" else as_xlsx(columns, rows, language=language)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)
