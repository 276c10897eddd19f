"""Dates of known precision, figures as printed, names as they compare."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from graph.values import PartialDate, first_day, last_day, locator_order, name_key, paragraphs, read_figure

DATE = TypeAdapter(PartialDate)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-06-15", "2023-06-15", "2023-06-15"),
    ],
)
def test_a_date_covers_its_days(text: str, first: str, last: str) -> None:
    date = DATE.validate_python(text)
    assert (date.first, date.last) == (first, last)


@pytest.mark.parametrize("text", ["2023-13", "2023-02-30", "23", "2023/06/15", "", "2023-6"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        DATE.validate_python(text)


def test_a_year_that_yaml_read_as_a_number_is_a_date() -> None:
    assert DATE.validate_python(2023) == "2023"


@given(st.dates(min_value=__import__("datetime").date(1900, 1, 1)))
def test_the_bounds_enclose_the_date(day: object) -> None:
    text = str(day)
    for precision in (text, text[:7], text[:4]):
        assert first_day(precision) <= text <= last_day(precision)


@pytest.mark.parametrize(
    ("printed", "value", "qualifier", "unit", "low", "high"),
    [
        ("1500余名", 1500, "余", "名", 1500, 1600),
        ("24.2万人", 242_000, None, "人", 242_000, 242_000),
        ("近3600名", 3600, "近", "名", 3500, 3600),
        ("1.28亿元", 128_000_000, None, "元", 128_000_000, 128_000_000),
        ("近千场", 1000, "近", "场", 900, 1000),
        ("100余场", 100, "余", "场", 100, 200),
        ("50多个", 50, "多", "个", 50, 60),
        ("1684.23万元", 16_842_300, None, "元", 16_842_300, 16_842_300),
        ("十五项", 15, None, "项", 15, 15),
        ("3.5分", "3.5", None, "分", 3.5, 3.5),
    ],
)
def test_a_figure_is_read_as_printed(
    printed: str, value: int | str, qualifier: str | None, unit: str, low: float, high: float
) -> None:
    figure = read_figure(printed)
    assert (figure.value, figure.qualifier, figure.unit) == (value, qualifier, unit)
    assert (figure.low, figure.high) == (low, high)


@pytest.mark.parametrize(
    "printed",
    ["若干", "三四十人", "七八个", "一两百家", "一百五", "三万五", "二〇二三", "十百"],
)
def test_what_is_no_figure_or_leaves_open_which_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match="no figure"):
        read_figure(printed)


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("一百二十人", 120, "人"),
        ("一千零五十户", 1050, "户"),
        ("一百零五", 105, ""),
        ("一万二千亩", 12000, "亩"),
        ("一亿三千万元", 130_000_000, "元"),
        ("百余人", 100, "人"),
        ("三十余万人", 300_000, "人"),
        ("近三千名", 3000, "名"),
        ("两百多家", 200, "家"),
        ("二十五个", 25, "个"),
        ("零", 0, ""),
    ],
)
def test_a_numeral_of_han_characters_is_read_whole(printed: str, value: int, unit: str) -> None:
    figure = read_figure(printed)
    assert (figure.value, figure.unit) == (value, unit)


@given(st.integers(min_value=1, max_value=10**9), st.sampled_from(["", "余", "多"]))
def test_a_figure_lies_within_its_bounds(number: int, mark: str) -> None:
    figure = read_figure(f"{number}{mark}人")
    assert figure.value == number
    assert figure.low <= number <= figure.high


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“花都”人才孵化中心", '"花都"人才孵化中心'),
        ("山西醫科", "山西醫科"),
        ("云南 大学", "云南大学"),
        ("ＡＢＣ学院", "abc学院"),
        ("书咖·艺术里", "书咖艺术里"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_names_that_differ_keep_different_keys() -> None:
    assert len({name_key(name) for name in ("第一中学", "第二中学", "玉湖社区", "龙湖社区")}) == 4


def test_locators_sort_by_paragraph_as_a_number() -> None:
    given = ["a#10", "a#9", "a#9-12", "b#1", "a#sheet!B2"]
    assert sorted(given, key=locator_order) == ["a#9", "a#9-12", "a#10", "a#sheet!B2", "b#1"]
    assert paragraphs("9-12") == (9, 12)
    assert paragraphs("sheet!B2") is None
