"""Statements, and how the statements about one element fold into what the graph shows.

An element is a pure function of its statements and of the decisions about it: no load order, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson

from graph.base import STATUS_ORDER, Modality, Status, Value
from graph.identity import edge_id
from graph.kept import Props, keep_edge, keep_node, sort_entries
from graph.ontology import edge_types, node_types
from graph.ontology.edges import PRINCIPAL_ROLES
from graph.values import locator_order, name_key


@dataclass(frozen=True)
class SourceMark:
    """What folding needs to know of a source."""

    id: str
    rank: int = 50
    published: str | None = None
    registry: bool = False


@dataclass(frozen=True)
class Statement:
    """What one source states about one element; `origin` is the id that was minted for it."""

    source: SourceMark
    evidence: tuple[str, ...]
    props: Mapping[str, Value] = field(default_factory=dict)
    status: Status = "stated"
    modality: Modality = "actual"

    def entry(self) -> Props:
        """The statement as it is kept beside the element."""
        return {
            "source": self.source.id,
            "rank": self.source.rank,
            "published": self.source.published,
            "registry": self.source.registry,
            "evidence": sorted(set(self.evidence), key=locator_order) if len(self.evidence) > 1 else [*self.evidence],
            "status": self.status,
            "modality": self.modality,
            "props": dict(self.props),
        }


@dataclass(frozen=True)
class NodeStatement:
    """A statement about a node."""

    id: str
    label: str
    statement: Statement

    def entry(self) -> Props:
        return {**self.statement.entry(), "origin": self.id, "label": self.label}


@dataclass(frozen=True)
class EdgeStatement:
    """A statement about an edge; its ends are ids as minted, redirects not followed."""

    type: str
    start: str
    end: str
    statement: Statement
    discriminator: str = ""
    key: str = ""

    def entry(self) -> Props:
        return {
            **self.statement.entry(),
            "type": self.type,
            "start": self.start,
            "end": self.end,
            "discriminator": self.discriminator,
            "key": self.key,
        }


@dataclass(frozen=True)
class Overlay:
    """What people decided about one element."""

    accepted: bool = False
    rejected: bool = False
    corrections: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class NodeElement:
    """A node as the graph shows it."""

    id: str
    label: str
    props: Props


@dataclass(frozen=True)
class EdgeElement:
    """An edge as the graph shows it."""

    id: str
    type: str
    start: str
    end: str
    props: Props


#: Properties whose values of all sources are shown together.
_UNITED = frozenset({"aliases", "same_fact"})
#: Properties that may differ between sources without being a contradiction.
_FREE = frozenset({"name", "official_name", "description", "aliases", "same_fact"})


def fold_node(id_: str, entries: Sequence[Props], overlay: Overlay | None = None) -> NodeElement:
    """Fold the statements about one node; after a merge, those of the identity that stands come first."""
    if len(entries) > 1:
        entries = sorted(sort_entries(entries), key=lambda entry: entry["origin"] != id_)
    props = _fold(entries, overlay)
    props.pop("aliases", None)
    if aliases := _aliases(entries, props):
        props["aliases"] = aliases
    label = _strongest(entries)[0]["label"]
    props |= {"id": id_, "label": label, "family": node_types()[label].family, "side": node_types()[label].side.value}
    keep_node(props, entries, decided=overlay is not None)
    return NodeElement(id_, label, props)


def fold_edge(
    entries: Sequence[Props], ends: tuple[str, str], overlay: Overlay | None = None, id_: str | None = None
) -> EdgeElement:
    """Fold the statements about one edge; `ends` are its ends with redirects followed, `id_` its id where known."""
    entries = sort_entries(entries)
    first = entries[0]
    edge = edge_types()[first["type"]]
    start, end = sorted(ends) if edge.symmetric else ends
    id_ = id_ or edge_id(edge.type_name, start, end, first["discriminator"], first["key"])
    props = _fold(entries, overlay)
    props["id"] = id_
    if edge.tie:
        props["principal"] = first["discriminator"] in PRINCIPAL_ROLES or edge.type_name != "PARTICIPATES_IN"
    keep_edge(props, entries, edge.type_name, start, end, decided=overlay is not None)
    return EdgeElement(id_, edge.type_name, start, end, props)


def _strongest(entries: Sequence[Props]) -> Sequence[Props]:
    """The entries that are shown: proposals count only where nothing firmer is said."""
    firm = [entry for entry in entries if entry["status"] != "proposed"]
    return firm or entries


def _fold(entries: Sequence[Props], overlay: Overlay | None) -> Props:
    props = _fold_one(entries[0]) if len(entries) == 1 else _fold_many(entries)
    return props if overlay is None else _decided(props, overlay)


def _fold_one(entry: Props) -> Props:
    """The fold of a single statement, as most elements of a registry have: the same as of many, in one step."""
    props: Props = dict(entry["props"])
    props["evidence"] = entry["evidence"]
    props["sources"] = [entry["source"]]
    props["status"] = entry["status"]
    props["modality"] = entry["modality"]
    props["documented"] = not entry["registry"]
    if entry["published"]:
        props["first_seen"] = props["last_seen"] = entry["published"]
    return props


def _fold_many(entries: Sequence[Props]) -> Props:
    shown = _strongest(entries)
    props: Props = {}
    for entry in reversed(shown):
        props.update(entry["props"])
    conflicts = sorted(name for name in props if _differs(name, shown))
    published = sorted(entry["published"] for entry in entries if entry["published"])
    props |= {
        "evidence": sorted({item for entry in entries for item in entry["evidence"]}, key=locator_order),
        "sources": sorted({entry["source"] for entry in entries}),
        "status": min((entry["status"] for entry in entries), key=STATUS_ORDER.index),
        "modality": shown[0]["modality"],
        "documented": any(not entry["registry"] for entry in entries),
        "conflicts": conflicts or None,
        "first_seen": published[0] if published else None,
        "last_seen": published[-1] if published else None,
    }
    return {name: value for name, value in props.items() if value is not None}


def _decided(props: Props, overlay: Overlay) -> Props:
    props |= overlay.corrections
    conflicts = [name for name in props.pop("conflicts", ()) if name not in overlay.corrections]
    if conflicts:
        props["conflicts"] = conflicts
    if overlay.accepted:
        props["status"] = "stated"
    if overlay.rejected:
        props["status"] = "rejected"
    return props


def _differs(name: str, entries: Sequence[Props]) -> bool:
    if name in _FREE or name.endswith(("_first", "_last")):
        return False
    return len({orjson.dumps(entry["props"][name]) for entry in entries if name in entry["props"]}) > 1


def _aliases(entries: Sequence[Props], props: Props) -> list[str]:
    """Every name that some source gives, other than the one shown."""
    if len(entries) == 1 and not entries[0]["props"].get("aliases"):
        return []
    names: dict[str, str] = {}
    for entry in entries:
        given = entry["props"]
        for name in (*given.get("aliases", ()), given.get("name")):
            if name:
                names.setdefault(name_key(name), name)
    names.pop(name_key(props["name"]), None)
    names.pop(name_key(props.get("official_name") or ""), None)
    return sorted(names.values())
