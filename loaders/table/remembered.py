"""What rows of a table were found to mean, for later rows that say the same; bounded as the memory for it has to be."""

from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
_MOST = 50_000


class Remembered(dict[K, V]):
    """What was worked out before; when it is much, all of it is forgotten and worked out again."""

    def __setitem__(self, key: K, value: V) -> None:
        if len(self) >= _MOST:
            self.clear()
        super().__setitem__(key, value)
