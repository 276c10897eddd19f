"""suggest."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from pydantic import TypeAdapter

from api.cli.base import Format, app, language, out, say, service, show
from api.cli.sheets import AsOfOption, Sheet, SheetOption, ToOption, put
from api.suggest import HELPER_COLUMNS, SUGGEST_COLUMNS, TABLE_COLUMNS, needs_text, suggest_rows
from queries.help_run import Suggestions


@app.command()
def suggest(
    place: Annotated[str | None, typer.Option("--for", help="为谁找：id、名称或别名；不写则为需求的提出者")] = None,
    within: Annotated[str | None, typer.Option("--in", help="它在哪里，用来分辨同名")] = None,
    need: Annotated[str | None, typer.Option(help="哪项需求；不写则为该地没有服务对应的需求")] = None,
    limit: Annotated[int, typer.Option(help="最多几家")] = 10,
    as_of: AsOfOption = None,
    form: SheetOption = Sheet.table,
    to: ToOption = None,
) -> None:
    """谁能帮：境内外的机构，按领域、类型、远近、负担、活动排列，各附依据。Who could help, and why.

    例: xiaodi suggest --for 龙湖社区 --in 榆次区
    """
    with service() as desk:
        found: Suggestions = desk.could_help(place, need, within, limit, as_of)
    if form is Sheet.json:
        sys.stdout.buffer.write(TypeAdapter(Suggestions).dump_json(found, indent=2) + b"\n")
        sys.stdout.flush()
    elif form is Sheet.table:
        _show(found)
    else:
        put(SUGGEST_COLUMNS, suggest_rows(found, language()), form, to)


def _show(found: Suggestions) -> None:
    """Three tables: who could help, who does already, who is near with nothing else known."""
    rows = suggest_rows(found, language())
    titles = {
        "suggested": f"{needs_text(found).say(language())} · {say('谁能帮', 'who could help')} ({found.scored})",
        "already": say("已有合作", "there already"),
        "unscored": say("在近处而别无记录，不评分", "near, with nothing else recorded: no score") + f" ({found.near})",
    }
    columns = {"suggested": TABLE_COLUMNS, "already": HELPER_COLUMNS, "unscored": TABLE_COLUMNS}
    for standing, title in titles.items():
        chosen = [row for row in rows if row["standing"] == standing]
        if chosen:
            lines = [row | {"reasons": "\n".join(row["reasons"])} for row in chosen]
            show(columns[standing], lines, Format.table, title=title)
    if not rows:
        out.print(
            say(
                "近处没有记录任何机构；名录可用 xiaodi load registry 装载",
                "no institution is recorded near; xiaodi load registry loads the registries",
            ),
            style="dim",
        )
