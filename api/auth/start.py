"""What a server asks for before it starts, and the link that it prints."""

from __future__ import annotations

from api.auth.keys import KeyStore
from api.auth.peers import is_loopback
from api.auth.sessions import Sessions
from graph.errors import Refused, Text
from graph.settings import Settings


def check_binding(host: str, config: Settings) -> None:
    """Let a server listen at an address: on this machine as it likes, elsewhere only with a key that opens something.

    Raises:
        SettingsError: when the key file is damaged, or others may read it.
        Refused: when the address is not this machine's alone, and nobody could sign in.
    """
    keys = KeyStore(config.keys_path)
    if is_loopback(host) or keys.usable():
        return
    raise Refused(
        Text("没有可用的密钥，只在本机提供服务", "without a usable key it is served on loopback alone"),
        where=host,
        hint=Text(
            "先用 xiaodi keys add 名字 --role admin 建一个密钥，或用 127.0.0.1",
            "make a key first: xiaodi keys add NAME --role admin; or use 127.0.0.1",
        ),
    )


def one_time_link(sessions: Sessions, url: str) -> str:
    """The address under which the user of this machine signs in, once and soon."""
    return f"{url}/sign-in?once={sessions.local_link()}"
