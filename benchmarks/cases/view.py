"""The map of ties and our offline page, against pyvis as it comes: the first picture, and redraws a second.

pyvis as it comes is `Network()`, `add_node`, `add_edge`, `generate_html` with its library inlined, physics on; the
stylesheet that it asks a host for is refused at once, so that no network is measured. The map is asked of a server of
its own, from another page that is at rest: once when it has never drawn the picture, then again. What limits the
redraws is the filling of strokes: all ties at one pixel of width take longer than all else together, which is why the
map moves a layer of them.

Redraws while dragging come from pointer events that the page itself makes, one a frame: a mouse driven from outside
moves 25 times a second at most.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from playwright.sync_api import Browser, Page, Route, sync_playwright
from pyvis.network import Network

from api.views.render import render
from benchmarks.base import Line, Options, seconds
from benchmarks.server import served
from benchmarks.synthetic import MARKS, Facts
from graph.ledger import Ledger
from graph.store import Row
from graph.stores.kglite import KgliteStore

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
#: The map tells when it is drawn; its policy lets nothing wait by polling.
_SHOWN = """
new Promise((done) => {
  const told = () => performance.getEntriesByName("shown").map((mark) => mark.startTime / 1000)[0];
  const look = () => (told() === undefined ? setTimeout(look, 5) : requestAnimationFrame(() => done(told())));
  look();
})
"""
_NETWORK = "(window.xiaodi ? window.xiaodi.network : network)"
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
#: Drags an empty point of the canvas in circles, one pointer event a frame.
_DRAG = f"""
(seconds) => new Promise((done, fail) => {{
  const net = {_NETWORK}, canvas = document.querySelector("canvas"), box = canvas.getBoundingClientRect();
  const empty = () => {{
    for (let y = 12; y < box.height; y += 9) for (let x = 12; x < box.width; x += 9)
      if (net.getNodeAt({{ x, y }}) === undefined && net.getEdgeAt({{ x, y }}) === undefined) return [x, y];
    return null;
  }};
  const at = empty();
  if (!at) return fail(new Error("no empty place to drag at"));
  const [x, y] = [box.left + at[0], box.top + at[1]];
  const point = (name, dx, dy) => canvas.dispatchEvent(new PointerEvent(name, {{
    bubbles: true, cancelable: true, pointerId: 1, pointerType: "mouse", isPrimary: true,
    button: name === "pointermove" ? -1 : 0, buttons: name === "pointerup" ? 0 : 1, clientX: x + dx, clientY: y + dy,
  }}));
  let frames = 0;
  point("pointerdown", 0, 0);
  point("pointermove", 20, 20);
  net.on("afterDrawing", () => frames++);
  const began = performance.now(), from = net.getViewPosition();
  const step = () => {{
    const passed = (performance.now() - began) / 1000;
    if (passed > seconds) {{
      point("pointerup", 20, 20);
      const to = net.getViewPosition();
      return from.x === to.x && from.y === to.y ? fail(new Error("nothing moved")) : done(frames / passed);
    }}
    point("pointermove", 20 + 80 * Math.sin(passed * 3), 20 + 40 * Math.sin(passed * 5));
    requestAnimationFrame(step);
  }};
  step();
}})
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
            theirs = _theirs(browser, _rows(size), options.folder / f"pyvis-{size}.html") if size in compared else {}
            yield from _one(browser, size, options.folder, theirs)
            yield from _map(browser, size, options.folder, theirs)
        browser.close()


def _one(browser: Browser, size: int, folder: Path, theirs: dict[str, float]) -> Iterator[Line]:
    """The offline page."""
    rows = _rows(size)
    made, page = seconds(lambda: render(rows, heading=str(size)))
    ours = _measure(browser, page, folder / f"ours-{size}.html")
    against = "pyvis as it comes" if theirs else ""
    what = f"offline page, {size:,} nodes, {len(rows):,} edges"
    yield Line(f"{what}: make the page", made, theirs.get("make"), "s", against)
    yield Line(f"{what}: first picture", ours["first"], theirs.get("first"), "s", against)
    yield Line(f"{what}: redraws, dragged", ours["dragged"], theirs.get("dragged"), "/s", against, "ours hides edges")
    yield Line(f"{what}: redraws, moved", ours["moved"], theirs.get("moved"), "/s", against, "edges drawn")


