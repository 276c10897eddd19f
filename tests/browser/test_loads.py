"""Loading a planner's own table in a browser, from its columns to its refused rows, on both engines."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.axe import serious
from tests.browser.conftest import Watched

_GOOD = "锦纶街道,山西医科大学,签约,2023年8月\n张庆乡,太原理工大学,结对,2024-03\n"
_BAD = "锦纶街道,没有这所大学学院,签约,2023年8月\n张庆乡,太原理工大学,结对,2023-13\n"
_HEADINGS = "街道,高校,方式,起\n"


def dropped(visitor: Watched, site: str, folder: Path, rows: str) -> Locator:
    """The page after a table was dropped: the part that tells of it."""
    table = folder / "街校结对.csv"
    table.write_text(_HEADINGS + rows, encoding="utf-8")
    page = visitor.visit(site, "/loads")
    page.locator("#files").set_input_files(table)
    return page.locator(".job")


def told(job: Locator) -> None:
    """Fill in what the file cannot tell."""
    job.get_by_label("来源代号").fill("street-pairs")
    job.get_by_label("标题").fill("街校结对名单")
    job.get_by_label("讲的是哪里").fill("榆次区")
    job.get_by_role("button", name="就这样，试装").click()


def test_a_table_with_two_bad_rows(visitor: Watched, site: str, tmp_path: Path) -> None:
    job = dropped(visitor, site, tmp_path, _GOOD + _BAD)
    expect(job.get_by_label("街道 是什么")).to_have_value("a")
    expect(job.get_by_label("高校 是什么")).to_have_value("b")
    told(job)
    faults = job.locator(".faults tbody tr")
    expect(faults).to_have_count(2)
    expect(faults.nth(0)).to_contain_text("B4")
    expect(faults.nth(1)).to_contain_text("D5")
    assert serious(visitor.page) == []
    job.get_by_role("button", name="只装好的行").click()
    expect(job).to_contain_text("已装载")
    expect(job.get_by_role("link", name="下载退回的行")).to_be_visible()
    with visitor.page.expect_download() as saving:
        job.get_by_role("link", name="下载退回的行").click()
    refused = saving.value.path().read_text("utf-8-sig")
    assert "没有这所大学学院" in refused
    assert "山西医科大学" not in refused
    visitor.page.goto(f"{site}/regions/cn-140702")
    expect(visitor.page.locator(".matrix tbody tr", has_text="锦纶街道")).to_contain_text("签约结对")


def test_a_sound_table_is_tried_and_loaded(visitor: Watched, site: str, tmp_path: Path) -> None:
    job = dropped(visitor, site, tmp_path, _GOOD)
    told(job)
    expect(job).to_contain_text("没有问题，可以装载")
    job.get_by_role("button", name="装载", exact=True).click()
    expect(job).to_contain_text("已装载")
    job.get_by_role("link", name="看这个来源").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("街校结对名单")


def test_it_fits_a_narrow_screen(visitor: Watched, site: str, tmp_path: Path) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 800})
    job = dropped(visitor, site, tmp_path, _GOOD)
    expect(job.get_by_label("街道 是什么")).to_be_visible()
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious(visitor.page) == []


def test_what_no_column_says_is_told_in_the_form(visitor: Watched, site: str, tmp_path: Path) -> None:
    table = tmp_path / "结对名单.csv"
    table.write_text("街道,高校,备注栏\n锦纶街道,山西医科大学,战略\n合计,1,\n", encoding="utf-8")
    page = visitor.visit(site, "/loads")
    page.locator("#files").set_input_files(table)
    job = page.locator(".job")
    expect(job.locator(".alert", has_text="还没有一列是：合作方式")).to_be_visible()
    expect(job.get_by_label("不读的行")).to_have_value("合计")
    job.get_by_label("合作方式 都是").select_option("签约")
    expect(job.locator(".alert", has_text="还没有一列是")).to_be_hidden()
    job.locator(".constants").get_by_role("button", name="加一项").click()
    row = job.locator(".constants .row").last
    row.get_by_role("combobox").first.select_option("乙方类型")
    row.get_by_label("乙方类型 都是").select_option("高校")
    assert serious(page) == []
    told(job)
    expect(job).to_contain_text("没有问题，可以装载")


def test_words_of_a_column_are_told_in_the_form(visitor: Watched, site: str, tmp_path: Path) -> None:
    table = tmp_path / "结对名单.csv"
    table.write_text("街道,高校,合作类型\n锦纶街道,山西医科大学,战略合作\n", encoding="utf-8")
    page = visitor.visit(site, "/loads")
    page.locator("#files").set_input_files(table)
    job = page.locator(".job")
    job.get_by_label("合作类型 是什么").select_option("kind")
    job.get_by_label("战略合作 的意思").select_option("签约")
    expect(job.locator(".alert", has_text="还没有一列是")).to_be_hidden()
    told(job)
    expect(job).to_contain_text("没有问题，可以装载")


def test_what_was_filled_in_stays_when_the_kind_changes(visitor: Watched, site: str, tmp_path: Path) -> None:
    job = dropped(visitor, site, tmp_path, _GOOD)
    job.get_by_label("标题").fill("街校结对名单")
    job.get_by_label("这是什么表").select_option("agreements")
    expect(job.get_by_label("街道 是什么").locator("option", has_text="协议名称")).to_have_count(1)
    expect(job.get_by_label("标题")).to_have_value("街校结对名单")


def test_a_sheet_that_cannot_be_read_is_told_so_and_listed_so(visitor: Watched, site: str, tmp_path: Path) -> None:
    sheet = tmp_path / "broken.yaml"
    sheet.write_text("source: {id: q, title: x\nentities: []\n", encoding="utf-8")
    page = visitor.visit(site, "/loads?lang=en")
    page.locator("#files").set_input_files(sheet)
    job = page.locator(".job")
    expect(job.locator(".alert")).to_contain_text("Mend it and drop it again.")
    expect(job.locator(".faults tbody tr")).to_have_count(1)
    capitals = "getComputedStyle(document.querySelector('.job h2'), '::first-letter').textTransform"
    assert page.evaluate(capitals) == "none"
    page.reload()
    row = page.locator("section[aria-labelledby=jobs] tbody tr").first
    expect(row).to_contain_text("broken.yaml")
    expect(row).to_contain_text("1 fault")
    assert serious(page) == []


def test_what_is_done_with_a_file_comes_into_view(visitor: Watched, site: str, tmp_path: Path) -> None:
    job = dropped(visitor, site, tmp_path, _GOOD + _BAD * 40)
    told(job)
    expect(job.locator(".faults tbody tr").first).to_be_visible()
    assert job.evaluate("box => box.getBoundingClientRect().top") >= 0
