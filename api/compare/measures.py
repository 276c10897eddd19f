"""What is counted of either side: coverage, parties, platforms, instruments, gaps, figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from api.compare.model import Measure
from api.report.words import coded
from api.words import CLASSES
from graph.errors import Text
from graph.ontology import node_types
from graph.store import Row
from queries.gaps_run import GapFinding

_LEVELS = {"subdistricts": "Subdistrict", "communities": "Community"}


def coverage(first: Row, second: Row, lists: bool, surveyed: tuple[bool, bool] = (True, True)) -> Iterator[Measure]:
    """The rows of `coverage/place` side by side: each class with its whole. Without documents a class is unknown,
    and without lists of universities (`lists`) how many have their seat there."""
    rows = (first, second)
    for level, label in _LEVELS.items():
        zh = node_types()[label].zh
        whole = [row[level] for row in rows]
        yield Measure("coverage", Text(zh, level), whole[0], whole[1])
        for name, said in CLASSES.items():
            found = [
                row[f"{level}_{name}"] if told or name == "unsurveyed" else None
                for row, told in zip(rows, surveyed, strict=True)
            ]
            named = Text(f"{zh}·{said.zh}", f"{level}, {said.en}")
            yield Measure("coverage", named, found[0], found[1], whole[0], whole[1])
        figures = [row[f"{level}_figure"] for row in rows]
        named = Text(f"{zh}·宣称数", f"{level}, as declared")
        yield Measure("coverage", named, figures[0], figures[1], unknown="unrecorded")
    stated = [row["heis_stated"] if told else None for row, told in zip(rows, surveyed, strict=True)]
    yield Measure("coverage", Text("高校·文件写明", "HEIs that documents state"), stated[0], stated[1])
    seats = [row["heis_registered"] if lists else None for row in rows]
    named = Text("高校·名录校址", "HEIs by the registry's seat")
    yield Measure("coverage", named, seats[0], seats[1], unknown="no_registry")


def tallies(
    section: str, names: Mapping[str, Text], first: Sequence[str] | None, second: Sequence[str] | None
) -> Iterator[Measure]:
    """How often each value stands on either side, the most frequent first; None where nobody looked."""
    counts = [None if told is None else Counter(told) for told in (first, second)]
    both = sum((one for one in counts if one is not None), Counter[str]())
    for value in sorted(both, key=lambda value: (-both[value], value)):
        found = [None if one is None else one[value] for one in counts]
        wholes = [None if one is None else one.total() for one in counts]
        said = names.get(value) or Text(coded("relation", value, "zh"), coded("relation", value, "en"))
        yield Measure(section, said, found[0], found[1], wholes[0], wholes[1])


def gaps(
    first: Sequence[GapFinding], second: Sequence[GapFinding], surveyed: tuple[bool, bool] = (True, True)
) -> Iterator[Measure]:
    """How many findings each rule has of how many; unknown where no document tells of the place."""
    for pair in zip(first, second, strict=True):
        counts = [found.count if known else None for found, known in zip(pair, surveyed, strict=True)]
        totals = [found.total if known else None for found, known in zip(pair, surveyed, strict=True)]
        yield Measure(
            "gaps", pair[0].title, counts[0], counts[1], totals[0], totals[1], _cited(pair[0]), _cited(pair[1])
        )


def _cited(found: GapFinding) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for row in found.findings for item in row.row.get("evidence") or ()))


def figures(first: Sequence[Row], second: Sequence[Row], own: tuple[str, str]) -> Iterator[Measure]:
    """The figures of each topic that both have, or that one has about the place itself; as printed, never summed."""
    by_topic = [_by_topic(rows) for rows in (first, second)]
    about = {row["topic"] for rows in (first, second) for row in rows if row["about_id"] in own}
    for topic in sorted((by_topic[0].keys() & by_topic[1].keys()) | about):
        told = [one.get(topic, []) for one in by_topic]
        texts = [_printed(rows, place) for rows, place in zip(told, own, strict=True)]
        cited = [tuple(dict.fromkeys(item for row in rows for item in row["evidence"])) for rows in told]
        yield Measure(
            "figures",
            Text(topic, topic),
            texts[0],
            texts[1],
            evidence_first=cited[0],
            evidence_second=cited[1],
            unknown="unrecorded",
        )


def _by_topic(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["topic"], []).append(row)
    return found


def _printed(rows: Sequence[Row], place: str) -> str | None:
    """Each figure as it is printed, with whom it is about where that is not the place, and its date."""
    told = []
    for row in sorted(rows, key=lambda row: (row["about_id"] != place, row["as_of"] or "", row["claim_id"])):
        about = "" if row["about_id"] == place else f"{row['about']} "
        more = "，".join(part for part in (row["scope"], row["as_of"]) if part)
        told.append(f"{about}{row['printed']}" + (f"（{more}）" if more else ""))
    return "；".join(dict.fromkeys(told)) or None
