"""From a document to its extraction, with the nation's names."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.settings import ROOT
from loaders.document.extract import extract
from loaders.document.lookup import Lookup, load_lookup
from loaders.document.projection import project
from loaders.document.reading.read import read_document
from tests.loaders.document.gold import scorer

SEEN = ROOT / "tests" / "documents" / "seen"


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    return load_lookup()


def test_the_whole_way(seeds: Path, lookup: Lookup) -> None:
    score = scorer(seeds.parent / "gold" / "score.py")
    pairs = [(next(seeds.glob(f"00{n}_*")), seeds.parent / "gold" / f"seed-00{n}.json") for n in range(5)]
    pairs += [(text, text.with_suffix(".json")) for text in sorted(SEEN.glob("*.txt"))]
    right = wrong = lost = 0
    for text, label in pairs:
        found = project(extract(read_document(text), lookup))
        counts = score.score(score.Gold(label), found, score.DEFAULT_ENTITY_MAP, score.DEFAULT_RELATION_MAP, False)
        right, wrong, lost = right + counts["r_tp"], wrong + counts["r_fp"], lost + counts["r_fn"]
    assert 2 * right / (2 * right + wrong + lost) >= 0.85


def test_every_passage_is_found_again(lookup: Lookup) -> None:
    for text in sorted(SEEN.glob("*.txt")):
        extraction = extract(read_document(text), lookup)
        for relation in extraction.relations:
            at, start, end = relation.passage
            paragraph = extraction.document.paragraphs[at]
            assert paragraph.text[start:end]
            assert relation.at == paragraph.locator(start, end)
