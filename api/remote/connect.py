"""One owner a file: a process that meets a running server asks it. One elsewhere is asked in the same way, by key."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from inspect import signature
from pathlib import Path
from typing import Any, cast, get_type_hints

import httpx
from pydantic import BaseModel, TypeAdapter

from api.context import Role, asked
from api.exports.base import Summary
from api.remote import sending
from api.remote.door import Door, open_door
from api.remote.lease import Lease, read_lease
from api.service import Service, serving
from graph.errors import Language, Refused, SettingsError, StoreLocked, Text
from graph.settings import Settings
from graph.stores import open_store
from loaders.base import LoadReport
from loaders.run import Progress

#: What another process may ask of a server, and the role that it needs.
OPERATIONS: Mapping[str, Role] = {
    "load": "editor",
    "load_table": "editor",
    "check": "editor",
    "check_table": "editor",
    "unload": "editor",
    "decide": "editor",
    "ask": "reader",
    "search": "reader",
    "resolve": "reader",
    "graph_names": "reader",
    "coverage": "reader",
    "gaps": "reader",
    "accept_gap": "editor",
    "propose": "editor",
    "could_help": "reader",
    "compare_regions": "reader",
    "compare_dates": "reader",
    "compare_loads": "reader",
    "kept_loads": "reader",
    "cypher": "reader",
    "reviews": "reader",
    "reviews_matching": "reader",
    "review": "reader",
    "accept": "editor",
    "reject": "editor",
    "correct": "editor",
    "merge_into": "editor",
    "undo": "editor",
    "add_facts": "editor",
    "dispute_fact": "editor",
    "correct_fact": "editor",
    "version": "reader",
    "status": "reader",
    "view": "reader",
    "export": "admin",
    "report": "reader",
    "import_": "admin",
    "backup": "admin",
}
#: Those that name files of the server's machine: for processes of its own user, who hold the token of the lease.
ON_THIS_MACHINE = frozenset(
    {"load", "load_table", "check", "check_table", "propose", "export", "report", "import_", "backup"}
)
#: Arguments that name files are made absolute: the owner may stand in another folder.
_PATHS = frozenset({"path", "paths", "map_path"})


@cache
def result_type(operation: str) -> TypeAdapter[Any]:
    """The type of what an operation returns."""
    return TypeAdapter(get_type_hints(getattr(Service, operation))["return"])


@cache
def argument_types(operation: str) -> dict[str, TypeAdapter[Any]]:
    """The types of an operation's arguments by name."""
    hints = get_type_hints(getattr(Service, operation))
    return {name: TypeAdapter(hint) for name, hint in hints.items() if name != "return"}


@cache
def required_arguments(operation: str) -> tuple[str, ...]:
    """The names of the arguments that an operation cannot do without."""
    params = signature(getattr(Service, operation)).parameters.values()
    return tuple(param.name for param in params if param.default is param.empty and param.name != "self")


class Owner:
    """Stands for the Service in the process that owns the file."""

    def __init__(self, door: Door) -> None:
        self.door = door

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            named = dict(zip(argument_types(operation), args, strict=False)) | kwargs
            return self._call(operation, {name: _sendable(name, value) for name, value in named.items()})

        if operation not in OPERATIONS:
            raise AttributeError(operation)
        return call

    def loading(self, paths: Iterable[str], progress: Progress) -> Iterator[LoadReport]:
        progress(self.door.url)
        yield from self.load(list(paths))

    def checking(self, paths: Iterable[str], progress: Progress) -> Iterator[LoadReport]:
        progress(self.door.url)
        yield from self.check(list(paths))

    def proposing(self, paths: Iterable[str], region: str | None, progress: Progress) -> Iterator[LoadReport]:
        progress(self.door.url)
        yield from self.propose(list(paths), region)

    def _call(self, operation: str, arguments: dict[str, Any]) -> Any:
        headers = {"X-Request-ID": asked().id}
        answer = self.door.request("POST", f"/internal/{operation}", json=arguments, headers=headers)
        return result_type(operation).validate_json(answer.content)


class Server(Owner):
    """Stands for the Service of a server elsewhere: files go there and come back as uploads and downloads."""

    def loading(self, paths: Iterable[str], progress: Progress) -> Iterator[LoadReport]:
        return sending.load(self.door, [Path(path) for path in paths], progress)

    def checking(self, paths: Iterable[str], progress: Progress) -> Iterator[LoadReport]:
        return sending.load(self.door, [Path(path) for path in paths], progress, dry_run=True)

    def load_table(
        self, path: str, map_path: str | None = None, partial: bool = False, language: Language = "zh"
    ) -> LoadReport:
        given = Path(map_path) if map_path else None
        return sending.load_table(self.door, Path(path), given, language, partial=partial)

    def check_table(self, path: str, map_path: str | None = None, partial: bool = False) -> LoadReport:
        return sending.check_table(self.door, Path(path), Path(map_path) if map_path else None, partial=partial)

    def proposing(self, paths: Iterable[str], region: str | None, progress: Progress) -> Iterator[LoadReport]:
        return sending.propose(self.door, [Path(path) for path in paths], region, progress)

    def export(
        self,
        path: str,
        place: str | None = None,
        query: str | None = None,
        params: dict[str, Any] | None = None,
        form: str | None = None,
        base: str | None = None,
        language: Language = "zh",
    ) -> Summary:
        from api.exports.run import Wanted  # formats are many; most commands export nothing

        return sending.export(self.door, Wanted(place, query, params or {}, base), Path(path), form, language)

    def report(
        self,
        path: str,
        place: str,
        as_of: str | None = None,
        form: str | None = None,
        language: Language = "zh",
    ) -> Summary:
        return sending.report(self.door, place, Path(path), form, as_of, language)

    def import_(self, path: str) -> Any:
        return sending.import_(self.door, Path(path))

    def backup(self, path: str) -> str:
        raise Refused(
            Text("备份只能在服务所在的机器上做", "a backup is made on the machine of the server"),
            where=path,
            hint=Text("用 xiaodi export 导出", "use xiaodi export"),
        )


def _sendable(name: str, value: Any) -> Any:
    if name in _PATHS and value is not None:
        return [str(Path(v).resolve()) for v in value] if isinstance(value, list) else str(Path(value).resolve())
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value


def _alive(lease: Lease) -> bool:
    try:
        os.kill(lease.pid, 0)
        return httpx.get(f"{lease.url}/healthz", timeout=5, trust_env=False).status_code == httpx.codes.OK
    except (OSError, httpx.HTTPError):
        return False


@contextmanager
def connect(config: Settings) -> Iterator[Service]:
    """The service on the configured store: here, in the process that owns the file, or on the server that is named.

    Raises:
        StoreError: when the store cannot be opened and no server answers for it.
    """
    if config.server:
        with open_door(config.server, _key(config), config.lang) as door:
            yield cast(Service, Server(door))
        return
    try:
        store = open_store(config)
    except StoreLocked:
        lease = read_lease(config.store_address)
        if lease is None or not _alive(lease):
            raise
        with open_door(lease.url, lease.token, config.lang) as door:
            yield cast(Service, Owner(door))
        return
    with serving(store) as service:
        yield service


def _key(config: Settings) -> str:
    key = config.key.get_secret_value().strip() if config.key else ""
    if not (key.isascii() and key.isprintable()):
        raise SettingsError(
            Text("XIAODI_KEY 不是密钥", "XIAODI_KEY is no key"),
            hint=Text("由 xiaodi keys 发出的，形如 xiaodi_…", "one made by xiaodi keys looks like xiaodi_…"),
        )
    return key
