"""From a document to its extraction, with the nation's names."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.settings import ROOT
from loaders.document.base import Document, Paragraph
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


def one(region: str, text: str) -> Document:
    return Document("d.txt", (Paragraph(1, text, ((0, 1),)),), regions=(region,))


def test_an_institute_that_others_found_is_a_platform_and_has_residents(lookup: Lookup) -> None:
    told = (
        "2024年，鄞州区人民政府与宁波大学共建鄞州柔性制造研究院（以下简称“柔研院”），落户潘火街道。"
        "宁波甲木智能有限公司、宁波乙火光电有限公司等9家企业先后入驻。"
    )
    document = one("330212", told)
    found = extract(document, lookup)
    types = {entity.name: entity.type for entity in found.entities}
    assert types["鄞州柔性制造研究院"] == "Platform"
    residents = {(r.source, r.target) for r in found.relations if r.type == "RESIDENT_OF"}
    assert residents == {
        ("宁波甲木智能有限公司", "鄞州柔性制造研究院"),
        ("宁波乙火光电有限公司", "鄞州柔性制造研究院"),
    }


def test_an_institute_of_its_own_stays_one(lookup: Lookup) -> None:
    document = one("450311", "雁山区与中国科学院广西植物研究所签订合作协议。")
    types = {entity.name: entity.type for entity in extract(document, lookup).entities}
    assert types["中国科学院广西植物研究所"] == "ResearchInstitute"


def test_what_bears_the_name_of_the_place_is_not_laid_to_a_campus_named_before(lookup: Lookup) -> None:
    before = "鄞州区今年着力留住人才。宁波大学把实习纳入培养方案。"
    for told, founders in (("打造了鄞州区青年创业园。", set()), ("宁波大学打造了鄞州区青年创业园。", {"宁波大学"})):
        found = extract(one("330212", before + told), lookup)
        assert {r.source for r in found.relations if r.type == "FOUNDED"} == founders


def test_firms_of_a_park_stand_in_the_park_named_before(lookup: Lookup) -> None:
    told = (
        "依托鱼峰区乌竹科创街区，建成苇岸大学生创业园，柳州甲木文创有限公司、柳州乙火软件有限公司等入园企业获得融资。"
    )
    found = extract(one("450203", told), lookup)
    assert {(r.source, r.target) for r in found.relations if r.type == "RESIDENT_OF"} == {
        ("柳州甲木文创有限公司", "苇岸大学生创业园"),
        ("柳州乙火软件有限公司", "苇岸大学生创业园"),
        ("苇岸大学生创业园", "鱼峰区乌竹科创街区"),
    }
