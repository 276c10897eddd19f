"""Whom a name may mean that no registry has: the nearest, as a hint. They are offered, never taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.errors import Text
from graph.resolution import Request
from graph.resolver import Resolver, needed
from loaders.nation import nation
from loaders.table.base import Fault

#: Names that are looked up for one table, and candidates that are told of each.
_NAMES = 200
_CANDIDATES = 5


def suggested(faults: Sequence[Fault], region: str) -> list[Fault]:
    """The faults, those of unknown names with the candidates that the registries have."""
    asked = list(dict.fromkeys(fault.asked for fault in faults if fault.asked))[:_NAMES]
    if not asked:
        return list(faults)
    requests = {one: Request(one[0], None, region) for one in asked}
    resolver = Resolver(nation(needed(list(requests.values()))))
    told = {one: _candidates(resolver, request) for one, request in requests.items()}
    return [_with(fault, told.get(fault.asked, ())) if fault.asked else fault for fault in faults]


def _candidates(resolver: Resolver, request: Request) -> list[str]:
    found = resolver.resolve(request)
    own = [f"{found.name}（{found.label}，{found.id}）"] if found.id else []
    others = [str(one) for one in found.candidates if one.id != found.id]
    return list(dict.fromkeys([*own, *others]))[:_CANDIDATES]


def _with(fault: Fault, candidates: Iterable[str]) -> Fault:
    listed = "、".join(candidates)
    if not listed:
        return fault
    return replace(fault, hint=Text(f"可能是 {listed}；{fault.hint.zh}", f"perhaps {listed}; {fault.hint.en}"))
