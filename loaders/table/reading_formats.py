"""How a number of a spreadsheet is shown: as a year, a month, a percentage, with leading zeros or a unit."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

#: Formats of the program itself that show year and month (of the Chinese editions, and mmm-yy), and a percentage.
_MONTHS, _PERCENTS = frozenset((17, 55, 57)), frozenset((9, 10))
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_ZEROS = re.compile(r"0{2,}")
_UNIT = re.compile(r'(?:General|#,##0|0)(?:\.0+)?\s*"([^"\d]+)"')
#: Numbers of years, as days of that calendar: a year that was typed into a cell of dates.
_YEARS = range(1900, 2101)
_BOTH = " / "
_EPOCHS = (datetime.date(1899, 12, 30), datetime.date(1904, 1, 1))


@dataclass(frozen=True)
class Shown:
    """What a format shows of a date (so many characters of it) or of a number."""

    date: int = 0
    percent: bool = False
    zeros: int = 0
    unit: str = ""

    def of(self, value: str | float) -> str | float:
        """A value as it is shown."""
        if isinstance(value, str):
            return value[: self.date] if self.date and _BOTH not in value else value
        if self.percent:
            return f"{value * 100:.15g}%"
        if self.zeros and value >= 0 and value == int(value):
            return f"{int(value):0{self.zeros}}"
        return f"{value:.15g}{self.unit}" if self.unit else value


def shown_as(number: int, code: str | None) -> Shown | None:
    """What a format shows that the value alone does not tell; None where it shows the value."""
    if number in _MONTHS and code is None:
        return Shown(date=7)
    if number in _PERCENTS and code is None:
        return Shown(percent=True)
    first = (code or "").partition(";")[0].strip()
    if found := _UNIT.fullmatch(first):
        return Shown(unit=found[1].strip())
    plain = _QUOTED.sub("", first).lower().strip()
    if "y" in plain and "d" not in plain and "h" not in plain:
        return Shown(date=7 if "m" in plain else 4)
    if plain.endswith("%"):
        return Shown(percent=True)
    return Shown(zeros=len(plain)) if _ZEROS.fullmatch(plain) else None


def doubtful_date(value: datetime.date) -> str | None:
    """A date that is rather a year typed into a cell of dates, as both."""
    days = [(value - epoch).days for epoch in _EPOCHS]
    year = next((number for number in days if number in _YEARS), None)
    return f"{value.isoformat()}{_BOTH}{year}" if year else None
