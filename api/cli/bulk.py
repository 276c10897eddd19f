"""bulk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from api.cli.base import app, console, out, say
from graph.errors import BadParameter, NotFound, Text
from graph.settings import settings
from loaders.bulk import bulk as write_bulk
from loaders.bulk_files import SCRIPT, Target
from loaders.bulk_run import find_admin, run_import
from loaders.registry_source import registry_paths
from loaders.run import find_paths


@app.command()
def bulk(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="事实表、文件夹或 registry；不写则 data/factsheets")
    ] = None,
    to: Annotated[Path | None, typer.Option("--out", help="文件写到哪个文件夹")] = None,
    region: Annotated[list[str] | None, typer.Option(help="registry 只要这些省，如 14；可多次")] = None,
    run: Annotated[bool, typer.Option("--run", help="写完就导入；服务器须已停下")] = False,
    admin: Annotated[str | None, typer.Option(help="neo4j-admin 的命令；默认在 PATH 或 NEO4J_HOME 里找")] = None,
    home: Annotated[Path | None, typer.Option(help="NEO4J_HOME：服务器的文件夹")] = None,
    database: Annotated[str, typer.Option(help="导入到哪个数据库")] = "neo4j",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="替换已有的数据库")] = False,
) -> None:
    """写出 neo4j-admin 的导入文件，图与在线装载所得相同。Write the files of neo4j-admin's import.

    导入时须停下 Neo4j 服务。The Neo4j server must be stopped while they are imported.

    例: xiaodi bulk registry data/factsheets --out var/bulk --run
    """
    if to is None:
        raise BadParameter(Text("没有写明文件夹", "no folder is named"), hint=Text("--out 文件夹", "--out FOLDER"))
    home = home or settings().neo4j_home
    home = home.resolve() if home else None
    tool = find_admin(admin, home)
    if run and tool is None:
        raise NotFound(
            Text("找不到 neo4j-admin", "there is no neo4j-admin"),
            hint=Text("用 --home 或 --admin 指明", "name it with --home or --admin"),
        )
    _write(_given(paths or [], region or []), to, Target(tool or ("neo4j-admin",), home, database, overwrite))
    _say_stop()
    if not run:
        out.print(say(f"停下后运行 sh {to / SCRIPT}", f"then run sh {to / SCRIPT}"), markup=False, highlight=False)
        return
    done = run_import(to)
    out.print(say(f"已导入数据库 {database}：{done}", f"imported into {database}: {done}"), markup=False)
    out.print(
        say(
            "现在可以启动服务器了；约束和索引在首次使用时建",
            "now start the server; constraints and indexes are made at the first use",
        )
    )


def _given(paths: list[Path], regions: list[str]) -> list[Path]:
    """What is meant: `registry` with regions is those alone; all goes into one import, so sheets may stand beside."""
    if not regions:
        return paths or [settings().data / "factsheets"]
    return [*(path for path in paths if path.name != "registry"), *registry_paths(regions)]


def _write(given: list[Path], folder: Path, target: Target) -> None:
    wanted = find_paths(given)
    if not wanted:
        console.print(say("没有可装载的文件", "nothing to load"), style="red")
        raise typer.Exit(1)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(say("批量", "bulk"), total=len(wanted))

        def tell(name: str) -> None:
            bar.update(task, description=name, advance=1)

        done = write_bulk(wanted, folder, target, progress=tell)
    nodes, edges = done.written.nodes, done.written.edges
    out.print(
        say(
            f"{len(wanted)} 个来源：{nodes} 个节点，{edges} 条边",
            f"{len(wanted)} sources: {nodes} nodes, {edges} edges",
        )
    )


def _say_stop() -> None:
    text = say("导入时 Neo4j 服务必须停下", "the Neo4j server must be stopped during the import")
    console.print(text, style="yellow", highlight=False)
