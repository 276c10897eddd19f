"""Mapping a fact sheet: names to ids, entries to statements; every fault found at its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

from pydantic import ValidationError

from graph.base import Edge, Model, Node, stored
from graph.errors import Text
from graph.gazetteer import LEVEL_LABELS, Gazetteer
from graph.ontology import edge_types, entity_types, joins
from graph.ontology.records import Source
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from graph.values import Locator, name_key, paragraphs
from loaders.base import Facts
from loaders.factsheet_claims import claim_id, claim_props
from loaders.factsheet_names import Faults, Known, SheetNames
from loaders.factsheet_passages import passages_of
from loaders.factsheet_read import At, ClaimEntry, EntityEntry, Entry, RelationEntry, Sheet, field_problems

_DIVISIONS = frozenset(LEVEL_LABELS.values())


class SheetMapper:
    """Turns one well-formed sheet into statements; faults gather in `problems`."""

    def __init__(self, sheet: Sheet, gazetteer: Gazetteer) -> None:
        self.sheet, self.gazetteer = sheet, gazetteer
        self.faults = Faults(sheet.problems)
        self.names = SheetNames(sheet, gazetteer, self.faults)
        head = sheet.source
        self.mark = SourceMark(head.id, head.rank, head.published)

    def facts(self) -> Facts:
        """All statements of the sheet."""
        self._check_locators()
        self._check_handles()
        nodes = [self._source_node(), *passages_of(self.sheet, self.mark, self.faults)]
        edges: list[EdgeStatement] = []
        for at, entry in self.sheet.entities:
            nodes += self._entity(at, entry)
            edges += self._containment(at, entry)
        for at, relation in self.sheet.relations:
            edges += self._relation(at, relation)
        for at, claim in self.sheet.claims:
            for node, edge in self._claim(at, claim):
                nodes.append(node)
                edges.append(edge)
        read = len(self.sheet.entities) + len(self.sheet.relations) + len(self.sheet.claims)
        return Facts(self.mark.id, nodes, edges, read)

    # --- checks -----------------------------------------------------------------------------------

    def _check_handles(self) -> None:
        seen: dict[str, At] = {}
        keys: dict[str, At] = {}
        for at, entry in self.sheet.entities:
            self._unique(seen, at, entry.handle, "给其中一条加 key", "give one of them a key")
        for at, claim in self.sheet.claims:
            self._unique(keys, at, claim.key, "每个数字的 key 只能用一次", "a claim's key is used once")

    def _unique(self, seen: dict[str, At], at: At, handle: str, zh: str, en: str) -> None:
        if handle in seen:
            line = seen[handle].line
            self.faults.add(at, f"{handle} 与第 {line} 行重复", f"{handle} repeats line {line}", zh, en)
        seen.setdefault(handle, at)

    def _check_locators(self) -> None:
        scope = paragraphs(self.sheet.source.paragraphs or "") or (1, 10**9)
        entries: list[tuple[At, Any]] = [*self.sheet.entities, *self.sheet.relations, *self.sheet.claims]
        for at, entry in entries:
            for locator in entry.at:
                self._check_locator(at, locator, scope)
            if entry.elided and not entry.why:
                self.faults.add(at, "elided 须用 why 说明理由", "elided needs its reason in why")
            if entry.status != "proposed" and (entry.confidence is not None or entry.reasons):
                self.faults.add(
                    at,
                    "confidence 与 reasons 只用于提议",
                    "confidence and reasons are for proposals",
                    "写明 status: proposed",
                    "say status: proposed",
                )

    def _check_locator(self, at: At, locator: Locator, scope: tuple[int, int]) -> None:
        given = paragraphs(locator)
        if given is None or not scope[0] <= given[0] <= given[1] <= scope[1]:
            low, high = scope
            self.faults.add(
                at,
                f"段落 {locator} 不在本表所读范围内",
                f"paragraph {locator} is outside what the sheet reads",
                f"应在 {low}-{high} 之间" if high < 10**9 else "应是段号或 9-12 这样的范围",
                f"between {low} and {high}" if high < 10**9 else "a paragraph or a range such as 9-12",
            )

    # --- entities ---------------------------------------------------------------------------------

    def _statement(self, entry: Entry, props: dict[str, Any], at: tuple[Locator, ...] | None = None) -> Statement:
        evidence = tuple(f"{self.mark.id}#{locator}" for locator in at or entry.at)
        reasons = tuple(Text(reason.zh, reason.en) for reason in entry.reasons)
        return Statement(self.mark, evidence, props, entry.status, entry.modality, entry.confidence, reasons)

    def _source_node(self) -> NodeStatement:
        head = self.sheet.source
        covers = tuple(
            json.dumps(c.model_dump(exclude_none=True), ensure_ascii=False, sort_keys=True) for c in head.covers
        )
        source = Source(
            name=head.title,
            rank=head.rank,
            publisher=head.publisher,
            published=head.published,
            region=head.region,
            document=head.document,
            covers=covers,
        )
        statement = Statement(self.mark, (f"{self.mark.id}#source",), stored(source))
        return NodeStatement(self.mark.id, "Source", statement)

    def _entity(self, at: At, entry: EntityEntry) -> Iterator[NodeStatement]:
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
        model = self._validated(node, own, at)
        if model is not None:
            yield NodeStatement(known.id, entry.type, self._statement(entry, stored(model)))

    def _registered(self, node: type[Node], code: str, name: str) -> dict[str, str]:
        if node.label() == "University":
            return {"moe_code": code}
        division = self.gazetteer.division(code)
        official = division.name if division and name_key(division.name) != name_key(name) else None
        return {"code": code} | ({"official_name": official} if official else {})

    def _validated(self, model: type[Model], own: dict[str, Any], at: At) -> Model | None:
        try:
            return model.model_validate(_plain(own))
        except ValidationError as error:
            self.faults.problems += field_problems(error, own, at)
            return None

    # --- edges ------------------------------------------------------------------------------------

    def _containment(self, at: At, entry: EntityEntry) -> Iterator[EdgeStatement]:
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
        yield EdgeStatement(edge_type, part.id, whole.id, self._statement(entry, {}, entry.at[:1]))

    def _relation(self, at: At, entry: RelationEntry) -> Iterator[EdgeStatement]:
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
        model = self._validated(edge, dict(entry.model_extra or {}), at)
        for start, end in product(entry.start, entry.end):
            a, b = self.names.end(at, start), self.names.end(at, end)
            if a is None or b is None or not isinstance(model, Edge):
                continue
            if a.id == b.id or not self._fits(edge, a, b):
                self.faults.add(
                    at,
                    f"{entry.type} 不能从 {a.label}（{start}）到 {b.label}（{end}）",
                    f"{entry.type} cannot run from {a.label} ({start}) to {b.label} ({end})",
                )
                continue
            yield EdgeStatement(
                entry.type, a.id, b.id, self._statement(entry, stored(model)), model.discriminator(), entry.key
            )

    def _fits(self, edge: type[Edge], a: Known, b: Known) -> bool:
        return joins(edge.type_name, a.label, b.label) or (edge.symmetric and joins(edge.type_name, b.label, a.label))

    def _claim(self, at: At, entry: ClaimEntry) -> Iterator[tuple[NodeStatement, EdgeStatement]]:
        about = self.names.end(at, entry.about)
        props = claim_props(at, entry, self.faults)
        if about is not None and props is not None:
            id_ = claim_id(self.mark.id, entry.key)
            yield (
                NodeStatement(id_, "Claim", self._statement(entry, props)),
                EdgeStatement("ABOUT", id_, about.id, self._statement(entry, {})),
            )


def _plain(own: dict[str, Any]) -> dict[str, Any]:
    """YAML collections as plain ones, lists as tuples."""
    return {name: _frozen(value) for name, value in own.items()}


def _frozen(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_frozen(item) for item in value)
    return dict(value) if isinstance(value, dict) else value
