"""The rows of a table that one of several readers reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Share:
    """One of several shares of the rows, in blocks that are dealt out in turn; by itself, all rows."""

    number: int
    of: int
    #: Where its reader keeps what it reads, for others to read; none: for itself alone.
    folder: Path | None = None
    #: Rows that are dealt out together: rows that are near each other often name the same.
    block: int = 500

    def has(self, row: int) -> bool:
        """Whether a row of a sheet, from 1, is in it."""
        return row // self.block % self.of == self.number

    def file(self, name: str) -> Path | None:
        """Where its reader keeps something."""
        return self.folder / f"{name}-{self.number}.db" if self.folder else None

    def others(self, name: str) -> list[Path]:
        """Where the readers of the other shares keep it."""
        shares = (replace(self, number=number) for number in range(self.of) if number != self.number)
        return [path for share in shares if (path := share.file(name))]
