"""Files that are whole or not there, of one version of the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import StoreBusy
from graph.store import T

_ATTEMPTS = 3


def again(work: Callable[[], T]) -> T:
    """Work that is done again when somebody wrote meanwhile, up to a limit.

    Raises:
        StoreBusy: when somebody wrote each time.
    """
    for _ in range(_ATTEMPTS - 1):
        try:
            return work()
        except StoreBusy:
            continue
    return work()


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write a file beside its place; it is moved there at the end, and nothing is left when that fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
