"""What a benchmark is: a module with `run`, which yields lines of two figures taken in one run."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from statistics import median
from typing import Literal, Protocol, TypeVar

from benchmarks import cases

T = TypeVar("T")
Unit = Literal["s", "ms", "MB", "/s", "%"]


@dataclass(frozen=True)
class Options:
    """How much to measure, and a folder for what that needs."""

    folder: Path
    quick: bool = False
    full: bool = False

    def size(self, usual: T, quick: T) -> T:
        """The usual size, or the one of a quick look."""
        return quick if self.quick else usual


@dataclass(frozen=True)
class Line:
    """One comparison. Seconds, milliseconds, megabytes: less is better; rates and shares: more is better."""

    what: str
    ours: float | None
    bare: float | None
    unit: Unit = "s"
    against: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours in units of the other."""
        return self.ours / self.bare if self.ours is not None and self.bare else None


class Benchmark(Protocol):
    """A module of benchmarks/cases."""

    __doc__: str | None

    def run(self, options: Options) -> Iterable[Line]:
        """Measure, yielding each line when it is known."""


def benchmarks() -> dict[str, Benchmark]:
    """Name -> benchmark, of every module in benchmarks/cases."""
    return {found.name: _load(found.name) for found in iter_modules(cases.__path__)}


def _load(name: str) -> Benchmark:
    module: object = import_module(f"{cases.__name__}.{name}")
    assert hasattr(module, "run"), f"benchmarks/cases/{name}.py has no run(options)"
    return module


def seconds(work: Callable[[], T]) -> tuple[float, T]:
    """How long a piece of work takes, and what it gives; garbage of others is collected before."""
    gc.collect()
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def medians(*works: Callable[[], object], rounds: int = 200, budget: float = 6.0) -> Iterator[float]:
    """The median seconds of each piece of work, taken in turn so that a noisy moment meets all of them.

    Each has run once before; at least three rounds are made, and no more begin when the budget is spent.
    """
    for work in works:
        work()
    taken: list[list[float]] = [[] for _ in works]
    ends = time.perf_counter() + budget
    for number in range(rounds):
        if number >= 3 and time.perf_counter() > ends:
            break
        for work, times in zip(works, taken, strict=True):
            started = time.perf_counter()
            work()
            times.append(time.perf_counter() - started)
    return (median(times) for times in taken)
