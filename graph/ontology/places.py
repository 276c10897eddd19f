"""Places: the administrative divisions, zones and venues."""

from __future__ import annotations

from typing import ClassVar, Literal

from graph.base import Anchor, Entity, Side
from graph.values import DivisionCode


class Place(Entity):
    """A place; its divisions hang together by PART_OF.

    (:Community)-[:PART_OF]->(:Subdistrict)-[:PART_OF]->(:District)-[:PART_OF]->(:City)-[:PART_OF]->(:Province)
    """

    family: ClassVar[str] = "Place"
    zh: ClassVar[str] = "地方"
    anchor: ClassVar[Anchor] = Anchor.REGISTRY
    side: ClassVar[Side] = Side.LOCALITY

    #: The statistical division code, where the place is a division (国家统计局 统计用区划代码).
    code: DivisionCode | None = None


class Province(Place):
    """A province, autonomous region or municipality."""

    zh: ClassVar[str] = "省级"


class City(Place):
    """A prefecture-level city or its equal."""

    zh: ClassVar[str] = "地级"


class District(Place):
    """A district or county (县级)."""

    zh: ClassVar[str] = "县级"


class Subdistrict(Place):
    """A subdistrict, town or township (乡级)."""

    zh: ClassVar[str] = "街道乡镇"

    kind: Literal["street", "town", "township", "other"] | None = None


class Community(Place):
    """A residents' or villagers' committee's area (村级)."""

    zh: ClassVar[str] = "社区村"

    kind: Literal["urban", "village"] | None = None


class Zone(Place):
    """A university town, park, development zone or other area that is no division."""

    zh: ClassVar[str] = "园区"
    anchor: ClassVar[Anchor] = Anchor.DIVISION

    kind: str | None = None


class Venue(Place):
    """A hall, square or building in which things happen."""

    zh: ClassVar[str] = "场所"
    anchor: ClassVar[Anchor] = Anchor.DIVISION

    kind: str | None = None
