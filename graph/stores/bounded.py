"""What somebody is told whose statement met one of its bounds, the same on every engine."""

from __future__ import annotations

from graph.errors import QueryTooCostly, StatementError, StoreBusy, Text

#: Bound -> what happened.
TOO_COSTLY = {
    "time": Text("语句超时，已停止", "the statement was stopped at its time limit"),
    "memory": Text("语句用的内存太多，已停止", "the statement was stopped at its memory limit"),
    "size": Text("答案太大，已停止", "the answer is too large"),
}
_NARROW = Text(
    "缩小范围：给出 id 或标签，加 LIMIT，只取需要的属性", "narrow it: ids or labels, a LIMIT, fewer properties"
)


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
    )
