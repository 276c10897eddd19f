"""The acceptance questions about the five documents: a named query answers each, on both engines."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.search import NameIndex
from graph.store import GraphStore, Row
from loaders.registry_source import registry_paths
from loaders.run import find_paths, load
from queries.library import ask
from tests.conftest import ENGINES, FACTSHEETS, open_empty
from tests.registry_part import load_districts


def _lines(path: Path) -> dict[str, dict[str, Any]]:
    """The lines of a file of JSON, by id."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len({line["id"] for line in lines}) == len(lines), f"an id stands twice in {path}"
    return {line["id"]: line for line in lines}


OURS = _lines(Path(__file__).with_name("questions.jsonl"))
#: More questions of the same kinds, whose answers were read from the documents; they need no document to be there.
FURTHER = _lines(Path(__file__).with_name("further.jsonl"))


@pytest.fixture(scope="session")
def questions(seeds: Path) -> dict[str, dict[str, Any]]:
    """The questions with their answers, which stand beside the documents."""
    return _lines(seeds.parent / "questions.jsonl")


@pytest.fixture(scope="module")
def names(five: GraphStore) -> NameIndex:
    return NameIndex(five)


def test_each_question_has_its_query(questions: dict[str, dict[str, Any]]) -> None:
    assert sorted(OURS) == sorted(questions)


@pytest.mark.parametrize("id_", OURS)
def test_answer(id_: str, five: GraphStore, names: NameIndex, questions: dict[str, dict[str, Any]]) -> None:
    ours, question = OURS[id_], questions[id_]
    rows = ask(five, names, ours["query"], ours["params"]).rows
    given = list(_cells(rows, ours["columns"]))
    assert _answers(given, question["answer"], ordered=question["ordered"]), f"{question['question_zh']} {given}"


@pytest.mark.parametrize("id_", FURTHER)
def test_further_answer(id_: str, five: GraphStore, names: NameIndex) -> None:
    ours = FURTHER[id_]
    given = list(_cells(ask(five, names, ours["query"], ours["params"]).rows, ours["columns"]))
    assert _answers(given, ours["answer"], ordered=ours["ordered"]), f"{ours['query']} {given}"


@pytest.fixture(scope="module", params=ENGINES)
def registered(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[GraphStore, NameIndex]]:
    """The five sheets, and the registry of the districts that they speak of; with `make soak` the whole nation."""
    with open_empty(request.param, request, tmp_path_factory.mktemp("registered")) as opened:
        if "XIAODI_SOAK" in os.environ:
            assert all(report.ok for report in load(opened, registry_paths([])))
        else:
            load_districts(opened)
        assert all(report.ok for report in load(opened, find_paths([FACTSHEETS])))
        yield opened, NameIndex(opened)


@pytest.mark.parametrize("id_", OURS)
def test_the_registry_changes_no_answer(
    id_: str, registered: tuple[GraphStore, NameIndex], questions: dict[str, dict[str, Any]]
) -> None:
    ours, question = OURS[id_], questions[id_]
    rows = ask(*registered, ours["query"], ours["params"]).rows
    given = list(_cells(rows, ours["columns"]))
    assert _answers(given, question["answer"], ordered=question["ordered"]), f"{question['question_zh']} {given}"


#: What a cell may be taken for: what it says, and for a figure as printed also its number.
_Cell = tuple[Any, ...]


def _cells(rows: list[Row], columns: list[str]) -> Iterator[_Cell]:
    """The chosen columns, row by row, with lists opened and nulls dropped."""
    for row in rows:
        for column in columns:
            cell = row[column]
            for item in cell if isinstance(cell, list) else [cell]:
                if item is not None:
                    yield (item, row["value"]) if column == "printed" and "value" in row else (item,)


def _answers(given: list[_Cell], answer: list[Any], *, ordered: bool) -> bool:
    """Whether the cells are the answer, as a list or as a multiset."""
    if len(given) != len(answer):
        return False
    if ordered:
        return all(item in cell for cell, item in zip(given, answer, strict=True))
    left = list(given)
    for item in answer:
        found = next((cell for cell in left if item in cell), None)
        if found is None:
            return False
        left.remove(found)
    return True
