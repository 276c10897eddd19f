"""compare."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from api.cli.base import Format, app, console, language, out, say, service, show
from api.compare.files import is_file
from api.compare.model import Comparison
from graph.errors import BadParameter, Text

_LOADS = ("finished", "version", "size", "load_id")


@app.command()
def compare(
    sides: Annotated[list[str] | None, typer.Argument(help="两个地方，或两个文件（事实表、表格、jsonl 导出）")] = None,
    place: Annotated[str | None, typer.Option("--in", help="与 --dates 一起：哪个地方；不写则全图")] = None,
    dates: Annotated[tuple[str, str] | None, typer.Option("--dates", help="两个日期，如 2022 2024-06")] = None,
    source: Annotated[str | None, typer.Option(help="一个来源的两次装载，默认最近两次")] = None,
    before: Annotated[str | None, typer.Option("--from", help="与 --source 一起：先前那次")] = None,
    after: Annotated[str | None, typer.Option("--to", help="与 --source 一起：后来那次")] = None,
    loads: Annotated[bool, typer.Option("--loads", help="与 --source 一起：列出留底的装载")] = False,
    to: Annotated[Path | None, typer.Option("-o", "--output", help="写成 .csv .xlsx .html 或 .json")] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="table | json | csv")] = Format.table,
) -> None:
    """比较两地、两个日期、一个来源的两次装载、两个文件。Compare regions, dates, loads of a source, or files.

    例: xiaodi compare 榆次区 呈贡区

    例: xiaodi compare --in 榆次区 --dates 2022 2024-06 -o 榆次.html

    例: xiaodi compare --source 000-yuci
    """
    _check(sides or [], dates, source, alone=(place, before, after, loads or None))
    if source is not None and loads:
        _list(source, form)
        return
    found = _compared(sides or [], place, dates, source, before, after)
    if to is not None:
        from api.compare.writing import write  # formats are many; a table needs none

        write(found, to, language())
        out.print(say(f"已写出 {to}", f"written: {to}"), markup=False)
    else:
        _show(found, form)


def _check(
    sides: list[str], dates: tuple[str, str] | None, source: str | None, alone: tuple[object, object, object, object]
) -> None:
    """Refuse what is not one of the ways to compare."""
    place, before, after, loads = alone
    ways = [bool(sides), dates is not None, source is not None]
    stray = (place and dates is None) or (source is None and (before or after or loads))
    if sum(ways) == 1 and not stray and (not sides or len(sides) == 2):
        return
    raise BadParameter(
        Text("不知道比较什么：两个地方、两个文件、--dates 或 --source，选一种", "it is not clear what to compare"),
        hint=Text(
            "xiaodi compare 榆次区 呈贡区；--in 榆次区 --dates 2022 2024；--source 000-yuci [--loads]",
            "two places, two files, --dates with --in, or --source with --loads, --from, --to",
        ),
    )


def _list(source: str, form: Format) -> None:
    with service() as desk:
        kept = desk.kept_loads(source)
    show(_LOADS, [{name: getattr(one, name) for name in (*_LOADS, "source")} for one in kept], form)


def _compared(
    sides: list[str],
    place: str | None,
    dates: tuple[str, str] | None,
    source: str | None,
    before: str | None,
    after: str | None,
) -> Comparison:
    if sides and all(map(is_file, sides)):
        from api.compare.sources import compare_files  # loaders are many, and files need no store

        return compare_files(Path(sides[0]), Path(sides[1]))
    with service() as desk:
        found: Comparison
        if dates is not None:
            found = desk.compare_dates(*dates, place)
        elif source is not None:
            found = desk.compare_loads(source, before, after)
        else:
            found = desk.compare_regions(*sides)
        return found


def _show(found: Comparison, form: Format) -> None:
    """On a terminal tables by part; JSON and CSV as they are written to files."""
    from api.compare.writing import meta_of, sheets, written

    if form is not Format.table:
        sys.stdout.buffer.write(written(found, form.value, language()))
        sys.stdout.flush()
        return
    for caption, headings, rows in sheets(found, language()):
        table = Table(title=caption, title_justify="left", show_lines=len(headings) > 7)
        for name in headings:
            table.add_column(name.replace("[", r"\["), overflow="fold")
        for row in rows:
            table.add_row(*(cell.replace("[", r"\[") for cell in row))
        out.print(table)
    if not found.differs and not found.measures:
        out.print(say("两边相同", "the two are the same"))
    for note in found.notes:
        console.print(note.say(language()), style="yellow")
    out.print(meta_of(found).line(language()), style="dim", markup=False)
