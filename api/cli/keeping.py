"""export, import, backup, restore, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.base import app, console, language, out, read_pairs, say, service
from api.exports.base import Summary
from graph.errors import BadParameter, NotFound, Refused, Text
from graph.settings import settings
from graph.stores import NEO4J_SCHEMES, restore_file
from loaders.printed import verify_sheet
from loaders.run import find_paths


@app.command()
def export(
    path: Annotated[Path, typer.Argument(help="写到哪里；以 .gz 结尾则压缩")],
    params: Annotated[list[str] | None, typer.Argument(help="--query 的参数，写成 名=值")] = None,
    place: Annotated[str | None, typer.Option("--in", help="只要一地及与之相连的：id、代码或名称")] = None,
    query: Annotated[str | None, typer.Option(help="只要一个问题的答案，见 xiaodi queries")] = None,
    form: Annotated[str | None, typer.Option("--format", "-f", help="不写则看文件名")] = None,
    base: Annotated[str | None, typer.Option(help="JSON-LD 里 id 前面的 IRI；默认 urn:xiaodi:")] = None,
) -> None:
    """导出全图、一地或一个答案。Write the whole graph, a region or an answer as a file.

    格式看文件名：jsonl（全图可逐字节比较）、csv（图为 zip）、xlsx、graphml、gexf、jsonld、cypher、html。

    例: xiaodi export 榆次.xlsx --in 榆次区

    例: xiaodi export 合作方.csv --query partners/of entity=玉湖社区
    """
    given = read_pairs(params or [])
    if given and query is None:
        raise BadParameter(
            Text("参数是给问题的，先写 --query", "parameters are for a query; name it by --query"),
            hint=Text("地方写作 --in 榆次区", "a place is given as --in 榆次区"),
        )
    with service() as desk:
        done = desk.export(str(path), place, query, given, form, base, language())
    _tell(done, path)


def _tell(done: Summary, path: Path) -> None:
    """What was written, of which version."""
    if done.rows is not None:
        what = Text(f"写出 {done.rows} 行", f"{done.rows} rows written")
    elif done.nodes:
        what = Text(
            f"写出 {done.nodes} 个节点、{done.edges} 条边", f"{done.nodes} nodes and {done.edges} edges written"
        )
    else:
        what = Text("已写出", "written")
    version = done.meta.version
    out.print(say(f"{what.zh}（数据版本 {version}）：{path}", f"{what.en} (data version {version}): {path}"))
    for note in done.meta.notes:
        console.print(note.say(language()), style="yellow")


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
