"""What a cell says, by the type of its field: dates, counts, figures, choices, names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import orjson

from graph.errors import Text
from graph.values import first_day, read_figure
from loaders.document.dates import Calendar, find_dates
from loaders.document.reading.base import INVISIBLE, Fault
from loaders.table.base import CellValue, Field, Since1904, cell_text
from loaders.table.doubtful import check

_DAY_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
#: 二〇二三年八月十五日, with what is taken for the naught.
_HAN_DATE = re.compile(
    r"([〇○零oO一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?)?"
)
_HAN_DIGITS = str.maketrans("〇○零oO一二三四五六七八九", "00000123456789")
_WHOLE = re.compile(r"-?\d{1,3}(?:,\d{3})+|-?\d+(?:\.0+)?")
#: Days since then, as spreadsheets count them: from 1957 to 2119. 20238 is rather a month that lost its mark.
_EPOCH = date(1899, 12, 30)
_SERIALS = range(21_000, 80_000)
#: Days between the two calendars of spreadsheets.
_LATER = 1_462
#: Others are slips of the pen.
_YEARS = range(1800, 2200)
#: Two marks within one date: August and September, or the ninth of August.
_MIXED = re.compile(r"\d{4}([-./])\d{1,2}(?!\1)[-./]\d{1,2}")
#: What engines keep as a whole number.
_MOST = 2**63 - 1
#: After a number: that it is not exact, or not the only one.
_OPEN_UNITS = frozenset("几来+＋")
#: A scale that is no part of the number as it is read: 120w, 120（万元）.
_SCALED = re.compile(r"[wWkK](?![A-Za-z])|[(（].*[万亿]")
_OPEN = re.compile(r"\d|以上|以下|以内|左右|上下")
#: Characters of a name.
_LONGEST_NAME = 200
_YES = frozenset(("是", "有", "对", "true", "yes", "y", "1", "√", "✓"))
_NO = frozenset(("否", "无", "不", "false", "no", "n", "0", "×"))
_AGAIN = Text(
    "改成 2023-08-15、2023年8月 或 2023；至今、不详则留空",
    "write 2023-08-15, 2023年8月 or 2023; leave it blank if open",
)


def read_value(field: Field, value: CellValue) -> Any:
    """What a cell says, as the type of its field.

    Raises:
        Fault: when it cannot be read so; it says what to write.
    """
    text = clean(value)
    check(field, value, text)
    if isinstance(value, list) or (isinstance(value, dict) and field.type != "rules"):
        raise Fault(Text("不能是对象或列表", "must be no object or list"), Text("写成文字", "write it as text"))
    if field.type == "date" and isinstance(value, Since1904) and int(text) in _SERIALS:
        text = str(int(text) + _LATER)
    return _READERS[field.type](field, text if not isinstance(value, dict) else orjson.dumps(value).decode())


def clean(value: CellValue) -> str:
    """The text of a cell without what nobody sees."""
    text = cell_text(value)
    return text if text.isascii() and text.isprintable() else cell_text(INVISIBLE.sub("", text))


def _text(field: Field, text: str) -> str:
    del field
    return text


def _name(field: Field, text: str) -> str:
    del field
    if "\n" in text or "\r" in text or "\t" in text:
        raise Fault(
            Text("名称里有换行或制表符", "a name with a line break or a tab"),
            Text("一格一个名称；多个则在映射里写 split", "one name a cell; several need split in the map"),
        )
    if len(text) > _LONGEST_NAME:
        raise Fault(
            Text(f"名称有 {len(text)} 个字，上限 {_LONGEST_NAME}", f"a name of {len(text)}; at most {_LONGEST_NAME}"),
            Text("只写名称，说明写在另一列", "the name alone; describe it in another column"),
        )
    return text


def _choice(field: Field, text: str) -> str:
    found = _choices(tuple(field.choices.items())).get(_key(text))
    if found is None:
        listed = "、".join(f"{zh}（{value}）" if zh != value else zh for value, zh in field.choices.items())
        english = ", ".join(field.choices)
        raise Fault(Text("不在可选之列", "not among the choices"), Text(f"可选 {listed}", f"choose {english}"))
    return found


@lru_cache(maxsize=64)
def _choices(given: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return {_key(form): value for value, zh in given for form in (value, zh)}


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


@lru_cache(maxsize=8192)
def _iso(text: str) -> str | None:
    """A date as it may stand in a cell; None when it is none, or leaves open which."""
    plain = _DAY_TIME.sub("", unicodedata.normalize("NFKC", text).strip())
    if compact := _COMPACT.fullmatch(plain):
        plain = "-".join(compact.groups())
    if han := _HAN_DATE.fullmatch(plain):
        plain = _of_han(*han.groups())
    if _MIXED.fullmatch(plain):
        return None
    try:
        first_day(plain)
    except ValueError:
        found = find_dates(plain, Calendar())
        whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(plain)) and found[0].until is None
        return found[0].iso if whole else None
    return plain if plain.isascii() else None


def _of_han(year: str, *rest: str | None) -> str:
    """A date of Han numerals as one of digits; nothing where one is no numeral."""
    try:
        return "-".join([year.translate(_HAN_DIGITS), *(f"{read_figure(part).value:02}" for part in rest if part)])
    except ValueError:
        return ""


def _date(field: Field, text: str) -> str:
    del field
    found = _iso(text)
    if found is not None and int(found[:4]) in _YEARS:
        return found
    if found is not None:
        raise Fault(Text("年份不对", "an unlikely year"), _AGAIN)
    if text.isdigit() and int(text) in _SERIALS:
        return (_EPOCH + timedelta(int(text))).isoformat()
    raise Fault(Text("不是日期", "not a date"), _AGAIN)


def _int(field: Field, text: str) -> int:
    del field
    plain = unicodedata.normalize("NFKC", text).strip()
    found = int(plain.replace(",", "").partition(".")[0]) if _WHOLE.fullmatch(plain) else _exact(plain)
    if found is None:
        raise Fault(Text("不是整数", "not a whole number"), Text("只写数字，如 12", "digits alone, such as 12"))
    if not 0 <= found <= _MOST:
        raise Fault(Text("不能是负数，也不能这样大", "below zero, or too large"), Text("核对数字", "check the number"))
    return found


def _exact(text: str) -> int | None:
    """The whole number of a printed figure that leaves nothing open."""
    try:
        figure = read_figure(text)
    except ValueError:
        return None
    exact = isinstance(figure.value, int) and not figure.qualifier and not _OPEN.search(figure.unit)
    return figure.value if exact and isinstance(figure.value, int) else None


def unclear(printed: str) -> Text | None:
    """Why it is not certain which number a printed figure is: 12个/3个, 十几个, 1500+."""
    try:
        unit = read_figure(printed).unit
    except ValueError:
        return None
    if any(char.isdigit() for char in unit):
        return Text("不止一个数字", "more than one number")
    open_ = unit[:1] in _OPEN_UNITS or _OPEN.search(unit) or _SCALED.match(unit)
    return Text("数字没有说准", "an open number") if open_ else None


def _number(field: Field, text: str) -> float:
    del field
    try:
        plain = unicodedata.normalize("NFKC", text).strip()
        return float(plain.removesuffix("%")) / 100 if plain.endswith("%") else float(plain)
    except ValueError as error:
        raise Fault(Text("不是数", "not a number"), Text("如 0.8", "such as 0.8")) from error


def _bool(field: Field, text: str) -> bool:
    del field
    key = _key(text)
    if key not in _YES | _NO:
        raise Fault(Text("不是 是/否", "neither yes nor no"), Text("写 是 或 否", "write 是 or 否"))
    return key in _YES


def _rule(field: Field, text: str) -> dict[str, Any]:
    """A step of a mechanism: who|what|times|per, or the same as a JSON object."""
    del field
    if text.startswith("{"):
        try:
            found: dict[str, Any] = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise Fault(Text("不是 JSON", "not JSON")) from error
        return found
    parts = [part.strip() for part in text.split("|")]
    if len(parts) < 2 or len(parts) > 4 or (len(parts) > 2 and not parts[2].isdigit()):
        raise Fault(Text("不是一条规则", "not a rule"), Text("谁|做什么|次数|周期", "who|what|times|per"))
    by, action, times, per = [*parts, "0", ""][:4] if len(parts) == 2 else [*parts, ""][:4]
    return {"by": by, "action": action, "times": int(times), "per": per}


_READERS: Mapping[str, Callable[[Field, str], Any]] = {
    "name": _name,
    "names": _name,
    "text": _text,
    "texts": _text,
    "key": _text,
    "figure": _text,
    "type": _choice,
    "choice": _choice,
    "date": _date,
    "int": _int,
    "number": _number,
    "bool": _bool,
    "rules": _rule,
}
