"""What keeps people from using a page, as axe-core finds it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_GRAVE = ("serious", "critical")


def serious(page: Page) -> list[str]:
    """The serious findings, each with the elements that it is about."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']} — {'; '.join(str(node['target']) for node in one['nodes'][:5])}"
        for one in found
        if one["impact"] in _GRAVE
    ]
