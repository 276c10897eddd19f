"""What the doors can do. The command line and the API call the same methods; so does another process, by `remote`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from api.audit import FILE, AuditLog
from api.compare.loads import FOLDER, KeptLoads
from api.service.deciding import Deciding
from api.service.keeping import Keeping
from api.service.loading import Loading
from graph.settings import settings
from graph.store import GraphStore

__all__ = ["Service", "serving"]


class Service(Loading, Deciding, Keeping):
    """Everything that a door offers, on one open store."""


@contextmanager
def serving(store: GraphStore, *, prepared: bool = False) -> Iterator[Service]:
    """A service on a store, which is closed at the end whatever happens."""
    with store:
        service = Service(store, prepared=prepared)
        service.audit = AuditLog(settings().var / FILE)
        service.kept = KeptLoads(settings().var / FOLDER)
        try:
            yield service
        finally:
            service.names.close()
