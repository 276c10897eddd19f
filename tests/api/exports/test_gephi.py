"""What Gephi's own importers of GraphML and GEXF accept without a fault: ids, columns, types, values, spans.

They read from top to bottom: a column is declared before a value is given for it, a node before an edge leads to it.
A value that does not parse as the type of its column, a column of the graph itself, and a span that ends before it
begins are faults there. Some names of columns are no columns but labels, weights, colours and places of a drawing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from lxml import etree

from api.exports.base import Content
from api.exports.content import Answered, Region, WholeGraph
from api.service import Service
from graph.store import GraphStore
from tests.api.exports.reading import Made, written

_GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
_GEXF = "{http://gexf.net/1.3}"
#: What a value of each type may look like; of these types we use some, Gephi knows more.
_TYPES = {
    "string": r"(?s).*",
    "boolean": r"true|false",
    "long": r"-?\d{1,19}",
    "double": r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?",
}
#: Names that Gephi takes for the label, the drawing or the weight: in lower case and otherwise.
_TAKEN = {
    "node": {"label", "d3", "x", "y", "z", "xpos", "ypos", "size", "r", "g", "b"},
    "edge": {"label", "edgelabel", "d7", "weight", "Edge Weight", "id", "edgeid", "r", "g", "b"},
}
CONTENTS: dict[str, Callable[[Service], Content]] = {
    "graph": WholeGraph,
    "region": lambda desk: Region(desk, "榆次区"),
    "answer": lambda desk: Answered(desk, "network/neighbourhood", {"entity": "玉湖社区", "depth": 2}),
}


@pytest.fixture(scope="module")
def desk(five: GraphStore) -> Service:
    return Service(five)


@pytest.fixture(params=sorted(CONTENTS))
def content(request: pytest.FixtureRequest, desk: Service) -> Content:
    return CONTENTS[request.param](desk)


def _parse(text: bytes) -> Any:
    """The root of an export; its parts are looked for and may be missing, which fails the test."""
    return etree.fromstring(text)


def _parsed(value: str, sort: str) -> bool:
    return re.fullmatch(_TYPES[sort], value) is not None and (sort != "long" or -(2**63) <= int(value) < 2**63)


def _in_order(root: Any, namespace: str) -> Iterator[tuple[str, Any]]:
    return ((str(element.tag).removeprefix(namespace), element) for element in root.iter())


def test_graphml(content: Content) -> None:
    columns: dict[str, tuple[str, str]] = {}
    ids: dict[str, Counter[str]] = {"node": Counter(), "edge": Counter()}
    labels: set[str] = set()
    titles: set[tuple[str, str]] = set()
    root = _parse(written(content, "graphml"))
    for name, element in _in_order(root, _GRAPHML):
        if name == "key":
            of, title, sort = element.get("for"), element.get("attr.name"), element.get("attr.type")
            assert of in ids and sort in _TYPES
            assert element.get("id") not in columns
            assert title == "label" or (title not in _TAKEN[of] and element.get("id") not in _TAKEN[of])
            assert (of, title) not in titles
            titles.add((of, title))
            columns[element.get("id")] = of, sort
            labels |= {element.get("id")} if title == "label" else set()
        elif name == "data":
            of, sort = columns[element.get("key")]
            assert element.getparent().tag == f"{_GRAPHML}{of}"
            assert _parsed(element.text or "", sort), element.get("key")
        elif name in ids:
            assert name == "node" or {element.get("source"), element.get("target")} <= ids["node"].keys()
            ids[name][element.get("id")] += 1
            assert labels & {data.get("key") for data in element}
        else:
            assert name in ("graphml", "graph", "desc")
    assert root.find(f"{_GRAPHML}graph").get("edgedefault") == "directed"
    assert "数据版本" in root.findtext(f"{_GRAPHML}graph/{_GRAPHML}desc")
    for found in ids.values():
        assert found and max(found.values()) == 1


def test_gexf(content: Content) -> None:
    columns: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    ids: dict[str, Counter[str]] = {"node": Counter(), "edge": Counter()}
    root = _parse(written(content, "gexf"))
    assert root.get("version") == "1.3"
    for name, element in _in_order(root, _GEXF):
        if name == "attribute":
            of = element.getparent().get("class")
            assert element.get("type") in _TYPES and element.get("title")
            assert element.get("id") not in columns[of]
            columns[of][element.get("id")] = element.get("type")
        elif name == "attvalue":
            of = str(element.getparent().getparent().tag).removeprefix(_GEXF)
            assert _parsed(element.get("value"), columns[of][element.get("for")]), element.get("for")
        elif name in ids:
            assert name == "node" or {element.get("source"), element.get("target")} <= ids["node"].keys()
            assert name == "node" or element.get("type") == "directed"
            assert element.get("label")
            ids[name][element.get("id")] += 1
            _check_span(element)
    graph = root.find(f"{_GEXF}graph")
    assert (graph.get("mode"), graph.get("timeformat"), graph.get("timerepresentation")) == (
        "dynamic", "date", "interval",
    )  # fmt: skip
    assert {str(element.tag).removeprefix(_GEXF) for element in root.find(f"{_GEXF}meta")} <= {
        "creator", "keywords", "description",
    }  # fmt: skip
    for found in ids.values():
        assert found and max(found.values()) == 1


def _check_span(element: Any) -> None:
    start, end = element.get("start"), element.get("end")
    days = [date.fromisoformat(day) for day in (start, end) if day]
    assert days == sorted(days)


def test_edges_that_say_different_things_of_two_nodes_stay_apart(desk: Service) -> None:
    root = _parse(written(WholeGraph(desk), "gexf"))
    edges = root.findall(f".//{_GEXF}edge")
    joined = Counter((edge.get("source"), edge.get("target")) for edge in edges)
    assert max(joined.values()) > 1
    kept = Counter((edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges)
    assert len(kept) > len(joined)
    asked = "MATCH (a)-[r:PARTNERS_WITH]->(b) RETURN a.id + ' ' + b.id + ' ' + r.kind AS key"
    told = {f"{source} {target} {kind.partition(' ')[2]}" for source, target, kind in kept if "PARTNERS" in kind}
    assert {row["key"] for row in desk.store.read(asked).rows} == told


def test_a_span_that_ends_before_it_begins_is_left_open() -> None:
    days = {"date": "2024-05", "date_first": "2024-05-01", "date_last": "2024-05-31", "end_date_last": "2023-12-31"}
    props = {"name": "会", "status": "stated", "evidence": [], "sources": [], **days}
    node = {"id": "x-1", "label": "Activity", "props": props}
    (found,) = _parse(written(Made([node]), "gexf")).iter(f"{_GEXF}node")
    assert (found.get("start"), found.get("end")) == ("2024-05-01", None)
