"""Answers of several pages, kept while the graph stays as it is, so that a next page is not computed from the start."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from api.http.paging import Found

#: A question and the state of the graph that it was asked of.
Key = tuple[str, str]
#: Bytes of all that is kept, as JSON.
_ROOM = 32_000_000


class Answers:
    """The answers asked for last, within a number of bytes; safe between threads."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room, self._taken = room, 0
        self._kept: OrderedDict[Key, tuple[Found, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Found | None:
        """An answer that is kept."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def keep(self, key: Key, found: Found) -> None:
        """Keep an answer; those not asked for longest go, and so does one that is larger than all the room."""
        if self.get(key) is not None:
            return
        size = len(orjson.dumps(found.rows, default=str))
        with self._lock:
            self._kept[key] = found, size
            self._taken += size
            while self._taken > self._room:
                _, (_, gone) = self._kept.popitem(last=False)
                self._taken -= gone
