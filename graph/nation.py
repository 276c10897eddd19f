"""The whole nation as a look-up: divisions and HEIs under every form in which their names are printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from graph.gazetteer import Division, Hei
from graph.hei_names import WELL_KNOWN, Reach, short_names
from graph.names import PLACEHOLDERS, place_forms, place_key, plain_key, short_forms, spellings
from graph.slips import Slips
from graph.values import name_key

#: Code lengths: from here up a division has short forms, and is known without being asked for.
DISTRICT = len("140702")
_CITY = len("1407")
COMMUNITY = len("140702002010")
#: Places within which slips are looked for: a city has some thousand names.
_PLACES_KEPT = 16


def region_of(hei: Hei) -> str:
    """The code of the province that an HEI is in."""
    return hei.moe_code[2:4] if hei.moe_code else hei.province_code or ""


@dataclass
class Nation:
    """Divisions by code and by name; HEIs by name and short form.

    Names are kept once, and of the communities only those that were added.
    """

    heis: dict[str, Hei] = field(default_factory=dict)
    #: Keys of HEIs that the newest list still has.
    current: set[str] = field(default_factory=set)
    #: The names that an HEI went on under, by its own id.
    successors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)
    _codes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _short: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _short_heis: dict[str, list[tuple[str, Reach]]] | None = None
    #: Codes of subdistricts and communities by district.
    _lower: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _hei_slips: Slips[Hei] | None = None
    #: By the code within which places lie; empty for districts and above. The last that were asked for.
    _place_slips: dict[str, Slips[str]] = field(default_factory=dict)

    def add(self, code: str, name: str) -> None:
        """Make a division known."""
        self.names[code] = name
        self._place_slips.clear()
        if len(code) > DISTRICT:
            self._lower[code[:DISTRICT]].append(code)
        if name in PLACEHOLDERS:
            return
        self._codes[place_key(plain_key(name))].append(code)
        if len(code) <= DISTRICT:
            for short in short_forms(name):
                self._short[short].append(code)

    def add_hei(self, hei: Hei, *, newest: bool = False) -> None:
        """Make an HEI known, from the newest list or an older one; of two entries of one name the first stands."""
        key = name_key(hei.name)
        self.heis.setdefault(key, hei)
        self._hei_slips = None
        if newest:
            self.current.add(key)

    def division(self, code: str) -> Division:
        """A division by its code."""
        return Division(code, self.names[code])

    def codes(self, key: str) -> Sequence[str]:
        """Divisions of a name in the form of `place_key`."""
        return self._codes.get(key, ())

    def short(self, key: str) -> Sequence[str]:
        """Provinces, cities and districts of a short form."""
        return self._short.get(key, ())

    def where(self, code: str) -> str:
        """The names of what a division lies in, from the province down."""
        above = [self.names.get(code[:length], "") for length in (2, 4, 6, 9) if length < len(code)]
        return "".join(name for name in above if name not in PLACEHOLDERS)

    def paths(self, key: str, within: str = "") -> dict[str, tuple[str, bool]]:
        """Divisions that a full or broken path leads to: the path's first step, and whether it bears its full name."""
        found: dict[str, tuple[str, bool]] = {}
        for cut in range(2, len(key) - 1):
            head, rest = key[:cut], key[cut:]
            heads = [(code, True) for code in self.codes(place_key(head))]
            heads += [(code, False) for code in self.short(head)]
            for code, in_full in heads:
                if len(code) < COMMUNITY and code.startswith(within) and code != within:
                    ends = [c for c in self._named(rest) if c.startswith(code) and c != code]
                    for end in ends or self.paths(rest, code):
                        found.setdefault(end, (code, in_full))
        return found

    def _named(self, key: str) -> list[str]:
        return [*self.codes(place_key(key)), *self.short(key)]

    def slipped_heis(self, key: str) -> list[Hei]:
        """HEIs whose name is one slip apart from a key."""
        if self._hei_slips is None:
            self._hei_slips = Slips(self.heis.items())
        return self._hei_slips.near(key)

    def slipped_places(self, key: str, within: Iterable[str]) -> list[str]:
        """Codes of places whose name is one slip apart from a `place_key`: districts and above, and what lies within.

        Communities are looked through within a city or less: in a province too many are called nearly alike.
        """
        found = [code for part in ("", *sorted(within)) for code in self._slips_in(part).near(key)]
        return list(dict.fromkeys(found))

    def _slips_in(self, part: str) -> Slips[str]:
        slips = self._place_slips.pop(part, None) or Slips(
            (place_key(self.names[code]), code) for code in (self._below(part) if part else self._high())
        )
        self._place_slips[part] = slips  # the last, so that the first is the one not asked for the longest
        if len(self._place_slips) > _PLACES_KEPT:
            del self._place_slips[next(iter(self._place_slips))]
        return slips

    def _high(self) -> Iterable[str]:
        return (code for code in self.names if len(code) <= DISTRICT)

    def _below(self, part: str) -> list[str]:
        longest = COMMUNITY if len(part) >= _CITY else COMMUNITY - 1
        lower = (self._lower[district] for district in list(self._lower) if district.startswith(part[:DISTRICT]))
        found = (code for codes in lower for code in codes if code.startswith(part) and len(code) <= longest)
        return sorted(found, key=lambda code: (len(code), code))

    def short_heis(self, key: str) -> list[tuple[Hei, Reach]]:
        """HEIs of a short form; those that the newest list has, if any."""
        if self._short_heis is None:
            self._short_heis = self._shortened()
        found = self._short_heis.get(key, [])
        newest = [pair for pair in found if pair[0] in self.current]
        return [(self.heis[name], reach) for name, reach in newest or found]

    def _shortened(self) -> dict[str, list[tuple[str, Reach]]]:
        table: dict[str, dict[str, Reach]] = defaultdict(dict)
        for key, hei in self.heis.items():
            province = next(short_forms(self.names.get(region_of(hei), "")), "")
            for short, reach in short_names(key, province):
                placed = reach == "likely" and short.endswith("学院") and bool(self.short(short[:2]))
                table[short].setdefault(key, "full" if placed else reach)
            if "(" in hei.name or "（" in hei.name:
                table[name_key(hei.name.replace("（", "(").partition("(")[0])].setdefault(key, "regional")
        for short, full in WELL_KNOWN.items():
            if name_key(full) in self.heis:
                table[short] = {name_key(full): "full"}
        return {short: list(found.items()) for short, found in table.items() if short not in self.heis}


def wanted(mentions: Iterable[str], within: Iterable[str]) -> Callable[[str, str], bool]:
    """Which communities some mentions may mean: those of a name that ends one of them, or within given codes."""
    keys = {
        form
        for mention in mentions
        for key in spellings(mention)
        for start in range(max(1, len(key) - 1))
        for form, _ in place_forms(key[start:])
    }
    prefixes = tuple({code[:DISTRICT] for code in within if len(code) >= len("1407")})

    def takes(code: str, name: str) -> bool:
        return place_key(plain_key(name)) in keys or code.startswith(prefixes)

    return takes
