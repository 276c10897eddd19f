"""What an xlsx says of its cells beside their values: formulas without one, and what a number is shown as."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from posixpath import normpath
from xml.sax.saxutils import unescape

from lxml import etree

from loaders.document.reading.limits import MIB
from loaders.table.base import UNCOMPUTED
from loaders.table.reading_extent import check_extent, column_number
from loaders.table.reading_formats import Shown, shown_as

#: Row and column, from 1, and what it says.
Mark = tuple[int, int, Shown | str]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb'<c\b(?=[^>]*\br="([A-Z]{1,3})(\d+)")([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_STYLE = re.compile(rb'\bs="(\d+)"')
_ERROR = re.compile(rb'\bt="e"')
_FORMULA = re.compile(rb"<f[^>]*>([^<]*)</f>")
_VALUE = re.compile(rb"<v>([^<]*)</v>")
#: A cell is not longer than this, where it has anything to say.
_LONGEST = 256 * 1024


class Marks:
    """The marks of a workbook, read sheet by sheet as a stream."""

    def __init__(self, data: bytes) -> None:
        self._package = zipfile.ZipFile(BytesIO(data))
        self._parts = self._sheet_parts()
        self._shown = self._shown_styles()

    def check(self, sheet: str) -> None:
        """Accept a sheet that is not too large to be read.

        Raises:
            Fault: when it is.
        """
        part = self._parts.get(sheet)
        if part in self._package.namelist():
            with self._package.open(part) as stream:
                check_extent(sheet, stream)

    def of(self, sheet: str) -> Iterator[Mark]:
        """The marks of a sheet, row by row."""
        part = self._parts.get(sheet)
        if part not in self._package.namelist():
            return
        with self._package.open(part) as stream:
            rest = b""
            while chunk := stream.read(MIB):
                rest += chunk
                if not self._shown and b't="e"' not in rest and b"<f" not in rest:
                    rest = rest[rest.rfind(b"<c") :] if b"<c" in rest else b""
                    continue
                end = 0
                for found in _CELL.finditer(rest):
                    end = found.end()
                    yield from self._mark(found)
                rest = rest[end:] if end else rest[-_LONGEST:]

    def _mark(self, found: re.Match[bytes]) -> Iterator[Mark]:
        inside = found[4] or b""
        style, value = _STYLE.search(found[3]), _VALUE.search(inside)
        row, column = int(found[2]), column_number(found[1])
        if _ERROR.search(found[3]):
            yield row, column, value[1].decode() if value else "#ERROR!"
        elif (formula := _FORMULA.search(inside)) and not (value and value[1]) and b"t=" not in found[3]:
            yield row, column, f"{UNCOMPUTED}=" + unescape(formula[1].decode("utf-8", "replace"))
        elif style and inside and (shown := self._shown.get(int(style[1]))):
            yield row, column, shown

    def _xml(self, part: str) -> etree._Element | None:
        if part not in self._package.namelist():
            return None
        try:
            return etree.fromstring(self._package.read(part), etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            return None  # calamine has opened it, or says so itself

    def _sheet_parts(self) -> dict[str, str]:
        book, links = self._xml("xl/workbook.xml"), self._xml("xl/_rels/workbook.xml.rels")
        if book is None or links is None:
            return {}
        targets = {link.get("Id"): str(link.get("Target", "")) for link in links}
        found = {}
        for sheet in book.iter(f"{_MAIN}sheet"):
            target = targets.get(sheet.get(_ID), "")
            part = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            found[str(sheet.get("name"))] = part
        return found

    def _shown_styles(self) -> dict[int, Shown]:
        """How cells of each style show their numbers, where that is not as they stand."""
        styles = self._xml("xl/styles.xml")
        if styles is None:
            return {}
        codes = {int(one.get("numFmtId", "0")): str(one.get("formatCode", "")) for one in styles.iter(f"{_MAIN}numFmt")}
        formats = styles.find(f"{_MAIN}cellXfs")
        given = [] if formats is None else [int(one.get("numFmtId", "0")) for one in formats]
        told = {number: shown_as(number, codes.get(number)) for number in set(given)}
        return {style: shown for style, number in enumerate(given) if (shown := told[number])}
