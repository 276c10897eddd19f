"""Cells as locators (名单!C7, 名单!C7-C90): how the cells of one thing are told in few words, whatever their order.

The first cells are told exactly, in runs. Where there are more, one last range goes from the next to the last of
them. What is told of a union follows from what is told of its parts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice

#: Cells of one column that are told exactly.
EXACT = 100
_CELLS = re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]+)(?P<first>\d+)(?:-(?P=column)(?P<last>\d+))?")


def cell_ranges(sheet: str, column: str, rows: Iterable[int]) -> list[str]:
    """The locators of the cells of a column in some rows, which are in order."""
    runs: list[tuple[int, int]] = []
    exact, before, rest = 0, None, None
    for row in rows:
        if row == before:
            continue
        if exact == EXACT:
            rest = row if rest is None else rest
        else:
            exact += 1
            _extend(runs, row, row)
        before = row
    if rest is not None and before is not None:
        _extend(runs, rest, before)
    return [_locator(sheet, column, first, last) for first, last in runs]


def join_cells(locators: Iterable[str]) -> list[str]:
    """The locators of all these cells together; locators of another kind stay as they are."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    others: list[str] = []
    for locator in locators:
        match = _CELLS.fullmatch(locator)
        if match is None:
            others.append(locator)
        else:
            first = int(match["first"])
            found[match["sheet"], match["column"]].append((first, int(match["last"] or first)))
    told = [one for (sheet, column), ranges in found.items() for one in cell_ranges(sheet, column, _rows(ranges))]
    return [*dict.fromkeys(others), *told]


def _rows(ranges: list[tuple[int, int]]) -> Iterator[int]:
    """As many of the first rows as are told, and the last."""
    every = merge(*(range(first, last + 1) for first, last in ranges))
    seen = -1
    yield from islice((seen := row for row in every if row != seen), EXACT + 1)
    yield max(last for _, last in ranges)


def _extend(runs: list[tuple[int, int]], first: int, last: int) -> None:
    if runs and runs[-1][1] + 1 == first:
        runs[-1] = (runs[-1][0], last)
    else:
        runs.append((first, last))


def _locator(sheet: str, column: str, first: int, last: int) -> str:
    return f"{sheet}!{column}{first}" + (f"-{column}{last}" if last > first else "")
