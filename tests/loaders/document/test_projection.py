"""An extraction as plain pairs."""

from __future__ import annotations

from loaders.document.base import Extraction
from loaders.document.projection import project
from tests.loaders.document.told import read


def pairs(extraction: Extraction, proposals_from: float = 0.0) -> set[tuple[str, str, str]]:
    rows = project(extraction, proposals_from)["relations"]
    return {
        (*sorted((row["source"], row["target"])), row["type"])
        if row["type"] == "PARTNERS_WITH"
        else (row["source"], row["target"], row["type"])
        for row in rows
    }


def test_parties_of_an_agreement_become_pairs() -> None:
    found = pairs(read("[江北大学|U]、[云山公司|E]、[云岭医院|H]三方签署合作协议。"))
    assert found == {
        ("云山公司", "江北大学", "PARTNERS_WITH"),
        ("云岭医院", "江北大学", "PARTNERS_WITH"),
        ("云山公司", "云岭医院", "PARTNERS_WITH"),
    }


def test_a_lead_with_each() -> None:
    found = pairs(read("“青禾”文化节由[云岭区教育局|G]主办，[江北大学|U]承办，[云山公司|E]协办。"))
    assert found == {
        ("云岭区教育局", "江北大学", "PARTNERS_WITH"),
        ("云山公司", "云岭区教育局", "PARTNERS_WITH"),
    }


def test_types_are_renamed() -> None:
    found = project(read("[云山研究院|P]由[云岭区科技局|G]设立，[云山公司|E]入驻[云山研究院|P]。[云岭区|D]"))
    assert {row["type"] for row in found["relations"]} == {"ESTABLISHED", "LOCATED_IN"}
    types = {row["name"]: row["type"] for row in found["entities"]}
    assert types["云岭区科技局"] == "Government" and types["云岭区"] == "Region"


def test_visits_plans_and_ends_are_left_out() -> None:
    assert pairs(read("[江北大学|U]赴[云山公司|E]考察。")) == set()
    assert pairs(read("[江北大学|U]拟与[云山公司|E]签约。")) == set()
    assert pairs(read("[江北大学|U]与[云山公司|E]的合作已终止。")) == set()


def test_a_threshold() -> None:
    extraction = read("[江北大学|U]与[云山公司|E]签约。")
    sure = extraction.relations[0].confidence
    assert pairs(extraction, sure) and not pairs(extraction, sure + 0.001)
