"""One index of names for both engines: SQLite FTS5 over characters, bigrams, pinyin and initials.

It is a copy of the names in the graph, stamped with the graph's version, and made anew when that moved.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rapidfuzz import fuzz

from graph.decisions import in_force
from graph.errors import AmbiguousName, Candidate, Text, UnknownName
from graph.store import GraphStore
from graph.values import name_key

_NAMES = (
    "MATCH (n:Entity) WHERE n.status IN ['stated', 'inferred'] "
    "OPTIONAL MATCH (n)-[:PART_OF|LOCATED_IN]->(p:Entity) WITH n, p ORDER BY p.name "
    "WITH n, collect(p.name) AS places "
    "RETURN n.id AS id, n.label AS label, n.name AS name, n.official_name AS official, n.aliases AS aliases, "
    "places AS places ORDER BY n.id"
)
_DECISIONS = "MATCH (d:Decision) RETURN properties(d) AS props ORDER BY d.decided_at, d.id"
_SELECT = "SELECT id, label, name, key, place FROM names "
_EVERYTHING = 10_000_000
_POOL = 200


class NameIndex:
    """The names of one graph, searchable."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._version = -1
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._redirects: dict[str, str] = {}

    def search(self, text: str, *, label: str | None = None, limit: int = 20) -> list[Candidate]:
        """The entities whose names are nearest to the text, best first."""
        with self._lock:
            self._refresh()
            rows = self._exact(text) + self._near(text)
        best: dict[str, Candidate] = {}
        for id_, row_label, name, key, where in rows:
            if label and row_label != label:
                continue
            score = _score(name_key(text), key)
            if id_ not in best or best[id_].score < score:
                best[id_] = Candidate(id_, name, row_label, where, round(score, 1))
        ranked = sorted(best.values(), key=lambda c: (-c.score, len(c.name), c.id))
        return ranked[:limit]

    def resolve(self, text: str, *, label: str | None = None) -> Candidate:
        """The one entity that an id, a name or an alias means.

        Raises:
            UnknownName: with the nearest names.
            AmbiguousName: with all that bear the name.
        """
        with self._lock:
            self._refresh()
            found = self._by_id(text) or self._exact(text)
        by_id = {row[0]: Candidate(row[0], row[2], row[1], row[4], 100.0) for row in found if label in (None, row[1])}
        if len(by_id) == 1:
            return next(iter(by_id.values()))
        if by_id:
            raise AmbiguousName(
                Text(f"“{text}”不止一个", f"“{text}” is several"),
                sorted(by_id.values(), key=lambda c: c.id),
                hint=Text("用 id 指明一个", "name one by its id"),
            )
        near = self.search(text, label=label, limit=5)
        raise UnknownName(
            Text(f"没有找到“{text}”", f"nothing is called “{text}”"),
            near,
            hint=Text("最接近的是：", "the nearest are:") if near else Text("", ""),
        )

    # --- the table --------------------------------------------------------------------------------

    def _refresh(self) -> None:
        rows = self._store.read("MATCH (s:Stamp) RETURN s.version AS version").rows
        version = rows[0]["version"] if rows else 0
        if version == self._version:
            return
        named = self._store.read(_NAMES, limit=_EVERYTHING).rows
        self._redirects = dict(
            in_force(row["props"] for row in self._store.read(_DECISIONS, limit=_EVERYTHING).rows).redirects
        )
        self._db.executescript(
            "DROP TABLE IF EXISTS names; DROP TABLE IF EXISTS grams;"
            "CREATE TABLE names (number INTEGER PRIMARY KEY, id, label, name, key, place);"
            "CREATE VIRTUAL TABLE grams USING fts5(text, content='', tokenize='unicode61');"
        )
        entries = list(_entries(named))
        self._db.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?, ?)", [(i, *e) for i, e in enumerate(entries)])
        self._db.executemany(
            "INSERT INTO grams (rowid, text) VALUES (?, ?)", [(i, " ".join(grams(e[3]))) for i, e in enumerate(entries)]
        )
        self._db.execute("CREATE INDEX names_key ON names (key)")
        self._db.execute("CREATE INDEX names_id ON names (id)")
        self._db.commit()
        self._version = version

    def _rows(self, where: str, values: Sequence[Any]) -> list[tuple[str, str, str, str, str]]:
        return self._db.execute(_SELECT + where, values).fetchall()

    def _by_id(self, text: str) -> list[tuple[str, str, str, str, str]]:
        id_ = text.strip()
        while id_ in self._redirects:
            id_ = self._redirects[id_]
        return self._rows("WHERE id = ? LIMIT 1", [id_])

    def _exact(self, text: str) -> list[tuple[str, str, str, str, str]]:
        return self._rows("WHERE key = ?", [name_key(text)])

    def _near(self, text: str) -> list[tuple[str, str, str, str, str]]:
        wanted = " OR ".join(f'"{gram}"' + "*" * gram.isascii() for gram in grams(name_key(text)))
        if not wanted:
            return []
        return self._rows(
            "WHERE number IN (SELECT rowid FROM grams WHERE grams MATCH ? ORDER BY rank LIMIT ?)", [wanted, _POOL]
        )


def _entries(named: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str, str, str, str]]:
    """One row a name: the one shown, the official one, each alias."""
    for row in named:
        forms = [row["name"], row["official"], *(row["aliases"] or ())]
        for key in dict.fromkeys(name_key(form) for form in forms if form):
            yield row["id"], row["label"], row["name"], key, "、".join(row["places"])


def grams(key: str) -> list[str]:
    """What a name is found by: its characters, pairs of them, its pinyin and the initials."""
    pairs = [key[i : i + 2] for i in range(len(key) - 1)]
    latin = re.findall(r"[a-z0-9]+", key)
    syllables = _pinyin(key)
    return [*key, *pairs, *latin, "".join(syllables), _initials(syllables), *syllables]


def _pinyin(key: str) -> list[str]:
    from pypinyin import lazy_pinyin  # its dictionary takes a third of a second to import

    return lazy_pinyin(key)


def _initials(syllables: list[str]) -> str:
    return "".join(syllable[:1] for syllable in syllables)


def _score(wanted: str, key: str) -> float:
    """0 to 100: equal, then beginning with, containing, spelled in pinyin, alike."""
    if wanted == key:
        return 100.0
    if wanted and wanted in key:
        return 90.0 + 9.0 * len(wanted) / len(key)
    if wanted.isascii():
        syllables = _pinyin(key)
        spoken, initials = "".join(syllables), _initials(syllables)
        if wanted in (spoken, initials):
            return 89.0
        for form in (spoken, initials):
            if form.startswith(wanted):
                return 80.0 + 8.0 * len(wanted) / len(form)
        return 0.6 * fuzz.ratio(wanted, spoken)
    return 0.85 * fuzz.WRatio(wanted, key)
