"""Dates as Chinese documents print them: absolute, partial, relative to the day of publication, and periods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from graph.values import first_day

Sense = Literal["point", "since", "until", "range"]


@dataclass(frozen=True)
class FoundDate:
    """A date at text[start:end]; ISO 8601 of known precision. `until` is the end of a range."""

    start: int
    end: int
    iso: str
    until: str | None = None
    sense: Sense = "point"


@dataclass
class Calendar:
    """The day of publication, and the year that a month without one belongs to."""

    published: str | None = None
    year: int | None = None

    @property
    def now(self) -> int | None:
        return int(self.published[:4]) if self.published else None

    def of_month(self, month: int, day: int | None) -> int | None:
        """The year of a bare month: that of the text before, else the latest one not after the publication."""
        if self.year is not None or self.published is None:
            return self.year
        later = f"{month:02}-{day or 1:02}" > self.published[5:] if len(self.published) > 4 else False
        return int(self.published[:4]) - later


_YEAR = r"(?P<year>(?:19|20)\d\d|今|去|前|明|同|当)\s*年"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|本|当|上)\s*月"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])\s*[日号]"
_BARE = rf"(?<!\d){_MONTH.replace('month', 'month2')}(?:份)?\s*(?:{_DAY.replace('day', 'day2')})?"
_FULL = re.compile(rf"(?:{_YEAR}\s*(?:度)?(?:{_MONTH}(?:份)?\s*(?:{_DAY})?)?|{_BARE})")
_RANGE = re.compile(r"\s*(?:[-—~～至到]|起至)\s*")
_NUMERIC = re.compile(r"(?<!\d)((?:19|20)\d\d)[-./](1[0-2]|0?[1-9])(?:[-./](3[01]|[12]\d|0?[1-9]))?(?![\d%])")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-—~～至]\s*((?:19|20)\d\d)\s*年")
_RELATIVE = {"今": 0, "去": -1, "前": -2, "明": 1}


def find_dates(text: str, calendar: Calendar) -> list[FoundDate]:
    """The dates of a text, in order; those whose year nothing tells are left out."""
    found: list[FoundDate] = []
    for date in sorted(_all(text, calendar), key=lambda date: (date.start, -date.end)):
        if found and date.start < found[-1].end:
            continue
        if found and _RANGE.fullmatch(text, found[-1].end, date.start) and found[-1].until is None:
            found[-1] = FoundDate(found[-1].start, date.end, found[-1].iso, date.iso, "range")
        else:
            found.append(date)
    return [_sensed(text, date) for date in found]


def _all(text: str, calendar: Calendar) -> Iterator[FoundDate]:
    for match in _YEARS.finditer(text):
        yield FoundDate(match.start(), match.end(), match[1], match[2], "range")
    for match in _NUMERIC.finditer(text):
        if iso := _iso(int(match[1]), int(match[2]), int(match[3]) if match[3] else None):
            yield FoundDate(match.start(), match.end(), iso)
    for match in _FULL.finditer(text):
        if iso := _read(match, calendar):
            yield FoundDate(match.start(), match.end(), iso)


def _read(match: re.Match[str], calendar: Calendar) -> str | None:
    month_text, day_text = match["month"] or match["month2"], match["day"] or match["day2"]
    day = int(day_text) if day_text else None
    if month_text in ("本", "当", "上"):
        return _relative_month(month_text, day, calendar)
    month = int(month_text) if month_text else None
    year = _year(match["year"], month, day, calendar)
    return _iso(year, month, day) if year else None


def _year(printed: str | None, month: int | None, day: int | None, calendar: Calendar) -> int | None:
    if printed is None:
        return calendar.of_month(month, day) if month else None
    if printed.isdigit():
        calendar.year = int(printed)
        return calendar.year
    if printed in "同当":
        return calendar.year
    if calendar.now is None:
        return None
    calendar.year = calendar.now + _RELATIVE[printed]
    return calendar.year


def _relative_month(word: str, day: int | None, calendar: Calendar) -> str | None:
    if not calendar.published or len(calendar.published) < 7:
        return None
    year, month = int(calendar.published[:4]), int(calendar.published[5:7]) - (word == "上")
    return _iso(year - (month == 0), month or 12, day)


def _iso(year: int, month: int | None, day: int | None) -> str | None:
    iso = f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")
    try:
        first_day(iso)
    except ValueError:
        return None
    return iso


_SINCE = re.compile(r"[^，。；,]{0,3}?(?:以来|起|开始|至今)")
_UNTIL = re.compile(r"(?:截至|截止|截止到|截至到|到|至)\s*$")


def _sensed(text: str, date: FoundDate) -> FoundDate:
    if date.sense == "range":
        return date
    sense: Sense = "point"
    if _SINCE.match(text, date.end):
        sense = "since"
    elif _UNTIL.search(text[max(0, date.start - 4) : date.start]):
        sense = "until"
    return FoundDate(date.start, date.end, date.iso, None, sense)
