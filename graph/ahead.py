"""Making the next while the last is written: an engine that writes leaves a core to Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Iterable[T]) -> Iterator[T]:
    """Each item, while a thread makes the next."""
    making = iter(items)
    with ThreadPoolExecutor(1) as maker:
        following = maker.submit(next, making, None)
        while (item := following.result()) is not None:
            following = maker.submit(next, making, None)
            yield item
