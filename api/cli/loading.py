"""load, unload, sources, status."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from api.cli.base import Format, app, console, language, out, say, service, show
from graph.errors import BadParameter, Text
from graph.settings import settings
from loaders.base import LoadReport
from loaders.registry_source import registry_paths
from loaders.run import find_paths

_NOTHING_WRITTEN = Text("只是检查，什么也没有写入", "checked only; nothing was written")


@app.command()
def load(
    paths: Annotated[list[Path] | None, typer.Argument(help="事实表或文件夹；不写则装载 data/factsheets")] = None,
    region: Annotated[list[str] | None, typer.Option(help="registry 只装这些省，如 14；可多次")] = None,
    report: Annotated[Path | None, typer.Option(help="把报告逐行写成 JSON")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查并说明会改动什么，不写入")] = False,
    map_: Annotated[Path | None, typer.Option("--map", help="一张表的列映射，不在旁边时用")] = None,
    partial: Annotated[bool, typer.Option("--partial", help="一张表只装好的行，其余连同原因写到 表.refused.*")] = False,
) -> None:
    """装载事实表、表格或全国名录（registry）：有错的一份不写，其余照装。Load fact sheets, tables, or the registries.

    例: xiaodi load data/factsheets/000-yuci.yaml

        xiaodi load 名单.xlsx --map 映射.yaml --partial

        xiaodi load registry --region 14
    """
    if map_ or partial:
        _load_table(paths or [], map_, partial=partial, dry_run=dry_run)
        return
    given = registry_paths(region) if region else paths or [settings().data / "factsheets"]
    wanted = [str(path) for path in find_paths(given)]
    if not wanted:
        console.print(say("没有可装载的文件", "nothing to load"), style="red")
        raise typer.Exit(1)
    reports: list[LoadReport] = []
    with (
        Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
        ) as bar,
        service() as desk,
    ):
        task = bar.add_task(say("装载", "loading"), total=len(wanted))
        work = desk.checking if dry_run else desk.loading
        for done in work(wanted, lambda name: bar.update(task, description=name)):
            reports.append(done)
            bar.advance(task)
    show_reports(reports)
    if dry_run:
        console.print(_NOTHING_WRITTEN.say(language()), style="dim")
    if report:
        report.write_bytes(b"".join(orjson.dumps(asdict(item), default=Text._asdict) + b"\n" for item in reports))
    if any(not item.ok for item in reports):
        raise typer.Exit(1)


def _load_table(paths: list[Path], map_: Path | None, *, partial: bool, dry_run: bool) -> None:
    """Load one table as its options say."""
    if len(paths) != 1:
        raise BadParameter(
            Text("--map 与 --partial 只用于一张表", "--map and --partial take one table"),
            hint=Text("一次给一张表，或把映射放在各表旁边", "give one table, or put the maps beside their tables"),
        )
    table, columns = str(paths[0]), str(map_) if map_ else None
    with service() as desk:
        if dry_run:
            report = desk.check_table(table, columns, partial)
        else:
            report = desk.load_table(table, columns, partial, language())
    show_reports([report])
    if dry_run:
        console.print(_NOTHING_WRITTEN.say(language()), style="dim")
    if report.kept:
        console.print(
            say(f"退回的行在 {report.kept}，改好再装它", f"refused rows: {report.kept}; mend it, then load it"),
            markup=False,
        )
    if not report.ok:
        raise typer.Exit(1)


_COLUMNS = ("read", "created", "changed", "unchanged", "removed", "refused", "seconds")


def show_reports(reports: list[LoadReport]) -> None:
    """What each path did, as a table, and what is wrong with it."""
    rows = [
        {"file": Path(r.path).name, "source": r.source} | {name: getattr(r, name) for name in _COLUMNS} for r in reports
    ]
    show(("file", "source", *_COLUMNS), rows, Format.table)
    for item in reports:
        for problem in item.problems:
            console.print(problem.say(language()), style="red", markup=False, highlight=False, soft_wrap=True)
    if not sys.stderr.isatty():
        total = sum(r.created + r.changed + r.removed for r in reports)
        console.print(say(f"{len(reports)} 个文件，{total} 处改动", f"{len(reports)} files, {total} changes"))


@app.command()
def unload(source: Annotated[str, typer.Argument(help="来源，如 000-yuci")]) -> None:
    """撤下一个来源所说的一切；别的来源也说的留下。Take back everything that a source states."""
    with service() as desk:
        changes = desk.unload(source)
    out.print(
        say(
            f"{source}：移除 {changes.removed}，改动 {changes.changed}",
            f"{source}: {changes.removed} removed, {changes.changed} changed",
        )
    )


@app.command()
def sources(form: Annotated[Format, typer.Option("--format", help="输出格式")] = Format.table) -> None:
    """列出已装载的来源。List the sources that were loaded."""
    with service() as desk:
        answer = desk.ask("sources/list", {})
    show(answer.columns, answer.rows, form)


@app.command()
def status(form: Annotated[Format, typer.Option("--format", help="输出格式")] = Format.table) -> None:
    """图在哪里、有多大、是什么版本。Where the graph is, how large, which version."""
    with service() as desk:
        found = desk.status()
    if form is Format.json:
        out.print_json(orjson.dumps(asdict(found)).decode())
        return
    out.print(f"{found.engine} · {found.address} · v{found.version} · {found.sources} {say('个来源', 'sources')}")
    rows = [{"what": name, "count": count} for name, count in (*found.nodes.items(), *found.edges.items())]
    show(("what", "count"), rows, form)
