"""A page that shows a network: one HTML file, drawn by pyvis, that asks no host for anything.

pyvis gives the network, its vis-network assets and the rendering; the template is ours, because pyvis's own
loads Bootstrap from a host and lets headings and labels pass as markup. Data reaches the page as one JSON block
that no browser runs, and the page's policy lets no script run but the two whose hashes it names.
"""

from __future__ import annotations

import base64
import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyvis
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

from api.views.labels import box, label, text_height
from api.views.layout import Layout, lay_out
from api.views.model import Picture, Row, Thing, Tie, picture
from api.views.style import DASHES, MARKS, RED, edge_name, line, look, mark, node_name
from api.views.text import values, words
from graph.errors import Language

_WEB = Path(__file__).parents[1] / "web"
_VIS = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2"

#: A table below the picture: caption, headings, cells.
Sheet = tuple[str, Sequence[str], Sequence[Sequence[str]]]

#: From here on, fonts grow with the number of ties, so that hubs can be read while the whole is in view.
_CROWD = 150

_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 7},
    "interaction": {
        "hover": True,
        "tooltipDelay": 120,
        "hideEdgesOnDrag": True,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
    "nodes": {
        "borderWidth": 1,
        "font": {"face": "system-ui, sans-serif", "color": "#1c1c1c", "strokeWidth": 3, "strokeColor": "#ffffff"},
        "scaling": {"label": {"drawThreshold": 11, "maxVisible": 26}},
    },
    "edges": {"smooth": False, "selectionWidth": 2, "hoverWidth": 1},
}


def render(
    rows: Iterable[Row],
    *,
    heading: str,
    badges: Mapping[str, str] | None = None,
    language: Language = "zh",
    query: str = "",
    stamp: str = "",
    truncated: bool = False,
    sheets: Sequence[Sheet] = (),
) -> str:
    """The page, to be written as UTF-8.

    `rows` are of the graph form: one an edge, and one with neither edge nor b for a node without ties. Nodes may
    bring `a_evidence` and `b_evidence`; rows of a comparison have `state`, `a_state`, `b_state`. `badges` maps ids to
    a short text such as "2/9"; `sheets` are tables below the picture. The same rows in any order give the same page.
    """
    shown, badges = picture(rows), badges or {}
    net = Network(directed=True, cdn_resources="in_line", heading=heading)
    layout = _fill(net, shown, badges)
    # What Network.set_options does, but for its stripping of every space, which breaks the names of fonts.
    net.options = _options(shown)
    net.path, net.templateEnv = "view.html", _environment()
    net.templateEnv.globals |= {
        **_assets(),
        **_page(shown, badges, language),
        "language": language,
        "query": query,
        "stamp": stamp,
        "truncated": truncated,
        "sheets": sheets,
        "rim": layout.rim,
    }
    return str(net.generate_html())


def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_WEB), autoescape=True, trim_blocks=True, lstrip_blocks=True)


@cache
def _assets() -> dict[str, Markup]:
    """The scripts and styles to be inlined, and the policy that lets these two scripts run and nothing else."""
    library = (_VIS / "vis-network.min.js").read_text("utf-8").partition("//# sourceMappingURL")[0]
    script = (_WEB / "view.js").read_text("utf-8")
    styles = (_VIS / "vis-network.css").read_text("utf-8"), (_WEB / "view.css").read_text("utf-8")
    hashes = " ".join(f"'sha256-{_sha256(text)}'" for text in (library, script))
    policy = f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:"
    policy += "; base-uri 'none'; form-action 'none'"
    texts = {"library": library, "script": script, "styles": "\n".join(styles), "policy": policy}
    return {name: Markup(text) for name, text in texts.items()}  # noqa: S704 - files of ours and of pyvis


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _fill(net: Network, shown: Picture, badges: Mapping[str, str]) -> Layout:
    """Put nodes and edges into pyvis's lists.

    `add_node` and `add_edge` search a list for each call, which is quadratic: seconds for thousands. The rows
    are already known to be unique, so pyvis's own Node and Edge go straight to where those methods put them.
    """
    nodes = {thing.id: _node(thing, shown, badges.get(thing.id, "")) for thing in shown.things}
    boxes = {name: box(node["label"], node["font"]["size"], node["size"]) for name, node in nodes.items()}
    layout = lay_out(boxes, [(tie.start, tie.end) for tie in shown.ties])
    for name, node in nodes.items():
        x, y = layout.at[name]
        node |= {"x": x, "y": y - round(text_height(node["label"], node["font"]["size"]) / 2)}
        net.nodes.append(Node(name, look(node["group"]).shape, **node).options)
        net.node_ids.append(name)
        net.node_map[name] = net.nodes[-1]
    for tie in shown.ties:
        net.edges.append(Edge(tie.start, tie.end, net.directed, **_edge(tie, *shown.bends[tie.id])).options)
    return layout


