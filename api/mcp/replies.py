"""What a tool answers: rows with their evidence and the data version, within bounds, for a program and for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel

from api.http.paging import Found
from graph.errors import Text, XiaodiError

#: Bytes of the rows of one answer; evidence that is listed.
_BYTES, _MOST_EVIDENCE = 100_000, 200


class EvidenceModel(BaseModel):
    """Where something is written: a source, and the paragraph, registry code or cell in it."""

    source: str
    at: str


class Reply(BaseModel):
    """The answer of a tool. `rows` may be cut: then `truncated` is set and `note` says how to see the rest."""

    data_version: int
    columns: list[str]
    rows: list[dict[str, Any]]
    evidence: list[EvidenceModel]
    truncated: bool
    #: Sources that are being loaded, so that what they state may be missing.
    incomplete: list[str]
    note: str | None


def reply(found: Found, version: int, limit: int) -> Reply:
    """An answer within its bounds; its evidence is that of the rows shown, and what `found` tells beside them."""
    rows = list(_within(found.rows[:limit]))
    cut = found.truncated or len(rows) < len(found.rows)
    told = dict.fromkeys(_evidence([rows, found.more.get("evidence", [])]))
    return Reply(
        data_version=version,
        columns=list(found.columns),
        rows=rows,
        evidence=[_split(item) for item in list(told)[:_MOST_EVIDENCE]],
        truncated=cut,
        incomplete=list(found.more.get("incomplete", ())),
        note=_note(len(rows), len(found.rows)) if cut else None,
    )


def result(answer: Reply) -> CallToolResult:
    """A reply as the protocol has it: structured, and as text."""
    return CallToolResult(content=[_text(_lines(answer))], structured_content=answer.model_dump(mode="json"))


def failure(error: XiaodiError) -> CallToolResult:
    """An error, in both languages, with what to do about it."""
    wait = error.retry_after
    again = [f"→ {wait} 秒后再试。Try again in {wait} s."] if wait is not None else []
    told: dict[str, Any] = {
        "type": type(error).__name__,
        "what": error.what._asdict(),
        "hint": error.hint._asdict(),
        "retry_after": wait,
    }
    lines = [error.say("zh"), error.say("en"), *again]
    return CallToolResult(content=[_text(lines)], structured_content=told | error.members(), is_error=True)


def _within(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows as plain JSON, as many as there is room for."""
    room = _BYTES
    for row in rows:
        plain = orjson.dumps(row, default=_plain)
        room -= len(plain)
        if room < 0:
            return
        yield orjson.loads(plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return value._asdict()
    return str(value)


def _evidence(value: Any) -> Iterator[str]:
    """Whatever stands under `evidence`, at any depth; of counts, the newest source that was counted."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _evidence(item) if not isinstance(item, dict) else _of_row(item)


def _of_row(row: dict[str, Any]) -> Iterator[str]:
    for name, value in row.items():
        if name in ("evidence", "newest_source"):
            yield from _evidence(value)
        elif isinstance(value, dict):
            yield from _of_row(value)


def _split(evidence: str) -> EvidenceModel:
    source, _, at = evidence.partition("#")
    return EvidenceModel(source=source, at=at)


def _note(shown: int, known: int) -> str:
    many = f"/{known}" if known > shown else ""
    return (
        f"只显示 {shown}{many} 行：缩小范围，或加大 limit（至多 200）。"
        f"Only {shown}{many} rows are shown: narrow the question, or raise limit (200 at most)."
    )


def _lines(answer: Reply) -> Iterator[str]:
    for number, row in enumerate(answer.rows, 1):
        yield f"{number}. " + "; ".join(f"{name}: {_shown(row[name])}" for name in row if row[name] not in (None, []))
    if not answer.rows:
        yield "没有记录。Nothing is recorded."
    if answer.incomplete:
        listed = "、".join(answer.incomplete)
        yield f"正在装载，答案不全：{listed}。Still loading, so this is incomplete: {listed}."
    if answer.note:
        yield answer.note
    yield f"数据版本 data version {answer.data_version}"


def _shown(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _text(lines: Iterable[str]) -> TextContent:
    return TextContent(type="text", text="\n".join(lines))
