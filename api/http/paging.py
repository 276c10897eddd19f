"""Lists, a page at a time: `limit` rows, and behind `after` the mark of the page before.

Two kinds of mark. A keyset mark holds what the last row was sorted by, and the store goes on behind that. A mark of an
answer that is computed as a whole names its last row and where it stood, and the row is found again after the graph
changed. Either is bound to the question that it belongs to.
"""

from __future__ import annotations

import binascii
import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import orjson

from api.http.answers import Answers
from graph.errors import BadParameter, PageGone, Text
from graph.store import Row

#: Rows of a page where none are asked for, the most that may be asked for, and those of a whole file.
DEFAULT, MOST, FILE = 200, 1_000, 10_000
_LONGEST_MARK = 4_000

Keys = Sequence[Any]


@dataclass(frozen=True)
class Found:
    """Rows with their columns in order, and what else belongs to the answer."""

    columns: Sequence[str]
    rows: list[Row]
    truncated: bool = False
    #: Further members of the JSON answer.
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Listed(Found):
    """One page of an answer, and the mark of the next."""

    next: str | None = None


@dataclass(frozen=True)
class Page:
    """Which part of a list: how many rows, behind which mark; `question` tells the list from every other."""

    question: str
    limit: int = DEFAULT
    after: str | None = None

    def keyset(self, fetch: Callable[[Keys | None, int], Found], keys: Sequence[str]) -> Listed:
        """A page that the store itself begins behind the keys of the last row; `fetch` is given them, and a number.

        Raises:
            BadParameter: the mark is none of this list.
        """
        found = fetch(self._keys(len(keys)), self.limit + 1)
        rows = found.rows[: self.limit]
        more = len(found.rows) > self.limit or (found.truncated and bool(rows))
        return _listed(found, rows, self._mark([rows[-1][key] for key in keys]) if more else None)

    def of(self, compute: Callable[[], Found], answers: Answers, state: str) -> Listed:
        """A page of an answer that is computed as a whole; the whole is kept while the graph is in this state.

        Raises:
            BadParameter: the mark is none of this list.
            PageGone: the last row of the page before is not there any more.
        """
        found = answers.get((self.question, state)) or compute()
        start = self._start(found)
        rows = found.rows[start : start + self.limit]
        if start + self.limit >= len(found.rows):
            return _listed(found, rows, None)
        answers.keep((self.question, state), found)
        last = start + self.limit - 1
        return _listed(found, rows, self._mark([last, _digest(found, rows[-1])]))

    def _start(self, found: Found) -> int:
        """Where the page begins in an answer: behind the row that the mark names, wherever that is by now."""
        keys = self._keys(2)
        if keys is None:
            return 0
        position, digest = keys
        if not (isinstance(position, int) and isinstance(digest, str)):
            raise _no_mark()
        if 0 <= position < len(found.rows) and _digest(found, found.rows[position]) == digest:
            return position + 1
        places = [place for place, row in enumerate(found.rows) if _digest(found, row) == digest]
        if not places:
            raise PageGone(
                Text("列表已变，找不到续页的起点", "the list changed, and the row where the page begins is gone"),
                hint=Text("从第一页重来", "begin with the first page"),
            )
        return min(places, key=lambda place: abs(place - position)) + 1

    def _mark(self, keys: Keys) -> str:
        return urlsafe_b64encode(orjson.dumps([_short(self.question), *keys])).decode().rstrip("=")

    def _keys(self, count: int) -> Keys | None:
        """What the mark holds."""
        if not self.after:
            return None
        try:
            padded = self.after[:_LONGEST_MARK].encode() + b"=" * (-len(self.after) % 4)
            question, *keys = cast(list[Any], orjson.loads(urlsafe_b64decode(padded)))
        except (binascii.Error, ValueError, TypeError) as error:
            raise _no_mark() from error
        if question != _short(self.question) or len(keys) != count or not all(map(_is_key, keys)):
            raise _no_mark()
        return keys


def _listed(found: Found, rows: list[Row], mark: str | None) -> Listed:
    return Listed(found.columns, rows, found.truncated, found.more, mark)


def _no_mark() -> BadParameter:
    return BadParameter(
        Text("after 不是这个列表的续页记号", "after is no mark of this list"),
        hint=Text("用前一页的 next，参数不变", "use `next` of the page before, with the same parameters"),
    )


def _is_key(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)


def _digest(found: Found, row: Row) -> str:
    """What tells a row from the others: its ids, or all of it where it has none."""
    ids = [name for name in found.columns if name.endswith(("_id", "_ids"))]
    return _short(orjson.dumps([row[name] for name in ids] if ids else row, default=str))


def _short(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()[:12]


def whole(page: Page) -> Page:
    """The same list as a file: all rows, up to the most that a file has."""
    return replace(page, limit=FILE)
