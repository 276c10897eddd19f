"""Free room on a grid, found row by row: a row of cells is one number, a taken cell a bit of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from math import inf

#: Where the grid begins on the left, where nobody says it; to the right it has no end.
_START = -(1 << 12)


class Room:
    """Which cells are taken. Boxes are given as left, top, width and height in cells."""

    def __init__(self, start: int = _START) -> None:
        """`start` is the leftmost column; the nearer to what will be put there, the faster all searches."""
        self._start = start
        self._rows: defaultdict[int, int] = defaultdict(int)

    def take(self, left: int, top: int, wide: int, tall: int) -> None:
        """Take the cells of a box; what lies too far left is taken from the border on."""
        first = max(0, left - self._start)
        bits = (1 << max(0, left - self._start + wide)) - (1 << first)
        for row in range(top, top + tall):
            self._rows[row] |= max(0, bits)

    def nearest(self, left: int, top: int, wide: int, tall: int) -> tuple[int, int]:
        """The left and top of the free box nearest to a wanted one; of several the least far above or below."""
        wanted = max(0, left - self._start)
        nearest, place = inf, (0, 0)
        for dy in _outwards():
            if dy * dy >= nearest:
                break
            for dx in _steps(self._taken(top + dy, wide, tall), wanted):
                far = dx * dx + dy * dy
                if far < nearest:
                    nearest, place = far, (dx, dy)
        return wanted + self._start + place[0], top + place[1]

    def _taken(self, top: int, wide: int, tall: int) -> int:
        """The left ends at which a box of that size would meet a taken cell."""
        taken, row_of = 0, self._rows.get
        for row in range(top, top + tall):
            taken |= row_of(row, 0)
        reach = 1
        while reach < wide:
            step = min(reach, wide - reach)
            taken |= taken >> step
            reach += step
        return taken


def _steps(taken: int, wanted: int) -> tuple[int, ...]:
    """Steps to the nearest free places on the left and on the right of a wanted one; none where the left is full."""
    right = ~(taken >> wanted)
    first = (right & -right).bit_length() - 1
    if not first:
        return (0,)
    before = ~taken & ((1 << wanted) - 1)
    return (before.bit_length() - 1 - wanted, first) if before else (first,)


def _outwards() -> Iterator[int]:
    """0, -1, 1, -2, 2 and so on."""
    yield 0
    for step in count(1):
        yield -step
        yield step
