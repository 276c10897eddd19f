"""Pieces of evidence as pages show them: the source by its name, and the place in it in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from fastapi import Request

from api.explorer.kept import kept
from api.explorer.terms import place_of
from api.service import Service
from graph.errors import Language
from graph.store import Row


@dataclass(frozen=True)
class Cited:
    """A piece of evidence in a row of such."""

    ref: str
    #: The name of the source; its id where it is not known.
    source: str
    place: str
    #: The piece before is of the same source, or it is named beside them.
    again: bool


def known_sources(request: Request) -> Mapping[str, Row]:
    """The sources that there are, by id."""
    service = cast(Service, request.app.state.service)
    rows = kept(request, service, "sources by id", lambda: service.ask("sources/described", {}).rows)
    return {row["source_id"]: row for row in rows or ()}


def citing(request: Request, language: Language) -> tuple[Callable[..., list[Cited]], Callable[[str], str]]:
    """What tells pieces of evidence, and what names a source; the sources are asked for when the first is told."""
    known = cache(lambda: known_sources(request))

    def name(source: str) -> str:
        return str(known()[source]["source"]) if source in known() else source

    def cited(refs: Iterable[str], before: str = "") -> list[Cited]:
        told: list[Cited] = []
        for ref in refs:
            source = ref.partition("#")[0]
            kind = str(known()[source]["kind"]) if source in known() else ""
            told.append(Cited(ref, name(source), place_of(ref, kind, language), source == before))
            before = source
        return told

    return cited, name
