"""Loading fact sheets: every fault at its line, good files loaded beside bad ones, nothing half written."""

from pathlib import Path

import pytest

from graph.errors import BadInput, NotFound
from graph.exchange import export_lines
from graph.ledger import Ledger
from graph.store import GraphStore
from loaders.factsheet import FactSheetLoader
from loaders.run import find_paths, load, unload
from tests.conftest import FACTSHEETS

HEAD = 'source: {id: s, title: 试, region: "140702", paragraphs: 1-9}\n'


def faults(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "sheet.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        FactSheetLoader().load(path)
    assert all(problem.file == str(path) for problem in caught.value.problems)
    return [(problem.line, problem.what.en) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "no source"),
        ("source: [1]\n", 1, "field: value"),
        ("a: b: c\n", 1, "not valid YAML"),
        ("source: {id: S S, title: x, region: '1407'}\n", 1, "id cannot be used"),
        ("source: {title: x, region: '1407'}\n", 1, "field id is missing"),
        (HEAD + "facts: []\n", 2, "unknown section"),
        (HEAD + "entities: {a: 1}\n", 2, "must be a list"),
        (HEAD + "entities:\n  - {type: Enterprize, name: 甲, at: 1}\n", 3, "there is no type"),
        (HEAD + "entities:\n  - {type: Enterprise, name: 甲}\n", 3, "field at is missing"),
        (HEAD + "entities:\n  - {type: Enterprise, name: 甲, at: 1, colour: red}\n", 3, "unknown field colour"),
        (HEAD + "entities:\n  - {type: Enterprise, name: '', at: 1}\n", 3, "name cannot be used"),
        (HEAD + "entities:\n  - {type: Enterprise, name: 甲, at: 12}\n", 3, "outside what the sheet reads"),
        (HEAD + "entities:\n  - {type: Enterprise, name: 甲, at: 1, elided: true}\n", 3, "needs its reason"),
        (HEAD + "entities:\n  - {type: University, name: 晋中大学堂, at: 1}\n", 3, "not in the lists of HEIs"),
        (HEAD + "entities:\n  - {type: Community, name: 龙潭社区, at: 1}\n", 3, "not in the divisions below 140702"),
        (HEAD + "entities:\n  - {type: Activity, name: 讲座, at: 1}\n", 3, "needs a key"),
        (HEAD + "entities:\n  - {type: College, name: 理学院, at: 1}\n", 3, "which university"),
        (HEAD + "entities:\n  - {type: Platform, name: 甲, anchor: 乙, at: 1}\n", 3, "is not in the sheet"),
        (
            HEAD + "entities:\n  - {type: Activity, key: a, name: 讲座, date: 2023-13, at: 1}\n",
            3,
            "date cannot be used",
        ),
        (
            HEAD + "entities:\n  - {type: Enterprise, name: 甲, at: 1}\n  - {type: Enterprise, name: 甲, at: 2}\n",
            4,
            "repeats line 3",
        ),
        (HEAD + "relations:\n  - {from: 甲, type: SERVES, to: 乙, at: 1}\n", 3, "the sheet has no"),
        (HEAD + "relations:\n  - {from: 甲, type: LIKES, to: 乙, at: 1}\n", 3, "there is no relation"),
        (
            HEAD
            + "entities:\n  - {type: Enterprise, name: 甲, at: 1}\n  - {type: Policy, name: 乙, at: 1}\n"
            + "relations:\n  - {from: 乙, type: ISSUED, to: 甲, at: 1}\n",
            6,
            "cannot run from Policy",
        ),
        (
            HEAD
            + "entities:\n  - {type: Enterprise, name: 甲, at: 1}\n  - {type: Enterprise, name: 乙, at: 1}\n"
            + "relations:\n  - {from: 乙, type: PARTNERS_WITH, kind: friendly, to: 甲, at: 1}\n",
            6,
            "outside its choices",
        ),
        (
            HEAD
            + "entities:\n  - {type: Enterprise, name: 甲, at: 1}\n"
            + "claims:\n  - {key: a, about: 甲, topic: 员工, printed: 若干, at: 1}\n",
            5,
            "cannot read the figure",
        ),
        (
            HEAD
            + "entities:\n  - {type: Enterprise, name: 甲, at: 1}\n"
            + "claims:\n  - {key: a, about: 甲, topic: 员, printed: 3人, at: 1, members: {type: Person, by: LOVES}}\n",
            5,
            "members.by cannot be",
        ),
    ],
)
def test_a_fault_is_told_at_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    found = faults(tmp_path, text)
    assert any(at == line and says in what for at, what in found), found


def test_all_faults_are_listed_at_once(tmp_path: Path) -> None:
    text = HEAD + (
        "entities:\n  - {type: Enterprize, name: 甲, at: 1}\n  - {type: Activity, name: 乙, at: 99}\n"
        "relations:\n  - {from: 丙, type: SERVES, to: 丁, at: 1}\n"
    )
    assert {line for line, _ in faults(tmp_path, text)} == {3, 4, 6}


@pytest.mark.parametrize("content", [b"\xff\xfe\x00bad", "źródło".encode("utf-16")])
def test_text_that_is_not_utf8_is_said_to_be_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sheet.yaml"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="UTF-8"):
        FactSheetLoader().load(path)


