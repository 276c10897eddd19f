"""What a loader is: it reads one path into statements of one source, or says everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

from graph.changes import Changes
from graph.errors import Problem
from graph.ledger import Batch
from graph.statements import EdgeStatement, NodeStatement


@dataclass(frozen=True)
class Facts:
    """What one source states, whole and checked."""

    source: str
    nodes: Sequence[NodeStatement]
    edges: Sequence[EdgeStatement]
    #: How many entries were read; one entry may be several statements.
    read: int
    #: Whether it is stated beside what the source states already, and not in place of it.
    adds: bool = False


@dataclass(frozen=True)
class Stream:
    """What a large source states, in batches that are written one by one; ends of edges come first."""

    source: str
    batches: Iterator[Batch]
    #: How many statements there are in all.
    total: int


class Loader(Protocol):
    """Reads one kind of path."""

    def accepts(self, path: Path) -> bool:
        """Whether this loader reads the path."""

    def load(self, path: Path) -> Facts | Stream:
        """Read the path.

        Raises:
            BadInput: with every fault that it has.
        """


@dataclass
class LoadReport:
    """What loading one path did."""

    path: str
    source: str | None = None
    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    seconds: float = 0.0
    #: Where the rows that were refused are kept, when the good ones were loaded, and how many they are.
    kept: str | None = None
    rows_refused: int = 0

    @property
    def ok(self) -> bool:
        return not self.refused

    def count(self, changes: Changes) -> None:
        for name, value in asdict(changes).items():
            setattr(self, name, value)
