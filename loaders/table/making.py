"""How the rows of each kind of table become entities, relations and claims."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product, zip_longest
from typing import TYPE_CHECKING, Any

from graph.errors import Text
from graph.identity import content_key
from loaders.table.amounts import settle
from loaders.table.row import Row, Value
from loaders.table.values import unclear

if TYPE_CHECKING:
    from loaders.table.draft import Draft, End

#: What beside type and name tells a thing from others, where its row gives no key.
_CONTENT: Mapping[str, tuple[str, ...]] = {
    "agreements": ("date", "parties"),
    "activities": ("date", "host", "place"),
    "needs": ("owner",),
    "services": ("providers",),
    "entities": ("date", "within"),
    "claims": ("scope", "period", "as_of", "kind", "unit", "about_in"),
}


def identity(row: Row, label: str) -> str:
    """The key of what a row is about: its key column, else made of its content."""
    if given := row.get("key"):
        return str(given)
    values = (value for name in _CONTENT.get(row.kind.name, ()) for value in row.all(name))
    parts = [part for value in values for part in row.parted(value)]
    named = [str(row.get(name) or "") for name in ("name", "about", "topic")]
    return content_key(label, *named, *parts)


def partners(draft: Draft) -> None:
    own, key = draft.own("kind", "valid_from", "valid_to"), draft.row.get("key")
    for a, b in product(draft.ends("a"), draft.ends("b")):
        draft.relate("PARTNERS_WITH", a, b, own, key=key)


def agreements(draft: Draft) -> None:
    thing = draft.subject("Agreement", draft.own("date", "kind", "by", "description"))
    _all(draft, "parties", "PARTY_TO", thing)


def activities(draft: Draft) -> None:
    thing = draft.subject("Activity", draft.own("date", "end_date", "kind", "by", "description"))
    for name, role in (("host", "host"), ("organizers", "organizer"), ("coorganizers", "co-organizer")):
        _all(draft, name, "PARTICIPATES_IN", thing, {"role": role})
    _all(draft, "participants", "PARTICIPATES_IN", thing, {"role": draft.row.get("role") or "participant"})
    _contained(draft, thing, "place", "LOCATED_IN")
    _contained(draft, thing, "program", "PART_OF")


def platforms(draft: Draft) -> None:
    thing = draft.subject("Platform", draft.own("kind", "level", "field", "description"), within="within")
    for name, relation in (("operators", "OPERATES"), ("founders", "FOUNDED"), ("residents", "RESIDENT_OF")):
        _all(draft, name, relation, thing)


def needs(draft: Draft) -> None:
    thing = draft.subject("Need", draft.own("categories", "count", "by", "description"))
    _all(draft, "owner", "HAS_NEED", thing)
    _contained(draft, thing, "program", "PART_OF")


def services(draft: Draft) -> None:
    thing = draft.subject("Service", draft.own("categories", "count", "by", "description"))
    _all(draft, "providers", "PROVIDES", thing)
    draft.row.values["meets_type"] = [Value("Need", 0)]
    _contained(draft, thing, "meets", "MEETS")
    _contained(draft, thing, "program", "PART_OF")


def claims(draft: Draft) -> None:
    row = draft.row
    if row.one("printed") is None and row.one("value") is None:
        if not row.unread.intersection(("printed", "value")):
            row.blank("printed", "value")
        return
    told = row.one("value") or row.one("printed")
    if told and (what := unclear(str(told.data))):
        row.fault(told, what, Text("一行一个数字，或在 value 一栏写明数值", "one a row, or fill in value"))
    elif not settle(row):
        return
    for about in draft.ends("about"):
        draft.claim(about, identity(row, "Claim"))


def entities(draft: Draft) -> None:
    names = [one.name for one in draft.row.kind.fields if one.name not in _NOT_OWN]
    draft.subject(draft.row.get("type") or "", draft.own(*names), within="within")


_NOT_OWN = frozenset(
    ("type", "name", "key", "within", "within_type", "within_in", "anchor", "id", "unregistered", "aliases")
) | frozenset(("modality", "status", "confidence", "reasons", "reasons_en"))


def relations(draft: Draft) -> None:
    names = [one.name for one in draft.row.kind.fields if not one.name.startswith(("from", "to"))]
    own = draft.own(*(name for name in names if name not in _NOT_OWN))
    for start, end in product(draft.ends("from"), draft.ends("to")):
        draft.relate(str(draft.row.get("type")), start, end, own, key=draft.row.get("key"))


def _all(draft: Draft, name: str, relation: str, thing: End | None, own: Mapping[str, Any] | None = None) -> None:
    """A relation from each party of a field to the thing of the row."""
    period = draft.own("valid_from", "valid_to")
    for party in draft.ends(name):
        if thing is not None:
            draft.relate(relation, party, thing, {**period, **(own or {})})


def _contained(draft: Draft, thing: End | None, name: str, relation: str) -> None:
    """A relation from the thing of the row to each of a field."""
    for other in draft.ends(name):
        if thing is not None:
            draft.relate(relation, thing, other, {})


def paired(values: list[Value], count: int) -> list[Value | None]:
    """What is said of each of several parties: one value for all of them, or one each; None when neither."""
    if len(values) == 1:
        return [values[0]] * count
    return [value for value, _ in zip_longest(values, range(count))] if len(values) in (0, count) else []
