"""PDF: the lines of its text layer; page numbers and running heads are told apart."""

from __future__ import annotations

import re
from collections import Counter

import pypdfium2

from graph.errors import Text
from loaders.document.reading.base import Fault, Page
from loaders.document.reading.limits import MAX_PAGE_CHARACTERS, MAX_PAGES

_END = b"%%EOF"
_TAIL = 4096
_PAGE_NUMBER = re.compile(
    r"^[-—–－·.\s/]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:[\s/,，]*(?:共\s*)?\d{1,4}\s*页?)?[-—–－·.\s]*$"
)
_DIGITS = re.compile(r"\d+")
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
#: How many lines at the head and the foot of a page may be running heads, and on how many pages they must recur.
_EDGE = 2
_RECURS = 3
NUMBER = Text("页码", "page number")
RUNNING = Text("页眉或页脚，每页重复", "a running head or foot, repeated on the pages")


class PdfReader:
    """`.pdf`."""

    suffixes = (".pdf",)

    def read(self, data: bytes) -> Page:
        pdf = _open(data)
        try:
            page = _metadata(pdf)
            _print([_page_lines(pdf, index) for index in range(len(pdf))], page)
        except pypdfium2.PdfiumError as error:
            raise Fault(Text(f"PDF 已损坏（{error}）", f"a damaged PDF ({error})")) from error
        finally:
            pdf.close()
        if not page.lines:
            raise Fault(
                Text("PDF 没有文字层（多半是扫描件）", "the PDF has no text layer (likely a scan)"),
                Text("先做文字识别", "run text recognition first"),
            )
        return page


def _open(data: bytes) -> pypdfium2.PdfDocument:
    if b"%PDF-" not in data[:1024]:
        raise Fault(Text("内容不是 PDF", "the content is no PDF"))
    if _END not in data[-_TAIL:]:
        raise Fault(
            Text("PDF 不完整，缺少结尾", "the PDF is cut off: its end is missing"), Text("重新取得文件", "get it again")
        )
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Fault(
                Text("PDF 已加密", "the PDF is encrypted"), Text("去掉密码后再读", "remove its password")
            ) from error
        raise Fault(Text(f"PDF 打不开（{error}）", f"the PDF cannot be opened ({error})")) from error
    if len(pdf) > MAX_PAGES:
        pages = len(pdf)
        pdf.close()
        raise Fault(Text(f"PDF 有 {pages} 页，上限 {MAX_PAGES}", f"a PDF of {pages} pages; at most {MAX_PAGES}"))
    return pdf


def _metadata(pdf: pypdfium2.PdfDocument) -> Page:
    told = pdf.get_metadata_dict()
    made = _DATE.match(told.get("CreationDate", ""))
    return Page(title=told.get("Title", ""), made="-".join(made.groups()) if made else None, wrapped=True)


def _page_lines(pdf: pypdfium2.PdfDocument, index: int) -> list[str]:
    page = pdf[index]
    text_page = page.get_textpage()
    try:
        if text_page.count_chars() > MAX_PAGE_CHARACTERS:
            raise Fault(
                Text(
                    f"第 {index + 1} 页超过 {MAX_PAGE_CHARACTERS} 字",
                    f"page {index + 1} has more than {MAX_PAGE_CHARACTERS} characters",
                )
            )
        text: str = text_page.get_text_range()
    finally:
        text_page.close()
        page.close()
    return [line for line in text.splitlines() if line.strip()]


def _edges(lines: list[str]) -> set[int]:
    return {*range(min(_EDGE, len(lines))), *range(max(0, len(lines) - _EDGE), len(lines))}


def _print(pages: list[list[str]], page: Page) -> None:
    recurring = Counter(key for lines in pages for key in {_DIGITS.sub("0", lines[i]) for i in _edges(lines)})
    for lines in pages:
        edges = _edges(lines)
        for index, line in enumerate(lines):
            why = None
            if index in edges and _PAGE_NUMBER.match(line.strip()):
                why = NUMBER
            elif index in edges and recurring[_DIGITS.sub("0", line)] >= _RECURS:
                why = RUNNING
            page.add(line, why=why)
