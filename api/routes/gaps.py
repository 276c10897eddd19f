"""Coverage and gaps, as JSON, CSV or XLSX."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Response

from api.gaps import GAP_COLUMNS, gap_rows
from api.routes.deps import LanguageDep, ServiceDep
from api.routes.sheets import FormOption, sheet
from queries.gaps_run import GapFinding
from queries.library import Answer

router = APIRouter(prefix="/v1", tags=["gaps"])

AsOf = Annotated[str | None, Query(examples=["2024-06"])]


@router.get("/gaps", response_model=list[GapFinding], summary="一地的缺口 What the gap rules find in a place")
def gaps(
    service: ServiceDep,
    language: LanguageDep,
    place: Annotated[str, Query(examples=["榆次区"])],
    rule: Annotated[list[str] | None, Query(examples=[["needs_unmet"]])] = None,
    as_of: AsOf = None,
    months: Annotated[int | None, Query(ge=1)] = None,
    form: FormOption = "json",
) -> Any:
    given = {} if months is None else {"months": months}
    found = service.gaps(place, rule, as_of, date.today().isoformat(), given)
    return found if form == "json" else sheet(form, "gaps", GAP_COLUMNS, gap_rows(found, language), language)


@router.get("/coverage", summary="合作覆盖到哪里 How far cooperation reaches; several places side by side")
def coverage(
    service: ServiceDep,
    language: LanguageDep,
    place: Annotated[list[str] | None, Query(examples=[["榆次区"]])] = None,
    level: str | None = None,
    as_of: AsOf = None,
    partner_side: str | None = None,
    partner_label: str | None = None,
    form: FormOption = "json",
) -> Response:
    found: Answer = service.coverage(place or [], level, as_of, partner_side, partner_label)
    if form == "json":
        return Response(orjson.dumps({"columns": found.columns, "rows": found.rows}), media_type="application/json")
    return sheet(form, "coverage", found.columns, found.rows, language)
