"""The bulk import: real files, the real importer, and a real server on what it made."""

import random
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.bulk import Rows
from graph.errors import BadInput, Refused, StoreError, StoreLocked
from graph.exchange import export_lines
from graph.ledger import Ledger
from graph.schema import definitions
from graph.search import NameIndex
from graph.statements import EdgeElement, NodeElement
from graph.stores.neo4j import Neo4jStore
from loaders import bulk as bulk_module
from loaders.bulk import bulk
from loaders.bulk_files import MANIFEST, Part, Target, write_script
from loaders.bulk_run import find_admin, run_import
from loaders.run import find_paths, load
from tests.conftest import FACTSHEETS, empty_neo4j
from tests.needs import missing
from tests.neo4j_server import Neo4jMissing, Neo4jServer, admin_command, serving_home

#: Hainan has few divisions and every level; the lists share HEIs with each other and places with it.
HAINAN, LISTS = Path("registry/divisions-2023/46"), [Path(f"registry/universities-{year}") for year in (2017, 2026)]
#: Two sources that contradict each other.
APART = """source: {{id: apart-{0}, title: 甲, region: "140702"}}
entities: [{{type: District, name: 榆次区, at: 1}}]
claims: [{{key: k, about: 榆次区, topic: 高校, printed: {0}所, at: 1}}]
"""
BAD = 'source: {id: bad, title: 坏, region: "140702"}\nentities:\n  - {type: Enterprize, name: 甲, at: 1}\n'


