"""Every place and HEI of the five sheets is joined to its registry entry, or a table says why there is none."""

import csv
import lzma
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from graph.identity import entity_id
from graph.ontology import entity_types
from graph.settings import ROOT
from graph.statements import NodeStatement
from loaders.factsheet import FactSheetLoader
from loaders.factsheet_read import read_sheet
from tests.conftest import FACTSHEETS

REGISTRY = ROOT / "data" / "registry"
UNJOINED = Path(__file__).with_name("unjoined.tsv")
LENGTHS = {"Province": 2, "City": 4, "District": 6, "Subdistrict": 9, "Community": 12}
COMMITTEE = re.compile(r"(居民委员会|居委会|村民委员会|村委会)$")


@cache
def divisions() -> dict[str, str]:
    """Code to name, read without the code under test."""
    with lzma.open(REGISTRY / "divisions-2023.csv.xz", "rt", encoding="utf-8") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file) if row["code"][:2] in ("14", "45", "53")}


@cache
def heis() -> dict[str, set[str]]:
    """HEI name to the codes of its provinces, and to its Ministry's code."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in ("universities-2017.csv", "universities-2026.csv"):
        with (REGISTRY / name).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                found[row["name"]].add(row.get("code") or row["province_code"])
    return found


@cache
def wanted() -> list[tuple[str, str, NodeStatement]]:
    """Sheet, its region, and each place and HEI that it states."""
    found = []
    for path in sorted(FACTSHEETS.glob("*.yaml")):
        region = read_sheet(path).source.region
        for node in FactSheetLoader().load(path).nodes:
            family = entity_types()[node.label].family if node.label in entity_types() else ""
            if family == "Place" or node.label == "University":
                found.append((path.stem, region, node))
    return found


def unjoined() -> dict[tuple[str, str, str], str]:
    with UNJOINED.open(encoding="utf-8") as file:
        return {(r["sheet"], r["label"], r["name"]): r["reason"] for r in csv.DictReader(file, delimiter="\t")}


def name_of(node: NodeStatement) -> str:
    return str(node.statement.props["name"])


def is_joined(node: NodeStatement) -> bool:
    return node.id.startswith(("cn-", "moe-")) or name_of(node) in heis()


def bare(name: str) -> str:
    """玉湖社区居民委员会 -> 玉湖社区, 西郝村委会 -> 西郝, 西郝村 -> 西郝."""
    stem = COMMITTEE.sub("", name)
    return stem if stem.endswith("社区") else stem.removesuffix("村")


def test_the_sheets_speak_of_many() -> None:
    assert len(wanted()) > 80


@pytest.mark.parametrize("sheet", sorted(path.stem for path in FACTSHEETS.glob("*.yaml")))
def test_each_is_joined_or_the_table_says_why_not(sheet: str) -> None:
    missing = {(stem, node.label, name_of(node)) for stem, _, node in wanted() if stem == sheet and not is_joined(node)}
    assert missing == {key for key in unjoined() if key[0] == sheet}


def test_the_table_gives_a_reason_for_each() -> None:
    assert all(len(reason) > len("登记不收") for reason in unjoined().values())


def test_a_joined_place_bears_the_registered_name_and_lies_where_the_sheet_is_about() -> None:
    for sheet, region, node in wanted():
        if node.id.startswith("cn-"):
            code = node.id.removeprefix("cn-")
            assert len(code) == LENGTHS[node.label], (sheet, node.id)
            assert bare(divisions()[code]) == bare(name_of(node)), (sheet, node.id)
            assert code[:2] == region[:2], (sheet, node.id)
            if node.label in ("Subdistrict", "Community"):
                assert code.startswith(region), (sheet, node.id)


def test_a_joined_place_is_the_only_one_of_its_name_there() -> None:
    for sheet, region, node in wanted():
        if node.id.startswith("cn-") and node.label in ("Subdistrict", "Community"):
            length = LENGTHS[node.label]
            within = [c for c in divisions() if len(c) == length and c.startswith(region)]
            same = [c for c in within if bare(divisions()[c]) == bare(name_of(node))]
            assert same == [node.id.removeprefix("cn-")], (sheet, name_of(node), same)


def test_a_joined_hei_bears_the_listed_name_and_code() -> None:
    for sheet, _, node in wanted():
        if node.label == "University" and is_joined(node):
            codes = heis()[name_of(node)]
            if node.id.startswith("moe-"):
                assert node.id.removeprefix("moe-") in codes, (sheet, node.id)
            else:
                (province,) = codes  # were it on the list of 2017, the Ministry's code would stand beside it
                assert node.id == entity_id(entity_types()["University"], name_of(node), f"cn-{province}"), sheet


def test_what_the_table_lists_is_in_no_registry() -> None:
    regions = {stem: region for stem, region, _ in wanted()}
    for sheet, label, name in unjoined():
        if label == "University":
            assert name not in heis()
        elif label in LENGTHS:
            there = [n for c, n in divisions().items() if c.startswith(regions[sheet]) and bare(n) == bare(name)]
            assert there == [], (name, there)
