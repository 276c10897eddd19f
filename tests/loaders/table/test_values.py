"""What a cell says by the type of its field, in the forms in which offices write it."""

from __future__ import annotations

import pytest

from graph.errors import Text
from loaders.document.reading.base import Fault
from loaders.table.base import Field
from loaders.table.values import read_value

NAME = Text("列", "column")
DATE = Field("date", NAME, NAME, "date")
KIND = Field("kind", NAME, NAME, "choice", choices={"signed": "签约", "co-organizer": "协办"})


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2023.8.15", "2023-08-15"),
        ("2023/8", "2023-08"),
        ("2023年度", "2023"),
        ("２０２３年８月", "2023-08"),
        ("2023年8月15号", "2023-08-15"),
        ("二〇二三年八月", "2023-08"),
        ("二○二三年八月十五日", "2023-08-15"),
        ("二零二三年十二月三十一日", "2023-12-31"),
        ("二〇一〇年十月", "2010-10"),
        ("二O二三年二月二十号", "2023-02-20"),
        ("二〇二三年", "2023"),
        ("2023-08-15 00:00:00", "2023-08-15"),
    ],
)
def test_a_date_in_the_forms_of_offices(text: str, iso: str) -> None:
    assert read_value(DATE, text) == iso


@pytest.mark.parametrize(
    "text",
    ["23年8月", "8月15日", "2023年8月至今", "2023-2024学年", "2023年上半年", "2023年底", "8/15/2023", "202308",
     "二〇二三年十三月", "二〇二三年二月三十日", "二三年八月", "二〇二三年八", "二〇二三年一二月"],
)  # fmt: skip
def test_a_date_that_leaves_open_which_is_none(text: str) -> None:
    with pytest.raises(Fault) as caught:
        read_value(DATE, text)
    assert caught.value.what.en == "not a date"


@pytest.mark.parametrize("text", ["签 约", "签　约", " signed", "签\n约", "co-organizer", "ＳＩＧＮＥＤ"])
def test_blanks_within_a_choice_do_not_count(text: str) -> None:
    assert read_value(KIND, text) in KIND.choices
