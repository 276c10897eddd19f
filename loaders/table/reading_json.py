"""JSON lines: an object a line, its names the headings in the order in which they first appear."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from graph.errors import Text
from loaders.document.reading.base import Fault
from loaders.table.base import Cell, CellValue, Line, cell_text
from loaders.table.reading_text import texts

_MAX_HEADINGS = 1_000


class JsonBook:
    """One file of JSON lines. Row 0 are the headings; row n is line n."""

    ragged = False

    def __init__(self, path: Path, sheet: str, delimiter: str | None, wanted: Collection[str]) -> None:
        del delimiter, wanted
        self.path, self.sheets = path, (sheet,)
        self._headings: dict[str, int] = {}
        for _, item in self._items():
            for name in item:
                self._headings.setdefault(name, len(self._headings) + 1)
            if len(self._headings) > _MAX_HEADINGS:
                raise Fault(Text(f"不同的名字超过 {_MAX_HEADINGS} 个", f"more than {_MAX_HEADINGS} different names"))

    def lines(self, sheet: str) -> Iterator[Line]:
        yield Line(sheet, 0, tuple(Cell(column, name) for name, column in self._headings.items()), len(self._headings))
        for row, item in self._items():
            cells = [Cell(self._headings[name], value) for name, value in item.items() if _filled(value)]
            if cells:
                yield Line(sheet, row, tuple(sorted(cells, key=lambda cell: cell.column)), len(self._headings))

    def merged(self, sheet: str) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
        del sheet
        return ()

    def _items(self) -> Iterator[tuple[int, dict[str, CellValue]]]:
        for number, text in enumerate(texts(self.path), 1):
            if text.strip():
                yield number, _item(text, number)


def _filled(value: CellValue) -> bool:
    return bool(value) if isinstance(value, list | dict) else bool(cell_text(value))


def _item(text: str, number: int) -> dict[str, CellValue]:
    try:
        item = json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
    except json.JSONDecodeError as error:
        what = Text(f"第 {number} 行不是 JSON（{error.msg}）", f"line {number} is not JSON ({error.msg})")
        hint = Text('每行一个对象，如 {"甲方": "…"}', "one object a line")
        raise Fault(what, hint, line=number, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise Fault(Text(f"第 {number} 行：{error}", f"line {number}: {error}"), line=number, column=1) from error
    if not isinstance(item, dict):
        raise Fault(
            Text(f"第 {number} 行不是对象", f"line {number} is no object"),
            Text('每行一个对象，如 {"甲方": "…"}', "one object a line"),
            line=number,
            column=1,
        )
    return item


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    item = dict(pairs)
    if len(item) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{double} ×{names.count(double)}")
    return item


def _constant(name: str) -> None:
    raise ValueError(name)
