"""Invented facts for each kind of table: the cells of its rows by field, and the same as a fact sheet says it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

from graph.ontology import joins
from loaders.factsheet_read import Sheet, parse_sheet
from loaders.table.kinds import KINDS
from loaders.table.mapping import NULLS
from loaders.table.values import clean

REGION = "140702"
Cells = dict[str, Any]

_HAN = "甲乙丙丁戊己庚辛壬癸子丑寅卯"
#: Marks that part cells, quotes, what begins a formula or a comment, characters of two units.
_ODD = "甲乙丙，。、；;|\"'=+#: ,-a1\n\t（）𠀀"
words = st.text(_HAN, min_size=2, max_size=4)
dates = st.sampled_from(["2021", "2022-08", "2023-06-15"])


def _is_told(text: str) -> bool:
    return bool(clean(text)) and clean(text) == text and text not in NULLS


texts = st.text(_ODD, min_size=1, max_size=12).filter(_is_told)
sentences = texts.filter(lambda text: "\n" not in text)


class Party(NamedTuple):
    """An entity as cells name it: its name, what stands beside it, and what it is."""

    name: str
    label: str
    type: str | None = None
    within: str | None = None

    @property
    def plain(self) -> bool:
        return self.type is None and self.within is None


_KNOWN = (
    Party("玉湖社区", "Community"),
    Party("晋中学院", "University"),
    Party("山西医科大学", "University"),
    Party("锦纶街道", "Subdistrict"),
    Party("榆次区", "District"),
    Party("信息学院", "College", "院系", "晋中学院"),
)


@st.composite
def parties(draw: st.DrawFn) -> list[Party]:
    """Entities of different names, some of which need to be told what they are."""
    made = []
    for name in draw(st.lists(words, min_size=2, max_size=5, unique=True)):
        made.append(
            draw(
                st.sampled_from([
                    Party(f"{name}有限公司", "Enterprise"),
                    Party(name, "Enterprise", draw(st.sampled_from(["企业", "Enterprise"]))),
                    Party(f"{name}小学", "School", None, draw(st.sampled_from([None, "榆次区", "锦纶街道"]))),
                ])
            )
        )  # fmt: skip
    return [*draw(st.lists(st.sampled_from(_KNOWN), unique=True, min_size=2)), *made]


@dataclass
class Made:
    """Rows by kind, and the same as entries of a fact sheet."""

    pool: list[Party]
    rows: dict[str, list[Cells]] = field(default_factory=dict)
    entities: dict[str, dict[str, Any]] = field(default_factory=dict)
    relations: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    done: set[Any] = field(default_factory=set)

    def name(self, party: Party) -> str:
        """State that a row names somebody; how the sheet refers to it."""
        if party.within:
            self.name(next(one for one in _KNOWN if one.name == party.within))
        entry = {"type": party.label, "name": party.name, "at": 1} | ({"in": party.within} if party.within else {})
        self.entities[party.name] = entry
        return party.name

    def sheet(self, path: Path) -> Sheet:
        """The same as a fact sheet."""
        return parse_sheet(self.text(), path)

    def text(self) -> str:
        """The same as the text of a fact sheet."""
        head = {"id": "made", "title": "造", "region": REGION}
        tree = {
            "source": head, "entities": list(self.entities.values()), "relations": self.relations,
            "claims": self.claims,
        }  # fmt: skip
        return json.dumps(tree, ensure_ascii=False)


@st.composite
def facts(draw: st.DrawFn, kinds: Sequence[str]) -> Made:
    """Facts for some kinds of tables, with one to four rows each."""
    made = Made(draw(parties()))
    for kind in kinds:
        rows = [_MAKERS[kind](draw, made, number) for number in range(draw(st.integers(1, 4)))]
        made.rows[kind] = [row for row in rows if row]
        if not made.rows[kind]:
            del made.rows[kind]
    return made


def _standing(draw: st.DrawFn) -> tuple[Cells, dict[str, Any]]:
    """How a row is meant, as cells and as an entry says it."""
    choice = draw(st.sampled_from(["plain", "plain", "planned", "inferred", "proposed"]))
    if choice == "plain":
        return {}, {}
    if choice == "planned":
        return {"modality": draw(st.sampled_from(["计划", "planned"]))}, {"modality": "planned"}
    if choice == "inferred":
        return {"status": "推断"}, {"status": "inferred"}
    reasons = draw(st.lists(sentences, max_size=2, unique=True))
    cells = {"status": "待审", "confidence": "0.75", "reasons": reasons, "reasons_en": [f"en {one}" for one in reasons]}
    told = [{"zh": one, "en": f"en {one}"} for one in reasons]
    return cells, {"status": "proposed", "confidence": 0.75, "reasons": told}


_BY_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "date": dates,
    "int": st.integers(0, 10**6),
    "texts": st.lists(words, min_size=1, max_size=3, unique=True),
}


def _own(draw: st.DrawFn, kind: str, *names: str) -> tuple[Cells, dict[str, Any]]:
    """Some properties of a row, as cells and as an entry says them."""
    cells: Cells = {}
    for name in names:
        if draw(st.booleans()):
            one = KINDS[kind].field(name)
            assert one is not None
            cells[name] = draw(_BY_TYPE.get(one.type, texts))
    return {name: str(value) if isinstance(value, int) else value for name, value in cells.items()}, cells


def _several(draw: st.DrawFn, made: Made, name: str, fits: tuple[str, str], cells: Cells) -> list[str]:
    """Parties in one cell: several that need nothing beside them, or one; how the sheet refers to each."""
    able = [one for one in made.pool if joins(fits[0], one.label, fits[1])]
    if not able:
        return []
    chosen = draw(st.lists(st.sampled_from(able), unique=True, max_size=3))
    chosen = [one for one in chosen if one.plain] if len(chosen) > 1 else chosen
    if not chosen:
        return []
    cells |= {name: [one.name for one in chosen]} | _beside(name, chosen[0])
    return [made.name(one) for one in chosen]


def _beside(name: str, party: Party) -> Cells:
    given = {f"{name}_type": party.type, f"{name}_in": party.within}
    return {part: value for part, value in given.items() if value}


def _partner(draw: st.DrawFn, made: Made, number: int) -> Cells:
    able = [(a, b) for a in made.pool for b in made.pool if a is not b and _are_partners(a, b)]
    able = [pair for pair in able if ("PARTNERS_WITH", frozenset(one.name for one in pair)) not in made.done]
    if not able:
        return {}
    a, b = draw(st.sampled_from(able))
    made.done.add(("PARTNERS_WITH", frozenset((a.name, b.name))))
    kind = draw(st.sampled_from([("签约", "signed"), ("paired", "paired"), ("共建", "joint")]))
    period, said = _own(draw, "partners", "valid_from")
    standing, meant = _standing(draw)
    cells = {"a": a.name, "b": [b.name], "kind": kind[0], **_beside("a", a), **_beside("b", b), **period, **standing}
    made.relations.append({
        "from": made.name(a), "to": made.name(b), "type": "PARTNERS_WITH", "kind": kind[1], "at": 1, **said, **meant
    })  # fmt: skip
    return cells


def _are_partners(a: Party, b: Party) -> bool:
    return joins("PARTNERS_WITH", a.label, b.label) or joins("PARTNERS_WITH", b.label, a.label)


#: Kind -> type of what a row is about, its properties, parties by field with their relation and role.
_THINGS: dict[str, tuple[str, tuple[str, ...], tuple[tuple[str, str, str | None], ...]]] = {
    "agreements": ("Agreement", ("date", "kind", "by", "description", "aliases"), (("parties", "PARTY_TO", None),)),
    "activities": (
        "Activity",
        ("date", "kind", "by", "description", "aliases"),
        (
            ("host", "PARTICIPATES_IN", "host"),
            ("organizers", "PARTICIPATES_IN", "organizer"),
            ("coorganizers", "PARTICIPATES_IN", "co-organizer"),
            ("participants", "PARTICIPATES_IN", "participant"),
        ),
    ),
    "platforms": (
        "Platform",
        ("kind", "level", "field", "description", "aliases"),
        (("operators", "OPERATES", None), ("founders", "FOUNDED", None), ("residents", "RESIDENT_OF", None)),
    ),
    "needs": ("Need", ("categories", "count", "by", "description", "aliases"), (("owner", "HAS_NEED", None),)),
    "services": (
        "Service",
        ("categories", "count", "by", "description", "aliases"),
        (("providers", "PROVIDES", None),),
    ),
}


def _thing(kind: str, draw: st.DrawFn, made: Made, number: int) -> Cells:
    """A row of a kind that is about something: an agreement, an activity, ..."""
    label, names, fields = _THINGS[kind]
    key = f"{kind}-{number}"
    name = f"{draw(words)}{number}{KINDS[kind].title.zh}"
    cells, said = _own(draw, kind, *names)
    standing, meant = _standing(draw)
    cells |= {"name": name, **standing} | ({"key": key} if label != "Platform" else {})
    made.entities[key] = {"type": label, "name": name, "key": key, "at": 1, **said, **meant}
    period, when = _own(draw, kind, "valid_from") if KINDS[kind].field("valid_from") else ({}, {})
    cells |= period
    for party, relation, role in fields:
        more = {"role": role} if role else {}
        for handle in _several(draw, made, party, (relation, label), cells):
            one = {"from": handle, "to": key, "type": relation, "at": 1, **when, **more, **meant}
            made.relations.append(one)
    _place(kind, draw, made, key, cells, meant)
    return cells


def _place(kind: str, draw: st.DrawFn, made: Made, key: str, cells: Cells, meant: dict[str, Any]) -> None:
    """Where a thing is, what it meets: what of it is one field of its own kind."""
    place = draw(st.sampled_from([None, *(one for one in made.pool if one.plain and one.label in _PLACES)]))
    if kind == "activities" and place:
        cells["place"] = place.name
        made.relations.append({"from": key, "to": made.name(place), "type": "LOCATED_IN", "at": 1, **meant})
    elif kind == "platforms" and place:
        cells["within"] = place.name
        made.entities[key]["in"] = made.name(place)
    elif kind == "services" and "needs" in made.rows:
        wanted = draw(st.lists(st.sampled_from(made.rows["needs"]), max_size=2, unique_by=lambda row: row["key"]))
        if wanted:
            cells["meets"] = [draw(st.sampled_from([row["key"], row["name"]])) for row in wanted]
        made.relations += [{"from": key, "to": row["key"], "type": "MEETS", "at": 1, **meant} for row in wanted]


_PLACES = ("District", "Subdistrict", "Community")


def _claim(draw: st.DrawFn, made: Made, number: int) -> Cells:
    party = draw(st.sampled_from(made.pool))
    cells, said = _own(draw, "claims", "scope", "period", "as_of", "description")
    standing, meant = _standing(draw)
    value = draw(st.integers(1, 10**6))
    printed = f"{value}{draw(st.sampled_from(['余', '多', '']))}名"
    topic, key = draw(words), f"c{number}"
    cells |= {
        "key": key,
        "about": party.name,
        "topic": topic,
        "printed": printed,
        **_beside("about", party),
        **standing,
    }
    kind = draw(st.sampled_from([None, ("目标", "target"), ("derived", "derived")]))
    if kind:
        cells["kind"], said["kind"] = kind
    made.claims.append({
        "key": key, "about": made.name(party), "topic": topic, "printed": printed, "at": 1, **said, **meant
    })  # fmt: skip
    return cells


def _entity(draw: st.DrawFn, made: Made, number: int) -> Cells:
    label, zh = draw(
        st.sampled_from([("Enterprise", "企业"), ("School", "School"), ("Venue", "场所"), ("Policy", "Policy")])
    )
    name = f"{draw(words)}{number}"
    cells, said = _own(draw, "entities", "aliases", "description")
    standing, meant = _standing(draw)
    place = draw(st.sampled_from([None, *(one for one in made.pool if one.plain and one.label in _PLACES)]))
    inside = {"in": made.name(place)} if place and label != "Policy" else {}
    cells |= {"type": zh, "name": name, **standing} | ({"within": inside["in"]} if inside else {})
    made.entities[f"e{number}"] = {"type": label, "name": name, "key": f"e{number}", "at": 1, **said, **meant, **inside}
    return cells


def _relation(draw: st.DrawFn, made: Made, number: int) -> Cells:
    able = [
        (a, relation, b)
        for a in made.pool
        for b in made.pool
        for relation in ("COOPERATES_ON", "PARTNERS_WITH", "SERVES", "FOUNDED")
        if a is not b and joins(relation, a.label, b.label)
    ]
    able = [one for one in able if (one[1], frozenset((one[0].name, one[2].name))) not in made.done]
    if not able:
        return {}
    a, relation, b = draw(st.sampled_from(able))
    made.done.add((relation, frozenset((a.name, b.name))))
    period, said = _own(draw, "relations", "valid_from", "valid_to")
    if "valid_from" in said and "valid_to" in said:
        period |= {"valid_to": "2024"}
        said |= {"valid_to": "2024"}
    said |= {"kind": "joint"} if relation == "PARTNERS_WITH" else {}
    standing, meant = _standing(draw)
    cells = {"from": [a.name], "to": [b.name], "type": relation, **_beside("from", a), **_beside("to", b), **period}
    made.relations.append({"from": made.name(a), "to": made.name(b), "type": relation, "at": 1, **said, **meant})
    return cells | standing | ({"kind": "joint"} if "kind" in said else {})


def _of(kind: str) -> Any:
    return lambda draw, made, number: _thing(kind, draw, made, number)


_MAKERS: dict[str, Any] = {
    "partners": _partner, **{kind: _of(kind) for kind in _THINGS}, "claims": _claim, "entities": _entity,
    "relations": _relation,
}  # fmt: skip
