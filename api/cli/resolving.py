"""resolve, merge, undo."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from api.cli.base import Format, app, console, language, out, say, service, show
from api.resolving import as_line, resolved
from graph.errors import BadParameter, NotFound, Problem, Text
from graph.known import GraphNames
from graph.ontology.records import Decision
from graph.resolution import Request, Resolution

_FIELDS = ("mention", "type", "context")
_KINDS = {
    "link": Text("确定", "certain"),
    "ambiguous": Text("不止一个", "several"),
    "proposal": Text("可能，须人确认", "likely; a person must confirm"),
    "none": Text("没有", "none"),
}


@app.command()
def resolve(
    name: Annotated[str | None, typer.Argument(help="文献里的名称")] = None,
    context: Annotated[str | None, typer.Option("--in", help="文献所说的地区：区划代码或名称")] = None,
    label: Annotated[str | None, typer.Option("--type", help="当作哪种类型，如 University")] = None,
    batch: Annotated[Path | None, typer.Option(help='逐行的 {"mention", "type", "context"}，输出逐行的 JSON')] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="table | json | csv")] = Format.table,
) -> None:
    """一个名称指的是谁，为什么。Which place, university or entity a name means, and why.

    例: xiaodi resolve 龙湖社区 --in 榆次区
    """
    if (name is None) == (batch is None):
        raise BadParameter(Text("给出一个名称，或 --batch 文件", "give one name, or --batch with a file"))
    requests = [Request(name or "", label, context)] if batch is None else read_requests(batch)
    answers = iter(_resolve([request for request in requests if isinstance(request, Request)]))
    if batch is None and form is not Format.json:
        _explain(next(answers), form)
        return
    for request in requests:
        found = as_line(next(answers), language()) if isinstance(request, Request) else _unread(request)
        sys.stdout.buffer.write(orjson.dumps(found) + b"\n")
    sys.stdout.flush()
    if any(isinstance(request, Problem) for request in requests):
        raise typer.Exit(1)


def _resolve(requests: list[Request]) -> list[Resolution]:
    with service() as desk:
        names: GraphNames = desk.graph_names()
    return resolved(names, requests)


def read_requests(path: Path) -> list[Request | Problem]:
    """The requests of a file, one JSON object a line, or what is wrong with the line; blank lines are skipped.

    Raises:
        NotFound: when there is no such file.
    """
    if not path.exists() or path.is_dir():
        raise NotFound(Text("没有这个文件", "no such file"), where=str(path))
    requests: list[Request | Problem] = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            if line.strip():
                requests.append(_request(orjson.loads(line)))
        except ValueError as error:
            requests.append(_problem(path, number, str(error)))
    return requests


def _unread(problem: Problem) -> dict[str, Any]:
    """The answer to a line that cannot be read: it keeps the others in their places, and is told on the side."""
    said = problem.say(language())
    console.print(said, style="red", markup=False, highlight=False, soft_wrap=True)
    return {"kind": "none", "id": None, "name": None, "label": None, "candidates": [], "why": said}


def _request(given: Any) -> Request:
    if not isinstance(given, dict) or not isinstance(given.get("mention"), str):
        raise ValueError("mention")  # noqa: TRY004 - gathered with the faults of JSON
    strange = [key for key in given if key not in _FIELDS]
    wrong = [key for key in _FIELDS if not isinstance(given.get(key), str | None)]
    if strange or wrong:
        raise ValueError(", ".join(strange or wrong))
    return Request(given["mention"], given.get("type"), given.get("context"))


def _problem(path: Path, number: int, about: str) -> Problem:
    return Problem(
        str(path),
        number,
        1,
        Text(f"这一行不能用：{about}", f"this line cannot be used: {about}"),
        Text(
            '每行一个 {"mention": 文字, "type": 文字或 null, "context": 文字或 null}',
            'one {"mention": text, "type": text or null, "context": text or null} a line',
        ),
    )


def _explain(answer: Resolution, form: Format) -> None:
    if form is Format.table:
        found = f"{answer.name}（{answer.label}，{answer.id}）" if answer.id else ""
        colon, stop = say("：", ": "), say("；", "; ") if found else ""
        text = f"{_KINDS[answer.kind].say(language())}{colon}{found}{stop}{answer.why.say(language())}"
        out.print(text, markup=False, highlight=False, soft_wrap=True)
    if answer.candidates and (form is not Format.table or answer.kind != "link"):
        show(("name", "label", "where", "id"), [candidate.as_dict() for candidate in answer.candidates], form)


_Who = Annotated[str, typer.Option(help="谁决定的")]
_Why = Annotated[str, typer.Option(help="为什么")]


@app.command()
def merge(
    old: Annotated[str, typer.Argument(help="并入别人的：id 或名称")],
    new: Annotated[str, typer.Argument(help="留下的：id 或名称")],
    why: _Why,
    who: _Who,
) -> None:
    """由人合并两个实体；重新装载之后仍然有效，可以撤销。Merge two entities for good; it can be undone."""
    with service() as desk:
        one, other = desk.resolve(old), desk.resolve(new)
        if one.id == other.id:
            raise BadParameter(Text(f"{old} 与 {new} 本是一个", f"{old} and {new} are one already"), where=one.id)
        title = f"{one.name} → {other.name}"
        made = Decision(
            name=title, kind="merge", subject=one.id, object=other.id, who=who, why=why, decided_at=_now()
        )  # fmt: skip
        id_ = desk.decide(made)
    out.print(say(f"已合并 {title}，决定 {id_}", f"merged {title}, decision {id_}"), markup=False, highlight=False)


@app.command()
def undo(
    decision: Annotated[str, typer.Argument(help="决定的 id，如 d-0123456789ab")],
    why: _Why = "",
    who: _Who = "",
) -> None:
    """撤销一个决定；决定本身留在记录里。Undo a decision by another one."""
    with service() as desk:
        made = Decision(
            name=f"撤销 {decision}", kind="undo", subject=decision, who=who or say("未写明", "not told"),
            why=why or say("未写明", "not told"), decided_at=_now(),
        )  # fmt: skip
        id_ = desk.decide(made)
    out.print(
        say(f"已撤销 {decision}，决定 {id_}", f"undone {decision}, decision {id_}"), markup=False, highlight=False
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
