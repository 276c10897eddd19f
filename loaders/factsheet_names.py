"""Names of a fact sheet to ids: registries first, then a hash of family, name and anchor."""

from __future__ import annotations

from collections.abc import Iterable

from graph.base import Anchor, Node
from graph.errors import Problem, Text
from graph.gazetteer import Gazetteer
from graph.identity import NATION, body_key, entity_id, place_id
from graph.ontology import entity_types
from loaders.bodies import called, seat
from loaders.factsheet_read import At, EntityEntry, SheetSource


class Faults:
    """The faults of one sheet, gathered so that all are told at once."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def add(self, at: At, zh: str, en: str, hint_zh: str = "", hint_en: str = "") -> None:
        """A fault at a place of the file, with what to do about it."""
        self.problems.append(at.problem(Text(zh, en), Text(hint_zh, hint_en)))


class Known:
    """An entity of the sheet: its id, its label and its registry code, if any."""

    def __init__(self, id_: str, label: str, code: str | None = None) -> None:
        self.id, self.label, self.code = id_, label, code


class SheetNames:
    """Resolves what a sheet calls its entities."""

    #: How a sheet says what contains an entity.
    container_hint = Text("用 in 指明本表中的上级", "name what contains it, of the sheet, with in")

    def __init__(
        self, entries: Iterable[tuple[At, EntityEntry]], source: SheetSource, gazetteer: Gazetteer, faults: Faults
    ) -> None:
        self.source, self.gazetteer, self.faults = source, gazetteer, faults
        self._known: dict[str, Known] = {}
        self._entries = {entry.handle: (at, entry) for at, entry in entries}
        self._resolving: set[str] = set()

    def end(self, at: At, handle: str) -> Known | None:
        """The entity that an entry refers to; a fault when the sheet does not state it."""
        if handle not in self._entries:
            self.faults.add(
                at,
                f"本表中没有 {handle}",
                f"the sheet has no {handle}",
                "先在 entities 里写明",
                "state it among the entities first",
            )
        return self.resolve(handle)

    def resolve(self, handle: str) -> Known | None:
        """The id of an entity of the sheet; None when it cannot be told, with the fault recorded once."""
        if handle in self._known:
            return self._known[handle]
        if handle not in self._entries or handle in self._resolving:
            return None
        self._resolving.add(handle)
        at, entry = self._entries[handle]
        node = entity_types().get(entry.type)
        known = self._identify(at, entry, node) if node else None
        if known:
            self._known[handle] = known
        return known

    def _identify(self, at: At, entry: EntityEntry, node: type[Node]) -> Known | None:
        if entry.id is not None:
            return self._given(entry, entry.id)
        if node.anchor is Anchor.SHEET:
            if not entry.key:
                self.faults.add(
                    at,
                    f"{entry.type} 需要 key",
                    f"{entry.type} needs a key",
                    "它的身份是来源加 key",
                    "source and key are its identity",
                )
                return None
            return Known(entity_id(node, entry.key, self.source.id), entry.type)
        if node.anchor is Anchor.REGISTRY and not entry.unregistered:
            return self._from_registry(at, entry)
        if node.anchor is Anchor.UNIVERSITY:
            whole = self.resolve(entry.within or "")
            if whole is None:
                self.faults.add(
                    at,
                    f"{entry.name} 属于哪所高校？",
                    f"which university does {entry.name} belong to?",
                    *self.container_hint,
                )
                return None
            return Known(entity_id(node, entry.name, whole.id), entry.type)
        anchor = self._anchor(at, entry)
        if anchor is None:
            return None
        name = body_key(entry.name, self._region_names(anchor)) if entry.type == "GovernmentBody" else entry.name
        return Known(entity_id(node, name, anchor), entry.type)

    def _given(self, entry: EntityEntry, id_: str) -> Known:
        """An entity by the id that stands in the sheet, with the registry code that this says."""
        scheme, _, code = id_.partition("-")
        return Known(id_, entry.type, code if scheme in ("cn", "moe") else None)

    def _anchor(self, at: At, entry: EntityEntry) -> str | None:
        given = entry.anchor or self._seat(at, entry)
        if given is None:
            return None
        if given == NATION:
            return NATION
        if given.isdigit() and self.gazetteer.division(given):
            return place_id(given)
        known = self.resolve(given)
        if known is None:
            self.faults.add(
                at,
                f"anchor {given} 不在本表中",
                f"anchor {given} is not in the sheet",
                "用本表的名称、登记的区划代码或 cn",
                "a name of the sheet, a registered division code or cn",
            )
            return None
        return known.id

    def _seat(self, at: At, entry: EntityEntry) -> str | None:
        """The division that tells an entity apart where its entry names none; None where it may be one of several."""
        region, name = self.source.region, entry.name
        found = seat(name, region, self.gazetteer) if entry.type == "GovernmentBody" else region
        if found is None:
            self.faults.add(
                at,
                f"{name} 是哪个{name[0]}的？",
                f"which {name[0]} does {name} belong to?",
                f"写全名称，如 某某{name}，或写明归属地（anchor）",
                "write its whole name, or give an anchor",
            )
        return found

    def _region_names(self, anchor: str) -> list[str]:
        division = self.gazetteer.division(anchor.removeprefix("cn-"))
        if division is None:
            return []
        return called(division)

    def _from_registry(self, at: At, entry: EntityEntry) -> Known | None:
        if entry.type == "University":
            hei = self.gazetteer.hei(entry.name)
            if hei is None:
                self.unregistered(at, entry, "高校名单", "the lists of HEIs")
                return None
            return Known(hei.id, entry.type, hei.moe_code)
        within = self._within_code(entry)
        found = self.gazetteer.places(entry.name, label=entry.type, within=within)
        if len(found) == 1:
            return Known(found[0].id, entry.type, found[0].code)
        if not found:
            self.unregistered(
                at, entry, f"{within or '全国'} 之下的区划", f"the divisions below {within or 'the country'}"
            )
        else:
            listed = "、".join(f"{division.name} {division.code}" for division in found[:5])
            self.faults.add(
                at,
                f"{entry.name} 有 {len(found)} 处：{listed}",
                f"{entry.name} is {len(found)} places: {listed}",
                *self.container_hint,
            )
        return None

    def unregistered(self, at: At, entry: EntityEntry, zh: str, en: str) -> None:
        """Record that a name is not in a registry."""
        self.faults.add(
            at,
            f"{zh}里没有 {entry.name}",
            f"{entry.name} is not in {en}",
            "核对名称与 in；确实未登记则写 unregistered: true",
            "check name and in; if it truly is on no list, say unregistered: true",
        )

    def _within_code(self, entry: EntityEntry) -> str:
        """The code below which a division is looked up: its parent's, else the sheet's region for low levels."""
        parent = self.resolve(entry.within or "") or self.resolve(entry.anchor or "")
        if parent and parent.code:
            return parent.code
        if entry.anchor and entry.anchor.isdigit():
            return entry.anchor
        region = self.source.region
        return region if entry.type in ("Subdistrict", "Community") else ""
