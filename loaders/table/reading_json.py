"""JSON lines: an object a line, its names the headings in the order in which they first appear."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from graph.errors import Text
from loaders.document.reading.base import Fault
from loaders.table.base import Broken, Cell, CellValue, Line, cell_text
from loaders.table.reading_bytes import texts

_MAX_HEADINGS = 1_000
_OBJECTS = Text('每行一个对象，如 {"甲方": "…"}', 'one object a line, such as {"a": "…"}')
_WHOLE = Text("是一个 JSON 数组，不是一行一个对象", "an array of JSON, and not an object a line")
_WRONG = {
    "Extra data": "对象之后还有字，如逗号",
    "Expecting property name": "该写带双引号的名字，或多了逗号",
    "Expecting value": "缺一个值",
    "Expecting ',' delimiter": "缺逗号，或没有写完",
    "Expecting ':' delimiter": "缺冒号",
    "Unterminated string": "引号没有配对",
    "Invalid control character": "引号里有换行、制表符之类",
    "Invalid \\": "反斜杠之后的字不对",
}
_Item = dict[str, CellValue]


class JsonBook:
    """One file of JSON lines. Row 0 are the headings; row n is line n."""

    ragged = False
    hidden: frozenset[str] = frozenset()

    def __init__(self, path: Path, sheet: str, delimiter: str | None, wanted: Collection[str]) -> None:
        del delimiter, wanted
        self.path, self.sheets = path, (sheet,)
        self._headings: dict[str, int] = {}
        first: tuple[int, Broken] | None = None
        whole = False
        for row, item, text in self._items():
            if isinstance(item, Broken):
                first = first or (row, item)
                whole = not self._headings and text[0] == "["
                if whole:
                    break  # each of its lines would be told
                continue
            for name in item:
                self._headings.setdefault(name, len(self._headings) + 1)
            if len(self._headings) > _MAX_HEADINGS:
                raise Fault(Text(f"不同的名字超过 {_MAX_HEADINGS} 个", f"more than {_MAX_HEADINGS} different names"),
                            Text("每行的名字应当相同", "the lines should have the same names"))  # fmt: skip
        if first and not self._headings:
            raise Fault(_WHOLE if whole else first[1].what, _OBJECTS, line=first[0], column=1)

    def lines(self, sheet: str) -> Iterator[Line]:
        wide = len(self._headings)
        yield Line(sheet, 0, tuple(Cell(column, name) for name, column in self._headings.items()), wide)
        for row, item, text in self._items():
            if isinstance(item, Broken):
                yield Line(sheet, row, (Cell(1, text),), wide, item)
                continue
            cells = [Cell(self._headings[name], value) for name, value in item.items() if _filled(value)]
            if cells:
                yield Line(sheet, row, tuple(sorted(cells, key=lambda cell: cell.column)), wide)

    def merged(self, sheet: str) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
        del sheet
        return ()

    def _items(self) -> Iterator[tuple[int, _Item | Broken, str]]:
        for number, line in enumerate(texts(self.path), 1):
            if text := line.strip():
                yield number, _item(text), text


def _filled(value: CellValue) -> bool:
    return bool(value) if isinstance(value, list | dict) else bool(cell_text(value))


def _item(text: str) -> _Item | Broken:
    """The object of a line, or why there is none."""
    try:
        item = json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
        if "\\u" in text:
            json.dumps(item, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        zh = next((zh for en, zh in _WRONG.items() if error.msg.startswith(en)), error.msg)
        what = Text(f"不是 JSON（第 {error.colno} 字：{zh}）", f"not JSON (at {error.colno}: {error.msg})")
        return Broken(0, what, _OBJECTS)
    except UnicodeEncodeError:
        return Broken(0, Text("有半个字符（\\ud800 之类）", "half a character (such as \\ud800)"), _OBJECTS)
    except _Unfit as error:
        return Broken(0, error.what, _OBJECTS)
    except (ValueError, RecursionError):
        return Broken(0, Text("数字太长，或套得太深", "a number too long, or nested too deep"), _OBJECTS)
    return item if isinstance(item, dict) else Broken(0, Text("不是对象", "not an object"), _OBJECTS)


class _Unfit(ValueError):
    """JSON that says what no table can."""

    def __init__(self, what: Text) -> None:
        super().__init__(what.en)
        self.what = what


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    item = dict(pairs)
    if len(item) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise _Unfit(Text(f"{double} 写了 {names.count(double)} 次", f"{double} stands {names.count(double)} times"))
    return item


def _constant(name: str) -> None:
    raise _Unfit(Text(f"{name} 不是数字", f"{name} is no number"))
