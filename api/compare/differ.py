"""What differs between two sides: new, gone, changed; and how many are the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from api.compare.elements import Elements
from api.compare.model import Change, Count, Difference, State, What
from graph.kept import Props
from graph.ontology import record_types
from graph.settling import DERIVED_EDGES
from graph.store import Row

#: What says where and how surely a thing is written, and what follows from its other properties.
_ASIDE = frozenset(
    {
        "documented", "evidence", "sources", "first_seen", "last_seen", "stated", "source_rank", "id", "label",
        "family", "side", "principal", "confidence", "reasons_zh", "reasons_en", "proposed_by", "proposed_at", "low",
        "high", "digest", "same_fact", "key",
    }
)  # fmt: skip
#: Follow from a date that is compared itself.
_BOUNDS = ("_first", "_last")
#: Edges that follow from the figures, or that the row of a figure tells.
UNSAID = frozenset(("ABOUT", *DERIVED_EDGES))
#: What the printed form of a figure tells, where it differs.
_PRINTED = frozenset({"name", "value", "qualifier", "unit"})
#: What a figure has to agree in to be the same figure at another time.
_FIGURE = ("topic", "scope", "period", "kind")


def differences(before: Elements, after: Elements) -> tuple[tuple[Difference, ...], tuple[Count, ...]]:
    """Rows of what is new, gone or changed, sorted; and counts of all states by type."""
    pairs = [*_nodes(before, after), *_edges(before, after)]
    rows = [row for row in pairs if row.state != "same"]
    return tuple(sorted(rows, key=_order)), counted(pairs)


def counted(rows: Iterable[Difference], open_ids: frozenset[str] = frozenset()) -> tuple[Count, ...]:
    """How many rows of each type have which state; `open_ids` are those whose dates are unknown."""
    states: defaultdict[tuple[What, str], Counter[str]] = defaultdict(Counter)
    unknown: Counter[tuple[What, str]] = Counter()
    for row in rows:
        states[row.what, row.type][row.state] += 1
        unknown[row.what, row.type] += row.state == "same" and row.id in open_ids
    return tuple(
        Count(what, kind, dict(sorted(states[what, kind].items())), unknown[what, kind])
        for what, kind in sorted(states)
    )


def _order(row: Difference) -> tuple[str, ...]:
    return row.what, row.type, row.state, row.name, row.other or "", row.id


def _nodes(before: Elements, after: Elements) -> Iterator[Difference]:
    abouts = {**_abouts(before), **_abouts(after)}
    matched = _same_figures(before, after, abouts)
    partners = set(matched.values())
    for id_ in sorted(before.nodes.keys() | after.nodes.keys()):
        if id_ in partners:
            continue
        old, new = before.nodes.get(id_), after.nodes.get(matched.get(id_, id_))
        shown = new or old
        if shown is not None:
            yield _row(old, new, _what(shown["label"]), shown["label"], _called(shown, abouts, before, after))


def _edges(before: Elements, after: Elements) -> Iterator[Difference]:
    for id_ in sorted(before.edges.keys() | after.edges.keys()):
        old, new = before.edges.get(id_), after.edges.get(id_)
        shown = new or old
        if shown is None or shown["type"] in UNSAID:
            continue
        row = _row(old, new, "relation", shown["type"], _end(shown["start_id"], before, after))
        props = shown["props"]
        yield replace(row, other=_end(shown["end_id"], before, after), kind=props.get("kind") or props.get("role"))


def _end(id_: str, before: Elements, after: Elements) -> str:
    return after.name(id_) if id_ in after.nodes else before.name(id_)


def _what(label: str) -> What:
    if label == "Claim":
        return "figure"
    return "record" if label in record_types() else "entity"


def _called(row: Row, abouts: Mapping[str, str], before: Elements, after: Elements) -> str:
    """A node's name; of a figure whom it is about, of what, and of which part."""
    props = row["props"]
    if row["label"] != "Claim":
        return str(props["name"])
    about = _end(abouts[row["id"]], before, after) if row["id"] in abouts else ""
    return " · ".join(part for part in (about, props["topic"], props.get("scope") or "") if part)


def _row(old: Row | None, new: Row | None, what: What, kind: str, name: str) -> Difference:
    changes = tuple(_changes(old["props"] if old else {}, new["props"] if new else {}, what, both=bool(old and new)))
    if old and new and old.get("label") != new.get("label"):
        changes = (Change("label", old["label"], new["label"]), *changes)
    state: State = ("changed" if changes else "same") if old and new else ("new" if new else "gone")
    shown = new or old or {}
    told = [tuple(row["props"].get("evidence") or ()) if row else () for row in (old, new)]
    return Difference(what, kind, name, state, shown["id"], changes, told[0], told[1])


def _changes(old: Props, new: Props, what: What, *, both: bool) -> Iterator[Change]:
    """The properties that differ; of what one side has alone the printed figure, by which it is known."""
    names = sorted(old.keys() | new.keys()) if both else ["printed"] if what == "figure" else []
    told = _PRINTED if what == "figure" and old.get("printed") != new.get("printed") else frozenset[str]()
    for name in names:
        if name in _ASIDE or name.endswith(_BOUNDS) or name in told:
            continue
        if _plain(old.get(name)) != _plain(new.get(name)):
            yield Change(name, old.get(name), new.get(name))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, list | tuple) else value


def _abouts(side: Elements) -> dict[str, str]:
    """Figure -> whom it is about."""
    return {edge["start_id"]: edge["end_id"] for edge in side.edges.values() if edge["type"] == "ABOUT"}


def _same_figures(before: Elements, after: Elements, abouts: Mapping[str, str]) -> dict[str, str]:
    """The figures of one side alone that are one of the other's told anew: old id -> new id, where it is clear which.

    A figure may be known by a key that its printed form is part of; then a new value has a new id.
    """
    gone = _by_meaning(before, before.nodes.keys() - after.nodes.keys(), abouts)
    new = _by_meaning(after, after.nodes.keys() - before.nodes.keys(), abouts)
    return {
        gone[key][0]: new[key][0] for key in sorted(gone.keys() & new.keys()) if len(gone[key]) == len(new[key]) == 1
    }


def _by_meaning(side: Elements, ids: Iterable[str], abouts: Mapping[str, str]) -> dict[tuple[str, ...], list[str]]:
    found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for id_ in sorted(ids):
        row = side.nodes[id_]
        if row["label"] == "Claim":
            found[abouts.get(id_, ""), *(str(row["props"].get(name) or "") for name in _FIGURE)].append(id_)
    return found
