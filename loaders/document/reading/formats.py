"""The formats that can be read: one line a reader."""

from __future__ import annotations

from loaders.document.reading.base import Reader
from loaders.document.reading.docx import WordReader
from loaders.document.reading.html import WebReader
from loaders.document.reading.md import MarkdownReader
from loaders.document.reading.pdf import PdfReader
from loaders.document.reading.txt import TextReader
from loaders.document.reading.xlsx import ExcelReader

_READERS: tuple[Reader, ...] = (
    TextReader(),
    MarkdownReader(),
    WebReader(),
    WordReader(),
    PdfReader(),
    ExcelReader(),
)

#: Readers by the suffix of a file's name.
READERS = {suffix: reader for reader in _READERS for suffix in reader.suffixes}
