"""What a large source has stated so far, batch by batch, and what follows from it for the next one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from graph.grouping import EdgeGroup
from graph.store import Transaction


@dataclass
class Seen:
    """The elements that a stream has stated, by id."""

    nodes: set[str] = field(default_factory=set)
    edges: set[str] = field(default_factory=set)
    #: Those of the nodes that did not stand before, as long as nobody else has written since.
    fresh: set[str] = field(default_factory=set)
    _mark: str | None = None

    def begin(self, tx: Transaction) -> None:
        """Begin a batch: another may have written since the last, and told something of what was fresh."""
        if _mark(tx) != self._mark:
            self.fresh.clear()

    def end(self, tx: Transaction) -> None:
        """End a batch; what is written from here on is another's."""
        self._mark = _mark(tx)

    def add_nodes(self, told: Collection[str], standing: Collection[str]) -> None:
        """Add the nodes of a batch, of which some are standing."""
        self.nodes.update(told)
        self.fresh.update(id_ for id_ in told if id_ not in standing)

    def may_stand(self, edges: Mapping[str, EdgeGroup]) -> dict[str, EdgeGroup]:
        """The edges that may stand already: none does at a node that is new, but those of batches before."""
        return {
            id_: group
            for id_, group in edges.items()
            if id_ in self.edges or not (group.start in self.fresh or group.end in self.fresh)
        }


def _mark(tx: Transaction) -> str | None:
    rows = tx.run("MATCH (s:Stamp) RETURN s.mark AS mark")
    return str(rows[0]["mark"]) if rows else None
