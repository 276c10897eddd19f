"""A planner looks somebody up, reads the paragraph, and sees why two figures are both claimed; on both engines."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import check_open_to_all, serious
from tests.browser.conftest import Watched

YUHU, JINZHONG = "/profiles/cn-140702002010", "/profiles/cn-1407"


def test_from_a_name_to_the_paragraph(visitor: Watched, site: str) -> None:
    page = visitor.visit(site)
    page.get_by_role("combobox").press_sequentially("玉湖")
    page.get_by_role("option", name=re.compile("^玉湖社区")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("玉湖社区")
    row = page.locator("#formal + .scroll tbody", has_text="山西中医药大学第三临床学院").first
    row.get_by_role("link", name="榆次区校地共建“四联四转” 第 26 段").click()
    opened = page.get_by_role("dialog")
    expect(opened).to_contain_text("第 26 段")
    expect(opened.locator("tr[aria-current]")).to_contain_text("结对")
    assert serious(page) == []
    page.keyboard.press("Escape")
    expect(opened).to_be_hidden()
    expect(row.get_by_role("link", name="榆次区校地共建“四联四转” 第 26 段")).to_be_focused()


def test_evidence_has_a_page_of_its_own(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, YUHU)
    page.locator("#formal + .scroll").get_by_role("link", name="第 26 段").first.click()
    page.get_by_role("dialog").get_by_role("link", name="打开整页").click()
    expect(page).to_have_url(re.compile("/evidence/000-yuci%2326"))
    expect(page.locator("tr[aria-current]")).to_contain_text("结对")
    page.get_by_role("link", name="第 27 段").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("第 27 段")


def test_why_21_and_19_universities_are_both_claimed(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, JINZHONG)
    page.get_by_role("navigation", name="本页内容").get_by_role("link", name="数字").click()
    figures = page.get_by_role("region", name="驻地高校", exact=True)
    expect(figures).to_contain_text("口径不同")
    expect(figures).to_contain_text("截至时间不同")
    told = {card.locator(".printed").inner_text().strip(): card for card in figures.locator("li[data-id]").all()}
    assert set(told) == {"21所", "19所"}
    expect(told["21所"]).to_contain_text("截至 2024-01")
    expect(told["19所"]).to_contain_text("2023-10-27")
    told["19所"].get_by_role("link", name="晋中争创省级青年发展型城市试点 第 110 段").click()
    expect(page.get_by_role("dialog").locator("tr[aria-current]")).to_contain_text("19所")


def test_a_passage_that_is_kept_stands_with_its_neighbours(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, "/evidence/proposed-yuci%232")
    expect(page.locator(".passage .cited")).to_have_count(1)
    assert page.locator(".passage li").count() > 1
    expect(page.locator(".stated")).to_contain_text("待审")


def test_a_source_is_named_once_in_a_row_and_not_on_its_own_page(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, YUHU)
    chips = page.locator("dl.facts .evidence")
    assert chips.locator(".of").all_inner_texts() == ["榆次区校地共建“四联四转”"]
    told = chips.evaluate_all("all => all.map((one) => one.title.split(' · ')[1])")
    assert told == [f"000-yuci#{paragraph}" for paragraph in (10, 11, 21, 26)]
    page = visitor.visit(site, "/sources/000-yuci")
    expect(page.locator(".statements .evidence").first).to_be_visible()
    assert page.locator(".statements .evidence .of").count() == 0


def test_links_lead_there_without_script(visitor: Watched, site: str) -> None:
    browser = visitor.page.context.browser
    assert browser
    with browser.new_context(java_script_enabled=False, locale="zh-CN") as context:
        page = context.new_page()
        page.goto(f"{site}{YUHU}")
        page.get_by_role("link", name="第 26 段").first.click()
        assert "第 26 段" in page.get_by_role("heading", level=1).inner_text()


PAGES = (
    "/",
    YUHU,
    f"{JINZHONG}?lang=en",
    "/profiles/x-40f9ba29fe58",
    "/evidence/000-yuci%2326",
    "/sources",
    "/sources/004-jinzhong-youth?lang=en",
    "/declared",
    "/search?q=玉湖",
    "/profiles/nobody-of-this-name",
)


@pytest.mark.parametrize("site", ["kglite"], indirect=True)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_keeps_people_out(visitor: Watched, site: str, path: str) -> None:
    check_open_to_all(visitor, site, path)
    visitor.faults = [fault for fault in visitor.faults if "404" not in fault]  # the browser tells the status itself
