"""The network page as text: the same for the same rows, escaped, and complete in itself."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest

from api.views.layout import Box, lay_out
from api.views.model import picture
from api.views.render import render
from api.views.style import SHAPES, line, look
from graph.ontology import edge_types, entity_types
from graph.settings import ROOT
from graph.store import Row

_EDGE = ("edge_id", "type", "kind", "status", "modality", "evidence", "b_id", "b", "b_label", "b_status")


def _row(a: str, b: str | None = None, edge_type: str = "PARTNERS_WITH", /, **more: Any) -> Row:
    row: Row = {"a_id": a, "a": f"名{a}", "a_label": "Community", "a_status": "stated"} | dict.fromkeys(_EDGE)
    if b is not None:
        row |= {"edge_id": f"e-{a}-{b}-{edge_type}", "type": edge_type, "kind": "signed", "status": "stated"}
        row |= {
            "modality": "actual",
            "evidence": ["s#1"],
            "b_id": b,
            "b": f"名{b}",
            "b_label": "College",
            "b_status": "stated",
        }
    return row | more


def _rows(nodes: int) -> list[Row]:
    """A network with hubs, twice as many edges as nodes."""
    dice = random.Random(nodes)  # noqa: S311
    tree = [_row(f"n{i}", f"n{dice.randrange(1 + i // 8)}", "PART_OF") for i in range(1, nodes)]
    more = [_row(f"n{dice.randrange(nodes)}", f"n{dice.randrange(nodes)}", edge_id=f"m{i}") for i in range(nodes)]
    return [*tree, *more, _row("alone")]


def _data(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


class _Read(HTMLParser):
    """Every element of a page, and every address it asks for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.found += [str(value) for name, value in attrs if name in ("src", "href", "srcset", "action", "data")]


def test_rows_in_any_order_give_the_same_bytes() -> None:
    rows = _rows(60)
    pages = set()
    for seed in range(4):
        random.Random(seed).shuffle(rows)  # noqa: S311
        pages.add(render(rows, heading="网络", badges={"n3": "2/9", "n1": "0/3"}))
    assert len(pages) == 1


def test_every_process_gives_the_same_bytes() -> None:
    code = (
        "import hashlib; from tests.api.test_views import _rows; from api.views.render import render;"
        "print(hashlib.sha256(render(_rows(80), heading='网络').encode()).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout


def test_nodes_edges_and_those_without_ties_are_counted_once() -> None:
    rows = [_row("a", "b"), _row("a", "b"), _row("b"), _row("a", "b", "SERVES"), _row("c")]
    html = render(rows, heading="h")
    data = _data(html)
    assert [node["id"] for node in data["nodes"]] == ["a", "b", "c"]
    assert len(data["edges"]) == 2
    assert "3 个实体 · 2 条关系 · 1 个无关系" in html
    assert data["rim"] is not None


def test_edges_between_two_nodes_bend_differently() -> None:
    rows = [_row("a", "b", edge_id=f"e{i}") for i in range(3)] + [_row("b", "a", edge_id="e3")]
    edges = _data(render(rows, heading="h"))["edges"]
    bends = {(e["smooth"]["roundness"], (e["smooth"]["type"] == "curvedCW") == (e["from"] == "a")) for e in edges}
    assert len(bends) == 4


def test_status_and_modality_show_in_the_line() -> None:
    rows = [
        _row("a", "b"),
        _row("a", "c", status="inferred"),
        _row("a", "d", status="proposed"),
        _row("a", "e", modality="planned"),
    ]
    edges = {edge["to"]: edge for edge in _data(render(rows, heading="h"))["edges"]}
    assert "dashes" not in edges["b"] and edges["c"]["dashes"] != edges["d"]["dashes"]
    assert edges["e"]["color"]["opacity"] < edges["b"]["color"]["opacity"]


def test_nothing_from_the_data_is_markup() -> None:
    bad = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1><!--\u2028\u2029&'\""
    rows = [_row("a", "b", a=bad, type=bad, kind=bad, evidence=[bad], a_label=bad), _row("c", a=bad, a_id=bad)]
    html = render(rows, heading=bad, query=bad, stamp=bad, badges={"a": bad})
    assert "<img" not in html and "window.hacked=1</script>" not in html
    assert _Read(html).tags["script"] == 3 and _Read(html).tags["img"] == 0
    assert "\\u003c/script" in html and "&lt;/script&gt;" in html
    assert _data(html)["nodes"][1]["name"] == bad


def test_the_page_asks_no_host() -> None:
    html = render(_rows(20), heading="h")
    assert _Read(html).found == ["data:,"]
    assert not re.search(r"url\((?!['\"]?data:)", html.split("<script")[0])
    assert "cdn" not in html.split("<script")[0] and "sourceMappingURL" not in html
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy and policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy[1] and policy[1].count("unsafe") == 1


def test_the_table_says_what_the_picture_shows() -> None:
    html = render([_row("a", "b")], heading="h", query="MATCH (n) RETURN n", stamp="2024-06-01")
    for text in (
        "<td>名a</td><td>合作</td><td>名b</td><td>签约</td><td>写明</td><td>实际</td><td>s#1</td>",
        "MATCH (n)",
        "2024-06-01",
    ):
        assert text in html
    english = render([_row("a", "b")], heading="h", language="en")
    assert 'lang="en"' in english and "<td>partners with</td><td>名b</td><td>signed</td>" in english


def test_an_empty_result_says_so_and_brings_no_script() -> None:
    html = render([], heading="空")
    assert "没有可画的内容" in html and "<script" not in html


def test_a_cut_result_says_so() -> None:
    assert 'id="truncated"' in render([_row("a")], heading="h", truncated=True)
    assert 'id="truncated"' not in render([_row("a")], heading="h")


def test_every_type_has_a_look_of_its_own() -> None:
    looks = {label: (look(label).colour, look(label).shape) for label in entity_types()}
    assert len(set(looks.values())) == len(looks)
    shown = [name for name, edge in edge_types().items() if name not in ("ABOUT", "SAME_FACT", "CONFLICTS_WITH")]
    lines = {name: (line(name).colour, line(name).width, line(name).head) for name in shown}
    assert len(set(lines.values())) == len(lines)
    assert look("TypeOfTomorrow").shape in SHAPES and line("EDGE_OF_TOMORROW").head


@pytest.mark.parametrize("nodes", [1, 2, 40, 400, 1500])
def test_no_box_covers_another(nodes: int) -> None:
    shown = picture(_rows(nodes))
    boxes = {thing.id: Box(80 + len(thing.id) * 10, 40) for thing in shown.things}
    at = lay_out(boxes, [(tie.start, tie.end) for tie in shown.ties]).at
    assert at.keys() == boxes.keys()
    cells: dict[tuple[int, int], list[str]] = {}
    for name, (x, y) in at.items():
        near = [other for i in (-1, 0, 1) for j in (-1, 0, 1) for other in cells.get((x // 160 + i, y // 160 + j), ())]
        for other in near:
            u, v = at[other]
            apart = abs(x - u) + 1 >= (boxes[name].width + boxes[other].width) / 2 or abs(y - v) + 1 >= 40
            assert apart, (name, other)
        cells.setdefault((x // 160, y // 160), []).append(name)


def test_the_work_grows_with_the_network_and_not_with_its_square() -> None:
    def work(nodes: int) -> float:
        rows = _rows(nodes)
        began = time.process_time()
        html = render(rows, heading="大")
        took = time.process_time() - began
        assert len(_data(html)["nodes"]) == nodes + 1
        return took

    work(100)  # the first page also reads the assets
    assert work(5000) < 50 * work(500)
