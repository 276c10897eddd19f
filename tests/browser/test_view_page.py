"""The network page as a reader meets it: drawn, read, searched and attacked, with no network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from api.views.render import render
from graph.store import Row
from graph.stores.kglite import KgliteStore
from loaders.run import find_paths, load
from queries.library import find_query
from tests.browser.conftest import Watched
from tests.conftest import FACTSHEETS

_WHOLE = find_query("network/whole").cypher
_YUHU = "cn-140702002010"
_ATTACKS = ("<img src=x onerror=window.hacked=1>", "</script><script>window.hacked=1</script>", "<!--<script>")


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    """Every edge between entities that the five sheets state."""
    with KgliteStore(str(tmp_path_factory.mktemp("view") / "graph.kgl")) as store:
        for report in load(store, find_paths([FACTSHEETS]), progress=lambda _: None):
            assert report.ok
        return store.read(_WHOLE, {"documented_only": True, "limit": 3000}).rows


def _row(a: str, b: str | None = None, edge: str = "", **more: Any) -> Row:
    empty = dict.fromkeys(
        ("edge_id", "type", "kind", "status", "modality", "evidence", "b_id", "b", "b_label", "b_status")
    )
    start = {"a_id": a, "a": a, "a_label": "Community", "a_status": "stated"}
    if b is None:
        return start | empty | more
    end = {"b_id": b, "b": b, "b_label": "College", "b_status": "stated"}
    tie = {"edge_id": edge, "type": "PARTNERS_WITH", "kind": "signed", "status": "stated", "modality": "actual"}
    return start | tie | end | {"evidence": ["000-yuci#14"]} | more


def _universities(rows: list[Row]) -> int:
    ends = {row[f"{end}_id"] for row in rows for end in "ab" if row[f"{end}_label"] == "University"}
    return len(ends)


def _open(watched: Watched, folder: Path, rows: list[Row], **options: Any) -> Page:
    file = folder / "page.html"
    file.write_bytes(render(rows, **({"heading": "校地网络"} | options)).encode())
    return watched.open(file)


def _on_screen(page: Page, point: str) -> tuple[float, float]:
    """Where a point of the network, given as an expression, stands in the window."""
    found: dict[str, float] = page.evaluate(
        f"""(() => {{ const n = xiaodi.network, at = n.canvasToDOM({point}),
        box = document.getElementById('graph').getBoundingClientRect();
        return {{x: at.x + box.left, y: at.y + box.top}} }})()"""
    )
    return found["x"], found["y"]


def _hover(page: Page, point: str) -> str:
    x, y = _on_screen(page, point)
    page.mouse.move(x + 60, y + 60)
    page.mouse.move(x, y)
    shown = "{ const tip = document.querySelector('.vis-tooltip'); return tip && tip.style.visibility === 'visible' }"
    page.wait_for_function(f"() => {shown}")
    return page.inner_text(".vis-tooltip")


def test_everything_in_the_rows_is_drawn_and_counted(watched: Watched, tmp_path: Path, rows: list[Row]) -> None:
    page = _open(watched, tmp_path, rows)
    nodes = {row["a_id"] for row in rows} | {row["b_id"] for row in rows if row["b_id"]}
    edges = {row["edge_id"] for row in rows if row["edge_id"]}
    assert page.evaluate("xiaodi.nodes.length") == len(nodes) > 300
    assert page.evaluate("xiaodi.edges.length") == len(edges) > 400
    assert f"{len(nodes)} 个实体 · {len(edges)} 条关系" in page.inner_text("#counts")
    universities = _universities(rows)
    assert universities > 20 and f"高校 University\t{universities}" in page.inner_text("#node-legend")
    assert "合作 PARTNERS_WITH" in page.inner_text("#edge-legend")
    page.click("#ties summary")
    assert page.locator("#ties tbody tr").count() == len(edges)
    assert (
        page.locator("#alone li").count()
        == page.evaluate("xiaodi.nodes.get().filter(n => !xiaodi.network.getConnectedEdges(n.id).length).length")
        > 0
    )


def test_labels_do_not_cover_one_another(watched: Watched, tmp_path: Path, rows: list[Row]) -> None:
    page = _open(watched, tmp_path, rows)
    page.evaluate("xiaodi.network.moveTo({scale: 1})")
    page.wait_for_timeout(200)
    boxes = page.evaluate("xiaodi.nodes.getIds().map(id => xiaodi.network.getBoundingBox(id))")
    covered = sum(
        a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]
        for i, a in enumerate(boxes)
        for b in boxes[:i]
    )
    assert covered == 0


def test_a_node_and_an_edge_tell_where_they_are_written(watched: Watched, tmp_path: Path) -> None:
    page = _open(watched, tmp_path, [_row("玉湖社区", "第三临床学院", "e-1")])
    text = _hover(page, "n.getPosition('玉湖社区')")
    assert text.splitlines()[:2] == ["玉湖社区", "社区村 · 写明"] and "000-yuci#14" in text
    middle = (
        "(() => {const a = n.getPosition('玉湖社区'), b = n.getPosition('第三临床学院');"
        "return {x: (a.x + b.x) / 2, y: (a.y + b.y) / 2}})()"
    )
    text = _hover(page, middle)
    assert "合作 · 签约 · 写明 · 实际" in text and "000-yuci#14" in text
    page.mouse.click(*_on_screen(page, middle))
    page.wait_for_selector("#details li")
    assert "000-yuci#14" in page.inner_text("#details")


def test_parallel_edges_keep_apart_and_what_is_inferred_is_dashed(watched: Watched, tmp_path: Path) -> None:
    rows = [_row("a", "b", "e-1"), _row("a", "b", "e-2", status="inferred"), _row("b", "a", "e-3", status="proposed")]
    page = _open(watched, tmp_path, [*rows, _row("alone")])
    edges = {edge["id"]: edge for edge in page.evaluate("xiaodi.edges.get()")}
    assert len(edges) == 3
    assert "dashes" not in edges["e-1"] and edges["e-2"]["dashes"] != edges["e-3"]["dashes"]
    middles = page.evaluate(
        "Object.values(xiaodi.network.body.edges).map(e => { const p = e.edgeType.getPoint(0.5); return [p.x, p.y] })"
    )
    for i, (x, y) in enumerate(middles):
        assert all(abs(x - u) + abs(y - v) > 5 for u, v in middles[:i])
    assert page.evaluate("xiaodi.network.getConnectedEdges('alone').length") == 0


def test_a_shortfall_is_seen_on_its_node(watched: Watched, tmp_path: Path, rows: list[Row]) -> None:
    page = _open(watched, tmp_path, rows, badges={_YUHU: "2/9"})
    page.wait_for_timeout(300)
    reds = """(id) => { const n = xiaodi.network, c = document.querySelector('#graph canvas'), s = n.getScale(),
      at = n.canvasToDOM(n.getPosition(id)), d = c.getContext('2d').getImageData(at.x, at.y - 40, 60, 40).data;
      let k = 0; for (let i = 0; i < d.length; i += 4) k += d[i] === 0xb3 && d[i + 1] === 0x47 && d[i + 2] === 0;
      return k }"""
    assert page.evaluate(reds, _YUHU) > 50
    page.click("#ties summary")
    assert page.inner_text("#badges") == "玉湖社区 2/9"


def test_finding_a_node_selects_it_and_lists_its_ties(watched: Watched, tmp_path: Path, rows: list[Row]) -> None:
    page = _open(watched, tmp_path, rows)
    page.fill("#find", "玉湖")
    assert page.inner_text("#found li:first-child").startswith("玉湖社区")
    page.press("#find", "Enter")
    assert page.evaluate("xiaodi.network.getSelectedNodes()") == [_YUHU]
    assert "山西中医药大学第三临床学院" in page.inner_text("#details") and "000-yuci#" in page.inner_text("#details")
    page.click("#clear")
    assert page.evaluate("xiaodi.network.getSelectedNodes()") == []
    page.fill("#find", "没有这个")
    assert page.inner_text("#found") == "没有找到"
    page.click("#fit")


def test_the_legend_hides_and_shows_types(watched: Watched, tmp_path: Path, rows: list[Row]) -> None:
    page = _open(watched, tmp_path, rows)
    hidden = "xiaodi.{}.get().filter(item => item.hidden).length"
    page.uncheck("input[data-type=PART_OF]")
    assert page.evaluate(hidden.format("edges")) == sum(row["type"] == "PART_OF" for row in rows)
    page.uncheck("input[data-group=University]")
    assert page.evaluate(hidden.format("nodes")) == _universities(rows)
    page.check("input[data-group=University]")
    page.check("input[data-type=PART_OF]")
    assert page.evaluate(hidden.format("edges")) == page.evaluate(hidden.format("nodes")) == 0


def test_markup_in_names_stays_text(watched: Watched, tmp_path: Path) -> None:
    rows = [
        _row(f"{attack}{i}", f"{attack}b", f"{attack}e{i}", evidence=[attack], kind=attack, type=kind, a_label=kind)
        for i, attack in enumerate(_ATTACKS)
        for kind in ("PARTNERS_WITH", attack)
    ]
    attack = " ".join(_ATTACKS)
    badges = {f"{_ATTACKS[0]}0": attack}
    page = _open(watched, tmp_path, rows, heading=attack, query=attack, stamp=attack, badges=badges)
    assert page.inner_text("h1") == page.title() == attack
    for name in (f"{_ATTACKS[0]}0", f"{_ATTACKS[1]}b"):
        page.click("#fit")
        assert name in _hover(page, f"n.getPosition({name!r})")
        page.mouse.click(*_on_screen(page, f"n.getPosition({name!r})"))
        page.fill("#find", name)
        page.press("#find", "Enter")
    page.wait_for_timeout(300)
    assert page.locator("img").count() == 0
    assert page.evaluate("window.hacked === undefined")


def test_the_page_serves_a_telephone(watched: Watched, tmp_path: Path, rows: list[Row]) -> None:
    watched.page.set_viewport_size({"width": 390, "height": 844})
    page = _open(watched, tmp_path, rows, query=_WHOLE, stamp="2024-06-01", language="en", truncated=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator("#graph canvas").bounding_box() is not None
    assert page.is_visible("#truncated") and not page.is_visible("#node-legend")
    page.click("#legend summary")
    page.click("#query summary")
    page.click("#ties summary")
    assert page.is_visible("#node-legend") and "Stated" not in page.inner_text("#line-legend")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_nothing_to_draw_is_said(watched: Watched, tmp_path: Path) -> None:
    page = _open(watched, tmp_path, [])
    assert "没有可画的内容" in page.inner_text("#empty")
