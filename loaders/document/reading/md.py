"""Markdown: the words of each source line without its marks, counted as the file's own lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from loaders.document.reading.base import Kind, Page
from loaders.document.reading.encoding import decode

_HAN = re.compile(r"[\u4e00-\u9fff]")
_TAG = re.compile(r"<[^<>]*>")
_KEY = re.compile(r"^(\w+)\s*:\s*['\"]?(.*?)['\"]?\s*$")
_BREAKS = ("softbreak", "hardbreak")
_TITLES, _PUBLISHERS, _DATES = ("title", "标题"), ("publisher", "source", "来源"), ("date", "published", "日期")


class MarkdownReader:
    """`.md`."""

    suffixes = (".md", ".markdown")

    def read(self, data: bytes) -> Page:
        source = decode(data).splitlines()
        page = Page()
        start = _front_matter(source, page)
        # Chinese paragraphs are often indented by four blanks; that makes no code of them.
        parser = MarkdownIt("commonmark").enable("table").disable("code")
        words = dict(_words(parser.parse("\n".join([""] * start + source[start:]))))
        for number, line in enumerate(source):
            # What the parser takes for no text, or finds too deep, is kept as it stands if it has words.
            kind, text = words.get(number, ("text", line if _HAN.search(line) and number >= start else ""))
            if text.strip() or not line.strip():
                page.add(text, kind)
            else:
                page.skip()
        return page


def _front_matter(source: list[str], page: Page) -> int:
    """Where the text begins after a head of `key: value` lines between rules; its keys are taken."""
    if not source or source[0].strip() != "---" or "---" not in (line.strip() for line in source[1:]):
        return 0
    end = next(i for i, line in enumerate(source) if i and line.strip() == "---")
    keys = {found[1].lower(): found[2] for line in source[1:end] if (found := _KEY.match(line))}
    page.title = next((keys[key] for key in _TITLES if keys.get(key)), "")
    page.publisher = next((keys[key] for key in _PUBLISHERS if keys.get(key)), None)
    page.published = next((keys[key] for key in _DATES if keys.get(key)), None)
    return end + 1


def _words(tokens: list[Token]) -> Iterator[tuple[int, tuple[Kind, str]]]:
    """Source lines, from 0, with their kind and words."""
    opened: list[str] = []
    row: list[str] = []
    for token in tokens:
        if token.nesting:
            opened.append(token.type) if token.nesting > 0 else opened.pop()
        if token.type == "tr_open":
            row = []
        elif token.type == "inline" and "tr_open" in opened:
            row.append(_plain(token)[0])
            yield (token.map or [0])[0], ("row", "\t".join(row))
        elif token.type == "inline":
            kind: Kind = "heading" if "heading_open" in opened else "text"
            yield from ((number, (kind, text)) for number, text in enumerate(_plain(token), (token.map or [0])[0]))
        elif token.type in ("fence", "html_block"):
            first = (token.map or [0])[0] + (token.type == "fence")
            lines = enumerate(token.content.splitlines(), first)
            yield from ((number, ("text", _TAG.sub("", line))) for number, line in lines)


def _plain(inline: Token) -> list[str]:
    """The words of each line of a block."""
    lines = [""]
    for child in inline.children or ():
        if child.type in _BREAKS:
            lines.append("")
        elif child.type != "html_inline":
            # Beside Chinese marks the stars of bold print are often not seen as such.
            lines[-1] += child.content.replace("**", "")
    return lines
