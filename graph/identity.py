"""Names to ids: how ids are minted, and how names are made comparable. An id once minted is never recomputed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

from graph.base import Anchor, Node
from graph.ontology import edge_types
from graph.values import name_key

#: The anchor of what belongs to no division below the whole country.
NATION = "cn"

_RESIDENTS = re.compile(r"(?:居民委员会|居委会)$")
_VILLAGERS = re.compile(r"(?:村民委员会|村委会)$")
_OFFICE = re.compile(r"(?<=街道|地区)办事处$|(?<=[镇乡])人民政府$")


def _digest(length: int, parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode(), usedforsecurity=False).hexdigest()[:length]


def place_name(official: str) -> str:
    """What people call a place: 玉湖社区居民委员会 -> 玉湖社区, 西郝村委会 -> 西郝村, 锦纶街道办事处 -> 锦纶街道."""
    village = _VILLAGERS.sub("", official)
    if village != official and village:
        return village if village.endswith(("村", "社区")) else f"{village}村"
    return _OFFICE.sub("", _RESIDENTS.sub("", official)) or official


def place_id(code: str) -> str:
    """The id of a division."""
    return f"cn-{code}"


def hei_id(moe_code: str) -> str:
    """The id of an HEI of the list of 2017."""
    return f"moe-{moe_code}"


#: The level that the name of a public body begins with: 市教育局. 市场监管局 and 区域办 begin with other words.
LEVEL_MARK = re.compile(r"(?:省(?!际)|市(?!场|容|民中心|政(?!府|协|法))|区(?!域|划|块)|县(?!域|级))(?=..)")


def body_key(name: str, region_names: Iterable[str]) -> str:
    """The name of a public body without its region: 晋中市教育局 and 市教育局 -> 教育局."""
    for region in sorted(region_names, key=len, reverse=True):
        if region and name.startswith(region) and len(name) > len(region) + 1:
            return name[len(region) :]
    return name[1:] if LEVEL_MARK.match(name) else name


def entity_id(node: type[Node], name: str, anchor: str) -> str:
    """Mint an id: a hash of family, normalised name and the one anchor that the type names.

    For types anchored in their sheet, `name` is the key there and `anchor` the source.
    """
    exact = node.anchor is Anchor.SHEET
    return "x-" + _digest(12, (node.family, name if exact else name_key(name), anchor))


def edge_id(edge_type: str, start: str, end: str, discriminator: str, key: str = "") -> str:
    """The id of an edge: a hash of type, ends (sorted when symmetric), kind or role, and an optional key."""
    ends = sorted((start, end)) if edge_types()[edge_type].symmetric else [start, end]
    return "e-" + _digest(16, (edge_type, *ends, discriminator, key))


class EdgeKey(NamedTuple):
    """What makes an edge the one it is; its id is a hash of this."""

    type: str
    start: str
    end: str
    discriminator: str = ""
    key: str = ""

    @property
    def id(self) -> str:
        return edge_id(*self)

    def sorted(self) -> EdgeKey:
        """With the ends of a symmetric edge in the order in which they are stored."""
        if edge_types()[self.type].symmetric and self.end < self.start:
            return self._replace(start=self.end, end=self.start)
        return self


def content_key(*parts: str) -> str:
    """A key made of content, for what is known by source and key (Agreement, Activity, Need, Service, Claim).

    The parts count as a set of names: neither their order nor where they stand in the document is part of it.
    """
    return "k-" + _digest(12, sorted({name_key(part) for part in parts if part}))
