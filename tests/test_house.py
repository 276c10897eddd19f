"""The house: arrows that hold and break, generated pages that are fresh, discoveries that are listed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.reference import PAGES, stale
from graph.ontology import edge_types, entity_types, joins, record_types, tie_edges
from graph.settings import ROOT
from queries.library import library

ROOMS = ("graph", "loaders", "queries", "api")

ENTITIES = (
    "Activity Agreement Association City College Community District Enterprise GovernmentBody Hospital Need Person "
    "Platform Policy Program Project Province ResearchInstitute School Service Subdistrict Team University Venue Zone"
)
RECORDS = "Claim Decision Passage Run Source Stamp"
EDGES = (
    "ABOUT CONFLICTS_WITH COOPERATES_ON FOUNDED HAS_NEED HAS_ROLE ISSUED LEADS LOCATED_IN MEETS MEMBER_OF OPERATES "
    "PARTICIPATES_IN PARTNERS_WITH PARTY_TO PART_OF PROVIDES RESIDENT_OF SAME_FACT SERVES SUCCEEDED_BY"
)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_arrows_hold(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("graph/values.py", "import queries.library"),
        ("loaders/run.py", "import queries.library"),
        ("queries/library.py", "import loaders.run"),
        ("queries/library.py", "import api.service"),
        ("graph/ledger.py", "import kglite"),
        ("api/service/base.py", "import neo4j"),
        ("graph/ontology/places.py", "import graph.ledger"),
    ],
)
def test_an_arrow_the_wrong_way_breaks_them(copy: Path, file: str, line: str) -> None:
    path = copy / file
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    done = lint(copy)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout


def test_generated_pages_are_fresh() -> None:
    assert stale() == []


def test_a_stale_page_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAGES, "graph/ONTOLOGY.md", lambda: "another page")
    assert stale() == ["graph/ONTOLOGY.md"]


def test_the_ontology_found_every_type() -> None:
    assert list(entity_types()) == ENTITIES.split()
    assert list(record_types()) == RECORDS.split()
    assert list(edge_types()) == EDGES.split()


def test_every_type_and_edge_says_what_it_is() -> None:
    for node in (*entity_types().values(), *record_types().values()):
        assert node.__doc__
        assert node.zh
    for edge in edge_types().values():
        assert edge.__doc__
        assert edge.zh


def test_ends_of_edges_name_types_or_families() -> None:
    known = {name for node in (*entity_types().values(), *record_types().values()) for name in node.labels()}
    for edge in edge_types().values():
        assert {name for pair in edge.ends for name in pair} <= known, edge.type_name


def test_ends_are_checked() -> None:
    assert joins("PART_OF", "Community", "Subdistrict")
    assert not joins("PART_OF", "Subdistrict", "Enterprise")
    assert joins("ABOUT", "Claim", "Program")
    assert not joins("ABOUT", "Program", "Claim")


def test_ties_are_declared_once() -> None:
    assert tie_edges("direct") == ("FOUNDED", "OPERATES", "PARTNERS_WITH", "SERVES")
    assert tie_edges("party") == ("COOPERATES_ON", "LEADS", "OPERATES", "PARTICIPATES_IN", "PARTY_TO")


def test_the_library_found_the_topics() -> None:
    topics = {name.partition("/")[0] for name in library()}
    assert {"partners", "paths", "places", "gaps", "claims", "activities", "programs", "sources", "network"} <= topics
    assert len(library()) >= 50


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_is_long(room: str) -> None:
    longest = 350
    long = {
        str(p.relative_to(ROOT)): n
        for p in (ROOT / room).rglob("*.py")
        if (n := len(p.read_text("utf-8").splitlines())) > longest
    }
    assert long == {}
