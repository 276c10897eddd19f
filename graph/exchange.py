"""The canonical export: one JSON line a node, an edge, a decision; sorted, without runs and clocks; and its import."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator

from graph.changes import Changes
from graph.errors import BadInput, Problem, Text
from graph.kept import Props, edge_stated, node_stated, unpack
from graph.ledger import Ledger
from graph.ontology import edge_types, node_types
from graph.settling import DERIVED_EDGES
from graph.store import GraphStore, Row, Transaction

_NODES = "MATCH (n:{label}) WHERE NOT n.label IN ['Run', 'Stamp'] RETURN n.id AS id, properties(n) AS props ORDER BY id"
_EDGES = (
    "MATCH (a:{label})-[r]->(b) RETURN r.id AS id, type(r) AS edge_type, a.id AS start_id, b.id AS end_id, "
    "properties(r) AS props ORDER BY id"
)
_EVERYTHING = 50_000_000
#: Said elsewhere on the line.
_KEPT_ASIDE = frozenset({"id", "stated", "source_rank", "type"})


def export_lines(store: GraphStore) -> Iterator[str]:
    """The whole graph, sorted by id: equal graphs give equal bytes."""
    for label in ("Entity", "Record"):
        for row in store.read(_NODES.format(label=label), limit=_EVERYTHING).rows:
            yield _line({"node": row["id"]}, row["props"], node_stated(row["props"]))
    for label in ("Entity", "Record"):
        for row in store.read(_EDGES.format(label=label), limit=_EVERYTHING).rows:
            head = {"edge": row["id"], "type": row["edge_type"], "from": row["start_id"], "to": row["end_id"]}
            stated = edge_stated(row["props"], row["edge_type"], row["start_id"], row["end_id"])
            yield _line(head, row["props"], stated)


def _line(head: Row, props: Row, stated: str | None) -> str:
    kept = {name: props[name] for name in sorted(props) if name not in _KEPT_ASIDE}
    entries = unpack(stated) if stated else []
    return json.dumps({**head, "props": kept, "stated": entries}, ensure_ascii=False, separators=(",", ":"))


def import_lines(store: GraphStore, lines: Iterable[str], *, file: str = "import") -> Changes:
    """Load an export: its sources replace those of the same id, its decisions are added.

    Raises:
        BadInput: naming each line that is not one of an export; then nothing is written.
    """
    nodes: dict[str, list[Props]] = defaultdict(list)
    edges: dict[str, list[Props]] = defaultdict(list)
    decisions: list[Row] = []
    problems: list[Problem] = []
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            _sort_in(json.loads(text), nodes, edges, decisions)
        except (ValueError, KeyError, TypeError) as error:
            what = Text(f"不是导出文件的一行：{error}", f"not a line of an export: {error}")
            problems.append(Problem(file, number, 1, what))
    if problems:
        raise BadInput(problems)
    return _write(Ledger(store), nodes, edges, decisions)


def _sort_in(item: Row, nodes: dict[str, list[Props]], edges: dict[str, list[Props]], decisions: list[Row]) -> None:
    if "edge" in item:
        if item["type"] not in edge_types():
            raise ValueError(f"unknown edge type {item['type']}")
        if item["type"] not in DERIVED_EDGES:
            for entry in item["stated"]:
                edges[entry["source"]].append(entry)
        return
    label = item["props"]["label"]
    if label not in node_types():
        raise ValueError(f"unknown label {label}")
    if label == "Decision":
        decisions.append(item["props"] | {"id": item["node"]})
    for entry in item["stated"]:
        nodes[entry["source"]].append(entry)


def _write(
    ledger: Ledger, nodes: dict[str, list[Props]], edges: dict[str, list[Props]], decisions: list[Row]
) -> Changes:
    ledger.prepare()
    total = Changes()

    def keep(tx: Transaction) -> None:
        for props in decisions:
            tx.run("MERGE (d:Record {id: $id}) SET d = $props SET d:Decision", {"id": props["id"], "props": props})

    ledger.store.write(keep)
    for source in sorted(nodes):
        total.add(ledger.restate(source, nodes[source], edges.get(source, [])))
    return total
