"""Mentions to ids: what a name in a document means, given where it is said. Never a silent merge.

Certain: linked. Likely: proposed with its reasons. Several: ambiguous, with all of them. Otherwise none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from graph.errors import Candidate, Text
from graph.finder import Finder
from graph.hei_names import NATIONAL_BODIES
from graph.identity import NATION, body_key, entity_id, place_id
from graph.matching import Match, bodies, covers, likeliest, outermost
from graph.names import place_key, short_forms, spellings
from graph.nation import COMMUNITY, DISTRICT, Nation, wanted
from graph.ontology import entity_types
from graph.resolution import (
    ALIAS,
    BODY,
    FULL_HEI,
    FULL_NAME,
    NATIONAL,
    OUTSIDE,
    SLIP,
    Case,
    Known,
    Request,
    Resolution,
    candidates_of,
    decided,
    in_scope,
    labels_of,
    nested,
)
from graph.slips import Slips
from graph.values import name_key

_CITY = len("1407")
_PROVINCE = len("14")
#: A graph's name outside its region is only offered from this length on: short ones are said everywhere.
_TELLING = 6
#: One character less in the name of an HEI as short as this is another word, not a misprint.
_SHORT_HEI = 4
_SUPPLIED = 2


@dataclass
class Resolver:
    """Resolves mentions over the registries and the names of a graph."""

    nation: Nation
    known: Iterable[Known] = ()
    #: What people merged: old id -> the id that stands.
    redirects: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._find = Finder(self.nation)
        self._named: dict[str, list[Known]] = {}
        self._aliased: dict[str, list[Known]] = {}
        for entity in self.known:
            for name in {entity.name, entity.official or entity.name}:
                self._named.setdefault(name_key(name), []).append(entity)
            for alias in entity.aliases:
                self._aliased.setdefault(name_key(alias), []).append(entity)

    def resolve(self, request: Request) -> Resolution:
        """What a mention means. A context or type that is not known answers none, and says so."""
        case, fault = self._read(request)
        if fault is not None:
            return Resolution("none", fault)
        stages: tuple[Callable[[Case], Iterable[Match]], ...] = (
            self._in_full, self._in_short, self._as_body, self._elsewhere, self._slipped,
        )  # fmt: skip
        others: list[Match] = []
        for stage in stages:
            if stage == self._slipped and others:
                break
            found = [self._standing(match) for match in stage(case)]
            fitting = [match for match in found if not case.labels or match.label in case.labels]
            if fitting:
                return decided(outermost(fitting))
            others += found
        return self._none(case, others)

    def contexts(self, text: str) -> tuple[str, ...]:
        """The codes that a context (a division's code, id, name or path) may mean; empty when none does."""
        code = text.strip().removeprefix("cn-")
        if code.isdigit():
            return self._code(code)
        found: set[str] = set()
        for key in spellings(text):
            found.update(self.nation.codes(place_key(key)) or self.nation.paths(key) or self.nation.short(key))
        highest = min(map(len, found), default=0)
        return tuple(sorted(c for c in found if len(c) == highest or highest == COMMUNITY))

    def _code(self, code: str) -> tuple[str, ...]:
        """A code as it is registered, also when it was filled up with zeros: 140702000000."""
        for length in (COMMUNITY, 9, DISTRICT, _CITY, _PROVINCE):
            if code[:length] in self.nation.names and not code[length:].strip("0"):
                return (code[:length],)
        return ()

    # --- reading a request ------------------------------------------------------------------------

    def _read(self, request: Request) -> tuple[Case, Text | None]:
        case = Case(request, self._spellings(request.mention))
        if not any(case.keys):
            return case, Text("名称为空", "the name is empty")
        labels = labels_of(request.type)
        if labels is None:
            return case, Text(f"没有 {request.type} 这种类型", f"there is no type {request.type}")
        given = (request.context or "").strip()
        scope = self.contexts(given) if given and given != NATION else ()
        if not scope and given not in ("", NATION):
            return case, Text(f"区划登记中没有“{given}”", f"no division is called “{given}”")
        return Case(request, case.keys, scope, labels), None

    def _spellings(self, mention: str) -> tuple[str, ...]:
        """The mention's keys; its own alone where a registry spells it so (乾县 is not asked for as 干县)."""
        own = name_key(mention)
        return (own,) if own in self.nation.heis or self.nation.codes(place_key(own)) else spellings(mention)

    # --- the stages, from certain to unlikely -----------------------------------------------------

    def _in_full(self, case: Case) -> Iterable[Match]:
        """Bearers of exactly this name: HEIs anywhere, places and the graph's entities where it is said."""
        found = [self._find.hei(hei, True, FULL_HEI) for key in case.keys if (hei := self.nation.heis.get(key))]
        if found and not any(match.label in case.labels for match in found) and case.labels:
            return [*found, *self._graph(case, self._named, FULL_NAME)]
        if found:
            return found
        found = [*self._graph(case, self._named, FULL_NAME), *self._find.places(case), *self._national(case)]
        return found or self._find.by_path(case) or self._find.hei_by_path(case) or self._find.by_code(case)

    def _in_short(self, case: Case) -> Iterable[Match]:
        """Bearers of a short form: divisions and aliases where it is said, HEIs of the region."""
        found = [*self._graph(case, self._aliased, ALIAS), *self._find.short_places(case), *self._find.short_heis(case)]
        return found or self._find.suffixed(case) or self._find.neighbours(case)

    def _as_body(self, case: Case) -> Iterable[Match]:
        """A public body without its region (市委, 团市委), or with 中共 before it."""
        for key in case.keys:
            plain = key.removeprefix("中共")
            yield from (self._entity(e, True, BODY) for e in self._named.get(plain, ()) if in_scope(e, case.scope))
            yield from self._local_body(case, key)

    def _national(self, case: Case) -> Iterable[Match]:
        for key in case.keys:
            if key in NATIONAL_BODIES:
                label, name = NATIONAL_BODIES[key]
                yield Match(Candidate(entity_id(entity_types()[label], name, NATION), name, label), True, NATIONAL)

    def _elsewhere(self, case: Case) -> Iterable[Match]:
        """Full names that are borne outside of where it is said."""
        if not case.scope:
            return
        for key in case.keys:
            for code in self.nation.codes(place_key(key)):
                if len(code) <= DISTRICT and not covers(code, case.scope):
                    sure = len(code) <= _CITY or any(code[:_PROVINCE] == s[:_PROVINCE] for s in case.scope)
                    yield self._find.place(code, sure, OUTSIDE)
            for entity in self._named.get(key, ()):
                if len(key) >= _TELLING:
                    yield self._entity(entity, False, OUTSIDE)

    def _slipped(self, case: Case) -> Iterable[Match]:
        """Names that one wrong, missing or additional character makes into the mention."""
        for key in case.keys:
            if any(key.startswith(name) for name in self._parents(key)):
                continue
            heis = [
                self._find.hei(hei, False, SLIP) for hei in self.nation.slipped_heis(key) if len(hei.name) > _SHORT_HEI
            ]
            places = [
                self._find.place(code, False, SLIP)
                for code in self.nation.slipped_places(place_key(key), case.scope)
                if not case.scope or covers(code, case.scope) or len(code) <= _CITY
            ]
            graph = [
                self._entity(entity, False, SLIP)
                for entities in self._slips.near(key)
                for entity in entities
                if in_scope(entity, case.scope)
            ]
            elsewhere = bool(self.nation.codes(place_key(key)))
            yield from likeliest(key, [*heis, *places, *graph], sounding=elsewhere)

    @cached_property
    def _slips(self) -> Slips[list[Known]]:
        return Slips(self._named.items())

    # --- the graph --------------------------------------------------------------------------------

    def _graph(self, case: Case, table: Mapping[str, Sequence[Known]], why: Text) -> list[Match]:
        entities = {e.id: e for key in case.keys for e in table.get(key, ()) if in_scope(e, case.scope)}
        telling = len("长城集团") if why is ALIAS else len("万达") + 1
        generic = not case.scope and min(map(len, case.keys)) < telling
        return [self._entity(entity, not generic, why) for entity in entities.values()]

    def _local_body(self, case: Case, key: str) -> Iterable[Match]:
        for code in sorted({scope[:n] for scope in case.scope for n in (_PROVINCE, _CITY, DISTRICT)}):
            if len({scope[: len(code)] for scope in case.scope}) > 1 or code not in self.nation.names:
                continue
            region = self.nation.names[code]
            forms = [region, *short_forms(region)]
            for full in bodies(key, region, code):
                entities = [*self._named.get(full, ()), *self._aliased.get(full, ())]
                yield from (self._entity(entity, True, BODY) for entity in entities)
                if not entities and key.startswith("团") and full.startswith("共青团"):
                    body = entity_types()["GovernmentBody"]
                    id_ = entity_id(body, body_key(full, forms), place_id(code))
                    yield Match(Candidate(id_, full, body.label(), region), False, BODY)

    # --- matches --------------------------------------------------------------------------------------

    def _entity(self, entity: Known, sure: bool, why: Text) -> Match:
        where = "、".join(self.nation.where(c) + self.nation.names[c] for c in entity.regions if c in self.nation.names)
        return Match(Candidate(entity.id, entity.name, entity.label, where), sure, why)

    def _standing(self, match: Match) -> Match:
        """The match of what people merged it into."""
        id_ = match.candidate.id
        while id_ in self.redirects:
            id_ = self.redirects[id_]
        if id_ == match.candidate.id:
            return match
        why = Text(f"{match.why.zh}；已由人合并", f"{match.why.en}; merged by a person")
        known = next((e for e in self.known if e.id == id_), None)
        name, label = (known.name, known.label) if known else (match.candidate.name, match.candidate.label)
        return Match(Candidate(id_, name, label, match.candidate.where), match.sure, why)

    # --- none -------------------------------------------------------------------------------------

    def _parents(self, key: str) -> list[str]:
        """HEIs whose name the key begins with, the longest first."""
        return [key[:end] for end in range(len(key) - 1, 3, -1) if key[:end] in self.nation.heis]

    def _none(self, case: Case, others: Sequence[Match]) -> Resolution:
        if others:
            names = "、".join(dict.fromkeys(f"{m.candidate.name}（{m.label}）" for m in others[:5]))
            why = Text(
                f"不是 {case.request.type}；叫这个名字的是 {names}", f"no {case.request.type}; so called: {names}"
            )
            return Resolution("none", why, candidates=candidates_of(others))
        parents = [p for key in case.keys for p in self._parents(key)]
        if parents:
            return Resolution("none", nested(case.keys[0], self.nation.heis[parents[0]].name))
        outside = [code for key in case.keys for code in self.nation.codes(place_key(key))]
        if outside and case.scope:
            n = len(outside)
            why = Text(f"{case.place_name}之内没有，别处有 {n} 个", f"none within {case.place_name}; {n} elsewhere")
            return Resolution("none", why, candidates=candidates_of([self._find.place(c, False, why) for c in outside]))
        return Resolution(
            "none", Text("登记与图中都没有这个名称", "neither the registries nor the graph have this name")
        )


def needed(requests: Sequence[Request]) -> Callable[[Nation], Callable[[str, str], bool]]:
    """Which communities of the nation some requests need, for `loaders.nation`."""

    def choose(nation: Nation) -> Callable[[str, str], bool]:
        resolver = Resolver(nation)
        contexts = {request.context.strip() for request in requests if request.context}
        codes = {text.removeprefix("cn-") for text in contexts}
        within = {code for code in codes if code.isdigit()}
        within.update(code for text in contexts for code in resolver.contexts(text))
        return wanted([*(request.mention for request in requests), *contexts], within)

    return choose
