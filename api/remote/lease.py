"""The owner of an embedded file leaves a note beside it, so that other processes talk to it instead."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Lease:
    """Where the owning server listens, and the token that proves a caller may read the file."""

    url: str
    token: str
    pid: int


def lease_path(store: str) -> Path:
    """The note beside a store's file."""
    return Path(f"{store}.server.json")


def take_lease(store: str, url: str) -> Lease:
    """Leave a note, readable by its owner alone."""
    lease = Lease(url, secrets.token_urlsafe(32), os.getpid())
    path = lease_path(store)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(lease), file)
    return lease


def drop_lease(store: str) -> None:
    """Take the note away."""
    lease_path(store).unlink(missing_ok=True)


def read_lease(store: str) -> Lease | None:
    """The note beside a store, or None when there is none or it is damaged."""
    try:
        return Lease(**json.loads(lease_path(store).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
