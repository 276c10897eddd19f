"""Coverage and gaps as a planner walks through them, in a browser, on both engines."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import serious
from tests.browser.conftest import Watched

YUCI = "/regions/cn-140702"


def test_streets_without_a_named_university(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, "/")
    page.get_by_role("link", name="榆次区").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("榆次区")
    streets = page.locator("#without tbody tr")
    expect(streets).to_have_count(2)
    assert [row.split("\t")[0].strip() for row in streets.all_inner_texts()] == ["锦纶街道", "张庆乡"]
    streets.first.get_by_role("link", name=re.compile("榆次区校地共建“四联四转” 第 ")).first.click()
    expect(page).to_have_url(re.compile("/evidence/"))


def test_a_gap_is_accepted_and_that_is_undone(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, f"{YUCI}#rule-declared_vs_named")
    gap = page.locator("#rule-declared_vs_named li", has_text="共建街道")
    gap.get_by_role("button", name="接受这个缺口").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("到哪天为止").fill("2099-12-31")
    dialog.get_by_label("理由").fill("名单年底公布")
    dialog.get_by_role("button", name="接受", exact=True).click()
    expect(gap.locator(".accepted")).to_contain_text("2099-12-31")
    expect(gap.locator(".accepted")).to_contain_text("名单年底公布")
    gap.get_by_role("button", name="撤销").click()
    expect(gap.get_by_role("button", name="接受这个缺口")).to_be_visible()
    expect(gap.locator(".accepted")).to_have_count(0)


def test_the_dialog_can_be_left(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, f"{YUCI}#rule-declared_vs_named")
    page.get_by_role("button", name="接受这个缺口").first.click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".accepted")).to_have_count(0)


def test_a_university_stands_against_its_streets(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, "/regions/cn-140702?level=Community")
    row = page.locator(".matrix tbody tr", has_text="玉湖社区")
    expect(row.locator(".tie.formal").first).to_be_visible()


@pytest.mark.parametrize("path", ["/regions", YUCI, f"{YUCI}?lang=en", "/?lang=en"])
def test_nothing_keeps_people_out(visitor: Watched, site: str, path: str) -> None:
    for width in (1280, 390):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        page = visitor.visit(site, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert serious(page) == []


def test_the_bars_are_saved_as_a_picture(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, YUCI)
    for form, begins in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as saving:
            page.locator(f"button.picture[data-form={form.lower()}]").click()
        assert saving.value.path().read_bytes().startswith(begins)


def test_two_regions_stand_side_by_side(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, "/regions")
    page.get_by_label("并排比较").fill("榆次区")
    page.get_by_label("另一地").fill("呈贡区")
    page.get_by_role("button", name="比较").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("榆次区 | 呈贡区")
    expect(page.locator(".sides").first).to_be_visible()
    assert serious(page) == []
    visitor.page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_places_to_compare_are_suggested_and_stay_by_name(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, "/regions/compare?a=cn-140702")
    first, second = page.get_by_label("并排比较"), page.get_by_label("另一地")
    expect(first).to_have_value("榆次区")
    second.press_sequentially("cheng")
    page.locator("#b-list").get_by_role("option", name=re.compile("^呈贡区县级")).click()
    page.get_by_role("button", name="比较").click()
    expect(page).to_have_url(re.compile(r"\?a=cn-140702&b=cn-530114"))
    expect(second).to_have_value("呈贡区")
    assert serious(page) == []


def test_bars_and_legend_are_filled_alike(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, YUCI)
    told = page.locator("#patterns pattern").evaluate_all("all => all.map((one) => `url(#${one.id})`)")
    assert len(told) == 6
    assert page.locator(".legend rect").evaluate_all("all => all.map((one) => one.getAttribute('fill'))") == told
    bars = page.locator("#bars .bar rect").evaluate_all("all => all.map((one) => one.getAttribute('fill'))")
    assert bars and set(bars) <= set(told)


def test_on_a_narrow_screen_a_row_is_a_card_that_names_its_cells(visitor: Watched, site: str) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 800})
    page = visitor.visit(site, "/declared")
    row = page.locator("tbody tr").first
    assert row.locator("td").evaluate_all("all => all.map((one) => one.dataset.label)")[:2] == ["事项", "原文"]
    for cell in row.locator("th, td").all():
        box = cell.bounding_box()
        assert box is None or box["x"] + box["width"] <= 390


@pytest.mark.parametrize("path", ["/docs", "/docs?lang=en"])
def test_the_reference_fits_a_narrow_screen(visitor: Watched, site: str, path: str) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 800})
    page = visitor.visit(site, path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", ["/questions", "/sources", "/declared", "/search?q=x"])
def test_lists_fit_a_narrow_screen(visitor: Watched, site: str, path: str) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 800})
    page = visitor.visit(site, path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious(page) == []
