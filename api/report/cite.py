"""The numbers of what is cited: sources in order, the places of each in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from api.headings import heading
from api.report.model import Cited, Evidence
from graph.errors import Language, Text
from graph.store import Row
from graph.values import locator_order

_KINDS = {
    "document": Text("文献", "document"),
    "registry": Text("名录", "registry"),
    "table": Text("表格", "table"),
}


def numbers_of(cited: Iterable[Evidence]) -> Mapping[str, int]:
    """A number for each piece of evidence; places next to each other get numbers next to each other."""
    found = sorted({item for evidence in cited for item in evidence}, key=_order)
    return {item: number for number, item in enumerate(found, 1)}


def _order(evidence: str) -> tuple[str, bool, int, int, str]:
    """A whole source before its places."""
    source, low, high, locator = locator_order(evidence)
    return source, "#" in evidence, low, high, locator


def source_of(evidence: str) -> str:
    """The source that a piece of evidence is from."""
    return evidence.partition("#")[0]


def sources_of(numbers: Mapping[str, int], rows: Iterable[Row], language: Language) -> tuple[Cited, ...]:
    """The sources that are cited, with the numbers of their places; `rows` are those of sources/list."""
    told = {row["source_id"]: row for row in rows}
    grouped = groupby(numbers, key=source_of)
    return tuple(_cited(source, list(places), told.get(source, {}), numbers, language) for source, places in grouped)


def _cited(source: str, places: list[str], told: Row, numbers: Mapping[str, int], language: Language) -> Cited:
    kind = _KINDS.get(str(told.get("kind")), Text("", ""))
    return Cited(
        id=source,
        title=str(told.get("source") or source),
        kind=kind.say(language),
        publisher=str(told.get("publisher") or ""),
        published=str(told.get("published") or ""),
        document=str(told.get("document") or ""),
        places=tuple((numbers[item], item.partition("#")[2]) for item in places),
    )


def source_heading(language: Language) -> tuple[str, ...]:
    """What stands above the columns of the table of sources."""
    return tuple(heading(name, language) for name in ("source", "kind", "publisher", "published", "document"))
