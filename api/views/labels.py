"""Labels of nodes: names in short lines, and the room that a node covers with its label."""

from __future__ import annotations

import math
import unicodedata
from functools import cache

from api.views.layout import Box

_LINE = 9  # Han characters in a line of a label
_LINES = 3
_MARGIN = 14  # pixels


def label(name: str) -> str:
    """The name in lines of about equal width, cut after the third."""
    text = " ".join(name.split())
    room = _width(text) / min(_LINES, math.ceil(_width(text) / _LINE) or 1)
    lines, limit, width = [""], min(_LINE, math.ceil(room)), 0.0
    for character in text:
        width += _character(character)
        if width > limit:
            lines.append("")
            width = _character(character)
        lines[-1] += character
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][:-1] + "…"]
    return "\n".join(lines)


def text_height(text: str, font: int) -> float:
    """The height of a label in pixels."""
    return font * 1.2 * (text.count("\n") + 1)


def box(text: str, font: int, size: int) -> Box:
    """What a symbol of that size (half its width) covers with the label below it, in pixels."""
    width = max(_width(line) for line in text.split("\n")) * font
    return Box(max(width, 2 * size) + _MARGIN, 2 * size + text_height(text, font) + _MARGIN)


def _width(text: str) -> float:
    """In widths of a Han character."""
    return sum(map(_character, text))


@cache
def _character(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.55
