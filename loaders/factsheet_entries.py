"""Mapping entries to statements: what a fact sheet and a table share once names are told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any, Literal, Protocol

from pydantic import ValidationError

from graph.base import Edge, Model, Node, stored
from graph.errors import Text
from graph.gazetteer import Gazetteer
from graph.ontology import edge_types, entity_types, joins
from graph.ontology.records import Source
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from graph.values import Locator, name_key
from loaders.factsheet_claims import claim_id, claim_props
from loaders.factsheet_names import Faults, Known
from loaders.factsheet_read import At, ClaimEntry, EntityEntry, Entry, RelationEntry, SheetSource, field_problems


class Names(Protocol):
    """Who is meant by what entries call each other."""

    def end(self, at: At, handle: str) -> Known | None:
        """The entity that an entry refers to; None with a fault when there is none."""

    def resolve(self, handle: str) -> Known | None:
        """The entity of an entry; None when it cannot be told."""


#: Pairs of ends that are told where others were given.
_MOST_ENDS = 8


class EntryMapper:
    """Turns well-formed entries into statements of one source; faults gather in `faults`."""

    #: What kind of source it is.
    kind: Literal["document", "table"] = "document"
    names: Names

    def __init__(self, source: SheetSource, gazetteer: Gazetteer, faults: Faults) -> None:
        self.source, self.gazetteer, self.faults = source, gazetteer, faults
        self.mark = SourceMark(source.id, source.rank, source.published)

    def statement(self, entry: Entry, props: dict[str, Any], at: tuple[Locator, ...] | None = None) -> Statement:
        evidence = tuple(f"{self.mark.id}#{locator}" for locator in at or entry.at)
        reasons = tuple(Text(reason.zh, reason.en) for reason in entry.reasons)
        return Statement(self.mark, evidence, props, entry.status, entry.modality, entry.confidence, reasons)

    def source_node(self) -> NodeStatement:
        head = self.source
        covers = tuple(
            json.dumps(c.model_dump(exclude_none=True), ensure_ascii=False, sort_keys=True) for c in head.covers
        )
        source = Source(
            name=head.title,
            kind=self.kind,
            rank=head.rank,
            publisher=head.publisher,
            published=head.published,
            region=head.region,
            document=head.document,
            covers=covers,
        )
        statement = Statement(self.mark, (f"{self.mark.id}#source",), stored(source))
        return NodeStatement(self.mark.id, "Source", statement)

    def entity(self, at: At, entry: EntityEntry) -> Iterator[NodeStatement]:
        node = entity_types().get(entry.type)
        if node is None:
            choices = "、".join(entity_types())
            self.faults.add(
                at,
                f"没有 {entry.type} 这种类型",
                f"there is no type {entry.type}",
                f"可选 {choices}",
                f"choose {choices}",
            )
            return
        known = self.names.resolve(entry.handle)
        if known is None:
            return
        own = {"name": entry.name, "aliases": entry.aliases, **(entry.model_extra or {})}
        if known.code:
            own |= self._registered(node, known.code, entry.name)
        model = self.validated(node, own, at)
        if model is not None:
            yield NodeStatement(known.id, entry.type, self.statement(entry, stored(model)))

    def _registered(self, node: type[Node], code: str, name: str) -> dict[str, str]:
        if node.label() == "University":
            return {"moe_code": code}
        division = self.gazetteer.division(code)
        official = division.name if division and name_key(division.name) != name_key(name) else None
        return {"code": code} | ({"official_name": official} if official else {})

    def validated(self, model: type[Model], own: dict[str, Any], at: At) -> Model | None:
        try:
            return model.model_validate(_plain(own))
        except ValidationError as error:
            self.faults.problems += field_problems(error, own, at)
            return None

    # --- edges ------------------------------------------------------------------------------------

    def containment(self, at: At, entry: EntityEntry) -> Iterator[EdgeStatement]:
        if entry.within is None:
            return
        part, whole = self.names.resolve(entry.handle), self.names.end(at, entry.within)
        if part is None or whole is None:
            return
        is_part = joins("PART_OF", part.label, whole.label)
        edge_type = "PART_OF" if is_part and not joins("LOCATED_IN", part.label, whole.label) else "LOCATED_IN"
        if not joins(edge_type, part.label, whole.label):
            self.faults.add(
                at, f"{part.label} 不能在 {whole.label} 之内", f"a {part.label} cannot be in a {whole.label}"
            )
            return
        yield EdgeStatement(edge_type, part.id, whole.id, self.statement(entry, {}, entry.at[:1]))

    def relation(self, at: At, entry: RelationEntry) -> Iterator[EdgeStatement]:
        edge = edge_types().get(entry.type)
        if edge is None or edge.ends[0][0] == "Claim":
            choices = "、".join(name for name, e in edge_types().items() if e.ends[0][0] != "Claim")
            self.faults.add(
                at,
                f"没有 {entry.type} 这种关系",
                f"there is no relation {entry.type}",
                f"可选 {choices}",
                f"choose {choices}",
            )
            return
        model = self.validated(edge, dict(entry.model_extra or {}), at)
        for start, end in product(entry.start, entry.end):
            a, b = self.names.end(at, start), self.names.end(at, end)
            if a is None or b is None or not isinstance(model, Edge):
                continue
            if a.id == b.id:
                same = f"{start}、{end}" if start != end else start
                self.faults.add(
                    at, f"两端是同一个：{same}", f"both ends are one: {same}", "改正其中一端", "mend one of the ends"
                )
                continue
            if not self._fits(edge, a, b):
                known = [f"{one} → {other}" for one, other in edge.ends[:_MOST_ENDS]]
                self.faults.add(
                    at,
                    f"{entry.type} 不能从 {a.label}（{start}）到 {b.label}（{end}）",
                    f"{entry.type} cannot run from {a.label} ({start}) to {b.label} ({end})",
                    f"核对两端；可以是 {'、'.join(known)}",
                    f"check the ends; it may be {', '.join(known)}",
                )
                continue
            yield EdgeStatement(
                entry.type, a.id, b.id, self.statement(entry, stored(model)), model.discriminator(), entry.key
            )

    def _fits(self, edge: type[Edge], a: Known, b: Known) -> bool:
        return joins(edge.type_name, a.label, b.label) or (edge.symmetric and joins(edge.type_name, b.label, a.label))

    def claim(self, at: At, entry: ClaimEntry) -> Iterator[tuple[NodeStatement, EdgeStatement]]:
        about = self.names.end(at, entry.about)
        props = claim_props(at, entry, self.faults)
        if about is not None and props is not None:
            id_ = claim_id(self.mark.id, entry.key)
            yield (
                NodeStatement(id_, "Claim", self.statement(entry, props)),
                EdgeStatement("ABOUT", id_, about.id, self.statement(entry, {})),
            )


def _plain(own: dict[str, Any]) -> dict[str, Any]:
    """YAML collections as plain ones, lists as tuples."""
    return {name: _frozen(value) for name, value in own.items()}


def _frozen(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_frozen(item) for item in value)
    return dict(value) if isinstance(value, dict) else value
