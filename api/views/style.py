"""How types look on a page: colour tells the family, shape the type; the colours are Okabe and Ito's.

A type that is not in the tables, such as one added to the ontology tomorrow, is grey with a shape of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from graph.errors import Language
from graph.ontology import edge_types, node_types

BLUE, SKY, GREEN, ORANGE = "#0072B2", "#56B4E9", "#009E73", "#E69F00"
RED, PINK, YELLOW, GREY, BLACK = "#D55E00", "#CC79A7", "#F0E442", "#9A9A9A", "#333333"

#: Shapes that bear their label below, as vis-network names them; the drawing of each for the legend.
SHAPES = {
    "dot": "M12 3a9 9 0 1 0 .01 0z",
    "square": "M4 4h16v16h-16z",
    "triangle": "M12 3l10 17h-20z",
    "diamond": "M12 2l9 10l-9 10l-9 -10z",
    "triangleDown": "M12 21l10 -17h-20z",
    "hexagon": "M7 3h10l5 9l-5 9h-10l-5 -9z",
    "star": "M12 1l3.2 7.4l8 .7l-6 5.4l1.8 7.9l-7 -4.2l-7 4.2l1.8 -7.9l-6 -5.4l8 -.7z",
}

_NODES = {
    "University": (BLUE, "square", 18),
    "College": (BLUE, "dot", 13),
    "School": (BLUE, "triangle", 13),
    "ResearchInstitute": (BLUE, "diamond", 15),
    "Province": (GREEN, "hexagon", 18),
    "City": (GREEN, "square", 18),
    "District": (GREEN, "diamond", 18),
    "Subdistrict": (GREEN, "triangle", 15),
    "Community": (GREEN, "dot", 13),
    "Zone": (GREEN, "triangleDown", 14),
    "Venue": (GREEN, "star", 12),
    "GovernmentBody": (RED, "square", 13),
    "Association": (RED, "hexagon", 13),
    "Hospital": (RED, "diamond", 13),
    "Enterprise": (ORANGE, "square", 13),
    "Platform": (SKY, "hexagon", 14),
    "Team": (SKY, "dot", 11),
    "Program": (YELLOW, "diamond", 10),
    "Project": (YELLOW, "triangle", 10),
    "Activity": (PINK, "dot", 9),
    "Agreement": (PINK, "star", 14),
    "Policy": (PINK, "square", 9),
    "Need": (GREY, "triangleDown", 9),
    "Service": (GREY, "triangle", 9),
    "Person": (BLACK, "dot", 9),
}

#: Arrow heads as vis-network names them; the drawing of each for the legend, its tip at (40, 8).
HEADS = {
    "": "",
    "arrow": "M40 8l-10 -5v10z",
    "vee": "M40 8l-11 -6l4 6l-4 6z",
    "circle": "M35 3a5 5 0 1 0 .01 0z",
    "diamond": "M40 8l-6 -5l-6 5l6 5z",
    "box": "M40 3v10h-9v-10z",
    "bar": "M40 1v14h-3v-14z",
    "inv_triangle": "M30 8l10 -5v10z",
}

_EDGES = {
    "PARTNERS_WITH": (RED, 4.0, ""),
    "PARTY_TO": (PINK, 3.0, "diamond"),
    "PARTICIPATES_IN": (PINK, 1.5, "arrow"),
    "COOPERATES_ON": (PINK, 2.0, "circle"),
    "LEADS": (BLUE, 3.0, "vee"),
    "OPERATES": (BLUE, 1.5, "arrow"),
    "FOUNDED": (BLUE, 1.5, "box"),
    "SERVES": (GREEN, 2.5, "arrow"),
    "PROVIDES": (GREEN, 1.5, "circle"),
    "MEETS": (GREEN, 1.5, "box"),
    "HAS_NEED": (ORANGE, 1.5, "inv_triangle"),
    "ISSUED": (SKY, 2.0, "arrow"),
    "HAS_ROLE": (BLACK, 1.0, "arrow"),
    "SUCCEEDED_BY": (BLACK, 2.5, "vee"),
    "PART_OF": (GREY, 1.0, "arrow"),
    "LOCATED_IN": (GREY, 1.0, "circle"),
    "MEMBER_OF": (GREY, 1.0, "diamond"),
    "RESIDENT_OF": (GREY, 1.0, "box"),
}

#: Dashes for what is not stated, on edges and around nodes.
DASHES: dict[str, list[int]] = {"inferred": [9, 6], "proposed": [2, 6]}


@dataclass(frozen=True)
class Mark:
    """How a state of a comparison is drawn: by colour, by the form and width of the line, and by a sign."""

    colour: str
    dashes: tuple[int, ...]
    width: float
    sign: str = ""


_PLAIN = Mark("#9A9A9A", (), 1.0)
MARKS: dict[str, Mark] = {
    "new": Mark(GREEN, (), 5.0, "＋"),
    "gone": Mark(RED, (14, 8), 3.5, "－"),
    "changed": Mark(BLUE, (16, 5, 3, 5), 3.5, "≠"),
    "same": _PLAIN,
    "first": Mark(BLUE, (14, 8), 3.5, "甲"),
    "second": Mark(RED, (3, 5), 3.5, "乙"),
    "both": Mark(BLACK, (), 5.0, "＝"),
}


@dataclass(frozen=True)
class Look:
    """How a node type is drawn."""

    colour: str
    shape: str
    size: int

    @property
    def path(self) -> str:
        return SHAPES[self.shape]


@dataclass(frozen=True)
class Line:
    """How an edge type is drawn."""

    colour: str
    width: float
    head: str

    @property
    def path(self) -> str:
        return HEADS[self.head]


@cache
def look(label: str) -> Look:
    """How nodes of a type look."""
    return Look(*_NODES.get(label, (GREY, _spare(label, tuple(SHAPES)), 11)))


def mark(state: str) -> Mark:
    """How a state looks."""
    return MARKS.get(state, _PLAIN)


@cache
def line(edge_type: str) -> Line:
    """How edges of a type look; a symmetric one has no arrow head."""
    declared = edge_types().get(edge_type)
    head = "" if declared and declared.symmetric else _spare(edge_type, tuple(HEADS)[1:])
    return Line(*_EDGES.get(edge_type, (BLACK, 1.5, head)))


def _spare(name: str, options: tuple[str, ...]) -> str:
    """One of the options, by the letters of the name: the same in every process."""
    return options[sum(map(ord, name)) % len(options)]


def node_name(label: str, language: Language) -> str:
    """What a reader calls a node type: in English its words, such as `Government body`."""
    declared = node_types().get(label)
    return declared.zh if declared and declared.zh and language == "zh" else _in_words(label)


def _in_words(label: str) -> str:
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", label).capitalize()


def edge_name(edge_type: str, language: Language) -> str:
    """What a reader calls an edge type."""
    declared = edge_types().get(edge_type)
    if declared and declared.zh and language == "zh":
        return declared.zh
    return edge_type.replace("_", " ").lower()
