"""The routes of an application: finding one among hundreds, and all of them, those of included routers too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fastapi import APIRouter
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope


class Branch(APIRouter):
    """A router that is looked into only below its prefix: to try each of hundreds of routes costs a millisecond."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether a route of this branch answers."""
        if not scope["path"].startswith(self.prefix):
            return Match.NONE, {}
        return super().matches(scope)


def flat(routes: Iterable[BaseRoute]) -> Iterator[Route]:
    """Each route, wherever it was included; the framework keeps included routers whole."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from flat(included.routes)
        elif isinstance(route, Route):
            yield route


def methods_at(routes: Iterable[BaseRoute], scope: Scope) -> set[str]:
    """Every method that some route takes at an address; the framework names those of the first route alone.

    An address that is a route's own is not one of those that another has for ids: /reviews/accept is no review.
    """
    here = [route for route in flat(routes) if route.matches(scope)[0] is not Match.NONE]
    here = [route for route in here if route.path == scope["path"]] or here
    taken = {method for route in here for method in route.methods or ()}
    return taken | {"HEAD"} if "GET" in taken else taken
