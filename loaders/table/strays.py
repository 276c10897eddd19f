"""Rows that say nothing as they stand: broken or ragged ones, headings printed again, totals, notes."""

from __future__ import annotations

import re

from graph.errors import Text
from loaders.table.base import Broken, Field, Line
from loaders.table.header import Header
from loaders.table.mapping import heading_key
from loaders.table.remembered import Remembered

_TOTAL = re.compile(
    r"(?:本页|本表|以上|全(?:国|省|市|区|县|校|镇|街道)|\w{2,8}[省市区县])?\s*(?:(?:合|总|小|共|累)\s*计|总\s*数)"
    r"(?:[:：]?\s*[\d,.]*\s*\w{0,4}|\s*[（(].{0,8}[）)])|共\s*\d+\s*\w{1,3}|(?:sub|grand )?total:?",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"[（(【]?(?:注|备注|附注|说明|填表\w{0,2}|制表\w{0,2}|填报\w{0,3}|审核\w{0,1}|联系\w{0,3}|(?:资料|数据)?来源|notes?|source)"
    r"\s*\d*\s*[：:.、]|[※*]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]",
    re.IGNORECASE,
)
#: What stands in a row by itself and is no data.
_ALONE = re.compile(
    r"(?:19|20)\d\d\s*[年.-]\s*\d{1,2}\s*(?:[月.-]\s*(?:\d{1,2}\s*日?)?)?|以下(?:空白|无正文|略)|[（(].*[）)]|备注|说明|附?注|notes?",
    re.IGNORECASE,
)
#: Of the headings so many in one row are headings again, if those of another table.
_MOST = 2
_NAMES = frozenset(("name", "names"))
_SKIP = Text("删去这一行，或在映射的 skip 里写明它", "delete the row, or name it in skip of the map")
_AGAIN = Broken(0, Text("表头又出现了一次", "the headings again"), _SKIP)
_UNMAPPED = Broken(
    0, Text("各列都是空的", "all its columns are blank"), Text("填写，或删去这一行", "fill it in, or delete it")
)
_PART = Text("格里有分隔符要加引号；空格也要分隔", "quote cells that hold the delimiter; part blank ones too")


class Strays:
    """Tells the rows of one sheet that say nothing; with `ragged`, rows may have too many cells or too few."""

    def __init__(self, header: Header, *, ragged: bool) -> None:
        self._ragged, self._wide = ragged, header.wide
        self._width = max(header.headings, default=0)
        self._forms = {one.number: _forms(one.heading) for one in header.columns}
        #: Columns that hold names, of which one may say that the row is a total.
        self._names = {one.number for one in header.columns if any(_names(field) for field in one.fields)}
        #: What was worked out of the text of a cell: whether it prints its heading again, and whether it is a total.
        self._headed: Remembered[tuple[int, str], bool] = Remembered()
        self._totals: Remembered[str, bool] = Remembered()

    def why(self, line: Line, *, blank: bool) -> Broken | None:
        """Why a row is none; `blank` says that it leaves out what is required."""
        if line.broken:
            return line.broken
        if not self._forms:
            return None  # what is wrong with the headings is told of them
        mapped = [cell for cell in line.cells if cell.column in self._forms]
        headed = sum(self._is_heading(cell.column, cell.text) for cell in mapped)
        if mapped and (headed == len(mapped) or headed >= _MOST):
            return _AGAIN
        for cell in line.cells:
            if (cell is line.cells[0] or cell.column in self._names) and self._is_total(cell.text):
                return Broken(cell.column, Text("像是合计，不是一行数据", "it looks like a total, not a row"), _SKIP)
        if self._noted(line, blank=blank):
            what = Text("像是注释或小标题，不是一行数据", "it looks like a note, not a row")
            return Broken(line.cells[0].column, what, _SKIP)
        if not mapped:
            return _UNMAPPED
        return self._part(line) if self._ragged else None

    def _is_heading(self, column: int, text: str) -> bool:
        found = self._headed.get((column, text))
        if found is None:
            found = self._headed[column, text] = heading_key(text) in self._forms[column]
        return found

    def _is_total(self, text: str) -> bool:
        found = self._totals.get(text)
        if found is None:
            found = self._totals[text] = is_total(text)
        return found

    def _noted(self, line: Line, *, blank: bool) -> bool:
        """Whether a row begins like a note, and leaves out what is required or has nothing but that."""
        alone = len(line.cells) == 1 < len(self._forms)
        if not (blank or alone):
            return False
        text = line.cells[0].text
        return bool(_NOTE.match(text)) or bool(alone and _ALONE.fullmatch(text))

    def _part(self, line: Line) -> Broken | None:
        """Why a row that has too many cells or too few is none."""
        last = line.cells[-1].column
        if line.wide >= self._width and last <= max(self._width, self._wide):
            return None
        count = line.wide if line.wide < self._width else last
        what = Text(f"这一行有 {count} 格，表头有 {self._width} 格", f"{count} cells; the heading has {self._width}")
        return Broken(0, what, _PART)


def is_total(text: str) -> bool:
    """Whether a text is what a row of totals begins with."""
    return _TOTAL.fullmatch(text) is not None


def _names(field: Field) -> bool:
    return field.type in _NAMES or field.name == "topic"


def _forms(heading: str) -> tuple[str, str]:
    """A heading, and the lowest part of one that spans several rows."""
    return heading_key(heading), heading_key(heading.rpartition("/")[2])
