"""Signing in, in a browser, at a real server that asks for keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from api.auth.keys import KeyStore
from graph.stores.kglite import KgliteStore
from loaders.run import find_paths, load
from tests.api.test_serving import serve
from tests.browser.conftest import Watched
from tests.conftest import FACTSHEETS


@dataclass(frozen=True)
class Locked:
    """Where a server with keys listens, and one of them."""

    url: str
    key: str


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Locked]:
    folder = tmp_path_factory.mktemp("locked")
    with KgliteStore(str(folder / "graph.kgl")) as store:
        assert all(report.ok for report in load(store, find_paths([FACTSHEETS])))
    _, key = KeyStore(folder / "keys.json").add("规划员", "reader")
    with serve(folder) as served:
        yield Locked(served.url, key)


def test_a_key_opens_the_page_that_was_wanted(visitor: Watched, locked: Locked) -> None:
    page = visitor.visit(locked.url, "/?q=玉湖")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.get_by_label("密钥").fill(locked.key)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile(r"/\?q="))
    expect(page.get_by_text("玉湖社区").first).to_be_visible()
    assert page.evaluate("document.cookie") == ""  # no script can read it


def test_a_wrong_key_is_told_beside_the_field(visitor: Watched, locked: Locked) -> None:
    page = visitor.visit(locked.url, "/sign-in?lang=en")
    page.get_by_label("API key").fill("xiaodi_000000000000_wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("API key")).to_have_attribute("aria-invalid", "true")
    visitor.faults = [fault for fault in visitor.faults if "401" not in fault]  # the browser tells the status itself


def test_signing_out_closes_it_again(visitor: Watched, locked: Locked) -> None:
    page = visitor.visit(locked.url, "/sign-in?next=/")
    page.get_by_label("密钥").fill(locked.key)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile(r"/$"))
    page.goto(f"{locked.url}/sign-in")
    page.get_by_role("button", name="退出").click()
    page.goto(locked.url)
    expect(page).to_have_url(re.compile("/sign-in"))


def test_it_fits_a_narrow_screen(visitor: Watched, locked: Locked) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 800})
    for path in ("/sign-in", "/problems", "/problems/unknown-name"):
        page = visitor.visit(locked.url, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
