"""Proposals and what people decide about them: no order of loads, unloads, decisions and undoing leaves a trace."""

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.base import Status
from graph.errors import BadParameter, NotFound, Refused
from graph.identity import EdgeKey
from graph.ledger import Ledger, batch
from graph.reviews import Verdict, accepting, correcting, merging, rejecting, undoing
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from graph.store import GraphStore
from tests.conftest import empty_neo4j
from tests.graph.test_ledger import Facts, embedded, same_from_scratch
from tests.neo4j_server import Neo4jServer

SOURCES = ("s1", "s2", "r1")
IDS = ("n1", "n2", "n3")
EDGES = tuple(
    EdgeKey("PARTNERS_WITH", a, b, kind).id for a in IDS for b in IDS if a < b for kind in ("signed", "joint")
)
STATUSES: tuple[Status, ...] = ("proposed", "proposed", "stated")
LABELS = ("Enterprise", "Hospital")


def mark(source: str) -> SourceMark:
    return SourceMark(source, 10 if source == "r1" else 50, "2023", registry=source == "r1")


@st.composite
def facts(draw: st.DrawFn, source: str) -> Facts:
    """Some of three bodies and ties between those, stated or proposed."""
    chosen = draw(st.lists(st.sampled_from(IDS), min_size=2, unique=True))

    def said(props: dict[str, str], at: str) -> Statement:
        status = draw(st.sampled_from(STATUSES))
        sure = draw(st.sampled_from((0.5, 0.9, 1.0))) if status == "proposed" else None
        return Statement(mark(source), (f"{source}#{at}",), dict(props), status, confidence=sure)

    nodes = [
        NodeStatement(id_, draw(st.sampled_from(LABELS)), said({"name": draw(st.sampled_from("甲乙"))}, "1"))
        for id_ in chosen
    ]
    pairs = st.sampled_from([(a, b) for a in chosen for b in chosen if a < b])
    ties = draw(st.lists(st.tuples(pairs, st.sampled_from(("signed", "joint"))), unique=True))
    edges = [EdgeStatement("PARTNERS_WITH", *pair, said({"kind": kind}, "2"), kind) for pair, kind in ties]
    return nodes, edges


Act = tuple[str, str, str]
LOADS = st.sampled_from(SOURCES).flatmap(lambda s: st.tuples(st.just(s), facts(s)))
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.tuples(st.sampled_from(("accept", "reject")), st.sampled_from(IDS + EDGES), st.just("")),
    st.tuples(st.just("name"), st.sampled_from(IDS), st.sampled_from("丙丁")),
    st.tuples(st.just("type"), st.sampled_from(IDS), st.sampled_from(LABELS)),
    st.tuples(st.just("merge"), st.sampled_from(IDS), st.sampled_from(IDS)),
    st.tuples(st.sampled_from(("from", "to")), st.sampled_from(EDGES), st.sampled_from(IDS)),
    st.tuples(st.just("kind"), st.sampled_from(EDGES), st.sampled_from(("signed", "paired"))),
    st.tuples(st.just("undo"), st.sampled_from(("first", "last", "batch")), st.just("")),
)
STEPS = st.lists(st.one_of(LOADS, LOADS, ACTS, ACTS, ACTS, st.sampled_from(SOURCES)), min_size=2, max_size=12)


def act(ledger: Ledger, what: Act, number: int, made: list[tuple[str | None, str]]) -> None:
    kind, subject, value = what
    verdict = Verdict("规划员", "核实", f"2026-01-01T00:00:{number:02}")
    try:
        if kind == "undo":
            if made:
                batch, last = made[0] if subject == "first" else made[-1]
                ledger.decide_all(undoing(batch or last if subject == "batch" else last, verdict))
            return
        makers: dict[str, Callable[[], object]] = {
            "accept": lambda: accepting([subject], verdict),
            "reject": lambda: rejecting([subject], verdict),
            "merge": lambda: merging(subject, value, verdict),
        }
        make = makers.get(kind, lambda: correcting(subject, {kind: value}, verdict, accept=number % 2 == 0))()
        done = ledger.decide_all(make)  # type: ignore[arg-type]
        made.append((done.batch, done.decisions[-1]))
    except (NotFound, Refused, BadParameter):
        return  # it cannot be meant at this moment


