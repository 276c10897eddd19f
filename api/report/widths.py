"""How wide the columns of a table are: as it is told, and wide enough that no word, number or date is broken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from api.report.model import Table
from api.report.picture import text_width

#: Millimetres: the width of a page between its margins, a Han character at 9 points, the padding of a cell.
PAGE = 170.0
_HAN, _PADDING, _WIDEST = 3.2, 2.6, 34.0
#: How far a cell of depth 1 is moved in.
INDENT = 3.0
#: Further room on the right of numbers, and the share of the marks of evidence.
_AFTER_NUMBERS, _MARKS = 2.2, 13
#: From so many characters on marks are long, and get this share.
_LONG, _MORE_MARKS = 40, 24
_LATIN = 0.98  # of what a picture reckons for a letter: cells are set in a narrower font
_KEPT = 4  # Han characters that stay on one line
_WORD = re.compile(r"[⺀-鿿，、。（）“”]+|[^\s⺀-鿿，、。（）“”]+")


def widths(table: Table, marks: Sequence[str] | None, head: str) -> list[float]:
    """Millimetres of each column, the marks of evidence last where there are any; together they fill the page."""
    shares = [float(column.share) for column in table.columns]
    least = [
        _least([column.heading, *(line.cells[nth] for line in table.lines)]) + (_AFTER_NUMBERS if column.number else 0)
        for nth, column in enumerate(table.columns)
    ]
    least[0] += INDENT * max((line.depth for line in table.lines), default=0)
    if marks is not None:
        part = _MORE_MARKS if max((len(text) for text in marks), default=0) > _LONG else _MARKS
        shares.append(sum(shares) * part / (100 - part))
        least.append(_least([head, *marks]))
    return _shared(shares, least)


def _least(texts: Iterable[str]) -> float:
    """Room for the longest word of a column; long ones may break all the same."""
    words = (word for text in texts for word in _WORD.findall(text))
    return min(_WIDEST, max((_wide(word) for word in words), default=0.0) * _HAN + _PADDING)


def _wide(word: str) -> float:
    return text_width(word[:_KEPT]) if word[0] >= "⺀" else text_width(word) * _LATIN


def _shared(shares: list[float], least: list[float]) -> list[float]:
    """By shares, but for the columns that need more; what these take is taken from the others."""
    fixed: dict[int, float] = {}
    while True:
        left = PAGE - sum(fixed.values())
        whole = sum(share for nth, share in enumerate(shares) if nth not in fixed)
        found = [fixed.get(nth, share * left / whole if whole else 0.0) for nth, share in enumerate(shares)]
        narrow = {nth: least[nth] for nth, width in enumerate(found) if nth not in fixed and width < least[nth]}
        if not narrow:
            break
        fixed |= narrow
    scale = PAGE / sum(found)
    return [width * scale for width in found]
