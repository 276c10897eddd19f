"""Lines to paragraphs: sentences that were broken over lines are put together again, across captions too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from loaders.document.base import Paragraph
from loaders.document.reading.base import Line, columns
from loaders.document.reading.limits import MAX_PARAGRAPH
from loaders.document.reading.signs import ITEM, body, caption, ended, headline, marked_caption, opens_report

#: A line that was filled may end this many columns before the usual: no mark begins a line, no number is broken.
_SLACK, _OVER = 8, 8
#: Lists of headlines are narrower, and their lines differ more.
_NARROWEST, _WIDEST, _NEAR = 44, 110, 4
_FEWEST = 6
_MOST_CAPTIONS = 4
_JOINING = ("，", ",", "、")
_INDENT = 2


def group(lines: Sequence[Line], width: int) -> list[list[Line]]:
    """The lines of each paragraph, paragraphs in the order of their first lines."""
    # Where most lines stand apart, an empty line between two of them says nothing.
    gaps_tell = sum(line.gap for line in lines) * 2 < len(lines)
    groups: list[list[Line]] = []
    taken: set[int] = set()
    for index, line in enumerate(lines):
        if index in taken:
            continue
        groups.append([line])
        after, length = _next(lines, index, width, gaps_tell), len(line.text)
        while after is not None and after not in taken and length < MAX_PARAGRAPH:
            taken.add(after)
            groups[-1].append(lines[after])
            length += len(lines[after].text)
            after = _next(lines, after, width, gaps_tell)
    return groups


def join(lines: Sequence[Line]) -> Paragraph:
    """One paragraph of lines. Where two words of letters or digits would run together, a blank parts them."""
    text, starts = "", []
    for line in lines:
        if text and text[-1].isascii() and text[-1].isalnum() and line.text[0].isascii() and line.text[0].isalnum():
            text += " "
        starts.append((len(text), line.number))
        text += line.text
    return Paragraph(lines[0].number, text, tuple(starts))


def fill_width(lines: Sequence[Line], *, wrapped: bool = False) -> int:
    """The width to which a text was wrapped, in columns; 0 where it was not. `wrapped` when it is known to be."""
    widths = sorted(columns(line.text) for line in lines if line.kind == "text")
    if wrapped and widths:
        return widths[len(widths) * 4 // 5]
    if len(widths) < _FEWEST:
        return 0
    ((usual, _),) = Counter(widths).most_common(1)
    full = [line for line in lines if line.kind == "text" and _full(line, usual)]
    near = sum(abs(width - usual) <= _NEAR for width in widths)
    over = sum(width > usual + _OVER for width in widths)
    shaped = len(full) * 5 >= len(widths) * 2 and near * 2 >= len(full) and over * 50 <= len(widths)
    fits = _NARROWEST <= usual <= _WIDEST and shaped
    return usual if fits and sum(not ended(line.text) for line in full) * 2 >= len(full) else 0


def _full(line: Line, width: int) -> bool:
    return width - _SLACK <= columns(line.text) <= width + _OVER


def _next(lines: Sequence[Line], at: int, width: int, gaps_tell: bool) -> int | None:
    """The line that goes on with the sentence of the line at `at`."""
    line = lines[at]
    if line.kind != "text" or marked_caption(line) or at + 1 >= len(lines):
        return None
    if _broken(line):
        after = at + 1
        while after < len(lines) and after - at <= _MOST_CAPTIONS and caption(lines[after], line.text):
            after += 1
        if after < len(lines) and _goes_on(lines[after]):
            return after
    return at + 1 if width and _wrapped(line, lines[at + 1], width, gaps_tell) else None


def _broken(line: Line) -> bool:
    """Whether running text stops here inside a sentence."""
    return not ended(line.text) and (body(line.text) or line.text.endswith(_JOINING))


def _goes_on(line: Line) -> bool:
    return line.kind == "text" and not headline(line) and not ITEM.match(line.text) and not opens_report(line.text)


def _wrapped(line: Line, after: Line, width: int, gaps_tell: bool) -> bool:
    """Whether a full line of a wrapped text goes on in the next."""
    if after.kind != "text" or not _full(line, width) or (gaps_tell and after.gap):
        return False
    if not ended(line.text):
        return not opens_report(after.text)
    return (
        not ITEM.match(after.text)
        and after.indent < line.indent + _INDENT
        and (_full(after, width) or not headline(after))
    )
