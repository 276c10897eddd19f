"""The names in a graph, read for the index: all of them in parts, or those of some entities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.store import GraphStore, Row
from graph.values import name_key

PART = 50_000
_ROWS = 5_000
_EVERYTHING = 100_000_000
_SECONDS = 600.0
#: A place is found through so many edges: a college, its university, the zone that it stands in, the district.
_HOPS = 3
#: Signs that no token holds: marks of the index, separators of its tokenizer, and what has no shape.
_UNUSED = re.compile("[\\x00-\\x20\\x7f\\ud800-\\udfff\"'()\\[\\]_|-]")
_SHOWN = (
    "n.status IN ['stated', 'inferred'] RETURN n.id AS id, n.label AS label, n.name AS name, "
    "n.official_name AS official, n.aliases AS aliases, n.code AS code, n.moe_code AS moe, n.documented AS documented"
)
_PART = f"MATCH (n:Entity) WHERE n.id > $after RETURN n.id AS id ORDER BY id LIMIT {PART}"
_SOME = f"UNWIND $ids AS wanted MATCH (n:Entity {{id: wanted}}) WHERE {_SHOWN} ORDER BY n.id"
_PLACES = "RETURN n.id AS id, p.id AS place, p.code AS code ORDER BY n.id, p.id"
_ALL_PLACES = f"MATCH (n:Entity)-[:PART_OF|LOCATED_IN]->(p:Entity) WHERE n.code IS NULL {_PLACES}"
_SOME_PLACES = f"UNWIND $ids AS wanted MATCH (n:Entity {{id: wanted}})-[:PART_OF|LOCATED_IN]->(p:Entity) {_PLACES}"
_INSIDE = (
    "UNWIND $ids AS wanted MATCH (p:Entity {id: wanted})<-[:PART_OF|LOCATED_IN]-(n:Entity) WHERE p.code IS NULL "
    "RETURN DISTINCT n.id AS id ORDER BY id"
)

_Above = dict[str, list[tuple[str, str | None]]]  # id -> (id of what it lies in, division code of that)


class NameRow(NamedTuple):
    """What the index keeps of an entity."""

    id: str
    label: str
    name: str
    #: `|key|key|`: each form of the name, comparable.
    keys: str
    #: The division codes of where it is, the narrowest first, with blanks between; a division's own.
    regions: str
    #: The ids of what it lies in, with blanks between; empty for a division, whose code says it.
    places: str
    moe_code: str
    documented: int


@dataclass(frozen=True)
class Part:
    """The rows of all entities whose ids come after `after` and, unless it is None, not after `upto`."""

    after: str
    upto: str | None
    rows: list[NameRow]


def read_parts(store: GraphStore) -> Iterator[Part]:
    """Every name in the graph, in the order of ids."""
    above = _above(store.read(_ALL_PLACES, timeout=_SECONDS, limit=_EVERYTHING).rows)
    after, full = "", True
    while full:
        ids = [row["id"] for row in store.read(_PART, {"after": after}, timeout=_SECONDS, limit=PART).rows]
        full = len(ids) == PART
        upto = ids[-1] if full else None
        yield Part(after, upto, [_row(row, above) for part in _in_parts(ids) for row in _shown(store, part)])
        after = upto or ""


def _in_parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Few at a time: an engine sorts whole rows in memory."""
    return (ids[start : start + _ROWS] for start in range(0, len(ids), _ROWS))


def _shown(store: GraphStore, ids: Sequence[str]) -> list[Row]:
    return store.read(_SOME, {"ids": ids}, timeout=_SECONDS, limit=_EVERYTHING).rows


def read_some(store: GraphStore, ids: Iterable[str]) -> tuple[list[str], list[NameRow]]:
    """The entities with these ids and those that lie in them, and the rows of such as are shown."""
    wanted = _with_inside(store, sorted(set(ids)))
    found = _shown(store, wanted)
    above: _Above = {}
    layer = [row["id"] for row in found if not row["code"]]
    for _ in range(_HOPS):
        higher = _above(store.read(_SOME_PLACES, {"ids": layer}, limit=_EVERYTHING).rows) if layer else {}
        above.update(higher)
        layer = sorted({id_ for ends in higher.values() for id_, code in ends if not code} - above.keys())
    return wanted, [_row(row, above) for row in found]


def index_key(text: str) -> str:
    """The form of a name, or of what is asked for, in which the index compares them; it may be empty."""
    return _UNUSED.sub("", name_key(text))


def _with_inside(store: GraphStore, ids: list[str]) -> list[str]:
    """With what lies in them, where they are no divisions: what those hold is found by the division's code."""
    known, layer = set(ids), ids
    for _ in range(_HOPS):
        rows = store.read(_INSIDE, {"ids": layer}, limit=_EVERYTHING).rows if layer else []
        layer = sorted({row["id"] for row in rows} - known)
        known.update(layer)
    return sorted(known)


def _above(rows: Sequence[Row]) -> _Above:
    above: _Above = defaultdict(list)
    for row in rows:
        above[row["id"]].append((row["place"], row["code"]))
    return dict(above)


def _row(row: Row, above: _Above) -> NameRow:
    forms = (row["name"], row["official"], *(row["aliases"] or ()))
    keys = dict.fromkeys(index_key(form) for form in forms if form)
    places = [] if row["code"] else [id_ for id_, _ in above.get(row["id"], ())]
    return NameRow(
        id=row["id"],
        label=row["label"],
        name=row["name"],
        keys=f"|{'|'.join(keys)}|",
        regions=row["code"] or " ".join(_regions(row["id"], above)),
        places=" ".join(places),
        moe_code=row["moe"] or "",
        documented=int(row["documented"] is not False),
    )


def _regions(id_: str, above: _Above) -> list[str]:
    """The division codes of the nearest places that have one, the narrowest first."""
    layer = [id_]
    for _ in range(_HOPS):
        ends = [end for lower in layer for end in above.get(lower, ())]
        codes = {code for _, code in ends if code}
        if codes:
            return sorted(codes, key=lambda code: (-len(code), code))
        layer = [end for end, _ in ends]
    return []
