"""One owner a file: a process that meets a running server asks it, through its loopback address."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast, get_type_hints

import httpx
from pydantic import BaseModel, TypeAdapter

from api.lease import Lease, read_lease
from api.service import Service, serving
from graph import errors
from graph.errors import BadInput, Candidate, Refused, StoreLocked, Text, UnresolvedName, XiaodiError
from graph.settings import Settings
from graph.stores import open_store
from loaders.base import LoadReport
from loaders.run import Progress

#: What another process may ask of the owner of the file. Ad-hoc Cypher does not go over HTTP.
OPERATIONS = frozenset(
    {
        "load",
        "unload",
        "decide",
        "ask",
        "search",
        "resolve",
        "graph_names",
        "coverage",
        "gaps",
        "accept_gap",
        "propose",
        "could_help",
        "reviews",
        "reviews_matching",
        "review",
        "accept",
        "reject",
        "correct",
        "merge_into",
        "undo",
        "status",
        "view",
        "export",
        "import_",
        "backup",
    }
)
#: Arguments that name files are made absolute: the owner may stand in another folder.
_PATHS = frozenset({"path", "paths"})


@cache
def result_type(operation: str) -> TypeAdapter[Any]:
    """The type of what an operation returns."""
    return TypeAdapter(get_type_hints(getattr(Service, operation))["return"])


@cache
def argument_types(operation: str) -> dict[str, TypeAdapter[Any]]:
    """The types of an operation's arguments by name."""
    hints = get_type_hints(getattr(Service, operation))
    return {name: TypeAdapter(hint) for name, hint in hints.items() if name != "return"}


class _Owner:
    """Stands for the Service in the process that owns the file."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            named = dict(zip(argument_types(operation), args, strict=False)) | kwargs
            return self._call(operation, {name: _sendable(name, value) for name, value in named.items()})

        if operation not in OPERATIONS:
            raise AttributeError(operation)
        return call

    def loading(self, paths: Iterable[str], progress: Progress) -> Iterator[LoadReport]:
        progress(self._lease.url)
        yield from self.load(list(paths))

    def proposing(self, paths: Iterable[str], region: str | None, progress: Progress) -> Iterator[LoadReport]:
        progress(self._lease.url)
        yield from self.propose(list(paths), region)

    def cypher(self, text: str, params: dict[str, Any]) -> Any:
        del text, params
        raise Refused(
            Text(
                "图文件正由服务使用，临时 Cypher 不经 HTTP",
                "a server owns the file, and ad-hoc Cypher does not go over HTTP",
            ),
            where=self._lease.url,
            hint=Text("停下服务再试，或用命名查询", "stop the server, or use a named query"),
        )

    def _call(self, operation: str, arguments: dict[str, Any]) -> Any:
        response = httpx.post(
            f"{self._lease.url}/internal/{operation}",
            json=arguments,
            headers={"Authorization": f"Bearer {self._lease.token}"},
            timeout=600,
        )
        if response.status_code != httpx.codes.OK:
            raise _raised(response)
        return result_type(operation).validate_json(response.content)


def _sendable(name: str, value: Any) -> Any:
    if name in _PATHS:
        return [str(Path(v).resolve()) for v in value] if isinstance(value, list) else str(Path(value).resolve())
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value


def _raised(response: httpx.Response) -> XiaodiError:
    """The owner's error as our own."""
    body = response.json()
    what, hint = Text(*body["what"]), Text(*body["hint"])
    kind = getattr(errors, body["type"])
    if issubclass(kind, UnresolvedName):
        candidates = [Candidate(**candidate) for candidate in body["candidates"]]
        return cast(XiaodiError, kind(what, candidates, hint=hint))
    if issubclass(kind, BadInput):
        return XiaodiError(what, where=body["where"], hint=hint)
    return cast(XiaodiError, kind(what, where=body["where"], hint=hint))


def _alive(lease: Lease) -> bool:
    try:
        os.kill(lease.pid, 0)
        return httpx.get(f"{lease.url}/healthz", timeout=5).status_code == httpx.codes.OK
    except (OSError, httpx.HTTPError):
        return False


@contextmanager
def connect(config: Settings) -> Iterator[Service]:
    """The service on the configured store: here, or in the process that owns the file.

    Raises:
        StoreError: when the store cannot be opened and no server answers for it.
    """
    try:
        store = open_store(config)
    except StoreLocked:
        lease = read_lease(config.store_address)
        if lease is None or not _alive(lease):
            raise
        yield cast(Service, _Owner(lease))
        return
    with serving(store) as service:
        yield service
