"""What a write did, in numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Changes:
    """How many nodes and edges a write created, changed, left and removed."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def total(self) -> int:
        return self.created + self.changed + self.removed

    def add(self, other: Changes) -> None:
        self.created += other.created
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.removed += other.removed
