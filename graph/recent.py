"""What the last writes touched, as one text on the graph's stamp: who keeps a copy of names reads only these again."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable

#: How many writes are remembered, and how many ids of them in all; a write that touched more is "many".
_WRITES, _IDS = 20, 5_000


def new_mark() -> str:
    """A mark for the graph after a write; random, so that two graphs of one version are told apart."""
    return secrets.token_hex(6)


def remember(recent: str | None, mark: str, touched: Iterable[str] | None) -> str:
    """The history with one more write: the mark of the graph after it, and the ids of the entities that it touched."""
    ids = None if touched is None else sorted(set(touched))
    history: list[tuple[str, list[str] | None]] = json.loads(recent or "[]")
    history.append((mark, None if ids is None or len(ids) > _IDS else ids))
    return json.dumps(_bounded(history), separators=(",", ":"))


def _bounded(history: list[tuple[str, list[str] | None]]) -> list[tuple[str, list[str] | None]]:
    """The latest writes only; nothing before a write that touched many is of use."""
    kept: list[tuple[str, list[str] | None]] = []
    left = _IDS
    for mark, ids in reversed(history[-_WRITES:]):
        left -= len(ids or ())
        if left < 0:
            break
        kept.append((mark, ids))
        if ids is None:
            break
    return kept[::-1]


def touched_since(recent: str | None, mark: str) -> list[str] | None:
    """The ids touched after the graph had this mark, sorted; None when the history does not tell."""
    history: list[tuple[str, list[str] | None]] = json.loads(recent or "[]")
    places = [place for place, (earlier, _) in enumerate(history) if earlier == mark]
    if not places:
        return None
    later = [ids for _, ids in history[places[0] + 1 :]]
    if any(ids is None for ids in later):
        return None
    return sorted({id_ for ids in later for id_ in ids or ()})
