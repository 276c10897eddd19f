"""Who is meant by a name in a cell: what the file itself says of it, a type that is told with certainty, its id."""

from __future__ import annotations

import re
from typing import NamedTuple

from graph.base import Anchor
from graph.errors import Text
from graph.gazetteer import LEVEL_LABELS, Gazetteer
from graph.identity import NATION
from graph.ontology import node_types

#: Endings that leave no doubt of the type, where no registry knows the name.
_ENDINGS: tuple[tuple[str, str], ...] = (
    (r"(?:有限(?:责任)?公司|股份公司|集团公司)$", "Enterprise"),
    (r"(?:街道|街道办事处|[^新]镇|乡)$", "Subdistrict"),
    (r"(?:社区|居委会|居民委员会|村|村委会|村民委员会)$", "Community"),
    (r"(?:小学|中学|幼儿园|职业高中|中等专业学校)$", "School"),
    (r"(?:医院|卫生院|卫生服务中心)$", "Hospital"),
    (r"(?:研究院|研究所|科学院)$", "ResearchInstitute"),
    (r"(?:人民政府|管理局|委员会办公室|组织部|宣传部|统战部|教育局|科技局|民政局|卫健局|团委|妇联)$", "GovernmentBody"),
    (r"(?:协会|学会|联合会|商会|联盟)$", "Association"),
)  # fmt: skip
_COLLEGE = re.compile(r"(?:学院|系|学部|校区|书院)$")
#: What parts names in one cell, and how the name of a body ends: where each part does, they are several.
_MARKS = re.compile(r"[、，,；;/]")
_AND = re.compile(r"以及|和(?![平谐顺睦田县静硕林政龙])|与|及(?!第)")
_BODY = re.compile(
    r"(?:公司|集团|大学|学院|学校|小学|中学|医院|研究院|研究所|中心|协会|学会|联盟|委员会|局)(?:[（(].*[)）])?$"
)
_PLACE = re.compile(r"(?:街道|社区|村|镇|乡)(?:[（(].*[)）])?$")
NUMBER = (
    Text("是数字，不是名称，也不是区划代码", "a number, neither a name nor the code of a division"),
    Text("写名称，或名录里完整的区划代码", "write the name, or the whole code of a division on the list"),
)
SEVERAL = (
    Text("像是几个名称写在一格", "it looks like several names in one cell"),
    Text(
        "一格一个名称；几个名称要在映射里写 split，或分成几行",
        "one name a cell; part it into rows, or say split in the map",
    ),
)
#: An HEI's own name is no shorter; a beginning of a name that is an HEI's must leave something.
_SHORTEST = 4
#: Digits of the code of a county.
_SURE = 6


class Mention(NamedTuple):
    """An entity as a row describes it; equal mentions are one entity."""

    type: str
    name: str
    within: Mention | None = None
    #: A division's code, `cn`, or a place.
    anchor: str | Mention | None = None
    key: str | None = None
    id: str | None = None
    unregistered: bool = False
    #: Rows of the file are about it: what names it elsewhere states nothing of it.
    listed: bool = False

    @property
    def keyed(self) -> bool:
        """Whether source and key are its identity."""
        return node_types()[self.type].anchor is Anchor.SHEET


class Told(NamedTuple):
    """What type a name has, as far as it is certain, and what contains it where the name itself says so."""

    types: tuple[str, ...]
    within: Mention | None = None


def tell(name: str, gazetteer: Gazetteer, region: str, within: Mention | None) -> Told:
    """The type of a name: from the registries, else from an ending that leaves no doubt. Several: it is not certain."""
    if gazetteer.hei(name):
        return Told(("University",))
    code = within.id.removeprefix("cn-") if within and within.id and within.id.startswith("cn-") else None
    found = [
        label
        for label in LEVEL_LABELS.values()
        if gazetteer.places(name, label=label, within=code or (region if label in ("Subdistrict", "Community") else ""))
    ]
    if found:
        return Told(tuple(found))
    university = _university(name, gazetteer)
    if _COLLEGE.search(name) and (university or (within and within.type == "University")):
        return Told(("College",), university)
    return Told(tuple(dict.fromkeys(label for ending, label in _ENDINGS if re.search(ending, name))))


def is_list(name: str) -> bool:
    """Whether a text is several names of bodies or places with marks between them."""
    parts = [part.strip() for part in _MARKS.split(name) if part.strip()]
    return len(parts) > 1 and all(_BODY.search(part) or _PLACE.search(part) for part in parts)


def doubted(name: str, gazetteer: Gazetteer) -> tuple[Text, Text] | None:
    """Why a name that nothing tells is none, and what to do: several in one cell, or a number that is no code."""
    if name.replace(".", "").lstrip("+-").isdigit():
        return NUMBER
    if gazetteer.hei(name):
        return None
    joined, spaced = _AND.split(name), name.split()
    several = (
        is_list(name),
        all(map(_BODY.search, joined)) and len(joined) > 1,
        all(map(gazetteer.hei, spaced)) and len(spaced) > 1,
    )
    return SEVERAL if any(several) else None


def _university(name: str, gazetteer: Gazetteer) -> Mention | None:
    """The HEI with whose name a name begins."""
    for end in range(len(name) - 1, _SHORTEST - 1, -1):
        if hei := gazetteer.hei(name[:end]):
            return Mention("University", hei.name)
    return None


def by_code(text: str, gazetteer: Gazetteer) -> Mention | None:
    """The division of a code; a short number may be anything, and is one only as `cn-14`."""
    code = text.removeprefix("cn-")
    told = code.isdigit() and (code != text or len(code) >= _SURE)
    division = gazetteer.division(code) if told else None
    return Mention(division.label, division.called, id=division.id) if division else None


def is_anchor(text: str, gazetteer: Gazetteer) -> bool:
    """Whether a text names an anchor by itself: a registered code or the whole country."""
    return text == NATION or (text.isdigit() and gazetteer.division(text) is not None)
