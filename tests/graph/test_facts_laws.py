"""Facts by hand: no order of loads, unloads, merges, additions, disputes, corrections and undoing leaves a trace."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.deciding import Make
from graph.errors import BadParameter, NotFound, Refused
from graph.exchange import export_lines, import_lines
from graph.facts import Addition, Cited, Paper, adding, disputing, hand_id
from graph.identity import EdgeKey
from graph.ledger import Ledger
from graph.reviews import Verdict, correcting, merging, rejecting, undoing
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from graph.store import GraphStore
from tests.conftest import empty_neo4j
from tests.graph.test_ledger import Facts, embedded
from tests.graph.test_reviews_laws import IDS, LABELS, LOADS, SOURCES, THIRD, TIED
from tests.neo4j_server import Neo4jServer

#: A source of the graph, which may be loaded or not; and a document that somebody describes.
CITED = {
    "s1": Cited("s1", ("7",), Paper("甲文", published="2023")),
    "paper": Cited(hand_id("乙文", None, "2024"), ("p3", "表1!C2"), Paper("乙文", None, "2024"), described=True),
}
HANDS = tuple(cited.hand for cited in CITED.values())
KINDS = ("signed", "joint")
PAIRS = tuple((a, b, kind) for a in IDS for b in IDS if a < b for kind in KINDS)
EDGES = tuple(EdgeKey("PARTNERS_WITH", *pair).id for pair in PAIRS)
CLAIM = "x-claim"
Act = tuple[str, ...]


def said(cited: Cited, rank: int = 40, **props: Any) -> Statement:
    return Statement(SourceMark(cited.hand, rank, cited.paper.published), cited.evidence, props)


def body(cited: Cited, id_: str, name: str, rank: int = 40, label: str = LABELS[0]) -> NodeStatement:
    return NodeStatement(id_, label, said(cited, rank, name=name))


def tie(cited: Cited, a: str, b: str, kind: str) -> Addition:
    ends = (body(cited, a, a, 90), body(cited, b, b, 90))
    edge = EdgeStatement("PARTNERS_WITH", a, b, said(cited, kind=kind), kind)
    key = EdgeKey("PARTNERS_WITH", a, b, kind)
    return Addition(f"{a} {b}", key.id, (a, b), ends, (edge,), key)


def figure(cited: Cited, about: str) -> Addition:
    props: dict[str, Any] = {
        "name": "人数 9",
        "topic": "人数",
        "printed": "9",
        "value": 9,
        "low": 9.0,
        "high": 9.0,
        "kind": "declared",
    }
    claim = NodeStatement(CLAIM, "Claim", said(cited, key="k", **props))
    return Addition("人数", CLAIM, (about,), (claim, body(cited, about, about, 90)),
                    (EdgeStatement("ABOUT", CLAIM, about, said(cited)),))  # fmt: skip


def entity(cited: Cited, id_: str, name: str) -> Addition:
    return Addition(name, id_, (id_,), (body(cited, id_, name, label=LABELS[1]),), ())


BY = st.sampled_from(tuple(CITED))
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.tuples(st.just("tie"), BY, st.sampled_from(PAIRS)).map(lambda one: (one[0], one[1], *one[2])),
    st.tuples(st.just("entity"), BY, st.sampled_from(IDS), st.sampled_from("丙丁")),
    st.tuples(st.just("figure"), BY, st.sampled_from(IDS)),
    st.tuples(st.just("dispute"), BY, st.sampled_from((*IDS, *EDGES, CLAIM))),
    st.tuples(st.just("name"), BY, st.sampled_from(IDS), st.sampled_from("戊己")),
    st.tuples(st.just("to"), BY, st.sampled_from(EDGES), st.sampled_from(IDS)),
    st.tuples(st.just("merge"), BY, st.sampled_from(IDS), st.sampled_from(IDS)),
    st.tuples(st.just("reject"), BY, st.sampled_from(IDS + EDGES)),
    st.tuples(st.just("undo"), BY, st.sampled_from(("first", "last"))),
)
STEPS = st.lists(st.one_of(LOADS, ACTS, ACTS, ACTS, ACTS, st.sampled_from(SOURCES)), min_size=2, max_size=12)


def make(act: Act, verdict: Verdict) -> Make:
    kind, by, *rest = act
    cited = CITED[by]
    makers: dict[str, Callable[[], Make]] = {
        "tie": lambda: adding([tie(cited, *rest)], cited, verdict),
        "entity": lambda: adding([entity(cited, *rest)], cited, verdict),
        "figure": lambda: adding([figure(cited, *rest)], cited, verdict),
        "dispute": lambda: disputing(rest, cited, verdict),
        "merge": lambda: merging(rest[0], rest[1], verdict),
        "reject": lambda: rejecting(rest, verdict),
    }
    fallback = lambda: correcting(rest[0], {kind: rest[1]}, cited.sign(verdict))  # noqa: E731
    return makers.get(kind, fallback)()


def act(ledger: Ledger, what: Act, number: int, made: list[str]) -> None:
    verdict = Verdict("规划员", "核实", f"2026-01-01T00:00:{number:02}")
    try:
        if what[0] != "undo":
            done = ledger.decide_all(make(what, verdict))
            made.append(done.batch or done.decisions[0])
        elif made:
            ledger.decide_all(undoing(made.pop(0 if what[2] == "first" else -1), verdict))
    except (NotFound, Refused, BadParameter):
        return  # it cannot be meant at this moment


def play(ledger: Ledger, steps: list[object]) -> tuple[dict[str, Facts], list[str]]:
    """Play loads, unloads and decisions; what stays loaded, and what was not undone."""
    loaded: dict[str, Facts] = {}
    made: list[str] = []
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
    return loaded, made


def lines(store: GraphStore, *, decisions: bool = True) -> list[str]:
    return [line for line in export_lines(store) if decisions or '"label":"Decision"' not in line]


def check(played: GraphStore, steps: list[object]) -> None:
    """The graph played is the one that its sources and its decisions make, in whatever order they come."""
    ledger = Ledger(played)
    ledger.prepare()
    loaded, made = play(ledger, [("s1", TIED), ("s2", THIRD), *steps])
    whole = lines(played)
    decisions = [line for line in whole if '"label":"Decision"' in line]
    with embedded() as plain, embedded() as first, embedded() as copy:
        for store, order in ((first, sorted(loaded, reverse=True)), (plain, sorted(loaded))):
            other = Ledger(store)
            other.prepare()
            if store is first:
                import_lines(store, decisions)
            for source in order:
                other.replace(source, *loaded[source])
        assert lines(first) == whole
        import_lines(copy, whole)
        assert lines(copy) == whole
        bare = lines(plain)
        import_lines(plain, decisions)
        assert lines(plain) == whole
        for number, one in enumerate(reversed(made)):
            ledger.decide_all(undoing(one, Verdict("甲", "看错", f"2026-01-02T00:00:{number:02}")))
        assert lines(played, decisions=False) == bare


QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@settings(max_examples=40, deadline=None, suppress_health_check=QUIET)
@given(STEPS)
def test_any_order_of_loads_and_facts_by_hand_ends_in_the_same_graph(steps: list[object]) -> None:
    with embedded() as played:
        check(played, steps)


@settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=QUIET)
@given(STEPS)
def test_any_order_of_loads_and_facts_by_hand_on_neo4j(neo4j_server: Neo4jServer, steps: list[object]) -> None:
    with empty_neo4j(neo4j_server) as played:
        check(played, steps)
