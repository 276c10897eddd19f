"""Reviewing proposals in a browser, by keyboard, on both engines; every test undoes what it decided."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.axe import serious
from tests.browser.conftest import Watched

_CURRENT = ".queue a[aria-current]"


def first(visitor: Watched, site: str) -> tuple[Page, str]:
    """The queue, and what stands first in it."""
    page = visitor.visit(site, "/reviews")
    expect(page.locator(_CURRENT)).to_have_count(1)
    return page, str(page.locator(_CURRENT).get_attribute("data-item"))


def test_the_passage_stands_beside_the_proposal(visitor: Watched, site: str) -> None:
    page, _ = first(visitor, site)
    expect(page.locator("#one")).to_contain_text("把握")
    expect(page.locator(".passages .cited, #one .evidence").first).to_be_visible()
    assert serious(page) == []


def test_accepting_and_undoing_by_keyboard(visitor: Watched, site: str) -> None:
    page, item = first(visitor, site)
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile("item="))
    page.wait_for_load_state()
    page.keyboard.press("k")
    expect(page.locator(_CURRENT)).to_have_attribute("data-item", item)
    page.wait_for_load_state()
    page.keyboard.press("a")
    expect(page.locator(f".queue a[data-item='{item}']")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("已接受")
    page.wait_for_load_state()
    page.keyboard.press("u")
    expect(page.locator(f".queue a[data-item='{item}']")).to_have_count(1)


def test_some_are_rejected_together(visitor: Watched, site: str) -> None:
    page, _ = first(visitor, site)
    before = page.locator(".queue li").count()
    page.keyboard.press(" ")
    page.locator(".pick").nth(1).check()
    page.get_by_role("button", name="否决").click()
    expect(page.locator(".queue li")).to_have_count(before - 2)
    page.get_by_role("button", name="撤销上一个").click()
    expect(page.locator(".queue li")).to_have_count(before)


def test_a_name_is_corrected(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, "/reviews?type=University")
    if not page.locator(_CURRENT).count():
        page = visitor.visit(site, "/reviews?type=Enterprise")
    item = str(page.locator(_CURRENT).get_attribute("data-item"))
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    dialog.locator("input[name=name]").fill("改过的名称")
    dialog.get_by_role("button", name="更正并接受").click()
    expect(page.get_by_role("status")).to_contain_text("已更正")
    page.goto(f"{site}/reviews?item={item}")
    expect(page.locator("#item")).to_contain_text("改过的名称")
    page.get_by_role("button", name="撤销上一个").click()
    expect(page.locator("#item")).not_to_contain_text("改过的名称")


def test_a_verdict_says_why(visitor: Watched, site: str) -> None:
    page, item = first(visitor, site)
    page.get_by_label("理由").fill("")
    page.get_by_role("button", name="接受").click()
    expect(page.get_by_role("status")).to_contain_text("请写理由")
    expect(page.locator(_CURRENT)).to_have_attribute("data-item", item)


def test_the_queue_says_how_long_it_is_and_passages_where_they_stand(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, "/")
    waiting = page.locator(".today strong").first.inner_text()
    page = visitor.visit(site, "/reviews")
    assert page.locator("#queue .count").inner_text() == waiting
    told = page.locator(".passages .evidence").all_inner_texts()
    assert told[0] == "北河街道校地座谈纪要 第 1 段" and page.locator(".passages .evidence .of").count() == 1


def test_it_fits_a_narrow_screen(visitor: Watched, site: str) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 800})
    page, _ = first(visitor, site)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious(page) == []


def test_what_is_cited_stands_in_sight_and_nothing_lies_below_the_page(visitor: Watched, site: str) -> None:
    page, _ = first(visitor, site)
    page.locator(".passages .cited, #one .evidence").first.wait_for()
    assert page.evaluate(
        "[...document.querySelectorAll('.passages .cited')].every((one) => {"
        " const box = one.parentElement.getBoundingClientRect(), own = one.getBoundingClientRect();"
        " return own.height > box.height || (own.top >= box.top - 1 && own.bottom <= box.bottom + 1); })"
    )
    foot = page.evaluate("document.querySelector('.bottom').getBoundingClientRect().bottom + scrollY")
    assert page.evaluate("document.documentElement.scrollHeight") <= max(foot, 800) + 1


def test_what_has_few_values_is_corrected_by_a_list(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, "/reviews?type=PARTNERS_WITH")
    page.get_by_role("button", name="更正").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("类型")).to_have_value("PARTNERS_WITH")
    assert dialog.get_by_label("种类").locator("option").all_inner_texts() == ["签约", "结对", "共建"]
    shown = dialog.inner_text()
    assert not re.search("[a-z]_[a-z]|[A-Z]{3}", shown), shown
    assert serious(page) == []
