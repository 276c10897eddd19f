"""A picture as it is sent: entities with their places, relations, and the questions behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from api.explorer.drawing.asked import MOST, Asked
from api.explorer.drawing.growing import Grown, grow
from api.explorer.drawing.placing import Figure, figure, place
from api.service import Service
from graph.errors import Language
from graph.garbage import uncollected
from graph.store import Row
from queries.library import Answer, find_query

#: What is sent of the columns of the queries: of both, of a relation, of an entity.
_HELD = ("status", "modality", "valid_from", "valid_to", "first_day", "last_day", "evidence")
_EDGE = ("type", "kind", *_HELD)
_NODE = ("name", "label", "disputed", *_HELD)
#: Entities whose relations are asked for at once.
_PART = 500


def draw(service: Service, asked: Asked, language: Language) -> dict[str, Any]:
    """The picture that is asked for, as JSON holds it.

    Raises:
        BadParameter, NotFound, UnknownName, AmbiguousName: what is asked for is not there.
    """
    with uncollected():  # a fifth of the time of a picture of thousands
        return _draw(service, asked, language)


def _draw(service: Service, asked: Asked, language: Language) -> dict[str, Any]:
    grown = grow(service, asked)
    given = {"entities": grown.order}
    rows = {row["entity_id"]: row for row in service.ask("network/entities", given).rows}
    grown.order = [id_ for id_ in grown.order if id_ in rows]
    edges = [row for row in _outgoing(service, grown) if row["b_id"] in rows and _is_drawn(row, grown)]
    figures = {id_: figure(rows[id_]) for id_ in grown.order}
    at = place(grown, figures, ((row["a_id"], row["b_id"]) for row in edges), asked.kept)
    questions = [_question(answer, language) for answer in grown.asked]
    return {
        "nodes": [_node(rows[id_], figures[id_], at[id_], grown) for id_ in grown.order],
        "edges": [_edge(row) for row in edges],
        "places": _places(rows.values()),
        "sources": _sources(service, [*rows.values(), *edges], grown.path),
        "begun": grown.begun,
        "total": grown.total,
        "most": MOST,
        "truncated": grown.truncated,
        "expansions": list(grown.expansions.values()),
        "path": grown.path,
        "query": questions[0],
        "further": questions[1:],
        "version": service.version(),
    }


def _outgoing(service: Service, grown: Grown) -> Iterator[Row]:
    """Every relation that begins at an entity of the picture, asked part by part: an answer holds so many rows."""
    ids = sorted(grown.order)
    for start in range(0, len(ids), _PART):
        answer = service.ask("network/outgoing", {"entities": ids[start : start + _PART]})
        grown.truncated |= answer.truncated
        yield from answer.rows


def _is_drawn(row: Row, grown: Grown) -> bool:
    return row["edge_id"] in grown.ties or row["a_id"] in grown.whole or row["b_id"] in grown.whole


def _node(row: Row, one: Figure, at: tuple[int, int], grown: Grown) -> dict[str, Any]:
    id_ = row["entity_id"]
    node = {"id": id_, "x": at[0], "y": at[1], "text": one.text, "size": one.size, "font": one.font}
    node |= {name: row[name] for name in _NODE}
    node |= {"degree": row["relations"], "places": row["place_ids"]}
    node |= {"university": row["university_id"], "university_name": row["university"]}
    return node | {"by": grown.brought.get(id_, []), "anchor": grown.anchors.get(id_)}


def _edge(row: Row) -> dict[str, Any]:
    return {"id": row["edge_id"], "from": row["a_id"], "to": row["b_id"]} | {name: row[name] for name in _EDGE}


def _places(rows: Iterable[Row]) -> dict[str, str]:
    """Id -> name of each district, city and province in which something of the picture lies."""
    found = {id_: name for row in rows for id_, name in zip(row["place_ids"], row["places"], strict=True)}
    return dict(sorted(found.items()))


def _sources(service: Service, rows: Iterable[Row], path: dict[str, Any] | None) -> dict[str, dict[str, str]]:
    """Id -> what it is called, and of which kind it is, of each source that something of the picture cites."""
    cited = {ref.partition("#")[0] for row in (*rows, *([path] if path else [])) for ref in row["evidence"]}
    told = service.ask("sources/described", {"sources": sorted(cited)}).rows if cited else []
    return {row["source_id"]: {"name": row["source"], "kind": row["kind"]} for row in told}


def _question(answer: Answer, language: Language) -> dict[str, Any]:
    query = find_query(answer.query)
    title = query.header.title.text().say(language)
    return {"name": query.name, "title": title, "cypher": query.cypher, "params": answer.params}
