"""Laws of comparing, for any two graphs: a graph differs in nothing from itself, and turning the sides mirrors all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from api.compare.differ import differences
from api.compare.elements import Elements, folded, from_lines
from api.compare.model import Difference
from api.compare.picture import drawn
from graph.exchange import edge_line, node_line
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement

MARKS = (SourceMark("a"), SourceMark("b", rank=60))
MIRROR = {"new": "gone", "gone": "new"}
TEXTS = st.sampled_from(["甲", "乙", "丙"])
EVIDENCE = st.lists(st.sampled_from(["a#1", "a#2", "a#表!C7"]), max_size=2).map(tuple)


@st.composite
def nodes(draw: st.DrawFn) -> list[NodeStatement]:
    """Enterprises and figures, some of them told by two sources."""
    found = []
    for number in draw(st.sets(st.integers(0, 6))):
        props = {"name": draw(TEXTS), "kind": draw(TEXTS)}
        if is_figure := number % 2:
            props = {"name": "数", "topic": draw(TEXTS), "printed": draw(TEXTS), "kind": "declared"}
        label = "Claim" if is_figure else "Enterprise"
        for mark in draw(st.sampled_from([MARKS[:1], MARKS])):
            status = draw(st.sampled_from(["stated", "proposed"]))
            found.append(NodeStatement(f"x-{number}", label, Statement(mark, draw(EVIDENCE), props, status)))  # type: ignore[arg-type]
    return found


@st.composite
def graphs(draw: st.DrawFn) -> Elements:
    """Nodes as above, with figures about enterprises and enterprises in relations."""
    told = draw(nodes())
    ids = sorted({node.id for node in told if node.label == "Enterprise"})
    edges = []
    for node in told:
        if not ids:
            break
        end, kind = draw(st.sampled_from(ids)), draw(st.sampled_from(["signed", "joint"]))
        statement = Statement(node.statement.source, draw(EVIDENCE), {} if node.label == "Claim" else {"kind": kind})
        if node.label == "Claim":
            edges.append(EdgeStatement("ABOUT", node.id, end, statement))
        elif node.id != end:
            edges.append(EdgeStatement("PARTNERS_WITH", node.id, end, statement, kind))
    return folded((node.entry() for node in told), (edge.entry() for edge in edges))


def mirrored(row: Difference) -> tuple[object, ...]:
    changes = tuple((one.property, one.after, one.before) for one in row.changes)
    return row.what, row.type, MIRROR.get(row.state, row.state), changes, row.evidence_after, row.evidence_before


def straight(row: Difference) -> tuple[object, ...]:
    changes = tuple((one.property, one.before, one.after) for one in row.changes)
    return row.what, row.type, row.state, changes, row.evidence_before, row.evidence_after


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_a_graph_differs_in_nothing_from_itself(graph: Elements) -> None:
    rows, counts = differences(graph, graph)
    assert rows == ()
    assert all(set(one.states) == {"same"} for one in counts)
    assert {row["a_state"] for row in drawn(graph, graph, rows)} <= {"same"}


@settings(max_examples=120, deadline=None)
@given(graphs(), graphs())
def test_turning_the_sides_mirrors_what_is_new_and_gone(one: Elements, other: Elements) -> None:
    there, counts = differences(one, other)
    back, turned = differences(other, one)
    assert sorted(map(repr, map(mirrored, there))) == sorted(map(repr, map(straight, back)))
    assert [{MIRROR.get(k, k): v for k, v in one.states.items()} for one in counts] == [one.states for one in turned]


@settings(max_examples=60, deadline=None)
@given(graphs(), graphs())
def test_what_is_drawn_is_each_side(one: Elements, other: Elements) -> None:
    rows, _ = differences(one, other)
    picture = drawn(one, other, rows)
    for side, hidden in ((one, "new"), (other, "gone")):
        ids = {row["edge_id"] for row in picture if row.get("edge_id") and row["state"] != hidden}
        assert ids == {id_ for id_, edge in side.edges.items() if edge["type"] == "PARTNERS_WITH"}
        shown = {row[f"{end}_id"] for row in picture for end in "ab" if row.get(f"{end}_state") not in (None, hidden)}
        assert shown >= {id_ for id_, node in side.nodes.items() if node["label"] == "Enterprise"}


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_what_is_kept_as_lines_is_read_back_the_same(graph: Elements) -> None:
    lines = [*map(node_line, graph.nodes.values()), *map(edge_line, graph.edges.values())]
    assert differences(graph, from_lines(lines, "kept"))[0] == ()
