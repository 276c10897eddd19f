"""What Cypher is not for: paths that count ties, not edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from typing import Any

import networkx as nx

from graph.store import Row

#: A step over a direct tie costs as much as the two halves of a step through an instrument.
_DIRECT, _HALF = 2, 1

#: An entity is its id; an instrument is entered by a principal (and left to every party) or by
#: another party (and left to principals alone).
_Node = tuple[str, str]


class _Ties:
    """The ties as a directed graph whose shortest paths are those over the fewest ties."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.graph: nx.DiGraph[_Node] = nx.DiGraph()
        self.names: dict[str, str] = {}
        self.kinds: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in rows:
            self.names |= {row["a_id"]: row["a"], row["b_id"]: row["b"]}
            self.kinds[row["a_id"], row["b_id"]].append(row)
            self._join(row["a_id"], row["b_id"], row["instrument"], row["principal"])

    def _join(self, a: str, b: str, instrument: bool, principal: bool) -> None:
        party: _Node = (a, "")
        if not instrument:
            self.graph.add_edge(party, (b, ""), weight=_DIRECT)
            self.graph.add_edge((b, ""), party, weight=_DIRECT)
            return
        self.graph.add_edge(party, (b, "by principal" if principal else "by party"), weight=_HALF)
        self.graph.add_edge((b, "by principal"), party, weight=_HALF)
        if principal:
            self.graph.add_edge((b, "by party"), party, weight=_HALF)

    def between(self, a: str, b: str) -> list[Row]:
        """The rows that join two ids, whichever stands first."""
        return self.kinds.get((a, b), []) + self.kinds.get((b, a), [])


def all_shortest_paths(rows: Iterable[Row], start: str, end: str, *, limit: int) -> list[Row]:
    """All paths over the fewest ties, at most `limit` of them.

    `rows` are the ties: {a_id, a, b_id, b, kind, instrument, principal, evidence}. An instrument is the
    `via` of a step, never a stop; it joins two parties of which at least one is a principal.
    Each path is {length, stops, stop_ids, via, evidence}; `via` names what each step runs over.
    """
    ties = _Ties(rows)
    source, target = (start, ""), (end, "")
    if source not in ties.graph or target not in ties.graph or start == end:
        return []
    try:
        found = list(islice(nx.all_shortest_paths(ties.graph, source, target, weight="weight"), limit))
    except nx.NetworkXNoPath:
        return []
    paths = [_path_row(ties, path) for path in found]
    return sorted(paths, key=lambda row: (row["length"], row["stop_ids"], row["via"]))


def _path_row(ties: _Ties, path: Sequence[_Node]) -> dict[str, Any]:
    stops = [id_ for id_, entered in path if not entered]
    via: list[str] = []
    evidence: set[str] = set()
    for left, right in pairwise(path):
        joined = ties.between(left[0], right[0])
        evidence.update(item for row in joined for item in row["evidence"])
        if right[1]:
            via.append(ties.names[right[0]])
        elif not left[1]:
            via.append("、".join(sorted({row["kind"] for row in joined})))
    return {
        "length": len(stops) - 1,
        "stops": [ties.names[id_] for id_ in stops],
        "stop_ids": stops,
        "via": via,
        "evidence": sorted(evidence),
    }
