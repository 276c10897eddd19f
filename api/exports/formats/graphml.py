"""GraphML, as Gephi and networkx read it: directed edges with ids of ours, typed and declared columns.

`label` is what a viewer shows, the name of a node and the type of an edge; `node_type` is the type of a node. What the
export is of stands in `desc`: Gephi takes a column of the graph itself for a fault. `api.exports.values` says how
lists are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from lxml import etree

from api.exports.base import EVERYTHING, Content
from api.exports.markup import Columns, body, copy, put
from api.exports.values import edge_columns, node_columns, xml_text
from graph.errors import Language
from graph.store import Row

_OPENED = b"""<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_GRAPH = b'<graph id="xiaodi" edgedefault="directed">\n'


class GraphML:
    name = "graphml"
    suffix = ".graphml"
    media = "application/graphml+xml"
    kinds = EVERYTHING

    def write(self, content: Content, out: IO[bytes], language: Language) -> None:
        nodes, edges = Columns("n", node_columns()), Columns("e", edge_columns())
        with body() as file:
            for row in content.nodes():
                put(file, _node(row, nodes))
            for row in content.edges():
                put(file, _edge(row, edges))
            out.write(_OPENED)
            for key in _keys(nodes, edges):
                put(out, key)
            out.write(_GRAPH)
            put(out, _desc(xml_text(content.meta.line(language))))
            copy(file, out)
        out.write(b"</graph>\n</graphml>\n")


def _keys(nodes: Columns, edges: Columns) -> Iterator[etree._Element]:
    for of, columns in (("node", nodes), ("edge", edges)):
        for id_, name, sort in columns.declared():
            yield _key(id_, of, name, sort)


def _desc(text: str) -> etree._Element:
    desc = etree.Element("desc")
    desc.text = text
    return desc


def _key(id_: str, of: str, name: str, sort: str) -> etree._Element:
    return etree.Element("key", {"id": id_, "for": of, "attr.name": name, "attr.type": sort})


def _data(key: str, text: str) -> etree._Element:
    data = etree.Element("data", {"key": key})
    data.text = text
    return data


def _node(row: Row, columns: Columns) -> etree._Element:
    node = etree.Element("node", {"id": row["id"]})
    head = {"label": row["props"]["name"], "node_type": row["label"]}
    node.extend(_data(key, text) for key, text in columns.values(row, head))
    return node


def _edge(row: Row, columns: Columns) -> etree._Element:
    edge = etree.Element("edge", {"id": row["id"], "source": row["start_id"], "target": row["end_id"]})
    edge.extend(_data(key, text) for key, text in columns.values(row, {"label": row["type"]}))
    return edge


FORMS = (GraphML(),)
