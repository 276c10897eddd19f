"""Where the entities of a picture stand: the beginning is laid out as a whole, what comes later is put beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from api.explorer.drawing.growing import Grown
from api.views.labels import box, label, text_height
from api.views.layout import Box, lay_out, place_more
from api.views.style import look
from graph.store import Row

_FONT, _FONT_MOST = 14, 26


@dataclass(frozen=True)
class Figure:
    """An entity as it is drawn: its label in lines, the size of its letters and of its symbol, in pixels."""

    text: str
    font: int
    size: int

    @property
    def box(self) -> Box:
        return box(self.text, self.font, self.size)


def figure(row: Row) -> Figure:
    """The more relations, the larger; the same in every picture, so that nothing grows when others come."""
    growth = sqrt(row["relations"])
    size = round(look(row["label"]).size + min(10.0, growth))
    return Figure(label(row["name"]), round(min(_FONT_MOST, _FONT + growth)), size)


def place(
    grown: Grown, figures: Mapping[str, Figure], pairs: Iterable[tuple[str, str]], kept: int
) -> dict[str, tuple[int, int]]:
    """The centre of each symbol. What was there before keeps its place, whatever is added."""
    boxes = {id_: one.box for id_, one in figures.items()}
    joined = sorted(pairs)
    first = grown.order[: min(kept, grown.begun) or grown.begun]
    standing = {id_: boxes[id_] for id_ in first}
    within = tuple((a, b) for a, b in joined if a in standing and b in standing)
    at = dict(_laid(tuple(sorted((id_, one.width, one.height) for id_, one in standing.items())), within))
    later = _beside(first, grown.order[len(first) : grown.begun], joined)
    at = place_more(at, boxes, later | grown.anchors)
    return {id_: (x, y - round(_drop(figures[id_]))) for id_, (x, y) in at.items()}


def _drop(one: Figure) -> float:
    """How far a symbol stands above the middle of what it covers with its label."""
    return text_height(one.text, one.font) / 2


@lru_cache(maxsize=16)
def _laid(
    boxes: tuple[tuple[str, float, float], ...], pairs: tuple[tuple[str, str], ...]
) -> Mapping[str, tuple[int, int]]:
    """The layout of the same beginning is computed once."""
    return lay_out({id_: Box(width, height) for id_, width, height in boxes}, pairs).at


def _beside(first: list[str], later: list[str], pairs: list[tuple[str, str]]) -> dict[str, str]:
    """For each that comes later, the best connected before it to which it is related; else the first of all."""
    nth = {id_: number for number, id_ in enumerate((*first, *later))}
    anchors: dict[str, str] = {}
    for a, b in pairs:
        if a in nth and b in nth and a != b:
            newer, older = (a, b) if nth[a] > nth[b] else (b, a)
            if nth[newer] >= len(first) and nth[older] < nth[anchors.get(newer, newer)]:
                anchors[newer] = older
    return {id_: anchors.get(id_, first[0]) for id_ in later}
