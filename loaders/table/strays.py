"""Rows that say nothing as they stand: broken or ragged ones, headings printed again, totals, notes."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.errors import Text
from loaders.table.base import Broken, Line
from loaders.table.header import Header
from loaders.table.mapping import heading_key
from loaders.table.remembered import Remembered

_TOTAL = re.compile(r"(?:合|总|小|共|累)\s*计(?:[:：]?\s*[\d,.]*\s*\w{0,4})|(?:sub)?total:?", re.IGNORECASE)
_NOTE = re.compile(
    r"[（(【]?(?:注|备注|附注|说明|填表\w{0,2}|制表\w{0,2}|填报\w{0,3}|审核\w{0,1}|联系\w{0,3}|(?:资料|数据)?来源|notes?|source)"
    r"\s*\d*\s*[：:.、]|[※*]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]",
    re.IGNORECASE,
)
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
        #: What was worked out of a text, by the pattern asked; and whether a cell prints its heading again.
        self._matched: Remembered[tuple[Callable[[str], object], str], bool] = Remembered()
        self._headed: Remembered[tuple[int, str], bool] = Remembered()

    def why(self, line: Line, *, blank: bool) -> Broken | None:
        """Why a row is none; `blank` says that it leaves out what is required."""
        if line.broken:
            return line.broken
        mapped = [cell for cell in line.cells if cell.column in self._forms]
        if mapped and all(self._is_heading(cell.column, cell.text) for cell in mapped):
            return _AGAIN
        first = line.cells[0]
        if self._matches(_TOTAL.fullmatch, first.text):
            return Broken(first.column, Text("像是合计，不是一行数据", "it looks like a total, not a row"), _SKIP)
        if not mapped:
            return _UNMAPPED
        if blank and self._matches(_NOTE.match, first.text):
            return Broken(
                first.column, Text("像是注释或小标题，不是一行数据", "it looks like a note, not a row"), _SKIP
            )
        return self._part(line) if self._ragged else None

    def _is_heading(self, column: int, text: str) -> bool:
        found = self._headed.get((column, text))
        if found is None:
            found = self._headed[column, text] = heading_key(text) in self._forms[column]
        return found

    def _matches(self, pattern: Callable[[str], object], text: str) -> bool:
        found = self._matched.get((pattern, text))
        if found is None:
            found = self._matched[pattern, text] = pattern(text) is not None
        return found

    def _part(self, line: Line) -> Broken | None:
        """Why a row that has too many cells or too few is none."""
        last = line.cells[-1].column
        if line.wide >= self._width and last <= max(self._width, self._wide):
            return None
        count = line.wide if line.wide < self._width else last
        what = Text(f"这一行有 {count} 格，表头有 {self._width} 格", f"{count} cells; the heading has {self._width}")
        return Broken(0, what, _PART)


def _forms(heading: str) -> tuple[str, str]:
    """A heading, and the lowest part of one that spans several rows."""
    return heading_key(heading), heading_key(heading.rpartition("/")[2])
