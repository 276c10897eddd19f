"""The five documents: all that was labelled by hand is in the paragraphs, at the lines that the labels cite."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.values import paragraphs, squeeze
from loaders.document.base import Document, Paragraph
from loaders.document.reading.read import read_document
from tests.needs import missing


@pytest.fixture(scope="module")
def read(seeds: Path) -> dict[str, Document]:
    return {path.name[:3]: read_document(path) for path in sorted(seeds.glob("*.txt"))}


@pytest.fixture(scope="module")
def gold(seeds: Path) -> dict[str, dict[str, Any]]:
    folder = seeds.parent / "gold"
    if not folder.is_dir():
        missing("seeds", f"no labels in {folder}")
    return {path.stem[-3:]: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("seed-*.json"))}


def locators(passage: str, paragraph: Paragraph) -> Iterator[str]:
    """Where a passage stands in a paragraph, blanks aside, as its locator."""
    places = [at for at, char in enumerate(paragraph.text) for _ in squeeze(char)]
    text, wanted = squeeze(paragraph.text), squeeze(passage)
    at = text.find(wanted)
    while at >= 0:
        yield paragraph.locator(places[at], places[at + len(wanted) - 1] + 1)
        at = text.find(wanted, at + 1)


def test_nearly_every_labelled_name_is_in_its_document(
    read: dict[str, Document], gold: dict[str, dict[str, Any]]
) -> None:
    names = [(key, name) for key, labels in gold.items() for one in labels["entities"] for name in one["mentions"]]
    lost = [
        (key, name)
        for key, name in names
        if not any(squeeze(name) in squeeze(one.text) for one in read[key].paragraphs)
    ]
    assert len(names) > 150
    assert len(lost) <= len(names) / 100, lost


def test_every_labelled_passage_stands_at_the_lines_cited(
    read: dict[str, Document], gold: dict[str, dict[str, Any]]
) -> None:
    cited = [(key, one["evidence"]) for key, labels in gold.items() for one in labels["relations"]]
    astray = []
    for key, evidence in cited:
        found = [paragraphs(at) for one in read[key].paragraphs for at in locators(evidence["anchor"], one)]
        if not any(span and span[0] <= evidence["paragraph"] <= span[1] for span in found):
            astray.append((key, evidence, found))
    assert len(cited) > 150
    assert astray == []


def test_only_the_first_article_of_the_page_of_several_is_kept(read: dict[str, Document]) -> None:
    document = read["003"]
    assert {number for one in document.paragraphs for _, number in one.lines} == set(range(1, 21))
    left = [number for one in document.left_out for number in range(one.first, one.last + 1)]
    assert left == list(range(21, 64))
    assert all(one.why.zh and one.why.en for one in document.left_out)


@pytest.mark.parametrize(("key", "last"), [("000", 26), ("001", 6), ("002", 25), ("004", 140)])
def test_every_line_of_the_others_is_kept(key: str, last: int, read: dict[str, Document]) -> None:
    assert sorted(number for one in read[key].paragraphs for _, number in one.lines) == list(range(1, last + 1))
    assert read[key].left_out == ()


@pytest.mark.parametrize(
    ("key", "broken"),
    [
        ("000", [[9, 12], [16, 17]]),
        ("002", [[5, 6], [8, 9], [15, 17], [21, 22]]),
        ("003", [[8, 9], [13, 14]]),
    ],
)
def test_broken_sentences_are_joined_across_captions(
    key: str, broken: list[list[int]], read: dict[str, Document]
) -> None:
    runs = [[number for _, number in one.lines] for one in read[key].paragraphs]
    assert [run for run in runs if len(run) > 1] == broken


def test_wrapped_paragraphs_begin_where_their_first_lines_do(read: dict[str, Document]) -> None:
    starts = [one.number for one in read["004"].paragraphs]
    assert starts == [1, 2, 3, 4, 11, 12, 15, 31, 45, 54, 55, 59, 76, 87, 102, 103, 107, 117, 125, 136]


@pytest.mark.parametrize(
    ("key", "publisher", "published", "region"),
    [
        ("000", "中共榆次区委组织部", None, "140702"),
        ("001", None, None, "530114"),
        ("002", None, None, "450311"),
        ("003", None, None, "1407"),
        ("004", "共青团山西省委", "2023-10-27", "1407"),
    ],
)
def test_metadata_of_the_five(
    key: str, publisher: str | None, published: str | None, region: str, read: dict[str, Document]
) -> None:
    document = read[key]
    assert (document.publisher, document.published, document.regions) == (publisher, published, (region,))
    assert document.title
