"""extract."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer
from rich.progress import Progress, SpinnerColumn, TextColumn

from api.cli.base import app, console, language, say, service
from api.cli.loading import show_reports
from graph.errors import BadInput
from loaders.base import LoadReport

if TYPE_CHECKING:
    from loaders.document.propose import Read


class Output(StrEnum):
    json = "json"
    yaml = "yaml"


@app.command()
def extract(
    paths: Annotated[list[Path], typer.Argument(help="文档或文件夹：.txt .md .html .docx .pdf .xlsx")],
    form: Annotated[Output, typer.Option("--format", "-f", help="json 供核对；yaml 是可装载的事实表")] = Output.json,
    region: Annotated[str | None, typer.Option("--in", help="文档没有写明时，讲的是哪里")] = None,
    load: Annotated[bool, typer.Option("--load", help="写入图中，作为待审的提议")] = False,
    least: Annotated[float, typer.Option("--least", help="只要把握不低于此的，0 到 1")] = 0.0,
) -> None:
    """读文档，提出其中的机构与关系，供人审定。Read documents and propose what they tell, for a person to decide.

    例: xiaodi extract 通知.docx --in 榆次区 --load
    """
    if load:
        _load([str(path) for path in paths], region)
        return
    refused = False
    for number, read in enumerate(_read(paths, region)):
        if isinstance(read, BadInput):
            refused = True
            _tell(read)
        elif form is Output.yaml:
            refused |= not _print_sheet(read, first=number == 0)
        else:
            sys.stdout.buffer.write(orjson.dumps(as_object(read, least), option=orjson.OPT_INDENT_2) + b"\n")
    sys.stdout.flush()
    if refused:
        raise typer.Exit(1)


def as_object(read: Read, least: float = 0.0) -> dict[str, Any]:
    """What was found as names and pairs, with the figures and what the document says of itself."""
    from loaders.document.projection import project

    document = read.found.document
    claims = [
        {"about": claim.about, "topic": claim.topic, "printed": claim.printed, "at": claim.at, **claim.props}
        for claim in read.found.claims
        if claim.confidence >= least
    ]
    left_out = [{"first": part.first, "last": part.last, "why": part.why.say(language())} for part in document.left_out]
    head: dict[str, Any] = {"path": document.path, "title": document.title, "publisher": document.publisher}
    head |= {"published": document.published, "regions": document.regions, "left_out": left_out}
    return {"document": head, **project(read.found, least), "claims": claims}


def _read(paths: list[Path], region: str | None) -> Iterator[Read | BadInput]:
    from loaders.document.lookup import load_lookup  # no other command waits for the readers of all formats
    from loaders.document.propose import read_all

    with service() as desk:
        lookup = load_lookup(desk.graph_names())
    yield from read_all(paths, lookup, region)


def _print_sheet(read: Read, *, first: bool) -> bool:
    """Print the sheet; whether there is one."""
    from loaders.document.propose import no_region

    if read.sheet is None:
        _tell(BadInput([no_region(read.path)]))
        return False
    for left_out in read.sheet.left_out:
        console.print(left_out.say(language()), style="yellow", markup=False, highlight=False, soft_wrap=True)
    sys.stdout.write(("" if first else "---\n") + read.sheet.yaml())
    return True


def _tell(error: BadInput) -> None:
    for problem in error.problems:
        console.print(problem.say(language()), style="red", markup=False, highlight=False, soft_wrap=True)


def _load(paths: list[str], region: str | None) -> None:
    reports: list[LoadReport] = []
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as bar, service() as desk:
        task = bar.add_task(say("读文档", "reading"), total=None)
        for done in desk.proposing(paths, region, lambda name: bar.update(task, description=name)):
            reports.append(done)
    show_reports(reports)
    console.print(say("用 xiaodi review list 审定", "decide with xiaodi review list"), style="dim")
    if any(not item.ok for item in reports):
        raise typer.Exit(1)
