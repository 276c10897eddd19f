"""How names are spelled in pinyin: as pypinyin does, whose phrases are asked only where one may matter, for speed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

#: Whether a text is a phrase whose reading is not that of its characters is told by its first two of them.
_HEAD = 2
#: Readings that prevail in names of places, beside the one that a dictionary gives first.
_IN_PLACES = {
    "长": "chang",
    "重": "chong",
    "都": "du",
    "厦": "xia",
    "单": "shan",
    "圩": "xu",
    "堡": "pu",
    "涌": "chong",
}
_RUNS = re.compile(r"[a-z0-9]+|[^a-z0-9]+")


def syllables(key: str) -> list[str]:
    """The syllables of a name (as `name_key` gives it); each Latin letter and digit stands for itself.

    Equal to pypinyin's reading, with phrases: 重庆 is chong qing.
    """
    found: list[str] = []
    for run in _RUNS.findall(key):
        found += run if run.isascii() and run.isalnum() else _read(run)
    return found


def spellings(key: str) -> Iterator[tuple[str, str]]:
    """The ways in which a name may be typed: (whole, initials); the second, where there is one, as places are read."""
    plain = syllables(key)
    yield "".join(plain), "".join(syllable[0] for syllable in plain)
    if len(plain) == len(key) and not _IN_PLACES.keys().isdisjoint(key):
        local = [_IN_PLACES.get(char, syllable) for char, syllable in zip(key, plain, strict=True)]
        if local != plain:
            yield "".join(local), "".join(syllable[0] for syllable in local)


def _read(run: str) -> list[str]:
    heads = _odd_heads()
    if any(run[i : i + _HEAD] in heads for i in range(len(run) - 1)):
        return [syllable for syllable in _pypinyin()(run) if _latin(syllable)]
    return [syllable for char in run if (syllable := _char(char))]


def _latin(syllable: str) -> bool:
    return syllable.isascii() and syllable.isalnum()


@cache
def _char(char: str) -> str:
    read = _pypinyin()(char)[0]
    return read if _latin(read) else ""


@cache
def _pypinyin() -> Callable[[str], list[str]]:
    from pypinyin import lazy_pinyin  # its dictionary takes a third of a second to import

    return lazy_pinyin


@cache
def _odd_heads() -> frozenset[str]:
    """The first two characters of every phrase that is not read as its characters are."""
    from pypinyin.constants import PHRASES_DICT
    from pypinyin.contrib.tone_convert import to_normal

    plain = cache(to_normal)
    return frozenset(
        phrase[:_HEAD]
        for phrase, read in PHRASES_DICT.items()
        if len(phrase) != len(read) or any(plain(s[0]) != _char(c) for c, s in zip(phrase, read, strict=True))
    )
