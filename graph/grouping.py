"""Grouping statements into elements: by the id that stands, after what people merged and corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from graph.decisions import Decisions, always
from graph.identity import EdgeKey, edge_id
from graph.kept import Props
from graph.ontology import edge_types


@dataclass
class EdgeGroup:
    type: str
    start: str
    end: str
    entries: list[Props] = field(default_factory=list)
    #: What the edge is where people corrected that, and the ids that it had before.
    key: EdgeKey | None = None
    former: set[str] = field(default_factory=set)


def by_node(
    entries: Iterable[Props], decisions: Decisions, into: dict[str, list[Props]] | None = None
) -> dict[str, list[Props]]:
    """Group statements about nodes by the id that stands."""
    groups: dict[str, list[Props]] = {} if into is None else into
    for entry in entries:
        groups.setdefault(decisions.resolve(entry["origin"]), []).append(entry)
    return groups


def by_edge(
    entries: Iterable[Props],
    decisions: Decisions,
    into: dict[str, EdgeGroup] | None = None,
    stands: Callable[[str], bool] = always,
) -> dict[str, EdgeGroup]:
    """Group statements about edges by the id that follows from the ends that stand, and from what people corrected.

    What registries say of relations is never moved: they are written in parts, which do not see each other.
    """
    groups: dict[str, EdgeGroup] = {} if into is None else into
    for entry in entries:
        if decisions.moves and not entry["registry"]:
            _group_corrected(entry, decisions, groups, stands)
            continue
        start, end = decisions.resolve(entry["start"]), decisions.resolve(entry["end"])
        name = entry["type"]
        if edge_types()[name].symmetric and end < start:
            start, end = end, start
        id_ = edge_id(name, start, end, entry["discriminator"], entry["key"])
        if (group := groups.get(id_)) is None:
            group = groups[id_] = EdgeGroup(name, start, end)
        group.entries.append(entry)
    return groups


def _group_corrected(
    entry: Props, decisions: Decisions, groups: dict[str, EdgeGroup], stands: Callable[[str], bool]
) -> None:
    *former, key = decisions.places(entry_key(entry), stands)
    group = groups.setdefault(key.id, EdgeGroup(key.type, key.start, key.end))
    group.entries.append(entry)
    if former:
        group.key = key
        group.former.update(step.id for step in former)


def entry_key(entry: Props) -> EdgeKey:
    """What a statement about an edge speaks of."""
    return EdgeKey(entry["type"], entry["start"], entry["end"], entry["discriminator"], entry["key"])
