"""Plain text, with the marks of headings that many texts have."""

from __future__ import annotations

import re

from loaders.document.reading.base import Page
from loaders.document.reading.encoding import decode

_HEADING = re.compile(r"^\s*#{1,6}\s+(?=\S)")


class TextReader:
    """`.txt`."""

    suffixes = (".txt", ".text")

    def read(self, data: bytes) -> Page:
        page = Page()
        for line in decode(data).splitlines():
            plain = _HEADING.sub("", line)
            page.add(plain, "text" if plain == line else "heading")
        return page
