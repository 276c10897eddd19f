"""Answers that a command gives as a table, JSON, CSV or XLSX."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.base import Format, language, show
from api.tables import as_xlsx
from graph.errors import BadParameter, Text


class Sheet(StrEnum):
    table = "table"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"


SheetOption = Annotated[Sheet, typer.Option("--format", "-f", help="table | json | csv | xlsx")]
ToOption = Annotated[Path | None, typer.Option("--to", help="XLSX 写到哪里")]
AsOfOption = Annotated[str | None, typer.Option("--as-of", help="某日，如 2024-06")]


def put(columns: Sequence[str], rows: Sequence[dict[str, Any]], form: Sheet, to: Path | None) -> None:
    """Show rows, or write them where they are wanted."""
    if form is not Sheet.xlsx:
        show(columns, rows, Format(form.value))
        return
    content = as_xlsx(columns, rows, language=language())
    if to is not None:
        to.write_bytes(content)
    elif sys.stdout.isatty():
        raise BadParameter(
            Text("XLSX 不能显示在终端上", "XLSX cannot be shown on a terminal"),
            hint=Text("用 --to 文件名.xlsx", "use --to name.xlsx"),
        )
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
