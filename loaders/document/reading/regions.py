"""The divisions that a document is about: those it names most, and first, as far as their names are unmistakable."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

import ahocorasick

from graph.names import PLACEHOLDERS, short_forms
from loaders.document.base import Paragraph
from loaders.registry import division_rows, read_heis

_DISTRICT = len("140702")
_PROVINCE, _CITY = 2, 4
_IN_TITLE, _FIRST, _LATER = 6, 3, 1
_FIRST_PARAGRAPHS, _MOST_CHARACTERS = 3, 20_000
#: Districts whose full names are common words.
_WORDS = {"城区", "郊区", "矿区", "市区"}
#: A place below takes the stead of the one above, or stands beside it, from these shares of its mentions on.
_DESCENDS, _BESIDE = 0.6, 0.5
_OFTEN = 3


class Place(NamedTuple):
    """A name as it may be printed: the divisions it may mean, and whether it is in full."""

    name: str
    codes: tuple[str, ...]
    full: bool


@cache
def _names() -> ahocorasick.Automaton:
    """Divisions down to the districts, by full and short name; HEIs with no division, so that they hide theirs."""
    codes: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for code, name in takewhile(lambda row: len(row[0]) <= _DISTRICT, division_rows()):
        if name not in PLACEHOLDERS and name not in _WORDS:
            codes[name, True].append(code)
            for short in short_forms(name):
                codes[short, False].append(code)
    automaton = ahocorasick.Automaton()
    for (name, full), of in sorted(codes.items(), key=lambda item: item[0][1]):
        automaton.add_word(name, Place(name, tuple(of), full))
    for hei in read_heis():
        automaton.add_word(hei.name, Place(hei.name, (), True))
    automaton.make_automaton()
    return automaton


def regions(title: str, publisher: str | None, paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    """Codes of divisions, the surest first."""
    named = list(_weighted(title, publisher, paragraphs))
    in_full = {code for place, _ in named if place.full and len(place.codes) == 1 for code in place.codes}
    often = Counter(place.name for place, _ in named)
    scores: Counter[str] = Counter()
    for place, weight in named:
        code = _certain(place, in_full, often[place.name])
        if code:
            scores[code] += weight
    return _chosen(scores)


def _weighted(title: str, publisher: str | None, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Place, int]]:
    yield from ((place, _IN_TITLE) for place in _places(title))
    yield from ((place, _FIRST) for place in _places(publisher or ""))
    read = 0
    for index, paragraph in enumerate(paragraphs):
        weight = _FIRST if index < _FIRST_PARAGRAPHS else _LATER
        yield from ((place, weight) for place in _places(paragraph.text[:_MOST_CHARACTERS]))
        read += len(paragraph.text)
        if read > _MOST_CHARACTERS:
            return


def _places(text: str) -> Iterator[Place]:
    """The places named, the longest name at each spot."""
    for _, place in _names().iter_long(text):
        if place.codes:
            yield place


def _certain(place: Place, in_full: set[str], often: int) -> str | None:
    """The one division that a name means here, if it is sure.

    A short form may be a plain word (资源, 和顺), so it counts beside its full name, or, for a city, when it recurs.
    """
    above = [code for code in place.codes if any(other != code and code.startswith(other) for other in in_full)]
    if place.full:
        return place.codes[0] if len(place.codes) == 1 else above[0] if len(above) == 1 else None
    known = [code for code in place.codes if code in in_full or len(code) == _PROVINCE]
    if len(known) == 1:
        return known[0]
    lone = len(place.codes) == 1 and len(place.codes[0]) == _CITY and often >= _OFTEN
    return place.codes[0] if lone else None


def _chosen(scores: Counter[str]) -> tuple[str, ...]:
    """The most named; the most named below it, where that is named nearly as much; and others of like weight."""
    if not scores:
        return ()
    ranked = sorted(scores, key=lambda code: (-scores[code], -len(code), code))
    best = ranked[0]
    while below := [c for c in ranked if c != best and c.startswith(best) and scores[c] >= _DESCENDS * scores[best]]:
        if sum(len(c) == len(below[0]) for c in below) > 1:
            break
        best = below[0]
    beside = [
        code
        for code in ranked
        if not code.startswith(best) and not best.startswith(code) and scores[code] >= _BESIDE * scores[best]
    ]
    return (best, *(code for code in beside if not any(o != code and o.startswith(code) for o in beside)))
