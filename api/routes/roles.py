"""Which role a route asks for. Reading asks for none beyond being let in; each route that writes names one."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Depends

from api.context import Role, asked
from graph.errors import Refused, Text


def demand(role: Role) -> None:
    """Refuse a caller who has neither the role nor a higher one.

    Raises:
        Refused: naming the role.
    """
    caller = asked().caller
    if not caller.may(role):
        raise Refused(
            Text(
                f"这需要 {role} 权限，{caller.name} 是 {caller.role}",
                f"this needs {role}; {caller.name} is {caller.role}",
            ),
            hint=Text("请管理员发一个有此权限的密钥", "ask an administrator for a key with that role"),
        )


def _require(role: Role) -> Callable[[], None]:
    def check() -> None:
        demand(role)

    return check


READER = Depends(_require("reader"))
EDITOR = Depends(_require("editor"))
ADMIN = Depends(_require("admin"))
