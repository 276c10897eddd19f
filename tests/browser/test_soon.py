"""What the map needs is there before somebody goes to it: other pages fetch it when they are done."""

from __future__ import annotations

from playwright.sync_api import Browser

_FETCHED = """
performance.getEntriesByType("resource").filter((one) => /[/](map|vis)[^/]*$/.test(one.name))
    .map((one) => one.transferSize)
"""


def test_the_files_of_the_map_are_there_when_it_is_opened(browser: Browser, site: str) -> None:
    context = browser.new_context()  # one whose requests nobody stands between: that would switch its cache off
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{site}/regions", wait_until="networkidle")
    page.goto(f"{site}/map", wait_until="load")
    fetched = page.evaluate(_FETCHED)
    context.close()
    assert len(fetched) > 10
    assert set(fetched) == {0}, "from the cache of the browser"
    assert said == []
