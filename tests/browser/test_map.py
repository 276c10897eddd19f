"""The map of ties, walked as a planner would: a path, growing and going back, filters, the keyboard alone, a hub."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.app import create_app
from api.explorer.drawing.growing import PAGE
from api.service import Service
from graph.settings import Settings
from graph.stores.kglite import KgliteStore
from tests.api.explorer.hub import HUB, write_hub
from tests.browser.axe import serious
from tests.browser.conftest import Watched
from tests.serving import serving

YUNNAN, CLOUD, CHENGGONG, YUHU = "moe-4153010673", "x-e821985f43a1", "cn-530114", "cn-140702002010"
_PLACES = """() => Object.fromEntries([...xiaodi.map.scene.nodes.keys()].map((id) => [id, xiaodi.map.scene.at.get(id)])
  .map(([id, [x, y]]) => [id, { x, y }]))"""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose graph is one university with two thousand partners."""
    folder = tmp_path_factory.mktemp("hub")
    with KgliteStore(str(folder / "graph.kgl")) as store:
        service = Service(store)
        write_hub(store, 2_000)
        config = Settings(var=folder / "var", rate=1_000_000)
        with serving(create_app(service, config=config)) as address:
            yield address


#: What labels cover, in pixels of the window, measured by the browser; and the left and right of the canvas.
_LABELS = """() => {
  const { map, network } = xiaodi, pen = document.createElement("canvas").getContext("2d"), scale = network.getScale();
  const canvas = document.querySelector("#graph").getBoundingClientRect();
  const boxes = map.painter.named.map(({ node, font }) => {
    pen.font = `${font * scale}px sans-serif`;
    const [x, y] = map.canvas.onScreen(node.id), lines = node.text.split("\\n"), top = y + node.size * scale;
    const half = Math.max(...lines.map((line) => pen.measureText(line).width)) / 2;
    return [node.name, x - half, top, x + half, top + font * scale * 1.15 * lines.length];
  });
  return [boxes, canvas.left, canvas.right];
}"""


def _open(visitor: Watched, origin: str, asked: str = "") -> Page:
    page = visitor.visit(origin, f"/map{asked}")
    _drawn(page)
    return page


def _drawn(page: Page) -> None:
    """Wait for the picture. No waiting for functions: the page's policy refuses the eval that they need."""
    expect(page.locator("#busy")).to_be_hidden()
    expect(page.locator("#counts")).to_contain_text(re.compile(r"\d"))


def _count(page: Page, number: int) -> None:
    expect(page.locator("#counts")).to_contain_text(re.compile(rf"(^|\D){number} (个实体|entities)"))


def _places(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(_PLACES)
    return found


def _on_screen(page: Page, id_: str) -> tuple[float, float]:
    x, y = page.evaluate(f"xiaodi.map.canvas.onScreen({id_!r})")
    return x, y


def test_from_a_university_to_an_enterprise(visitor: Watched, site: str) -> None:
    page = _open(visitor, site, f"?entity={YUNNAN}")
    page.click("#pathing summary")
    page.fill("#path-start", "云南大学")
    page.locator("#path-start-found li").first.click()
    page.fill("#path-end", "云上云")
    page.locator("#path-end-found li").first.click()
    page.get_by_role("button", name="找路", exact=True).click()
    expect(page.locator("#details h2")).to_have_text("最短的路：2 步")
    expect(page.locator("#details ol")).to_contain_text("经由 医疗信息化模型")
    expect(page).to_have_url(re.compile("path="))
    assert {YUNNAN, CLOUD} <= _places(page).keys()
    page.locator("#details .evidence").first.click()
    expect(page).to_have_url(re.compile(r"/evidence/001-chenggong(%23|#)4"))
    page.go_back()
    expect(page.locator("#details h2")).to_have_text("最短的路：2 步")


@pytest.mark.parametrize("ends", [f"{YUHU},太原理工大学", f"{YUHU},山西晋中理工学院"])
def test_a_path_found_or_not_is_taken_away_where_it_is_told(visitor: Watched, embedded: str, ends: str) -> None:
    page = _open(visitor, embedded, f"?place=cn-140702&path={ends}")
    page.locator("#details").get_by_role("button", name="去掉这条路").click()
    expect(page).not_to_have_url(re.compile("path="))
    expect(page.locator("#details")).to_contain_text("点选一个实体或一条线")
    page.go_back()
    expect(page.locator("#details").get_by_role("button", name="去掉这条路")).to_be_visible()


def test_growing_in_place_and_going_back_and_forward(visitor: Watched, site: str) -> None:
    page = _open(visitor, site, f"?entity={YUNNAN}&depth=1")
    begun = _places(page)
    page.mouse.dblclick(*_on_screen(page, CHENGGONG))
    expect(page.locator("#details h2")).to_have_text("呈贡区")
    expect(page.get_by_role("button", name="收起", exact=True)).to_be_visible()
    grown = _places(page)
    assert len(grown) > len(begun) + 10
    assert {id_: grown[id_] for id_ in begun} == begun
    page.click("#back")
    _count(page, len(begun))
    page.click("#forth")
    _count(page, len(grown))
    assert _places(page) == grown
    page.reload()
    _drawn(page)
    assert _places(page) == grown
    page.evaluate(f"xiaodi.map.act.select({CHENGGONG!r})")
    page.get_by_role("button", name="收起", exact=True).click()
    _count(page, len(begun))
    assert _places(page) == begun


def test_what_is_dragged_stays_there_and_returns_when_let_go(visitor: Watched, embedded: str) -> None:
    page = _open(visitor, embedded, f"?entity={YUHU}&depth=1")
    before = _places(page)
    x, y = _on_screen(page, YUHU)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 30, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile("pin="))
    moved = _places(page)
    assert [id_ for id_ in before if moved[id_] != before[id_]] == [YUHU]
    page.reload()
    _drawn(page)
    pinned = _places(page)[YUHU]
    assert abs(pinned["x"] - moved[YUHU]["x"]) <= 1 >= abs(pinned["y"] - moved[YUHU]["y"])
    page.evaluate(f"xiaodi.map.act.select({YUHU!r})")
    page.get_by_role("button", name="放开").click()
    expect(page).not_to_have_url(re.compile("pin="))
    assert _places(page) == before


