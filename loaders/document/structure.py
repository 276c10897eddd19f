"""What names alone tell when they stand together: a college of its university, a community in its street."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from loaders.document.clauses import CAMPUS, DIVISIONS, ORGANIZATIONS, PLACES, Item, Party, Sentence
from loaders.document.scene import Tie


def nested(sentence: Sentence) -> Iterator[Tie]:
    """Each name of a chain lies in, or belongs to, the one printed right before it."""
    for clause in sentence.clauses:
        for group in clause.groups:
            for item in group.items:
                yield from _chain(item)


def _chain(item: Item) -> Iterator[Tie]:
    names = (*item.within, item.party)
    shared = item.within and item.within[-1].end > item.party.start
    apart = bool(item.within) and item.party.start - item.within[-1].end > 3
    for outer, inner in pairwise(names):
        rule = (
            "chain/shared" if (shared or apart) and inner is item.party else f"chain/{_family(outer)}-{_family(inner)}"
        )
        if outer.key != inner.key:
            yield from _edge(inner, outer, rule, min(outer.start, inner.start), max(outer.end, inner.end))


def _family(party: Party) -> str:
    return "place" if party.type in PLACES else "platform" if party.type in ("Platform", "Team") else "body"


def _edge(inner: Party, outer: Party, rule: str, start: int, end: int) -> Iterator[Tie]:
    if inner.type in DIVISIONS and outer.type in DIVISIONS:
        yield Tie(inner, "PART_OF", outer, rule, "", start, end)
    elif outer.type in PLACES:
        yield Tie(inner, "LOCATED_IN", outer, rule, "", start, end)
    elif outer.type in ORGANIZATIONS and inner.type in ORGANIZATIONS | {"Platform", "Team"}:
        yield Tie(inner, "PART_OF", outer, rule, "", start, end)


def belonging(party: Party, parent: str | None, by_name: Mapping[str, Party]) -> Iterator[Tie]:
    """A college belongs to the university of its name; what a name says of its place is no statement of the text."""
    outer = by_name.get(parent or "")
    if outer is None or outer.key == party.key or party.type != "College" or outer.type not in CAMPUS:
        return
    rule = "parent/name" if party.name.startswith(outer.name) else "parent/elided"
    yield from _edge(party, outer, rule, party.start, party.end)
