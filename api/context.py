"""Who asks, and under which request id: known to everything that a request, a command or a tool sets going."""

from __future__ import annotations

import getpass
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

Role = Literal["reader", "editor", "admin"]
#: The doors: this machine without a key, an API key, a session of a page, another process of the same user,
#: a command, a tool of an assistant, and what is open to anybody.
Door = Literal["local", "key", "session", "lease", "command", "mcp", "open"]

#: Each role may do what those before it may.
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")


@dataclass(frozen=True)
class Caller:
    """Who asks. `key` is the public id of the API key, never the key itself."""

    name: str
    role: Role
    door: Door
    key: str | None = None

    def may(self, role: Role) -> bool:
        """Whether the caller has a role or a higher one."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True)
class Asked:
    """One request: its id, and who asks."""

    id: str
    caller: Caller


_asked: ContextVar[Asked | None] = ContextVar("asked", default=None)


def current() -> Asked | None:
    """The request that is being answered; None outside of any."""
    return _asked.get()


def asked() -> Asked:
    """The request that is being answered; outside of any, one of the user of this process."""
    return _asked.get() or Asked(new_id(), Caller(_user(), "admin", "command"))


@contextmanager
def asking(request: Asked) -> Iterator[None]:
    """While this lasts, what is done is done for this request."""
    token = _asked.set(request)
    try:
        yield
    finally:
        _asked.reset(token)


def new_id() -> str:
    """An id for a request."""
    return secrets.token_hex(8)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "unknown"
