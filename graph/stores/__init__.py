"""The engines: each module brings one, behind the GraphStore protocol."""

from __future__ import annotations

from pathlib import Path

from graph.settings import Settings
from graph.store import GraphStore

#: URL schemes of a Neo4j server, cluster or Aura.
NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open_store(config: Settings) -> GraphStore:
    """Open the store that the settings name: a Neo4j URL, or the path of an embedded file.

    Raises:
        StoreError: saying what is wrong with the address, the engine or the file.
    """
    address = config.store_address
    if address.partition("://")[0] in NEO4J_SCHEMES:
        from graph.stores.neo4j import Neo4jStore

        return Neo4jStore(
            address,
            user=config.store_user,
            password=config.password(),
            database=config.store_database,
            timeout=config.read_timeout,
            limit=config.row_limit,
        )
    from graph.stores.kglite import KgliteStore

    return KgliteStore(address, timeout=config.read_timeout, limit=config.row_limit)


def restore_file(backup: Path, path: Path) -> None:
    """Put a backup in the place of an embedded file that nobody has open."""
    from graph.stores import kglite

    kglite.restore_file(backup, path)
