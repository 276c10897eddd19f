"""What can be exported: the whole graph, a region, the answer of a named query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from api.exports.base import Content, Kind, Meta
from api.service.asking import Asking
from graph.errors import Text
from graph.schema import SUPER_LABELS
from graph.store import Row
from graph.sweep import edges, edges_from, nodes, nodes_of
from queries.library import Answer, find_query

#: Ids that one statement is given, and entities of one page of a region.
_IDS, _PAGE = 1_000, 5_000
_SHOWN = ("stated", "inferred")
_CUT = Text("行数到了上限，只有一部分", "the row limit was reached; this is a part")


class WholeGraph:
    """Everything but runs and the stamp."""

    answer: Answer | None = None

    def __init__(self, desk: Asking) -> None:
        self._desk = desk
        self.meta = _meta(desk, "graph", Text("全图", "The whole graph"), {})

    def nodes(self) -> Iterator[Row]:
        for label in SUPER_LABELS:
            yield from nodes(self._desk.store, label)

    def edges(self) -> Iterator[Row]:
        for label in SUPER_LABELS:
            yield from edges(self._desk.store, label)

    def picture(self) -> list[Row]:
        """What documents name; a nation cannot be drawn."""
        return self._desk.ask("network/whole", {}).rows


class Region:
    """What `regions/entities` says, the edges between these, the records about them and the sources of it all."""

    answer: Answer | None = None

    def __init__(self, desk: Asking, place: str) -> None:
        self._desk, self._place = desk, desk.resolve(place)
        title = Text(f"{self._place.name}及相连的各方", f"{self._place.name} and whom it is tied to")
        self.meta = _meta(desk, "region", title, {"place": self._place.name, "place_id": self._place.id})

    @cached_property
    def _entities(self) -> list[str]:
        found: list[str] = []
        page: list[str] | None = None
        while page is None or len(page) == _PAGE:
            given = {"place": self._place.id, "after_id": found[-1] if found else "", "limit": _PAGE}
            page = [row["entity_id"] for row in self._desk.ask("regions/entities", given).rows]
            found += page
        return found

    @cached_property
    def _records(self) -> list[str]:
        found = {row["record_id"] for ids in _batches(self._entities) for row in self._about(ids)}
        return sorted(found)

    def _about(self, ids: list[str]) -> list[Row]:
        """The records about some entities; asked in halves where there are more than a store gives at once."""
        answer = self._desk.ask("records/about", {"entities": ids})
        if not answer.truncated or len(ids) == 1:
            return answer.rows
        middle = len(ids) // 2
        return self._about(ids[:middle]) + self._about(ids[middle:])

    def nodes(self) -> Iterator[Row]:
        sources: set[str] = set()
        for label, chosen in (("Entity", self._entities), ("Record", self._records)):
            for row in _nodes(self._desk, label, chosen):
                sources.update(row["props"].get("sources", ()))
                yield row
        yield from _nodes(self._desk, "Record", sorted(sources - set(self._records)))

    def edges(self) -> Iterator[Row]:
        within = {*self._entities, *self._records}
        for label, chosen in (("Entity", self._entities), ("Record", self._records)):
            yield from _edges_between(self._desk, label, chosen, within)

    def picture(self) -> list[Row]:
        return self._desk.ask("network/region", {"place": self._place.id}).rows


class Answered:
    """The answer of a named query; as a graph, the things that it names and the edges that it lists.

    An answer that lists no edges has those that stand between the things it names.
    """

    def __init__(self, desk: Asking, query: str, params: Mapping[str, Any]) -> None:
        self._desk = desk
        header = find_query(query).header
        answer = desk.ask(query, dict(params))
        asked = {name: value for name, value in answer.params.items() if value is not None}
        given = [asked[name] for name, param in header.params.items() if param.type == "EntityId" and name in asked]
        self.answer: Answer | None = answer
        self.meta = _meta(desk, "answer", header.title.text(), {"query": query, **asked}, _notes(answer))
        self._rows = answer.rows
        self._is_graph = header.form == "graph"
        self._named = sorted({*given, *_ids(answer.rows, "_id"), *_ids(answer.rows, "_ids")})

    def nodes(self) -> Iterator[Row]:
        for label in SUPER_LABELS:
            yield from _nodes(self._desk, label, self._named)

    def edges(self) -> Iterator[Row]:
        listed = {row["edge_id"] for row in self._rows} if self._is_graph else None
        for label in SUPER_LABELS:
            for row in _edges_between(self._desk, label, self._named, set(self._named)):
                if listed is None or row["id"] in listed:
                    yield row

    def picture(self) -> list[Row]:
        return self._rows if self._is_graph else drawn(self)


def _notes(answer: Answer) -> tuple[Text, ...]:
    """What a reader of an answer has to know."""
    missing = "、".join(answer.incomplete)
    loading = Text(f"正在装载、答案不全：{missing}", f"still loading, so this is incomplete: {missing}")
    return (*([_CUT] if answer.truncated else []), *([loading] if missing else []))


def drawn(content: Content) -> list[Row]:
    """Nodes and edges as rows of the graph form."""
    things = {row["id"]: row for row in content.nodes()}
    rows = [_row(things[edge["start_id"]], edge, things[edge["end_id"]]) for edge in content.edges()]
    tied = {end for row in rows for end in (row["a_id"], row["b_id"])}
    return rows + [_end("a", row) for id_, row in things.items() if id_ not in tied]


def _row(start: Row, edge: Row, end: Row) -> Row:
    props = edge["props"]
    shown = {name: props.get(name) for name in ("status", "modality", "evidence")}
    kind = props.get("kind") or props.get("role")
    return {**_end("a", start), "edge_id": edge["id"], "type": edge["type"], "kind": kind, **shown, **_end("b", end)}


def _end(side: str, row: Row) -> Row:
    props = row["props"]
    return {
        f"{side}_id": row["id"],
        side: props["name"],
        f"{side}_label": row["label"],
        f"{side}_status": props.get("status", "stated"),
        f"{side}_evidence": props.get("evidence", []),
    }


def _meta(desk: Asking, kind: Kind, title: Text, filters: Mapping[str, Any], notes: tuple[Text, ...] = ()) -> Meta:
    return Meta(kind, title, desk.version(), f"{datetime.now(UTC):%Y-%m-%d}", filters, notes)


def _ids(rows: Iterable[Row], ending: str) -> Iterator[str]:
    """The ids in columns whose names end so."""
    for row in rows:
        for name, value in row.items():
            if name.endswith(ending) and value is not None:
                yield from value if isinstance(value, list) else [str(value)]


def _batches(ids: list[str]) -> Iterator[list[str]]:
    return (ids[start : start + _IDS] for start in range(0, len(ids), _IDS))


def _nodes(desk: Asking, label: str, ids: list[str]) -> Iterator[Row]:
    for chosen in _batches(ids):
        yield from nodes_of(desk.store, chosen, label)


def _edges_between(desk: Asking, label: str, ids: list[str], within: set[str]) -> Iterator[Row]:
    """The edges between these, as far as answers show them."""
    for chosen in _batches(ids):
        for row in edges_from(desk.store, chosen, label):
            if row["end_id"] in within and row["props"].get("status") in _SHOWN:
                yield row
