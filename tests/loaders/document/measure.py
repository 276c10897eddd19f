"""Scores the finding of entities against hand labels; `python -m tests.loaders.document.measure` shows all of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from graph.settings import ROOT
from loaders.document.base import Document, FoundEntity
from loaders.document.gathering import gather
from loaders.document.lookup import Lookup, load_lookup
from loaders.document.mentions import find_mentions
from loaders.document.reading.read import read_document

SCORER = ROOT.parent / "shared" / "gold" / "score.py"
GOLD = SCORER.parent
SEEN = ROOT / "tests" / "documents" / "seen"
_TYPES = {"Venue": "Platform"}
_LINE = re.compile(r"entities P ([\d.]+) R ([\d.]+) F1 ([\d.]+)")


class Score(NamedTuple):
    precision: float
    recall: float
    f1: float


def prediction(document: Document, entities: Iterable[FoundEntity]) -> dict[str, list[dict[str, object]]]:
    """Entities as the scorer reads them: one row a place, so that its scope can be applied."""
    rows: list[dict[str, object]] = [
        {"name": e.name, "type": _type(e), "paragraph": int(at.partition("-")[0])} for e in entities for at in e.at
    ]
    return {"entities": rows, "relations": []}


def _type(entity: FoundEntity) -> str:
    village = entity.type == "Community" and entity.props.get("kind") == "village"
    return "Village" if village else _TYPES.get(entity.type, entity.type)


def extract(path: Path, lookup: Lookup) -> dict[str, list[dict[str, object]]]:
    """The prediction for a file."""
    document = read_document(path)
    return prediction(document, gather(document, find_mentions(document, lookup)))


def score(pairs: Sequence[tuple[Path, Path]], lookup: Lookup, *, show: bool = False) -> list[Score]:
    """The scores of gold and text, one by one and in total, by the script that stands beside the gold."""
    with tempfile.TemporaryDirectory() as folder:
        files: list[str] = []
        for gold, text in pairs:
            file = Path(folder) / f"{gold.stem}.json"
            file.write_text(json.dumps(extract(text, lookup), ensure_ascii=False), encoding="utf-8")
            files += [str(gold), str(file)]
        call = [sys.executable, str(SCORER), *files, *(["--show"] if show else [])]
        said = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    if show:
        sys.stdout.write(re.sub(r"  relations (wrong|missed) ?:.*\n", "", said))
    return [Score(*map(float, found)) for found in _LINE.findall(said)]


def seed_pairs(seeds: Path) -> list[tuple[Path, Path]]:
    """The gold of the five documents, and their texts."""
    return [(GOLD / f"seed-{text.name[:3]}.json", text) for text in sorted(seeds.glob("*.txt"))]


def seen_pairs() -> list[tuple[Path, Path]]:
    """Our own labelled documents."""
    return [(gold, gold.with_suffix(".txt")) for gold in sorted(SEEN.glob("*.json"))]


if __name__ == "__main__":
    _lookup = load_lookup()
    _pairs = [*seed_pairs(ROOT.parent / "shared" / "seeds"), *seen_pairs()]
    score(_pairs, _lookup, show=True)
