"""Relations against hand labels, with the labels' own names: a floor that may only rise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.settings import ROOT
from loaders.document.base import Extraction
from loaders.document.projection import project
from loaders.document.relations import find_relations
from tests.loaders.document.gold import labelled, load, read_lines, scorer

SEEN = ROOT / "tests" / "documents" / "seen"

#: Documents whose sentences the rules were written with; what counts is measured on others.
FLOOR, SURE = 0.9, 0.9


def _pairs(seeds: Path) -> Iterator[tuple[Path, Path]]:
    gold = seeds.parent / "gold"
    for label in sorted(gold.glob("seed-*.json")):
        yield next(seeds.glob(f"{label.stem[-3:]}_*.txt")), label
    for text in sorted(SEEN.glob("*.txt")):
        yield text, text.with_suffix(".json")


def _projected(text: Path, label: Path) -> dict[str, list[dict[str, Any]]]:
    document, gold = read_lines(text), load(label)
    entities, mentions = labelled(document, gold)
    found = find_relations(document, entities, mentions)
    return project(Extraction(document, (*entities, *found.entities), found.relations, found.claims))


@pytest.fixture(scope="module")
def scored(seeds: Path) -> list[tuple[Any, dict[str, list[dict[str, Any]]], Any]]:
    """Gold, projection and counts of each document."""
    score = scorer(seeds.parent / "gold" / "score.py")
    rows = []
    for text, label in _pairs(seeds):
        gold, found = score.Gold(label), _projected(text, label)
        counts = score.score(gold, found, score.DEFAULT_ENTITY_MAP, score.DEFAULT_RELATION_MAP, False)
        rows.append((gold, found, counts))
    return rows


def test_relations_are_found(scored: list[tuple[Any, Any, dict[str, int]]]) -> None:
    right, wrong, lost = (sum(counts[name] for _, _, counts in scored) for name in ("r_tp", "r_fp", "r_fn"))
    assert 2 * right / (2 * right + wrong + lost) >= FLOOR


def test_a_sure_proposal_is_right(seeds: Path, scored: list[tuple[Any, Any, Any]]) -> None:
    score = scorer(seeds.parent / "gold" / "score.py")
    right = given = covered = needed = 0
    for gold, found, _ in scored:
        hits = set()
        for row in (row for row in found["relations"] if row["confidence"] >= SURE):
            if gold.scope and row["paragraph"] and not gold.scope[0] <= row["paragraph"] <= gold.scope[1]:
                continue
            ends = [gold.by_name.get(score.norm(row[end]), []) for end in ("source", "target")]
            keys = [gold.key(row["type"], a, b) for a in ends[0] for b in ends[1]]
            key = next((key for key in keys if key in gold.rels), None)
            given, right = given + 1, right + (key is not None)
            hits |= {key} if key is not None and not gold.rels[key] else set()
        covered += len(hits)
        needed += sum(not optional for optional in gold.rels.values())
    assert right / given >= 0.95
    assert covered / needed >= 0.4
