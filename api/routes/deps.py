"""What endpoints are given, and what each request must keep to.

Dependencies are coroutines, since a plain function would be sent to a thread for its own sake.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.datastructures import QueryParams

from api.context import asked
from api.http.errors import invalid_request, language_of
from api.service import Service
from graph.errors import Language

LANGUAGES = ("zh", "en")
#: Taken by every route: the language of messages.
EVERYWHERE = frozenset({"lang"})


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def _language(request: Request) -> Language:
    return language_of(request)


ServiceDep = Annotated[Service, Depends(_service)]
LanguageDep = Annotated[Language, Depends(_language)]


async def _sound(request: Request) -> None:
    """Refuse parameters that the route does not have, or given twice, and characters that no name has.

    Raises:
        RequestValidationError: naming each.
    """
    route = request.scope.get("route")
    if not (isinstance(route, APIRoute) and route.include_in_schema):
        return
    once, often = _names(route)
    faults = list(_query_faults(request.query_params, once, often))
    faults += [("nul", ("path", name)) for name, value in request.path_params.items() if "\x00" in str(value)]
    if faults:
        raise invalid_request(faults)


def _query_faults(
    given: QueryParams, once: frozenset[str], often: frozenset[str]
) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    seen: set[str] = set()
    for name, value in given.multi_items():
        if name not in once | often:
            yield "unknown_parameter", ("query", name)
        elif name in seen & once:
            yield "repeated_parameter", ("query", name)
        elif "\x00" in value:
            yield "nul", ("query", name)
        elif name == "lang" and value not in LANGUAGES:
            yield "language", ("query", name)
        seen.add(name)


def _names(route: APIRoute) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the query parameters of a route: those given once, and those given often."""
    kept: tuple[frozenset[str], frozenset[str]] | None = getattr(route, "xiaodi_names", None)
    if kept is None:
        once, often = set(EVERYWHERE), set[str]()
        for dependant in _all(route.dependant):
            for param in dependant.query_params:
                (often if "list" in str(param.field_info.annotation) else once).add(param.alias)
        kept = frozenset(once), frozenset(often)
        route.xiaodi_names = kept  # type: ignore[attr-defined]
    return kept


def _all(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for below in dependant.dependencies:
        yield from _all(below)


SOUND = Depends(_sound)


def signed(who: str | None) -> str:
    """Who signs a decision: a caller known by key or session himself, at this machine whoever is named.

    Somebody who names nobody signs by the name under which he is known here.
    """
    caller = asked().caller
    return caller.name if caller.door in ("key", "session") else who or caller.name
