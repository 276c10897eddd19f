"""What a format's reader gives: numbered lines, and what the file says of itself outside its text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, Protocol

from graph.errors import NO_TEXT, Text, XiaodiError
from loaders.document.reading.limits import MAX_LINE, MAX_LINES

Kind = Literal["text", "heading", "row", "caption"]

#: Characters that nobody sees: direction marks, zero widths, controls. They can hide or reorder what is read.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
#: Radicals and compatibility forms that PDFs print instead of the characters themselves.
_LOOKALIKES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")


class Fault(XiaodiError):
    """Why a file cannot be read; the path is added by whoever opened it."""

    def __init__(self, what: Text, hint: Text = NO_TEXT, *, line: int = 0, column: int = 0) -> None:
        super().__init__(what, hint=hint)
        self.line, self.column = line, column


@dataclass(frozen=True)
class Line:
    """A printed line that is not empty."""

    #: Among the document's non-empty lines, from 1.
    number: int
    #: Without what is not seen, and without blanks at either end.
    text: str
    kind: Kind = "text"
    #: An empty line stands above it.
    gap: bool = False
    #: Columns of blanks before it.
    indent: int = 0
    #: Why the reader knows that it is no part of the article.
    why: Text | None = None


@dataclass
class Page:
    """The lines of a file, numbered as they are added, and its metadata."""

    title: str = ""
    publisher: str | None = None
    published: str | None = None
    #: Used when the text gives no date: the day the file was made.
    made: str | None = None
    #: Its lines are those of a layout, so that full ones go on in the next.
    wrapped: bool = False
    lines: list[Line] = field(default_factory=list)
    invisible: Counter[str] = field(default_factory=Counter)
    _count: int = 0
    _gap: bool = False

    def add(self, text: str, kind: Kind = "text", *, why: Text | None = None) -> None:
        """Print a line. An empty one is remembered as a gap."""
        seen = self._seen(text)
        stripped = seen.strip()
        if not stripped:
            self._gap = True
            return
        self.skip()
        if len(stripped) > MAX_LINE:
            raise Fault(
                Text(
                    f"一行有 {len(stripped)} 个字符，上限 {MAX_LINE}",
                    f"a line of {len(stripped)} characters; at most {MAX_LINE}",
                ),
                Text("断成多行后再读", "break it into lines"),
                line=self._count,
                column=1,
            )
        blanks = columns(seen[: len(seen) - len(seen.lstrip())])
        self.lines.append(Line(self._count, stripped, kind, self._gap, blanks, why))
        self._gap = False

    def skip(self) -> None:
        """Count a line that is printed but has no words, such as a rule."""
        self._count += 1
        if self._count > MAX_LINES:
            raise Fault(
                Text(f"超过 {MAX_LINES} 行", f"more than {MAX_LINES} lines"), Text("分成几个文件", "split the file")
            )

    def _seen(self, text: str) -> str:
        if INVISIBLE.search(text):
            self.invisible.update(INVISIBLE.findall(text))
            text = INVISIBLE.sub("", text)
        return _LOOKALIKES.sub(_plain, text)


class Reader(Protocol):
    """One format."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """In lower case, with the dot."""

    def read(self, data: bytes) -> Page:
        """The lines of a file.

        Raises:
            Fault: when it is not of the format, or beyond the limits.
        """


def _plain(found: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKC", found[0])
    return plain if len(plain) == 1 else found[0]


def columns(text: str) -> int:
    """How wide a text is printed: a Han character takes two columns, and so does any mark among them."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))
