"""The index of names: what finds what, the same on both engines, and always what the graph says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from graph import search as searching
from graph.errors import AmbiguousName, NotFound, Refused, UnknownName
from graph.ledger import Ledger
from graph.ontology.records import Decision
from graph.recent import remember, touched_since
from graph.search import NameIndex, index_path
from graph.settings import ROOT
from graph.spelling import spellings, syllables
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from loaders.registry import read_divisions
from loaders.run import find_paths, load
from tests.conftest import ENGINES, FACTSHEETS, empty_neo4j, open_empty
from tests.neo4j_server import Neo4jServer

REGISTRY = SourceMark("registry", 90, "2023", registry=True)
PAPER = SourceMark("paper", 40, "2024")
YUHU = "cn-140702002010"


def node(id_: str, name: str, label: str = "Enterprise", mark: SourceMark = PAPER, **props: object) -> NodeStatement:
    stated = {"name": name, **props}
    return NodeStatement(id_, label, Statement(mark, (f"{mark.id}#1",), stated))  # type: ignore[arg-type]


def place(code: str, name: str, label: str, mark: SourceMark = REGISTRY) -> NodeStatement:
    return node(f"cn-{code}", name, label, mark, code=code)


def lies(start: str, end: str, mark: SourceMark = PAPER, edge_type: str = "LOCATED_IN") -> EdgeStatement:
    return EdgeStatement(edge_type, start, end, Statement(mark, (f"{mark.id}#1",)))


def merge(a: str, b: str, day: int = 1) -> Decision:
    at = f"2026-01-{day:02}T00:00:00"
    return Decision(name="合并", kind="merge", subject=a, object=b, who="规划员", decided_at=at, why="同一家")


def registry() -> list[NodeStatement]:
    """One district with all in it, and namesakes elsewhere that no document speaks of."""
    found = [
        node(d.id, d.called, d.label, REGISTRY, code=d.code, official_name=d.name)
        for d in read_divisions(["140702"])
        if d.code in ("14", "1407", "53", "5301", "530114") or d.code.startswith("140702")
    ]
    return [
        *found,
        place("530114001", "龙城街道", "Subdistrict"),
        place("530114001901", "玉湖社区", "Community"),
        place("530114001902", "玉湖", "Community"),
        place("530114001903", "大玉湖村", "Community"),
        place("530114001904", "和平村", "Community"),
        node("moe-4114010109", "太原科技大学", "University", REGISTRY, moe_code="4114010109"),
    ]


@pytest.fixture(scope="module")
def engines(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, GraphStore]]:
    """Both engines side by side, each with the five sheets and a part of the registry."""
    opened: dict[str, GraphStore] = {}
    try:
        for engine in ENGINES:
            opened[engine] = open_empty(engine, request, tmp_path_factory.mktemp("search"))
            assert all(report.ok for report in load(opened[engine], find_paths([FACTSHEETS])))
            Ledger(opened[engine]).replace("registry", registry(), ())
        yield opened
    finally:
        for store in opened.values():
            store.close()


@pytest.fixture(scope="module")
def names(engines: Mapping[str, GraphStore]) -> Mapping[str, NameIndex]:
    return {engine: NameIndex(store) for engine, store in engines.items()}


def first(names: Mapping[str, NameIndex], text: str, **options: object) -> list[str]:
    """The ids found, best first; the same on both engines."""
    found = [index.search(text, **options) for index in names.values()]  # type: ignore[arg-type]
    assert found[0] == found[1]
    return [candidate.id for candidate in found[0]]


@pytest.mark.parametrize(
    "text",
    [
        "玉湖社区", "玉湖", "湖社", "玉湖社区居民委员会", " 玉湖　社区 ", "玉社", "玉区",
        "yuhushequ", "yuhu", "yuhus", "yu hu", "YuHu", "yhsq", "yhs",
        "140702002010", YUHU,
        "玉胡社区", "玉湖社", "王湖社区", "玉湖的社区", "玉湖社区社", "yuhushqu", "yuhuushequ", "yuhushewu",
    ],
)  # fmt: skip
def test_a_community_is_found(names: Mapping[str, NameIndex], text: str) -> None:
    assert first(names, text, context="140702")[0] == YUHU


def test_whole_syllables_come_first_however_few_are_asked_for(five: GraphStore) -> None:
    assert [found.name for found in NameIndex(five).search("yuhu", limit=1)] == ["玉湖社区"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tylgdx", "太原理工大学"), ("taiyuanligong", "太原理工大学"), ("太理工", "太原理工大学"),
        ("太原理公大学", "太原理工大学"), ("太原工大学", "太原理工大学"), ("太原理工的大学", "太原理工大学"),
        ("taiyuanlgongdaxue", "太原理工大学"), ("4114010109", "太原科技大学"), ("moe-4114010109", "太原科技大学"),
        ("jinlunjiedao", "锦纶街道"), ("山西省晋中市榆次区锦纶街道", "锦纶街道"), ("医科大", "山西医科大学"),
    ],
)  # fmt: skip
def test_an_institution_is_found(names: Mapping[str, NameIndex], text: str, name: str) -> None:
    first(names, text)
    assert names["kglite"].search(text)[0].name == name


def test_a_single_character_finds_names_that_begin_with_it_before_those_that_hold_it(
    names: Mapping[str, NameIndex],
) -> None:
    first(names, "玉", limit=50)
    found = [candidate.name for candidate in names["kglite"].search("玉", limit=50)]
    assert {"玉湖社区", "大玉湖村"} <= set(found)
    begins = [name.startswith("玉") for name in found if "玉" in name]
    assert begins == sorted(begins, reverse=True)


def test_exact_comes_before_prefix_before_contains(names: Mapping[str, NameIndex]) -> None:
    found = first(names, "玉湖")
    order = [found.index(id_) for id_ in ("cn-530114001902", "cn-530114001901", "cn-530114001903")]
    assert order == sorted(order)
    scores = [candidate.score for candidate in names["kglite"].search("玉湖")]
    assert scores == sorted(scores, reverse=True)


def test_what_a_document_speaks_of_comes_before_its_namesakes(names: Mapping[str, NameIndex]) -> None:
    assert first(names, "玉湖社区")[:2] == [YUHU, "cn-530114001901"]


@pytest.mark.parametrize("context", ["530114", "cn-530114", "呈贡区", "5301", "53"])
def test_what_lies_in_the_context_comes_first(names: Mapping[str, NameIndex], context: str) -> None:
    assert first(names, "玉湖社区", context=context)[:2] == ["cn-530114001901", YUHU]
    assert first(names, "yhsq", context=context)[0] == "cn-530114001901"
    inside = {"cn-530114001901", "cn-530114001902", "cn-530114001903"}
    assert set(first(names, "玉湖", context=context)[:3]) == inside


def test_an_institution_of_the_city_is_at_home_in_its_districts(names: Mapping[str, NameIndex]) -> None:
    index = names["kglite"]
    found = index.search("晋中市", context="140702")[0]
    assert (found.name, found.label) == ("晋中市", "City")


def test_a_context_that_nobody_knows_is_refused(names: Mapping[str, NameIndex]) -> None:
    with pytest.raises(UnknownName):
        names["kglite"].search("玉湖", context="无此地")


def test_a_code_finds_the_division_and_what_is_in_it(names: Mapping[str, NameIndex]) -> None:
    found = first(names, "140702", limit=100)
    assert found[0] == "cn-140702"
    assert YUHU in first(names, "14070200", limit=100)
    assert all(id_.startswith("cn-140702") for id_ in found)


def test_a_label_narrows(names: Mapping[str, NameIndex]) -> None:
    first(names, "玉湖", label="Subdistrict")
    assert {c.label for c in names["kglite"].search("山西", label="University")} == {"University"}
    assert names["kglite"].search("玉湖", label='x" OR "玉') == []


def test_a_candidate_says_where_it_is(names: Mapping[str, NameIndex]) -> None:
    assert names["kglite"].search("玉湖社区")[0].where == "山西省晋中市榆次区锦纶街道"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=12) | st.text("玉湖社区村山西大学yuh|\"'%_*^() 14", max_size=12))
def test_whatever_is_asked_both_engines_say_the_same(names: Mapping[str, NameIndex], text: str) -> None:
    first(names, text)
    first(names, text, context="140702")


def test_a_long_text_is_answered(names: Mapping[str, NameIndex]) -> None:
    for text in ("玉湖社区" * 500, "yuhushequ" * 500, "1" * 5_000):
        first(names, text)


# --- resolving -----------------------------------------------------------------------------------


def test_one_documented_namesake_is_meant(names: Mapping[str, NameIndex]) -> None:
    for index in names.values():
        assert index.resolve("玉湖社区").id == YUHU
        assert index.resolve("140702").id == "cn-140702"


def test_namesakes_of_registries_alone_are_ambiguous_and_counted(store: GraphStore) -> None:
    ledger = Ledger(store)
    ledger.prepare()
    ledger.replace("registry", [place(f"1407020020{n}", "和平村", "Community") for n in range(10, 23)], ())
    index = NameIndex(store)
    with pytest.raises(AmbiguousName) as raised:
        index.resolve("和平村")
    assert len(raised.value.candidates) == 10
    assert "3" in raised.value.say("en")
    ledger.replace("paper", [node("cn-140702002015", "和平村", "Community"), node("x-1", "和平村")], ())
    with pytest.raises(AmbiguousName) as raised:
        index.resolve("和平村")
    assert {c.id for c in raised.value.candidates[:2]} == {"cn-140702002015", "x-1"}
    assert index.resolve("和平村", label="Community").id == "cn-140702002015"


def test_an_unknown_name_comes_with_the_nearest(names: Mapping[str, NameIndex]) -> None:
    with pytest.raises(UnknownName) as raised:
        names["kglite"].resolve("玉胡社区")
    assert raised.value.candidates[0].id == YUHU


def test_redirects_are_followed(store: GraphStore) -> None:
    ledger = Ledger(store)
    ledger.prepare()
    ledger.replace("paper", [node("x-1", "甲公司"), node("x-2", "乙公司")], ())
    index = NameIndex(store)
    assert index.resolve("x-1").name == "甲公司"
    ledger.decide(merge("x-1", "x-2"))
    assert (index.resolve("x-1").id, index.resolve("甲公司").id, index.search("x-1")[0].id) == ("x-2", "x-2", "x-2")


# --- staying fresh -------------------------------------------------------------------------------

NAMES = st.sampled_from(("玉湖公司", "王湖公司", "重庆长江", "大学", "湖"))
BODIES, ZONES, CODES = ("x-1", "x-2", "x-3"), ("x-8", "x-9"), ("14", "1407", "53")


@st.composite
def sheets(draw: st.DrawFn, source: str) -> tuple[str, list[NodeStatement], list[EdgeStatement]]:
    """What a source may state: bodies in zones in divisions."""
    mark = SourceMark(source, 50, "2024", registry=source == "s3")
    labels = {**dict.fromkeys(BODIES, "Enterprise"), **dict.fromkeys(ZONES, "Zone")}
    chosen = draw(st.lists(st.sampled_from(sorted(labels)), unique=True))
    nodes = [node(id_, draw(NAMES), labels[id_], mark, aliases=draw(st.lists(NAMES, max_size=2))) for id_ in chosen]
    nodes += [place(code, f"{code}地", "Province" if len(code) == 2 else "City", mark) for code in CODES]
    edges = [
        lies(
            id_, draw(st.sampled_from([f"cn-{c}" for c in CODES] + [z for z in chosen if z in ZONES and z > id_])), mark
        )
        for id_ in chosen
        if draw(st.booleans())
    ]
    return source, nodes, edges


SOURCES = st.sampled_from(("s1", "s2", "s3"))
STEPS = st.lists(
    st.one_of(SOURCES.flatmap(sheets), SOURCES, st.tuples(st.sampled_from(BODIES), st.sampled_from(BODIES))), max_size=6
)
ASKED = ("玉湖公司", "湖", "公司", "yuhu", "cqcj", "zhongqing", "玉胡公司", "14", "x-1", "学大")


def step(ledger: Ledger, number: int, what: object) -> None:
    if isinstance(what, str):
        ledger.remove(what)
    elif isinstance(what, tuple) and len(what) == 3:
        ledger.replace(*what)
    elif isinstance(what, tuple):
        try:
            ledger.decide(merge(what[0], what[1], number + 1))
        except (NotFound, Refused):
            return  # nothing of that id stands at this moment, or it would lead in a circle


def contents(index: NameIndex) -> object:
    index.refresh()
    asked = [index.search(text, context=context) for text in ASKED for context in (None, "14", "1407", "53")]
    return index._table.rows("TRUE ORDER BY id", []), asked


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_an_index_that_follows_equals_a_new_one(steps: list[object]) -> None:
    with TemporaryDirectory() as folder, KgliteStore(str(Path(folder) / "g.kgl")) as store:
        ledger = Ledger(store)
        ledger.prepare()
        with closing(NameIndex(store, index_path(store))) as following, closing(NameIndex(store)) as unfollowed:
            for number, what in enumerate(steps):
                step(ledger, number, what)
                following.refresh()
            store.write(lambda tx: tx.run("MATCH (s:Stamp) SET s.mark = 'other', s.recent = '[]'"))
            with closing(NameIndex(store)) as new:
                assert contents(new) == contents(unfollowed)
                following._mark = "other"  # what it followed, it keeps
                assert contents(following) == contents(new)


def test_a_small_write_reads_only_what_it_touched(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(store)
    ledger.prepare()
    zone = [node("x-9", "大学城", "Zone"), place("53", "云南省", "Province"), place("14", "山西省", "Province")]
    ledger.replace("zones", zone, [lies("x-9", "cn-53")])
    ledger.replace("paper", [node("x-1", "甲公司"), node("x-9", "大学城", "Zone")], [lies("x-1", "x-9")])
    index = NameIndex(store)
    assert index.search("甲公司")[0].where == "大学城"
    monkeypatch.setattr(searching, "read_parts", None)
    ledger.replace("more", [node("x-2", "乙公司", mark=SourceMark("more"))], ())
    assert index.resolve("乙公司").id == "x-2"
    ledger.replace("zones", zone, [lies("x-9", "cn-14")])  # with the zone, the company in it is elsewhere
    assert index.search("公司", context="14")[0].id == "x-1"
    ledger.remove("more")
    with pytest.raises(UnknownName):
        index.resolve("乙公司")


def test_an_index_is_found_again_beside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with KgliteStore(str(tmp_path / "g.kgl")) as store:
        ledger = Ledger(store)
        ledger.prepare()
        ledger.replace("paper", [node("x-1", "甲公司")], ())
        with closing(NameIndex(store, index_path(store))) as index:
            index.refresh()
        assert (tmp_path / "g.kgl.names.sqlite").exists()
        for reader in ("read_parts", "read_some"):
            monkeypatch.setattr(searching, reader, None)
        with closing(NameIndex(store, index_path(store))) as index:
            assert index.resolve("甲公司").id == "x-1"


def test_another_graph_of_the_same_version_is_noticed(tmp_path: Path) -> None:
    for name in ("甲公司", "乙公司"):
        with KgliteStore(str(tmp_path / f"{name}.kgl")) as store:
            ledger = Ledger(store)
            ledger.prepare()
            ledger.replace("paper", [node("x-1", name)], ())
            with closing(NameIndex(store, tmp_path / "names.sqlite")) as index:
                assert [c.name for c in index.search("公司")] == [name]


@pytest.mark.parametrize("damage", ["no file of SQLite", "cut", "overwritten"])
@pytest.mark.parametrize("opened", [True, False])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str, opened: bool) -> None:
    path = tmp_path / "names.sqlite"
    with KgliteStore(str(tmp_path / "g.kgl")) as store:
        ledger = Ledger(store)
        ledger.prepare()
        ledger.replace("paper", [node(f"x-{n}", f"第{n}公司") for n in range(2_000)], ())
        index = NameIndex(store, path)
        index.refresh()
        if not opened:
            index.close()
        whole = path.read_bytes()
        spoilt = {
            "no file of SQLite": b"x" * 9_000,
            "cut": whole[:6_000],
            "overwritten": whole[:100] + b"\xff" * len(whole),
        }
        path.write_bytes(spoilt[damage])
        if not opened:
            index = NameIndex(store, path)
        assert index.search("第77公司")[0].id == "x-77"
        index.close()
        with closing(NameIndex(store, path)) as again:
            assert again.search("第78公司")[0].id == "x-78"


def test_where_no_file_can_be_written_it_lives_in_memory(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    with KgliteStore(str(tmp_path / "g.kgl")) as store:
        Ledger(store).prepare()
        Ledger(store).replace("paper", [node("x-1", "甲公司")], ())
        index = NameIndex(store, tmp_path / "file" / "names.sqlite")
        assert index.resolve("甲公司").id == "x-1"
    assert "memory" in caplog.text


_OTHER_PROCESS = """
import sys
from graph.search import NameIndex
from graph.stores.neo4j import Neo4jStore
with Neo4jStore(sys.argv[1], user=sys.argv[2], password=sys.argv[3]) as store:
    index = NameIndex(store, sys.argv[4])
    print("ready", flush=True)
    for line in sys.stdin:
        print(index.resolve(line.strip()).id, flush=True)
