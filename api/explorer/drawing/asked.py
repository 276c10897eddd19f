"""What a picture is asked for with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from graph.errors import BadParameter, Text
from queries.library import find_query

#: Entities of a picture where no number is asked for, and the most that one may have.
USUAL, MOST = 500, 5_000


@dataclass(frozen=True)
class Asked:
    """What a picture begins with (one of entity, place, query; a path alone; else everything), and how it grew."""

    entity: str | None = None
    depth: int = 1
    place: str | None = None
    query: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    #: Two that a path is looked for between.
    path: tuple[str, str] | None = None
    #: Whose neighbours were added, in order; one that is named again gets its next page.
    expand: tuple[str, ...] = ()
    limit: int = USUAL
    #: How many of the first had their places before more were asked for; 0: all are placed afresh.
    kept: int = 0

    def base(self) -> tuple[str, dict[str, Any]] | None:
        """The question of form graph that the picture begins with, and its parameters; none where it is a path alone.

        Raises:
            BadParameter: two beginnings, or a question that gives no graph.
            NotFound: no question has the name.
        """
        if sum(one is not None for one in (self.entity, self.place, self.query)) > 1:
            raise BadParameter(Text("entity、place、query 只能给一个", "give one of entity, place and query"))
        if self.entity is not None:
            return "network/neighbourhood", {"entity": self.entity, "depth": self.depth, "limit": self.limit}
        if self.place is not None:
            return "network/region", {"place": self.place, "limit": self.limit}
        if self.query is not None:
            return self._named(self.query)
        return None if self.path else ("network/whole", {"limit": self.limit})

    def _named(self, name: str) -> tuple[str, dict[str, Any]]:
        if find_query(name).header.form != "graph":
            raise BadParameter(
                Text(f"{name} 的答案不是图", f"{name} gives no graph"),
                hint=Text("问题目录里 form 为 graph 的可以画", "those of form graph in the catalogue can be drawn"),
            )
        return name, dict(self.params)


def read_params(text: str | None) -> dict[str, Any]:
    """The parameters of a question, given as a JSON object.

    Raises:
        BadParameter: when the text is none.
    """
    try:
        read = orjson.loads(text or "{}")
    except orjson.JSONDecodeError as error:
        raise BadParameter(Text(f"params 不是 JSON：{error}", f"params is no JSON: {error}")) from error
    if not isinstance(read, dict):
        raise BadParameter(Text("params 须是 JSON 对象", "params must be a JSON object"))
    return read


def read_path(text: str | None) -> tuple[str, str] | None:
    """Two ends, given as `A,B`.

    Raises:
        BadParameter: when the text does not name two.
    """
    if not text:
        return None
    start, _, end = (part.strip() for part in text.replace("，", ",").partition(","))
    if not start or not end:
        raise BadParameter(Text(f"path 须写成 甲,乙：{text}", f"path is written A,B: {text}"))
    return start, end
