"""The graph is the fold of what is stated: no order of loads, unloads and decisions leaves a trace."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.errors import NotFound, Refused, StoreTooOld
from graph.exchange import export_lines, import_lines
from graph.ledger import Ledger
from graph.ontology.records import Decision
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from tests.conftest import empty_neo4j
from tests.neo4j_server import Neo4jServer

MARKS = {
    name: SourceMark(name, rank, day)
    for name, rank, day in (("s1", 50, "2023"), ("s2", 20, None), ("s3", 50, "2024-05"))
}
IDS = ("n1", "n2", "n3", "n4")
Facts = tuple[list[NodeStatement], list[EdgeStatement]]


def node(source: str, id_: str, name: str, label: str = "Enterprise", **props: str) -> NodeStatement:
    return NodeStatement(id_, label, Statement(MARKS[source], (f"{source}#1",), {"name": name, **props}))


def tie(source: str, a: str, b: str, kind: str = "signed", at: str = "1") -> EdgeStatement:
    return EdgeStatement("PARTNERS_WITH", a, b, Statement(MARKS[source], (f"{source}#{at}",), {"kind": kind}), kind)


@st.composite
def facts(draw: st.DrawFn, source: str) -> Facts:
    """What one source may state: some of four bodies, and ties between those that it states."""
    chosen = draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True))
    nodes = [
        node(source, id_, draw(st.sampled_from(("甲", "乙"))), draw(st.sampled_from(("Enterprise", "Hospital"))))
        for id_ in chosen
    ]
    pairs = [(a, b) for a in chosen for b in chosen if a < b]
    ties = (
        draw(st.lists(st.tuples(st.sampled_from(pairs), st.sampled_from(("signed", "joint"))), unique=True))
        if pairs
        else []
    )
    return nodes, [tie(source, *pair, kind) for pair, kind in ties]


def merge(a: str, b: str, number: int) -> Decision:
    return Decision(
        name="合并",
        kind="merge",
        subject=a,
        object=b,
        who="规划员",
        decided_at=f"2026-01-01T00:00:{number:02}",
        why="同一家",
    )


LOADS = st.sampled_from(("s1", "s2", "s3")).flatmap(lambda s: st.tuples(st.just(s), facts(s)))
STEPS = st.lists(st.one_of(LOADS, st.sampled_from(("s1", "s2", "s3"))), min_size=1, max_size=8)
MERGES = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=2)


def run_steps(store: GraphStore, steps: list[object], merges: list[tuple[str, str]]) -> dict[str, Facts]:
    """Play loads and unloads, and merges in between; returns what stays loaded."""
    ledger = Ledger(store)
    ledger.prepare()
    loaded: dict[str, Facts] = {}
    for number, step in enumerate(steps):
        if isinstance(step, tuple):
            source, stated = step
            ledger.replace(source, *stated)
            loaded[source] = stated
        else:
            ledger.remove(str(step))
            loaded.pop(str(step), None)
        if number < len(merges):
            try_merge(ledger, *merges[number], number)
    return loaded


def try_merge(ledger: Ledger, a: str, b: str, number: int) -> None:
    try:
        ledger.decide(merge(a, b, number))
    except (NotFound, Refused):
        return  # nothing of that id stands at this moment, or it would lead in a circle


def same_from_scratch(played: GraphStore, scratch: GraphStore, loaded: dict[str, Facts]) -> None:
    """The played graph equals one into which its decisions and then its sources were put."""
    lines = list(export_lines(played))
    decisions = [line for line in lines if '"label":"Decision"' in line]
    import_lines(scratch, decisions)
    ledger = Ledger(scratch)
    for source in sorted(loaded, reverse=True):
        ledger.replace(source, *loaded[source])
    assert list(export_lines(scratch)) == lines


@contextmanager
def embedded() -> Iterator[GraphStore]:
    with TemporaryDirectory() as folder, KgliteStore(str(Path(folder) / "g.kgl")) as store:
        yield store


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, MERGES)
def test_any_order_ends_in_the_same_graph(steps: list[object], merges: list[tuple[str, str]]) -> None:
    with embedded() as played, embedded() as scratch:
        loaded = run_steps(played, steps, merges)
        same_from_scratch(played, scratch, loaded)


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(STEPS, MERGES)
def test_any_order_ends_in_the_same_graph_on_neo4j(
    neo4j_server: Neo4jServer, steps: list[object], merges: list[tuple[str, str]]
) -> None:
    with empty_neo4j(neo4j_server) as played, embedded() as scratch:
        loaded = run_steps(played, steps, merges)
        same_from_scratch(played, scratch, loaded)


@pytest.fixture
def ledger(store: GraphStore) -> Ledger:
    ledger = Ledger(store)
    ledger.prepare()
    return ledger


def shown(ledger: Ledger, cypher: str) -> list[dict[str, object]]:
    return ledger.store.read(cypher).rows


def test_loading_again_changes_nothing_and_keeps_the_version(ledger: Ledger) -> None:
    stated = ([node("s1", "n1", "甲"), node("s1", "n2", "乙")], [tie("s1", "n1", "n2")])
    assert ledger.replace("s1", *stated).created == 3
    version = ledger.version()
    again = ledger.replace("s1", *stated)
    assert (again.total, again.unchanged, ledger.version()) == (0, 3, version)


def test_what_no_source_states_any_more_goes(ledger: Ledger) -> None:
    ledger.replace("s1", [node("s1", "n1", "甲"), node("s1", "n2", "乙")], [tie("s1", "n1", "n2")])
    ledger.replace("s2", [node("s2", "n1", "甲")], [])
    changes = ledger.remove("s1")
    assert (changes.removed, changes.changed) == (2, 1)
    assert shown(ledger, "MATCH (n:Entity) RETURN n.id AS id, n.sources AS sources") == [
        {"id": "n1", "sources": ["s2"]}
    ]


def test_one_edge_stated_twice_is_one_edge_with_two_pieces_of_evidence(ledger: Ledger) -> None:
    for source in ("s1", "s3"):
        ledger.replace(source, [node(source, "n1", "甲"), node(source, "n2", "乙")], [tie(source, "n1", "n2")])
    assert shown(ledger, "MATCH ()-[r:PARTNERS_WITH]->() RETURN r.evidence AS evidence") == [
        {"evidence": ["s1#1", "s3#1"]}
    ]


def test_changing_one_statement_changes_exactly_that(ledger: Ledger) -> None:
    ledger.replace("s1", [node("s1", "n1", "甲"), node("s1", "n2", "乙")], [tie("s1", "n1", "n2")])
    changes = ledger.replace("s1", [node("s1", "n1", "甲"), node("s1", "n2", "丙")], [tie("s1", "n1", "n2")])
    assert (changes.created, changes.changed, changes.unchanged, changes.removed) == (0, 1, 2, 0)


def test_a_merge_rewrites_edges_folds_doubles_and_can_be_undone(ledger: Ledger) -> None:
    bodies = [node("s1", id_, id_) for id_ in ("n1", "n2", "n3")]
    ledger.replace("s1", bodies, [tie("s1", "n1", "n3", at="1"), tie("s1", "n2", "n3", at="2")])
    before = list(export_lines(ledger.store))
    decision = merge("n1", "n2", 1)
    ledger.decide(decision)
    ids = shown(ledger, "MATCH (n:Entity) RETURN n.id AS id, n.aliases AS aliases ORDER BY id")
    assert ids == [{"id": "n2", "aliases": ["n1"]}, {"id": "n3", "aliases": None}]
    edges = shown(ledger, "MATCH (a)-[r:PARTNERS_WITH]->(b) RETURN a.id AS a, b.id AS b, r.evidence AS evidence")
    assert edges == [{"a": "n2", "b": "n3", "evidence": ["s1#1", "s1#2"]}]
    done = shown(ledger, "MATCH (d:Decision) RETURN d.id AS id")[0]["id"]
    ledger.decide(
        Decision(
            name="撤销", kind="undo", subject=str(done), who="规划员", decided_at="2026-01-02T00:00:00", why="看错了"
        )
    )
    without = [line for line in export_lines(ledger.store) if '"label":"Decision"' not in line]
    assert without == before


def test_a_merge_survives_unloading_and_loading_again(ledger: Ledger) -> None:
    stated: Facts = ([node("s1", "n1", "甲"), node("s1", "n2", "乙")], [])
    ledger.replace("s1", *stated)
    ledger.decide(merge("n1", "n2", 1))
    ledger.remove("s1")
    assert shown(ledger, "MATCH (n:Entity) RETURN n.id AS id") == []
    ledger.replace("s1", *stated)
    assert shown(ledger, "MATCH (n:Entity) RETURN n.id AS id") == [{"id": "n2"}]


def decide(ledger: Ledger, day: int, kind: str, object_: str | None = None, value: str | None = None) -> None:
    ledger.decide(
        Decision(
            name=kind, kind=kind, subject="n1", object=object_, value=value,
            who="规划员", why="核实", decided_at=f"2026-01-0{day}T00:00:00",
        )
    )  # fmt: skip


def test_accept_correct_and_reject_show_at_once(ledger: Ledger) -> None:
    proposed = Statement(MARKS["s1"], ("s1#1",), {"name": "甲"}, "proposed")
    ledger.replace("s1", [NodeStatement("n1", "Enterprise", proposed)], [])
    seen = []
    for day, decision in enumerate((("accept",), ("correct", "name", '"甲公司"'), ("reject",)), 1):
        decide(ledger, day, *decision)
        seen += shown(ledger, "MATCH (n:Entity {id: 'n1'}) RETURN n.status AS status, n.name AS name")
    assert [(row["status"], row["name"]) for row in seen] == [
        ("stated", "甲"),
        ("stated", "甲公司"),
        ("rejected", "甲公司"),
    ]


def test_a_decision_about_nothing_is_refused(ledger: Ledger) -> None:
    with pytest.raises(NotFound):
        ledger.decide(merge("nobody", "n2", 1))


def test_a_merge_in_a_circle_is_refused(ledger: Ledger) -> None:
    ledger.replace("s1", [node("s1", "n1", "甲"), node("s1", "n2", "乙")], [])
    ledger.decide(merge("n1", "n2", 1))
    with pytest.raises(Refused):
        ledger.decide(merge("n2", "n1", 2))


@pytest.mark.parametrize("second", ["n1", "n2"])
def test_a_merged_id_cannot_be_led_back_to_itself(ledger: Ledger, second: str) -> None:
    ledger.replace("s1", [node("s1", id_, id_) for id_ in ("n1", "n2", "n3")], [])
    ledger.decide(merge("n1", "n3", 1))
    ledger.decide(merge("n2", "n1", 2))
    with pytest.raises(Refused):
        ledger.decide(merge("n1", second, 3))


def claim(source: str, id_: str, value: int, **props: object) -> list[NodeStatement]:
    stated = {"name": "驻地高校", "topic": "驻地高校", "printed": f"{value}所", "value": value, "low": float(value),
              "high": float(value), "kind": "declared", "key": id_} | props  # fmt: skip
    return [NodeStatement(id_, "Claim", Statement(MARKS[source], (f"{source}#7",), stated))]  # type: ignore[arg-type]


def about(source: str, id_: str) -> EdgeStatement:
    return EdgeStatement("ABOUT", id_, "n1", Statement(MARKS[source], (f"{source}#7",), {}))


def links(ledger: Ledger) -> list[object]:
    rows = shown(ledger, "MATCH (a:Claim)-[r]->(b:Claim) RETURN type(r) AS kind, a.id AS a, b.id AS b ORDER BY a, b")
    return [(row["kind"], row["a"], row["b"]) for row in rows]


def test_claims_on_one_basis_that_leave_no_common_value_conflict(ledger: Ledger) -> None:
    ledger.replace("s1", [node("s1", "n1", "晋中市"), *claim("s1", "c1", 21)], [about("s1", "c1")])
    ledger.replace("s3", [node("s3", "n1", "晋中市"), *claim("s3", "c3", 19)], [about("s3", "c3")])
    assert links(ledger) == [("CONFLICTS_WITH", "c1", "c3")]
    ledger.remove("s3")
    assert links(ledger) == []


def test_claims_of_another_date_or_scope_differ_in_basis(ledger: Ledger) -> None:
    ledger.replace("s1", [node("s1", "n1", "晋中市"), *claim("s1", "c1", 21, as_of="2024")], [about("s1", "c1")])
    ledger.replace("s3", [node("s3", "n1", "晋中市"), *claim("s3", "c3", 19, as_of="2023")], [about("s3", "c3")])
    assert links(ledger) == []


def test_one_fact_told_twice_is_linked_whichever_is_loaded_first(ledger: Ledger) -> None:
    first = ([node("s1", "n1", "晋中市"), *claim("s1", "c1", 23, same_fact=["c3"])], [about("s1", "c1")])
    second = ([node("s3", "n1", "晋中市"), *claim("s3", "c3", 23)], [about("s3", "c3")])
    ledger.replace("s1", *first)
    assert links(ledger) == []
    ledger.replace("s3", *second)
    assert links(ledger) == [("SAME_FACT", "c1", "c3")]


def test_an_export_reads_back_equal(ledger: Ledger, tmp_path: Path) -> None:
    ledger.replace("s1", [node("s1", "n1", "甲"), node("s1", "n2", "乙")], [tie("s1", "n1", "n2")])
    ledger.decide(merge("n1", "n2", 1))
    lines = list(export_lines(ledger.store))
    with KgliteStore(str(tmp_path / "copy.kgl")) as copy:
        import_lines(copy, lines)
        assert list(export_lines(copy)) == lines


def test_opening_a_graph_again_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    times = []
    for _ in range(2):
        with KgliteStore(str(path)) as store:
            Ledger(store).prepare()
        times.append(path.stat().st_mtime_ns)
    assert times[0] == times[1]


def test_a_graph_of_another_schema_version_is_refused(ledger: Ledger) -> None:
    ledger.store.write(lambda tx: tx.run("MATCH (s:Stamp) SET s.schema_version = 0"))
    with pytest.raises(StoreTooOld):
        Ledger(ledger.store).prepare()


def test_writers_at_once_lose_no_statement_and_no_version(ledger: Ledger) -> None:
    def write(source: str) -> None:
        stated = [node(source, id_, "甲") for id_ in IDS]
        Ledger(ledger.store).replace(source, stated, [tie(source, "n1", "n2")])

    before = ledger.version()
    threads = [threading.Thread(target=write, args=(source,)) for source in MARKS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = shown(ledger, "MATCH (n:Entity) RETURN n.sources AS sources ORDER BY n.id")
    assert rows == [{"sources": sorted(MARKS)}] * len(IDS)
    assert shown(ledger, "MATCH ()-[r:PARTNERS_WITH]->() RETURN size(r.evidence) AS n") == [{"n": len(MARKS)}]
    assert ledger.version() == before + len(MARKS)
