"""view, serve, demo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.base import Format, app, out, read_pairs, say, service, show
from graph.settings import settings

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@app.command()
def view(
    query: Annotated[str, typer.Argument(help="图形式的问题，如 network/neighbourhood")] = "network/whole",
    params: Annotated[list[str] | None, typer.Argument(help="参数，写成 名=值")] = None,
    to: Annotated[Path, typer.Option("--to", help="写到哪里")] = Path("view.html"),
) -> None:
    """把一个答案画成一个可离线打开的网页。Draw an answer as one offline page.

    例: xiaodi view network/neighbourhood entity=玉湖社区 --to 玉湖社区.html
    """
    with service() as desk:
        page = desk.view(query, read_pairs(params or []), settings().lang)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(page, encoding="utf-8")
    out.print(say(f"已写出 {to}，用浏览器打开即可", f"written: {to}; open it in a browser"))


_DECLARED = ("about", "topic", "printed", "named", "missing", "named_names", "evidence")
_DIFFERENT = (
    "about", "topic", "verdict", "printed", "scope", "as_of", "other_printed", "other_scope", "other_as_of", "evidence",
)  # fmt: skip
_QUESTIONS: tuple[tuple[str, str, str, dict[str, str], tuple[str, ...]], ...] = (
    ("玉湖社区与谁合作，写在哪里？", "Who works with 玉湖社区, and where is it written?", "partners/of",
     {"entity": "玉湖社区"}, ("partner", "label", "kinds", "formal", "evidence")),
    ("榆次区宣称了多少，记名的有多少？", "Declared against named in 榆次区", "gaps/declared_vs_named",
     {"place": "榆次区"}, _DECLARED),
    ("呈贡区宣称了多少，记名的有多少？", "Declared against named in 呈贡区", "gaps/declared_vs_named",
     {"place": "呈贡区"}, _DECLARED),
    ("雁山区宣称了多少，记名的有多少？", "Declared against named in 雁山区", "gaps/declared_vs_named",
     {"place": "雁山区"}, _DECLARED),
    ("哪些数字互相矛盾，或口径不同？", "Which figures conflict, or differ in basis?", "claims/conflicts",
     {}, _DIFFERENT),
)  # fmt: skip


@app.command()
def demo(to: Annotated[Path, typer.Option("--to", help="网页写到哪里")] = Path("var/demo")) -> None:
    """回答三个规划问题，并画出几张图。Answer three planner's questions, and draw some pictures."""
    with service() as desk:
        for zh, en, name, params, columns in _QUESTIONS:
            out.print(f"\n[bold]{say(zh, en)}[/bold]  [dim]xiaodi query {name}[/dim]")
            answer = desk.ask(name, params)
            show(columns, answer.rows, Format.table)
        pages: dict[str, tuple[str, dict[str, Any]]] = {
            "玉湖社区.html": ("network/neighbourhood", {"entity": "玉湖社区", "depth": 2}),
            "榆次区.html": ("network/region", {"place": "榆次区"}),
            "呈贡区.html": ("network/region", {"place": "呈贡区"}),
            "雁山区.html": ("network/region", {"place": "雁山区"}),
            "全图.html": ("network/whole", {}),
        }
        to.mkdir(parents=True, exist_ok=True)
        for file, (name, params) in pages.items():
            (to / file).write_text(desk.view(name, params, settings().lang), encoding="utf-8")
    out.print(say(f"\n图在 {to}/ ，用浏览器打开：", f"\nPictures in {to}/ , open them in a browser:"))
    for file in pages:
        out.print(f"  {to / file}")
    out.print(say("启动网页与 API：make serve", "Start the page and the API: make serve"))