def test_filters_leave_what_they_say_and_are_in_the_address(visitor: Watched, embedded: str) -> None:
    page = _open(visitor, embedded)
    all_of = page.evaluate("xiaodi.map.scene.nodes.size")
    page.uncheck("#off-Program")
    expect(page).to_have_url(re.compile("off=Program"))
    assert page.evaluate("[...xiaodi.map.scene.nodes.values()].every(n => n.label !== 'Program')")
    page.uncheck("#untie-PART_OF")
    assert page.evaluate("[...xiaodi.map.scene.edges.values()].every(e => e.type !== 'PART_OF')")
    page.select_option("#region", label="　　呈贡区")
    _drawn(page)
    inside = page.evaluate("[...xiaodi.map.scene.nodes.values()].map(n => n.places)")
    assert inside and all(CHENGGONG in places for places in inside)
    page.reload()
    _drawn(page)
    assert page.evaluate("xiaodi.map.scene.nodes.size") == len(inside)
    assert not page.is_checked("#off-Program")
    page.click("#all-types")
    _count(page, all_of)
    page.click("#ties-only")
    assert page.evaluate("[...xiaodi.map.scene.nodes.keys()].every(id => xiaodi.map.scene.neighbours(id).length)")
    assert page.evaluate("[...xiaodi.map.scene.edges.values()].every(e => !['PART_OF', 'LOCATED_IN'].includes(e.type))")


def test_the_slider_hides_what_did_not_hold_and_keeps_what_bears_no_date(visitor: Watched, embedded: str) -> None:
    page = _open(visitor, embedded)
    everything = page.evaluate("xiaodi.map.scene.nodes.size")
    page.focus("#at")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#year")).to_have_text(re.compile(r"^\d{4} 年$"))
    expect(page).to_have_url(re.compile(r"at=\d{4}"))
    at = page.input_value("#at")
    assert page.evaluate("xiaodi.map.scene.nodes.size") < everything
    left = page.evaluate("[...xiaodi.map.scene.nodes.values()].map(n => [n.first_day, n.last_day])")
    assert all((first or "") <= f"{at}-12-31" and (last or "9999") >= f"{at}-01-01" for first, last in left)
    assert any(first is None for first, _ in left)
    expect(page.locator("#dates")).to_contain_text("未限")
    page.keyboard.press("ArrowLeft")
    _count(page, everything)


def test_colleges_roll_up_into_their_university(visitor: Watched, embedded: str) -> None:
    page = _open(visitor, embedded, f"?entity={YUHU}")
    third = "山西中医药大学第三临床学院"
    names = "[...xiaodi.map.scene.nodes.values()].map(n => n.name)"
    assert third in page.evaluate(names)
    before = _places(page)
    page.check("#roll")
    expect(page).to_have_url(re.compile("roll=1"))
    assert third not in page.evaluate(names) and "山西中医药大学" in page.evaluate(names)
    page.evaluate(f"xiaodi.map.act.select({YUHU!r})")
    expect(page.locator("#details")).to_contain_text("山西中医药大学（合作")
    page.uncheck("#roll")
    assert _places(page) == before


