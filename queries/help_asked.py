"""What "who could help" is asked about: the place or body to help, and its needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.errors import AmbiguousName, BadParameter, Candidate, Text, UnknownName
from graph.ontology import node_types
from graph.search import NameIndex
from graph.store import GraphStore, Row
from queries.help_parts import Need
from queries.library import ask

_SURE = 100.0
_HOMONYMS = 50
#: Institutions in one question, so that no answer meets the row limit.
_AT_ONCE = 50


class Asked:
    """One question: the store, the names, and the place or body that is to be helped."""

    def __init__(self, store: GraphStore, names: NameIndex, place: Candidate, as_of: str | None) -> None:
        self.store, self.names, self.place, self.as_of = store, names, place, as_of
        self.truncated = False

    def rows(self, query: str, **given: Any) -> list[Row]:
        answer = ask(self.store, self.names, query, given)
        self.truncated |= answer.truncated
        return answer.rows

    def of(self, query: str, ids: Sequence[str], **given: Any) -> dict[str, list[Row]]:
        """The rows of a query about institutions, by institution."""
        found: dict[str, list[Row]] = {id_: [] for id_ in ids}
        for start in range(0, len(ids), _AT_ONCE):
            for row in self.rows(query, institutions=[*ids[start : start + _AT_ONCE]], **given):
                found[row["institution_id"]].append(row)
        return found


def to_help(store: GraphStore, names: NameIndex, place: str | None, need: str | None, within: str | None) -> Candidate:
    """The place or body to help."""
    if place is not None:
        found = names.resolve(place) if within is None else _resolve_within(store, names, place, within)
    elif need is not None:
        found = names.resolve(_owner(store, names, need))
    else:
        raise BadParameter(
            Text("要给出为谁找，或哪项需求", "say whom to help, or which need"),
            hint=Text("例如 --for 龙湖社区 --in 榆次区", "for example --for 龙湖社区 --in 榆次区"),
        )
    if node_types()[found.label].family not in ("Place", "Organization"):
        raise BadParameter(Text(f"{found.name} 不是地方或机构", f"{found.name} is no place or body"), where=found.id)
    return found


def _owner(store: GraphStore, names: NameIndex, need: str) -> str:
    owners: list[str] = ask(store, names, "help/needs", {"need": need}).rows[0]["owners"]
    if len(owners) == 1:
        return owners[0]
    raise BadParameter(
        Text(f"有 {len(owners)} 方提出这项需求", f"{len(owners)} are recorded to have the need"),
        where=need,
        hint=Text("说明为谁找（for）", "say whom to help (for)"),
    )


def _resolve_within(store: GraphStore, names: NameIndex, text: str, within: str) -> Candidate:
    """The one entity of this name that lies within a place."""
    around = names.resolve(within).id
    called = [one for one in names.search(text, context=around, limit=_HOMONYMS) if one.score == _SURE]
    ids = [one.id for one in called]
    inside = {row["entity_id"] for row in ask(store, names, "help/lying_in", {"ids": ids, "place": around}).rows}
    # a division's code tells where it lies, even where no registry is loaded
    found = [one for one in called if one.id in inside or (around.startswith("cn-") and one.id.startswith(around))]
    if len(found) == 1:
        return found[0]
    if not found:
        near = names.search(text, context=around, limit=5)
        raise UnknownName(Text(f"{within} 没有“{text}”", f"nothing in {within} is called “{text}”"), near)
    raise AmbiguousName(
        Text(f"{within} 有不止一个“{text}”", f"“{text}” is several in {within}"),
        found,
        hint=Text("用 id 指明一个", "name one by its id"),
    )


def needs_of(asked: Asked, need: str | None) -> tuple[Need, ...]:
    """The need that is asked about, or the place's own that no service meets."""
    rows = asked.rows("help/needs", need=need) if need else asked.rows("help/needs", place=asked.place.id)
    return tuple(
        Need(row["need_id"], row["need"], tuple(row["topics"]), row["met"], tuple(row["evidence"]))
        for row in rows
        if need or not row["met"]
    )
