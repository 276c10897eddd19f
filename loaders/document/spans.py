"""A name at its place, as the grammar gives it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from loaders.document.scope import Named


@dataclass(frozen=True)
class Span:
    """A name at its place in a paragraph."""

    start: int
    end: int
    name: str
    type: str
    named: Named | None = None
    parent: str | None = None
    confidence: float = 1.0
    #: How it was found: list, short, ending, part, level, body, trade, elided; for the reasons.
    by: str = "list"


def cover(text: str, spans: Iterable[Span]) -> bytearray:
    """Which characters of a text stand in one of the spans."""
    covered = bytearray(len(text))
    for span in spans:
        covered[span.start : span.end] = b"\x01" * (span.end - span.start)
    return covered
