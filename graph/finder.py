"""What the registries say of a name: divisions and HEIs, in full, by path, in short."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import Candidate, Text
from graph.gazetteer import Hei
from graph.matching import Match, covers
from graph.names import place_forms, place_key
from graph.nation import DISTRICT, Nation, region_of
from graph.resolution import (
    CODE,
    COMMITTEE,
    FULL_PLACE,
    OUTSIDE,
    PATH,
    SHORT_HEI,
    SHORT_PLACE,
    SUFFIX,
    Case,
    reaches,
)
from graph.values import name_key

_CITY = len("1407")
_PROVINCE = len("14")
_SUPPLIED = 2


@dataclass
class Finder:
    """Finds divisions and HEIs for a case."""

    nation: Nation

    def place(self, code: str, sure: bool, why: Text) -> Match:
        """A division as a match."""
        division = self.nation.division(code)
        return Match(Candidate(division.id, division.called, division.label, self.nation.where(code)), sure, why)

    def hei(self, hei: Hei, sure: bool, why: Text) -> Match:
        """An HEI as a match."""
        where = self.nation.names.get(region_of(hei), "") + (hei.city or "")
        if name_key(hei.name) not in self.nation.current:
            why = Text(f"{why.zh}；只在 2017 年名单中", f"{why.en}; on the list of 2017 alone")
        if names := "、".join(self.nation.successors.get(hei.id, ())):
            why = Text(f"{why.zh}；后为{names}", f"{why.en}; succeeded by {names}")
        return Match(Candidate(hei.id, hei.name, "University", where), sure, why)

    def places(self, case: Case) -> list[Match]:
        """Divisions of the name, in scope; of several in one district those that are spelled the same."""
        ranked: dict[str, dict[int, list[Match]]] = {}
        for key in case.keys:
            for form, as_printed in place_forms(key):
                for code in self.nation.codes(form) if as_printed else ():
                    if not case.scope or covers(code, case.scope):
                        rank = self._rank(code, key)
                        sure = rank < _SUPPLIED or any(len(s) >= _CITY for s in case.scope)
                        where = code[:DISTRICT] if case.scope else ""
                        match = self.place(code, sure, FULL_PLACE if rank < _SUPPLIED else COMMITTEE)
                        ranked.setdefault(where, {}).setdefault(rank if case.scope else rank // _SUPPLIED, []).append(
                            match
                        )
        return [match for ranks in ranked.values() for match in ranks[min(ranks)]]

    def _rank(self, code: str, key: str) -> int:
        """How near the registered name is to the key: 0 the same, 1 as people call it, 2 with 社区 supplied."""
        division = self.nation.division(code)
        if name_key(division.name) == key:
            return 0
        return 1 if name_key(division.called) in (key, place_key(key)) else _SUPPLIED

    def by_path(self, case: Case) -> list[Match]:
        """Where a path leads; not sure when it begins outside of the scope, or might be one name (山西大街社区)."""
        found = [pair for key in case.keys for pair in self.nation.paths(key).items()]
        inside = [pair for pair in found if case.scope and covers(pair[0], case.scope)]
        anchored = not case.scope or bool(inside)
        return [
            self.place(
                code, (anchored or len(head) <= _CITY) and (in_full or len(head) > _CITY or len(code) <= DISTRICT), PATH
            )
            for code, (head, in_full) in inside or found
        ]

    def short_places(self, case: Case) -> list[Match]:
        """Provinces, cities and districts of a short form, in scope."""
        codes = {code for key in case.keys for code in self.nation.short(key)}
        if not case.scope:
            provinces = {code for code in codes if len(code) == _PROVINCE}
            if provinces and not any(len(c) == _CITY and self.nation.names[c].endswith("市") for c in codes):
                codes = provinces
            typed = bool(case.labels) or len(codes) > 1
            return [self.place(c, typed or self._singular(c, case), SHORT_PLACE) for c in sorted(codes)]
        inside = {code for code in codes if covers(code, case.scope)}
        return [self.place(c, True, SHORT_PLACE) for c in sorted(inside)]

    def _singular(self, code: str, case: Case) -> bool:
        """Whether no subdistrict elsewhere shares a district's short form (前进区 and many 前进街道)."""
        forms = [form for key in case.keys for form, as_printed in place_forms(key) if not as_printed]
        return len(code) <= _CITY or all(c.startswith(code) for form in forms for c in self.nation.codes(form))

    def neighbours(self, case: Case) -> list[Match]:
        """Short forms of places outside the scope: sure for a province, or a city or district next to it."""
        codes = {code for key in case.keys for code in self.nation.short(key)} if case.scope else set()
        close = {c for c in codes if any(c[: min(len(c), DISTRICT) - 2] == s[: len(c) - 2] for s in case.scope)}
        chosen = close or codes
        famous = [c for c in chosen if len(c) == _PROVINCE]
        if famous and len(chosen) > 1 and not close:
            chosen = set(famous)
        return [
            self.place(c, bool(close) or len(c) == _PROVINCE or (len(chosen) == 1 and len(c) == _CITY), OUTSIDE)
            for c in sorted(chosen)
        ]

    def suffixed(self, case: Case) -> list[Match]:
        """Subdistricts and communities whose suffix was left out (锦纶, 锦纶办事处)."""
        found = [
            code
            for key in case.keys
            for form, as_printed in place_forms(key)
            if not as_printed
            for code in self.nation.codes(form)
            if case.scope and covers(code, case.scope)
        ]
        sure = bool(case.labels) and any(len(scope) >= DISTRICT for scope in case.scope)
        return [self.place(code, sure, SUFFIX) for code in found]

    def short_heis(self, case: Case) -> list[Match]:
        """HEIs of a short form: where it is said in their province, else those that it means everywhere."""
        found = [pair for key in case.keys for pair in self.nation.short_heis(key)]
        if not case.scope:
            return [self.hei(hei, reach == "full", SHORT_HEI) for hei, reach in found]
        provinces = {scope[:_PROVINCE] for scope in case.scope}
        inside = [(hei, reach) for hei, reach in found if region_of(hei) in provinces]
        cities = {self.nation.names.get(scope[:_CITY]) for scope in case.scope}
        local = [(hei, reach) for hei, reach in inside if hei.city in cities]
        if len(inside) > 1 and local:
            inside = local
        chosen = [pair for pair in inside or found if pair[1] == "full"] or inside
        return [self.hei(hei, reaches(reach, bool(inside)), SHORT_HEI) for hei, reach in chosen]

    def by_code(self, case: Case) -> list[Match]:
        """The division or HEI whose code or id was given in place of a name."""
        text = case.request.mention.strip()
        code = text.removeprefix("cn-")
        if code in self.nation.names:
            return [self.place(code, True, CODE)]
        if not text.isascii():  # no code of an HEI: most mentions are names
            return []
        return [self.hei(hei, True, CODE) for hei in self.nation.heis.values() if text in (hei.id, hei.moe_code)]

    def hei_by_path(self, case: Case) -> list[Match]:
        """A full name behind its province or city: 山西省晋中学院."""
        found = []
        for key in case.keys:
            for cut in range(2, len(key) - 3):
                hei = self.nation.heis.get(key[cut:])
                heads = (*self.nation.codes(place_key(key[:cut])), *self.nation.short(key[:cut]))
                if hei and any(code[:_PROVINCE] == region_of(hei) for code in heads):
                    found.append(self.hei(hei, True, PATH))
        return found
