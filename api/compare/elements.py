"""What is compared: nodes and edges of one side, from statements or from the lines of an export."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.errors import BadInput, Problem, Text
from graph.identity import EdgeKey
from graph.kept import Props, edge_stated, node_stated, unpack
from graph.ontology import edge_types, node_types
from graph.schema import SUPER_LABELS, edges_of_source, nodes_of_source
from graph.settling import DERIVED_EDGES
from graph.statements import fold_edge, fold_node
from graph.store import GraphStore, Row


@dataclass
class Elements:
    """Nodes as {id, label, props} and edges as {id, type, start_id, end_id, props}, by id."""

    nodes: dict[str, Row] = field(default_factory=dict)
    edges: dict[str, Row] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.nodes) + len(self.edges)

    def name(self, id_: str) -> str:
        """What a node is called; its id where another source tells the name."""
        return str(self.nodes[id_]["props"]["name"]) if id_ in self.nodes else id_


def folded(node_entries: Iterable[Props], edge_entries: Iterable[Props]) -> Elements:
    """What statements alone fold to, with no decision and no other source: ids are those that were minted."""
    about_nodes: dict[str, list[Props]] = defaultdict(list)
    for entry in node_entries:
        about_nodes[entry["origin"]].append(entry)
    about_edges: dict[EdgeKey, list[Props]] = defaultdict(list)
    for entry in edge_entries:
        key = EdgeKey(entry["type"], entry["start"], entry["end"], entry["discriminator"], entry["key"])
        about_edges[key.sorted()].append(entry)
    found = Elements()
    for id_, entries in sorted(about_nodes.items()):
        node = fold_node(id_, entries)
        found.nodes[id_] = {"id": id_, "label": node.label, "props": node.props}
    for key, entries in sorted(about_edges.items()):
        edge = fold_edge(entries, (key.start, key.end), key=key)
        found.edges[edge.id] = {
            "id": edge.id, "type": edge.type, "start_id": edge.start, "end_id": edge.end, "props": edge.props,
        }  # fmt: skip
    return found


def stated(store: GraphStore, source: str, most: int) -> Elements | None:
    """What a source states as the graph keeps it; None where that is more than `most` elements."""
    given, rows = {"source": source}, list[Row]()
    for label in SUPER_LABELS:
        rows += store.read(nodes_of_source(label), given, limit=most + 1).rows
    own = [entry for row in rows for entry in _own(node_stated(row["props"]), source)]
    related: list[Props] = []
    for name in edge_types():
        if len(rows) + len(related) > most:
            return None
        if name not in DERIVED_EDGES:
            found = store.read(edges_of_source(name), given, limit=most + 1).rows
            related += [entry for row in found for entry in _own(_edge_stated(row, name), source)]
    return folded(own, related) if len(rows) + len(related) <= most else None


def _edge_stated(row: Row, name: str) -> str:
    return edge_stated(row["props"], name, row["start_id"], row["end_id"])


def _own(packed: str | None, source: str) -> Iterator[Props]:
    return (entry for entry in unpack(packed or "[]") if entry["source"] == source)


def from_lines(lines: Iterable[str], file: str) -> Elements:
    """The elements that the lines of a canonical export show.

    Raises:
        BadInput: naming each line that is not one of an export.
    """
    found, problems = Elements(), list[Problem]()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            _sort_in(json.loads(line), found)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            what = Text(f"不是导出文件的一行：{error}", f"not a line of an export: {error}")
            problems.append(Problem(file, number, 1, what))
    if problems:
        raise BadInput(problems)
    return found


def _sort_in(item: Row, found: Elements) -> None:
    props: Mapping[str, object] = dict(item["props"])
    if "edge" in item:
        if item["type"] not in edge_types():
            raise ValueError(f"unknown edge type {item['type']}")
        ends = {"start_id": item["from"], "end_id": item["to"]}
        found.edges[item["edge"]] = {"id": item["edge"], "type": item["type"], **ends, "props": props}
        return
    if props["label"] not in node_types() or not props.get("name"):
        raise ValueError(f"unknown label {props['label']}" if props.get("name") else "a node without a name")
    found.nodes[item["node"]] = {"id": item["node"], "label": props["label"], "props": props}
