"""Web pages: what is shown, line by line, and which lines are the article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html
from lxml.html import defs
from trafilatura import bare_extraction
from trafilatura.metadata import extract_metadata

from graph.errors import Text
from graph.values import squeeze
from loaders.document.reading.base import Fault, Kind, Page
from loaders.document.reading.encoding import decode
from loaders.document.reading.limits import MAX_HTML_BYTES, MAX_TAGS, MIB
from loaders.document.reading.metadata import url_date

OUTSIDE = Text(
    "网页上正文以外的部分（导航、侧栏、页脚）", "a part of the page outside the article (navigation, sidebar, foot)"
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_HEAD = 4096
_HIDDEN = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "button", "textarea"}
_INLINE = (defs.phrase_tags | defs.font_style_tags | defs.special_inline_tags | {"ins", "mark", "time", "wbr"}) - {"br"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TOO_DEEP = "depth"
_CELLS = {"td", "th"}
_CELL = "\t"
#: Less of the shown text than this cannot be the article: then the whole page is kept.
_LEAST = 40
#: What the parts around an article are called: as elements, or by their class or id.
_AROUND = {"nav", "footer", "aside", "menu", "foot", "side", "share", "copyright", "related", "recommend", "crumbs"}
_BEGINNINGS = (
    "nav-",
    "nav_",
    "navbar",
    "footer",
    "sidebar",
    "side-",
    "side_",
    "breadcrumb",
    "copyright",
    "related",
    "recommend",
)
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")


class WebReader:
    """`.html`."""

    suffixes = (".html", ".htm")

    def read(self, data: bytes) -> Page:
        if len(data) > MAX_HTML_BYTES:
            raise Fault(
                Text(
                    f"网页有 {len(data) // MIB} MB，上限 {MAX_HTML_BYTES // MIB} MB",
                    f"a page of {len(data) // MIB} MB; at most {MAX_HTML_BYTES // MIB}",
                )
            )
        if data.count(b"<") > MAX_TAGS:
            raise Fault(Text(f"网页有超过 {MAX_TAGS} 个标签", f"a page of more than {MAX_TAGS} tags"))
        source = decode(data, _declared(data), lines=False)
        root = _parse(source)
        page = _metadata(source)
        article = _article(source)
        shown = list(_lines(root))
        first, last = _span([text for _, text, around in shown if not around], article, page.title)
        index = 0
        for kind, text, around in shown:
            page.add(text, kind, why=OUTSIDE if around or not first <= index <= last else None)
            index += not around
        return page


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:_HEAD])
    name = found[1].decode("ascii").lower() if found else None
    # What calls itself GB2312 has characters of its successors.
    return "gb18030" if name in ("gb2312", "gbk") else name


def _parse(source: str) -> etree._Element:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        # As bytes: a text that declares its own encoding is refused.
        root = html.document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Fault(Text("网页没有内容", "the page has no content")) from error
    if any(_TOO_DEEP in entry.message for entry in parser.error_log):
        # The parser drops what lies deeper without a word.
        raise Fault(Text("网页元素嵌套过深", "the page is nested too deeply"), Text("另存为文本", "save it as text"))
    return root


def _metadata(source: str) -> Page:
    told = extract_metadata(source, date_config={"extensive_search": False, "original_date": True}, extensive=False)
    date = told.date if told.date and _DATE.match(told.date) and _printed(told.date, source) else None
    date = date or url_date(told.url or "")
    return Page(title=told.title or "", publisher=told.sitename or None, published=date)


def _printed(date: str, source: str) -> bool:
    """Whether a day stands in the page, and was not made of a year or a month."""
    year, month, day = date.split("-")
    return re.search(rf"{year}\D?0?{int(month)}\D?0?{int(day)}(?!\d)", source) is not None


def _article(source: str) -> set[str]:
    """The lines of the article, squeezed, as far as they are found."""
    found = bare_extraction(source, include_comments=False, include_tables=True, favor_recall=True)
    text = found.text if found is not None and not isinstance(found, dict) else None
    return {squeeze(line) for line in (text or "").splitlines() if line.strip()}


def _span(shown: list[str], article: set[str], title: str) -> tuple[int, int]:
    """The first and the last line that belong to the article; what stands between belongs to it too."""
    keys = [squeeze(text) for text in shown]
    inside = [
        i
        for i, key in enumerate(keys)
        if key and (key in article or (len(key) > _LEAST and any(key in one for one in article)))
    ]
    if sum(len(keys[i]) for i in inside) < _LEAST:
        return 0, len(shown)
    heads = [i for i in range(inside[0]) if keys[i] and keys[i] == squeeze(title)]
    return (heads[-1] if heads else inside[0]), inside[-1]


def _lines(root: etree._Element) -> Iterator[tuple[Kind, str, bool]]:
    """The shown lines, empty ones among them: their kind, their text, and whether the page marks them as no article."""
    kind: Kind = "text"
    current: list[str] = []
    around = False
    for mark, text, outside in _walk(root):
        if mark in ("text", "cell"):
            current.append(_CELL if mark == "cell" else text.replace(_CELL, " "))
            around = outside if text.strip() else around
            continue
        yield kind, _tidy("".join(current)), around
        current, kind = [], _kind(mark)
    yield kind, _tidy("".join(current)), around


def _kind(tag: str) -> Kind:
    if tag in _HEADINGS:
        return "heading"
    if tag == "tr":
        return "row"
    return "caption" if tag == "figcaption" else "text"


def _tidy(text: str) -> str:
    return _CELL.join(" ".join(cell.split()) for cell in text.split(_CELL) if cell.strip())


def _walk(root: etree._Element) -> Iterator[tuple[str, str, bool]]:
    """Texts, and at each edge of a block the tag of what begins; and whether the page marks it as no article.

    By a stack of our own: pages nest deeply.
    """
    most = _length(root) // 2
    stack: list[tuple[etree._Element, bool, bool]] = [(root, False, False)]
    while stack:
        element, left, outside = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        above, outside = outside, outside or _around(element, tag, most)
        if not left and tag and not _hidden(element, tag):
            if tag not in _INLINE and not _plain_cell(element, tag):
                yield tag, "", outside
            yield "text", element.text or "", outside
            stack.append((element, True, above))
            stack.extend((child, False, outside) for child in reversed(element))
            continue
        if left and _plain_cell(element, tag):
            yield "cell", "", above
        elif left and tag not in _INLINE:
            yield "br", "", above
        yield "text", element.tail or "", above


def _around(element: etree._Element, tag: str, most: int) -> bool:
    """Whether an element says that it is navigation, a sidebar or a foot; not where it holds most of the page."""
    names = f"{element.get('id') or ''} {element.get('class') or ''}".lower().split() if tag else []
    named = tag in _AROUND or any(name in _AROUND or name.startswith(_BEGINNINGS) for name in names)
    return named and _length(element) <= most


def _length(element: etree._Element) -> int:
    return sum(len(text) for text in element.itertext())


def _plain_cell(element: etree._Element, tag: str) -> bool:
    """A cell of data, not of a layout: it holds no blocks."""
    return tag in _CELLS and all(child.tag in _INLINE for child in element)


def _hidden(element: etree._Element, tag: str) -> bool:
    return tag in _HIDDEN or element.get("hidden") is not None or bool(_INVISIBLE.search(element.get("style") or ""))
