"""export, import, backup, restore, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.base import app, console, language, out, say, service
from graph.errors import NotFound, Refused, Text
from graph.settings import settings
from graph.stores import NEO4J_SCHEMES, restore_file
from loaders.printed import verify_sheet
from loaders.run import find_paths


@app.command()
def export(path: Annotated[Path, typer.Argument(help="写到哪里；以 .gz 结尾则压缩")]) -> None:
    """导出全图：一行一个节点或边，按 id 排序，可逐字节比较。Write the whole graph as canonical JSON lines."""
    with service() as desk:
        count = desk.export(str(path))
    out.print(say(f"写出 {count} 行：{path}", f"{count} lines written: {path}"))


@app.command("import")
def import_(path: Annotated[Path, typer.Argument(help="导出的文件")]) -> None:
    """读回导出：同名来源被替换，决定被补上。Load an export."""
    if not path.exists():
        raise NotFound(Text("没有这个文件", "no such file"), where=str(path))
    with service() as desk:
        changes = desk.import_(str(path))
    out.print(
        say(f"新增 {changes.created}，改动 {changes.changed}", f"{changes.created} created, {changes.changed} changed")
    )


@app.command()
def backup(path: Annotated[Path, typer.Argument(help="备份写到哪里")]) -> None:
    """备份嵌入式图文件；服务运行时也可以。Copy the embedded file, also while a server runs."""
    with service() as desk:
        desk.backup(str(path))
    out.print(say(f"已备份到 {path}", f"backed up to {path}"))


@app.command()
def restore(
    path: Annotated[Path, typer.Argument(help="备份文件")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问")] = False,
) -> None:
    """用备份替换嵌入式图文件；须先停下服务。Replace the embedded file by a backup."""
    target = settings().store_address
    if target.partition("://")[0] in NEO4J_SCHEMES:
        raise Refused(
            Text("Neo4j 由服务器自己恢复", "a Neo4j server is restored by its own tools"),
            where=target,
            hint=Text("neo4j-admin database load", "neo4j-admin database load"),
        )
    if not path.exists():
        raise NotFound(Text("没有这个备份", "no such backup"), where=str(path))
    if Path(target).exists() and not yes:
        typer.confirm(say(f"将替换 {target}，继续？", f"this replaces {target}; go on?"), abort=True)
    restore_file(path, Path(target))
    out.print(say(f"已恢复到 {target}", f"restored to {target}"))


@app.command()
def verify(
    paths: Annotated[list[Path] | None, typer.Argument(help="事实表或文件夹；不写则为 data/factsheets")] = None,
    documents: Annotated[Path | None, typer.Option(help="文献所在文件夹；默认 XIAODI_SEEDS")] = None,
) -> None:
    """逐条核对事实表：写明的段落里确实印着。Prove each printed form against its document."""
    folder = documents or settings().seeds
    sheets = find_paths(paths or [settings().data / "factsheets"])
    problems = [problem for sheet in sheets for problem in verify_sheet(sheet, folder)]
    for problem in problems:
        console.print(problem.say(language()), style="red", markup=False, highlight=False, soft_wrap=True)
    out.print(say(f"{len(sheets)} 份事实表，{len(problems)} 处对不上", f"{len(sheets)} sheets, {len(problems)} faults"))
    if problems:
        raise typer.Exit(1)
