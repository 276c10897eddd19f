"""Whose a public body is, by what its name begins with: in a sheet of a district 市教育局 is the body of the city."""

from __future__ import annotations

from collections.abc import Iterator

from graph.gazetteer import Division, Gazetteer
from graph.identity import LEVEL_MARK

#: Digits of the codes of a district, a city and a province.
_AROUND = (6, 4, 2)


def called(division: Division) -> list[str]:
    """What a division is called, whole and short: 晋中市, 晋中."""
    return [division.name, division.name.rstrip("省市区县")]


def seat(name: str, region: str, gazetteer: Gazetteer) -> str | None:
    """The code of the division whose body a name says it is, else the region; None where it is one of several."""
    around = list(_around(region, gazetteer))
    for division in around:
        if any(len(form) > 1 and name.startswith(form) for form in called(division)):
            return division.code
    mark = LEVEL_MARK.match(name)
    if mark is None or not around:
        return region
    return next((division.code for division in around if _is(division, mark[0])), None)


def _around(region: str, gazetteer: Gazetteer) -> Iterator[Division]:
    """A region, as far as it has bodies of its own, and what it lies in."""
    for size in _AROUND:
        if size <= len(region) and (division := gazetteer.division(region[:size])):
            yield division


def _is(division: Division, mark: str) -> bool:
    """Whether a division is of a level; 区 is a district, and not an autonomous region."""
    return division.name.endswith(mark) and not division.name.endswith("自治区")
