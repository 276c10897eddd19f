"""Coverage: how many places below have partners, level by level; which, with whom; and the universities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.report.asked import Inquiry, evidence_of
from api.report.model import Note, Part, Said, Section, Table
from api.report.words import said
from api.words import CLASSES, MEANINGS
from graph.errors import Text
from graph.store import Row
from graph.sweep import edges_from

NOT_RECORDED = Text("没有记录", "nothing recorded")
_NONE = "unsurveyed"
_UNITS = (("Subdistrict", "subdistricts"), ("Community", "communities"))


@dataclass(frozen=True)
class Classes:
    """How many units of a level there are, and how many of each of the six classes, which exclude each other."""

    total: int
    formal: int
    other: int
    declared: int
    surveyed_none: int
    unrecorded: int
    unsurveyed: int
    figure: int | None

    @classmethod
    def of(cls, row: Row, prefix: str) -> Classes:
        """Those of a row of coverage/place."""
        names = ("formal", "other", "declared", "surveyed_none", "unrecorded", "unsurveyed", "figure")
        return cls(row[prefix], *(row[f"{prefix}_{name}"] for name in names))

    def rest(self, asked: Inquiry) -> str:
        """The classes other than formal, in words; those that are empty are left out."""
        told = [
            f"{said('verdict', name, asked.language)} {number}"
            for name in ("other", "declared", "surveyed_none", "unrecorded", "unsurveyed")
            if (number := getattr(self, name))
        ]
        if self.figure is not None:
            told.append(asked.say(f"文件宣称共有 {self.figure}", f"{self.figure} exist by documents"))
        return asked.say("，", ", ").join(told) or asked.say("无", "none")


def coverage(asked: Inquiry) -> Section:
    """Three tables: by place and level, unit by unit, by type of partner; then the universities."""
    return Section(
        asked.say("合作覆盖", "Coverage"),
        (Note(asked.say(_CLASSES.zh, _CLASSES.en)),),
        (
            Section(asked.say("各级覆盖", "By place and level"), (_tree(asked),)),
            Section(asked.say("逐个街道与社区", "Unit by unit"), tuple(_units(asked))),
            Section(asked.say("按合作方类型", "By type of partner"), (_by_partner(asked),)),
            Section(asked.say("境内高校", "Universities"), (_universities(asked),)),
        ),
    )


def below(asked: Inquiry) -> list[Row]:
    """The place and the places one level below, the place first."""
    rows = asked.rows("coverage/place")
    return sorted(rows, key=lambda row: (row["place_id"] != asked.place.id, row["place_id"]))


def heis(asked: Inquiry) -> list[Row]:
    """The universities within, by documents or by registries."""
    return asked.rows("places/within", label="University", documented_only=False)


def _tree(asked: Inquiry) -> Table | Said:
    told = _told(asked)
    rows = [
        {"place": place["place"], "level": level, "evidence": told[place["place_id"], level]}
        | {name: getattr(classes, name) for name in Classes.__dataclass_fields__}
        | {"depth": int(place["place_id"] != asked.place.id)}
        for place in below(asked)
        for level, prefix in _UNITS
        if (classes := Classes.of(place, prefix)).total and place["level"] != level
    ]
    columns = {"place": 16, "level": 10, "total": 8, "formal": 10, "other": 10, "declared": 10, "surveyed_none": 10,
               "unrecorded": 10, _NONE: 9, "figure": 9}  # fmt: skip
    return asked.listed(_TREE, columns, rows, **_HEADS)


def _told(asked: Inquiry) -> Mapping[tuple[str, str], list[str]]:
    """The evidence of the units of each level, for every place that they are part of."""
    parents = _parents(asked)
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for unit in asked.rows("coverage/communities"):
        for place in {asked.place.id, *_above(unit["unit_id"], parents)}:
            found[place, unit["level"]] += unit["evidence"]
    return found


def _parents(asked: Inquiry) -> Mapping[str, set[str]]:
    """What each unit is directly part of."""
    ids = [unit["unit_id"] for unit in asked.rows("coverage/communities")]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for edge in edges_from(asked.desk.store, ids, "Entity"):
        if edge["type"] == "PART_OF" and edge["props"].get("status") in ("stated", "inferred"):
            found[edge["start_id"]].add(edge["end_id"])
    return found


def _above(unit: str, parents: Mapping[str, set[str]]) -> set[str]:
    """What a unit is part of, itself included, as far as units go."""
    found, new = {unit}, {unit}
    while new:
        new = {place for one in new for place in parents.get(one, ())} - found
        found |= new
    return found


def _units(asked: Inquiry) -> list[Part]:
    """Those that documents or surveys speak of, one by one; the others as a number."""
    units = asked.rows("coverage/communities")
    names, parents = {unit["unit_id"]: unit["name"] for unit in units}, _parents(asked)
    rows = [
        unit | {"within": sorted(names[one] for one in parents.get(unit["unit_id"], ()) if one in names)}
        for unit in units
        if unit["verdict"] != _NONE
    ]
    columns = {"name": 24, "level": 11, "within": 16, "verdict": 13, "partners": 42}
    heads = {"name": Text("单位", "unit"), "within": Text("所属", "part of"), "verdict": Text("情形", "class")}
    left = [unit for unit in units if unit["verdict"] == _NONE]
    return [asked.listed(_LIST, columns, rows, **heads), *_left(asked, left)]


def _left(asked: Inquiry, units: list[Row]) -> Iterator[Said]:
    """How many are not surveyed, level by level."""
    for level, zh, en in (("Subdistrict", "街道乡镇", "subdistricts"), ("Community", "社区村", "communities")):
        found = [unit for unit in units if unit["level"] == level]
        if found:
            text = asked.say(
                f"另有 {len(found)} 个{zh}未调查：名录有载，没有文件写到，不等于没有合作。",
                f"{len(found)} more {en} are not surveyed: a registry lists them and no document speaks of them, "
                "which does not mean that they have no partner.",
            )
            yield Said(text, evidence_of(found))


def _by_partner(asked: Inquiry) -> Table | Said:
    columns = {"level": 14, "partner_label": 16, "formal": 12, "other": 12, "partners": 12, "partner_names": 50}
    return asked.listed(
        Text("与哪类合作方有合作：街道社区数", "Units by type of partner"),
        columns,
        asked.rows("coverage/by_partner"),
        level=Text("哪一级", "level"),
        partner_label=Text("合作方类型", "type of partner"),
        formal=CLASSES["formal"],
        partners=Text("合作方数", "partners"),
    )


def _universities(asked: Inquiry) -> Table | Said:
    without = {finding.subject for one in asked.findings if one.rule == "heis_without_tie" for finding in one.findings}
    rows = [row | {"tied": row["entity_id"] not in without} for row in heis(asked)]
    heads = {"name": Text("高校", "university"), "by_document": Text("文件写明在此", "there by documents")}
    tied = Text("有合作记录", "has a recorded tie")
    columns = {"name": 50, "by_document": 25, "tied": 25}
    return asked.listed(Text("境内高校", "Universities within"), columns, rows, tied=tied, **heads)


_TREE = Text("各级街道乡镇与社区村的覆盖", "Coverage of subdistricts and communities")
_LIST = Text("文件或普查写到的街道与社区", "Units that documents or surveys speak of")
_HEADS = {
    "level": Text("哪一级", "level"),
    "total": Text("共", "all"),
    **{
        name: Text(title.zh if name == _NONE else f"{title.zh[:2]}\n{title.zh[2:]}", title.en)
        for name, title in CLASSES.items()
    },
    "figure": Text("宣称数", "figure"),
}
_CLASSES = Text(
    "每个单位只归一类，各类相加即为总数。"
    + "；".join(f"{title.zh}：{MEANINGS[name].zh}" for name, title in CLASSES.items())
    + "。宣称数是文件所说的总数。",
    "Each unit is of one class, and the classes add up. "
    + "; ".join(f"{title.en}: {MEANINGS[name].en}" for name, title in CLASSES.items())
    + ". Figure: how many there are by documents.",
)
