"""Which names of the nation a document may mean: those of its own regions more freely than others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.hei_names import NATIONAL_BODIES, WELL_KNOWN, short_names
from graph.names import short_forms
from graph.nation import COMMUNITY, DISTRICT, Nation, region_of
from graph.resolution import Known
from graph.values import name_key
from loaders.document.automaton import HEI, NATIONAL, PLACE, SHORT_HEI, SHORT_PLACE, Names

_CITY, _PROVINCE, _TOWN = 4, 2, 9
#: Districts and counties whose names are common words.
_WORDS = frozenset({"城区", "郊区", "矿区", "市区", "新区", "东区", "西区", "新县", "古县", "高县", "成县"})
_TOWNS = ("街道", "镇", "乡", "苏木", "地区")
_COMMUNITIES = ("社区", "村", "嘎查")
#: A town, village or district as short as this is believed in its own region alone.
_SHORT = 3
#: What makes of 大学 and 学院 another word: 大学生, 大学城, 学院路; unless it begins one of these.
_GOES_ON = {"大学": "生城路街", "学院": "路街派"}
_STILL = ("生命", "生物", "生态", "生科", "生殖", "生化", "生源", "城市", "城乡", "城建")


class Named(NamedTuple):
    """A name found in a text, and its class.

    P place, p its short form · H university, h its short form · N national body · K entity of the graph.
    """

    letter: str
    name: str
    type: str
    codes: tuple[str, ...] = ()
    known: Known | None = None

    @property
    def level(self) -> int:
        return min(map(len, self.codes), default=0)


@dataclass
class Scope:
    """The regions of one document, and the universities that it names in full."""

    names: Names
    nation: Nation
    regions: Sequence[str] = ()
    heis: Counter[str] = field(default_factory=Counter)
    _seen: dict[tuple[int, int], Named | None] = field(default_factory=dict)
    _short: dict[str, str] | None = None

    def named(self, number: int, form: str) -> Named | None:
        """What a name of the automaton is here, if it may be meant."""
        key = (number, len(form))
        if key not in self._seen:
            self._seen[key] = self._named(number, form)
        return self._seen[key]

    def fits(self, named: Named, rest: str) -> bool:
        """Whether a university's name ends where it seems to, given the text behind it."""
        follow = _GOES_ON.get(named.name[-2:], "")
        return not (rest and rest[0] in follow) or rest.startswith(_STILL)

    def _named(self, number: int, form: str) -> Named | None:
        flags = self.names.flags[number]
        if flags & HEI:
            return Named("H", form.replace("(", "（").replace(")", "）"), "University")
        if flags & NATIONAL:
            type_, name = NATIONAL_BODIES[form]
            return Named("N", name, type_)
        if flags & PLACE and (place := self._place(number, form)):
            return place
        if flags & SHORT_PLACE and (place := self._short_place(form)):
            return place
        return self._short_hei(form) if flags & SHORT_HEI else None

    def within(self, code: str, length: int) -> bool:
        """Whether a division shares the first digits of one of the document's regions."""
        return any(code[:length] == region[:length] for region in self.regions if len(region) >= length)

    # --- places -----------------------------------------------------------------------------------

    def _place(self, number: int, form: str) -> Named | None:
        codes = tuple(code for code, _ in self.names.divisions(number) if self._believed(code, form))
        if not codes:
            return None
        near = [c for c in codes if self.within(c, _PROVINCE)] or list(codes)
        highest = min(map(len, near))
        return Named("P", form, _LABELS[highest], tuple(c for c in near if len(c) == highest))

    def _believed(self, code: str, form: str) -> bool:
        if len(code) <= DISTRICT:
            return (len(form) >= _SHORT and form not in _WORDS) or (self.within(code, _CITY) and form not in _WORDS)
        if len(code) == _TOWN:
            if not form.endswith(_TOWNS):
                return self.within(code, _CITY) and len(form) > _SHORT
            return self.within(code, _CITY if len(form) < _SHORT else _PROVINCE) or len(form) > _SHORT
        if not form.endswith(_COMMUNITIES):
            return False
        return self.within(code, DISTRICT if len(form) < _SHORT else _CITY)

    def _short_place(self, form: str) -> Named | None:
        codes = self.nation.short(form)
        chosen = [c for c in codes if self.within(c, min(len(c), _CITY))] or [c for c in codes if len(c) <= _CITY]
        chosen = [c for c in chosen if len(c) == min(map(len, chosen))]
        if len(chosen) != 1:
            return None
        return Named("p", self.nation.names[chosen[0]], _LABELS[len(chosen[0])], (chosen[0],))

    def ours(self, named: Named) -> bool:
        """Whether a short form means the document's region, or one within it."""
        return any(code.startswith(region) for code in named.codes for region in self.regions[:1])

    # --- universities -----------------------------------------------------------------------------

    def _short_hei(self, form: str) -> Named | None:
        if self._short is None:
            self._short = self._shortened()
        full = self._short.get(form)
        if full is None and len(form) > len("北大"):
            found = self.nation.short_heis(form)
            near = [hei for hei, reach in found if reach == "full" and self._near(region_of(hei))]
            full = (
                near[0].name
                if len(near) == 1 and form[-1] in "大院专" and form[-2:] != "学院" and len(form) > _SHORT
                else None
            )
        return Named("h", full, "University") if full else None

    def _near(self, province: str) -> bool:
        return self.within(province, _PROVINCE)

    def _shortened(self) -> dict[str, str]:
        """Short forms of universities that the document names in full, where one alone has it; well-known ones."""
        found: dict[str, set[str]] = {}
        for name in self.heis:
            hei = self.nation.heis.get(name_key(name))
            province = next(short_forms(self.nation.names.get(region_of(hei), "")), "") if hei else ""
            for short, _ in short_names(name_key(name), province):
                if short.endswith(("大", "院", "专", "工")) and not short.endswith("学院"):
                    found.setdefault(short, set()).add(name)
        known = {s: n for s, n in WELL_KNOWN.items() if len(s) > len("北大") or s in ("清华", "北大", "浙大", "复旦")}
        return {**known, **{short: min(names) for short, names in found.items() if len(names) == 1}}


_LABELS = {2: "Province", 4: "City", 6: "District", 9: "Subdistrict", COMMUNITY: "Community"}
