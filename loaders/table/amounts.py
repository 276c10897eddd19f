"""Figures whose unit stands beside them, in a heading or in the map: 120 of 万元 is 1 200 000 元."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from graph.errors import Text
from graph.values import read_figure, squeeze
from loaders.table.row import Row, Value

_SCALED = r"(?:[百千]?[万亿]|万亿|[百千](?=美?元|人|户|亩|吨))"
_UNIT = re.compile(rf"({_SCALED})(.*)")
#: A unit behind a heading, or above the headings.
_COUNTED = r"(?:美元|元|人次|人|户|家|个|所|项|份|次|件|名|亩|公顷|平方米|平方公里|吨|%)"
_OF_HEADING = re.compile(rf"\((?:单位:)?({_SCALED}?{_COUNTED}|{_SCALED})\)$")
_ABOVE = re.compile(rf"(?:^|[\s(、,，；;])单位\s*[：:]\s*(?:人民币)?({_SCALED}?{_COUNTED}|{_SCALED})(?![\w])")
_SCALES = frozenset("百千万亿")


def settle(row: Row) -> bool:
    """Put the figure of a row and the unit beside it together, in base units; False with a fault where they differ."""
    main = row.one("printed") or row.one("value")
    unit = row.one("unit") or _of_heading(row, main)
    if main is None or unit is None:
        return True
    found = _UNIT.fullmatch(str(unit.data))
    if found is None:
        if not row.one("unit") and not _own_unit(str(main.data)):
            row.values["unit"] = [unit]
        return True
    whole = _whole(str(main.data), str(unit.data), found[2])
    if whole:
        return _agree(row, main, whole, found[2])
    if unit.column:
        what = Text(f"与单位“{unit.data}”对不上", f"does not go with the unit “{unit.data}”")
        row.fault(main, what, Text("单位只写一处，或两处写得一样", "write the unit once, or alike"))
    row.values.pop("unit", None)
    return not unit.column


def unit_above(text: str) -> str | None:
    """The unit that a cell above the headings gives for the whole table: 单位：万元."""
    found = _ABOVE.search(text)
    return found[1] if found else None


def _of_heading(row: Row, main: Value | None) -> Value | None:
    found = _OF_HEADING.search(squeeze(row.headings.get(main.column, ""))) if main else None
    return Value(found[1], 0) if found else None


def _whole(text: str, unit: str, base: str) -> str | None:
    """A figure with its unit; None where it has another. What is no figure is told elsewhere."""
    try:
        own = read_figure(text).unit
    except ValueError:
        return text
    if not own and not _SCALES.intersection(text):
        return text + unit
    return text if own == base and squeeze(text).endswith(unit) else None


def _own_unit(text: str) -> bool:
    try:
        return bool(read_figure(text).unit)
    except ValueError:
        return False


def _agree(row: Row, main: Value, whole: str, base: str) -> bool:
    """Keep the whole figure as printed; a value beside it may be in base units or in those that stand beside it."""
    value = row.one("value")
    row.values["printed"], row.values["unit"] = [Value(whole, main.column)], [Value(base or None, 0)]
    if not base:
        del row.values["unit"]
    if value is None or value is main:
        row.values.pop("value", None)
        return True
    try:
        told, given = read_figure(whole).value, Decimal(squeeze(str(value.data)).replace(",", ""))
        number = read_figure(str(main.data)).value
    except (ValueError, InvalidOperation):
        return True
    if given not in (Decimal(told), Decimal(number)):
        row.fault(value, Text(f"与“{whole}”不是一个数", f"is another number than “{whole}”"),
                  Text("数值按基本单位写，或不写", "give it in base units, or leave it blank"))  # fmt: skip
        return False
    del row.values["value"]
    return True
