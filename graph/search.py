"""One index of names for both engines: by characters, pinyin, initials and codes, with slips, nearest in context first.

It is a copy of the names in the graph in one SQLite file, stamped with the graph's mark. When the graph moved on, what
its last writes touched is read again; where that is not known, everything is.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from graph import name_match as match
from graph.decisions import in_force
from graph.errors import AmbiguousName, Candidate, Text, UnknownName
from graph.name_place import outwards, where_is
from graph.name_reader import NameRow, index_key, read_parts, read_some
from graph.name_table import MEMORY, NameTable, Progress
from graph.recent import touched_since
from graph.settings import settings
from graph.store import GraphStore
from graph.values import DIVISION_LENGTHS

T = TypeVar("T")

_STAMP = "MATCH (s:Stamp) RETURN s.version AS version, s.mark AS mark"
_RECENT = "MATCH (s:Stamp) RETURN s.version AS version, s.mark AS mark, s.recent AS recent"
_DECISIONS = "MATCH (d:Decision) RETURN properties(d) AS props ORDER BY d.decided_at, d.id"
_EVERYTHING = 10_000_000
#: Rows among which slips and likenesses are looked for.
_POOL, _ALIKE_POOL = 1_500, 100
#: Rows among which those come first of which whole syllables were typed.
_SPELT = 50
_LISTED = 10
_HOMONYMS = 5_000
_LONGEST = 200


def index_path(store: GraphStore) -> Path:
    """Where the index of a store lives: beside an embedded file, else in the folder of run-time files."""
    if store.engine == "kglite":
        return Path(f"{store.address}.names.sqlite")
    where = f"{store.address}\x1f{settings().store_database or ''}"
    return settings().var / "names" / f"{hashlib.sha256(where.encode()).hexdigest()[:16]}.sqlite"


def unwatched(_done: int) -> None:
    """Progress that nobody watches."""


class NameIndex:
    """The names of one graph, searchable; the index is kept at `path`, or in memory."""

    def __init__(self, store: GraphStore, path: Path | str = MEMORY) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._table = NameTable(path)
        self._progress: Progress = unwatched
        self._mark: str | None = None
        self._redirects: dict[str, str] = {}

    def search(
        self, text: str, *, label: str | None = None, limit: int = 20, context: str | None = None
    ) -> list[Candidate]:
        """The entities whose names match a text, best first; `score` (0 to 100) says how the name matches.

        A name may equal the text, begin with it, contain it, hold its characters in order, be spelled so in pinyin or
        initials, sound like it or be one slip away; a code finds a division with all in it, or an HEI. Within equal
        matches documented entities come first. With `context` (a division's code, or the id or name of an entity that
        has a place) what lies there comes first, then the rest, nearest first.

        Raises:
            UnknownName: when nothing is called as `context`.
        """
        return self._at_rest(lambda: self._search(text, label, limit, context))

    def resolve(self, text: str, *, label: str | None = None) -> Candidate:
        """The one entity that an id, a code, a name or an alias means.

        Where several bear the name and exactly one of them is documented, that one is meant: the others are known
        from registries alone, and a planner asks about what the documents tell.

        Raises:
            UnknownName: with the nearest names.
            AmbiguousName: with those that bear the name, at most ten.
        """
        return self._at_rest(lambda: self._resolve(text, label))

    def refresh(self, progress: Progress = unwatched) -> None:
        """Bring the index up to the graph's present state; searching does so by itself.

        `progress` is told how many entities were read so far, where all of them have to be.
        """
        self._progress = progress
        try:
            self._at_rest(lambda: None)
        finally:
            self._progress = unwatched

    @property
    def mark(self) -> str | None:
        """The mark of the graph that was last searched; None before the first search."""
        return self._mark

    def close(self) -> None:
        """Let go of the index."""
        self._table.close()

    # --- keeping it fresh -------------------------------------------------------------------------

    def _at_rest(self, work: Callable[[], T]) -> T:
        """Do some reading on a fresh index, once more on a new one when the file turns out to be damaged."""
        with self._lock:
            try:
                self._refresh()
                return work()
            except sqlite3.DatabaseError as error:
                if not self._table.recovered(error):
                    raise
            self._mark = None
            self._refresh()
            return work()

    def _refresh(self) -> None:
        mark, _ = self._stamp(_STAMP)
        if mark == self._mark:
            return
        if self._table.mark() != mark:
            with self._table.writing():
                mark = self._follow()
        decisions = self._store.read(_DECISIONS, limit=_EVERYTHING).rows
        self._redirects = dict(in_force(row["props"] for row in decisions).redirects)
        self._mark = mark

    def _stamp(self, cypher: str) -> tuple[str, str | None]:
        """The graph's mark, and what its last writes touched."""
        rows = self._store.read(cypher).rows
        stamp = rows[0] if rows else {}
        return stamp.get("mark") or f"version {stamp.get('version', 0)}", stamp.get("recent")

    def _follow(self) -> str:
        """Copy what the graph's writes changed since the index was made; the mark that it has now.

        The stamp is read again: while this waited for its turn, another process may have gone further.
        """
        mark, recent = self._stamp(_RECENT)
        known = self._table.mark()
        if known != mark:
            touched = None if known is None else touched_since(recent, known)
            if touched is None:
                self._table.replace_all(read_parts(self._store), mark, self._progress)
            else:
                self._table.replace_some(*read_some(self._store, touched), mark)
        return mark

    # --- looking ----------------------------------------------------------------------------------

    def _search(self, text: str, label: str | None, limit: int, context: str | None) -> list[Candidate]:
        key, here = _key(text), self._region(context)
        if not key:
            return []
        found = match.Found(limit)
        found.add(self._by_id(text, label), match.EXACT)
        for rows, score in self._stages(key, label, here, limit):
            found.add(rows, score)
            if found.enough:
                break
        if not (found.sure or found.enough):
            for rows, score in self._slips(key, label, ""):
                found.add(rows, score)
        if not found.rows:
            found.add(self._alike(key, label), 0.0)
            found.scores = {id_: match.alike_score(key, row) for id_, row in found.rows.items()}
            found.rows = dict(sorted(found.rows.items(), key=lambda item: -found.scores[item[0]]))
        return [
            self._candidate(row, found.scores[row.id]) for row in [*found.rows.values()][:limit] if found.scores[row.id]
        ]

    def _stages(self, key: str, label: str | None, here: str, limit: int) -> Iterator[tuple[list[NameRow], float]]:
        """What each way of matching finds, the surest first: in the place, then near it, then anywhere.

        Where nothing in the place holds the text, a slip there comes right behind those of this very name elsewhere.
        """
        exact, *others = match.sure_ways(key)
        sure = 0
        if here:
            yield self._at_home(key, label, here), match.EXACT
            for way in (exact, *others):
                rows = self._by_way(way, label, here, limit)
                sure += len(rows) if way.score >= match.CONTAINS else 0
                yield rows, way.score
        if _is_code(key):
            yield self._by_code(key, label, limit), match.BEGINS
        yield from self._around(exact, label, here, limit)
        if here and not sure:
            yield from self._slips(key, label, here)
        for way in others:
            yield from self._around(way, label, here, limit)

    def _around(
        self, way: match.Way, label: str | None, here: str, limit: int
    ) -> Iterator[tuple[list[NameRow], float]]:
        """What a way finds around a place, the nearest first; those in it are found already, and counted twice."""
        for region in outwards(here):
            yield self._by_way(way, label, region, limit + limit * bool(here)), way.score

    def _by_way(self, way: match.Way, label: str | None, region: str, limit: int) -> list[NameRow]:
        most = max(limit, _SPELT) if way.spelt else limit
        rows = self._table.match(match.narrowed(way.wanted, label, region), way.where, way.values, limit=most)
        return match.whole_syllables_first(way.spelt, rows)[:limit] if way.spelt else rows

    def _at_home(self, key: str, label: str | None, here: str) -> list[NameRow]:
        """Those of this very name whose place is told no closer than the context: a university of its city."""
        way, around = match.exact_way(key), outwards(here)[:-1]
        blanks = ",".join("?" * len(around))
        where = f"{way.where} AND n.regions IN ({blanks})"
        return self._table.match(match.narrowed(way.wanted, label, ""), where, (*way.values, *around), limit=_HOMONYMS)

    def _slips(self, key: str, label: str | None, region: str) -> Iterator[tuple[list[NameRow], float]]:
        for way in match.slip_ways(key):
            rows = self._table.match(match.narrowed(way.wanted, label, region), limit=_POOL)
            if key.isascii():
                yield rows, way.score
                continue
            scored = [(match.slip_score(key, row), row) for row in rows]
            for score in sorted({score for score, _ in scored if score}, reverse=True):
                yield [row for scored_as, row in scored if scored_as == score], score

    def _alike(self, key: str, label: str | None) -> list[NameRow]:
        return [
            row
            for wanted in match.alike_wanted(key)
            for row in self._table.match(match.narrowed(wanted, label, ""), limit=_ALIKE_POOL)
        ]

    def _by_id(self, text: str, label: str | None = None) -> list[NameRow]:
        """What has this id, as it stands, or this code."""
        id_, key = text.strip().encode(errors="ignore").decode(), _key(text)
        ids = [f"cn-{key}", f"moe-{key}"] if _is_code(key) else [id_]
        found = self._table.rows("id IN (?, ?)", [self._standing(ids[0]), self._standing(ids[-1])])
        if not found and _is_code(key):
            found = self._table.match(match.quoted([f"={key}"]), limit=_LISTED)
        return [row for row in found if label in (None, row.label)]

    def _by_code(self, digits: str, label: str | None, limit: int) -> list[NameRow]:
        """Whose code begins so, in the order of codes."""
        found: list[NameRow] = []
        for scheme in ("cn-", "moe-"):
            low, high = f"{scheme}{digits}", f"{scheme}{digits}:"  # ':' comes after '9'
            same = "id >= ? AND id < ? AND (? IS NULL OR label = ?) ORDER BY id LIMIT ?"
            found += self._table.rows(same, [low, high, label, label, limit])
        return found

    def _standing(self, id_: str) -> str:
        while id_ in self._redirects:
            id_ = self._redirects[id_]
        return id_

    def _exact(self, text: str, label: str | None = None) -> list[NameRow]:
        key = _key(text)
        return self._by_way(match.exact_way(key), label, "", _HOMONYMS) if key else []

    def _region(self, context: str | None) -> str:
        """The division code of a context; empty for none, and for an entity without a place."""
        if not context:
            return ""
        key = _key(context)
        if _is_code(key) and len(key) in DIVISION_LENGTHS:
            return key
        found = self._by_id(context) or self._exact(context)
        if not found:
            raise UnknownName(Text(f"没有找到“{context}”", f"nothing is called “{context}”"), ())
        return found[0].regions.partition(" ")[0]

    def _resolve(self, text: str, label: str | None) -> Candidate:
        found = self._by_id(text, label) or self._exact(text, label)
        documented = [row for row in found if row.documented]
        if len(found) == 1 or len(documented) == 1:
            return self._candidate((documented or found)[0], match.EXACT)
        if not found:
            raise self._unknown(text, label)
        more = len(found) - _LISTED
        rest = Text(f"；还有 {more} 个", f"; {more} more") if more > 0 else Text("", "")
        raise AmbiguousName(
            Text(f"“{text}”不止一个", f"“{text}” is several"),
            [self._candidate(row, match.EXACT) for row in found[:_LISTED]],
            hint=Text(f"用 id 指明一个{rest.zh}", f"name one by its id{rest.en}"),
        )

    def _unknown(self, text: str, label: str | None) -> UnknownName:
        near = self._search(text, label, 5, None)
        hint = Text("最接近的是：", "the nearest are:") if near else Text("", "")
        return UnknownName(Text(f"没有找到“{text}”", f"nothing is called “{text}”"), near, hint=hint)

    # --- showing ----------------------------------------------------------------------------------

    def _candidate(self, row: NameRow, score: float) -> Candidate:
        return Candidate(row.id, row.name, row.label, where_is(self._table, row), round(score, 1))


def _key(text: str) -> str:
    return index_key(text)[:_LONGEST]


def _is_code(key: str) -> bool:
    return key.isascii() and key.isdigit()
