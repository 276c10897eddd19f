"""The pages of regions: what is not known is said to be so, and a region is a place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.explorer.coverage import THIN, WIDTH, bar
from api.report.build import build
from api.service import Service
from graph.stores.kglite import KgliteStore
from tests.api.clients import client_of
from tests.conftest import FACTSHEETS

LEVELS = ("formal", "other", "declared", "surveyed_none", "unrecorded", "unsurveyed")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with KgliteStore(str(tmp_path_factory.mktemp("regions") / "graph.kgl")) as store:
        desk = Service(store)
        desk.load([str(FACTSHEETS / "000-yuci.yaml")])
        yield desk


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with client_of(create_app(service), headers={"Accept": "text/html"}) as client:
        yield client


def test_without_a_list_of_universities_none_is_counted(service: Service, client: TestClient) -> None:
    assert not service.lists_universities()
    assert "名录校址在此 未装名录" in client.get("/regions/cn-140702", params={"lang": "zh"}).text
    seats = next(one for one in service.compare_regions("榆次区", "晋中市").measures if one.name.zh == "高校·名录校址")
    assert (seats.first, seats.second) == (None, None)
    assert "未装高校名录" in str(build(service, "榆次区"))


def test_only_a_place_has_a_page_of_coverage(client: TestClient) -> None:
    answer = client.get("/regions/中医阁", follow_redirects=True, params={"lang": "zh"})
    assert answer.status_code == 404
    assert "中医阁 不是一个地方" in answer.text


def test_a_part_of_a_bar_is_never_too_thin_to_see() -> None:
    counts = dict(zip(LEVELS, (1, 0, 2, 0, 0, 2198), strict=True))
    drawn = bar(
        {f"communities_{name}": count for name, count in counts.items()} | {"communities_figure": None}, "communities"
    )
    assert [(one.name, one.count) for one in drawn.segments] == [("formal", 1), ("declared", 2), ("unsurveyed", 2198)]
    assert min(one.width for one in drawn.segments) == THIN
    assert [one.x for one in drawn.segments] == [0, THIN, 2 * THIN]
    assert sum(one.width for one in drawn.segments) == WIDTH
