"""What axe-core finds on a page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Watched

_SERIOUS = ("serious", "critical")


def serious(page: Page) -> list[str]:
    """The violations that are serious or critical: the rule, and the first elements that break it."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {', '.join(str(node['target']) for node in one['nodes'][:3])}"
        for one in found
        if one["impact"] in _SERIOUS
    ]


def check_open_to_all(visitor: Watched, origin: str, path: str) -> None:
    """At both widths a page fits, and nothing serious keeps people out."""
    for width in (1280, 390):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        page = visitor.visit(origin, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert serious(page) == []
