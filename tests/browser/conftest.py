"""A browser without a network, behind a fixture."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Route, ViewportSize, expect, sync_playwright

from api.app import create_app
from api.service import Service
from graph.settings import Settings
from graph.stores.kglite import KgliteStore
from loaders.run import find_paths, load
from tests.conftest import ENGINES, FACTSHEETS, PROPOSALS, open_empty
from tests.needs import missing
from tests.serving import serving

#: Milliseconds that a page may take to show what is expected, and to come: the machine may be busy with other tests,
#: and a Neo4j that was just started plans each question for the first time.
_SHOWN, _COMES = 60_000, 120_000
expect.set_options(timeout=_SHOWN)
_SIZE: ViewportSize = {"width": 1280, "height": 800}
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@dataclass
class Watched:
    """A page, and everything on it that should not happen: errors, refusals of its policy, calls to hosts."""

    page: Page
    faults: list[str] = field(default_factory=list)
    #: The one server that may be asked.
    origin: str = ""

    def visit(self, origin: str, path: str = "/") -> Page:
        """Open a page of a server; no other host may be asked."""
        self.origin = f"{origin}/"
        self.page.goto(f"{origin}{path}")
        return self.page

    def open(self, file: Path) -> Page:
        """Open a file and wait for its network, where it has one."""
        self.page.goto(file.as_uri())
        self.page.wait_for_function("!document.getElementById('graph') || window.xiaodi")
        return self.page

    def refuse(self, route: Route) -> None:
        """Let files through, and the server that is visited; nothing else."""
        if route.request.url.startswith(("file:", "data:", *filter(None, [self.origin]))):
            route.continue_()
            return
        self.faults.append(f"request to {route.request.url}")
        route.abort()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, for one module: as long as it is driven, nothing else of the process can run a loop."""
    path = os.environ.get("XIAODI_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if not path:
        missing("browser", f"none of {', '.join(_NAMES)} is on the path")
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error as error:
            missing("browser", str(error))
        yield opened
        opened.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A new page of a browser that is offline; the test fails when the page has faults."""
    with _watching(browser, offline=True) as found:
        yield found


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Watched]:
    """The same of one that may ask the server that it visits."""
    with _watching(browser, offline=False) as found:
        yield found


@contextmanager
def _watching(browser: Browser, *, offline: bool) -> Iterator[Watched]:
    context = browser.new_context(viewport=_SIZE, offline=offline, reduced_motion="reduce", locale="zh-CN")
    context.set_default_timeout(_COMES)
    found = Watched(context.new_page())
    found.page.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective))"
    )
    found.page.on("console", lambda said: found.faults.append(said.text) if said.type in ("error", "warning") else None)
    found.page.on("pageerror", lambda error: found.faults.append(str(error)))
    context.route("**/*", found.refuse)
    yield found
    context.close()
    assert found.faults == []


@pytest.fixture(scope="module", params=ENGINES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the five sheets and some proposals, once on each engine.

    Tests may write, if they undo what they wrote.
    """
    folder = tmp_path_factory.mktemp("site")
    with open_empty(request.param, request, folder) as store:
        assert all(report.ok for report in load(store, find_paths([FACTSHEETS, PROPOSALS])))
        config = Settings(var=folder / "var", rate=1_000_000)
        with serving(create_app(Service(store), config=config)) as address:
            yield address


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the five sheets, for what happens in the browser alone."""
    folder = tmp_path_factory.mktemp("embedded")
    with KgliteStore(str(folder / "graph.kgl")) as store:
        assert all(report.ok for report in load(store, find_paths([FACTSHEETS])))
        config = Settings(var=folder / "var", rate=1_000_000)
        with serving(create_app(Service(store), config=config)) as address:
            yield address
