"""Figures: what is printed, what it counts, of whom."""

from __future__ import annotations

import pytest

from loaders.document.base import FoundClaim
from tests.loaders.document.told import read


def claims(text: str) -> tuple[FoundClaim, ...]:
    return read(text).claims


@pytest.mark.parametrize(
    ("text", "printed", "topic", "value"),
    [
        ("[云岭区|D]现有13所高校。", "13所", "高校", 13),
        ("[云岭区|D]在校生约24.2万人。", "约24.2万人", "在校生", 242000),
        ("[云岭区|D]累计签订协议332项。", "332项", "协议", 332),
        ("[云岭区|D]投入资金1.28亿元。", "1.28亿元", "资金", 128000000),
        ("[云岭区|D]举办近千场讲座。", "近千场", "讲座", 1000),
        ("[云岭区|D]带动1500余名师生。", "1500余名", "师生", 1500),
        ("[云岭区|D]建成两所学校。", "两所", "学校", 2),
    ],
)
def test_figure(text: str, printed: str, topic: str, value: int) -> None:
    (claim,) = claims(text)
    assert (claim.printed, claim.topic, claim.props["value"]) == (printed, topic, value)


def test_qualifier_unit_and_bounds() -> None:
    (claim,) = claims("[云岭区|D]带动1500余名师生。")
    assert claim.props["qualifier"] == "余" and claim.props["unit"] == "名"
    assert (claim.props["low"], claim.props["high"]) == (1500, 1600)


@pytest.mark.parametrize(
    "text", ["[云岭区|D]第3所学校。", "[云岭区|D]一项工作。", "[云岭区|D]2024年5月。", "全国有3所大学。"]
)
def test_no_figure(text: str) -> None:
    assert claims(text) == ()


def test_a_plan_is_a_target() -> None:
    (claim,) = claims("[云岭区|D]力争新增平台5个。")
    assert claim.props["kind"] == "target"
    (claim,) = claims("[云岭区|D]新增平台5个。")
    assert (claim.props["kind"], claim.props["scope"]) == ("declared", "新增")


def test_period_and_as_of() -> None:
    (claim,) = claims("截至2023年8月，[云岭区|D]有8所高校。")
    assert (claim.props["as_of"], claim.props["period"]) == ("2023-08", "截至2023年8月")


def test_about_is_the_subject_of_the_clause() -> None:
    text = "[云岭区|D]热闹。\n[江北大学|U]在校生2万人，教职工1200人。"
    extraction = read(text)
    names = {entity.key: entity.name for entity in extraction.entities}
    assert [names[claim.about] for claim in extraction.claims] == ["江北大学", "江北大学"]
