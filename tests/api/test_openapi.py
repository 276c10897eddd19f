"""The description of the API: every operation says what it does, what it takes, what it answers and how it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from api.app import create_app
from api.service import Service
from graph.settings import Settings
from graph.stores.kglite import KgliteStore

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2}")
REFUSALS = {"400", "401", "403", "404", "405", "409", "422", "429", "500", "503", "504"}
OPEN = ("/healthz", "/readyz", "/problems")
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder: Path = tmp_path_factory.mktemp("openapi")
    with KgliteStore(str(folder / "graph.kgl")) as store:
        yield create_app(Service(store), config=Settings(var=folder)).openapi()


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in described["paths"].items():
        for method, operation in item.items():
            assert method in METHODS
            yield f"{method} {path}", path, operation


def bodies(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What an operation answers with in JSON when it succeeds."""
    for status, response in operation["responses"].items():
        if status.startswith("2") and "application/json" in response.get("content", {}):
            yield response["content"]["application/json"]


def resolved(schema: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return dict(described["components"]["schemas"][name]) if name else schema


def test_every_operation_says_what_it_does_in_both_languages(described: dict[str, Any]) -> None:
    dumb = [
        where
        for where, _, operation in operations(described)
        if not (HAN.search(operation["summary"]) and LATIN.search(operation["summary"]) and operation["description"])
    ]
    assert dumb == []


def test_every_operation_has_a_name_of_its_own_and_a_tag_that_is_explained(described: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(names) == len(set(names)) > 100
    explained = {tag["name"]: tag["description"] for tag in described["tags"]}
    used = {tag for _, _, operation in operations(described) for tag in operation["tags"]}
    assert used == set(explained)


def test_every_parameter_is_described_and_every_required_one_has_an_example(described: dict[str, Any]) -> None:
    wanting = [
        (where, parameter["name"])
        for where, _, operation in operations(described)
        for parameter in operation["parameters"]
        if (not parameter.get("description") and parameter["in"] == "query")
        or (parameter.get("required") and not (parameter["schema"].get("examples") or "example" in parameter))
    ]  # fmt: skip
    assert wanting == []


def test_every_body_that_is_sent_has_an_example(described: dict[str, Any]) -> None:
    wanting = [
        where
        for where, _, operation in operations(described)
        for kind, body in operation.get("requestBody", {}).get("content", {}).items()
        if kind == "application/json"
        and not (body.get("examples") or resolved(body["schema"], described).get("examples"))
    ]
    assert wanting == []


def test_every_answer_has_an_example_that_its_own_schema_admits(described: dict[str, Any]) -> None:
    parts = {"components": described["components"]}
    wrong = [
        (where, fault.message)
        for where, _, operation in operations(described)
        for body in bodies(operation)
        for fault in Draft202012Validator(body["schema"] | parts).iter_errors(body["example"])
    ]
    assert wrong == []


def test_every_refusal_is_documented_as_a_problem(described: dict[str, Any]) -> None:
    for where, path, operation in operations(described):
        responses = operation["responses"]
        wanted = REFUSALS - {"401", "403", "404", "409"} if path.startswith(OPEN) else REFUSALS
        if path.startswith("/v1/"):
            assert wanted <= set(responses), where
        for status, response in responses.items():
            if status[0] in "45" and path.startswith("/v1/"):
                assert list(response["content"]) == ["application/problem+json"], (where, status)
                assert "X-Request-ID" in response["headers"], (where, status)
        if path.startswith("/v1/"):
            assert "Retry-After" in responses["429"]["headers"]


def test_every_list_comes_in_pages(described: dict[str, Any]) -> None:
    lists = 0
    for where, _, operation in operations(described):
        for body in bodies(operation):
            if where.startswith("post") or "rows" not in resolved(body["schema"], described).get("properties", {}):
                continue
            lists += 1
            given = {parameter["name"]: parameter["schema"] for parameter in operation["parameters"]}
            assert {"limit", "after"} <= set(given), where
            assert "Link" in operation["responses"]["200"]["headers"] or "$ref" in body["schema"], where
            assert "410" in operation["responses"], where
    assert lists > 50


def test_an_export_that_is_json_is_described_as_an_object_and_lines_as_text(described: dict[str, Any]) -> None:
    content = described["paths"]["/v1/exports/graph"]["get"]["responses"]["200"]["content"]
    assert content["application/ld+json"]["schema"]["type"] == "object"
    assert content["application/x-ndjson"]["schema"]["type"] == "string"
