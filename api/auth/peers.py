"""Where a request comes from: this machine, or elsewhere; an address under which its sender is counted."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from starlette.types import Scope

#: Headers that a proxy adds: what comes through one is not from this machine, though its peer is.
_FORWARDED = frozenset(
    {b"forwarded", b"via", b"x-real-ip", b"x-client-ip", b"x-forwarded", b"x-original-forwarded-for"}
)
_FORWARDED_PREFIX = b"x-forwarded-"


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_here(scope: Scope) -> bool:
    """Whether a request comes from this machine, and through no proxy on it."""
    client, server = scope.get("client"), scope.get("server")
    if client is None or _is_forwarded(scope):
        return False
    return is_loopback(client[0]) or (server is not None and client[0] == server[0])


def is_secure(scope: Scope) -> bool:
    """Whether the browser speaks https, with us or with a proxy on this machine.

    A page elsewhere cannot send the proxy's header without asking first; a program that does deceives itself alone.
    """
    return scope["scheme"] == "https" or (_is_near(scope) and _last(scope, b"x-forwarded-proto") == "https")


def address_of(scope: Scope) -> str:
    """Where a request comes from, as a proxy on this machine saw it; of IPv6 the /64, which one person may have."""
    client = scope.get("client")
    peer = client[0] if client else "unknown"
    for given in (_last(scope, b"x-forwarded-for") if _is_near(scope) else "", peer):
        try:
            address = ip_address(given)
        except ValueError:
            continue
        if isinstance(address, IPv6Address):
            return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
        return str(address)
    return peer


def _is_near(scope: Scope) -> bool:
    client = scope.get("client")
    return client is not None and is_loopback(client[0])


def _last(scope: Scope, header: bytes) -> str:
    """The last entry of a list in a header: what the nearest proxy added."""
    values = [value for name, value in scope["headers"] if name == header]
    return values[-1].decode("latin-1").rpartition(",")[2].strip().lower() if values else ""


def _is_forwarded(scope: Scope) -> bool:
    return any(name in _FORWARDED or name.startswith(_FORWARDED_PREFIX) for name, _ in scope["headers"])
