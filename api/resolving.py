"""Resolving mentions, as `xiaodi resolve` does: who is meant by a name as a document prints it.

The registries are read once a process, when first asked for: three seconds, and 180 MB from then on. Then a mention
takes half a millisecond, known or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any

from graph.errors import Language, StoreBusy, Text
from graph.garbage import uncollected
from graph.known import GraphNames
from graph.nation import Nation
from graph.resolution import Request, Resolution
from graph.resolver import Resolver
from loaders.nation import nation

#: Seconds that a caller waits for those before.
_PATIENCE = 5.0
_turn = Lock()


def resolved(names: GraphNames, requests: Sequence[Request]) -> list[Resolution]:
    """What each of the mentions means, by the registries and the names of the graph; one caller after the other.

    Raises:
        StoreBusy: when others were not done in time.
    """
    with _in_turn():
        resolver = Resolver(_whole_nation(), names.known, names.redirects)
        together = sorted(set(requests), key=lambda request: request.context or "")  # a region is looked through once
        answers = {request: resolver.resolve(request) for request in together}
    return [answers[request] for request in requests]


@contextmanager
def _in_turn() -> Iterator[None]:
    if not _turn.acquire(timeout=_PATIENCE):
        raise StoreBusy(
            Text("别人正在解析名称", "others are having names resolved"),
            hint=Text("稍后再试；多个名称放在一次请求里", "try again; put many names into one request"),
        )
    try:
        yield
    finally:
        _turn.release()


@cache
def _whole_nation() -> Nation:
    with uncollected():
        return nation()


def as_line(answer: Resolution, language: Language) -> dict[str, Any]:
    """An answer as JSON."""
    candidates = [{key: getattr(c, key) for key in ("id", "name", "label", "where")} for c in answer.candidates]
    found = {"kind": answer.kind, "id": answer.id, "name": answer.name, "label": answer.label}
    return {**found, "candidates": candidates, "why": answer.why.say(language)}
