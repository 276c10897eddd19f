"""What a load is measured against: UNWIND and MERGE in batches by the engine's own client, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from benchmarks.engines import Bare
from graph.ontology import node_types
from graph.statements import EdgeElement, NodeElement

_BATCH = 5_000
_ID = "CREATE CONSTRAINT {0}_id IF NOT EXISTS FOR (n:{1}) REQUIRE n.id IS UNIQUE"
_NODES = "UNWIND $rows AS row MERGE (n:{0} {{id: row.id}}) SET n = row.props SET n:{1}"
_EDGES = (
    "UNWIND $rows AS row MATCH (a:{0} {{id: row.start_id}}) MATCH (b:Entity {{id: row.end_id}}) "
    "MERGE (a)-[r:{1} {{id: row.id}}]->(b) SET r = row.props"
)


def constrain(bare: Bare) -> None:
    """Make ids unique, without which a MERGE scans."""
    for label in ("Entity", "Record"):
        bare.write(_ID.format(label.lower(), label), {})


def write_loop(bare: Bare, nodes: Iterable[NodeElement], edges: Iterable[EdgeElement]) -> None:
    """Write elements as they are, a transaction a batch."""
    batches: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for node in nodes:
        first, *rest = node_types()[node.label].labels()
        batches[_NODES.format(first, ":".join(rest))].append({"id": node.id, "props": node.props})
    for edge in edges:
        text = _EDGES.format("Record" if edge.type == "ABOUT" else "Entity", edge.type)
        batches[text].append({"id": edge.id, "start_id": edge.start, "end_id": edge.end, "props": edge.props})
    for cypher, rows in batches.items():
        for start in range(0, len(rows), _BATCH):
            bare.write(cypher, {"rows": rows[start : start + _BATCH]})
