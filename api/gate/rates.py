"""How often somebody may ask."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.auth.peers import address_of
from api.context import Caller, asked
from api.gate.base import refuse
from graph.errors import Text, TooManyRequests

#: This machine's user may ask so many times as often as a key: only a program that runs wild meets the limit.
_LOCAL = 500
#: Tries a minute, of one address: to sign in, and with keys that open nothing.
_SIGN_INS = 10
_REFUSED = 60
#: Asked by what watches the server, which must not take a limit for a fault.
_PROBES = frozenset({"/healthz", "/readyz"})


@dataclass(frozen=True)
class Standing:
    """How much of a limit is left."""

    policy: str
    limit: int
    left: int
    #: Seconds until there is more.
    reset: int
    passed: bool


class Limits:
    """The limits of one process. Counters of two minutes each: a list of times would grow with the limit."""

    def __init__(self, rate: int) -> None:
        """`rate`: requests a minute that one key may make."""
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._items: dict[str, RateLimitItem] = {
            "caller": RateLimitItemPerMinute(rate),
            "local": RateLimitItemPerMinute(rate * _LOCAL),
            "sign-in": RateLimitItemPerMinute(_SIGN_INS),
            "refused": RateLimitItemPerMinute(_REFUSED),
        }

    def take(self, policy: str, who: str) -> Standing:
        """Count one request of somebody."""
        item = self._items[policy]
        passed = self._limiter.hit(item, policy, who)
        stats = self._limiter.get_window_stats(item, policy, who)
        reset = max(1, math.ceil(stats.reset_time - time.time()))
        return Standing(policy, item.amount, stats.remaining, reset, passed)

    def check(self, policy: str, who: str) -> None:
        """Count one request, and let it pass.

        Raises:
            TooManyRequests: when it is one too many.
        """
        standing = self.take(policy, who)
        if not standing.passed:
            raise too_many(standing)


def too_many(standing: Standing) -> TooManyRequests:
    """The refusal, which says when to go on."""
    return TooManyRequests(
        Text(f"请求太多：每分钟至多 {standing.limit} 次", f"too many requests: at most {standing.limit} a minute"),
        retry_after=standing.reset,
    )


class Rates:
    """Counts the requests of each caller; answers say how many are left."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _PROBES:
            await self._app(scope, receive, send)
            return
        standing = self._limits.take(*_bucket(asked().caller, scope))

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["RateLimit-Policy"] = f'"{standing.policy}";q={standing.limit};w=60'
                headers["RateLimit"] = f'"{standing.policy}";r={standing.left};t={standing.reset}'
            await send(message)

        if standing.passed:
            await self._app(scope, receive, with_headers)
        else:
            await refuse(too_many(standing), scope, receive, with_headers)


def _bucket(caller: Caller, scope: Scope) -> tuple[str, str]:
    """Which limit, and who is counted: a key with all of its sessions, this machine's user, or an address."""
    if caller.key is not None:
        return "caller", f"key {caller.key}"
    if caller.door == "open":
        return "caller", f"address {address_of(scope)}"
    return "local", caller.name
