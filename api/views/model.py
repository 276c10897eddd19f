"""What a page draws: things and ties, taken from the rows of a query of the graph form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Thing:
    """A node as rows give it."""

    id: str
    name: str
    label: str
    status: str = "stated"
    evidence: tuple[str, ...] = ()
    #: Of a comparison: new, gone, changed, same; first, second, both.
    state: str = ""


@dataclass(frozen=True)
class Tie:
    """An edge as rows give it, with the ids of its ends."""

    id: str
    start: str
    end: str
    type: str
    kind: str = ""
    status: str = "stated"
    modality: str = "actual"
    evidence: tuple[str, ...] = ()
    state: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """The two ends, whichever way the edge runs."""
        return min(self.start, self.end), max(self.start, self.end)


@dataclass(frozen=True)
class Picture:
    """Things and ties, each once and sorted by id: the same rows in any order give the same picture."""

    things: tuple[Thing, ...]
    ties: tuple[Tie, ...]

    @cached_property
    def names(self) -> dict[str, str]:
        """Id -> name."""
        return {thing.id: thing.name for thing in self.things}

    @cached_property
    def degrees(self) -> Counter[str]:
        """Id -> number of ties that end there."""
        return Counter(end for tie in self.ties for end in {tie.start, tie.end})

    @cached_property
    def states(self) -> Counter[str]:
        """State -> number of things and ties in it; empty unless two sides are compared."""
        return Counter(filter(None, [*(one.state for one in self.things), *(one.state for one in self.ties)]))

    @cached_property
    def bends(self) -> dict[str, tuple[int, int]]:
        """Tie id -> (which one, of how many) between the same two ends."""
        groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for tie in self.ties:
            groups[tie.pair].append(tie.id)
        return {tie: (nth, len(group)) for group in groups.values() for nth, tie in enumerate(group)}


def picture(rows: Iterable[Row]) -> Picture:
    """Fold rows into a picture; a node or an edge that several rows give counts once."""
    things: dict[str, Thing] = {}
    ties: dict[str, Tie] = {}
    for row in sorted(rows, key=_order):
        for thing in _ends(row):
            things.setdefault(thing.id, thing)
        if row.get("type") and row.get("b_id"):
            tie = _tie(row)
            ties.setdefault(tie.id, tie)
    return Picture(tuple(things[key] for key in sorted(things)), tuple(ties[key] for key in sorted(ties)))


def _order(row: Row) -> list[str]:
    return [f"{row.get(name)}" for name in ("edge_id", "a_id", "b_id", *sorted(row))]


def _ends(row: Row) -> Iterator[Thing]:
    for side in "ab":
        if identifier := row.get(f"{side}_id"):
            yield Thing(
                str(identifier),
                str(row.get(side) or identifier),
                str(row.get(f"{side}_label") or ""),
                str(row.get(f"{side}_status") or "stated"),
                tuple(map(str, row.get(f"{side}_evidence") or ())),
                str(row.get(f"{side}_state") or ""),
            )


def _tie(row: Row) -> Tie:
    start, end, edge_type = str(row["a_id"]), str(row["b_id"]), str(row["type"])
    kind = str(row.get("kind") or "")
    return Tie(
        str(row.get("edge_id") or f"{start} {edge_type} {kind} {end}"),
        start,
        end,
        edge_type,
        kind,
        str(row.get("status") or "stated"),
        str(row.get("modality") or "actual"),
        tuple(map(str, row.get("evidence") or ())),
        str(row.get("state") or ""),
    )
