"""Rows that say nothing as they stand: broken or ragged ones, headings printed again, totals, notes."""

from __future__ import annotations

import re

from graph.errors import Text
from loaders.table.base import Broken, Cell, Line
from loaders.table.header import Header
from loaders.table.mapping import heading_key

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
_NAMES = frozenset(("name", "names"))
_SKIP = Text("删去这一行，或在映射的 skip 里写明它", "delete the row, or name it in skip of the map")
_AGAIN = Broken(0, Text("表头又出现了一次", "the headings again"), _SKIP)
_UNMAPPED = Broken(
    0, Text("各列都是空的", "all its columns are blank"), Text("填写，或删去这一行", "fill it in, or delete it")
)
_PART = Text("格里有分隔符要加引号；空格也要分隔", "quote cells that hold the delimiter; part blank ones too")


def stray(line: Line, header: Header, *, ragged: bool, blank: bool) -> Broken | None:
    """Why a row is none; `blank` says that it leaves out what is required, `ragged` that cells may be too many."""
    if line.broken:
        return line.broken
    told = {cell.column: cell.text for cell in line.cells}
    mapped = {one.number: one.heading for one in header.columns if one.number in told}
    if mapped and all(heading_key(told[number]) in _forms(heading) for number, heading in mapped.items()):
        return _AGAIN
    if total := _total(line, header):
        return Broken(total.column, Text("像是合计，不是一行数据", "it looks like a total, not a row"), _SKIP)
    if not mapped:
        return _UNMAPPED
    if _noted(line, header, blank=blank):
        what = Text("像是注释或小标题，不是一行数据", "it looks like a note, not a row")
        return Broken(line.cells[0].column, what, _SKIP)
    return _ragged(line, header) if ragged else None


def _total(line: Line, header: Header) -> Cell | None:
    """The cell that says that a row is a total: its first, or one that should hold a name."""
    names = {
        one.number
        for one in header.columns
        if any(field.type in _NAMES or field.name == "topic" for field in one.fields)
    }
    cells = [cell for cell in line.cells if cell is line.cells[0] or cell.column in names]
    return next((cell for cell in cells if is_total(cell.text)), None)


def is_total(text: str) -> bool:
    """Whether a text is what a row of totals begins with."""
    return _TOTAL.fullmatch(text) is not None


def _noted(line: Line, header: Header, *, blank: bool) -> bool:
    """Whether a row begins like a note, and leaves out what is required or has nothing but that."""
    text, alone = line.cells[0].text, len(line.cells) == 1 < len(header.columns)
    return bool((blank or alone) and _NOTE.match(text)) or bool(alone and _ALONE.fullmatch(text))


def _forms(heading: str) -> tuple[str, str]:
    """A heading, and the lowest part of one that spans several rows."""
    return heading_key(heading), heading_key(heading.rpartition("/")[2])


def _ragged(line: Line, header: Header) -> Broken | None:
    width = max(header.headings, default=0)
    last = line.cells[-1].column
    if line.wide >= width and last <= max(width, header.wide):
        return None
    count = line.wide if line.wide < width else last
    what = Text(f"这一行有 {count} 格，表头有 {width} 格", f"{count} cells; the heading has {width}")
    return Broken(0, what, _PART)
