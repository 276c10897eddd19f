"""Mapping a fact sheet: names to ids, entries to statements; every fault found at its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

from pydantic import ValidationError

from graph.base import Anchor, Edge, Model, Node, stored
from graph.errors import Problem, Text
from graph.gazetteer import LEVEL_LABELS, Gazetteer
from graph.identity import NATION, body_key, entity_id, place_id
from graph.ontology import edge_types, entity_types, joins, node_types
from graph.ontology.records import Claim, Source
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from graph.values import Locator, figure_bounds, name_key, paragraphs, read_figure
from loaders.base import Facts
from loaders.factsheet_read import At, ClaimEntry, EntityEntry, Entry, RelationEntry, Sheet, field_problems

_DIVISIONS = frozenset(LEVEL_LABELS.values())
#: Of what contains another, the families that make the edge a PART_OF.
_WHOLES = {"College": ("University",), "Place": ("Place",)}


class _Known:
    """An entity of the sheet: its id, its label and its registry code, if any."""

    def __init__(self, id_: str, label: str, code: str | None = None) -> None:
        self.id, self.label, self.code = id_, label, code


class SheetMapper:
    """Turns one well-formed sheet into statements; faults gather in `problems`."""

    def __init__(self, sheet: Sheet, gazetteer: Gazetteer) -> None:
        self.sheet, self.gazetteer = sheet, gazetteer
        self.problems: list[Problem] = sheet.problems
        head = sheet.source
        self.mark = SourceMark(head.id, head.rank, head.published)
        self._known: dict[str, _Known] = {}
        self._entries = {entry.handle: (at, entry) for at, entry in sheet.entities}
        self._resolving: set[str] = set()

    def facts(self) -> Facts:
        """All statements of the sheet."""
        self._check_locators()
        self._check_handles()
        nodes = [self._source_node()]
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

    def _fault(self, at: At, zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> None:
        self.problems.append(at.problem(Text(zh, en), Text(hint_zh, hint_en)))

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
            self._fault(at, f"{handle} 与第 {line} 行重复", f"{handle} repeats line {line}", zh, en)
        seen.setdefault(handle, at)

    def _check_locators(self) -> None:
        scope = paragraphs(self.sheet.source.paragraphs or "") or (1, 10**9)
        entries: list[tuple[At, Any]] = [*self.sheet.entities, *self.sheet.relations, *self.sheet.claims]
        for at, entry in entries:
            for locator in entry.at:
                self._check_locator(at, locator, scope)
            if entry.elided and not entry.why:
                self._fault(at, "elided 须用 why 说明理由", "elided needs its reason in why")

    def _check_locator(self, at: At, locator: Locator, scope: tuple[int, int]) -> None:
        given = paragraphs(locator)
        if given is None or not scope[0] <= given[0] <= given[1] <= scope[1]:
            low, high = scope
            self._fault(
                at,
                f"段落 {locator} 不在本表所读范围内",
                f"paragraph {locator} is outside what the sheet reads",
                f"应在 {low}-{high} 之间" if high < 10**9 else "应是段号或 9-12 这样的范围",
                f"between {low} and {high}" if high < 10**9 else "a paragraph or a range such as 9-12",
            )

    # --- entities ---------------------------------------------------------------------------------

    def _statement(self, entry: Entry, props: dict[str, Any], at: tuple[Locator, ...] | None = None) -> Statement:
        evidence = tuple(f"{self.mark.id}#{locator}" for locator in at or entry.at)
        return Statement(self.mark, evidence, props, entry.status, entry.modality)

    def _source_node(self) -> NodeStatement:
        head = self.sheet.source
        covers = tuple(json.dumps(c.model_dump(exclude_none=True), ensure_ascii=False, sort_keys=True) for c in head.covers)
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
            self._fault(at, f"没有 {entry.type} 这种类型", f"there is no type {entry.type}", f"可选 {choices}", f"choose {choices}")
            return
        known = self._resolve(entry.handle)
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
            self.problems += field_problems(error, own, at)
            return None

    def _resolve(self, handle: str) -> _Known | None:
        """The id of an entity of the sheet; None when it cannot be told, with the fault recorded once."""
        if handle in self._known:
            return self._known[handle]
        if handle not in self._entries or handle in self._resolving:
            return None
        self._resolving.add(handle)
        at, entry = self._entries[handle]
        node = entity_types().get(entry.type)
        known = self._identify(at, entry, node) if node else None
        if known:
            self._known[handle] = known
        return known

    def _identify(self, at: At, entry: EntityEntry, node: type[Node]) -> _Known | None:
        if node.anchor is Anchor.SHEET:
            if not entry.key:
                self._fault(at, f"{entry.type} 需要 key", f"{entry.type} needs a key", "它的身份是来源加 key", "source and key are its identity")
                return None
            return _Known(entity_id(node, entry.key, self.mark.id), entry.type)
        if node.anchor is Anchor.REGISTRY and not entry.unregistered:
            return self._from_registry(at, entry)
        if node.anchor is Anchor.UNIVERSITY:
            whole = self._resolve(entry.within or "")
            if whole is None:
                self._fault(at, f"{entry.name} 属于哪所高校？", f"which university does {entry.name} belong to?", "用 in 指明本表中的高校", "name a university of the sheet with in")
                return None
            return _Known(entity_id(node, entry.name, whole.id), entry.type)
        anchor = self._anchor(at, entry)
        if anchor is None:
            return None
        name = body_key(entry.name, self._region_names(anchor)) if entry.type == "GovernmentBody" else entry.name
        return _Known(entity_id(node, name, anchor), entry.type)

    def _anchor(self, at: At, entry: EntityEntry) -> str | None:
        given = entry.anchor or self.sheet.source.region
        if given == NATION:
            return NATION
        if given.isdigit() and self.gazetteer.division(given):
            return place_id(given)
        known = self._resolve(given)
        if known is None:
            self._fault(at, f"anchor {given} 不在本表中", f"anchor {given} is not in the sheet", "用本表的名称、登记的区划代码或 cn", "a name of the sheet, a registered division code or cn")
            return None
        return known.id

    def _region_names(self, anchor: str) -> list[str]:
        division = self.gazetteer.division(anchor.removeprefix("cn-"))
        if division is None:
            return []
        return [division.name, division.name.rstrip("省市区县")]

    def _from_registry(self, at: At, entry: EntityEntry) -> _Known | None:
        if entry.type == "University":
            hei = self.gazetteer.hei(entry.name)
            if hei is None:
                self._unregistered(at, entry, "高校名单", "the lists of HEIs")
                return None
            return _Known(hei.id, entry.type, hei.moe_code)
        within = self._within_code(entry)
        found = self.gazetteer.places(entry.name, label=entry.type, within=within)
        if len(found) == 1:
            return _Known(found[0].id, entry.type, found[0].code)
        if not found:
            self._unregistered(at, entry, f"{within or '全国'} 之下的区划", f"the divisions below {within or 'the country'}")
        else:
            listed = "、".join(f"{division.name} {division.code}" for division in found[:5])
            self._fault(at, f"{entry.name} 有 {len(found)} 处：{listed}", f"{entry.name} is {len(found)} places: {listed}", "用 in 指明上级", "name what contains it with in")
        return None

    def _unregistered(self, at: At, entry: EntityEntry, zh: str, en: str) -> None:
        self._fault(
            at,
            f"{zh}里没有 {entry.name}",
            f"{entry.name} is not in {en}",
            "核对名称与 in；确实未登记则写 unregistered: true",
            "check name and in; if it truly is on no list, say unregistered: true",
        )

    def _within_code(self, entry: EntityEntry) -> str:
        """The code below which a division is looked up: its parent's, else the sheet's region for low levels."""
        parent = self._resolve(entry.within or "") or self._resolve(entry.anchor or "")
        if parent and parent.code:
            return parent.code
        if entry.anchor and entry.anchor.isdigit():
            return entry.anchor
        region = self.sheet.source.region
        return region if entry.type in ("Subdistrict", "Community") else ""

    # --- edges ------------------------------------------------------------------------------------

    def _containment(self, at: At, entry: EntityEntry) -> Iterator[EdgeStatement]:
        if entry.within is None:
            return
        part, whole = self._resolve(entry.handle), self._end(at, entry.within)
        if part is None or whole is None:
            return
        is_part = joins("PART_OF", part.label, whole.label)
        edge_type = "PART_OF" if is_part and not joins("LOCATED_IN", part.label, whole.label) else "LOCATED_IN"
        if not joins(edge_type, part.label, whole.label):
            self._fault(at, f"{part.label} 不能在 {whole.label} 之内", f"a {part.label} cannot be in a {whole.label}")
            return
        yield EdgeStatement(edge_type, part.id, whole.id, self._statement(entry, {}, entry.at[:1]))

    def _end(self, at: At, handle: str) -> _Known | None:
        if handle not in self._entries:
            self._fault(at, f"本表中没有 {handle}", f"the sheet has no {handle}", "先在 entities 里写明", "state it among the entities first")
        return self._resolve(handle)

    def _relation(self, at: At, entry: RelationEntry) -> Iterator[EdgeStatement]:
        edge = edge_types().get(entry.type)
        if edge is None or edge.ends[0][0] == "Claim":
            choices = "、".join(name for name, e in edge_types().items() if e.ends[0][0] != "Claim")
            self._fault(at, f"没有 {entry.type} 这种关系", f"there is no relation {entry.type}", f"可选 {choices}", f"choose {choices}")
            return
        model = self._validated(edge, dict(entry.model_extra or {}), at)
        for start, end in product(entry.start, entry.end):
            a, b = self._end(at, start), self._end(at, end)
            if a is None or b is None or not isinstance(model, Edge):
                continue
            if a.id == b.id or not self._fits(edge, a, b):
                self._fault(at, f"{entry.type} 不能从 {a.label}（{start}）到 {b.label}（{end}）", f"{entry.type} cannot run from {a.label} ({start}) to {b.label} ({end})")
                continue
            yield EdgeStatement(entry.type, a.id, b.id, self._statement(entry, stored(model)), model.discriminator(), entry.key)

    def _fits(self, edge: type[Edge], a: _Known, b: _Known) -> bool:
        return joins(edge.type_name, a.label, b.label) or (edge.symmetric and joins(edge.type_name, b.label, a.label))

    # --- claims -----------------------------------------------------------------------------------

    def _claim(self, at: At, entry: ClaimEntry) -> Iterator[tuple[NodeStatement, EdgeStatement]]:
        about = self._end(at, entry.about)
        own = self._figure(at, entry)
        if about is None or own is None:
            return
        claim = self._validated(Claim, own, at)
        if claim is not None:
            id_ = self._claim_id(self.mark.id, entry.key)
            statement = self._statement(entry, stored(claim) | self._same_facts(at, entry))
            yield NodeStatement(id_, "Claim", statement), EdgeStatement("ABOUT", id_, about.id, self._statement(entry, {}))

    def _claim_id(self, source: str, key: str) -> str:
        return entity_id(node_types()["Claim"], key, source)

    def _same_facts(self, at: At, entry: ClaimEntry) -> dict[str, list[str]]:
        ids = []
        for reference in entry.same_fact:
            source, _, key = reference.rpartition("/")
            if not source:
                self._fault(at, f"same_fact {reference} 应是 来源/key", f"same_fact {reference} must be source/key")
            ids.append(self._claim_id(source, key))
        return {"same_fact": sorted(ids)} if ids else {}

    def _figure(self, at: At, entry: ClaimEntry) -> dict[str, Any] | None:
        own = entry.model_dump(exclude={"at", "printed_as", "elided", "why", "status", "modality", "about", "members", "same_fact"})
        try:
            read = read_figure(entry.printed) if entry.value is None else None
        except ValueError:
            self._fault(at, f"读不出数字 {entry.printed}", f"cannot read the figure {entry.printed}", "用 value 写明数值", "give its value")
            return None
        value = read.value if read else entry.value
        assert value is not None
        qualifier = entry.qualifier or (read.qualifier if read else None)
        low, high = figure_bounds(value, qualifier)
        own |= {"value": value, "qualifier": qualifier, "low": low, "high": high}
        own["unit"] = entry.unit or (read.unit if read else None) or None
        own["name"] = f"{entry.topic} {entry.printed}"
        return own | self._members(at, entry)

    def _members(self, at: At, entry: ClaimEntry) -> dict[str, Any]:
        members = entry.members
        if members is None:
            return {}
        if members.type not in entity_types():
            self._fault(at, f"没有 {members.type} 这种类型", f"there is no type {members.type}")
        if members.by not in ("within", "formal", "any", *edge_types()):
            self._fault(at, f"members.by 不能是 {members.by}", f"members.by cannot be {members.by}", "within、formal、any 或关系类型", "within, formal, any or an edge type")
        return {"members_label": members.type, "members_kind": members.kind, "members_by": members.by}


def _plain(own: dict[str, Any]) -> dict[str, Any]:
    """YAML collections as plain ones, lists as tuples."""
    return {name: _frozen(value) for name, value in own.items()}


def _frozen(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_frozen(item) for item in value)
    return dict(value) if isinstance(value, dict) else value
