"""Review at the doors: the command line, the routes, and who may write through them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

import api.cli.__main__  # noqa: F401 - brings the commands
from api.app import create_app
from api.cli.base import app
from api.cli.review import plain
from api.remote.connect import OPERATIONS, argument_types, result_type
from api.reviews import Page, Rule
from api.service import Service
from graph.errors import BadParameter
from graph.settings import settings
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from loaders.run import find_paths, load
from tests.api.clients import client_of
from tests.conftest import PROPOSALS
from tests.graph.test_reviews import QINGHE, SERVES, SHEET, SHORT, SOURCE, TIE, TUT, YUHU

TOLD = {"who": "规划员", "why": "已核对"}
SAID = ("--who", "规划员", "--why", "已核对")


@pytest.fixture
def client(store: GraphStore) -> Iterator[TestClient]:
    assert all(report.ok for report in load(store, [SHEET]))
    with client_of(create_app(Service(store))) as client:
        yield client


def ids(client: TestClient, **params: Any) -> list[str]:
    return [row["item_id"] for row in client.get("/v1/reviews", params=params).json()["rows"]]


def test_the_list_is_paged_filtered_and_comes_as_csv(client: TestClient) -> None:
    whole = ids(client)
    pages, after = [], ""
    while after is not None:
        part = client.get("/v1/reviews", params={"limit": 5, "after": after}).json()
        pages += [row["item_id"] for row in part["rows"]]
        after = part["next"]
    assert pages == whole
    assert len(whole) > 10
    assert ids(client, type="PARTNERS_WITH", min_confidence=0.95) == [TIE]
    assert ids(client, source=SOURCE, region="1407") == whole
    table = client.get("/v1/reviews", params={"format": "csv"}).text
    assert table.splitlines()[0].startswith("what,type,a,kind,b,confidence")
    assert TIE in table
    counts = client.get("/v1/reviews/counts").json()["rows"][0]
    assert (counts["claims"], counts["rejected"], counts["source_id"]) == (1, 0, SOURCE)


def test_one_is_shown_with_its_passage(client: TestClient) -> None:
    shown = client.get(f"/v1/reviews/{TIE}", params={"around": 1}).json()
    assert [(one["paragraph"], one["cited"]) for one in shown["passages"]] == [(1, False), (2, True), (3, False)]
    assert client.get("/v1/reviews/e-0").status_code == 404


def test_a_planner_decides_and_undoes(client: TestClient) -> None:
    done = client.post("/v1/reviews/accept", json={"items": [TIE], **TOLD}).json()
    assert set(done["along"]) == {TUT, YUHU}
    assert TIE not in ids(client)
    assert [one["who"] for one in client.get(f"/v1/reviews/{TIE}").json()["decisions"]] == ["规划员"]
    rows = client.get("/v1/queries/partners/of", params={"entity": TUT}).json()["rows"]
    assert [row["partner"] for row in rows] == ["玉湖社区"]
    assert client.post("/v1/reviews/undo", json={"decision": done["undo"], **TOLD}).status_code == 200
    assert TIE in ids(client)
    assert client.post("/v1/reviews/reject", json={"items": [SHORT], **TOLD}).status_code == 200
    assert SERVES not in ids(client)
    fixed = client.post("/v1/reviews/correct", json={"item": QINGHE, "changes": {"name": "青禾公司"}, **TOLD})
    assert fixed.status_code == 200
    merged = client.post("/v1/reviews/merge", json={"item": SHORT, "into": "青禾公司", **TOLD})
    assert merged.status_code == 200, merged.text
    assert ids(client, status="rejected") == []


def test_as_many_ids_may_be_given_as_a_body_holds(client: TestClient) -> None:
    items = [f"e-{number:016x}" for number in range(40_000)]
    fits = client.post("/v1/reviews/accept", json={"items": items, **TOLD})
    assert fits.status_code == 404
    over = client.post("/v1/reviews/accept", json={"items": [*items, TIE], **TOLD})
    assert (over.status_code, over.json()["errors"][0]["pointer"]) == (422, "#/items")


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("accept", {"items": [], **TOLD}, 422),
        ("accept", {"items": [TIE], "who": "", "why": "x"}, 422),
        ("accept", {"items": [TIE], "who": " ", "why": "x"}, 422),
        ("accept", {"items": [TIE, "e-0"], **TOLD}, 404),
        ("accept", {"items": [SOURCE], **TOLD}, 403),
        ("correct", {"item": TIE, "changes": {"kind": "friendly"}, **TOLD}, 422),
        ("correct", {"item": TIE, "changes": {"to": "无此地"}, **TOLD}, 404),
        ("merge", {"item": SHORT, "into": SHORT, **TOLD}, 403),
        ("merge", {"item": TIE, "into": QINGHE, **TOLD}, 403),
        ("undo", {"decision": "d-0", **TOLD}, 404),
        ("undo", {"decision": "d-\x9b", **TOLD}, 422),
    ],
)
def test_mistakes_are_told_and_nothing_is_written(client: TestClient, path: str, body: object, code: int) -> None:
    before = ids(client)
    answer = client.post(f"/v1/reviews/{path}", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (code, "application/problem+json")
    assert ids(client) == before


# --- the command line ---------------------------------------------------------------------------------


class Typed:
    """Commands in this process, on a store of their own."""

    def __init__(self) -> None:
        self.runner = CliRunner()

    def __call__(self, *args: str, code: int = 0, answer: str | None = None) -> str:
        done = self.runner.invoke(app, ["review", *args], input=answer)
        assert done.exit_code == code, done.output
        return done.output

    def ids(self, *args: str) -> list[str]:
        done = self.runner.invoke(app, ["review", "list", "--format", "json", *args])
        assert done.exit_code == 0, done.output
        return [row["item_id"] for row in json.loads(done.stdout)]


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Typed]:
    path = f"{tmp_path}/graph.kgl"
    with KgliteStore(path) as store:
        assert all(report.ok for report in load(store, find_paths([PROPOSALS])))
    monkeypatch.setenv("XIAODI_STORE", path)
    settings.cache_clear()
    yield Typed()
    settings.cache_clear()


def test_a_planner_reviews_at_the_terminal(typed: Typed) -> None:
    said = typed("list", "--type", "PARTNERS_WITH")
    assert "太原理工大学" in said
    assert TIE in said
    shown = typed("show", TIE)
    assert "▶ proposed-yuci#2" in shown
    assert "签约" in shown
    done = typed("accept", TIE, *SAID)
    assert "连带 2 个" in done
    assert TIE not in typed.ids()
    assert "规划员 accept" in typed("show", TIE)
    typed("undo", done.split()[-1], *SAID)
    assert TIE in typed.ids()
    typed("reject", SHORT, *SAID)
    assert typed.ids("--rejected") == [SHORT]
    typed("correct", QINGHE, "name=青禾公司", "aliases=[]", *SAID)
    typed("merge", SHORT, "青禾公司", *SAID)
    typed("correct", TIE, "valid_from=2024-05", "--leave-open", *SAID)
    assert TIE in typed.ids()


def test_many_are_decided_by_rule_after_asking(typed: Typed) -> None:
    rule = ("--source", SOURCE, "--min-confidence", "0.95")
    before = typed.ids()
    asked = typed("accept", *rule, *SAID, code=1, answer="n\n")
    assert f"{len(typed.ids('--min-confidence', '0.95'))} 条" in asked
    assert typed.ids() == before
    typed("accept", *rule, *SAID, answer="y\n")
    assert typed.ids("--min-confidence", "0.95") == []
    done = typed("reject", "--all", "--yes", *SAID)
    assert typed.ids() == []
    typed("undo", done.split()[-1], *SAID)
    assert typed.ids()


def test_a_rule_or_ids_must_be_given_but_not_both(typed: Typed) -> None:
    for args in ((), (TIE, "--type", "SERVES"), (TIE, "--all")):
        done = typed.runner.invoke(app, ["review", "accept", *args, *SAID])
        assert isinstance(done.exception, BadParameter)
    assert "没有选中" in str(typed.runner.invoke(app, ["review", "accept", "--type", "LEADS", *SAID]).exception)


def test_what_a_document_hides_does_not_reach_the_terminal() -> None:
    assert plain("校\x1b[2J\u202e地\u200b\tx") == "校[2J地\tx"


def test_another_process_may_ask_the_owner() -> None:
    for operation in ("reviews", "reviews_matching", "review", "accept", "reject", "correct", "merge_into", "undo"):
        assert operation in OPERATIONS
        assert argument_types(operation)
    carried = argument_types("reviews")["rule"].validate_python(Rule(source="s").model_dump(mode="json"))
    assert carried == Rule(source="s")
    page = Page([{"item_id": "e-1", "confidence": 0.5}], "0.5:e-1")
    assert result_type("reviews").validate_json(result_type("reviews").dump_json(page)) == page
