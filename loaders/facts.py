"""Facts by hand in the vocabulary of a fact sheet: entries to additions, names told as a sheet's are.

What the entries do not state themselves is looked up in the graph, then in the registries; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

from graph.base import Anchor
from graph.errors import NO_TEXT, BadInput, Candidate, Problem, Text, UnknownName
from graph.facts import NAMED, Addition, Cited
from graph.gazetteer import LEVEL_LABELS, Gazetteer
from graph.identity import NATION, EdgeKey, content_key
from graph.ontology import entity_types
from graph.statements import EdgeStatement, NodeStatement, Statement
from graph.values import Locator
from loaders.factsheet_entries import EntryMapper
from loaders.factsheet_names import Faults, Known, SheetNames
from loaders.factsheet_read import At, ClaimEntry, EntityEntry, Entry, RelationEntry, SheetSource, read_one
from loaders.registry import gazetteer

#: Who in the graph a name or an id means; it raises UnknownName or AmbiguousName.
Find = Callable[[str], Candidate]
Items = Sequence[Mapping[str, Any]]
E = TypeVar("E", bound=Entry)

_CODES = {"cn": "code", "moe": "moe_code"}
_CONTENT = ("about", "topic", "scope", "period", "as_of", "kind")
_BY_REGION = (Anchor.DIVISION, Anchor.BODY)


@dataclass(frozen=True)
class Place(At):
    """Where among the entries given something stands: the second relation, its field `from`."""

    place: str = ""

    def problem(self, what: Text, hint: Text = NO_TEXT) -> Problem:
        return Problem(self.file, 0, 0, what, hint, self.place)

    def of(self, item: Any, name: object) -> At:
        return replace(self, place=f"{self.place}.{name}") if isinstance(item, Mapping) and name else self


@dataclass
class _Read:
    """The entries that are well formed."""

    entities: list[tuple[At, EntityEntry]] = field(default_factory=list)
    relations: list[tuple[At, RelationEntry]] = field(default_factory=list)
    claims: list[tuple[At, ClaimEntry]] = field(default_factory=list)

    def handles(self) -> Iterator[str]:
        """How the entries call others."""
        for _, entity in self.entities:
            yield from filter(None, (entity.within, _named_anchor(entity)))
        for _, relation in self.relations:
            yield from (*relation.start, *relation.end)
        yield from (claim.about for _, claim in self.claims)


def _named_anchor(entity: EntityEntry) -> str | None:
    given = entity.anchor
    return given if given and given != NATION and not given.isdigit() else None


def additions(entities: Items, relations: Items, claims: Items, cited: Cited, find: Find) -> list[Addition]:
    """What entries add to the graph, one addition an entity, a relation between two, a figure.

    Entries have no `at` of their own where they stand at the places cited. Without a key an agreement, activity,
    need or service is known by its name, and a figure by what it counts of whom.

    Raises:
        BadInput: with every fault of the entries.
        UnknownName, AmbiguousName: a name that the entries do not explain, with candidates.
    """
    faults = Faults([])
    read = _Read(
        list(_entries(EntityEntry, "entities", map(_keyed, entities), cited, faults)),
        list(_entries(RelationEntry, "relations", relations, cited, faults)),
        list(_entries(ClaimEntry, "claims", map(_keyed_claim, claims), cited, faults)),
    )
    if faults.problems:
        raise BadInput(faults.problems)
    if not (read.entities or read.relations or read.claims):
        raise BadInput([Place("facts", 0, 0).problem(Text("没有要补充的", "there is nothing to add"))])
    made = list(_Maker(read, cited, find, faults).additions())
    if faults.problems:
        raise BadInput(faults.problems)
    return made


def _keyed(item: Mapping[str, Any]) -> Mapping[str, Any]:
    node = entity_types().get(str(item.get("type")))
    sheet = node is not None and node.anchor is Anchor.SHEET
    return {"key": item["name"], **item} if sheet and item.get("name") else item


def _keyed_claim(item: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"key": content_key(*(f"{name}={item[name]}" for name in _CONTENT if item.get(name))), **item}


def _entries(
    model: type[E], section: str, given: Iterator[Mapping[str, Any]] | Items, cited: Cited, faults: Faults
) -> Iterator[tuple[At, E]]:
    for number, item in enumerate(given, 1):
        at = Place("facts", 0, 0, f"{section} {number}")
        entry = read_one(model, {"at": list(cited.at), **item}, at, faults.problems)
        if entry is None:
            continue
        if entry.status == "proposed":
            faults.add(at, "手工补充的不能是提议", "a fact by hand is no proposal", "写 stated", "say stated")
        yield at, entry


class _Names(SheetNames):
    """Names of the entries, and of what was found in the graph."""

    def __init__(self, read: _Read, found: Mapping[str, Known], mapper: _Mapper) -> None:
        super().__init__(read.entities, mapper.source, mapper.gazetteer, mapper.faults)
        self._known |= found

    def end(self, at: At, handle: str) -> Known | None:
        return self._known.get(handle) or super().end(at, handle)


class _Mapper(EntryMapper):
    """Entries to statements of the source made by hand; the evidence names the source cited."""

    kind: Literal["document", "table"] = "document"

    def __init__(self, cited: Cited, regions: Gazetteer, faults: Faults) -> None:
        paper = cited.paper
        source = SheetSource.model_construct(id=cited.hand, title=paper.title, region=paper.region or "", rank=0)
        super().__init__(source, regions, faults)
        self.cited, self.mark = cited, cited.mark

    def statement(self, entry: Entry, props: dict[str, Any], at: tuple[Locator, ...] | None = None) -> Statement:
        evidence = replace(self.cited, at=tuple(at or entry.at)).evidence
        return Statement(self.mark, evidence, props, entry.status, entry.modality)


class _Maker:
    """Makes additions of entries."""

    def __init__(self, read: _Read, cited: Cited, find: Find, faults: Faults) -> None:
        self._read, self._cited, self._find = read, cited, find
        self._mapper = _Mapper(cited, gazetteer([cited.paper.region] if cited.paper.region else []), faults)
        #: What each id is called, for those that an addition names and does not state.
        self._called: dict[str, tuple[str, str]] = {}
        #: What the entries name and a registry alone knows.
        self._listed: set[str] = set()
        found = self._found(read)
        self._mapper.names = self._names = _Names(read, found, self._mapper)

    def _found(self, read: _Read) -> dict[str, Known]:
        """Those in the graph that the entries name; one of a registry alone becomes an entry."""
        own = {entry.handle for _, entry in read.entities}
        found: dict[str, Known] = {}
        for handle in dict.fromkeys(read.handles()):
            if handle in own:
                continue
            try:
                one = self._find(handle)
            except UnknownName:
                label = self._registered(handle)
                if label is None:
                    raise
                entry = EntityEntry(type=label, name=handle, at=self._cited.at)
                read.entities.append((Place("facts", 0, 0, handle), entry))
                self._listed.add(handle)
                continue
            scheme, _, code = one.id.partition("-")
            found[handle] = Known(one.id, one.label, code if scheme in _CODES else None)
            self._called[one.id] = one.label, one.name
        return found

    def _registered(self, name: str) -> str | None:
        """The type of a name that a registry knows here; None where none does, or it may be of several types."""
        lists, region = self._mapper.gazetteer, self._mapper.source.region
        if lists.hei(name):
            return "University"
        within = {label: region if label in ("Subdistrict", "Community") else "" for label in LEVEL_LABELS.values()}
        labels = [label for label, code in within.items() if lists.places(name, label=label, within=code)]
        return labels[0] if len(labels) == 1 else None

    def additions(self) -> Iterator[Addition]:
        if [one for one in self._read.entities if not self._placed(*one)]:
            return
        self._learn()
        for at, entry in self._read.entities:
            if entry.handle not in self._listed:
                yield from self._entity(at, entry)
        for at, relation in self._read.relations:
            for edge in self._mapper.relation(at, relation):
                yield self._relation(edge)
        for at, claim in self._read.claims:
            for node, about in self._mapper.claim(at, claim):
                name = f"{self._called[about.end][1]} {node.statement.props['name']}"
                yield Addition(name, node.id, (about.end,), (node, *self._named([about], ())), (about,))

    def _learn(self) -> None:
        """What the entries call their own, once it is told who they are."""
        for _, entry in self._read.entities:
            if known := self._names.resolve(entry.handle):
                self._called.setdefault(known.id, (entry.type, entry.name))

    def _placed(self, at: At, entry: EntityEntry) -> bool:
        """Whether it is known where an entity belongs, if that is part of who it is."""
        node = entity_types().get(entry.type)
        if node is None or node.anchor not in _BY_REGION or entry.id or entry.anchor or self._cited.paper.region:
            return True
        self._mapper.faults.add(
            at,
            f"不知道 {entry.name} 属于哪个地方",
            f"it is not told where {entry.name} belongs",
            "写明 anchor，或用 region 给出文件的地区",
            "give its anchor, or the region of the document",
        )
        return False

    def _entity(self, at: At, entry: EntityEntry) -> Iterator[Addition]:
        for node in self._mapper.entity(at, entry):
            edges = tuple(self._mapper.containment(at, entry))
            yield Addition(entry.name, node.id, (node.id,), (node, *self._named(edges, (node.id,))), edges)

    def _relation(self, edge: EdgeStatement) -> Addition:
        names = (self._called[edge.start][1], edge.type, edge.discriminator, self._called[edge.end][1])
        key = EdgeKey(edge.type, edge.start, edge.end, edge.discriminator, edge.key)
        ends = self._named([edge], ())
        return Addition(" ".join(filter(None, names)), key.id, (edge.start, edge.end), tuple(ends), (edge,), key)

    def _named(self, edges: Sequence[EdgeStatement], stated: Sequence[str]) -> Iterator[NodeStatement]:
        """The ends of edges that are stated for no more than that they are there."""
        for edge in edges:
            for end in (edge.start, edge.end):
                if end in self._called and end not in stated:
                    yield self._mention(end, edge.statement.evidence)

    def _mention(self, id_: str, evidence: tuple[str, ...]) -> NodeStatement:
        label, name = self._called[id_]
        scheme, _, code = id_.partition("-")
        coded = _CODES.get(scheme)
        props = {"name": name} | ({coded: code} if coded in entity_types()[label].model_fields else {})
        return NodeStatement(id_, label, Statement(replace(self._cited.mark, rank=NAMED), evidence, props))
