"""A small part of the registry of divisions, for tests: some districts whole, and what they lie in."""

from __future__ import annotations

from pathlib import Path

from graph.kept import Props
from graph.ledger import Ledger
from graph.store import GraphStore
from loaders.base import Stream
from loaders.registry_source import RegistryLoader

#: 榆次区, 呈贡区, 雁山区.
DISTRICTS = ("140702", "530114", "450311")


def load_districts(store: GraphStore, districts: tuple[str, ...] = DISTRICTS) -> None:
    """Load these districts with their subdistricts and communities, in the form of the registry loader."""
    ledger = Ledger(store)
    ledger.prepare()
    for district in districts:
        stream = RegistryLoader().load(Path("registry", "divisions-2023", district[:2]))
        assert isinstance(stream, Stream)
        nodes: list[Props] = []
        edges: list[Props] = []
        for batch_nodes, batch_edges in stream.batches:
            nodes += [node for node in batch_nodes if node["label"] == "Source" or _wanted(node["origin"], district)]
            edges += [edge for edge in batch_edges if _wanted(edge["start"], district)]
        ledger.restate(stream.source, nodes, edges)


def _wanted(id_: str, district: str) -> bool:
    code = id_.removeprefix("cn-")
    return code.startswith(district) or district.startswith(code)
