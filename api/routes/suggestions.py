"""Who could help, as JSON, CSV or XLSX."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.routes.deps import LanguageDep, ServiceDep
from api.routes.sheets import FormOption, sheet
from api.suggest import SUGGEST_COLUMNS, suggest_rows
from queries.help_run import Suggestions

router = APIRouter(prefix="/v1", tags=["suggestions"])

_MOST = 500


@router.get("/suggestions", response_model=Suggestions, summary="谁能帮 Who could help a place, or meet a need")
def suggestions(
    service: ServiceDep,
    language: LanguageDep,
    place: Annotated[str | None, Query(alias="for", examples=["龙湖社区"])] = None,
    within: Annotated[str | None, Query(alias="in", examples=["榆次区"])] = None,
    need: Annotated[str | None, Query(examples=["基层治理难题"])] = None,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 20,
    as_of: Annotated[str | None, Query(examples=["2024-06"])] = None,
    form: FormOption = "json",
) -> Any:
    found = service.could_help(place, need, within, limit, as_of)
    if form == "json":
        return found
    return sheet(form, "suggestions", SUGGEST_COLUMNS, suggest_rows(found, language), language)
