"""GraphStore: what every engine must do, and how one is opened.

A store reads and writes Cypher. Everything that knows what the graph means stands above it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

Row = dict[str, Any]
Params = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Rows:
    """An answer: its columns in order, its rows, and whether the row limit cut it."""

    columns: tuple[str, ...]
    rows: list[Row]
    truncated: bool = False


@dataclass(frozen=True)
class Bounds:
    """What one statement of somebody unknown may cost."""

    seconds: float = 10.0
    rows: int = 1_000
    #: Of the answer, as JSON.
    size: int = 8_000_000
    #: Megabytes beyond what the graph itself takes, where the engine runs in a process of ours.
    memory: int = 512


class Transaction(Protocol):
    """One atomic unit of work; it sees its own writes."""

    def run(self, cypher: str, params: Params | None = None) -> list[Row]:
        """Run one statement and return its rows."""


class GraphStore(Protocol):
    """A graph database that speaks Cypher."""

    #: `kglite` or `neo4j`.
    engine: str
    #: What a person calls the place where the graph lives; no secret in it.
    address: str

    def read(
        self, cypher: str, params: Params | None = None, *, timeout: float | None = None, limit: int | None = None
    ) -> Rows:
        """Run one reading statement on a consistent snapshot.

        Raises:
            QueryTimeout: after `timeout` seconds.
            StatementError: when the engine refuses the text, a write included.
        """

    def read_untrusted(self, cypher: str, params: Params, bounds: Bounds) -> Rows:
        """Run a text of somebody unknown, which the guard let pass, so that it can harm nobody else.

        Raises:
            CypherRefused: when the engine's plan does what the guard forbids.
            QueryTooCostly: when it was stopped at one of its bounds.
            StatementError: when the engine refuses the text.
        """

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in one transaction: all of it is kept, or nothing. `work` may be called again on a conflict.

        Raises:
            StoreBusy: when other writers kept winning.
        """

    def define(self, statements: Sequence[str]) -> None:
        """Create constraints and indexes that are not there yet."""

    def backup(self, path: Path) -> None:
        """Write a consistent copy of the whole graph to `path`."""

    def close(self) -> None:
        """Give the store back; nothing acknowledged is lost."""

    def __enter__(self) -> GraphStore: ...

    def __exit__(self, *exc: object) -> None: ...
