"""How the statements about an element are kept beside it: as one text, or in its own properties alone.

Most elements of a registry have one statement, and all of it can be read back from what the graph shows. Keeping
it a second time as text would double the memory of a nation, so `stated` is written only where something is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from graph.base import told_apart

Props = dict[str, Any]

#: What the fold adds to the properties of a statement; a statement that has one of them itself is kept as text.
_ADDED = (
    frozenset(("id", "label", "family", "side", "principal", "stated", "source_rank"))
    | frozenset(
        ("evidence", "sources", "status", "modality", "documented", "conflicts", "first_seen", "last_seen", "aliases")
    )
    | frozenset(("confidence", "reasons_zh", "reasons_en", "proposed_by", "proposed_at"))
)
_EXACT = (str, bool, int)


def pack(entries: Sequence[Props]) -> str:
    """Entries as canonical JSON text."""
    return orjson.dumps(sort_entries(entries), option=orjson.OPT_SORT_KEYS).decode()


def unpack(text: str) -> list[Props]:
    """The entries of an element."""
    entries: list[Props] = orjson.loads(text)
    return entries


def sort_entries(entries: Iterable[Props]) -> list[Props]:
    """By rank of source, then its id: the first that has a value is the one shown."""
    given = list(entries)
    return sorted(given, key=_entry_order) if len(given) > 1 else given


def _entry_order(entry: Props) -> tuple[int, str, bytes]:
    return entry["rank"], entry["source"], orjson.dumps(entry, option=orjson.OPT_SORT_KEYS)


def keep_node(props: Props, entries: Sequence[Props], *, decided: bool) -> None:
    """Add to a node's folded properties what is needed to know its statements again."""
    if not decided and len(entries) == 1 and _is_plain(entries[0]):
        props["source_rank"] = entries[0]["rank"]
        if _node_entry(props) == entries[0]:
            return
        del props["source_rank"]
    props["stated"] = pack(entries)


def keep_edge(props: Props, entries: Sequence[Props], name: str, start: str, end: str, *, decided: bool) -> None:
    """The same for an edge of a type between two ends."""
    first = entries[0]
    if not decided and len(entries) == 1 and not first["key"] and _is_plain(first):
        props["source_rank"] = first["rank"]
        if _edge_entry(props, name, start, end) == first:
            return
        del props["source_rank"]
    props["stated"] = pack(entries)


def node_stated(props: Props) -> str | None:
    """The packed statements about a node as it stands; None for a record that no source states."""
    if "source_rank" in props:
        return pack([_node_entry(props)])
    return props.get("stated")


def edge_stated(props: Props, name: str, start: str, end: str) -> str:
    """The packed statements about an edge as it stands."""
    if "source_rank" in props:
        return pack([_edge_entry(props, name, start, end)])
    stated: str = props["stated"]
    return stated


def _is_plain(entry: Props) -> bool:
    """Whether every engine gives the values back as they were: texts, integers, truth and lists of texts."""
    props = entry["props"]
    return not props.keys() & _ADDED and all(
        isinstance(value, _EXACT) or (isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value))
        for value in props.values()
    )


def _node_entry(props: Props) -> Props:
    return {**_entry(props), "origin": props["id"], "label": props["label"]}


def _edge_entry(props: Props, name: str, start: str, end: str) -> Props:
    what = {"type": name, "start": start, "end": end, "discriminator": told_apart(props), "key": ""}
    return {**_entry(props), **what}


def _entry(props: Props) -> Props:
    """The only statement of an element, from its properties."""
    return {
        "source": props["sources"][0],
        "rank": props["source_rank"],
        "published": props.get("first_seen"),
        "registry": not props["documented"],
        "evidence": props["evidence"],
        "status": props["status"],
        "modality": props["modality"],
        "props": {name: value for name, value in props.items() if name not in _ADDED},
    }
