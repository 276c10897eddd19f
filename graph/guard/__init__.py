"""What ad-hoc Cypher may do: read the graph, and nothing else, at a cost that can be foreseen.

A text is cut into tokens (`tokens`), read by a grammar that knows reading alone (`clauses`, `expressions`, `patterns`)
and judged (`rules`, `sizes`, `regexes`). What the grammar does not know is refused; no word is searched for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from graph.errors import BadParameter, Text
from graph.guard.clauses import read_query
from graph.guard.reader import Note
from graph.guard.rules import judge
from graph.guard.tokens import Scanned, scan
from graph.guard.tree import Projection, Query
from graph.store import Rows

#: Values and characters that the parameters may have in all, and how deep they may be nested.
MAX_PARAMS, MAX_PARAM_DEPTH = 200_000, 8
_LARGEST = 2**63


@dataclass(frozen=True)
class Reading:
    """A text that may be asked: its tokens, and what in it not every engine takes as it is written."""

    scanned: Scanned
    notes: tuple[Note, ...]
    #: The headings of the answer, where they can be foreseen.
    columns: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text as an engine may have it, without comments."""
        return self.scanned.text

    def headed(self, rows: Rows, known: Mapping[str, str] = MappingProxyType({})) -> Rows:
        """Rows under the headings as they were written; engines keep them in ways of their own.

        Args:
            rows: what an engine answered.
            known: its headings -> those that were written, for a `RETURN *`.
        """
        foreseen = len(self.columns) == len(rows.columns)
        columns = self.columns if foreseen else tuple(known.get(column, column) for column in rows.columns)
        if columns == rows.columns:
            return rows
        pairs = tuple(zip(columns, rows.columns, strict=True))
        return Rows(columns, [{new: row[old] for new, old in pairs} for row in rows.rows], rows.truncated)


def read(cypher: str, params: Mapping[str, Any] | None = None) -> Reading:
    """Read a text that may be asked.

    Raises:
        CypherRefused: naming the rule and the place.
        BadParameter: when a parameter is of no kind that an engine takes, or too large.
    """
    given = dict(params or {})
    _check_params(given)
    scanned = scan(cypher)
    query, notes = read_query(scanned)
    judge(query, given)
    return Reading(scanned, notes, _columns(query, scanned.plain))


def check_reading(cypher: str, params: Mapping[str, Any] | None = None) -> str:
    """The text as an engine may have it, after `read`."""
    return read(cypher, params).text


def _columns(query: Query, plain: str) -> tuple[str, ...]:
    last = query.arms[0][-1]
    if not isinstance(last, Projection) or last.everything:
        return ()
    return tuple(item.name or plain[slice(*item.span)] for item in last.items)


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
    if isinstance(value, float) and not math.isfinite(value):
        raise _unusable(name, Text("不是有限的数", "no finite number"))
    if value is None or isinstance(value, bool | int | float):
        return 1
    raise _unusable(name, Text(f"不支持 {type(value).__name__}", f"{type(value).__name__} is not supported"))


def _unusable(name: str, why: Text) -> BadParameter:
    return BadParameter(Text(f"参数 {name} 无法使用：{why.zh}", f"parameter {name} cannot be used: {why.en}"))
