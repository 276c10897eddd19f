"""Free room on a grid, found row by row: a row of cells is one number, a taken cell a bit of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from math import inf

#: The cell at zero; searches to the left end that many cells before it, to the right nowhere.
_MIDDLE = 1 << 12


class Room:
    """Which cells are taken. Boxes are given as left, top, width and height in cells."""

    def __init__(self) -> None:
        self._rows: defaultdict[int, int] = defaultdict(int)

    def take(self, left: int, top: int, wide: int, tall: int) -> None:
        """Take the cells of a box; what lies too far left is taken from the border on."""
        first = max(0, left + _MIDDLE)
        bits = (1 << max(0, left + _MIDDLE + wide)) - (1 << first)
        for row in range(top, top + tall):
            self._rows[row] |= max(0, bits)

    def nearest(self, left: int, top: int, wide: int, tall: int) -> tuple[int, int]:
        """The left and top of the free box nearest to a wanted one; of several the upper, then the left."""
        wanted = max(0, left + _MIDDLE)
        best: tuple[float, int, int] = (inf, 0, 0)
        for dy in _outwards():
            if dy * dy > best[0]:
                break
            for dx in self._beside(wanted, top + dy, wide, tall):
                best = min(best, (dx * dx + dy * dy, dy, dx))
        return wanted - _MIDDLE + best[2], top + best[1]

    def _beside(self, wanted: int, top: int, wide: int, tall: int) -> Iterator[int]:
        """Steps to the nearest free places on the left and on the right of one, in a row of boxes."""
        taken = 0
        for row in range(top, top + tall):
            taken |= self._rows.get(row, 0)
        free = ~_widened(taken, wide)
        if free >> wanted & 1:
            yield 0
            return
        right = free >> wanted
        yield (right & -right).bit_length() - 1
        before = free & ((1 << wanted) - 1)
        if before:
            yield before.bit_length() - 1 - wanted


def _widened(taken: int, wide: int) -> int:
    """The left ends at which a box of that width would meet a taken cell."""
    reach = 1
    while reach < wide:
        step = min(reach, wide - reach)
        taken |= taken >> step
        reach += step
    return taken


def _outwards() -> Iterator[int]:
    """0, -1, 1, -2, 2 and so on."""
    yield 0
    for step in count(1):
        yield -step
        yield step
