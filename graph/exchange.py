"""The canonical export: one JSON line a node, an edge, a decision; sorted, without runs and clocks; and its import."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TextIO

from graph.changes import Changes
from graph.errors import BadInput, Problem, Text
from graph.facts import is_hand
from graph.kept import Props, edge_stated, node_stated, unpack
from graph.ledger import Ledger
from graph.ontology import edge_types, node_types
from graph.schema import SUPER_LABELS, super_label
from graph.settling import DERIVED_EDGES
from graph.store import GraphStore, Row
from graph.sweep import edges, nodes

#: Characters of an edge's id: `e-` and one digit of a hash.
_SORTED_BY = 3
#: Said elsewhere on the line.
_KEPT_ASIDE = frozenset({"id", "stated", "source_rank", "type"})
_PART = "part"


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def export_lines(store: GraphStore) -> Iterator[str]:
    """The whole graph, sorted by id: equal graphs give equal bytes. Memory does not grow with the graph."""
    return lines_of(
        (row for label in SUPER_LABELS for row in nodes(store, label)),
        (row for label in SUPER_LABELS for row in edges(store, label)),
    )


def lines_of(given_nodes: Iterable[Row], given_edges: Iterable[Row]) -> Iterator[str]:
    """Nodes and edges, as `graph.sweep` gives them, as lines: edges by their ids, those between records last."""
    yield from map(node_line, given_nodes)
    for _, part in groupby(given_edges, key=lambda row: super_label(row["start_label"])):
        yield from in_order((row["id"], edge_line(row)) for row in part)


def in_order(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Lines sorted by their ids, through files: one for each of the first characters that ids have."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        files: dict[str, TextIO] = {}
        for id_, line in lines:
            first = id_[:_SORTED_BY]
            if first not in files:
                path = Path(folder, str(len(files)))
                files[first] = stack.enter_context(path.open("w+", encoding="utf-8", newline="\n"))
            files[first].write(f"{id_}\t{line}\n")
        for _, file in sorted(files.items()):
            file.seek(0)
            for kept in sorted(file.read().split("\n")[:-1], key=lambda kept: kept.partition("\t")[0]):
                yield kept.partition("\t")[2]


def node_line(row: Row) -> str:
    """One node, of {id, props}, with all that sources state about it."""
    return _line({"node": row["id"]}, row["props"], node_stated(row["props"]))


def edge_line(row: Row) -> str:
    """One edge, of {id, type, start_id, end_id, props}, with all that sources state about it."""
    head = {"edge": row["id"], "type": row["type"], "from": row["start_id"], "to": row["end_id"]}
    return _line(head, row["props"], edge_stated(row["props"], row["type"], row["start_id"], row["end_id"]))


def _line(head: Row, props: Row, stated: str | None) -> str:
    kept = {name: props[name] for name in sorted(props) if name not in _KEPT_ASIDE}
    return _encode({**head, "props": kept, "stated": unpack(stated) if stated else []})


@dataclass
class _Read:
    """What the lines of an export say, by source."""

    nodes: dict[str, list[Props]] = field(default_factory=lambda: defaultdict(list))
    edges: dict[str, list[Props]] = field(default_factory=lambda: defaultdict(list))
    decisions: list[Row] = field(default_factory=list)
    #: They are of a region: what its sources state elsewhere is not among them.
    is_part: bool = False


def part_line(told: Row) -> str:
    """The first line of an export that is a part of a graph: what it is of."""
    return _encode({_PART: told})


def import_lines(store: GraphStore, lines: Iterable[str], *, file: str = "import") -> Changes:
    """Load an export: its sources replace those of the same id, its decisions are added.

    Of a part, what its sources state of other elements stays as it stands.

    Raises:
        BadInput: naming each line that is not one of an export; then nothing is written.
    """
    read = _Read()
    problems: list[Problem] = []
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            _sort_in(json.loads(text), read)
        except (ValueError, KeyError, TypeError) as error:
            what = Text(f"不是导出文件的一行：{error}", f"not a line of an export: {error}")
            problems.append(Problem(file, number, 1, what))
    if problems:
        raise BadInput(problems)
    return _write(Ledger(store), read)


def _sort_in(item: Row, read: _Read) -> None:
    if _PART in item:
        read.is_part = True
        return
    if "edge" in item:
        if item["type"] not in edge_types():
            raise ValueError(f"unknown edge type {item['type']}")
        if item["type"] not in DERIVED_EDGES:
            for entry in item["stated"]:
                read.edges[entry["source"]].append(entry)
        return
    label = item["props"]["label"]
    if label not in node_types():
        raise ValueError(f"unknown label {label}")
    if label == "Decision":
        read.decisions.append(item["props"] | {"id": item["node"]})
    for entry in item["stated"]:
        read.nodes[entry["source"]].append(entry)


def _write(ledger: Ledger, read: _Read) -> Changes:
    ledger.prepare()
    total = ledger.take_over(read.decisions)
    restate = ledger.restate_part if read.is_part else ledger.restate
    for source in sorted(source for source in read.nodes if not is_hand(source)):
        total.add(restate(source, read.nodes[source], read.edges.get(source, [])))
    return total
