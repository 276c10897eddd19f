"""Adding a tie and disputing one on a profile, in a browser, on both engines; what is recorded is undone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import serious
from tests.browser.conftest import Watched

YUHU = "/profiles/cn-140702002010"


def written(dialog: Locator, at: str) -> None:
    """Say where it is written, and why it is recorded."""
    dialog.get_by_label("图中的来源").fill("000-yuci")
    dialog.get_by_label("第几段、页或格").fill(at)
    dialog.get_by_label("理由").fill("第几段写明")


def undo(page: Page) -> None:
    """Take back what was just recorded."""
    expect(page.get_by_role("status")).to_contain_text("已记下")
    page.get_by_role("status").get_by_role("button", name="撤销").click()
    expect(page.locator("#told")).to_be_empty()


def test_a_tie_is_added_and_taken_back(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, YUHU)
    page.get_by_role("button", name="加一条关系").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("与谁").fill("云南大学")
    dialog.get_by_role("option", name="云南大学").first.click()
    dialog.get_by_label("怎样合作").select_option("paired")
    written(dialog, "3")
    assert serious(page) == []
    dialog.get_by_role("button", name="记下").click()
    expect(page.locator("#main").get_by_role("link", name="云南大学", exact=True).first).to_be_visible()
    undo(page)
    expect(page.locator("#main").get_by_role("link", name="云南大学", exact=True)).to_have_count(0)


def test_what_is_wrong_is_marked(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, YUHU)
    assert page.locator(".mark.disputed").count() == 0
    page.locator("button.dispute").first.click()
    dialog = page.get_by_role("dialog")
    written(dialog, "3")
    dialog.get_by_role("button", name="记下").click()
    expect(page.locator(".mark.disputed").first).to_be_visible()
    undo(page)
    expect(page.locator(".mark.disputed")).to_have_count(0)


def test_without_a_place_nothing_is_recorded(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, YUHU)
    page.get_by_role("button", name="加一条关系").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("与谁").fill("并无此校学院")
    written(dialog, "第三段？")
    dialog.get_by_role("button", name="记下").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    visitor.faults = [fault for fault in visitor.faults if "40" not in fault and "422" not in fault]