def test_places_and_universities_become_their_registry_ids(five: GraphStore) -> None:
    cypher = "MATCH (n:Entity) WHERE n.name IN $names RETURN n.name AS name, n.id AS id ORDER BY name"
    names = ["玉湖社区", "锦纶街道", "太原理工大学", "龙湖社区"]
    found = {row["name"]: row["id"] for row in five.read(cypher, {"names": names}).rows}
    assert found == {
        "玉湖社区": "cn-140702002010",
        "锦纶街道": "cn-140702002",
        "太原理工大学": "moe-4114010112",
        "龙湖社区": "cn-140702007011",
    }


def test_a_university_of_three_documents_is_one_node(five: GraphStore) -> None:
    rows = five.read("MATCH (n:University {name: '太原理工大学'}) RETURN n.sources AS sources").rows
    assert rows == [{"sources": ["000-yuci", "003-jinzhong", "004-jinzhong-youth"]}]


def test_a_college_is_not_its_university(five: GraphStore) -> None:
    rows = five.read(
        "MATCH (c:College {name: '昆明理工大学理学院'})-[:PART_OF]->(u:University) "
        "RETURN u.name AS name, c.id <> u.id AS apart"
    ).rows
    assert rows == [{"name": "昆明理工大学", "apart": True}]


def test_every_edge_and_node_has_evidence(five: GraphStore) -> None:
    nodes = (
        "MATCH (n) WHERE NOT n.label IN ['Stamp', 'Run', 'Decision'] AND (n.evidence IS NULL OR size(n.evidence) = 0) "
        "RETURN count(n) AS n"
    )
    edges = "MATCH ()-[r]->() WHERE r.evidence IS NULL OR size(r.evidence) = 0 RETURN count(r) AS n"
    assert [five.read(cypher).rows[0]["n"] for cypher in (nodes, edges)] == [0, 0]


def copies(folder: Path) -> list[Path]:
    for sheet in FACTSHEETS.glob("*.yaml"):
        (folder / sheet.name).write_bytes(sheet.read_bytes())
    return find_paths([folder])


def test_loading_twice_reports_no_change_and_leaves_equal_bytes(store: GraphStore) -> None:
    paths = find_paths([FACTSHEETS])
    assert all(report.created for report in load(store, paths))
    before = list(export_lines(store))
    again = list(load(store, paths))
    assert [(r.created, r.changed, r.removed) for r in again] == [(0, 0, 0)] * 5
    assert list(export_lines(store)) == before


def test_editing_one_line_changes_exactly_that(store: GraphStore, tmp_path: Path) -> None:
    paths = copies(tmp_path)
    list(load(store, paths))
    before = set(export_lines(store))
    text = paths[0].read_text(encoding="utf-8")
    paths[0].write_text(text.replace("printed: 16项", "printed: 16项, description: 核对过"), encoding="utf-8")
    reports = list(load(store, paths))
    assert [(r.created, r.changed, r.removed) for r in reports] == [(0, 1, 0)] + [(0, 0, 0)] * 4
    assert len(set(export_lines(store)) - before) == 1


def test_any_order_of_the_five_ends_in_the_same_graph_and_unloading_all_leaves_nothing(store: GraphStore) -> None:
    paths = find_paths([FACTSHEETS])
    list(load(store, paths))
    expected = list(export_lines(store))
    for order in ([4, 2, 0, 3, 1], [1, 0, 4, 3, 2]):
        for path in (paths[i] for i in order):
            unload(store, path.stem)
        assert store.read("MATCH (n:Entity) RETURN count(n) AS n").rows == [{"n": 0}]
        list(load(store, [paths[i] for i in reversed(order)]))
        assert list(export_lines(store)) == expected


def test_a_bad_file_writes_nothing_and_the_others_load(store: GraphStore, tmp_path: Path) -> None:
    good, bad = tmp_path / "a.yaml", tmp_path / "b.yaml"
    good.write_text(HEAD + "entities:\n  - {type: Enterprise, name: 甲, at: 1}\n", encoding="utf-8")
    bad.write_text(
        HEAD.replace("id: s", "id: t")
        + "entities:\n  - {type: Enterprise, name: 乙, at: 1}\n  - {type: X, name: 丙, at: 1}\n",
        encoding="utf-8",
    )
    reports = list(load(store, [bad, good]))
    assert [(r.ok, r.refused) for r in reports] == [(False, 1), (True, 0)]
    assert store.read("MATCH (n:Entity) RETURN n.name AS name").rows == [{"name": "甲"}]


def test_a_file_that_turned_bad_removes_nothing(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + "entities:\n  - {type: Enterprise, name: 甲, at: 1}\n", encoding="utf-8")
    list(load(store, [path]))
    path.write_text("source: [", encoding="utf-8")
    (report,) = load(store, [path])
    assert not report.ok
    assert store.read("MATCH (n:Entity) RETURN n.name AS name").rows == [{"name": "甲"}]


def test_two_files_of_one_source_are_refused(store: GraphStore, tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(HEAD, encoding="utf-8")
    reports = list(load(store, find_paths([tmp_path])))
    assert [report.ok for report in reports] == [True, False]


def test_unloading_an_unknown_source_says_so(store: GraphStore) -> None:
    with pytest.raises(NotFound):
        unload(store, "nobody")


def test_each_run_is_recorded_and_moves_no_version(store: GraphStore) -> None:
    paths = find_paths([FACTSHEETS])[:1]
    list(load(store, paths))
    version = Ledger(store).version()
    list(load(store, paths))
    assert Ledger(store).version() == version
    runs = store.read("MATCH (r:Run) RETURN r.action AS action, r.state AS state, r.source AS source").rows
    assert runs == [{"action": "load", "state": "done", "source": "000-yuci"}] * 2
