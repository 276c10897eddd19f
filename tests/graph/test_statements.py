"""How statements about one element fold."""

from hypothesis import given
from hypothesis import strategies as st

from graph.base import Value
from graph.kept import Props
from graph.statements import EdgeStatement, NodeStatement, Overlay, SourceMark, Statement, fold_edge, fold_node

REGISTRY = SourceMark("divisions", rank=10, published="2023-06-30", registry=True)
PAPER = SourceMark("000-yuci", rank=50, published="2023-08")
NEWS = SourceMark("news", rank=50, published="2022")


def entry(source: SourceMark, props: dict[str, Value], status: str = "stated", label: str = "Community") -> Props:
    statement = Statement(source, (f"{source.id}#1",), props, status)  # type: ignore[arg-type]
    return NodeStatement("cn-140702002010", label, statement).entry()


OFFICIAL = entry(REGISTRY, {"name": "玉湖社区", "official_name": "玉湖社区居民委员会", "kind": "urban"})
PRINTED = entry(PAPER, {"name": "玉湖小区", "kind": "village", "aliases": ["玉湖"]})


def test_the_smaller_rank_is_shown_and_the_difference_is_a_conflict() -> None:
    props = fold_node("x", [PRINTED, OFFICIAL]).props
    assert (props["name"], props["kind"], props["conflicts"]) == ("玉湖社区", "urban", ["kind"])


def test_other_names_become_aliases_and_are_no_conflict() -> None:
    props = fold_node("x", [PRINTED, OFFICIAL]).props
    assert props["aliases"] == ["玉湖", "玉湖小区"]
    assert "name" not in props["conflicts"]


def test_evidence_sources_and_dates_of_all_are_united() -> None:
    props = fold_node("x", [PRINTED, OFFICIAL, entry(NEWS, {"name": "玉湖社区"})]).props
    assert props["evidence"] == ["000-yuci#1", "divisions#1", "news#1"]
    assert props["sources"] == ["000-yuci", "divisions", "news"]
    assert (props["first_seen"], props["last_seen"]) == ("2022", "2023-08")


def test_only_registries_make_no_document() -> None:
    assert fold_node("x", [OFFICIAL]).props["documented"] is False
    assert fold_node("x", [OFFICIAL, PRINTED]).props["documented"] is True


def test_a_proposal_counts_where_nothing_firmer_is_said() -> None:
    proposed = entry(REGISTRY, {"name": "龙湖社区"}, "proposed")
    assert fold_node("x", [proposed]).props["status"] == "proposed"
    both = fold_node("x", [proposed, PRINTED]).props
    assert (both["status"], both["name"]) == ("stated", "玉湖小区")


@given(st.permutations([OFFICIAL, PRINTED, entry(NEWS, {"name": "玉湖社区", "kind": "urban"}, "inferred")]))
def test_the_order_of_statements_does_not_matter(entries: list[Props]) -> None:
    assert fold_node("x", entries) == fold_node("x", sorted(entries, key=str))


@given(st.sampled_from([OFFICIAL, PRINTED, entry(PAPER, {"name": "玉湖社区"}, "proposed")]))
def test_a_statement_told_twice_folds_as_told_once(one: Props) -> None:
    once, twice = fold_node("x", [one]).props, fold_node("x", [one, one]).props
    assert {**once, "stated": ""} == {**twice, "stated": ""}


def test_a_person_may_accept_reject_and_correct() -> None:
    proposed = entry(PAPER, {"name": "玉湖社区", "kind": "urban"}, "proposed")
    assert fold_node("x", [proposed], Overlay(accepted=True)).props["status"] == "stated"
    assert fold_node("x", [proposed], Overlay(rejected=True)).props["status"] == "rejected"
    corrected = fold_node("x", [PRINTED, OFFICIAL], Overlay(corrections={"kind": "village"})).props
    assert (corrected["kind"], "conflicts" in corrected) == ("village", False)


def test_a_symmetric_edge_has_one_id_from_both_sides() -> None:
    statement = Statement(PAPER, ("000-yuci#26",), {"kind": "paired"})
    there = EdgeStatement("PARTNERS_WITH", "a", "b", statement, "paired").entry()
    back = EdgeStatement("PARTNERS_WITH", "b", "a", statement, "paired").entry()
    one, other = fold_edge([there], ("a", "b")), fold_edge([back], ("b", "a"))
    assert (one.id, one.start, one.end) == (other.id, other.start, other.end)


def test_joint_and_paired_are_two_edges() -> None:
    made = {
        fold_edge(
            [EdgeStatement("PARTNERS_WITH", "a", "b", Statement(PAPER, ("x#1",), {"kind": k}), k).entry()], ("a", "b")
        ).id
        for k in ("joint", "paired")
    }
    assert len(made) == 2


def test_validity_is_no_part_of_an_edges_identity() -> None:
    made = {
        fold_edge([EdgeStatement("PART_OF", "a", "b", Statement(PAPER, ("x#1",), props)).entry()], ("a", "b")).id
        for props in ({}, {"valid_from": "2023"})
    }
    assert len(made) == 1


def test_a_passive_role_is_no_principal() -> None:
    def principal(role: str) -> object:
        statement = EdgeStatement("PARTICIPATES_IN", "a", "b", Statement(PAPER, ("x#1",), {"role": role}), role)
        return fold_edge([statement.entry()], ("a", "b")).props["principal"]

    assert principal("organizer") is True
    assert principal("visited") is False
