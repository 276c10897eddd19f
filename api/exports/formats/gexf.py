"""GEXF 1.3, as Gephi and networkx read it: directed edges with ids of ours, typed and declared columns.

The label of a node is its name, that of an edge its type; `node_type` is the type of a node. Gephi joins edges of one
kind between the same two nodes, so the kind of an edge is its type with its own kind or role. Edges, activities and
agreements begin and end where a source says when. `api.exports.values` says how lists are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from lxml import etree

from api.exports.base import EVERYTHING, PRODUCT, Content, Meta
from api.exports.markup import Columns, body, copy, put
from api.exports.values import edge_columns, node_columns, xml_text
from graph.errors import Language
from graph.store import Row

_OPENED = b"""<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
"""
_GRAPH = b'<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">\n'
#: Property -> the bound that it is; of several the first that is known.
_NODE_SPAN = (("date_first", "start"), ("end_date_last", "end"), ("date_last", "end"))
_OPEN = "\uffff"
_EDGE_SPAN = (("valid_from_first", "start"), ("valid_to_last", "end"))


class Gexf:
    name = "gexf"
    suffix = ".gexf"
    media = "application/gexf+xml"
    kinds = EVERYTHING

    def write(self, content: Content, out: IO[bytes], language: Language) -> None:
        nodes, edges = Columns("n", node_columns()), Columns("e", edge_columns())
        with body() as file:
            file.write(b"<nodes>\n")
            for row in content.nodes():
                put(file, _node(row, nodes))
            file.write(b"</nodes>\n<edges>\n")
            for row in content.edges():
                put(file, _edge(row, edges))
            file.write(b"</edges>\n")
            out.write(_OPENED)
            put(out, _meta(content.meta, language))
            out.write(_GRAPH)
            for of, columns in (("node", nodes), ("edge", edges)):
                put(out, _attributes(of, columns))
            copy(file, out)
        out.write(b"</graph>\n</gexf>\n")


def _meta(meta: Meta, language: Language) -> etree._Element:
    element = etree.Element("meta", {"lastmodifieddate": meta.date})
    for name, text in (("creator", PRODUCT.en), ("description", meta.line(language))):
        etree.SubElement(element, name).text = xml_text(text)
    return element


def _attributes(of: str, columns: Columns) -> etree._Element:
    element = etree.Element("attributes", {"class": of, "mode": "static"})
    for id_, name, sort in columns.declared():
        etree.SubElement(element, "attribute", {"id": id_, "title": name, "type": sort})
    return element


def _node(row: Row, columns: Columns) -> etree._Element:
    head = {"id": row["id"], "label": xml_text(row["props"]["name"])}
    node = etree.Element("node", {**head, **_span(row, _NODE_SPAN)})
    _add_values(node, columns.values(row, {"node_type": row["label"]}))
    return node


def _edge(row: Row, columns: Columns) -> etree._Element:
    ends = {"source": row["start_id"], "target": row["end_id"]}
    own = row["props"].get("kind") or row["props"].get("role")
    kind = f"{row['type']} {own}" if own else row["type"]
    head = {"id": row["id"], **ends, "type": "directed", "label": row["type"], "kind": xml_text(kind)}
    edge = etree.Element("edge", {**head, **_span(row, _EDGE_SPAN)})
    _add_values(edge, columns.values(row, {"edge_type": row["type"]}))
    return edge


def _span(row: Row, bounds: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """When it begins and ends; an open bound is left out, and an end before the beginning."""
    found: dict[str, str] = {}
    for name, bound in bounds:
        if name in row["props"]:
            found.setdefault(bound, row["props"][name])
    if found.get("end", _OPEN) < found.get("start", ""):
        del found["end"]  # as a source may say by mistake; no reader takes such a span
    return found


def _add_values(element: etree._Element, values: Iterator[tuple[str, str]]) -> None:
    all_values = etree.SubElement(element, "attvalues")
    for key, text in values:
        etree.SubElement(all_values, "attvalue", {"for": key, "value": text})


FORMS = (Gexf(),)
