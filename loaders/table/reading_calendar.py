"""From when a workbook counts its days: from 1900, or from 1904 as those do that began on a Macintosh."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

#: Where a zip says so, and what it says.
_SAID = {
    "xl/workbook.xml": re.compile(rb'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true|on)"'),
    "content.xml": re.compile(rb'<table:null-date\b[^>]*date-value="1904-01-01'),
}
#: The beginning of the records of a workbook of Office 97-2003 or before, and those of them that are looked for.
_BEGINNING = re.compile(rb"\x09\x08(?:\x10\x00\x00\x06|\x08\x00\x00\x05)\x05\x00")
_DATE_MODE, _END = 0x22, 0x0A
_HEAD = 4


def since_1904(data: bytes, part: str | None) -> bool:
    """Whether a workbook counts from 1904; `part` is that of its zip which holds the workbook, if it is one."""
    if part is None:
        return _of_records(data)
    with zipfile.ZipFile(BytesIO(data)) as package:
        return _SAID[part].search(package.read(part)) is not None


def _of_records(data: bytes) -> bool:
    """The same of the old format: records of a kind, a length, and what they hold."""
    found = _BEGINNING.search(data)
    at = found.start() if found else len(data)
    while at + _HEAD <= len(data):
        kind, size = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + _HEAD], "little")
        if kind == _DATE_MODE:
            return data[at + _HEAD : at + _HEAD + size] == b"\x01\x00"
        if kind == _END:
            return False
        at += _HEAD + size
    return False