@pytest.fixture(scope="session")
def admin() -> list[str]:
    """The importer of the Maven artifacts."""
    try:
        return shlex.split(admin_command())
    except Neo4jMissing as why:
        missing("neo4j", str(why))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of a server that never ran."""
    folder = tmp_path / "it's home"
    folder.mkdir()
    return folder


def opened(server: Neo4jServer) -> Neo4jStore:
    return Neo4jStore(server.uri, user=server.user, password=server.password)


def rows(folder: Path) -> Counter[tuple[str, str, str]]:
    """Every row with its header; runs and the stamp, which hold the time and chance, left out."""
    found: Counter[tuple[str, str, str]] = Counter()
    for file in folder.glob("*.csv"):
        name = file.name.partition(".")[0]
        header, *lines = file.read_text("utf-8").splitlines()
        if name not in ("Run", "Stamp"):
            found.update((name, header, line) for line in lines)
    return found


# --- equal to the online load --------------------------------------------------------------------


def test_it_equals_the_online_load(
    admin: list[str], home: Path, neo4j_server: Neo4jServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (8, 9):
        (tmp_path / f"{number}.yaml").write_text(APART.format(number), "utf-8")
    paths = [*find_paths([FACTSHEETS, tmp_path]), HAINAN, *LISTS]
    monkeypatch.setattr(bulk_module, "_SMALL", 1_000)  # the registries are streamed, each by a process
    done = bulk(paths, tmp_path / "out", Target(admin, home))
    assert [report.source for report in done.reports if not report.ok] == []
    run_import(tmp_path / "out")
    with empty_neo4j(neo4j_server) as online:
        assert all(report.ok for report in load(online, paths))
        wanted = list(export_lines(online))
    with serving_home(home) as server, opened(server) as store:
        ledger = Ledger(store)
        ledger.prepare()
        assert list(export_lines(store)) == wanted
        for derived in ("SAME_FACT", "CONFLICTS_WITH"):
            assert f'"type":"{derived}"' in "".join(wanted)
        assert [(r.created, r.changed, r.removed) for r in load(store, paths)] == [(0, 0, 0)] * len(paths)
        assert NameIndex(store, tmp_path / "names.db").resolve("太原理工大学").id == "moe-4114010112"
        _schema_is_there(store)


def _schema_is_there(store: Neo4jStore) -> None:
    names = {text.split()[2] for text in definitions("neo4j")}
    assert names <= {row["name"] for row in store.read("SHOW INDEXES YIELD name").rows}


def test_streamed_or_read_whole_it_writes_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [*find_paths([FACTSHEETS]), HAINAN, *LISTS]
    bulk(paths, tmp_path / "whole", Target())
    monkeypatch.setattr(bulk_module, "_SMALL", 10)
    bulk(paths, tmp_path / "streamed", Target())
    whole = rows(tmp_path / "whole")
    assert max(Counter(name for name, _, _ in whole).values()) > 2_000
    assert rows(tmp_path / "streamed") == whole


# --- values --------------------------------------------------------------------------------------

HOSTILE = (
    'he said "hi"', '"', '""', ",", ";", "|", "'", "\\", '\\"', "a\nb", "a\r\nb", "\r", "\t", " padded ", "", " ",
    "null", "=1+1", "\u2028", "\x00", "\x1f", "\ufeff", "校地", "𠮷", "#", "-", "%s", "{}", 'a,b\n"c"', ":ID", "1",
)  # fmt: skip


def _hostile() -> Iterator[dict[str, Any]]:
    chance = random.Random(1)  # noqa: S311
    letters = '",;\\ \n\r\t%校𠮷a\u2028'
    yield from ({"text": text, "other": text} for text in HOSTILE)
    yield from ({"text": "".join(chance.choices(letters, k=chance.randrange(9)))} for _ in range(300))
    items = [text for text in HOSTILE if text.strip("\0\t\r\n \x1f") == text]
    yield from ({"texts": [a, b]} for a in items for b in items[::5])
    yield from ({"texts": [text]} for text in items)
    yield from ({"n": n, "ns": [n, 0]} for n in (0, -1, 2**63 - 1, -(2**63)))
    yield from ({"x": x, "xs": [x, 0.5]} for x in (0.0, -0.1, 1e22, 1e-7, 1.0, float("inf"), float("-inf"), 0.1 + 0.2))
    yield from ({"yes": True, "no": False, "both": [True, False]}, {"absent": None})


def test_every_value_comes_out_as_it_went_in(admin: list[str], home: Path, tmp_path: Path) -> None:
    wanted: dict[str, dict[str, Any]] = {}
    part = Part(tmp_path, "all")
    for number, props in enumerate(_hostile()):
        id_ = f"x-{number:04}"
        wanted[id_] = {name: value for name, value in props.items() if value is not None} | {"id": id_}
        part.add_node(NodeElement(id_, "Enterprise", {"id": id_, **props}))
        part.add_edge(EdgeElement(f"e{number}", "SERVES", id_, "x-0000", {"id": id_, **props}))
    write_script(tmp_path, Target(admin, home), part.done())
    run_import(tmp_path)
    with serving_home(home) as server, opened(server) as store:
        for text in (
            "MATCH (n:Entity:Organization:Enterprise) RETURN n.id AS id, properties(n) AS props",
            "MATCH (n)-[r:SERVES]->(:Enterprise {id: 'x-0000'}) RETURN n.id AS id, properties(r) AS props",
        ):
            assert {row["id"]: row["props"] for row in store.read(text).rows} == wanted


VALUES = st.one_of(
    st.text(), st.integers(-(2**63), 2**63 - 1), st.booleans(), st.floats(allow_nan=False), st.sampled_from(HOSTILE),
    st.lists(st.text(alphabet='a", \n校'), min_size=1, max_size=3),
)  # fmt: skip


@given(st.dictionaries(st.sampled_from("abcde"), VALUES, min_size=1))
def test_the_quick_way_writes_what_the_careful_one_does(props: dict[str, Any]) -> None:
    node = NodeElement("x", "Enterprise", {"id": "x", **props})
    quick, careful = Rows(), Rows()
    quick.add_node(node)
    careful._add_with_care(True, node.label, node.props, "")
    assert quick.pending == careful.pending
    assert quick.needs == careful.needs


@pytest.mark.parametrize(
    "given", [{"a": []}, {"a": [1, "b"]}, {"a": ["b\x1fc", "d"]}], ids=["empty", "mixed", "the delimiter"]
)
def test_what_the_importer_cannot_hold_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=r"x\.a"):
        Rows().add_node(NodeElement("x", "Enterprise", {"id": "x", **given}))


def test_lists_of_one_empty_text_do_not_go_with_padded_items(tmp_path: Path) -> None:
    part = Part(tmp_path, "all")
    part.add_node(NodeElement("x", "Enterprise", {"id": "x", "a": [""]}))
    assert "--trim-strings=true" in part.done().needs.options()
    part.add_node(NodeElement("y", "Enterprise", {"id": "y", "a": [" b"]}))
    with pytest.raises(Refused, match=r"y\.a"):
        part.done().needs.options()


# --- the database --------------------------------------------------------------------------------


def test_a_database_that_is_there_or_in_use_is_refused(admin: list[str], home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out here"
    sheet = find_paths([FACTSHEETS])[3:4]
    bulk(sheet, out, Target(admin, home))
    assert "nodes" in run_import(out)
    with pytest.raises(Refused, match="--overwrite"):
        run_import(out)
    bulk(sheet, out, Target(admin, home, overwrite=True))
    run_import(out)
    with serving_home(home), pytest.raises(StoreLocked):
        run_import(out)


def test_what_the_importer_says_of_faults_is_passed_on(admin: list[str], home: Path, tmp_path: Path) -> None:
    part = Part(tmp_path, "all")
    part.add_edge(EdgeElement("e", "SERVES", "nobody", "none", {"id": "e"}))
    part.add_node(NodeElement("x", "Enterprise", {"id": "x"}))
    write_script(tmp_path, Target(admin, home), part.done())
    with pytest.raises(StoreError, match="nobody"):
        run_import(tmp_path)


def test_a_tool_that_is_not_there_is_said(tmp_path: Path) -> None:
    bulk(find_paths([FACTSHEETS])[3:4], tmp_path / "out", Target(("/nowhere/neo4j-admin",)))
    with pytest.raises(StoreError, match="/nowhere/neo4j-admin"):
        run_import(tmp_path / "out")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "neo4j-admin").touch()
    assert find_admin(None, tmp_path) == (str(tmp_path / "bin" / "neo4j-admin"),)
    assert find_admin("java -cp 'a b' Tool", tmp_path) == ["java", "-cp", "a b", "Tool"]


# --- the folder ----------------------------------------------------------------------------------


def test_faults_of_any_path_write_nothing(tmp_path: Path) -> None:
    files = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for file in files:
        file.write_text(BAD.replace("id: bad", f"id: {file.stem}"), "utf-8")
    with pytest.raises(BadInput) as error:
        bulk([*files, tmp_path / "none.yaml", find_paths([FACTSHEETS])[3]], tmp_path / "out", Target())
    assert {problem.file for problem in error.value.problems} == {*map(str, files), str(tmp_path / "none.yaml")}
    assert sorted(tmp_path.iterdir()) == files


def test_only_an_empty_folder_or_an_earlier_output_is_written(tmp_path: Path) -> None:
    sheets = find_paths([FACTSHEETS])
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").touch()
    with pytest.raises(Refused, match="mine"):
        bulk(sheets[:1], tmp_path / "mine", Target())
    (tmp_path / "out").mkdir()
    bulk(sheets[:2], tmp_path / "out", Target())
    first = rows(tmp_path / "out")
    with pytest.raises(BadInput):
        bulk([tmp_path / "none.yaml"], tmp_path / "out", Target())
    assert rows(tmp_path / "out") == first
    bulk(sheets[3:4], tmp_path / "out", Target())
    assert '"003-jinzhong"' in (tmp_path / "out" / MANIFEST).read_text("utf-8")
    assert not first & rows(tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "out"]
