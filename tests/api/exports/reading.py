"""Exports read back by other programs, as {id: (type, properties)} and {id: (type, from, to, properties)}."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import networkx as nx
import orjson
import python_calamine

from api.exports.base import Content, Meta
from api.exports.formats import find_form
from api.exports.values import MORE, Sort, as_value, edge_columns, node_columns, shown, xml_text
from graph.errors import Text
from graph.store import Row
from queries.library import Answer

Nodes = dict[str, tuple[str, Row]]
Edges = dict[str, tuple[str, str, str, Row]]
META = Meta("graph", Text("全图", "The whole graph"), 7, "2026-11-21", {"place": "榆次区"})


class Made:
    """A content made of rows."""

    def __init__(self, nodes: Iterable[Row] = (), edges: Iterable[Row] = (), answer: Answer | None = None) -> None:
        self.meta, self.answer = META, answer
        self._nodes, self._edges = list(nodes), list(edges)

    def __repr__(self) -> str:
        return f"Made({self._nodes}, {self._edges}, {self.answer})"

    def nodes(self) -> Iterator[Row]:
        return iter(self._nodes)

    def edges(self) -> Iterator[Row]:
        return iter(self._edges)

    def picture(self) -> list[Row]:
        return []


def written(content: Content, form: str) -> bytes:
    """An export of a content."""
    file = io.BytesIO()
    find_form(content.meta.kind, form).write(content, file, "zh")
    return file.getvalue()


def _plain(row: Row, columns: Mapping[str, Sort]) -> Row:
    """What is shown, what the ontology does not know beside the rest."""
    props = shown(row, columns)
    more: Row = orjson.loads(props.pop(MORE, "{}"))
    return props | more


def told(nodes: Iterable[Row], edges: Iterable[Row]) -> tuple[Nodes, Edges]:
    """Nodes and edges as they should be read back."""
    return (
        {row["id"]: (row["label"], _plain(row, node_columns())) for row in nodes},
        {row["id"]: (row["type"], row["start_id"], row["end_id"], _plain(row, edge_columns())) for row in edges},
    )


def in_xml(graph: tuple[Nodes, Edges]) -> tuple[Nodes, Edges]:
    """The same, with the characters that XML cannot hold replaced; what stands in `more` is JSON, which has none."""

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return xml_text(value)
        return [clean(item) for item in value] if isinstance(value, list) else value

    def cleaned(props: Row, columns: Mapping[str, Sort]) -> Row:
        return {name: clean(value) if name in columns else value for name, value in props.items()}

    nodes, edges = graph
    return (
        {id_: (label, cleaned(props, node_columns())) for id_, (label, props) in nodes.items()},
        {id_: (*ends, cleaned(props, edge_columns())) for id_, (*ends, props) in edges.items()},  # type: ignore[misc]
    )


def of_graphml(content: bytes) -> tuple[Nodes, Edges]:
    """GraphML as networkx reads it."""
    graph: Any = nx.read_graphml(io.BytesIO(content), force_multigraph=True)
    nodes: Nodes = {}
    for id_, data in graph.nodes(data=True):
        label = data.pop("node_type")
        assert data.pop("label") == data["name"]
        nodes[id_] = label, _typed(data, node_columns(label))
    edges: Edges = {}
    for start, end, id_ in graph.edges(keys=True):
        data = dict(graph.edges[start, end, id_])
        edges[id_] = str(data.pop("label")), start, end, _typed(data, edge_columns())
    return nodes, edges


def of_gexf(content: bytes) -> tuple[Nodes, Edges]:
    """GEXF as networkx reads it."""
    graph = nx.read_gexf(io.BytesIO(content), version="1.3")
    nodes: Nodes = {}
    for id_, data in graph.nodes(data=True):
        label = data.pop("node_type")
        assert data.pop("label") == data["name"]
        nodes[id_] = label, _typed(_without(data, "start", "end"), node_columns(label))
    edges = {
        data["id"]: (data["edge_type"], start, end, _typed(_without(data, *_EDGE), edge_columns()))
        for start, end, data in graph.edges(data=True)
    }
    return nodes, edges


_EDGE = ("id", "edge_type", "label", "type", "start", "end")


def _without(data: Row, *names: str) -> Row:
    return {name: value for name, value in data.items() if name not in names}


def _typed(data: Row, columns: Mapping[str, Sort]) -> Row:
    more: Row = orjson.loads(data.pop(MORE, "{}"))
    return more | {
        name: as_value(value, columns[name]) if isinstance(value, str) else value for name, value in data.items()
    }


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """A workbook as another library reads it."""
    book = python_calamine.load_workbook(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
