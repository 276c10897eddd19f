"""What a writing route asks of its caller: this machine, this site, JSON.

There are no accounts yet, so only callers on the machine itself may write. A page of another site in a browser on this
machine is such a caller too: its requests are told by Origin and Sec-Fetch-Site, one whose name was rebound to this
machine by Host, and a form cannot send JSON.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import Depends, Request

from graph.errors import Refused, Text, WrongMediaType

_HINT = Text("用 xiaodi review，或从本机的页面", "use xiaodi review, or a page of this machine")


def guarded(request: Request) -> None:
    """Let a request that writes pass.

    Raises:
        Refused: when it does not come from this machine, or comes from a page of another site.
        WrongMediaType: when its body is not JSON.
    """
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname
    if request.client is None or not _is_loopback(request.client.host):
        raise Refused(Text("只有本机可以写入", "only this machine may write"), hint=_HINT)
    if any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip")):
        raise Refused(Text("不接受转发来的写入", "forwarded requests may not write"), hint=_HINT)
    if host is None or not _is_loopback(host):
        raise Refused(Text(f"不认识的 Host {host}", f"unknown host {host}"), hint=_HINT)
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin" or not _same_origin(request):
        raise Refused(Text("别的网站不得写入", "another site may not write"), hint=_HINT)
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise WrongMediaType(Text("须是 application/json", "the body must be application/json"))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _same_origin(request: Request) -> bool:
    """Whether the page that asks, if one does, is ours."""
    origin = request.headers.get("origin")
    return origin is None or origin == f"{request.url.scheme}://{request.headers['host']}"


GUARDED = Depends(guarded)
