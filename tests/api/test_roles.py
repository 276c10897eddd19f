"""Every route that is not for reading names who may use it: also those that are made later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount

from api.context import Role
from api.routes.roles import ADMIN, EDITOR, READER
from tests.api.guarded import Guarded, empty, guarded, settings_in

SAFE = {"GET", "HEAD"}
#: How one comes in and goes; and the inner door, which asks for a role by operation.
WITHOUT = {"/sign-in", "/sign-out", "/v1/sessions", "/internal/{operation}"}
CHECKS: dict[object, Role] = {READER.dependency: "reader", EDITOR.dependency: "editor", ADMIN.dependency: "admin"}
#: What an address may look like where a route has a blank.
FILLED = "x-000000000000"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Guarded:
    folder = tmp_path_factory.mktemp("roles")
    return guarded(empty(folder), settings_in(folder))


def flat(routes: list[BaseRoute]) -> Iterator[BaseRoute]:
    for route in routes:
        within = getattr(route, "original_router", route)
        if within is route:
            yield route
        yield from flat(getattr(within, "routes", None) or [])


def roles_of(dependant: Dependant) -> set[Role]:
    found: set[Role] = {CHECKS[one.call] for one in dependant.dependencies if one.call in CHECKS}
    return found.union(*(roles_of(one) for one in dependant.dependencies))


def writing(kept: Guarded) -> list[APIRoute]:
    routes = [route for route in flat(kept.app.routes) if set(getattr(route, "methods", None) or ()) - SAFE]
    return [route for route in routes if isinstance(route, APIRoute)]


def test_every_route_that_is_not_for_reading_names_a_role(kept: Guarded) -> None:
    unsafe = writing(kept)
    assert len(unsafe) > 6
    nameless = [f"{route.methods} {route.path}" for route in unsafe if not roles_of(route.dependant)]
    assert {line.split(" ", 1)[1] for line in nameless} <= WITHOUT, nameless


def test_nothing_stands_outside_of_the_routes(kept: Guarded) -> None:
    """A mounted application would have routes that no test here sees, and would answer to any method."""
    assert not [route for route in flat(kept.app.routes) if isinstance(route, Mount)]
    others = [route for route in flat(kept.app.routes) if not isinstance(route, APIRoute)]
    assert all((set(getattr(route, "methods", None) or ()) <= SAFE) for route in others)


def test_who_has_no_key_or_a_lesser_role_is_refused_at_each(kept: Guarded) -> None:
    client, media = kept.client(), {"Content-Type": "application/json"}
    for route in writing(kept):
        if route.path in WITHOUT:
            continue
        path = route.path
        for name in route.param_convertors:
            path = path.replace(f"{{{name}}}", FILLED).replace(f"{{{name}:path}}", FILLED)
        for method in sorted((route.methods or set()) - SAFE):
            assert client.request(method, path, headers=media).status_code == 401, (method, path)
            if "reader" not in roles_of(route.dependant):
                answer = client.request(method, path, headers=kept.bearer("reader") | media, content=b"{}")
                assert answer.status_code in (403, 422), (method, path, answer.text)
                assert answer.status_code == 403 or "admin" not in answer.text


def test_a_role_is_asked_for_before_the_body_is_looked_at(kept: Guarded) -> None:
    client, media = kept.client(), {"Content-Type": "application/json"}
    answer = client.post("/v1/reviews/undo", headers=kept.bearer("reader") | media, content=b'{"wrong": 1}')
    assert answer.status_code == 403


def test_the_inner_door_asks_for_a_role_by_operation(kept: Guarded, tmp_path: Path) -> None:
    client = kept.client()
    target = str(tmp_path / "stolen.jsonl")
    for role in ("reader", "editor", "admin"):
        for operation, given in (
            ("export", {"path": target}),
            ("backup", {"path": target}),
            ("unload", {"source": "x"}),
        ):
            answer = client.post(f"/internal/{operation}", json=given, headers=kept.bearer(role))
            refused = role == "reader" or operation != "unload"
            assert (answer.status_code in (401, 403)) == refused, (role, operation, answer.text)
    assert not (tmp_path / "stolen.jsonl").exists()
