"""A paragraph without the blanks that printing puts around figures and letters, and the way back to its own places."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

_BLANKS = re.compile(r"(?<=[0-9A-Za-z])[ \t\u3000]+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[ \t\u3000]+(?=[0-9A-Za-z])")


@dataclass(frozen=True)
class View:
    """Text to read, and for each blank taken out: its place in the view, and how much was taken up to there."""

    text: str
    cuts: tuple[tuple[int, int], ...] = ()

    def back(self, at: int, *, end: bool = False) -> int:
        """A place of the view in the paragraph."""
        key = (at, 0) if end else (at + 1, 0)
        before = bisect_left(self.cuts, key)
        return at + (self.cuts[before - 1][1] if before else 0)


def view(text: str) -> View:
    """The view of a paragraph."""
    cuts: list[tuple[int, int]] = []
    parts: list[str] = []
    last = taken = 0
    for match in _BLANKS.finditer(text):
        parts.append(text[last : match.start()])
        cuts.append((match.start() - taken, taken + len(match[0])))
        taken += len(match[0])
        last = match.end()
    return View("".join((*parts, text[last:])), tuple(cuts)) if cuts else View(text)
