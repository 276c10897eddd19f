"""What a fact sheet says, said by tables, is the same graph."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.kept import Props
from loaders.base import Facts
from loaders.factsheet import facts_of
from loaders.factsheet_read import parse_sheet, read_sheet
from loaders.table.table import load_table
from tests.conftest import FACTSHEETS, PROPOSALS
from tests.loaders.table.as_tables import write_workbook

SHEETS = sorted([*FACTSHEETS.glob("*.yaml"), *PROPOSALS.glob("*.yaml")])


def told(facts: Facts) -> tuple[list[Props], list[Props]]:
    """What is stated, without where it is written and what kind of file it is."""
    nodes = sorted((_plain(node.entry()) for node in facts.nodes), key=lambda one: (one["origin"], str(one)))
    edges = [_plain(edge.entry()) for edge in facts.edges]
    return nodes, sorted(
        edges, key=lambda one: (one["type"], one["start"], one["end"], one["discriminator"], one["key"])
    )


def _plain(entry: Props) -> Props:
    file = ("kind", "document") if entry.get("label") == "Source" else ()
    props = {name: value for name, value in entry["props"].items() if name not in file}
    props = {name: list(value) if isinstance(value, tuple) else value for name, value in props.items()}
    return {**entry, "evidence": [], "props": props, "reasons": [list(one) for one in entry.get("reasons", ())]}


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_a_fact_sheet_as_a_workbook_states_the_same(path: Path, tmp_path: Path) -> None:
    sheet = replace(read_sheet(path), passages=[])
    book = tmp_path / "book.xlsx"
    write_workbook(sheet, book)
    by_tables = load_table(book)
    assert isinstance(by_tables, Facts)
    assert told(by_tables) == told(facts_of(sheet))


# --- invented facts --------------------------------------------------------------------------------

_NAME = st.text("甲乙丙丁戊己庚辛壬癸子丑寅卯", min_size=2, max_size=4)
_DATE = st.sampled_from(["2021", "2022-08", "2023-06-15"])
_KEYED = ("Agreement", "Activity", "Need", "Service")
_RELATIONS = {
    "PARTY_TO": (("Enterprise", "School"), ("Agreement",)),
    "PARTICIPATES_IN": (("Enterprise", "School"), ("Activity",)),
    "HAS_NEED": (("Enterprise", "School"), ("Need",)),
    "PROVIDES": (("Enterprise", "School"), ("Service",)),
    "PARTNERS_WITH": (("Enterprise", "School"), ("Enterprise", "School")),
    "OPERATES": (("Enterprise", "School"), ("Platform",)),
}


@st.composite
def _facts(draw: st.DrawFn) -> str:
    """A fact sheet of invented things."""
    names = draw(st.lists(_NAME, min_size=2, max_size=8, unique=True))
    types = {name: draw(st.sampled_from(["Enterprise", "School", "Platform", *_KEYED])) for name in names}
    entities = []
    for number, (name, label) in enumerate(types.items()):
        one: dict[str, Any] = {"type": label, "name": name, "key": f"k{number}", "at": 1}
        one["modality"] = draw(st.sampled_from(["actual", "planned", "ended"]))
        if label in ("Agreement", "Activity"):
            one["date"] = draw(_DATE)
        if label in ("Need", "Service"):
            one |= {"count": draw(st.integers(0, 500)), "categories": draw(st.lists(_NAME, max_size=3))}
        if label == "Platform":
            one |= {"aliases": draw(st.lists(_NAME, max_size=2)), "level": draw(st.sampled_from(["省级", "市级"]))}
        entities.append(one)
    keys = {one["key"]: one["type"] for one in entities}
    relations: dict[tuple[str, frozenset[str]], dict[str, Any]] = {}
    for _ in range(draw(st.integers(0, 8))):
        name = draw(st.sampled_from(sorted(_RELATIONS)))
        starts, ends = ([key for key, label in keys.items() if label in side] for side in _RELATIONS[name])
        if not starts or not ends:
            continue
        start, end = draw(st.sampled_from(starts)), draw(st.sampled_from(ends))
        if start != end:
            one = {"from": start, "type": name, "to": end, "at": 1, "valid_from": draw(_DATE)}
            one |= {"kind": "paired"} if name == "PARTNERS_WITH" else {}
            relations[name, frozenset((start, end))] = one
    claims = [
        {"key": f"c{n}", "about": draw(st.sampled_from(sorted(keys))), "topic": draw(_NAME), "at": 1,
         "printed": f"{draw(st.integers(1, 10**6))}{draw(st.sampled_from(['余', '多', '']))}名", "as_of": draw(_DATE)}
        for n in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    head = {"id": "made", "title": "造", "region": "140702"}
    return json.dumps(
        {"source": head, "entities": entities, "relations": list(relations.values()), "claims": claims},
        ensure_ascii=False,
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_facts())
def test_invented_facts_as_a_workbook_state_the_same(tmp_path: Path, text: str) -> None:
    sheet = parse_sheet(text, tmp_path / "made.yaml")
    book = tmp_path / "book.xlsx"
    write_workbook(sheet, book)
    by_tables = load_table(book)
    assert isinstance(by_tables, Facts)
    assert told(by_tables) == told(facts_of(sheet))
