"""What somebody is told whose statement met one of its bounds, the same on every engine."""

from __future__ import annotations

from graph.errors import NO_TEXT, QueryTooCostly, StatementError, StoreBusy, Text

#: Bound -> what happened.
TOO_COSTLY = {
    "time": Text("语句超时，已停止", "the statement was stopped at its time limit"),
    "memory": Text("语句用的内存太多，已停止", "the statement was stopped at its memory limit"),
    "size": Text("答案太大，已停止", "the answer is too large"),
}
_NARROW = Text(
    "缩小范围：给出 id 或标签，加 LIMIT，只取需要的属性", "narrow it: ids or labels, a LIMIT, fewer properties"
)
#: Words of an engine -> what to do about it.
_HINTS = {
    "cannot be used outside of RETURN/WITH": Text(
        "先在 WITH 里聚合，再用其结果", "aggregate in a WITH first, then use what came out"
    ),
    "expected a map but was": Text(
        "AS 给出的名称盖住了同名的变量：换一个名称", "a name given by AS covers a variable: choose another name"
    ),
    "start and end nodes are the same": Text("加上 WHERE a <> b", "add WHERE a <> b"),
    "pattern expression should only be used": Text("写成 EXISTS { (a)-[:类型]-() }", "write EXISTS { (a)-[:TYPE]-() }"),
}


def too_costly(bound: str) -> QueryTooCostly:
    """The statement was stopped at a bound: time, memory or size."""
    return QueryTooCostly(TOO_COSTLY[bound], hint=_NARROW)


def too_busy() -> StoreBusy:
    """No place became free in the time that the statement was given."""
    return StoreBusy(Text("其他语句还在运行，请再试", "other statements are still running; try again"))


def not_taken(message: str) -> StatementError:
    """The engine refuses the statement, or fails at it."""
    return StatementError(
        Text(f"引擎拒绝了这条语句：{message}", f"the engine refused the statement: {message}"),
        hint=next((hint for words, hint in _HINTS.items() if words in message), NO_TEXT),
    )
