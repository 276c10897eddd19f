"""Rows to statements: each name is resolved as a fact sheet's would be, once for all rows that describe it alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from graph.errors import Text
from graph.gazetteer import Gazetteer
from graph.statements import EdgeStatement, NodeStatement, Statement
from graph.values import Locator, read_figure
from loaders.factsheet_entries import EntryMapper
from loaders.factsheet_names import Faults, Known, SheetNames
from loaders.factsheet_read import At, ClaimEntry, EntityEntry, Entry, RelationEntry, SheetSource
from loaders.table.base import Fault
from loaders.table.draft import Draft, End, Parties
from loaders.table.handles import Handle, Handles
from loaders.table.naming import Mention, by_code, doubted, is_anchor, tell
from loaders.table.remembered import Remembered
from loaders.table.row import Row, Value

_Said = NodeStatement | EdgeStatement
_NO_CELLS: Mapping[str, Value] = {}


@dataclass(frozen=True)
class _Bundle:
    """A mention resolved: who it is, what naming it states of it, and what that states of its container."""

    known: Known
    own: tuple[_Said, ...]
    container: tuple[_Said, ...]


class _Ends:
    """The parties of one relation, by the names that its entry calls them."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        self._known = known

    def end(self, at: At, handle: str) -> Known | None:
        del at
        return self._known[handle]

    def resolve(self, handle: str) -> Known | None:
        return self._known[handle]


class _Names(SheetNames):
    """Names of a row; what to do is told in words of tables."""

    container_hint = Text("加一列写明它的“所属”（上级或高校）", "add a column with what contains it (“in”)")

    def unregistered(self, at: At, entry: EntityEntry, zh: str, en: str) -> None:
        what = Text(f"{zh}里没有 {entry.name}", f"{entry.name} is not in {en}")
        hint = Text(
            "核对名称与所属；确实未登记的，在同一文件的实体表里写明“未登记”",
            "check the name and what contains it; what is on no list is stated in a table of entities of the file",
        )
        problem = at.problem(what, hint)
        asked = (entry.name, entry.type)
        self.faults.problems.append(replace(problem, asked=asked) if isinstance(problem, Fault) else problem)


