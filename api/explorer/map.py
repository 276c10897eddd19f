"""The map of ties: one picture that grows in place."""

from __future__ import annotations

from json import dumps
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.explorer.drawing.asked import read_path
from api.explorer.frame import page
from api.http.errors import language_of
from api.routes.deps import ServiceDep
from api.service import Service
from api.views.style import DASHES, edge_name, line, look, node_name
from api.views.text import values
from graph.errors import Language, Text
from graph.ontology import edge_types, entity_types
from queries.library import find_query

router = APIRouter(include_in_schema=False)

#: Run in this order: the first asks for the picture, the library makes `vis`, the last draws.
_SCRIPTS = ("map_first.js", "vis-network.min.js", "map.js")
#: What these import, to be fetched at once.
_IMPORTED = tuple(
    f"map_{name}.js"
    for name in ("canvas", "draw", "export", "filters", "find", "history", "keys", "menu", "panel", "scene")
)
Name = Annotated[str, Query(max_length=300)]


@router.get("/map")
def map_(
    request: Request, service: ServiceDep, entity: Name = "", place: Name = "", path: str = "", query: Name = ""
) -> HTMLResponse:
    """The page; its script asks for the picture. What the address names must be there."""
    heading = _heading(service, entity, place, path, query)
    style = _style(language_of(request))
    title = Text(f"关系图：{heading.zh}", f"Map: {heading.en}")
    return page(
        request, "map.html", title, place="map", scripts=_SCRIPTS, heading=heading, style=style, imported=_IMPORTED,
        first=_first(request),
    )  # fmt: skip


def _first(request: Request) -> str:
    """The picture of this address, for a browser to ask before it has read the script; that takes it from here.

    Empty where the address only names a state that the browser holds.
    """
    given = request.query_params
    if "state" in given:
        return ""
    asked = [("path", given.get("path", "")), *(("expand", one) for one in given.getlist("grow"))]
    asked.append(("limit", given.get("most", "")))
    if query := given.get("query"):
        params = {name: given[name] for name in find_query(query).header.params if name in given}
        asked += [("query", query), ("params", dumps(params, ensure_ascii=False))]
    else:
        asked += [(name, given.get(name, "")) for name in ("entity", "place")]
        asked.append(("depth", given.get("depth", "") or ("2" if given.get("entity") else "")))
    asked.append(("lang", language_of(request)))
    return "/v1/pictures?" + urlencode([(name, value) for name, value in asked if value])


def _heading(service: Service, entity: str, place: str, path: str, query: str) -> Text:
    """What the picture is of.

    Raises:
        BadParameter, NotFound, UnknownName, AmbiguousName: what the address names is not there.
    """
    if entity or place:
        name = service.resolve(entity or place).name
        return Text(name, name)
    if query:
        return find_query(query).header.title.text()
    if ends := read_path(path):
        start, end = (service.resolve(one).name for one in ends)
        return Text(f"从{start}到{end}", f"from {start} to {end}")
    return Text("全部", "everything")


def _style(language: Language) -> dict[str, Any]:
    """How types look and what they are called, for the script."""
    nodes = {
        label: vars(look(label)) | {"path": look(label).path, "name": node_name(label, language)}
        for label in entity_types()
    }
    edges = {
        name: vars(line(name)) | {"head": line(name).path, "name": edge_name(name, language), "roster": kind.roster}
        for name, kind in edge_types().items()
    }
    return {"nodes": nodes, "edges": edges, "values": values(language), "dashes": DASHES}
