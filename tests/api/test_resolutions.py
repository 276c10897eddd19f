"""Mentions resolved over HTTP as the command resolves them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from graph.settings import Settings
from graph.stores.kglite import KgliteStore
from loaders.run import find_paths, load
from tests.api.clients import client_of
from tests.conftest import FACTSHEETS


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("resolutions")
    with KgliteStore(str(folder / "graph.kgl")) as store:
        for report in load(store, find_paths([FACTSHEETS / "000-yuci.yaml"])):
            assert report.ok
        with client_of(create_app(Service(store), config=Settings(var=folder))) as client:
            yield client


def test_names_lead_to_entities_with_reasons_in_the_language_asked_for(client: TestClient) -> None:
    mentions = [
        {"text": "龙湖社区", "context": "榆次区"},
        {"text": "山西医科大学", "type": "University"},
        {"text": "无此机构研究院"},
    ]
    zh = client.post("/v1/resolutions", json={"mentions": mentions}).json()["resolutions"]
    en = client.post("/v1/resolutions?lang=en", json={"mentions": mentions}).json()["resolutions"]
    assert [answer["kind"] for answer in zh] == ["link", "link", "none"]
    assert zh[0]["id"].startswith("cn-140702")
    assert zh[1]["label"] == "University"
    assert zh[0]["why"] != en[0]["why"]
    assert [answer["id"] for answer in zh] == [answer["id"] for answer in en]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"mentions": []},
        {"mentions": [{"text": ""}]},
        {"mentions": [{"mention": "玉湖社区"}]},
        {"mentions": ["玉湖社区"]},
        {"mentions": [{"text": "甲"}] * 1_001},
    ],
)
def test_what_is_no_list_of_mentions_is_refused(client: TestClient, body: object) -> None:
    answer = client.post("/v1/resolutions", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_what_a_mention_means_does_not_depend_on_those_beside_it(client: TestClient) -> None:
    given = [
        {"text": "瓦郭村委会", "context": "山西省"},
        {"text": "云南财经会大学", "context": "呈贡区"},
        {"text": "玉湖居委会", "context": "晋中市"},
        {"text": "五湖社区", "context": "榆次区"},
        {"text": "龙湖社区"},
        {"text": "moe-4114010112"},
    ]
    together = client.post("/v1/resolutions", json={"mentions": [*given, *given]}).json()["resolutions"]
    alone = [client.post("/v1/resolutions", json={"mentions": [one]}).json()["resolutions"][0] for one in given]
    assert together == alone * 2


def test_names_are_read_again_when_the_graph_has_changed(tmp_path: Path) -> None:
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        service = Service(store)
        with client_of(create_app(service, config=Settings(var=tmp_path))) as client:
            body = {"mentions": [{"text": "长城集团", "context": "榆次区"}]}
            before = client.post("/v1/resolutions", json=body).json()["resolutions"][0]["kind"]
            service.load([str(FACTSHEETS / "000-yuci.yaml")])
            after = client.post("/v1/resolutions", json=body).json()["resolutions"][0]["kind"]
    assert (before, after) == ("none", "link")
