"""What the map offers for one entity: its menu, and the evidence beside the picture."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.axe import serious
from tests.browser.conftest import Watched

YUHU = "cn-140702002010"


def _open(visitor: Watched, origin: str, asked: str) -> Page:
    page = visitor.visit(origin, f"/map{asked}")
    expect(page.locator("#busy")).to_be_hidden()
    return page


def _count(page: Page) -> int:
    return int(page.evaluate("xiaodi.map.scene.nodes.size"))


def test_who_is_there_with_all_neighbours_cannot_be_expanded(visitor: Watched, embedded: str) -> None:
    page = _open(visitor, embedded, f"?entity={YUHU}&sel={YUHU}")
    entry = page.get_by_role("menuitem", name=re.compile("^展开"))
    before = _count(page)
    page.evaluate("id => xiaodi.map.openMenu(id, 200, 200)", YUHU)
    expect(entry).to_have_text("展开：相邻的都在图中了")
    expect(entry).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("menu")).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.focus("#graph")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("都在图中")
    assert _count(page) == before and "grow=" not in page.url
    some = page.evaluate("[...xiaodi.map.scene.nodes.keys()].find(id => xiaodi.map.scene.remaining(id) > 0)")
    page.evaluate("id => xiaodi.map.openMenu(id, 200, 200)", some)
    expect(entry).to_have_text("展开")
    entry.click()
    expect(page).to_have_url(re.compile("grow="))


def test_evidence_beside_the_map_names_its_source(visitor: Watched, embedded: str) -> None:
    page = _open(visitor, embedded, f"?entity={YUHU}&sel={YUHU}")
    chips = page.locator("#details > span .evidence")
    expect(chips.first).to_have_text("榆次区校地共建“四联四转” 第 10 段")
    expect(chips.first).to_have_attribute("title", "榆次区校地共建“四联四转” · 000-yuci#10")
    expect(chips.nth(1).locator(".hidden")).to_have_count(1)
