"""The picture of the network as PNG, for the form that shows no vector graphics everywhere.

Names need a font with Chinese characters; on a machine without one the nodes are numbered, and the document
has a table of the numbers.
"""

from __future__ import annotations

import io
import math
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from api.report.picture import Drawing, Label, Mark, Point, Stroke

_DPI = 300
#: Dots a millimetre.
DOTS = _DPI / 25.4
#: Fonts with Chinese characters and the number of the face in the file; Pillow looks where systems keep fonts.
FONTS = (
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansSC-Regular.otf", 0),
    ("NotoSansCJKsc-Regular.otf", 0),
    ("SourceHanSansSC-Regular.otf", 0),
    ("msyh.ttc", 0),
    ("simhei.ttf", 0),
    ("PingFang.ttc", 0),
    ("STHeiti Light.ttc", 0),
    ("wqy-microhei.ttc", 0),
    ("wqy-zenhei.ttc", 0),
    ("DroidSansFallbackFull.ttf", 0),
)
_DASH, _GAP = 1.2, 0.8  # millimetres
_RIM = "#444444"


@cache
def han_font() -> tuple[str, int] | None:
    """The first of the fonts that this machine has."""
    for name, face in FONTS:
        try:
            ImageFont.truetype(name, 12, face)
        except OSError:
            continue
        return name, face
    return None


def png(drawing: Drawing) -> bytes:
    """The picture on white."""
    size = math.ceil(drawing.width * DOTS), math.ceil(drawing.height * DOTS)
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for stroke in drawing.strokes:
        _stroke(pen, stroke)
    for mark in drawing.marks:
        _mark(pen, mark)
    for label in drawing.labels:
        _label(pen, label, drawing.letter)
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(_DPI, _DPI))
    return out.getvalue()


def _dots(points: tuple[Point, ...]) -> list[Point]:
    return [(x * DOTS, y * DOTS) for x, y in points]


def _stroke(pen: ImageDraw.ImageDraw, stroke: Stroke) -> None:
    width = max(1, round(stroke.width * DOTS))
    for part in _dashes(stroke) if stroke.dashed else [(stroke.start, stroke.end)]:
        pen.line(_dots(part), stroke.colour, width)
    if stroke.head:
        pen.polygon(_dots(stroke.head), stroke.colour)


def _dashes(stroke: Stroke) -> list[tuple[Point, Point]]:
    (x, y), (u, v) = stroke.start, stroke.end
    length = math.hypot(u - x, v - y)
    steps = [nth * (_DASH + _GAP) / length for nth in range(math.ceil(length / (_DASH + _GAP)))] if length else []
    ends = [(at, min(1.0, at + _DASH / length)) for at in steps]
    return [((x + (u - x) * a, y + (v - y) * a), (x + (u - x) * b, y + (v - y) * b)) for a, b in ends]


def _mark(pen: ImageDraw.ImageDraw, mark: Mark) -> None:
    rim = max(1, round(0.15 * DOTS))
    if mark.corners:
        pen.polygon(_dots(mark.corners), mark.colour, _RIM, rim)
        return
    (x, y), radius = mark.centre, mark.radius * 0.9
    pen.ellipse(_dots(((x - radius, y - radius), (x + radius, y + radius))), mark.colour, _RIM, rim)


def _label(pen: ImageDraw.ImageDraw, label: Label, letter: float) -> None:
    found, size = han_font(), letter * DOTS
    font = ImageFont.truetype(found[0], size, found[1]) if found else ImageFont.load_default(size)
    x, y = label.top
    for nth, text in enumerate(label.lines if found else (str(label.nth),)):
        at = (x * DOTS, (y + letter * (1.05 + 1.2 * nth)) * DOTS)
        pen.text(at, text, "#111111", font, "ms", stroke_width=round(size * 0.09), stroke_fill="white")
