"""What every part of the service stands on: one open store, its ledger, its index of names."""

from __future__ import annotations

from api.audit import AuditLog
from api.compare.loads import KeptLoads
from api.watching import WatchedLoads, WatchedStore
from graph.known import GraphNames, read_names
from graph.ledger import Ledger
from graph.search import NameIndex, index_path
from graph.store import GraphStore


class Desk:
    """An open store, and what is kept beside it."""

    def __init__(self, store: GraphStore, *, prepared: bool = False) -> None:
        self.store = WatchedStore(store)
        self.loads = WatchedLoads()
        #: Where writes and Cypher texts leave their trace; every door gives one.
        self.audit: AuditLog | None = None
        #: Where what a source stated at each load is kept; every door gives one that has a folder.
        self.kept = KeptLoads(None)
        self.ledger = Ledger(self.store)
        if not prepared:
            self.ledger.prepare()
        self.names = NameIndex(self.store, index_path(store))
        #: What `graph_names` read last, and the version that was before.
        self._named: tuple[int, GraphNames] | None = None

    def version(self) -> int:
        """The data version: it grows with every write that changed something."""
        return self.ledger.version()

    def graph_names(self) -> GraphNames:
        """Every name of the graph and what people merged, for the resolver; read once a version."""
        version = self.version()
        if self._named is None or self._named[0] != version:
            self._named = version, read_names(self.store)
        return self._named[1]
