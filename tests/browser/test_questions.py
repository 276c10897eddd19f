"""A planner asks a question on a page, with a script and without, on a wide screen and a narrow one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import check_open_to_all, serious
from tests.browser.conftest import Watched

YUHU = "cn-140702002010"
OF = "/questions/partners/of"


def test_from_the_list_to_an_answer_and_its_evidence(visitor: Watched, site: str) -> None:
    page = visitor.visit(site)
    page.get_by_role("navigation", name="主要栏目").get_by_role("link", name="提问").click()
    page.get_by_role("link", name="谁与谁合作", exact=True).click()
    box = page.get_by_role("combobox", name=re.compile("看谁的合作方"))
    box.press_sequentially("玉湖")
    page.get_by_role("option", name=re.compile("^玉湖社区")).click()
    expect(box).to_have_value("玉湖社区")
    page.get_by_role("button", name="提问").click()
    expect(page).to_have_url(re.compile(rf"{OF}\?entity={YUHU}$"))
    page.wait_for_load_state()  # before its scripts are there, a click leads to the page of the evidence
    row = page.locator(".answer tbody tr", has_text="山西中医药大学第三临床学院")
    expect(row).to_contain_text("共建、结对")
    row.get_by_role("link", name=re.compile("第 26 段")).click()
    expect(page.get_by_role("dialog")).to_contain_text("这里写明的")
    assert serious(page) == []


def test_one_that_was_picked_is_meant_whatever_else_bears_the_name(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, OF)
    box = page.get_by_role("combobox", name=re.compile("看谁的合作方"))
    box.evaluate("(box, id) => { box.value = '同名'; Object.assign(box.dataset, { id, name: '同名' }); }", YUHU)
    page.get_by_role("button", name="提问").click()
    expect(page).to_have_url(re.compile(rf"entity={YUHU}$"))
    box.fill("晋中学院")
    page.get_by_role("button", name="提问").click()
    expect(page.locator("#f-entity-told")).to_contain_text("高校")


def test_a_field_that_takes_programs_suggests_no_others(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, "/questions/programs/rules")
    page.get_by_role("combobox", name=re.compile("哪个机制")).press_sequentially("社")
    options = page.locator("#f-program-list [role=option]")
    expect(options.first).to_be_visible()
    assert all("机制" in text for text in options.all_inner_texts())


def test_it_is_asked_without_script(visitor: Watched, site: str) -> None:
    browser = visitor.page.context.browser
    assert browser
    with browser.new_context(java_script_enabled=False, locale="zh-CN") as context:
        page = context.new_page()
        page.goto(f"{site}{OF}")
        page.get_by_role("button", name="提问").click()
        assert "请填写这一项" in page.locator("#f-entity-told").inner_text()
        page.get_by_label("看谁的合作方").fill("龙湖")
        page.get_by_role("button", name="提问").click()
        page.get_by_role("button", name="龙湖社区").click()
        assert page.get_by_label("看谁的合作方").input_value() == "龙湖社区"
        page.get_by_role("heading", name="答案").wait_for()
        assert re.search(r"\?entity=[a-z]+-[0-9a-f]+$", page.url)


def test_an_answer_is_drawn_and_given_as_a_file(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, "/questions/network/ties?place=cn-530114")
    ties = page.locator(".answer tbody tr").count()
    with page.expect_download() as saving:
        page.get_by_role("link", name="导出 CSV").click()
    assert saving.value.path().read_text("utf-8-sig").count("\n") == ties + 1
    page.get_by_role("link", name="画成图").click()
    expect(page.locator("#counts")).to_contain_text(f"{ties} 条关系")
    assert page.evaluate("xiaodi.map.scene.edges.size") == ties


def test_a_path_is_drawn(visitor: Watched, site: str) -> None:
    page = visitor.visit(site, f"/questions/paths/all_shortest?from={YUHU}&to=山西中医药大学第三临床学院")
    page.get_by_role("link", name="画成图").click()
    expect(page.locator("#details")).to_contain_text("最短的路")


PATHS = (
    "/questions",
    "/questions?about=cn-140702&lang=en",
    f"{OF}?entity={YUHU}",
    f"{OF}?entity=&as_of=x&formal=true&ask=1&lang=en",
    f"{OF}?entity=龙湖",
    "/questions/coverage/place?place=cn-1407",
    "/questions/network/ties?ask=1&lang=en",
    "/questions/coverage/all_communities?ask=1",
    f"/questions/agreements/list?party={YUHU}",
)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_keeps_people_out(visitor: Watched, site: str, path: str) -> None:
    check_open_to_all(visitor, site, path)
    refused = "status of 422"
    visitor.faults[:] = [one for one in visitor.faults if refused not in one]
