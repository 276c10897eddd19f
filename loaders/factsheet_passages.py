"""The passages of a sheet: the paragraphs of a user's own document, kept beside the evidence that cites them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from graph.base import stored
from graph.ontology.records import Passage
from graph.statements import NodeStatement, SourceMark, Statement
from graph.values import paragraphs
from loaders.factsheet_names import Faults
from loaders.factsheet_read import At, Sheet


def passage_statement(mark: SourceMark, at: str, text: str) -> NodeStatement:
    """The statement of a source that a paragraph of it has this text; `at` is a number or a range.

    Raises:
        ValueError: when `at` is neither.
    """
    span = paragraphs(at)
    if span is None:
        raise ValueError(f"not a paragraph or a range: {at!r}")
    id_ = f"{mark.id}#{at}"
    passage = Passage(name=id_, source=mark.id, paragraph=span[0], last_paragraph=span[1], text=text)
    return NodeStatement(id_, "Passage", Statement(mark, (id_,), stored(passage)))


def passages_of(sheet: Sheet, mark: SourceMark, faults: Faults) -> Iterator[NodeStatement]:
    """The passages of a sheet; each paragraph stands in one of them."""
    spans: list[tuple[int, int, At]] = []
    for at, entry in sheet.passages:
        span = paragraphs(entry.at)
        if span is None or span[1] < span[0]:
            faults.add(at, f"段落 {entry.at} 应是段号或 9-12 这样的范围", f"{entry.at} is no paragraph or range")
            continue
        spans.append((*span, at))
        yield passage_statement(mark, entry.at, entry.text)
    for (_, last, before), (first, _, at) in pairwise(sorted(spans, key=lambda span: span[:2])):
        if first <= last:
            where = before.line
            faults.add(at, f"段落 {first} 已见于第 {where} 行", f"paragraph {first} stands at line {where} already")
