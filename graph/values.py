"""Annotated value types: dates of known precision, figures as printed, Han names, codes, locators."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

# --- dates -------------------------------------------------------------------------------------

_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


def _date_parts(text: str) -> tuple[int, int | None, int | None]:
    match = _DATE.match(text)
    if not match:
        raise ValueError(f"not a date of the form 2023, 2023-08 or 2023-08-15: {text!r}")
    year, month, day = int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"no such month: {text!r}")
    if month is not None and day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError(f"no such day: {text!r}")
    return year, month, day


def first_day(text: str) -> str:
    """The first day that a date of any precision covers: `2023-08` -> `2023-08-01`."""
    year, month, day = _date_parts(text)
    return f"{year:04}-{month or 1:02}-{day or 1:02}"


def last_day(text: str) -> str:
    """The last day that a date of any precision covers: `2023-08` -> `2023-08-31`."""
    year, month, day = _date_parts(text)
    month = month or 12
    return f"{year:04}-{month:02}-{day or calendar.monthrange(year, month)[1]:02}"


class PartialDate(str):
    """An ISO 8601 date of year, month or day precision."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._read,
            json_schema_input_schema=core_schema.str_schema(pattern=_DATE.pattern),
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def _read(cls, value: object) -> PartialDate:
        # YAML reads an unquoted 2023 as a number and 2023-08-15 as a date.
        text = str(value)
        first_day(text)
        return cls(text)

    @property
    def first(self) -> str:
        return first_day(self)

    @property
    def last(self) -> str:
        return last_day(self)


# --- names -------------------------------------------------------------------------------------

_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"', "『": '"', "』": '"'})
_DROPPED = re.compile(r"[\s\"'《》〈〉()\[\]【】·・—\-－_]+")


def squeeze(text: str) -> str:
    """Text as it compares across line breaks, widths and quotes: NFKC, unified quotes, no blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(_QUOTES))


def name_key(name: str) -> str:
    """The form under which two spellings of a name are one: NFKC, lower case, no marks or blanks."""
    folded = unicodedata.normalize("NFKC", name).translate(_QUOTES).lower()
    return _DROPPED.sub("", folded) or folded.strip()


def _check_name(name: str) -> str:
    name = name.strip()
    if not name:
        raise ValueError("a name must not be empty")
    if any(unicodedata.category(char) == "Cc" for char in name):
        raise ValueError("a name must not hold control characters or line breaks")
    return name


HanName = Annotated[str, AfterValidator(_check_name)]

# --- codes and locators ------------------------------------------------------------------------

#: A division's parent is in its code: a level is told by the length.
DIVISION_LENGTHS = {2: "province", 4: "city", 6: "district", 9: "subdistrict", 12: "community"}


def _check_division(code: str) -> str:
    if not code.isdigit() or len(code) not in DIVISION_LENGTHS:
        raise ValueError("a division code has 2, 4, 6, 9 or 12 digits")
    return code


DivisionCode = Annotated[str, AfterValidator(_check_division)]


def division_parent(code: str) -> str | None:
    """The code of the division above, or None for a province."""
    lengths = [0, *DIVISION_LENGTHS]
    return code[: lengths[lengths.index(len(code)) - 1]] or None


_SOURCE_ID = re.compile(r"^[a-z0-9][a-z0-9._/-]*$")


def check_source_id(text: str) -> str:
    """Accept a source id (`000-yuci`, `divisions-2023/14`); raise ValueError otherwise."""
    if not _SOURCE_ID.match(text):
        raise ValueError("a source id is lower-case letters, digits, '.', '_', '-' and '/'")
    return text


SourceId = Annotated[str, AfterValidator(check_source_id)]

#: `12` or `9-12`: paragraphs; anything else without blanks or '#' (a registry code, sheet!cell).
LOCATOR = re.compile(r"^[^\s#]+$")


def _locator(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _check_locator(text: str) -> str:
    if not LOCATOR.match(text):
        raise ValueError("a locator is a paragraph (12), a range (9-12), a code or sheet!cell")
    return text


Locator = Annotated[str, BeforeValidator(_locator), AfterValidator(_check_locator)]


_PARAGRAPHS = re.compile(r"^(\d+)(?:-(\d+))?$")


def paragraphs(locator: str) -> tuple[int, int] | None:
    """The paragraph range of a locator, or None when it is of another kind."""
    match = _PARAGRAPHS.match(locator) if locator[:1].isdigit() else None
    if not match:
        return None
    return int(match[1]), int(match[2] or match[1])


def locator_order(evidence: str) -> tuple[str, int, int, str]:
    """Sort key of `source#locator`: by source, then by paragraph as a number."""
    source, _, locator = evidence.partition("#")
    low, high = paragraphs(locator) or (10**9, 10**9)
    return source, low, high, locator


# --- figures -----------------------------------------------------------------------------------

#: What a printed figure may carry around its number: 余/多 a little more, 近 a little less, 约 about.
Qualifier = Literal["余", "多", "近", "约", "近余", "以上"]

_FIGURE = re.compile(
    r"^(?P<before>近|约|超过|超|逾|第)?\s*(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)\s*"
    r"(?P<scale>[百千万亿]*)\s*(?P<after>余|多)?\s*(?P<scale2>[万亿]?)\s*(?P<unit>.*)$"
)
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_HAN_DIGITS = {
    "一": "1",
    "二": "2",
    "两": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}


#: Marks as they may be combined in print, to the qualifier that they amount to.
_QUALIFIERS: dict[str, Qualifier] = {
    "余": "余", "多": "多", "近": "近", "约": "约", "近余": "近余", "近多": "近余",
    "余余": "余", "余多": "余", "约余": "约", "约多": "约",
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A printed figure, read: its value in base units, its qualifier, its unit, and the bounds they allow."""

    value: int | str
    qualifier: Qualifier | None
    unit: str
    low: float
    high: float