def _node(thing: Thing, shown: Picture, badge: str) -> dict[str, Any]:
    growth = min(1.0, len(shown.things) / _CROWD) * math.sqrt(shown.degrees[thing.id])
    node: dict[str, Any] = {
        "label": label(thing.name),
        "group": thing.label,
        "name": thing.name,
        "status": thing.status,
        "size": round(look(thing.label).size + 1.5 * growth),
        "font": {"size": round(min(46, 14 + 3 * growth))},
    }
    if thing.evidence:
        node["evidence"] = thing.evidence
    if badge:
        node |= {"badge": badge, "borderWidth": 4, "color": {"border": RED, "background": look(thing.label).colour}}
    if thing.status in DASHES:
        node["shapeProperties"] = {"borderDashes": DASHES[thing.status]}
        node["borderWidth"] = max(2, node.get("borderWidth", 2))
    return node | _marked_node(thing, node) if thing.state else node


def _marked_node(thing: Thing, node: Mapping[str, Any]) -> dict[str, Any]:
    """What a comparison adds to a node: a sign before its name, and a border in the colour and form of its state."""
    style = mark(thing.state)
    return {
        "state": thing.state,
        "label": style.sign + node["label"],
        "borderWidth": style.width,
        "color": {"border": style.colour, "background": look(thing.label).colour},
        "shapeProperties": {"borderDashes": list(style.dashes) or False},
    }


def _edge(tie: Tie, nth: int, of: int) -> dict[str, Any]:
    style = line(tie.type)
    edge: dict[str, Any] = {"id": tie.id, "type": tie.type, "kind": tie.kind, "width": style.width}
    edge |= {"status": tie.status, "modality": tie.modality, "evidence": tie.evidence}
    edge["color"] = dict.fromkeys(("color", "highlight", "hover"), style.colour)
    edge["color"]["opacity"] = 0.75 if tie.modality == "actual" else 0.35
    edge["arrows"] = {"to": {"enabled": True, "type": style.head, "scaleFactor": 0.6}} if style.head else ""
    if tie.status in DASHES:
        edge["dashes"] = DASHES[tie.status]
    if tie.state:
        edge |= _marked_edge(tie)
    if tie.start == tie.end:
        edge["selfReference"] = {"size": 16 + 8 * nth, "angle": 0.8}
    elif bend := _bend(tie, nth, of):
        edge["smooth"] = bend
    return edge


def _marked_edge(tie: Tie) -> dict[str, Any]:
    """How a comparison draws an edge: by its state alone; what type it is stands in its text."""
    style = mark(tie.state)
    colour = dict.fromkeys(("color", "highlight", "hover"), style.colour) | {"opacity": 0.9}
    return {"state": tie.state, "width": style.width, "color": colour, "dashes": list(style.dashes) or False}


def _bend(tie: Tie, nth: int, of: int) -> dict[str, Any] | None:
    """The curve of one of several edges between two nodes; vis-network bends as seen from where an edge starts."""
    offset = (nth - (of - 1) / 2) * min(0.24, 0.9 / of)
    if not offset:
        return None
    clockwise = (offset > 0) == (tie.start < tie.end)
    return {"enabled": True, "type": "curvedCW" if clockwise else "curvedCCW", "roundness": round(abs(offset), 3)}


def _options(shown: Picture) -> dict[str, Any]:
    """vis-network's options, with one group a type and less drawing while a large network moves."""
    crowded = len(shown.ties) > 1000
    groups = {label: _colours(look(label).colour) for label in sorted({thing.label for thing in shown.things})}
    interaction = _OPTIONS["interaction"] | {"hideEdgesOnZoom": crowded}
    return _OPTIONS | {"interaction": interaction, "groups": groups}


def _colours(colour: str) -> dict[str, Any]:
    active = {"background": colour, "border": "#000000"}
    return {"color": {"background": colour, "border": "#4a4a4a", "highlight": active, "hover": active}}


def _page(shown: Picture, badges: Mapping[str, str], language: Language) -> dict[str, Any]:
    """What the template says beside the network: counts, legend, the table of ties."""
    things, types = (Counter(thing.label for thing in shown.things), Counter(tie.type for tie in shown.ties))
    alone = [thing for thing in shown.things if not shown.degrees[thing.id]]
    order = sorted(shown.ties, key=lambda tie: (tie.type, shown.names[tie.start], shown.names[tie.end], tie.id))
    return {
        "t": words(language),
        "values": values(language),
        "names": shown.names,
        "badges": {thing.id: badges[thing.id] for thing in shown.things if thing.id in badges},
        "alone": sorted(alone, key=lambda thing: (thing.label, thing.name, thing.id)),
        "table": order,
        "states": [(name, style, shown.states[name]) for name, style in MARKS.items() if shown.states[name]],
        "node_legend": [(label, node_name(label, language), look(label), n) for label, n in _ranked(things)],
        "edge_legend": [(name, edge_name(name, language), line(name), n) for name, n in _ranked(types)],
    }


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
