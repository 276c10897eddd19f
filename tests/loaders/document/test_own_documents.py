"""The labels of our own documents: what they name is printed, and what they cite stands there."""

import csv
import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from graph.settings import ROOT

FOLDER = ROOT / "tests" / "documents"
REGISTRY = ROOT / "data" / "registry"
TYPES = {
    *("Association", "College", "Community", "Enterprise", "Government", "Hospital"),
    *("Platform", "Region", "School", "Subdistrict", "University", "Village"),
}
RELATIONS = {"ESTABLISHED", "GOVERNS", "HOSTS", "LOCATED_IN", "PARTNERS_WITH", "PART_OF", "SERVES"}
FOUNDED = {"Association", "College", "Enterprise", "Government", "Platform", "School"}
#: A name may stand this many lines from where its relation is cited.
NEAR = 4
#: Twelve characters in common are a phrase that was copied.
COPIED = 12


class Labelled(NamedTuple):
    """A document and its labels."""

    path: Path
    text: str
    gold: dict[str, Any]

    @property
    def lines(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.strip()]

    @property
    def entities(self) -> dict[str, dict[str, Any]]:
        return {entity["name"]: entity for entity in self.gold["entities"]}


def solid(text: str) -> str:
    """A text without white space, so that a name broken over two lines is whole."""
    return re.sub(r"\s", "", text)


def read(path: Path) -> Labelled:
    return Labelled(path, path.with_suffix(".txt").read_text("utf-8"), json.loads(path.read_text("utf-8")))


DOCUMENTS = [read(path) for path in sorted(FOLDER.glob("*/*.json"))]
each = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.path.stem)


def test_the_twelve_are_there() -> None:
    assert [document.path.parent.name for document in DOCUMENTS] == ["seen"] * 6 + ["unseen"] * 6


@each
def test_a_label_file_names_its_text_and_all_its_lines(document: Labelled) -> None:
    assert document.gold["text"] == f"{document.path.parent.name}/{document.path.stem}.txt"
    assert document.gold["scope"] == [1, len(document.lines)]
    assert 1200 <= len(solid(document.text)) <= 3000


@each
def test_each_mention_is_printed(document: Labelled) -> None:
    text = solid(document.text)
    mentions = [mention for entity in document.gold["entities"] for mention in entity["mentions"]]
    assert mentions
    assert [mention for mention in mentions if solid(mention) not in text] == []


@each
def test_broken_mentions_are_exactly_those_of_no_line(document: Labelled) -> None:
    for entity in document.gold["entities"]:
        broken = {mention for mention in entity["mentions"] if not any(mention in line for line in document.lines)}
        assert broken == set(entity.get("wrapped_mentions", [])), entity["name"]


@each
def test_each_name_is_of_one_entity(document: Labelled) -> None:
    taken: dict[str, str] = {}
    for entity in document.gold["entities"]:
        for name in {entity["name"], *entity["mentions"], *entity.get("aliases", [])}:
            assert taken.setdefault(name, entity["name"]) == entity["name"], name


@each
def test_types_are_known(document: Labelled) -> None:
    for entity in document.gold["entities"]:
        assert {entity["type"], *entity.get("alt_types", [])} <= TYPES, entity["name"]
    assert {relation["type"] for relation in document.gold["relations"]} <= RELATIONS


@each
def test_ends_of_relations_are_entities(document: Labelled) -> None:
    names = set(document.entities)
    for relation in document.gold["relations"]:
        assert {relation["source"], relation["target"]} <= names
        assert relation["source"] != relation["target"]
    assert {name for group in document.gold["equivalent_groups"] for name in group} <= names


@each
def test_a_relation_is_labelled_once(document: Labelled) -> None:
    seen = set()
    for relation in document.gold["relations"]:
        ends = (relation["source"], relation["target"])
        key = (relation["type"], *(sorted(ends) if relation["type"] == "PARTNERS_WITH" else ends))
        assert key not in seen
        seen.add(key)


@each
def test_what_is_cited_stands_on_its_line(document: Labelled) -> None:
    for relation in document.gold["relations"]:
        evidence = relation["evidence"]
        first, last = document.gold["scope"]
        assert first <= evidence["paragraph"] <= last
        assert evidence["anchor"] in document.lines[evidence["paragraph"] - 1], relation


@each
def test_ends_are_named_near_the_line_or_the_label_says_why_not(document: Labelled) -> None:
    for relation in document.gold["relations"]:
        at = relation["evidence"]["paragraph"] - 1
        near = solid("".join(document.lines[max(0, at - NEAR) : at + NEAR + 1]))
        for end in (relation["source"], relation["target"]):
            printed = any(solid(mention) in near for mention in document.entities[end]["mentions"])
            assert printed or relation.get("note"), relation


@each
def test_no_place_or_university_is_founded(document: Labelled) -> None:
    for relation in document.gold["relations"]:
        founded = document.entities[relation["target"]]
        kinds = {founded["type"], *founded.get("alt_types", [])}
        assert relation["type"] != "ESTABLISHED" or kinds & FOUNDED, relation


@each
def test_founders_of_one_platform_are_tied(document: Labelled) -> None:
    ties = {
        frozenset((relation["source"], relation["target"]))
        for relation in document.gold["relations"]
        if relation["type"] == "PARTNERS_WITH"
    }
    ties |= {frozenset(pair) for group in document.gold["equivalent_groups"] for pair in combinations(group, 2)}
    founders: dict[str, list[str]] = {}
    for relation in document.gold["relations"]:
        if relation["type"] == "ESTABLISHED" and not relation.get("optional"):
            founders.setdefault(relation["target"], []).append(relation["source"])
    for platform, names in founders.items():
        assert {frozenset(pair) for pair in combinations(names, 2)} <= ties, platform


@each
def test_universities_are_of_the_registry(document: Labelled) -> None:
    known = set()
    for name in ("universities-2017.csv", "universities-2026.csv"):
        with (REGISTRY / name).open(encoding="utf-8") as file:
            known |= {row["name"] for row in csv.DictReader(file)}
    named = {entity["name"] for entity in document.gold["entities"] if entity["type"] == "University"}
    assert named <= known


@each
def test_no_phrase_is_from_the_five_documents(document: Labelled, seeds: Path) -> None:
    text = solid(document.text)
    phrases = {text[i : i + COPIED] for i in range(len(text) - COPIED + 1)}
    for path in seeds.glob("*.txt"):
        theirs = solid(path.read_text("utf-8"))
        assert {phrase for phrase in phrases if phrase in theirs} == set(), path.name
