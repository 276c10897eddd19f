"""The table of subjects: which words meet, and which do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ontology import node_types
from queries.help_fields import fields, match, subjects_of
from queries.help_parts import WEIGHTS


def test_the_table_of_subjects_is_sound() -> None:
    assert sum(WEIGHTS.values()) == 100
    spoken = {word for subject in fields().subjects.values() for word in subject.words}
    assert not spoken & set(fields().empty)
    for name, subject in fields().subjects.items():
        assert len(set(subject.words)) == len(subject.words), name
        assert set(subject.suits) <= set(node_types()), name
        assert all(name in subjects_of(word) for word in subject.words), name


@pytest.mark.parametrize(
    ("wanted", "offered", "how"),
    [
        ("中医药服务需求", "山西中医药大学", None),
        ("医疗保健", "卫生学校", "health"),
        ("果蔬种植技术", "桂林农科院", "farming"),
        ("维权普法", "广西师范大学法学院", "law"),
        ("养老", "社工站志愿者岗位", "elderly"),
        ("醋产业", "山西老陈醋酿造工艺", "food"),
        ("夜市油烟", "油烟净化", None),
    ],
)
def test_what_meets(wanted: str, offered: str, how: str | None) -> None:
    found = match(wanted, offered)
    assert found is not None and found.subject == how


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ("楼道卫生整治", "昆明医科大学公共卫生学院"),
        ("中医药服务", "法医学专业学生实习实训"),
        ("社区服务需求", "志愿服务活动"),
        ("文化建设", "建设工程"),
        ("办法", "法学院"),
        ("成果", "果蔬种植"),
    ],
)
def test_what_does_not_meet(wanted: str, offered: str) -> None:
    assert match(wanted, offered) is None


def test_a_place_name_is_no_field() -> None:
    assert match("太师巷漏水", "太师陶行知实验学校") is not None
    assert match("太师巷漏水", "太师陶行知实验学校", ["太师社区"]) is None


WORDS = sorted({word for subject in fields().subjects.values() for word in subject.words} | set(fields().empty))
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join)


@given(TEXTS, TEXTS)
def test_to_meet_goes_both_ways(a: str, b: str) -> None:
    assert (match(a, b) is None) == (match(b, a) is None)
    assert match(a, a) is None or match(a, a).subject is None  # type: ignore[union-attr]
