"""audit."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
import typer

from api.audit import FILE, AuditLog
from api.cli.base import Format, app, show
from graph.settings import settings

_COLUMNS = ("at", "name", "role", "door", "key", "action", "outcome", "seconds", "request", "arguments")


@app.command()
def audit(
    last: Annotated[int, typer.Option("--last", "-n", min=1, max=100_000, help="最近多少条")] = 20,
    name: Annotated[str | None, typer.Option(help="只看某人的")] = None,
    action: Annotated[str | None, typer.Option(help="只看某种动作，如 cypher、load、accept")] = None,
    form: Annotated[Format, typer.Option("--format", help="输出格式")] = Format.table,
) -> None:
    """审计日志：谁在何时改了什么、问了什么 Cypher。Who changed what, and asked what in Cypher.

    例: xiaodi audit --action cypher --last 50
    """
    entries = AuditLog(settings().var / FILE).entries(last, name, action)
    rows = [dict.fromkeys(_COLUMNS) | entry for entry in entries]
    if form is not Format.json:
        rows = [row | {"arguments": _text(row["arguments"])} for row in rows]
    show(_COLUMNS, rows, form)


def _text(arguments: Any) -> str:
    return orjson.dumps(arguments).decode() if arguments else ""