class TableMapper(EntryMapper):
    """Works out the statements of rows, one after the other."""

    kind: Literal["document", "table"] = "table"

    def __init__(self, source: SheetSource, gazetteer: Gazetteer, handles: Handles) -> None:
        super().__init__(source, gazetteer, Faults([]))
        self.handles = handles
        #: What rows said before: the parties of a field, and relations between parties of two types.
        self.parties: Remembered[tuple[Any, ...], Parties] = Remembered()
        self.shapes: Remembered[tuple[Any, ...], EdgeStatement] = Remembered()
        self._bundles: Remembered[Mention, _Bundle] = Remembered()
        self._ends: Remembered[tuple[Any, ...], tuple[_Bundle, frozenset[int]]] = Remembered()
        self._open: set[int] = set()

    def draft(self, row: Row) -> Draft:
        """What a row states; its faults are in the row."""
        self.faults = Faults(row.faults)  # type: ignore[arg-type]
        draft = Draft(row, self)
        row.kind.make(draft)
        return draft

    def statement(self, entry: Entry, props: dict[str, Any], at: tuple[Locator, ...] | None = None) -> Statement:
        """A statement without its evidence: the cells are gathered over all rows."""
        del at
        reasons = tuple(Text(reason.zh, reason.en) for reason in entry.reasons)
        return Statement(self.mark, (), props, entry.status, entry.modality, entry.confidence, reasons)

    # --- who is meant -----------------------------------------------------------------------------

    def end(self, draft: Draft, value: Value, beside: Mapping[str, Value | None]) -> End | None:
        """The party that a value names, with what stands beside it: `type`, `in`, `anchor`, `key`."""
        cells = {part: one for part, one in beside.items() if one}
        bundle = self._meant(draft, value, cells)
        if bundle is None:
            return None
        draft.say(bundle.own, value, weak=True)
        draft.say(bundle.container, beside.get("in") or value, weak=True)
        return End(str(value.data), bundle.known, value)

    def _meant(self, draft: Draft, value: Value, cells: Mapping[str, Value]) -> _Bundle | None:
        """Who is meant; what other rows name alike is known already."""
        given = {part: str(one.data) for part, one in cells.items()}
        known = (value.data, *given.items())
        if known in self._ends:
            bundle, refers = self._ends[known]
            draft.refers |= refers
            return bundle
        before, draft.refers = draft.refers, set()
        mention = self._mention(draft, value, str(value.data), given, cells)
        found = self._bundle(draft, mention, value, cells.get("in")) if mention else None
        if found is not None:
            self._ends[known] = found, frozenset(draft.refers)
        draft.refers |= before
        return found

    def described(self, draft: Draft, body: Mapping[str, Any], *, listed: bool = False) -> Mention | None:
        """What a row says of its subject, as a mention."""
        value = draft.row.one("name") if not listed else None
        within = anchor = None
        if text := body.get("within"):
            parts = {"type": body.get("within_type"), "in": body.get("within_in")}
            at = value if listed else draft.row.one("within")
            within = self._mention(draft, at, text, {name: part for name, part in parts.items() if part})
            if within is None:
                return None
        if text := body.get("anchor"):
            anchor = (
                text if is_anchor(text, self.gazetteer) else self._mention(draft, draft.row.one("anchor"), text, {})
            )
        key, id_ = body.get("key"), body.get("id")
        mention = Mention(body["type"], body["name"], within, anchor, None, id_, bool(body.get("unregistered")), listed)
        return mention._replace(key=key) if mention.keyed else mention

    def _mention(
        self,
        draft: Draft,
        value: Value | None,
        text: str,
        beside: Mapping[str, str],
        cells: Mapping[str, Value] = _NO_CELLS,
    ) -> Mention | None:
        """Whom a text means: a thing of the file, a code, or a name whose type is told.

        What stands beside it may have cells of its own, where its faults are told.
        """
        found, several = self._listed(draft, value, beside.get("key") or text, beside.get("type"))
        if found is not None or several:
            return found
        if coded := by_code(text, self.gazetteer):
            return coded
        label = beside.get("type")
        if not (label and Mention(label, "").keyed) and (why := doubted(text, self.gazetteer)):
            draft.row.fault(value, *why)
            return None
        within = None
        if text_in := beside.get("in"):
            within = self._mention(draft, cells.get("in", value), text_in, {})
            if within is None:
                return None
        anchor: str | Mention | None = None
        if text_anchor := beside.get("anchor"):
            plain = is_anchor(text_anchor, self.gazetteer)
            anchor = text_anchor if plain else self._mention(draft, cells.get("anchor", value), text_anchor, {})
        if label is None:
            told = tell(text, self.gazetteer, self.source.region, within)
            if len(told.types) != 1:
                self._untold(draft, value, text, told.types)
                return None
            label, within = told.types[0], within or told.within
        mention = Mention(label, text, within, anchor)
        return mention._replace(key=beside.get("key") or text) if mention.keyed else mention

    def _untold(self, draft: Draft, value: Value | None, text: str, types: tuple[str, ...]) -> None:
        listed = "、".join(types)
        zh = f"{text} 可能是 {listed}" if types else f"说不准 {text} 是什么"
        en = f"{text} may be {', '.join(types)}" if types else f"it is not certain what {text} is"
        hint = Text(
            "加一列写明类型，或在映射的 constants 里写明",
            "add a column with its type, or say it in constants of the map",
        )
        draft.row.fault(value, Text(zh, en), hint, asked=(text, ""))

    # --- what other rows say ----------------------------------------------------------------------

    def _listed(self, draft: Draft, value: Value | None, text: str, label: str | None) -> tuple[Mention | None, bool]:
        """The thing of the file that is called so; True where there are, but it cannot be told which."""
        found = [one for one in self.handles.find(text) if not label or one.body.get("type", label) == label]
        if not found:
            return None, False
        sound = [one for one in found if not one.bad]
        if not sound:
            one = found[0]
            what = Text(
                f"它在 {one.sheet} 第 {one.row} 行，那一行有错",
                f"it stands in {one.sheet}, row {one.row}, which has faults",
            )
            draft.row.fault(value, what, follows=True)
            return None, True
        mentions = {one.id: self._body(draft, one) for one in sound if one.id not in self._open}
        told = {mention for mention in mentions.values() if mention}
        if len(told) > 1:
            rows = "、".join(f"{one.sheet} {one.row}" for one in sound)
            what = Text(f"{text} 指几行中的哪一行：{rows}？", f"which row is {text}: {rows}?")
            draft.row.fault(value, what, Text("用编号指明", "name it by its key"))
            return None, True
        draft.refers.update(one.id for one in sound)
        return next(iter(told), None), bool(mentions)

    def _body(self, draft: Draft, handle: Handle) -> Mention | None:
        self._open.add(handle.id)
        try:
            return self.described(draft, handle.body, listed=True)
        finally:
            self._open.discard(handle.id)

    # --- resolving --------------------------------------------------------------------------------

    def _bundle(
        self, draft: Draft, mention: Mention, value: Value | None, within: Value | None = None
    ) -> _Bundle | None:
        if mention in self._bundles:
            return self._bundles[mention]
        at = draft.row.located(value)
        chain = list(self._chain(at, mention, within=draft.row.located(within) if within else None))
        entry = chain[0][1]
        if mention.keyed and not mention.listed:
            what = Text(f"本文件中没有 {mention.name}", f"the file has no {mention.name}")
            draft.row.fault(value, what, Text("在同一文件的表里写明它", "state it in a table of the same file"))
            return None
        known = self._resolved(chain, entry)
        if known is None:
            return None
        own: list[_Said] = []
        container: tuple[_Said, ...] = ()
        if not mention.listed:
            own = [*self.entity(at, entry), *self.containment(at, entry)]
            container = self._of_container(draft, mention, value)
        bundle = _Bundle(known, tuple(own), container)
        if not draft.row.faults:
            self._bundles[mention] = bundle
        return bundle

    def _of_container(self, draft: Draft, mention: Mention, value: Value | None) -> tuple[_Said, ...]:
        whole = self._bundle(draft, mention.within, value) if mention.within else None
        return (*whole.own, *whole.container) if whole else ()

    def _resolved(self, chain: list[tuple[At, EntityEntry]], entry: EntityEntry) -> Known | None:
        names = _Names(chain, self.source, self.gazetteer, self.faults)
        self.names = names
        return names.resolve(entry.handle)

    def _chain(
        self, at: At, mention: Mention, depth: str = "", within: At | None = None
    ) -> Iterator[tuple[At, EntityEntry]]:
        """A mention and what it hangs on, as entries; the first is its own. What contains it may stand elsewhere."""
        given: dict[str, Any] = {"type": mention.type, "name": mention.name, "key": _handle(mention, depth), "at": "0"}
        given |= {"id": mention.id, "unregistered": mention.unregistered}
        if mention.within:
            given["in"] = _handle(mention.within, f"{depth}<")
        if mention.anchor:
            plain = isinstance(mention.anchor, str)
            given["anchor"] = mention.anchor if plain else _handle(mention.anchor, f"{depth}^")  # type: ignore[arg-type]
        yield at, EntityEntry.model_validate(given)
        if mention.within:
            yield from self._chain(within or at, mention.within, f"{depth}<")
        if isinstance(mention.anchor, Mention):
            yield from self._chain(at, mention.anchor, f"{depth}^")

    # --- what is said -----------------------------------------------------------------------------

    def state(
        self, draft: Draft, mention: Mention, entry: EntityEntry, value: Value, container: Value | None
    ) -> Known | None:
        """State what a row is about; who it is."""
        at = draft.row.located(value)
        (_, plain), *others = self._chain(at, mention, within=draft.row.located(container) if container else None)
        placed = {"key": plain.key, "within": plain.within, "anchor": plain.anchor, "id": plain.id}
        full = entry.model_copy(update=placed)
        known = self._resolved([(at, full), *others], full)
        if known is None:
            return None
        draft.say(self.entity(at, full), value)
        draft.say(self.containment(at, full), container or value)
        if mention.within and not mention.within.listed:
            draft.say(self._of_container(draft, mention, container or value), container or value, weak=True)
        return known

    def relate(self, draft: Draft, entry: RelationEntry, start: End, end: End) -> EdgeStatement | None:
        """State a relation between two parties; what is stated, None with a fault where they cannot have it."""
        self.names = _Ends({entry.start[0]: start.known, entry.end[0]: end.known})
        found = list(self.relation(draft.row.located(end.value), entry))
        draft.say(found, start.value, end.value)
        return found[0] if found else None

    def claim_row(self, draft: Draft, entry: ClaimEntry, about: End, printed: Value | None) -> None:
        """State the figure of a row."""
        self.names = _Ends({entry.about: about.known})
        for pair in self.claim(draft.row.located(printed), entry):
            draft.say(pair, printed)

    def figure(self, draft: Draft, value: Value) -> dict[str, Any]:
        """The value that a cell gives, with its unit and qualifier where nothing else does."""
        text = str(value.data)
        try:
            return {"value": int(text)}
        except ValueError:
            pass
        try:
            read = read_figure(text)
        except ValueError:
            draft.row.fault(
                value, Text("读不出数字", "no figure can be read"), Text("只写数值，如 1500", "a number alone")
            )
            return {}
        row = draft.row
        given = {"value": read.value, "unit": row.get("unit") or read.unit or None}
        return given | {"qualifier": row.get("qualifier") or read.qualifier}


def _handle(mention: Mention, depth: str) -> str:
    """What an entry of a chain is called there; of what is known by source and key, its key."""
    return mention.key or mention.name if mention.keyed else f"{mention.name}{depth or '.'}"