def _map(browser: Browser, size: int, folder: Path, theirs: dict[str, float]) -> Iterator[Line]:
    """The map of ties, at a server that has never drawn this picture, then again."""
    rows = _rows(size, twice=True)
    store = str(folder / f"map-{size}.kgl")
    _write(store, size, rows)
    with served(store, folder / f"map-{size}") as address, _page(browser, address) as page:
        page.goto(f"{address}/regions", wait_until="networkidle")  # the page's first time is not the picture's
        page.goto(f"{address}/map?most={size}", wait_until="commit")
        new: float = page.evaluate(_SHOWN)
        page.goto(f"{address}/map?most={size}", wait_until="commit")
        again: float = page.evaluate(_SHOWN)
        rest = {name: page.evaluate(code, _PAN_SECONDS) for name, code in (("moved", _MOVE), ("dragged", _DRAG))}
    against = "pyvis as it comes" if theirs else ""
    what = f"map of ties, {size:,} nodes, {len(rows):,} edges"
    total = theirs["make"] + theirs["first"] if theirs else None
    yield Line(f"{what}: first picture, never drawn before", new, total, "s", against, "server and browser")
    yield Line(f"{what}: first picture, drawn before", again, total, "s", against, "server and browser")
    for name, rate in rest.items():
        yield Line(f"{what}: redraws, {name}", rate, theirs.get(name), "/s", against, "ties and labels drawn")


def _write(store: str, size: int, rows: list[Row]) -> None:
    """A graph of these rows, stated by one source."""
    facts = Facts(MARKS[0])
    for i in range(size):
        facts.add_node(f"n{i}", _LABELS[i % len(_LABELS)], _name(i))
    for row in rows:
        facts.add_edge("PARTNERS_WITH", row["a_id"], row["b_id"], kind="signed")
    with KgliteStore(store) as opened:
        ledger = Ledger(opened)
        ledger.prepare()
        ledger.replace(facts.mark.id, facts.nodes.values(), facts.edges.values())


def _rows(size: int, *, twice: bool = False) -> list[Row]:
    """A network with hubs: half as many edges again as nodes, or twice as many; no node alone, no edge doubled."""
    random = Random(7)  # noqa: S311 - a sequence to repeat, no secret
    pairs = [(i, int(i * random.random() ** 2)) for i in range(1, size)]
    pairs += [(random.randrange(size), int(size * random.random() ** 3)) for _ in range(size // 2 + 1)]
    if twice:
        joined = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
        while len(joined) < 2 * size:
            a, b = random.randrange(size), int(size * random.random() ** 3)
            joined |= {(min(a, b), max(a, b))} if a != b else set()
        pairs = sorted(joined)
    return [_row(number, a, b) for number, (a, b) in enumerate(pairs)]


def _name(number: int) -> str:
    return f"试验社区第{number}号"


def _row(number: int, a: int, b: int) -> Row:
    row: Row = {"edge_id": f"e{number}", "type": "PARTNERS_WITH", "kind": "signed", "status": "stated"}
    row |= {"modality": "actual", "evidence": [f"bench#{number}"]}
    for side, i in (("a", a), ("b", b)):
        row |= {f"{side}_id": f"n{i}", side: _name(i), f"{side}_label": _LABELS[i % len(_LABELS)]}
        row[f"{side}_status"] = "stated"
    return row


def _theirs(browser: Browser, rows: list[Row], file: Path) -> dict[str, float]:
    """pyvis: making the page, and what it does in a browser."""
    made, page = seconds(lambda: _as_it_comes(rows))
    return {"make": made} | _measure(browser, page, file)


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
        return {"first": first, "moved": moved, "dragged": page.evaluate(_DRAG, _PAN_SECONDS)}


@contextmanager
def _page(browser: Browser, server: str = "file:") -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=server == "file:")
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    if server == "file:":
        context.route("**/*", _files_alone)
        page.add_init_script(_WATCH.replace("PATIENCE", str(_PATIENCE)))
    yield page
    context.close()


def _files_alone(route: Route) -> None:
    if route.request.url.startswith(("file:", "data:")):
        route.continue_()
    else:
        route.abort()
