"""What ad-hoc Cypher may do: read the graph, and nothing else, at a cost that can be foreseen.

A text is cut into tokens (`tokens`), read by a grammar that knows reading alone (`clauses`, `expressions`, `patterns`)
and judged (`rules`, `sizes`, `regexes`). What the grammar does not know is refused; no word is searched for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.errors import BadParameter, Text
from graph.guard.clauses import read_query
from graph.guard.rules import judge
from graph.guard.tokens import scan

#: Values and characters that the parameters may have in all, and how deep they may be nested.
MAX_PARAMS, MAX_PARAM_DEPTH = 200_000, 8
_LARGEST = 2**63


def check_reading(cypher: str, params: Mapping[str, Any] | None = None) -> str:
    """The text as an engine may have it: without comments, and with names that both engines read.

    Raises:
        CypherRefused: naming the rule and the place.
        BadParameter: when a parameter is of no kind that an engine takes, or too large.
    """
    given = dict(params or {})
    _check_params(given)
    scanned = scan(cypher)
    judge(read_query(scanned), given)
    return scanned.text


def _check_params(given: dict[str, Any]) -> None:
    for name, value in given.items():
        if _extent(name, name, 0) + _extent(name, value, 0) > MAX_PARAMS:
            raise BadParameter(
                Text(f"参数 {name} 太大", f"parameter {name} is too large"),
                hint=Text(f"最多 {MAX_PARAMS} 个值与字符", f"at most {MAX_PARAMS} values and characters"),
            )


def _extent(name: str, value: Any, depth: int) -> int:
    """Values and characters in a parameter."""
    if depth > MAX_PARAM_DEPTH:
        raise _unusable(name, Text("嵌套太深", "nested too deep"))
    if isinstance(value, list):
        return 1 + sum(_extent(name, item, depth + 1) for item in value)
    if isinstance(value, dict):
        return 1 + sum(_extent(name, key, depth) + _extent(name, item, depth + 1) for key, item in value.items())
    if isinstance(value, str):
        if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
            raise _unusable(name, Text("不是有效的文字", "no valid text"))
        return 1 + len(value)
    if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        raise _unusable(name, Text("整数超出 64 位", "an integer of over 64 bits"))
    if value is None or isinstance(value, bool | int | float):
        return 1
    raise _unusable(name, Text(f"不支持 {type(value).__name__}", f"{type(value).__name__} is not supported"))


def _unusable(name: str, why: Text) -> BadParameter:
    return BadParameter(Text(f"参数 {name} 无法使用：{why.zh}", f"parameter {name} cannot be used: {why.en}"))
