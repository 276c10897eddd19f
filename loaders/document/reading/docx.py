"""Word: paragraphs and rows of tables in the order of print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import docx
from docx.document import Document as Word
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from graph.errors import Text
from loaders.document.reading.base import Fault, Kind, Page
from loaders.document.reading.office import check_office, core_properties

_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
#: Text that is deleted, or that stands a second time for older programs; paragraphs of text boxes come on their own.
_UNPRINTED = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:txbxContent"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
#: What the library raises where the XML is not what it expects.
_DAMAGED = (
    LookupError, ValueError, TypeError, AttributeError, OSError, etree.LxmlError, OpcError, PythonDocxError
)  # fmt: skip
_HEADING = re.compile(r"^(?:title|subtitle|heading|标题|副标题)", re.IGNORECASE)
_CAPTION = re.compile(r"^(?:caption|题注)", re.IGNORECASE)


class WordReader:
    """`.docx`."""

    suffixes = (".docx",)

    def read(self, data: bytes) -> Page:
        check_office(data, "word/document.xml")
        try:
            word = docx.Document(BytesIO(data))
            page = _metadata(core_properties(data))
            for kind, text in _blocks(word, word.element.body):
                for line in text.split("\n"):
                    page.add(line, kind)
        except _DAMAGED as error:
            raise Fault(Text(f"Word 文件已损坏（{error}）", f"a damaged Word file ({error})")) from error
        return page


def _metadata(core: dict[str, str]) -> Page:
    return Page(title=core.get("title", ""), publisher=core.get("publisher"), made=core.get("created"))


def _blocks(word: Word, parent: etree._Element) -> Iterator[tuple[Kind, str]]:
    for child in parent:
        if child.tag == qn("w:p"):
            yield _kind(word, child), _text(child)
            for box in child.iter(qn("w:txbxContent")):
                if not any(above.tag in _UNPRINTED for above in box.iterancestors()):
                    yield from _blocks(word, box)
        elif child.tag == qn("w:tbl"):
            for row in child.iter(qn("w:tr")):
                yield "row", "\t".join(" ".join(_text(cell).split()) for cell in row.findall(qn("w:tc")))
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _blocks(word, child)


def _text(element: etree._Element) -> str:
    """The printed text below an element; the paragraphs of a cell are parted by blanks."""
    parts: list[str] = []
    for child in element:
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag == qn("w:p"):
            parts.append(" " + _text(child) if parts else _text(child))
        elif child.tag in _BREAKS and element.tag == qn("w:r"):
            parts.append(_BREAKS[child.tag])
        elif child.tag not in _UNPRINTED:
            parts.append(_text(child))
    return "".join(parts)


def _kind(word: Word, paragraph: etree._Element) -> Kind:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    key = style.get(qn("w:val"), "") if style is not None else ""
    named = next((one.name or "" for one in word.styles if one.style_id == key), "") if key else ""
    if _HEADING.match(named):
        return "heading"
    return "caption" if _CAPTION.match(named) else "text"
