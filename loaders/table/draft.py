"""What one row states, as it is worked out: whom it names, what it says of them, and in which cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from graph.errors import Text
from graph.statements import EdgeStatement
from loaders.factsheet_names import Known
from loaders.factsheet_read import ClaimEntry, EntityEntry, RelationEntry, field_problems
from loaders.table.handles import described
from loaders.table.making import paired
from loaders.table.row import Row, Value

if TYPE_CHECKING:
    from graph.statements import NodeStatement
    from loaders.table.mapper import TableMapper

_NOWHERE = "0"
#: What may stand beside the name of a party, and how a row may say that it is meant.
_BESIDE = ("type", "in", "anchor", "key")
_STANDING = ("modality", "status", "confidence", "reasons", "reasons_en")


class End(NamedTuple):
    """A party of a row: who it is, and the value that names it."""

    name: str
    known: Known
    value: Value


Said = tuple["NodeStatement | EdgeStatement", tuple[int, ...], bool]


class Parties(NamedTuple):
    """The parties that a field names, what naming them states, and the things of other rows among them."""

    ends: list[End]
    said: list[Said]
    refers: frozenset[int]


@cache
def _parts_of(name: str) -> tuple[str, ...]:
    """The fields that tell who the parties of a field are."""
    return (name, *(f"{name}_{part}" for part in _BESIDE))


@dataclass
class Draft:
    """The statements of one row."""

    row: Row
    mapper: TableMapper
    #: Statements, the columns of the cells that say so, and whether it is said in passing.
    said: list[Said] = field(default_factory=list)
    #: The things of other rows that it refers to, by what those say of them.
    refers: set[int] = field(default_factory=set)

    def own(self, *names: str) -> dict[str, Any]:
        """The properties that some fields give."""
        found = {}
        for name in names:
            if values := self.row.values.get(name):
                one = self.row.kind.field(name)
                found[name] = tuple(value.data for value in values) if one and one.many else values[0].data
        return found

    def standing(self) -> dict[str, Any]:
        """How what the row says is meant."""
        found = self.own("modality", "status", "confidence")
        reasons, english = self.row.all("reasons"), self.row.all("reasons_en")
        if reasons:
            told = paired(english, len(reasons))
            if not told:
                self.row.fault(
                    reasons[0], Text("理由与英文理由的条数不同", "reasons and English reasons differ in number")
                )
            texts = zip(reasons, told, strict=False)
            found["reasons"] = [{"zh": zh.data, "en": en.data if en else zh.data} for zh, en in texts]
        if found.get("status") != "proposed" and ("confidence" in found or reasons):
            self.row.fault(
                self.row.one("confidence") or reasons[0],
                Text("把握与理由只用于待审的", "confidence and reasons are for proposals"),
                Text("可信一栏写 待审", "say proposed in status"),
            )
        return found

    def say(
        self, statements: Iterable[NodeStatement | EdgeStatement], *values: Value | None, weak: bool = False
    ) -> None:
        """Keep statements, with the cells that say so."""
        given = {value.column for value in values if value and value.column}
        columns = tuple(sorted(given)) or (self.row.line.cells[0].column,)
        self.said += [(statement, columns, weak) for statement in statements]

    # --- parties ----------------------------------------------------------------------------------

    def ends(self, name: str) -> list[End]:
        """The parties that a field names; those that cannot be told become faults."""
        told = self._told(name)
        known = self.mapper.parties.get(told)
        if known is not None:
            self.said += known.said
            self.refers |= known.refers
            return known.ends
        first, faults, before = len(self.said), len(self.row.faults), self.refers
        self.refers = set()
        found = self._ends(name)
        if len(self.row.faults) == faults and len(found) == len(self.row.all(name)):
            self.mapper.parties[told] = Parties(found, self.said[first:], frozenset(self.refers))
        self.refers |= before
        return found

    def _told(self, name: str) -> tuple[Any, ...]:
        """All that the row says of the parties of a field; rows that say the same mean the same."""
        values = self.row.values
        told = [(part, *found) for part in _parts_of(name) if (found := values.get(part))]
        return (name, self.row.line.cells[0].column, *told)

    def _ends(self, name: str) -> list[End]:
        values = self.row.all(name)
        beside = {part: self._beside(name, part, values) for part in _BESIDE}
        found = []
        for number, value in enumerate(values):
            parts = {part: given[number] for part, given in beside.items()}
            end = self.mapper.end(self, value, parts)
            if end is not None:
                found.append(end)
        return found

    def _beside(self, name: str, part: str, values: list[Value]) -> list[Value | None]:
        given = self.row.all(f"{name}_{part}")
        if name in self.row.unread:
            return []  # that the name is wanting is told at its cell
        if not (values or any(one.column for one in given)):
            return []  # what holds for all rows says nothing of one that names nobody
        if not given:
            return [None] * len(values)
        told = paired(given, len(values))
        if not told:
            self.row.fault(
                given[0],
                Text(f"有 {len(given)} 个，而名称有 {len(values)} 个", f"{len(given)} for {len(values)} names"),
                Text("写一个，或与名称一一对应", "give one, or one for each name"),
            )
        return told or [None] * len(values)

    # --- what it says -----------------------------------------------------------------------------

    def subject(self, label: str, own: dict[str, Any], within: str | None = None) -> End | None:
        """State what the row is about."""
        value = self.row.one("name")
        if value is None or not label:
            return None
        container = self.row.one(within) if within else None
        mention = self.mapper.described(self, described(self.row))
        if mention is None:
            return None
        entry = self._entry(EntityEntry, value, {
            "type": label, "name": value.data, "key": mention.key if mention.keyed else None, "id": mention.id,
            "aliases": tuple(one.data for one in self.row.all("aliases")), "unregistered": mention.unregistered,
            "at": _NOWHERE, **own, **self.standing(),
        })  # fmt: skip
        known = self.mapper.state(self, mention, entry, value, container) if entry else None
        return End(str(value.data), known, value) if known else None

    def relate(self, relation: str, start: End, end: End, own: dict[str, Any], *, key: str | None = None) -> None:
        """State a relation between two parties."""
        shape = (relation, key, start.known.label, end.known.label, *own.items(), *self._manner())
        known = self.mapper.shapes.get(shape)
        if known is None or self.row.unread or start.known.id == end.known.id:
            known = self._relation(relation, start, end, {**own, **self.standing()}, key)
            if known is not None and not self.row.faults:
                self.mapper.shapes[shape] = known
            return
        ends = start.known.id, end.known.id
        said = EdgeStatement(known.type, *ends, known.statement, known.discriminator, known.key)
        self.say((said,), start.value, end.value)

    def _manner(self) -> list[tuple[Any, ...]]:
        """All that the row says of how it is meant."""
        return [(name, *values) for name in _STANDING if (values := self.row.values.get(name))]

    def _relation(
        self, relation: str, start: End, end: End, own: dict[str, Any], key: str | None
    ) -> EdgeStatement | None:
        other = end.name if end.name != start.name else f"{end.name}（{end.known.id}）"
        named = {"type": relation, "from": start.name, "to": other, "key": key or "", "at": _NOWHERE}
        value = self.row.one("type") if self.row.kind.name == "relations" else end.value
        entry = self._entry(RelationEntry, value, {**named, **own})
        return self.mapper.relate(self, entry, start, end) if entry is not None else None

    def claim(self, about: End, key: str) -> None:
        """State the figure of the row."""
        row = self.row
        given = self.own("topic", "unit", "qualifier", "scope", "period", "as_of", "kind", "description", "same_fact")
        value = row.one("value")
        if value is not None:
            faults = len(row.faults)
            given |= self.mapper.figure(self, value)
            if len(row.faults) > faults:
                return  # it is told of its cell
        printed = row.one("printed")
        if printed is None and value is not None:
            printed = value._replace(data=f"{value.data}{row.get('unit') or ''}")
        text = str(printed.data) if printed else ""
        members = {name.removeprefix("members_"): v for name in _MEMBERS if (v := row.get(name)) is not None}
        if members:
            given["members"] = members
        named = {"key": key, "about": about.name, "printed": text, "at": _NOWHERE}
        entry = self._entry(ClaimEntry, printed, {**given, **named, **self.standing()})
        if entry is not None:
            self.mapper.claim_row(self, entry, about, printed)

    def _entry(self, model: type[Any], value: Value | None, given: dict[str, Any]) -> Any:
        if self.row.unread:
            return None  # what is missing now is told at its cell already
        try:
            return model.model_validate(given)
        except ValidationError as error:
            self.row.faults += field_problems(error, given, self.row.located(value))  # type: ignore[arg-type]
            return None


_MEMBERS = ("members_type", "members_kind", "members_by")
