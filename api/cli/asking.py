"""query, queries, search, partners, path, cypher."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
import typer

from api.cli.base import Format, app, console, language, read_pairs, say, service, show
from queries.library import library

FormatOption = Annotated[Format, typer.Option("--format", "-f", help="table | json | csv")]


@app.command()
def query(
    name: Annotated[str, typer.Argument(help="问题的名字，见 xiaodi queries")],
    params: Annotated[list[str] | None, typer.Argument(help="参数，写成 名=值")] = None,
    form: FormatOption = Format.table,
) -> None:
    """回答一个命名的问题。Answer a named query.

    例: xiaodi query partners/of entity=玉湖社区 side=campus
    """
    _answer(name, read_pairs(params or []), form)


def _answer(name: str, params: dict[str, str], form: Format) -> None:
    with service() as desk:
        answer = desk.ask(name, params)
    title = library()[name].header.title.text().say(language())
    show(answer.columns, answer.rows, form, title=title)
    if answer.incomplete:
        listed = "、".join(answer.incomplete)
        console.print(
            say(f"正在装载、答案不全：{listed}", f"still loading, so this is incomplete: {listed}"), style="yellow"
        )
    if answer.truncated:
        console.print(say("行数到了上限，后面的没有显示", "the row limit was reached; there is more"), style="yellow")


@app.command()
def queries(
    form: FormatOption = Format.table,
    shape: Annotated[str | None, typer.Option("--form", help="只列某种形式：table、graph、count、paths")] = None,
) -> None:
    """列出全部问题。List all named queries."""
    rows = [
        {
            "name": found.name,
            "title": found.header.title.text().say(language()),
            "form": found.header.form,
            "params": " ".join(f"{n}" if p.required else f"[{n}]" for n, p in found.header.params.items()),
        }
        for found in library().values()
        if shape in (None, found.header.form)
    ]
    show(("name", "title", "form", "params"), rows, form)


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="名称、简称或拼音")],
    label: Annotated[str | None, typer.Option(help="只要某种类型，如 University")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100)] = 20,
    context: Annotated[str | None, typer.Option("--in", help="先列此地的：区划代码、id 或名称")] = None,
    form: FormatOption = Format.table,
) -> None:
    """按名称、别名、拼音或代码查找。Search by name, alias, pinyin or code."""
    with service() as desk:
        found = desk.search(text, label, limit, context)
    show(("name", "label", "where", "score", "id"), [candidate.as_dict() for candidate in found], form)


@app.command()
def partners(
    entity: Annotated[str, typer.Argument(help="id、名称或别名")],
    formal: Annotated[bool, typer.Option(help="只看签约与结对")] = False,
    roll_up: Annotated[bool, typer.Option(help="院系并入高校")] = False,
    form: FormatOption = Format.table,
) -> None:
    """谁与它合作，写在哪里。Who partners with it, and where that is written."""
    _answer("partners/of", {"entity": entity, "formal": str(formal), "roll_up": str(roll_up)}, form)


@app.command()
def path(
    start: Annotated[str, typer.Argument(help="从谁")],
    end: Annotated[str, typer.Argument(help="到谁")],
    every: Annotated[bool, typer.Option("--all", help="全部最短路")] = False,
    form: FormatOption = Format.table,
) -> None:
    """两方之间经过最少合作的路。Shortest paths over ties."""
    _answer("paths/all_shortest" if every else "paths/shortest", {"from": start, "to": end}, form)


@app.command()
def cypher(
    text: Annotated[str, typer.Argument(help="一条只读的 Cypher")],
    params: Annotated[list[str] | None, typer.Argument(help="参数，写成 名=值")] = None,
    form: FormatOption = Format.table,
) -> None:
    """只读地运行一条 Cypher；参数按 JSON 读，读不通的当作文字。Read by ad-hoc Cypher.

    例: xiaodi cypher 'MATCH (n:University) WHERE n.name CONTAINS $part RETURN n.name AS name' part=理工
    """
    given = {name: _value(text) for name, text in read_pairs(params or []).items()}
    with service() as desk:
        rows = desk.cypher(text, given)
    show(rows.columns, rows.rows, form)
    if rows.truncated:
        console.print(say("行数到了上限，后面的没有显示", "the row limit was reached; there is more"), style="yellow")


def _value(text: str) -> Any:
    """A parameter: JSON where it is JSON, else the text itself."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
