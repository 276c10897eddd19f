"""Whatever the text, nothing crashes, and every passage lies in its paragraph."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ontology import joins
from graph.settings import ROOT
from loaders.document.base import Extraction
from loaders.document.projection import project
from loaders.document.relations import find_relations
from tests.loaders.document.gold import as_document, labelled, load
from tests.loaders.document.told import TYPES, read

PIECES = [
    "与",
    "和",
    "、",
    "，",
    "。",
    "；",
    "联合",
    "分别",
    "签订",
    "协议",
    "共建",
    "在",
    "由",
    "主办",
    "，承办",
    "成立",
    "入驻",
    "双方",
    "三方",
    "将",
    "尚未",
    "《办法》",
    "“青禾”活动",
    "（以下简称",
    "）",
    "等9所高校",
    "2024年5月",
    "13所",
    "余名师生",
    "我校",
    "该中心",
    "的技术",
    "走进",
    "开展服务",
    "三个平台",
    "牵头",
    "辖区内有",
    "\n",
    "\ue000",
    "\ue001",
    "\u202e",
    "[",
    "5万",
    "第3所",
    "2月30日",
    "99999999999999999999999亿元",
]
NAMES = [f"[{kind}{number}|{kind}]" for kind in TYPES for number in (1, 2)]
TEXT = st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(NAMES), st.text(max_size=4)), max_size=40)


def sound(extraction: Extraction) -> None:
    keys = {entity.key: entity.type for entity in extraction.entities}
    assert len(keys) == len(extraction.entities)
    for relation in extraction.relations:
        paragraph, start, end = relation.passage
        assert 0 <= start < end <= len(extraction.document.paragraphs[paragraph].text)
        assert joins(relation.type, keys[relation.source], keys[relation.target])
        assert relation.source != relation.target and 0 < relation.confidence < 1 and relation.why
    for claim in extraction.claims:
        assert claim.about in keys and claim.topic and claim.printed


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_nothing_crashes(pieces: list[str]) -> None:
    extraction = read("".join(pieces) or "。")
    sound(extraction)
    project(extraction)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_arbitrary_text(text: str) -> None:
    sound(read(text or "。"))


@settings(max_examples=50, deadline=None)
@given(TEXT)
def test_reading_twice_gives_the_same(pieces: list[str]) -> None:
    text = "".join(pieces) or "。"
    assert read(text) == read(text)


DOCUMENTS = sorted((ROOT / "tests" / "documents" / "seen").glob("*.txt"))
CUT = st.tuples(
    st.integers(0, 4000), st.integers(0, 60), st.sampled_from(["", "，", "。", "与", "、", "（", "“", "《", "\n"])
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(DOCUMENTS), st.lists(CUT, max_size=12))
def test_mutated_documents(path: Path, cuts: list[tuple[int, int, str]]) -> None:
    text = path.read_text(encoding="utf-8")
    for at, length, put in cuts:
        text = text[:at] + put + text[at + length :]
    document = as_document(text)
    entities, mentions = labelled(document, load(path.with_suffix(".json")))
    found = find_relations(document, entities, mentions)
    sound(Extraction(document, (*entities, *found.entities), found.relations, found.claims))
