"""What all commands share: the application, the two consoles, the language, tables and formats."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from api.headings import heading, word
from api.remote.connect import connect
from api.tables import as_csv, cell_text
from graph.errors import BadParameter, Language, SettingsError, Text
from graph.settings import settings

app = typer.Typer(
    name="xiaodi",
    help="校地：高校与地方合作的知识图谱。A knowledge graph of how universities and localities work together.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

#: How wide a table is where no terminal says.
_WIDTH = 160

#: Messages go to standard error, so that answers can be piped.
console = Console(stderr=True)
out = Console(width=None if sys.stdout.isatty() else _WIDTH)


class Format(StrEnum):
    table = "table"
    json = "json"
    csv = "csv"


def language() -> Language:
    """The language that messages are said in (XIAODI_LANG); Chinese when the settings cannot be read."""
    try:
        return settings().lang
    except SettingsError:
        return "zh"


def say(zh: str, en: str) -> str:
    """One message in the language of the setting."""
    return Text(zh, en).say(language())


def service() -> Any:
    """The service on the configured store, as a context manager."""
    return connect(settings())


def read_pairs(pairs: Iterable[str]) -> dict[str, str]:
    """`key=value` arguments as parameters."""
    params = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key:
            raise BadParameter(
                Text(f"参数应写成 名=值，而不是 {pair}", f"write parameters as name=value, not {pair}"),
                hint=Text("例如 entity=玉湖社区", "for example entity=玉湖社区"),
            )
        params[key] = value
    return params


def show(columns: Sequence[str], rows: Sequence[dict[str, Any]], form: Format, *, title: str = "") -> None:
    """Print rows as a table, JSON or CSV."""
    if form is Format.json:
        sys.stdout.buffer.write(orjson.dumps(rows, option=orjson.OPT_INDENT_2) + b"\n")
        sys.stdout.flush()
    elif form is Format.csv:
        sys.stdout.write(as_csv(columns, rows, language()))
    else:
        _show_table(columns, rows, title)


def _show_table(columns: Sequence[str], rows: Sequence[dict[str, Any]], title: str) -> None:
    """A table for people: ids and empty columns are left to JSON and CSV."""
    kept = [name for name in columns if not name.endswith("_id") and any(row[name] not in (None, []) for row in rows)]
    table = Table(title=title or None, title_justify="left", show_lines=len(kept) > 4)
    for name in kept:
        table.add_column(heading(name, language()), overflow="fold")
    for row in rows:
        table.add_row(*(_plain(cell_text(word(name, row[name], language()), language())) for name in kept))
    if rows:
        out.print(table)
    out.print(say(f"共 {len(rows)} 行", f"{len(rows)} rows"), style="dim")


def _plain(text: str) -> str:
    """Text in which rich finds no markup."""
    return text.replace("[", r"\[")
