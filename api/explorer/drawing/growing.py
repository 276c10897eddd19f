"""Which entities and relations a picture has: those that it begins with, then those that each step brings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from api.explorer.drawing.asked import MOST, Asked
from api.service import Service
from graph.store import Row
from queries.library import Answer

#: A picture of all relations among some -> the question that names these alone, in the same order and without a limit.
_RANKED = {
    "network/whole": "network/connected",
    "network/neighbourhood": "network/near",
    "network/region": "network/linked",
}
#: Neighbours that an expansion brings at once.
PAGE = 40


@dataclass
class Grown:
    """A picture without places."""

    #: Ids in the order in which they came; the first `begun` are what the picture begins with.
    order: list[str] = field(default_factory=list)
    begun: int = 0
    #: All that the beginning would have, were there no limit.
    total: int = 0
    truncated: bool = False
    #: Relations that are drawn whatever they join.
    ties: set[str] = field(default_factory=set)
    #: Entities of which every relation is drawn.
    whole: set[str] = field(default_factory=set)
    #: Id -> whose expansions bring it, of what the picture does not begin with.
    brought: dict[str, list[str]] = field(default_factory=dict)
    #: Added id -> the one beside which it is placed.
    anchors: dict[str, str] = field(default_factory=dict)
    expansions: dict[str, dict[str, Any]] = field(default_factory=dict)
    path: dict[str, Any] | None = None
    asked: list[Answer] = field(default_factory=list)
    _there: set[str] = field(default_factory=set)

    def begin(self, ids: Sequence[str]) -> None:
        """What the picture begins with."""
        self.order, self.begun, self._there = list(ids), len(ids), set(ids)

    def add(self, id_: str, by: str, anchor: str) -> None:
        """An entity that a step brings, beside another where that is there."""
        if id_ in self.brought and by not in self.brought[id_]:
            self.brought[id_].append(by)
        if id_ in self._there:
            return
        if len(self.order) >= MOST:
            self.truncated = True
            return
        self.anchors[id_] = anchor if anchor in self._there else self.order[0]
        self.brought[id_] = [by]
        self.order.append(id_)
        self._there.add(id_)
        self.whole.add(id_)


def grow(service: Service, asked: Asked) -> Grown:
    """All steps of a picture, in order.

    Raises:
        BadParameter, NotFound, UnknownName, AmbiguousName: what is asked for is not there.
    """
    base = asked.base()
    grown = _begin(service, *base, asked) if base else Grown()
    for id_ in dict.fromkeys(service.resolve(one).id for one in asked.expand):
        pages = sum(service.resolve(one).id == id_ for one in asked.expand)
        _expand(service, grown, id_, pages)
    if asked.path:
        _find_path(service, grown, *asked.path)
    return grown


def _begin(service: Service, name: str, params: dict[str, Any], asked: Asked) -> Grown:
    """What a question gives, up to the limit."""
    if name not in _RANKED:
        return _of_rows(service.ask(name, params), asked.limit)
    given = {key: value for key, value in params.items() if key != "limit"}
    answer = service.ask(_RANKED[name], given)
    ids = [row["entity_id"] for row in answer.rows]
    grown = Grown(total=len(ids), truncated=answer.truncated or len(ids) > asked.limit)
    grown.begin(ids[: asked.limit])
    grown.whole.update(grown.order)
    whole = answer.params | {"limit": asked.limit}
    grown.asked.append(replace(answer, query=name, params=whole))
    return grown


def _of_rows(answer: Answer, limit: int) -> Grown:
    """The relations of an answer alone, and their ends, the most connected first."""
    rows = answer.rows
    degrees = Counter(row[side] for row in rows for side in ("a_id", "b_id") if row.get(side))
    ranked = sorted(degrees, key=lambda id_: (-degrees[id_], id_))
    grown = Grown(total=len(ranked), truncated=answer.truncated or len(ranked) > limit, asked=[answer])
    grown.begin(ranked[:limit])
    grown.ties = {row["edge_id"] for row in rows if row.get("edge_id")}
    return grown


def _expand(service: Service, grown: Grown, id_: str, pages: int) -> None:
    """The first pages of the neighbours of one."""
    answer = service.ask("network/around", {"entity": id_})
    found = [row["entity_id"] for row in answer.rows]
    grown.add(id_, id_, id_)
    grown.whole.add(id_)
    for other in found[: pages * PAGE]:
        grown.add(other, id_, id_)
    grown.expansions[id_] = {"id": id_, "shown": min(len(found), pages * PAGE), "total": len(found)}
    grown.asked.append(answer)


def _find_path(service: Service, grown: Grown, start: str, end: str) -> None:
    """A shortest path between two, with all that its steps run through."""
    answer = service.ask("paths/shortest", {"from": start, "to": end})
    ends = answer.params["from"], answer.params["to"]
    found = answer.rows[0] if answer.rows else None
    stops: list[str] = found["stop_ids"] if found else list(ends)
    grown.asked.append(answer)
    steps = service.ask("paths/steps", {"stops": stops if found else []})
    grown.asked.append(steps)
    rows = steps.rows
    if not grown.order:
        grown.begin(list(dict.fromkeys([*stops, *(row[side] for row in rows for side in ("a_id", "b_id"))])))
        grown.total = grown.begun
    for before, stop in zip((stops[0], *stops), stops, strict=False):
        grown.add(stop, "path", before)
    _add_steps(grown, rows, stops)
    grown.path = {
        "ends": ends,
        "stops": stops if found else [],
        "via": found["via"] if found else [],
        "edges": [row["edge_id"] for row in rows],
        "evidence": found["evidence"] if found else [],
    }


def _add_steps(grown: Grown, rows: Sequence[Row], stops: Sequence[str]) -> None:
    """What the steps run through, each beside the stop before it."""
    for row in rows:
        near = min((row["a_id"], row["b_id"]), key=lambda id_: stops.index(id_) if id_ in stops else len(stops))
        for id_ in (row["a_id"], row["b_id"]):
            grown.add(id_, "path", near)
        grown.ties.add(row["edge_id"])
