"""Whatever a statement says is known again from what stands, whether it is kept as text or in the properties alone."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.base import Value
from graph.kept import pack
from graph.ledger import Ledger
from graph.settling import of_source
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement, fold_edge, fold_node
from graph.store import GraphStore

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=6)
VALUES = st.one_of(
    TEXT,
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(TEXT, max_size=2).map(tuple),
    st.none(),
)
NAMES = ("code", "kind", "field", "amount")
#: Names that the fold itself uses.
TAKEN = st.dictionaries(st.just("aliases"), st.lists(TEXT, max_size=2)) | st.dictionaries(st.just("status"), TEXT)
PROPS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4)
MARKS = st.builds(
    SourceMark, st.just("s"), st.sampled_from((10, 50)), st.sampled_from((None, "", "2023-06")), st.booleans()
)


@st.composite
def statements(draw: st.DrawFn) -> tuple[list[NodeStatement], list[EdgeStatement]]:
    """Two nodes and an edge as one source states them."""
    mark = draw(MARKS)

    def statement(props: dict[str, Value]) -> Statement:
        return Statement(mark, ("s#1",), props, draw(st.sampled_from(("stated", "inferred", "proposed"))))

    nodes = [
        NodeStatement(id_, "Enterprise", statement(draw(PROPS) | dict(draw(TAKEN)) | {"name": draw(TEXT)}))
        for id_ in ("b", "a")
    ]
    kind, (start, end) = draw(st.sampled_from(("", "joint"))), draw(st.permutations(("a", "b")))
    return nodes, [EdgeStatement("PARTNERS_WITH", start, end, statement(draw(PROPS)), kind)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=statements())
def test_what_a_source_said_is_read_back_from_either_engine(
    store: GraphStore, said: tuple[list[NodeStatement], list[EdgeStatement]]
) -> None:
    nodes, edges = said
    ledger = Ledger(store)
    ledger.prepare()
    ledger.replace("s", nodes, edges)
    standing = store.write(lambda tx: of_source(tx, "s"))
    assert {id_: stated for id_, (_, stated) in standing.nodes.items()} == {
        node.id: pack([node.entry()]) for node in nodes
    }
    assert [stated for *_, stated in standing.edges.values()] == [pack([edge.entry()]) for edge in edges]
    assert ledger.replace("s", nodes, edges).total == 0
    ledger.remove("s")


def test_one_plain_statement_is_not_kept_a_second_time() -> None:
    mark = SourceMark("divisions", 10, "2023-06-30", registry=True)
    statement = Statement(mark, ("divisions#14",), {"name": "山西省", "code": "14"})
    node = NodeStatement("cn-14", "Province", statement)
    edge = EdgeStatement("PART_OF", "cn-1407", "cn-14", Statement(mark, ("divisions#1407",)))
    assert "stated" not in fold_node("cn-14", [node.entry()]).props
    signed = EdgeStatement("PARTNERS_WITH", "b", "a", Statement(mark, ("s#1",), {"kind": "signed"}), "signed")
    assert "stated" not in fold_edge([edge.entry()], ("cn-1407", "cn-14")).props
    assert "stated" not in fold_edge([signed.entry()], ("a", "b")).props


def test_what_the_properties_do_not_say_is_kept_as_text() -> None:
    mark = SourceMark("s")
    merged = NodeStatement("old", "Enterprise", Statement(mark, ("s#1",), {"name": "甲"})).entry()
    twice = [merged, {**merged, "source": "t"}]
    renewed = Statement(mark, ("s#1",), {"kind": "signed"})
    edges = [
        EdgeStatement("PARTNERS_WITH", "a", "b", renewed, "signed", "2024").entry(),
        EdgeStatement("PARTNERS_WITH", "a", "b", renewed, "joint").entry(),
    ]
    assert "stated" in fold_node("new", [merged]).props
    assert "stated" in fold_node("old", twice).props
    assert all("stated" in fold_edge([edge], ("a", "b")).props for edge in edges)
