"""Our network page, against pyvis as it comes: from opening the file to the first picture, and redraws a second.

pyvis as it comes is `Network()`, `add_node`, `add_edge`, `generate_html` with its library inlined, physics on; the
stylesheet that it asks a host for is refused at once, so that no network is measured.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright
from pyvis.network import Network

from api.views.render import render
from benchmarks.base import Line, Options, seconds
from graph.store import Row

_PATIENCE = 900_000  # milliseconds: pyvis as it comes needs minutes for 5,000 nodes
_PAN_SECONDS = 3.0
_LABELS = ("Community", "College", "University", "Enterprise", "Activity", "Platform")
#: The first frame in which symbols are filled: neither page fills anything on a canvas before it draws its nodes.
_WATCH = """
(() => {
  const fill = CanvasRenderingContext2D.prototype.fill;
  window.firstPicture = new Promise((done, fail) => {
    setTimeout(() => fail(new Error("no picture in time")), PATIENCE);
    CanvasRenderingContext2D.prototype.fill = function (...given) {
      if (this.canvas.isConnected) {
        CanvasRenderingContext2D.prototype.fill = fill;
        requestAnimationFrame(() => done(performance.now() / 1000));
      }
      return fill.apply(this, given);
    };
  });
})()
"""
_NETWORK = "(window.xiaodi ? window.xiaodi.network : network)"
_COUNT = f"() => {{ window.frames_ = 0; {_NETWORK}.on('afterDrawing', () => window.frames_++); }}"
_MOVE = f"""
(seconds) => new Promise((done) => {{
  const net = {_NETWORK}, began = performance.now();
  let frames = 0;
  net.on("afterDrawing", () => frames++);
  const step = () => {{
    const passed = (performance.now() - began) / 1000;
    if (passed > seconds) return done(frames / passed);
    const at = net.getViewPosition();
    net.moveTo({{ position: {{ x: at.x + 5 * Math.cos(passed * 3), y: at.y + 5 * Math.sin(passed * 3) }} }});
    requestAnimationFrame(step);
  }};
  step();
}})
"""
#: A point of the canvas, as seen in the window, under which there is neither node nor edge.
_EMPTY = f"""
(() => {{
  const net = {_NETWORK}, box = document.querySelector("canvas").getBoundingClientRect();
  for (let y = 12; y < box.height; y += 9) for (let x = 12; x < box.width; x += 9)
    if (net.getNodeAt({{ x, y }}) === undefined && net.getEdgeAt({{ x, y }}) === undefined)
      return [box.left + x, box.top + y];
  return null;
}})()
"""


def run(options: Options) -> Iterator[Line]:
    """Ours for each size; pyvis as it comes where it ends in time."""
    path = os.environ.get("XIAODI_CHROMIUM") or shutil.which("chromium")
    if not path:
        print("without a browser: no chromium on the path; set XIAODI_CHROMIUM")
        return
    sizes = options.size((500, 2_000, 5_000), (100, 500))
    compared = {sizes[0], 2_000} if options.full else {sizes[0]}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        _measure(browser, render(_rows(50), heading="50"), options.folder / "warm.html")
        for size in sizes:
            yield from _one(browser, size, options.folder, size in compared)
        browser.close()


def _one(browser: Browser, size: int, folder: Path, compared: bool) -> Iterator[Line]:
    rows = _rows(size)
    made, page = seconds(lambda: render(rows, heading=str(size)))
    ours = _measure(browser, page, folder / f"ours-{size}.html")
    theirs: dict[str, float] = {}
    if compared:
        theirs["make"], page = seconds(lambda: _as_it_comes(rows))
        theirs |= _measure(browser, page, folder / f"pyvis-{size}.html")
    against = "pyvis as it comes" if compared else ""
    what = f"{size:,} nodes, {len(rows):,} edges"
    yield Line(f"{what}: make the page", made, theirs.get("make"), "s", against)
    yield Line(f"{what}: first picture", ours["first"], theirs.get("first"), "s", against)
    yield Line(f"{what}: redraws, dragged", ours["dragged"], theirs.get("dragged"), "/s", against, "ours hides edges")
    yield Line(f"{what}: redraws, moved", ours["moved"], theirs.get("moved"), "/s", against, "edges drawn")


def _rows(size: int) -> list[Row]:
    """A network with hubs: half as many edges again as nodes, no node alone."""
    random = Random(7)  # noqa: S311 - a sequence to repeat, no secret
    pairs = [(i, int(i * random.random() ** 2)) for i in range(1, size)]
    pairs += [(random.randrange(size), int(size * random.random() ** 3)) for _ in range(size // 2 + 1)]
    return [_row(number, a, b) for number, (a, b) in enumerate(pairs)]


def _row(number: int, a: int, b: int) -> Row:
    row: Row = {"edge_id": f"e{number}", "type": "PARTNERS_WITH", "kind": "signed", "status": "stated"}
    row |= {"modality": "actual", "evidence": [f"bench#{number}"]}
    for side, i in (("a", a), ("b", b)):
        row |= {f"{side}_id": f"n{i}", side: f"试验社区第{i}号", f"{side}_label": _LABELS[i % len(_LABELS)]}
        row[f"{side}_status"] = "stated"
    return row


def _as_it_comes(rows: list[Row]) -> str:
    net = Network(cdn_resources="in_line")
    for row in rows:
        for side in "ab":
            net.add_node(row[f"{side}_id"], label=row[side], group=row[f"{side}_label"])
        net.add_edge(row["a_id"], row["b_id"], title=row["type"])
    return str(net.generate_html())


def _measure(browser: Browser, html: str, file: Path) -> dict[str, float]:
    file.write_text(html, "utf-8")
    with _page(browser) as page:
        page.goto(file.as_uri(), wait_until="commit")
        # No waiting by polling: the page's policy refuses the eval that Playwright polls with.
        first: float = page.evaluate("window.firstPicture")
        moved: float = page.evaluate(_MOVE, _PAN_SECONDS)
        return {"first": first, "moved": moved, "dragged": _drag(page)}


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    context.set_default_timeout(_PATIENCE)
    context.route("**/*", _files_alone)
    page = context.new_page()
    page.add_init_script(_WATCH.replace("PATIENCE", str(_PATIENCE)))
    yield page
    context.close()


def _files_alone(route: Route) -> None:
    if route.request.url.startswith(("file:", "data:")):
        route.continue_()
    else:
        route.abort()


def _drag(page: Page) -> float:
    """Redraws a second while a mouse drags the canvas to and fro."""
    page.evaluate(_COUNT)
    start: Any = page.evaluate(_EMPTY)
    assert start, "no empty place to drag at"
    x, y = start
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y + 20)
    before: int = page.evaluate("window.frames_")
    taken, _ = seconds(lambda: _to_and_fro(page, x, y))
    after: int = page.evaluate("window.frames_")
    page.mouse.up()
    return (after - before) / taken


def _to_and_fro(page: Page, x: float, y: float) -> None:
    for number in range(120):
        swing = 80 - abs(number % 160 - 80)
        page.mouse.move(x + 20 + swing, y + 20 + swing / 2)
