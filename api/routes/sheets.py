"""Answers that a route gives as JSON, CSV or XLSX."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import Query, Response

from api.tables import MEDIA_TYPES, as_csv, as_xlsx
from graph.errors import Language

FormOption = Annotated[Literal["json", "csv", "xlsx"], Query(alias="format")]


def sheet(
    form: Literal["csv", "xlsx"], name: str, columns: Sequence[str], rows: list[dict[str, Any]], language: Language
) -> Response:
    """Rows as a file to keep."""
    content = as_csv(columns, rows, language) if form == "csv" else as_xlsx(columns, rows, language=language)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)
