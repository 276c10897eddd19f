"""The nation's names as one Aho-Corasick automaton, and what each may mean; kept on disk, for it takes seconds to make.

Measured: all 620,573 communities fit, so that no region has to be chosen. 370,000 names are 900,000 nodes of 32 bytes;
with the codes and official names beside them about 75 MB, read back in a third of a second.
"""

from __future__ import annotations

import hashlib
import os
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import ahocorasick

from graph.gazetteer import Hei
from graph.hei_names import NATIONAL_BODIES, WELL_KNOWN, short_names
from graph.names import PLACEHOLDERS, place_key, plain_key, short_forms
from graph.nation import COMMUNITY, DISTRICT, Nation, region_of
from graph.settings import settings
from loaders.registry import DIVISIONS, HEIS_2017, HEIS_2026, division_rows, read_heis_2017, read_heis_2026

#: To be raised when the files' meaning changes.
_FORMAT = 4
_ARRAYS = (("codes", "Q"), ("ends", "I"), ("firsts", "I"), ("posts", "I"), ("flags", "B"), ("lengths", "B"))

#: What a name may be, as bits.
PLACE, SHORT_PLACE, HEI, SHORT_HEI, NATIONAL = 1, 2, 4, 8, 16


@dataclass(frozen=True)
class Names:
    """The automaton gives a name's number; the arrays tell the rest."""

    automaton: ahocorasick.Automaton
    #: By division, in the registry's order: its code, and where its official name ends in `text`.
    codes: array[int]
    ends: array[int]
    text: bytes
    #: By name: where its divisions begin in `posts`, and what it may be.
    firsts: array[int]
    posts: array[int]
    flags: array[int]
    lengths: array[int]

    def length(self, name: int) -> int:
        """How many characters a name has."""
        return self.lengths[name]

    def divisions(self, name: int) -> Iterator[tuple[str, int]]:
        """Code and place in the registry of each division of a name."""
        for post in self.posts[self.firsts[name] : self.firsts[name + 1]]:
            yield str(self.codes[post]), post

    def official(self, post: int) -> str:
        """The official name of a division."""
        return self.text[self.ends[post - 1] if post else 0 : self.ends[post]].decode()

    def nation(self) -> Nation:
        """Divisions down to the subdistricts, and all HEIs; communities are added when a document names them."""
        known = Nation()
        for hei in read_heis_2017():
            known.add_hei(hei)
        for hei in read_heis_2026():
            known.add_hei(hei, newest=True)
        for post, code in enumerate(self.codes):
            if code >= 10 ** (COMMUNITY - 1):
                break
            known.add(str(code), self.official(post))
        return known


def nation_names(folder: Path | None = None) -> Names:
    """The names, from disk if they were made of the same registries, else made and kept."""
    place = (folder or settings().var) / "document-names"
    digest = _digest()
    found = _read(place / digest)
    return found or _keep(place, digest, _make())


def _digest() -> str:
    """Of all that the kept files depend on."""
    whole = hashlib.sha256(f"{_FORMAT} {sys.byteorder} {sys.version_info[:2]} {ahocorasick.__file__}".encode())
    for name in (DIVISIONS, HEIS_2017, HEIS_2026):
        whole.update((settings().data / "registry" / name).read_bytes())
    return whole.hexdigest()[:16]


def _read(folder: Path) -> Names | None:
    try:
        arrays = [array(kind, (folder / name).read_bytes()) for name, kind in _ARRAYS]
        automaton = ahocorasick.load(str(folder / "automaton"), int)
        return Names(automaton, arrays[0], arrays[1], (folder / "text").read_bytes(), *arrays[2:])
    except (OSError, ValueError, EOFError):
        return None


def _keep(place: Path, digest: str, names: Names) -> Names:
    """Write beside and rename, so that a reader meets all or nothing; what was made of other registries goes."""
    making = place / f"making-{os.getpid()}"
    making.mkdir(parents=True, exist_ok=True)
    for name, _ in _ARRAYS:
        (making / name).write_bytes(getattr(names, name).tobytes())
    (making / "text").write_bytes(names.text)
    names.automaton.save(str(making / "automaton"))
    for old in [*place.glob("[0-9a-f]" * len(digest))]:
        _remove(old)
    try:
        making.rename(place / digest)
    except OSError:  # another process was first
        _remove(making)
    return names


def _remove(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink(missing_ok=True)
    folder.rmdir()


def _make() -> Names:
    posts: dict[str, list[int]] = defaultdict(list)
    flags: dict[str, int] = defaultdict(int)
    codes, texts, provinces = array("Q"), [], {}
    for post, (code, name) in enumerate(division_rows()):
        codes.append(int(code))
        texts.append(name.encode())
        if len(code) == len("14"):
            provinces[code] = next(short_forms(name), "")
        for form, flag in _place_forms(code, name):
            posts[form].append(post)
            flags[form] |= flag
    for form, flag in _hei_forms(provinces):
        flags[form] |= flag
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for number, form in enumerate(flags):
        automaton.add_word(form, number)
    automaton.make_automaton()
    firsts = array("I", accumulate((len(posts.get(form, ())) for form in flags), initial=0))
    flat = array("I", (post for form in flags for post in posts.get(form, ())))
    ends = array("I", accumulate(map(len, texts)))
    lengths = array("B", map(len, flags))
    return Names(automaton, codes, ends, b"".join(texts), firsts, flat, array("B", flags.values()), lengths)


def _place_forms(code: str, name: str) -> Iterator[tuple[str, int]]:
    if name in PLACEHOLDERS:
        return
    key = place_key(plain_key(name))
    if len(key) > 1:
        yield key, PLACE
    if len(code) <= DISTRICT:
        for short in short_forms(name):
            yield short, SHORT_PLACE


def _hei_forms(provinces: dict[str, str]) -> Iterator[tuple[str, int]]:
    heis: Sequence[Hei] = [*read_heis_2017(), *read_heis_2026()]
    for hei in heis:
        yield hei.name, HEI
        yield hei.name.replace("（", "(").replace("）", ")"), HEI
        for short, _ in short_names(hei.name, provinces.get(region_of(hei), "")):
            if len(short) > 1:
                yield short, SHORT_HEI
    for short in WELL_KNOWN:
        yield short, SHORT_HEI
    for body in NATIONAL_BODIES:
        yield body, NATIONAL