"""


def test_two_processes_share_an_index(neo4j_server: Neo4jServer, tmp_path: Path) -> None:
    path = tmp_path / "names.sqlite"
    given = (neo4j_server.uri, neo4j_server.user, neo4j_server.password, str(path))
    with empty_neo4j(neo4j_server) as store:
        ledger = Ledger(store)
        ledger.prepare()
        command = [sys.executable, "-c", _OTHER_PROCESS, *given]
        other = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert other.stdin and other.stdout
        try:
            assert other.stdout.readline() == "ready\n"
            index = NameIndex(store, path)
            for n in range(12):
                ledger.replace("paper", [node(f"x-{k}", f"第{k}公司") for k in range(n + 1)], ())
                print(f"第{n}公司", file=other.stdin, flush=True)  # both follow the write at once
                assert index.resolve(f"第{n}公司").id == f"x-{n}"
                assert other.stdout.readline() == f"x-{n}\n"
        finally:
            other.stdin.close()
            assert other.wait(30) == 0


# --- its parts -----------------------------------------------------------------------------------


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=3) | st.none(), max_size=30), st.integers(0, 29))
def test_the_history_tells_what_was_touched_or_that_it_does_not_know(
    writes: list[list[str] | None], since: int
) -> None:
    recent = None
    for number, touched in enumerate(writes):
        recent = remember(recent, f"m{number}", touched)
    told = touched_since(recent, f"m{since}")
    later = writes[since + 1 :]
    if since >= len(writes) or None in later:
        assert told is None
    elif told is None:
        assert len(writes) - since > 20
    else:
        assert told == sorted({id_ for ids in later for id_ in ids or ()})


def test_a_write_that_touched_many_is_not_remembered_in_full() -> None:
    recent = remember(remember(None, "a", ["x"]), "b", [f"x-{n}" for n in range(100_000)])
    assert touched_since(recent, "a") is None
    assert touched_since(remember(recent, "c", ["y"]), "b") == ["y"]
    assert len(recent) < 1_000


def test_names_are_spelled_as_pypinyin_does_phrases_too() -> None:
    names = [d.name for d in read_divisions(["140702", "5301"])] + ["重庆大学", "长沙银行", "六安市", "厦门大学"]
    plain = [name for name in names if all("一" <= char <= "鿿" for char in name)]
    assert len(plain) > 1_000
    assert [syllables(name) for name in plain] == [lazy_pinyin(name) for name in plain]
    assert ("changlingcun", "clc") in list(spellings("长岭村"))
    assert list(spellings("309医院a区")) == [("309yiyuanaqu", "309yyaq")]
