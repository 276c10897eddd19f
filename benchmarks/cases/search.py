"""Our name index, against rapidfuzz over every name: names of real divisions, asked for as people mistype them.

The share found is that of questions whose entity stands among the first twenty answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median
from time import perf_counter

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process

from benchmarks.base import Line, Options, seconds
from graph.identity import place_id, place_name
from graph.ledger import Ledger
from graph.schema import upsert_nodes
from graph.search import NameIndex
from graph.stores.kglite import KgliteStore
from loaders.registry import read_divisions

_LIMIT = 20
_BATCH = 5_000


@dataclass(frozen=True)
class _Name:
    id: str
    name: str


@dataclass(frozen=True)
class _Asked:
    text: str
    wanted: str


def run(options: Options) -> Iterator[Line]:
    """The median of each kind of question, and what was found."""
    for size in options.size((10_000, 100_000), (2_000, 10_000)):
        names = _names(size)
        with KgliteStore(str(options.folder / f"search-{size}.kgl")) as store:
            _put(store, names)
            index = NameIndex(store)
            built, _ = seconds(lambda index=index: index.resolve("cn-11"))  # type: ignore[misc]
            listed, everything = seconds(lambda names=names: [item.name for item in names])  # type: ignore[misc]
            note = "once a version of the graph; the list needs none"
            yield Line(f"{size:,} names: build", built, None, note=f"{note} ({listed * 1000:.0f} ms)")
            for kind, asked in _questions(names).items():
                yield from _compare(f"{size:,} names: {kind}", index, names, everything, asked)


def _names(size: int) -> list[_Name]:
    """Divisions of several provinces, each by a name that no other of them bears."""
    divisions = read_divisions(("11", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37"))
    seen: dict[str, _Name] = {}
    for division in divisions:
        name = place_name(division.name)
        seen.setdefault(name, _Name(place_id(division.code), name))
        if len(seen) == size:
            break
    assert len(seen) == size, f"only {len(seen)} names"
    return list(seen.values())


def _put(store: KgliteStore, names: Sequence[_Name]) -> None:
    Ledger(store).prepare()
    for start in range(0, len(names), _BATCH):
        rows = [
            {"id": item.id, "props": {"id": item.id, "name": item.name, "label": "Community", "status": "stated"}}
            for item in names[start : start + _BATCH]
        ]
        store.write(lambda tx, rows=rows: tx.run(upsert_nodes("Community"), {"rows": rows}))  # type: ignore[misc]


def _questions(names: Sequence[_Name]) -> dict[str, list[_Asked]]:
    """Long enough names, so that what is left of them still tells which one is meant."""
    random = Random(7)  # noqa: S311 - a sequence to repeat, no secret
    long = [item for item in names if 5 <= len(item.name) <= 10]
    chosen = random.sample(long, 30)
    return {
        "exact": [_Asked(item.name, item.id) for item in chosen],
        "one character wrong": [_Asked(item.name[0] + "某" + item.name[2:], item.id) for item in chosen],
        "one character missing": [_Asked(item.name[:1] + item.name[2:], item.id) for item in chosen],
        "pinyin": [_Asked("".join(lazy_pinyin(item.name)), item.id) for item in chosen],
    }


def _compare(
    what: str, index: NameIndex, names: Sequence[_Name], everything: list[str], asked: list[_Asked]
) -> Iterator[Line]:
    ids = [item.id for item in names]
    works = (
        lambda text: [found.id for found in index.search(text, limit=_LIMIT)],
        lambda text: [ids[at] for *_, at in process.extract(text, everything, scorer=fuzz.WRatio, limit=_LIMIT)],
    )
    (ours, ours_found), (naive, naive_found) = _ask(asked, works)
    yield Line(what, ours, naive, "ms", "rapidfuzz over all")
    yield Line(f"{what}, found", ours_found, naive_found, "%", "rapidfuzz over all")


def _ask(asked: list[_Asked], works: Sequence[Callable[[str], list[str]]]) -> list[tuple[float, float]]:
    """Of each way to search, asked in turn: the median seconds of a question, and the per cent that were found."""
    times: list[list[float]] = [[] for _ in works]
    hits = [0 for _ in works]
    for question in (asked[0], *asked):  # the first warms up, and is dropped
        for way, search in enumerate(works):
            started = perf_counter()
            found = search(question.text)
            times[way].append(perf_counter() - started)
            hits[way] += question.wanted in found and len(times[way]) > 1
    return [(median(each[1:]), 100 * hit / len(asked)) for each, hit in zip(times, hits, strict=True)]