#: One part of a Han numeral, below ten thousand; a digit behind 百 or 千 needs 零: 一百五 may be 105 or 150.
_HAN_PART = re.compile(
    r"(?:([一二两三四五六七八九])?千)?[零〇]?(?:([一二两三四五六七八九])?百)?[零〇]?"
    r"(?:([一二三四五六七八九])?十)?((?:[零〇]|(?<![百千]))[一二两三四五六七八九])?"
)
_HAN_NUMERAL = re.compile(r"^(近|约|超过|超|逾)?([零〇一二两三四五六七八九十百千万亿]+)")


def _han_to_digits(text: str) -> str:
    """近千 -> 近1000, 一百二十 -> 120, 十五 -> 15; other text unchanged."""
    match = _HAN_NUMERAL.match(text)
    number = _han_number(match[2]) if match else None
    return text if match is None or number is None else f"{match[1] or ''}{number}{text[match.end() :]}"


def _han_number(text: str) -> int | None:
    """The number of a Han numeral; None for what is none or leaves open which: 三四十, 三万五."""
    for mark, size in (("亿", 10**8), ("万", 10**4)):
        high, found, low = text.rpartition(mark)
        if found:
            parts = _han_number(high) if high else 1, _han_number(low) if low else 0
            told = len(low) != 1 and None not in parts
            return (parts[0] or 0) * size + (parts[1] or 0) if told else None
    match = _HAN_PART.fullmatch(text)
    if not match or not text:
        return 0 if text in ("零", "〇") else None
    places = zip(("千", "百", "十"), (1000, 100, 10), match.groups(), strict=False)
    above = sum(int(_HAN_DIGITS[digit or "一"]) * size for mark, size, digit in places if mark in text)
    return above + int(_HAN_DIGITS[match[4][-1]] if match[4] else 0)


def _as_value(number: Decimal) -> int | str:
    return int(number) if number == number.to_integral_value() else format(number.normalize(), "f")


def _last_place(number: Decimal, scale: int) -> Decimal:
    """The place value of the last digit that is not zero: 1500 -> 100, 24.2万 -> 1000."""
    digits = number.as_tuple()
    trailing = len(digits.digits) - len(str(int("".join(map(str, digits.digits)) or "0")).rstrip("0") or "0")
    exponent = int(digits.exponent) + trailing
    return Decimal(10) ** exponent * scale


def figure_bounds(value: int | str, qualifier: str | None) -> tuple[float, float]:
    """The lowest and highest number that a qualified value may stand for.

    余 and 多 reach up to the next step of the last printed place (1500余: below 1600), 近 down to the
    one before, 约 both ways; 以上 has no upper bound within twice the value.
    """
    number = Decimal(str(value))
    step = _last_place(number, 1)
    low = number - min(step, number / 10) if qualifier in ("近", "约", "近余") else number
    high = number + step if qualifier in ("余", "多", "约", "近余") else number
    if qualifier == "以上":
        high = number * 2
    return float(low), float(high)


def read_figure(printed: str) -> Figure:
    """Read a printed figure such as 1500余名, 24.2万人, 近3600名, 1.28亿元; raise ValueError otherwise."""
    match = _FIGURE.match(_han_to_digits(unicodedata.normalize("NFKC", printed).strip()))
    if not match:
        raise ValueError(f"no figure in {printed!r}")
    scale = 1
    for mark in match["scale"] + match["scale2"]:
        scale *= _SCALES[mark]
    value = _as_value(Decimal(match["number"].replace(",", "")) * scale)
    before = {"超过": "余", "超": "余", "逾": "余", "第": ""}.get(match["before"] or "", match["before"] or "")
    qualifier = (before + (match["after"] or "")) or None
    unit = match["unit"]
    if qualifier is None and unit.startswith(("余", "多")):
        qualifier, unit = unit[0], unit[1:]
    known = _QUALIFIERS.get(qualifier or "")
    low, high = figure_bounds(value, known)
    return Figure(value, known, unit, low, high)
