"""The guard alone: what it refuses and where, what it lets through, and that no text makes it fail."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.errors import BadParameter, CypherRefused
from graph.guard import MAX_PARAMS, check_reading, read
from graph.guard.plans import MAX_PRODUCT, check_plan
from graph.guard.tokens import MAX_LENGTH, scan
from tests.cypher.corpus import ANSWERING, HOSTILE, HOSTILE_PARAMS, PARAMS, SAME

MARKS = "()[]{}<>-=+*/%^|&!:;,.$`'\"\\ \t\n\r\u00a0\u2028\u3000/**/ //"
WORDS = [
    "MATCH (n)",
    "RETURN n",
    "WHERE",
    "EXISTS {",
    "CASE WHEN",
    "range(1,",
    "reduce(s = ",
    "[x IN ",
    "-[*1..3]-",
    "名",
]


def refused(text: str, **params: object) -> CypherRefused:
    with pytest.raises(CypherRefused) as caught:
        check_reading(text, params)
    return caught.value


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused_with_rule_place_and_reason(name: str) -> None:
    error = refused(HOSTILE[name], **HOSTILE_PARAMS)
    assert error.rule
    assert error.line >= 1
    assert error.column >= 1
    assert error.what.zh != error.what.en


@pytest.mark.parametrize("text", SAME + ANSWERING)
def test_what_is_useful_is_let_through(text: str) -> None:
    check_reading(text, PARAMS)


@pytest.mark.parametrize(
    ("text", "rule", "where"),
    [
        ("MATCH (n)\n  DELETE n", "write", "2:3"),
        ("MATCH (n)\r\n\tSET n.x = 1", "write", "2:2"),
        ("RETURN '一二\n三', 4 LOAD", "files", "2:7"),
        ("/* a\nb */ CALL dbms.listConfig()", "procedure", "2:11"),
        ("RETURN 1,\n apoc.version()", "function", "2:2"),
        ("MATCH (a)-[*]-(b) RETURN a", "reach", "1:12"),
        ("RETURN '\\u0041'", "escape", "1:9"),
        ("RETURN 1\n\u00a0", "character", "2:1"),
        ("RETURN 1; RETURN 2", "statements", "1:11"),
        ("MATCH (a), (b)\nMATCH (c) RETURN 1 AS x", "product", "2:1"),
        ("RETURN size(reduce(s='a', x IN range(1,40) | s+s))", "size", "1:46"),
        ("UNWIND range(1, 10001) AS x RETURN x", "range", "1:8"),
        ("EXPLAIN RETURN 1", "prefix", "1:1"),
        ("RETURN 'x", "unfinished", "1:8"),
        ("x" * (MAX_LENGTH + 1), "length", f"1:{MAX_LENGTH + 1}"),
    ],
)
def test_the_refusal_says_which_rule_and_where(text: str, rule: str, where: str) -> None:
    error = refused(text)
    assert (error.rule, error.where) == (rule, where)
    assert error.members() == {"rule": rule, "line": int(where.split(":")[0]), "column": int(where.split(":")[1])}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("MATCH （n） RETURN n", "write ("),
        ("MATCH (n)，(m) RETURN n", "write ,"),
        ("MATCH (n {name: ‘x’}) RETURN n", "write '"),
        ("RETURN 1 AS “x”", 'write "'),
        ("MATCH (a)-[:X]-{1,2}(b) RETURN a", "-[:TYPE*1..3]-"),
        ("MATCH (a)((x)-->(y)){1,2}(b) RETURN a", "-[:TYPE*1..3]-"),
        ("MATCH p = SHORTEST 1 (a)-[:X]-+(b) RETURN p", "shortestPath((a)-[*..6]-(b))"),
        ("MATCH (n) LIMIT 3 RETURN n", "WITH * LIMIT 5"),
        ("MATCH (n) FILTER n.x = 1 RETURN n", "WITH * WHERE"),
        ("EXPLAIN MATCH (n) RETURN n", "leave out EXPLAIN"),
        ("MATCH (n) WHERE n.x IS TYPED STRING RETURN n", "valueType(x)"),
    ],
)
def test_a_useful_statement_that_is_refused_hears_what_to_write(text: str, hint: str) -> None:
    assert hint in refused(text).hint.en


def test_a_plain_mark_is_not_to_be_replaced_by_itself() -> None:
    assert refused("RETURN $`x`").hint.en == ""


def test_headings_are_as_they_were_written() -> None:
    assert read("MATCH (市:City) RETURN 市.name, size( 市.name ) AS 长, 市 UNION RETURN 1, 2, 3").columns == (
        "市.name",
        "长",
        "市",
    )
    assert read("MATCH (n) RETURN *, 1 AS x").columns == ()


def test_what_a_subquery_returns_is_as_large_as_it_is() -> None:
    check_reading("MATCH (n) CALL (n) { RETURN n.name + 'x' AS a } CALL (a) { RETURN a + a AS b } RETURN b + b AS c")
    check_reading("CALL { RETURN 5 AS k } UNWIND range(1, k) AS i RETURN i")


def test_engines_get_no_comment_and_no_bare_chinese_name() -> None:
    text = "MATCH (n) // a\r\nRETURN n.name AS 名称, 'http://x /* y */' AS url /* b\nc */ ORDER BY 名称"
    assert check_reading(text) == (
        "MATCH (n)     \r\nRETURN n.name AS `名称`, 'http://x /* y */' AS url     \n     ORDER BY `名称`"
    )


def test_the_size_of_a_parameter_counts() -> None:
    text = "RETURN [a IN $xs | [b IN $xs | a + b]]"
    check_reading(text, {"xs": [1, 2, 3]})
    assert refused(text, xs=list(range(5_000))).rule == "size"


@pytest.mark.parametrize(
    "value", [2**63, -(2**63) - 1, "\ud800", ["\udfff"], {"a": {"\ud800": 1}}, {1, 2}, b"x", math.nan, [math.inf]]
)
def test_a_parameter_that_no_engine_takes_is_refused(value: object) -> None:
    with pytest.raises(BadParameter, match="x"):
        check_reading("RETURN $x", {"x": value})


def test_parameters_are_bounded() -> None:
    deep: object = 1
    for _ in range(20):
        deep = [deep]
    for value in ("a" * (MAX_PARAMS + 1), [0] * (MAX_PARAMS + 1), deep):
        with pytest.raises(BadParameter):
            check_reading("RETURN $x", {"x": value})
    check_reading("RETURN $x", {"x": ["a", 1.5, None, True, {"k": -(2**63)}]})


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(), st.text(alphabet=MARKS + "aEn1_名"), st.lists(st.sampled_from([*WORDS, *MARKS])).map("".join))
)
@example("RETURN 1.5.")
@example("..5")
@example("a.`b`.$c")
def test_tokens_stand_where_they_say(text: str) -> None:
    """Any text is read or refused; what is read can be found at its line and column, and nothing is between."""
    try:
        scanned = scan(text)
    except CypherRefused as error:
        assert 1 <= error.line <= text.count("\n") + 1
        return
    lines = text.split("\n")
    for token in scanned.tokens[:-1]:
        assert text.startswith(token.text, token.start)
        first = token.text.split("\n")[0]
        assert lines[token.line - 1].startswith(first, token.column - 1)
    assert scanned.text.count("\n") == text.count("\n")


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.sampled_from([*WORDS, *"()[]{},.:|-+*=<>$;", "n", "x", "1", "'a'", "END", "AS", "IN", "}"]), max_size=40
    )
)
def test_any_run_of_tokens_is_let_through_or_refused(words: list[str]) -> None:
    try:
        check_reading(" ".join(words))
    except CypherRefused as error:
        assert error.rule


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(SAME),
    st.sampled_from(["CREATE (x)", "SET n.x = 1", "DELETE n", "LOAD CSV FROM 'x' AS r"]),
    st.data(),
)
def test_a_write_put_into_a_useful_statement_is_refused_or_quoted(text: str, write: str, data: st.DataObject) -> None:
    """Wherever it stands, the statement is refused, or the words are within a string, backticks or a comment of it."""
    place = data.draw(st.integers(0, len(text)))
    try:
        sent = check_reading(f"{text[:place]} {write} {text[place:]}", PARAMS)
    except CypherRefused:
        return
    said = "".join(token.text for token in scan(sent).tokens if token.kind not in ("string", "name"))
    assert write.replace(" ", "") not in said


@pytest.mark.parametrize(
    "operator",
    ["LoadCSV", "Create", "SetProperty", "SetNodePropertiesFromMap", "Delete", "DetachDelete", "Merge", "Foreach",
     "RemoveLabels", "SubqueryForeach", "CreateIndex", "ShowSettings", "TerminateTransactions", "TransactionApply",
     "TransactionForeach", "LockingMerge", "SomethingNew"],
)  # fmt: skip
def test_a_plan_that_does_more_than_read_is_refused(operator: str) -> None:
    with pytest.raises(CypherRefused, match=operator):
        check_plan([("ProduceResults", "", 1.0), (operator, "", 1.0)])


def test_a_plan_that_calls_or_multiplies_is_refused() -> None:
    check_plan([("ProcedureCall", "db.labels() :: (label :: STRING)", 10.0), ("CartesianProduct", "", 1_000.0)])
    with pytest.raises(CypherRefused, match="listConfig"):
        check_plan([("ProcedureCall", "dbms.listConfig() :: (name :: STRING)", 10.0)])
    with pytest.raises(CypherRefused) as caught:
        check_plan([("CartesianProduct", "", MAX_PRODUCT * 2)])
    assert caught.value.rule == "product"
