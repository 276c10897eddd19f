"""keys add, keys list, keys revoke."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import Annotated, Literal

import typer

from api.audit import FILE, AuditLog
from api.auth.keyfile import Key
from api.auth.keys import KeyStore, end_of, utc_now
from api.cli.base import Format, app, console, out, say, show
from graph.errors import BadParameter, Text
from graph.settings import settings

keys = typer.Typer(help="API 密钥：谁可以用服务。API keys: who may use a server.", no_args_is_help=True)
app.add_typer(keys, name="keys")

_COLUMNS = ("name", "role", "state", "created", "expires", "revoked", "used", "id")


@keys.command("add")
def add(
    name: Annotated[str, typer.Argument(help="给谁：人名或系统名，不可重复")],
    role: Annotated[
        Literal["reader", "editor", "admin"], typer.Option(help="reader 只读，editor 可写，admin 全部")
    ] = "reader",
    days: Annotated[int | None, typer.Option(help="多少天后到期；不写则不到期")] = None,
    until: Annotated[str | None, typer.Option(help="最后有效的一天，如 2027-06-30")] = None,
    form: Annotated[Format, typer.Option("--format", help="table 只印密钥")] = Format.table,
) -> None:
    """建一个密钥：只显示这一次。Make a key; it is shown this once.

    例: xiaodi keys add 教育局 --role reader --days 90
    """
    expires = end_of(_day(until) if until else None, days)
    key, text = _store().add(name, role, expires)
    _note("keys_add", key)
    if form is Format.table:
        sys.stdout.write(f"{text}\n")
    else:
        show((*_COLUMNS, "key"), [_row(key) | {"key": text}], form)
    ends = f"{key.expires:%Y-%m-%d}" if key.expires else say("不到期", "no end")
    console.print(
        say(
            f"{name}（{role}，{ends}）的密钥，不会再显示：请现在存好。用法：Authorization: Bearer 密钥",
            f"the key of {name} ({role}, {ends}), not shown again: keep it now. Use: Authorization: Bearer KEY",
        ),
        style="dim",
        markup=False,
        highlight=False,
    )


@keys.command("list")
def list_(form: Annotated[Format, typer.Option("--format", help="输出格式")] = Format.table) -> None:
    """列出密钥，不含其内容。List the keys, without their secrets."""
    show(_COLUMNS, [_row(key) for key in _store().all()], form)


@keys.command("revoke")
def revoke(
    name: Annotated[str, typer.Argument(help="谁的密钥")],
    form: Annotated[Format, typer.Option("--format", help="输出格式")] = Format.table,
) -> None:
    """撤销一个密钥，立即生效，运行中的服务也不再接受。Revoke a key at once, on running servers too."""
    key = _store().revoke(name)
    _note("keys_revoke", key)
    if form is not Format.table:
        show(_COLUMNS, [_row(key)], form)
    else:
        out.print(say(f"已撤销 {name}", f"{name} is revoked"), markup=False)


def _store() -> KeyStore:
    return KeyStore(settings().keys_path)


def _note(action: str, key: Key) -> None:
    arguments = {"name": key.name, "role": key.role, "id": key.id, "expires": key.expires}
    AuditLog(settings().var / FILE).note(action, arguments, "ok")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadParameter(
            Text(f"不是日期：{text}", f"no date: {text}"), hint=Text("写成 2027-06-30", "write 2027-06-30")
        ) from error


def _row(key: Key) -> dict[str, object]:
    return {
        "name": key.name,
        "role": key.role,
        "state": _state(key),
        "created": _when(key.created),
        "expires": _when(key.expires),
        "revoked": _when(key.revoked),
        "used": _when(key.used),
        "id": key.id,
    }


def _state(key: Key) -> str:
    if key.revoked:
        return say("已撤销", "revoked")
    return say("有效", "usable") if key.opens(utc_now()) else say("已过期", "expired")


def _when(moment: datetime | None) -> str | None:
    """A moment by this machine's clock."""
    return None if moment is None else moment.astimezone().isoformat(timespec="minutes")
