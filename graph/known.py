"""The names of a graph, as the resolver takes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graph.decisions import in_force
from graph.resolution import Known
from graph.store import GraphStore

#: Divisions are known from the registry; of the graph's only those with names of its own are read.
_NAMES = (
    "MATCH (n:Entity) WHERE n.status IN ['stated', 'inferred'] AND (n.code IS NULL OR size(n.aliases) > 0) "
    "OPTIONAL MATCH (n)-[:PART_OF|LOCATED_IN]->(p:Place) WITH n, p ORDER BY p.code "
    "WITH n, collect(p.code) AS codes "
    "RETURN n.id AS id, n.label AS label, n.name AS name, n.official_name AS official, n.aliases AS aliases, "
    "n.code AS code, n.sources AS sources, codes AS codes ORDER BY id"
)
_REGIONS = "MATCH (s:Source) WHERE s.region IS NOT NULL RETURN s.id AS id, s.region AS region ORDER BY id"
_DECISIONS = "MATCH (d:Decision) RETURN properties(d) AS props ORDER BY d.decided_at, d.id"
_EVERYTHING = 10_000_000


@dataclass(frozen=True)
class GraphNames:
    """Every name of a graph, and what people merged: old id -> the id that stands."""

    known: list[Known] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)


def read_names(store: GraphStore) -> GraphNames:
    """The names of a graph; an entity without a place belongs to the regions of its sources."""
    regions = {row["id"]: row["region"] for row in store.read(_REGIONS, limit=_EVERYTHING).rows}
    known = [_known(row, regions) for row in store.read(_NAMES, limit=_EVERYTHING).rows]
    decided = in_force(row["props"] for row in store.read(_DECISIONS, limit=_EVERYTHING).rows)
    return GraphNames(known, dict(decided.redirects))


def _known(row: dict[str, Any], regions: dict[str, str]) -> Known:
    own = [row["code"]] if row["code"] else [code for code in row["codes"] if code]
    said = [regions[source] for source in row["sources"] or () if source in regions]
    return Known(
        id=row["id"],
        label=row["label"],
        name=row["name"],
        official=row["official"],
        aliases=tuple(row["aliases"] or ()),
        regions=tuple(dict.fromkeys(own or said)),
    )