def run_steps(store: GraphStore, steps: list[object]) -> dict[str, Facts]:
    """Play loads, unloads and decisions; returns what stays loaded."""
    ledger = Ledger(store)
    ledger.prepare()
    loaded: dict[str, Facts] = {}
    made: list[tuple[str | None, str]] = []
    for number, step in enumerate(steps):
        if isinstance(step, str):
            ledger.remove(step)
            loaded.pop(step, None)
        elif isinstance(step, tuple) and len(step) == 2:
            ledger.replace(step[0], *step[1])
            loaded[step[0]] = step[1]
            assert ledger.replace(step[0], *step[1]).total == 0
        else:
            act(ledger, step, number, made)  # type: ignore[arg-type]
    return loaded


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_any_order_of_loads_and_decisions_ends_in_the_same_graph(steps: list[object]) -> None:
    with embedded() as played, embedded() as scratch:
        loaded = run_steps(played, [("s1", TIED), ("s2", THIRD), *steps])
        same_from_scratch(played, scratch, loaded)


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_any_order_of_loads_and_decisions_on_neo4j(neo4j_server: Neo4jServer, steps: list[object]) -> None:
    with empty_neo4j(neo4j_server) as played, embedded() as scratch:
        loaded = run_steps(played, [("s1", TIED), ("s2", THIRD), *steps])
        same_from_scratch(played, scratch, loaded)


def body(source: str, id_: str, status: Status = "proposed") -> NodeStatement:
    return NodeStatement(id_, "Enterprise", Statement(mark(source), (f"{source}#1",), {"name": id_}, status))


def tie(source: str, a: str, b: str) -> EdgeStatement:
    said = Statement(mark(source), (f"{source}#2",), {"kind": "signed"}, "proposed")
    return EdgeStatement("PARTNERS_WITH", a, b, said, "signed")


#: n1 and n2 with their tie; n3 alone, which another source states.
TIED: Facts = ([body("s1", "n1"), body("s1", "n2")], [tie("s1", "n1", "n2")])
THIRD: Facts = ([body("s2", "n3", "stated")], [])
FIRST = EdgeKey("PARTNERS_WITH", "n1", "n2", "signed").id
OTHER = EdgeKey("PARTNERS_WITH", "n1", "n3", "signed").id
MOVE: Act = ("to", FIRST, "n3")


def ties(store: GraphStore) -> list[str]:
    rows = store.read("MATCH (:Entity)-[r:PARTNERS_WITH]->(:Entity) RETURN r.id AS id, r.status AS status").rows
    return [f"{row['id']} {row['status']}" for row in rows]


def test_a_corrected_end_that_nothing_states_any_more_leaves_the_relation_where_it_was(store: GraphStore) -> None:
    ledger = Ledger(store)
    ledger.prepare()
    ledger.replace("s1", *TIED)
    ledger.replace("s2", *THIRD)
    act(ledger, MOVE, 2, [])
    assert ties(store) == [f"{OTHER} stated"]
    ledger.remove("s2")
    assert ties(store) == [f"{FIRST} stated"]
    ledger.replace("s2", *THIRD)
    assert ties(store) == [f"{OTHER} stated"]
    ledger.remove("s1")
    assert ties(store) == []
    ledger.replace("s1", *TIED)
    assert ties(store) == [f"{OTHER} stated"]


def test_a_correction_is_undone_where_the_relation_is_now(store: GraphStore) -> None:
    ledger = Ledger(store)
    ledger.prepare()
    ledger.replace("s1", *TIED)
    ledger.replace("s2", *THIRD)
    made: list[tuple[str | None, str]] = []
    act(ledger, MOVE, 2, made)
    act(ledger, ("undo", "batch", ""), 3, made)
    act(ledger, ("undo", "last", ""), 4, made)
    ledger.decide_all(undoing(made[0][0] or "", Verdict("甲", "看错", "2026-01-02")))
    assert ties(store) == [f"{FIRST} proposed"]


def test_a_corrected_end_that_came_in_a_stream_draws_the_relation(store: GraphStore) -> None:
    ledger = Ledger(store)
    ledger.prepare()
    ledger.replace("s1", *TIED)
    ledger.replace("s2", *THIRD)
    act(ledger, MOVE, 2, [])
    ledger.remove("s2")
    ledger.stream("r1", [batch([body("r1", name, "stated")], []) for name in ("n3", "n4")], lambda _: None)
    assert ties(store) == [f"{OTHER} stated"]


def test_what_was_accepted_and_then_merged_makes_the_other_accepted(store: GraphStore) -> None:
    ledger = Ledger(store)
    ledger.prepare()
    ledger.replace("s1", *TIED)
    act(ledger, ("accept", "n1", ""), 1, [])
    act(ledger, ("merge", "n1", "n2"), 2, [])
    rows = store.read("MATCH (n:Entity) RETURN n.id AS id, n.status AS status").rows
    assert rows == [{"id": "n2", "status": "stated"}]
