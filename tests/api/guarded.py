"""An application with keys, for tests of who may: an empty embedded graph, one key of each role."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.auth.keys import KeyStore
from api.context import Role
from api.remote.lease import Lease
from api.service import Service
from graph.settings import Settings
from graph.stores.kglite import KgliteStore
from tests.api.clients import HERE, client_of

ROLES: tuple[Role, ...] = ("reader", "editor", "admin")
#: A write that every engine takes, and that changes nothing.
UNDO = ("/v1/reviews/undo", {"decision": "dec-000000000000", "who": "w", "why": "y"})
LEASE = Lease(HERE, "the-token-of-the-lease", 1)


@dataclass
class Guarded:
    """An application, its settings, and the text of each role's key."""

    app: FastAPI
    config: Settings
    keys: dict[Role, str] = field(default_factory=dict)

    @property
    def store(self) -> KeyStore:
        store: KeyStore = self.app.state.keys
        return store

    def client(self, **more: Any) -> TestClient:
        return client_of(self.app, **more)

    def bearer(self, role: Role = "reader") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.keys[role]}"}


def settings_in(folder: Path, **given: Any) -> Settings:
    return Settings(var=folder, store=str(folder / "graph.kgl"), **given)


def guarded(service: Service, config: Settings, *, keys: bool = True) -> Guarded:
    made = {role: KeyStore(config.keys_path).add(role, role)[1] for role in ROLES} if keys else {}
    return Guarded(create_app(service, LEASE, config), config, made)


def empty(folder: Path) -> Service:
    return Service(KgliteStore(str(folder / "graph.kgl")))
