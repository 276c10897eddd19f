"""The picture of a network on paper: lines, shapes and labels in millimetres, from which both forms draw the same.

Nodes stand where `api.views.layout` puts them; of the two ways to turn the sheet the one is taken that shows more.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.report.words import plain
from api.views.layout import Box, Edges, lay_out
from api.views.model import Picture, Thing, Tie, picture
from api.views.style import DASHES, edge_name, line, look, node_name
from graph.errors import Language, Text
from graph.store import Row

Point = tuple[float, float]

#: The room on an A4 page, and the largest size of a letter, in millimetres.
_WIDE, _TALL, _LETTER = 170.0, 215.0, 3.2
#: Nodes that a page can hold with letters that can be read; the best connected stay.
MOST = 120
_FONT, _SIZE, _MARGIN = 14.0, 9.0, 12.0  # in units of the layout: a letter, half a shape, the room around
_BESIDE, _HEAD = 6.0, 7.0  # between ties of the same two; the length of an arrow's head
_LINE = 8  # Han characters in a line of a label
_CHARACTERS = {"square": "■", "triangle": "▲", "diamond": "◆", "triangleDown": "▼", "hexagon": "⬢", "star": "★"}
#: Marks that end no line, and marks that begin none.
_OPENING, _CLOSING = frozenset("“‘（《「『("), frozenset("”’）》」』)、，。·")
_STEP = re.compile(r"([Mlhvz])([-\d.]*)(?:[ ,]?(-?[\d.]+))?")


@dataclass(frozen=True)
class Stroke:
    """A tie: from rim to rim, with the tip of its arrow where it has one."""

    start: Point
    end: Point
    colour: str
    width: float
    dashed: bool
    head: tuple[Point, ...]


@dataclass(frozen=True)
class Mark:
    """A node: a circle where it has no corners."""

    centre: Point
    radius: float
    corners: tuple[Point, ...]
    colour: str
    dashed: bool


@dataclass(frozen=True)
class Label:
    """A name in lines, centred below its node; `nth` numbers the nodes where names cannot be drawn."""

    top: Point
    lines: tuple[str, ...]
    name: str
    nth: int


@dataclass(frozen=True)
class Key:
    """What a shape or a colour means: its corners (none: a circle or a line), a character like it, its name."""

    corners: tuple[Point, ...]
    character: str
    colour: str
    name: str


@dataclass(frozen=True)
class Drawing:
    """All there is to draw, in millimetres."""

    width: float
    height: float
    letter: float
    strokes: tuple[Stroke, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    shapes: tuple[Key, ...]
    colours: tuple[Key, ...]
    #: How many nodes there are, of which `marks` shows those that fit.
    nodes: int


def draw(rows: Iterable[Row], language: Language) -> Drawing:
    """The picture of rows of the graph form; the same rows in any order give the same picture."""
    whole = picture(rows)
    shown = _best(whole)
    boxes = {thing.id: _box(thing.name) for thing in shown.things}
    places, (width, height), scale = _placed(boxes, [(tie.start, tie.end) for tie in shown.ties])
    at = {name: (x * scale, y * scale) for name, (x, y) in places.items()}
    radius = _SIZE * scale
    return Drawing(
        width * scale,
        height * scale,
        _FONT * scale,
        tuple(_stroke(tie, *shown.bends[tie.id], at, scale) for tie in shown.ties if tie.start != tie.end),
        tuple(_mark(thing, at[thing.id], radius) for thing in shown.things),
        tuple(
            Label((at[thing.id][0], at[thing.id][1] + radius), tuple(_lines(thing.name)), plain(thing.name), nth)
            for nth, thing in enumerate(shown.things, 1)
        ),
        _shapes(shown, language),
        _colours(shown, language),
        len(whole.things),
    )


def _best(whole: Picture) -> Picture:
    """The nodes with most ties, as many as a page holds."""
    if len(whole.things) <= MOST:
        return whole
    ranked = sorted(whole.things, key=lambda thing: (-whole.degrees[thing.id], thing.id))[:MOST]
    kept = {thing.id for thing in ranked}
    return Picture(
        tuple(thing for thing in whole.things if thing.id in kept),
        tuple(tie for tie in whole.ties if tie.start in kept and tie.end in kept),
    )


# --- where things stand -------------------------------------------------------------------------------


def _placed(boxes: Mapping[str, Box], edges: Edges) -> tuple[dict[str, Point], tuple[float, float], float]:
    """Centres of the shapes, the size of the whole, and millimetres a unit; lying or standing, what is larger."""
    lying = _framed(lay_out(boxes, edges).at, boxes)
    turned = lay_out({name: Box(box.height, box.width) for name, box in boxes.items()}, edges).at
    standing = _framed({name: (y, x) for name, (x, y) in turned.items()}, boxes)
    return max((_scaled(found) for found in (lying, standing)), key=lambda found: found[2])


def _framed(centres: Mapping[str, Point], boxes: Mapping[str, Box]) -> tuple[dict[str, Point], tuple[float, float]]:
    """Moved so that the corner of the whole is at the origin; a shape stands at the top of its box."""
    if not centres:
        return {}, (1.0, 1.0)
    left = min(x - boxes[name].width / 2 for name, (x, _) in centres.items())
    top = min(y - boxes[name].height / 2 for name, (_, y) in centres.items())
    right = max(x + boxes[name].width / 2 for name, (x, _) in centres.items())
    bottom = max(y + boxes[name].height / 2 for name, (_, y) in centres.items())
    places = {
        name: (x - left, y - top - boxes[name].height / 2 + _MARGIN / 2 + _SIZE) for name, (x, y) in centres.items()
    }
    return places, (right - left, bottom - top)


def _scaled(
    found: tuple[dict[str, Point], tuple[float, float]],
) -> tuple[dict[str, Point], tuple[float, float], float]:
    places, (width, height) = found
    return places, (width, height), min(_WIDE / width, _TALL / height, _LETTER / _FONT)


def _box(name: str) -> Box:
    lines = _lines(name)
    text = max(text_width(line) for line in lines) * _FONT
    return Box(max(text, 2 * _SIZE) + _MARGIN, 2 * _SIZE + len(lines) * 1.2 * _FONT + _MARGIN)


def _lines(name: str) -> list[str]:
    """A name in lines of about equal width, all of it."""
    text = plain(name)
    limit = max(2.0, text_width(text) / (math.ceil(text_width(text) / _LINE) or 1))
    lines = [""]
    for character in text:
        if text_width(lines[-1]) + 0.5 > limit and character not in _CLOSING:
            lines.append("")
            if lines[-2][-1:] in _OPENING:
                lines[-2], lines[-1] = lines[-2][:-1], lines[-2][-1:]
        lines[-1] += character
    return [line for line in lines if line]


def text_width(text: str) -> float:
    """In widths of a Han character."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.55 for character in text)


