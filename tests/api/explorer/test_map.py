"""Pictures as data: what they hold, what stays where it was, and what the page says where there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.explorer.drawing.asked import Asked
from api.explorer.drawing.drawn import draw
from api.explorer.drawing.growing import PAGE
from api.explorer.drawing.placing import figure
from api.service import Service
from api.views.layout import Box, place_more
from api.views.room import Room
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from loaders.run import find_paths, load
from tests.api.clients import client_of
from tests.api.explorer.hub import HUB, write_hub
from tests.conftest import FACTSHEETS

YUNNAN, CLOUD = "云南大学", "云南云上云大数据产业发展有限公司"
HOSTILE = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def asking(five: GraphStore) -> Service:
    return Service(five, prepared=True)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with KgliteStore(str(tmp_path_factory.mktemp("map") / "graph.kgl")) as store:
        assert all(report.ok for report in load(store, find_paths([FACTSHEETS])))
        with client_of(create_app(Service(store))) as found:
            yield found


def _drawn(service: Service, **asked: Any) -> dict[str, Any]:
    return draw(service, Asked(**asked), "zh")


def _at(picture: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {one["id"]: (one["x"], one["y"]) for one in picture["nodes"]}


@pytest.mark.parametrize("asked", [{}, {"limit": 60}, {"place": "榆次区"}, {"entity": "雁山区", "depth": 2}])
def test_the_question_that_a_picture_names_gives_that_picture(asking: Service, asked: dict[str, Any]) -> None:
    picture = _drawn(asking, **asked)
    rows = asking.ask(picture["query"]["name"], picture["query"]["params"]).rows
    assert {row[side] for row in rows for side in ("a_id", "b_id") if row[side]} == set(_at(picture))
    assert {row["edge_id"] for row in rows if row["edge_id"]} == {one["id"] for one in picture["edges"]}


def test_a_limit_keeps_the_best_connected_and_says_how_many_there_are(asking: Service) -> None:
    whole, part = _drawn(asking), _drawn(asking, limit=60)
    assert (part["begun"], part["total"], part["truncated"]) == (60, len(whole["nodes"]), True)
    assert not whole["truncated"]
    least = min(one["degree"] for one in part["nodes"])
    assert least >= max(one["degree"] for one in whole["nodes"] if one["id"] not in _at(part))


def test_relations_beyond_the_rows_of_an_answer_are_drawn(tmp_path: Path) -> None:
    rows = 700
    with KgliteStore(str(tmp_path / "graph.kgl"), limit=rows) as store:
        write_hub(store, 900)
        picture = _drawn(Service(store), limit=1_000)
    assert len(picture["nodes"]) == rows and picture["truncated"]
    assert len(picture["edges"]) == rows - 1 + 10  # of the hub, and among the first five


def test_more_of_the_same_moves_nothing(asking: Service) -> None:
    before, after = _at(_drawn(asking, limit=60)), _at(_drawn(asking, limit=120, kept=60))
    assert len(after) == 120
    assert {id_: after[id_] for id_ in before} == before


def test_an_expansion_moves_nothing_and_stands_around_its_anchor(asking: Service) -> None:
    before = _drawn(asking, entity=YUNNAN)
    after = _drawn(asking, entity=YUNNAN, expand=("呈贡区",))
    places, hub = _at(after), asking.resolve("呈贡区").id
    assert {id_: places[id_] for id_ in _at(before)} == _at(before)
    added = [one for one in after["nodes"] if one["by"]]
    assert added and all((one["by"], one["anchor"]) == ([hub], hub) for one in added)
    assert all({one["id"], hub} & {edge["from"] for edge in after["edges"]} for one in added)
    assert after["expansions"][0]["shown"] == after["expansions"][0]["total"] >= len(added)


def test_no_symbol_with_its_label_covers_another_even_after_expansions(asking: Service) -> None:
    picture = _drawn(asking, entity=YUNNAN, expand=("呈贡区", "晋中市", "雁山区"))
    assert len(picture["nodes"]) > 80
    boxes = [_covered(one) for one in picture["nodes"]]
    assert not [1 for a, b in combinations(boxes, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]


def _covered(one: dict[str, Any]) -> tuple[float, float, float, float]:
    drawn = figure({"name": one["name"], "label": one["label"], "relations": one["degree"]})
    lines = one["text"].count("\n") + 1
    half, low = drawn.box.width / 2 - 7, one["size"] + lines * one["font"] * 1.2
    return one["x"] - half, one["y"] - one["size"], one["x"] + half, one["y"] + low


def test_a_path_shows_what_its_steps_run_through(asking: Service) -> None:
    picture = _drawn(asking, path=(YUNNAN, CLOUD))
    names = {one["id"]: one["name"] for one in picture["nodes"]}
    assert [names[id_] for id_ in picture["path"]["stops"]] == [YUNNAN, "华为技术有限公司", CLOUD]
    assert picture["path"]["via"][0] == "医疗信息化模型" in names.values()
    assert set(picture["path"]["edges"]) == {one["id"] for one in picture["edges"]}
    assert picture["path"]["evidence"] and all(one["evidence"] for one in picture["edges"])


def test_a_picture_names_the_sources_that_it_cites(asking: Service) -> None:
    picture = _drawn(asking, place="榆次区")
    cited = {ref.partition("#")[0] for one in (*picture["nodes"], *picture["edges"]) for ref in one["evidence"]}
    assert set(picture["sources"]) == cited
    assert picture["sources"]["000-yuci"] == {"name": "榆次区校地共建“四联四转”", "kind": "document"}


def test_where_there_is_no_path_both_ends_are_shown(asking: Service) -> None:
    picture = _drawn(asking, path=(YUNNAN, "玉湖社区"))
    assert picture["path"]["stops"] == picture["edges"] == []
    assert {one["name"] for one in picture["nodes"]} == {YUNNAN, "玉湖社区"}


def test_a_question_that_gives_relations_is_drawn_with_these_alone(asking: Service) -> None:
    picture = _drawn(asking, query="network/ties", params={"place": "呈贡区"})
    rows = asking.ask("network/ties", {"place": "呈贡区"}).rows
    assert {one["id"] for one in picture["edges"]} == {row["edge_id"] for row in rows}


def test_a_hub_comes_in_pages_the_most_connected_first(tmp_path: Path) -> None:
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        service = Service(store)
        write_hub(store, 2_000)
        one, two = (_drawn(service, entity=HUB, limit=1, expand=(HUB,) * pages) for pages in (1, 2))
        assert one["expansions"] == [{"id": HUB, "shown": PAGE, "total": 2_000}]
        assert len(two["nodes"]) == 1 + 2 * PAGE
        assert {found["id"] for found in one["nodes"]} >= {f"x-{number:04}" for number in range(5)}
        assert {id_: _at(two)[id_] for id_ in _at(one)} == _at(one)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("entity=没有这个", 404),
        ("query=no/such", 404),
        ("query=partners/of", 422),
        ("entity=云南大学&place=榆次区", 422),
        ("path=云南大学", 422),
        ("query=network/ties&params=x", 422),
        ("limit=5001", 422),
    ],
)
def test_what_cannot_be_drawn_is_told(client: TestClient, asked: str, status: int) -> None:
    answer = client.get(f"/v1/pictures?{asked}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_a_picture_is_sent_again_only_when_something_changed(client: TestClient) -> None:
    first = client.get("/v1/pictures?entity=云南大学")
    assert first.status_code == 200
    again = client.get("/v1/pictures?entity=云南大学", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(("language", "word"), [("zh", "筛选与图例"), ("en", "Filters and legend")])
def test_the_page_speaks_both_languages_and_names_what_it_shows(client: TestClient, language: str, word: str) -> None:
    page = client.get(f"/map?entity={YUNNAN}&lang={language}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert word in page.text and f"<h1>{YUNNAN}</h1>" in page.text
    assert "'unsafe-inline'" not in page.headers["content-security-policy"]


@pytest.mark.parametrize("asked", ["entity", "place", "path", "query"])
def test_who_is_not_there_leads_to_the_page_of_problems(client: TestClient, asked: str) -> None:
    page = client.get("/map", params={asked: f"{HOSTILE},{HOSTILE}"}, headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["content-type"].partition(";")[0]) == (404, "text/html")
    assert HOSTILE not in page.text and "<img" not in page.text


def test_room_gives_the_nearest_free_place_and_the_same_each_time() -> None:
    room = Room()
    room.take(0, 0, 3, 2)
    assert room.nearest(0, 0, 3, 2) == (0, -2)
    room.take(0, -2, 3, 2)
    assert room.nearest(0, 0, 3, 2) == (0, 2)
    assert room.nearest(10, 10, 1, 1) == (10, 10)
    boxes = {name: Box(40, 40) for name in "abc"}
    placed = place_more({"a": (0, 0)}, boxes, {"b": "a", "c": "b"})
    assert placed["a"] == (0, 0) and len(set(placed.values())) == 3
