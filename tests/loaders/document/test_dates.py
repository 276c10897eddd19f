"""Dates as printed, to ISO 8601 of known precision."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import first_day
from loaders.document.dates import Calendar, find_dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2024年3月5日签约", [("2024-03-05", None, "point")]),
        ("2024年3月签约", [("2024-03", None, "point")]),
        ("2018年起合作", [("2018", None, "since")]),
        ("截至2023年8月", [("2023-08", None, "until")]),
        ("今年3月签约", [("2025-03", None, "point")]),
        ("去年底停办", [("2024", None, "point")]),
        ("去年9月开工", [("2024-09", None, "point")]),
        ("5月12日签约", [("2025-05-12", None, "point")]),
        ("11月2日签约", [("2024-11-02", None, "point")]),
        ("日前签约", []),
        ("2023-2025年", [("2023", "2025", "range")]),
        ("2024年4月至6月", [("2024-04", "2024-06", "range")]),
        ("2024-10-22", [("2024-10-22", None, "point")]),
        ("上个月和明天", []),
        ("2月30日", []),
    ],
)
def test_dates(text: str, dates: list[tuple[str, str | None, str]]) -> None:
    found = find_dates(text, Calendar("2025-06-10"))
    assert [(date.iso, date.until, date.sense) for date in found] == dates


def test_without_a_publication_a_bare_month_has_no_year() -> None:
    assert find_dates("今年5月12日", Calendar()) == []


def test_a_month_takes_the_year_that_was_named_before() -> None:
    calendar = Calendar("2025-06-10")
    find_dates("2023年启动", calendar)
    assert [date.iso for date in find_dates("8月22日联谊", calendar)] == ["2023-08-22"]


@given(st.text(alphabet="0123456789年月日今去-至到. 截", max_size=30))
def test_every_date_is_real(text: str) -> None:
    for date in find_dates(text, Calendar("2025-06-10")):
        assert first_day(date.iso)
        assert 0 <= date.start < date.end <= len(text)
