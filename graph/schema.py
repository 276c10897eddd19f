"""The ontology as Cypher: constraints, indexes and upserts, as pure text.

Beside the query files this is the only place where Cypher is made; nothing of it comes from a user.
"""

from __future__ import annotations

from functools import cache

from graph.ontology import edge_types, node_types

#: Counted up when what a store holds changes its form; a store of another version is migrated or refused.
SCHEMA_VERSION = 2

SUPER_LABELS = ("Entity", "Record")


def definitions(engine: str) -> list[str]:
    """Constraints and indexes, each idempotent."""
    texts = [
        f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in SUPER_LABELS
    ]
    texts += [
        "CREATE INDEX entity_name IF NOT EXISTS FOR (n:Entity) ON (n.name)",
        # What documents name is a sliver of what registries list; coverage and gaps start from it.
        "CREATE INDEX entity_documented IF NOT EXISTS FOR (n:Entity) ON (n.documented)",
        "CREATE INDEX record_topic IF NOT EXISTS FOR (n:Record) ON (n.topic)",
        "CREATE INDEX record_source IF NOT EXISTS FOR (n:Record) ON (n.source)",
    ]
    if engine == "neo4j":
        # Relationships are looked up by their own id only when an edge's start node has very many.
        texts += [
            f"CREATE INDEX {name.lower()}_id IF NOT EXISTS FOR ()-[r:{name}]-() ON (r.id)" for name in edge_types()
        ]
    return texts


def labels_of(label: str) -> str:
    """The labels of a type as they stand in Cypher behind the super-label: `:Place:Community`."""
    return "".join(f":{name}" for name in node_types()[label].labels()[1:])


def super_label(label: str) -> str:
    """`Entity` or `Record`."""
    return node_types()[label].super_label


@cache
def edge_super_labels(edge_type: str) -> tuple[str, str]:
    """The super-labels of an edge type's two ends."""
    start, end = edge_types()[edge_type].ends[0]
    return _super_of(start), _super_of(end)


def _super_of(name: str) -> str:
    for node in node_types().values():
        if name in node.labels():
            return node.super_label
    raise KeyError(name)


@cache
def upsert_nodes(label: str) -> str:
    """Write nodes of one type; `$rows` is a list of {id, props}."""
    return (
        f"UNWIND $rows AS row MERGE (n:{super_label(label)} {{id: row.id}}) SET n = row.props SET n{labels_of(label)}"
    )


@cache
def relabel_nodes(label: str) -> str:
    """Take the labels of a type off nodes that become another; `$rows` is a list of {id}."""
    return f"UNWIND $rows AS row MATCH (n:{super_label(label)} {{id: row.id}}) REMOVE n{labels_of(label)}"


@cache
def delete_nodes(label: str) -> str:
    """Delete nodes under a super-label; `$rows` is a list of {id}."""
    return f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) DETACH DELETE n"


@cache
def upsert_edges(edge_type: str) -> str:
    """Write edges of one type; `$rows` is a list of {id, start_id, end_id, props}."""
    start, end = edge_super_labels(edge_type)
    return (
        f"UNWIND $rows AS row MATCH (a:{start} {{id: row.start_id}}) MATCH (b:{end} {{id: row.end_id}}) "
        f"MERGE (a)-[r:{edge_type} {{id: row.id}}]->(b) SET r = row.props"
    )


@cache
def delete_edges(edge_type: str) -> str:
    """Delete edges of one type; `$rows` is a list of {id, start_id}."""
    start, _ = edge_super_labels(edge_type)
    return f"UNWIND $rows AS row MATCH (a:{start} {{id: row.start_id}})-[r:{edge_type} {{id: row.id}}]->() DELETE r"


@cache
def find_edges(edge_type: str) -> str:
    """Find edges of one type by id and start; `$rows` is a list of {id, start_id}."""
    start, _ = edge_super_labels(edge_type)
    return (
        f"UNWIND $rows AS row MATCH (a:{start} {{id: row.start_id}})-[r:{edge_type} {{id: row.id}}]->(b) "
        "RETURN r.id AS id, a.id AS start_id, b.id AS end_id, properties(r) AS props"
    )


@cache
def edges_at(edge_type: str) -> str:
    """All edges of one type at given nodes; `$ids` is a list of node ids."""
    start, end = edge_super_labels(edge_type)
    form = (
        f"MATCH (a:{start})-[r:{edge_type}]->(b:{end}) WHERE {{}}.id IN $ids "
        "RETURN r.id AS id, a.id AS start_id, b.id AS end_id, properties(r) AS props"
    )
    return f"{form.format('a')} UNION {form.format('b')}"


@cache
def edges_by_id(edge_type: str) -> str:
    """Edges of one type; `$ids` is a list of their own ids."""
    start, end = edge_super_labels(edge_type)
    return (
        f"MATCH (a:{start})-[r:{edge_type}]->(b:{end}) WHERE r.id IN $ids "
        "RETURN r.id AS id, a.id AS start_id, b.id AS end_id, properties(r) AS props"
    )


@cache
def edges_of_source(edge_type: str) -> str:
    """All edges of one type that a source states; `$source` is its id."""
    start, end = edge_super_labels(edge_type)
    return (
        f"MATCH (a:{start})-[r:{edge_type}]->(b:{end}) WHERE $source IN r.sources OR $source IN r.proposed_by "
        "RETURN r.id AS id, a.id AS start_id, b.id AS end_id, properties(r) AS props"
    )


@cache
def nodes_of_source(label: str) -> str:
    """All nodes under a super-label that a source states; `$source` is its id."""
    return (
        f"MATCH (n:{label}) WHERE $source IN n.sources OR $source IN n.proposed_by "
        "RETURN n.id AS id, n.label AS label, properties(n) AS props"
    )


@cache
def find_nodes(label: str) -> str:
    """Nodes under a super-label by id; `$ids` is a list."""
    return (
        f"UNWIND $ids AS wanted MATCH (n:{label} {{id: wanted}}) "
        "RETURN n.id AS id, n.label AS label, properties(n) AS props"
    )
