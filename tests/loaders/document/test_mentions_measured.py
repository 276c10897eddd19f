"""The finding of names measured: against hand labels, in cost, on arbitrary text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.document.automaton import nation_names
from loaders.document.base import Document, Paragraph
from loaders.document.gathering import gather
from loaders.document.lookup import Lookup, load_lookup
from loaders.document.mentions import find_mentions
from tests.loaders.document.measure import SCORER, score, seed_pairs, seen_pairs
from tests.needs import missing

FLOOR_OF_SEEDS, FLOOR_OF_OURS = 0.95, 0.93
_PIECES = (
    "大连", "市", "区", "街道", "社区", "村", "大学", "学院", "第一", "第二",
    "中学", "有限公司", "科技", "与", "和", "、", "，", "。", "“", "”",
    "（", "）", "等", "企业", "以下简称", "共建", "研究院", "管委会", "市委", "团市委",
    "政府", "12", "家", " ", "\n", "A", "·", "甲", "乙", "丙",
    "\u202e", "\U00020000", "大学生", "基地", "4号", "居委会", "签约",
)  # fmt: skip


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    return load_lookup()


def one(text: str) -> Document:
    return Document("d.txt", (Paragraph(1, text, ((0, 1),)),), regions=("210211",))


def scorer() -> None:
    if not SCORER.exists():
        missing("gold", f"no scorer at {SCORER}")


def test_the_seeds(seeds: Path, lookup: Lookup) -> None:
    scorer()
    assert score(seed_pairs(seeds), lookup)[-1].f1 >= FLOOR_OF_SEEDS


def test_our_own_documents(lookup: Lookup) -> None:
    scorer()
    if not seen_pairs():
        missing("documents", "no labelled documents of our own")
    assert score(seen_pairs(), lookup)[-1].f1 >= FLOOR_OF_OURS


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_PIECES), max_size=60).map("".join)))
def test_any_text_is_read_and_every_mention_found_again(text: str) -> None:
    document = one(text)
    mentions = find_mentions(document, _LOOKUP)
    assert all(0 <= m.start < m.end <= len(text) and m.text == text[m.start : m.end] for m in mentions)
    assert all(m.name.strip() for m in mentions)
    keys = [entity.key for entity in gather(document, mentions)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "piece", ["甲乙村", "大连", "“甲”", "第一、", "1", "甲 ", "有限公司", "甲与", "（大连）", "海科技、", "大学"]
)
def test_cost_grows_with_length(piece: str, lookup: Lookup) -> None:
    """Eight times the text may take at most thrice eight times as long: a square would take sixty-four."""
    short, long = (one(piece * (size // len(piece))) for size in (10_000, 80_000))
    assert _seconds(long, lookup) <= 24 * max(_seconds(short, lookup), 0.005)


def test_the_cache_says_what_was_made(tmp_path: Path) -> None:
    made, kept = nation_names(tmp_path), nation_names(tmp_path)
    number = kept.automaton.get("大连市")
    assert list(kept.divisions(number)) == list(made.divisions(made.automaton.get("大连市")))
    assert [kept.official(post) for _, post in kept.divisions(number)] == ["大连市"]
    assert len(kept.codes) == len(made.codes) > 660_000


def test_a_broken_cache_is_made_again(tmp_path: Path) -> None:
    nation_names(tmp_path)
    (file,) = (tmp_path / "document-names").glob("*/automaton")
    file.write_bytes(file.read_bytes()[:1000])
    assert "大连市" in nation_names(tmp_path).automaton


def _seconds(document: Document, lookup: Lookup) -> float:
    """Of this process alone, the best of three: other work on the machine is no part of the cost."""
    taken = []
    for _ in range(3):
        begin = time.process_time()
        find_mentions(document, lookup)
        taken.append(time.process_time() - begin)
    return min(taken)


_LOOKUP = load_lookup()
