"""report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.base import app, console, language, out, say, service
from api.cli.sheets import AsOfOption
from graph.errors import BadParameter, Language, Text


@app.command()
def report(
    place: Annotated[str, typer.Option("--in", help="哪个地方：id、名称或别名")],
    path: Annotated[Path, typer.Option("--out", "-o", help="写到哪里：.html 或 .docx")],
    as_of: AsOfOption = None,
    form: Annotated[str | None, typer.Option("--format", "-f", help="html | docx；不写则看文件名")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="zh | en；默认 XIAODI_LANG")] = None,
) -> None:
    """一地的报告，可直接转交：覆盖、缺口、宣称与记名、合作、关系图、来源。A report about a place, to be handed on.

    例: xiaodi report --in 榆次区 -o 榆次区.docx
    """
    chosen = _language(lang)
    with service() as desk:
        done = desk.report(str(path), place, as_of, form, chosen)
    version = done.meta.version
    out.print(say(f"报告已写出（数据版本 {version}）：{path}", f"report written (data version {version}): {path}"))
    for note in done.meta.notes:
        console.print(note.say(language()), style="yellow")


def _language(given: str | None) -> Language:
    if given is None:
        return language()
    if given not in ("zh", "en"):
        raise BadParameter(
            Text(f"没有这种语言：{given}", f"no such language: {given}"), hint=Text("zh 或 en", "zh or en")
        )
    return "zh" if given == "zh" else "en"