def test_the_keyboard_alone(visitor: Watched, embedded: str) -> None:
    page = _open(visitor, embedded, f"?entity={YUNNAN}&depth=1&sel={CHENGGONG}")
    begun = len(_places(page))
    page.focus("#graph")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="收起", exact=True)).to_be_visible()
    grown = len(_places(page))
    assert grown > begun
    for key in ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    chosen = page.evaluate("xiaodi.map.state.sel[0]")
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_be_hidden()
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("pin="))
    page.keyboard.press("Delete")
    _count(page, grown - 1)
    assert chosen not in _places(page)
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("云南大学")
    expect(page.locator("#found li").first).to_contain_text("云南大学")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#details h2")).to_have_text("云南大学")
    for key in ("+", "-", "0", "Escape"):
        page.keyboard.press(key)
    assert page.evaluate("xiaodi.map.state.sel") == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_what_is_searched_and_not_there_comes_with_its_neighbours(visitor: Watched, embedded: str) -> None:
    page = _open(visitor, embedded, f"?entity={YUNNAN}&depth=1")
    before = _places(page)
    page.fill("#find", "玉湖社区")
    page.locator("#found li").first.click()
    expect(page.locator("#details h2")).to_have_text("玉湖社区")
    after = _places(page)
    assert YUHU in after and {id_: after[id_] for id_ in before} == before


def test_a_state_too_long_for_an_address_is_kept_in_the_window(visitor: Watched, embedded: str) -> None:
    page = _open(visitor, embedded)
    page.evaluate("xiaodi.map.go({hide: [...xiaodi.map.scene.nodes.keys()].slice(0, 150)})")
    expect(page).to_have_url(re.compile(r"\?state=\w+$"))
    left = len(_places(page))
    page.reload()
    _drawn(page)
    _count(page, left)
    page.click("#unhide")
    _count(page, left + 150)


def test_the_query_the_table_and_the_files(visitor: Watched, embedded: str) -> None:
    page = _open(visitor, embedded, f"?entity={YUHU}")
    ties = page.evaluate("xiaodi.map.scene.edges.size")
    page.click("#behind")
    expect(page.get_by_role("dialog")).to_contain_text("network/neighbourhood")
    expect(page.get_by_role("dialog")).to_contain_text("MATCH (c:Entity {id: $entity})")
    page.keyboard.press("Escape")
    page.click("#table > summary")
    expect(page.locator("#table tbody tr")).to_have_count(ties)
    for form in ("png", "svg"):
        page.click("#exports summary")
        with page.expect_download() as begun:
            page.click(f"[data-export={form}]")
        assert begun.value.suggested_filename.endswith(form)
        content = begun.value.path().read_bytes()
        assert content.startswith(b"\x89PNG" if form == "png" else b"<svg") and len(content) > 2_000
    page.click("#exports summary")
    with page.expect_download() as begun:
        page.click("#as-csv")
    assert begun.value.path().read_text("utf-8-sig").count("\n") == ties + 1
    with page.expect_navigation():
        page.click("#as-html")
    assert page.locator("#edge-legend").count() == 1


def test_a_hub_of_two_thousand_comes_in_pages(visitor: Watched, hub: str) -> None:
    page = _open(visitor, hub)
    expect(page.locator("#note")).to_contain_text("共 2001 个实体，先画出关系最多的 500 个")
    page.click("#show-more")
    _count(page, 1000)
    page = _open(visitor, hub, "?entity=x-0001&depth=1")
    page.mouse.dblclick(*_on_screen(page, HUB))
    expect(page.get_by_role("button", name=re.compile("再展开"))).to_contain_text(str(2_000 - PAGE))
    before = _places(page)
    page.get_by_role("button", name=re.compile("再展开")).click()
    expect(page.get_by_role("button", name=re.compile("再展开"))).to_contain_text(str(2_000 - 2 * PAGE))
    after = _places(page)
    assert len(after) > len(before) and {id_: after[id_] for id_ in before} == before


@pytest.mark.parametrize(
    ("asked", "named"), [("", "晋中市"), ("?place=cn-140702", "晋中市"), (f"?entity={YUNNAN}", "云南大学")]
)
def test_on_a_phone_labels_are_few_whole_and_apart(visitor: Watched, embedded: str, asked: str, named: str) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 800})
    boxes, left, right = _open(visitor, embedded, asked).evaluate(_LABELS)
    assert 5 <= len(boxes) <= 30 and named in [box[0] for box in boxes]
    assert [box for box in boxes if box[1] < left or box[3] > right] == []
    for a, b in combinations(boxes, 2):
        assert max(a[1], b[1]) > min(a[3], b[3]) + 3 or max(a[2], b[2]) >= min(a[4], b[4]), (a[0], b[0])


@pytest.mark.parametrize(
    "asked",
    [
        "", f"?entity={YUHU}&grow={YUNNAN}&grow={YUHU}&sel={YUHU}&off=Program", "?place=榆次区&most=40&lang=en",
        f"?path={YUNNAN},{CLOUD}", "?query=network/ties&place=cn-530114",
    ],
)  # fmt: skip
def test_the_picture_is_asked_for_once_and_before_the_scripts(visitor: Watched, embedded: str, asked: str) -> None:
    page = _open(visitor, embedded, asked)
    page.wait_for_load_state("load")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(one => [one.name, one.initiatorType])")
    assert [by for name, by in loaded if "/v1/pictures" in name] == ["link"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_fits_and_is_open_to_all(visitor: Watched, embedded: str, width: int, language: str) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    page = _open(visitor, embedded, f"?entity={YUHU}&sel={YUHU}&lang={language}")
    page.click("#table > summary")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious(page) == []
