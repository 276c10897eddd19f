"""Names that one wrong, missing or additional character makes into another, found without going through all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from graph.names import one_slip

T = TypeVar("T")

_SHORTEST = 3


class Slips(Generic[T]):
    """Values by name. Of two names a slip apart, either the first characters are the same, or all that follows them."""

    def __init__(self, named: Iterable[tuple[str, T]]) -> None:
        self._named = list(named)
        self._by_first: dict[str, list[int]] = defaultdict(list)
        self._by_rest: dict[str, list[int]] = defaultdict(list)
        for number, (name, _) in enumerate(self._named):
            self._by_first[name[:1]].append(number)
            self._by_rest[name[1:]].append(number)

    def near(self, key: str) -> list[T]:
        """The values of the names that are one slip apart from a key, in the order given."""
        if len(key) < _SHORTEST:
            return []
        numbers = {*self._by_first.get(key[0], ()), *self._by_rest.get(key[1:], ())}
        pairs = (self._named[number] for number in sorted(numbers))
        return [value for name, value in pairs if one_slip(key, name)]
