"""Statements, and how the statements about one element fold into what the graph shows.

An element is a pure function of its statements and of the decisions about it: no load order, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import orjson

from graph.base import STATUS_ORDER, Modality, Model, Status, Value
from graph.correcting import TYPE, as_edge, corrected
from graph.errors import Text
from graph.identity import EdgeKey
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
    #: Of a proposal: how likely it is right, and why it was made.
    confidence: float | None = None
    reasons: tuple[Text, ...] = ()

    def entry(self) -> Props:
        """The statement as it is kept beside the element."""
        return {
            "source": self.source.id,
            "rank": self.source.rank,
            "published": self.source.published,
            "registry": self.source.registry,
            "evidence": sorted(set(self.evidence), key=locator_order) if len(self.evidence) > 1 else [*self.evidence],
            **self.told(),
        }

    def told(self) -> Props:
        """What it says, without who says it and where."""
        told: Props = {"status": self.status, "modality": self.modality, "props": dict(self.props)}
        if self.confidence is not None:
            told["confidence"] = self.confidence
        if self.reasons:
            told["reasons"] = [list(reason) for reason in self.reasons]
        return told


@dataclass(frozen=True)
class NodeStatement:
    """A statement about a node."""

    id: str
    label: str
    statement: Statement

    def entry(self) -> Props:
        return {**self.statement.entry(), **self.of()}

    def of(self) -> Props:
        """Which node it is about."""
        return {"origin": self.id, "label": self.label}


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
        return {**self.statement.entry(), **self.of()}

    def of(self) -> Props:
        """Which edge it is about; the ends of a symmetric one in the order in which it is stored."""
        start, end = self.start, self.end
        if end < start and edge_types()[self.type].symmetric:
            start, end = end, start
        return {
            "type": self.type,
            "start": start,
            "end": end,
            "discriminator": self.discriminator,
            "key": self.key,
        }


@dataclass(frozen=True)
class Overlay:
    """What people decided about one element."""

    accepted: bool = False
    rejected: bool = False
    corrections: Mapping[str, Value] = field(default_factory=dict)
    #: Where it is written that the corrections are right.
    cited: tuple[str, ...] = ()
    #: The decisions that dispute it.
    disputed: tuple[str, ...] = ()


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


#: Properties that may differ between sources without being a contradiction.
_FREE = frozenset({"name", "official_name", "description", "aliases", "same_fact"})


def fold_node(id_: str, entries: Sequence[Props], overlay: Overlay | None = None) -> NodeElement:
    """Fold the statements about one node; after a merge, those of the identity that stands come first."""
    if len(entries) > 1:
        entries = sorted(sort_entries(entries), key=lambda entry: entry["origin"] != id_)
    shown = _shown(entries, overlay)
    label = str((overlay.corrections.get(TYPE) if overlay else None) or shown[0]["label"])
    props = _fold(entries, shown, overlay, node_types()[label])
    props.pop("aliases", None)
    if aliases := _aliases(shown, props, overlay):
        props["aliases"] = aliases
    props |= {"id": id_, "label": label, "family": node_types()[label].family, "side": node_types()[label].side.value}
    keep_node(props, entries, decided=overlay is not None)
    return NodeElement(id_, label, props)


def fold_edge(
    entries: Sequence[Props],
    ends: tuple[str, str],
    overlay: Overlay | None = None,
    id_: str | None = None,
    key: EdgeKey | None = None,
) -> EdgeElement:
    """Fold the statements about one edge; `ends` are its ends with redirects followed, `id_` its id where known.

    `key` says what edge it is where a person corrected that. Ends that were merged leave an edge that is not shown.
    """
    entries = sort_entries(entries)
    told: Sequence[Props] = entries
    if key is not None:
        told = [_as_corrected(entry, key) for entry in entries]
    else:
        key = EdgeKey(entries[0]["type"], *ends, entries[0]["discriminator"], entries[0]["key"])
    edge = edge_types()[key.type]
    _, start, end, discriminator, _ = key.sorted()
    props = _fold(told, _shown(told, overlay), overlay, edge)
    props["id"] = id_ = id_ or key.id
    if start == end:
        props["status"] = "merged"
    if edge.tie:
        props["principal"] = discriminator in PRINCIPAL_ROLES or edge.type_name != "PARTICIPATES_IN"
    keep_edge(props, entries, edge.type_name, start, end, decided=overlay is not None)
    return EdgeElement(id_, edge.type_name, start, end, props)


def _as_corrected(entry: Props, key: EdgeKey) -> Props:
    """A statement about an edge, read as one about the edge that a person made of it."""
    if entry["type"] == key.type and entry["discriminator"] == key.discriminator:
        return entry
    return entry | {"props": as_edge(entry["props"], edge_types()[key.type], key.discriminator)}


def _shown(entries: Sequence[Props], overlay: Overlay | None) -> Sequence[Props]:
    """The entries that are shown: proposals count where a person accepted them, or nothing firmer is said."""
    if len(entries) == 1 or (overlay and overlay.accepted):
        return entries
    return [entry for entry in entries if entry["status"] != "proposed"] or entries


def _fold(entries: Sequence[Props], shown: Sequence[Props], overlay: Overlay | None, model: type[Model]) -> Props:
    props = _fold_one(shown[0]) if len(shown) == 1 else _fold_many(shown)
    if len(shown) < len(entries):
        pending = [entry for entry in entries if entry["status"] == "proposed"]
        props["proposed_by"] = sorted({entry["source"] for entry in pending})
        props["proposed_at"] = sorted({item for entry in pending for item in entry["evidence"]}, key=locator_order)
    return props if overlay is None else _decided(props, overlay, model)


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
    if entry["status"] == "proposed":
        props |= _likelihood((entry,))
    return props


def _likelihood(entries: Sequence[Props]) -> Props:
    """The confidence and the reasons of the likeliest of several proposals."""
    best = max(entries, key=lambda entry: entry.get("confidence", -1.0))  # of equals the first
    props: Props = {"confidence": best["confidence"]} if "confidence" in best else {}
    if reasons := best.get("reasons"):
        props |= {"reasons_zh": [zh for zh, _ in reasons], "reasons_en": [en for _, en in reasons]}
    return props


def _fold_many(entries: Sequence[Props]) -> Props:
    props: Props = {}
    for entry in reversed(entries):
        props.update(entry["props"])
    conflicts = sorted(name for name in props if _differs(name, entries))
    published = sorted(entry["published"] for entry in entries if entry["published"])
    props |= {
        "evidence": sorted({item for entry in entries for item in entry["evidence"]}, key=locator_order),
        "sources": sorted({entry["source"] for entry in entries}),
        "status": min((entry["status"] for entry in entries), key=STATUS_ORDER.index),
        "modality": entries[0]["modality"],
        "documented": any(not entry["registry"] for entry in entries),
        "conflicts": conflicts or None,
        "first_seen": published[0] if published else None,
        "last_seen": published[-1] if published else None,
    }
    if props["status"] == "proposed":
        props |= _likelihood(entries)
    return {name: value for name, value in props.items() if value is not None}


def _decided(props: Props, overlay: Overlay, model: type[Model]) -> Props:
    props = corrected(model, props, overlay.corrections) if overlay.corrections else props
    conflicts = [name for name in props.pop("conflicts", ()) if name not in overlay.corrections]
    if conflicts:
        props["conflicts"] = conflicts
    if overlay.cited:
        props["evidence"] = sorted({*props["evidence"], *overlay.cited}, key=locator_order)
    if overlay.disputed:
        props["disputed"] = sorted(overlay.disputed)
    if overlay.accepted:
        props["status"] = "stated"
        for name in ("confidence", "reasons_zh", "reasons_en"):
            props.pop(name, None)
    if overlay.rejected:
        props["status"] = "rejected"
    return props


def _differs(name: str, entries: Sequence[Props]) -> bool:
    if name in _FREE or name.endswith(("_first", "_last")):
        return False
    return len({orjson.dumps(entry["props"][name]) for entry in entries if name in entry["props"]}) > 1


def _aliases(entries: Sequence[Props], props: Props, overlay: Overlay | None) -> list[str]:
    """Every name that some source gives, other than the one shown."""
    if len(entries) == 1 and not entries[0]["props"].get("aliases") and overlay is None:
        return []
    if overlay and "aliases" in overlay.corrections:
        return [str(name) for name in cast("list[str]", overlay.corrections["aliases"] or ())]
    names: dict[str, str] = {}
    for entry in entries:
        given = entry["props"]
        for name in (*given.get("aliases", ()), given.get("name")):
            if name:
                names.setdefault(name_key(name), name)
    names.pop(name_key(props["name"]), None)
    names.pop(name_key(props.get("official_name") or ""), None)
    return sorted(names.values())
