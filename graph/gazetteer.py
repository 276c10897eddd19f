"""The registries as a look-up: which division or HEI a name means, given where it is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.identity import entity_id, hei_id, place_id, place_name
from graph.ontology import node_types
from graph.values import DIVISION_LENGTHS, name_key

#: The label of a division by its level.
LEVEL_LABELS = {
    "province": "Province",
    "city": "City",
    "district": "District",
    "subdistrict": "Subdistrict",
    "community": "Community",
}


@dataclass(frozen=True)
class Division:
    """An administrative division: its statistical code and official name."""

    code: str
    name: str

    @property
    def level(self) -> str:
        return DIVISION_LENGTHS[len(self.code)]

    @property
    def label(self) -> str:
        return LEVEL_LABELS[self.level]

    @property
    def id(self) -> str:
        return place_id(self.code)

    @property
    def called(self) -> str:
        """What people call it."""
        return place_name(self.name)


@dataclass(frozen=True)
class Hei:
    """A higher education institution of a national list; `moe_code` only from the list of 2017."""

    name: str
    moe_code: str | None = None
    province_code: str | None = None
    level: str | None = None
    authority: str | None = None
    ownership: str | None = None
    city: str | None = None

    @property
    def id(self) -> str:
        if self.moe_code:
            return hei_id(self.moe_code)
        return entity_id(node_types()["University"], self.name, place_id(self.province_code or ""))


class Gazetteer:
    """Divisions and HEIs by name. Where two lists have an HEI of one name, the first list given wins."""

    def __init__(self, divisions: Iterable[Division], heis: Iterable[Hei]) -> None:
        self._places: dict[str, list[Division]] = defaultdict(list)
        self._by_code: dict[str, Division] = {}
        for division in divisions:
            self._by_code[division.code] = division
            for key in {name_key(division.name), name_key(division.called)}:
                self._places[key].append(division)
        self._heis: dict[str, Hei] = {}
        for hei in heis:
            self._heis.setdefault(name_key(hei.name), hei)

    def division(self, code: str) -> Division | None:
        """The division with this code."""
        return self._by_code.get(code)

    def places(self, name: str, *, label: str, within: str = "") -> Sequence[Division]:
        """Divisions of a label that bear the name and lie within the division with code `within`."""
        found = self._places.get(name_key(name), ())
        return [d for d in found if d.label == label and d.code.startswith(within) and d.code != within]

    def hei(self, name: str) -> Hei | None:
        """The HEI of exactly this name."""
        return self._heis.get(name_key(name))
