"""The claims of a fact sheet: figures as printed to values in base units."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from graph.base import stored
from graph.identity import entity_id
from graph.ontology import edge_types, entity_types
from graph.ontology.records import Claim
from graph.values import figure_bounds, read_figure
from loaders.factsheet_names import Faults
from loaders.factsheet_read import At, ClaimEntry, field_problems


def claim_id(source: str, key: str) -> str:
    """The id of a claim: its source and its key there."""
    return entity_id(Claim, key, source)


def claim_props(at: At, entry: ClaimEntry, faults: Faults) -> dict[str, Any] | None:
    """The properties of a claim; None when it cannot be read, with the fault recorded."""
    own = _figure(at, entry, faults)
    if own is None:
        return None
    try:
        claim = Claim.model_validate(own)
    except ValidationError as error:
        faults.problems += field_problems(error, own, at)
        return None
    return stored(claim) | _same_facts(at, entry, faults)


def _same_facts(at: At, entry: ClaimEntry, faults: Faults) -> dict[str, list[str]]:
    ids = []
    for reference in entry.same_fact:
        source, _, key = reference.rpartition("/")
        if not source:
            faults.add(at, f"same_fact {reference} 应是 来源/key", f"same_fact {reference} must be source/key")
        ids.append(claim_id(source, key))
    return {"same_fact": sorted(ids)} if ids else {}


#: What engines keep as a whole number.
_MOST = 2**63 - 1
_NOT_OWN = {"at", "printed_as", "elided", "why", "status", "modality", "about", "members", "same_fact"} | {
    "confidence",
    "reasons",
}


def _figure(at: At, entry: ClaimEntry, faults: Faults) -> dict[str, Any] | None:
    own = entry.model_dump(exclude=_NOT_OWN)
    value, qualifier, unit = entry.value, entry.qualifier, entry.unit
    if value is None:
        try:
            read = read_figure(entry.printed)
        except ValueError:
            faults.add(
                at,
                f"读不出数字 {entry.printed}",
                f"cannot read the figure {entry.printed}",
                "用 value 写明数值",
                "give its value",
            )
            return None
        value, qualifier, unit = read.value, qualifier or read.qualifier, unit or read.unit
    if abs(float(value)) > _MOST:
        faults.add(at, f"数字太大：{entry.printed}", f"a number too large: {entry.printed}", "核对数字", "check it")
        return None
    low, high = figure_bounds(value, qualifier)
    own |= {"value": value, "qualifier": qualifier, "unit": unit or None, "low": low, "high": high}
    own["name"] = f"{entry.topic} {entry.printed}"
    return own | _members(at, entry, faults)


def _members(at: At, entry: ClaimEntry, faults: Faults) -> dict[str, Any]:
    members = entry.members
    if members is None:
        return {}
    if members.type not in entity_types():
        faults.add(at, f"没有 {members.type} 这种类型", f"there is no type {members.type}")
    if members.by not in ("within", "formal", "any", *edge_types()):
        faults.add(
            at,
            f"members.by 不能是 {members.by}",
            f"members.by cannot be {members.by}",
            "within、formal、any 或关系类型",
            "within, formal, any or an edge type",
        )
    return {"members_label": members.type, "members_kind": members.kind, "members_by": members.by}
