"""template, map."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text as Plain

from api.cli.base import app, console, language, out, say

if TYPE_CHECKING:
    from loaders.table.guess import ProposedMap, ProposedSheet


class Speech(StrEnum):
    zh = "zh"
    en = "en"


KindOption = Annotated[str | None, typer.Option("--kind", help="哪种表：partners、agreements、claims…；不写则看内容")]
RegionOption = Annotated[str | None, typer.Option("--in", help="讲的是哪里：区划代码或全名，如 榆次区")]
ForceOption = Annotated[bool, typer.Option("--force", help="已有的文件也覆盖")]


@app.command()
def template(
    path: Annotated[Path, typer.Argument(help="写到哪里：.xlsx、.csv 或 .jsonl")],
    kind: Annotated[list[str] | None, typer.Option(help="哪种表，可多次；不写则看文件名")] = None,
    lang: Annotated[Speech, typer.Option(help="列名用中文（zh）还是英文（en）")] = Speech.zh,
    region: RegionOption = None,
    force: ForceOption = False,
) -> None:
    """写一张空表连同映射，填好就能装载。Write an empty table and its map; filled in, it loads as it is.

    例: xiaodi template 合作伙伴.xlsx --in 榆次区

        xiaodi template 台账.xlsx --kind partners --kind claims
    """
    from loaders.table.guess_region import division_code, region_name  # what reads tables takes a second to import
    from loaders.table.template import EXAMPLE_REGION, kinds_for, write_template

    code = division_code(region) if region else None
    beside = write_template(path, kinds_for(path, kind or ()), lang.value, code, force=force)
    out.print(say(f"写好了 {path} 和 {beside}", f"wrote {path} and {beside}"), markup=False, soft_wrap=True)
    if code is None:
        place = region_name(EXAMPLE_REGION)
        console.print(
            say(
                f"没有说是哪里：映射里先写了{place}（{EXAMPLE_REGION}），请改成本地的，或用 --in 重写",
                f"no place was named: the map says {place} ({EXAMPLE_REGION}) for now; put yours, or use --in",
            ),
            style="yellow",
        )


@app.command("map")
def map_(
    path: Annotated[Path, typer.Argument(help="表格：.xlsx、.csv、.jsonl 等")],
    kind: KindOption = None,
    region: RegionOption = None,
    only_print: Annotated[bool, typer.Option("--print", help="只打印映射，不写文件")] = False,
    force: ForceOption = False,
) -> None:
    """由列名和格子猜出一张表的映射，写在表旁边，供人改。Propose the map of a table from its headings and cells.

    例: xiaodi map 名单.xlsx --in 榆次区
    """
    from loaders.table.guess import propose_map
    from loaders.table.template import check_free, map_beside

    beside = map_beside(path)
    if not only_print:
        check_free(beside, force=force)
    found = propose_map(path, kind, region)
    if only_print:
        sys.stdout.write(found.yaml(language()))
    else:
        for sheet in found.sheets:
            _show(sheet)
        beside.write_text(found.yaml(language()), encoding="utf-8")
    _tell(found)
    if not only_print:
        console.print(
            say(
                f"映射写在 {beside}：逐行看过，再 xiaodi load {path.name} --dry-run",
                f"the map is {beside}: look at each line, then xiaodi load {path.name} --dry-run",
            ),
            markup=False,
            soft_wrap=True,
        )
    if found.missing:
        raise typer.Exit(1)


def _show(sheet: ProposedSheet) -> None:
    """The columns of a sheet with what they are taken for."""
    others = "、".join(f"{rival.kind} {rival.score:.2f}" for rival in sheet.rivals)
    title = say(f"{sheet.sheet}：{sheet.kind} {sheet.score:.2f}", f"{sheet.sheet}: {sheet.kind} {sheet.score:.2f}")
    table = Table(title=Plain(f"{title}（{others}）" if others else title), title_justify="left", show_lines=True)
    for zh, en in (("列名", "heading"), ("字段", "field"), ("把握", "sure"), ("为什么", "why"), ("格子", "cells")):
        table.add_column(say(zh, en), overflow="fold")
    for column in sheet.columns:
        why = [column.why.say(language()), *(todo.say(language()) for todo in column.todo)]
        sure = f"{column.score:.2f}" if column.field else ""
        cells = (column.heading, column.field or "—", sure, "\n".join(why), " | ".join(column.samples))
        table.add_row(*map(Plain, cells))
    out.print(table)


def _tell(found: ProposedMap) -> None:
    """What was left out, and what is wanting."""
    if found.left:
        listed = "、".join(found.left)
        console.print(say(f"看不出是哪种表，没有用：{listed}", f"no table of any kind: {listed}"), markup=False)
    for text in found.missing:
        told = text.say(language())
        console.print(say(f"还缺，装载前要补上：{told}", f"wanting yet: {told}"), style="red", markup=False)