# --- what things look like ----------------------------------------------------------------------------


def _stroke(tie: Tie, nth: int, of: int, at: Mapping[str, Point], scale: float) -> Stroke:
    """From rim to rim; several between the same two run side by side."""
    low, high = (at[end] for end in tie.pair)
    across, beside = _unit(low, high), (nth - (of - 1) / 2) * _BESIDE * scale
    (x, y), (u, v) = ((px - across[1] * beside, py + across[0] * beside) for px, py in (at[tie.start], at[tie.end]))
    dx, dy = _unit((x, y), (u, v))
    rim, back, style = _SIZE * scale, _HEAD * scale, line(tie.type)
    tip = (u - dx * rim, v - dy * rim)
    wings = [(tip[0] - back * (dx + side * dy), tip[1] - back * (dy - side * dx)) for side in (0.5, -0.5)]
    dashed = tie.status in DASHES or tie.modality != "actual"
    start = (x + dx * rim, y + dy * rim)
    return Stroke(start, tip, style.colour, style.width * scale * 0.7, dashed, (tip, *wings) if style.head else ())


def _unit(start: Point, end: Point) -> Point:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    return dx / length, dy / length


def _mark(thing: Thing, centre: Point, radius: float) -> Mark:
    style = look(thing.label)
    corners = tuple((centre[0] + x * radius, centre[1] + y * radius) for x, y in corners_of(style.path))
    return Mark(centre, radius, corners, style.colour, thing.status in DASHES)


def corners_of(path: str) -> tuple[Point, ...]:
    """The corners of a shape of the legend, around its centre and within 1; none of a circle."""
    if "a" in path:
        return ()
    x = y = 0.0
    corners: list[Point] = []
    for step, one, other in _STEP.findall(path):
        if step == "z":
            break
        x += float(one) if step in "Mlh" else 0.0
        y += float(one) if step == "v" else float(other) if step in "Ml" else 0.0
        corners.append((x, y))
    return tuple(((x - 12) / 10, (y - 12) / 10) for x, y in corners)


def _shapes(shown: Picture, language: Language) -> tuple[Key, ...]:
    looks = {label: look(label) for label in sorted({thing.label for thing in shown.things})}
    return tuple(
        Key(corners_of(style.path), _CHARACTERS.get(style.shape, "●"), style.colour, node_name(label, language))
        for label, style in looks.items()
    )


def _colours(shown: Picture, language: Language) -> tuple[Key, ...]:
    """The kinds of ties by colour: those that share one stand together."""
    names: dict[str, list[str]] = {}
    for name in sorted({tie.type for tie in shown.ties}):
        names.setdefault(line(name).colour, []).append(edge_name(name, language))
    between = Text("、", ", ").say(language)
    return tuple(Key((), "━", colour, between.join(found)) for colour, found in names.items())
