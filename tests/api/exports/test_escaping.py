"""Any text in names and properties survives each format; what XML cannot hold is replaced, as documented."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SDO

from api.exports.formats.csv import read_tables
from api.exports.formats.cypher import literal
from api.exports.values import as_text, as_value, joined, parted
from graph.exchange import edge_line, lines_of, node_line
from graph.store import GraphStore, Row
from tests.api.exports.reading import Made, in_xml, of_gexf, of_graphml, sheets, told, written

#: What is dangerous somewhere comes often.
ODD = st.sampled_from("\\'\"|=+-@`{}$;/<&>]\n\r\t\0\x1b\x7f\x85\u2028\ufeff\ufffe u0027e")
TEXT = st.text(st.one_of(ODD, st.characters(codec="utf-8")), max_size=20)
TEXTS = st.lists(TEXT, max_size=4)
SOME = settings(max_examples=60, deadline=None)


@st.composite
def graphs(draw: st.DrawFn) -> Made:
    """Two enterprises, an activity, a claim, and what joins them, of which any text may be odd."""
    nodes = [_node(f"x-{number}", "Enterprise", draw) for number in range(2)]
    rules = {"count": draw(st.integers(-(2**53), 2**53)), "categories": draw(TEXTS), "by": draw(TEXT)}
    nodes.append(_node("x-n", "Need", draw, **rules))
    figure = draw(
        st.one_of(st.integers(-(2**60), 2**60), st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str))
    )
    low = draw(st.floats(allow_nan=False, allow_infinity=False))
    nodes.append(_node("x-c", "Claim", draw, value=figure, low=low, odd=draw(TEXT), listed=draw(TEXTS)))
    edge = {"id": "e-1", "type": "PARTNERS_WITH", "start_id": "x-0", "start_label": "Enterprise", "end_id": "x-1"}
    props = {
        "id": "e-1",
        "kind": draw(TEXT),
        "status": "stated",
        "principal": draw(st.booleans()),
        "evidence": draw(TEXTS),
    }
    return Made(nodes, [{**edge, "end_label": "Enterprise", "props": {**props, "sources": [], "stated": "[]"}}])


def _node(id_: str, label: str, draw: st.DrawFn, **more: Any) -> Row:
    name = draw(TEXT.filter(bool))
    props = {"id": id_, "label": label, "name": name, "aliases": draw(TEXTS), "description": draw(TEXT)}
    return {"id": id_, "label": label, "props": {**props, "documented": draw(st.booleans()), "stated": "[]", **more}}


@given(TEXTS)
def test_a_list_is_joined_and_parted(items: list[str]) -> None:
    assert parted(joined(items)) == items


@given(st.one_of(st.floats(allow_nan=False, allow_infinity=False)))
def test_a_decimal_keeps_every_digit(number: float) -> None:
    assert as_value(as_text(number, "decimal"), "decimal") == number


@SOME
@given(graphs())
def test_graphml(graph: Made) -> None:
    assert of_graphml(written(graph, "graphml")) == in_xml(told(graph.nodes(), graph.edges()))


@SOME
@given(graphs())
def test_gexf(graph: Made) -> None:
    assert of_gexf(written(graph, "gexf")) == in_xml(told(graph.nodes(), graph.edges()))


@SOME
@given(graphs())
def test_tables(graph: Made) -> None:
    assert told(*read_tables(io.BytesIO(written(graph, "csv")))) == told(graph.nodes(), graph.edges())


@SOME
@given(graphs())
def test_lines(graph: Made) -> None:
    lines = written(graph, "jsonl").decode().split("\n")[:-1]
    items = [orjson.loads(line) for line in lines]
    assert [item["props"]["name"] for item in items if "node" in item] == [
        row["props"]["name"] for row in graph.nodes()
    ]
    assert lines == list(lines_of(graph.nodes(), graph.edges()))
    assert [*map(node_line, graph.nodes()), *map(edge_line, graph.edges())] == lines


@SOME
@given(graphs())
def test_jsonld(graph: Made) -> None:
    found = Graph().parse(data=written(graph, "jsonld"), format="json-ld")
    for row in graph.nodes():
        subject = URIRef(f"urn:xiaodi:{row['id']}")
        assert found.value(subject, SDO.name) == Literal(row["props"]["name"])
        names = {str(name) for name in found.objects(subject, SDO.alternateName)}
        assert names - {""} == set(row["props"]["aliases"]) - {""}  # the library drops some empty texts


@SOME
@given(graphs())
def test_xlsx_shows_no_formula(graph: Made) -> None:
    for name, rows in sheets(written(graph, "xlsx")).items():
        for row in rows:
            for cell in row:
                assert not (isinstance(cell, str) and cell.startswith(("=", "+", "-", "@"))), name


@given(
    TEXTS.map(lambda items: [item.replace("\0", "") for item in items]),
    st.floats(allow_nan=False, allow_infinity=False),
)
@settings(max_examples=80, deadline=None)
def test_cypher(five: GraphStore, items: list[str], number: float) -> None:
    value = {"items": items, "number": number, "whole": -3, "truth": True, "none": []}
    assert five.read(f"RETURN {literal(value)} AS value").rows == [{"value": value}]


def test_a_head_of_cypher_is_comments_alone(tmp_path: Path) -> None:
    graph = Made()
    graph.meta = type(graph.meta)(
        **{**graph.meta.__dict__, "filters": {"place": "甲\nMATCH (n) DELETE n\r\\u000aRETURN 1"}}
    )
    lines = written(graph, "cypher").decode().splitlines()
    head = [line for line in lines if not line.startswith("CREATE")]
    assert all(line.startswith("// ") and "\\" not in line for line in head)
