"""The gate: what every request passes before it meets a route.

Each layer is a plain ASGI application around the next; one that refuses answers with a problem.
"""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from api.gate.bodies import BodyLimits
from api.gate.callers import Callers, Known
from api.gate.faults import Faults
from api.gate.freshness import Freshness
from api.gate.headers import SecurityHeaders
from api.gate.heads import Heads
from api.gate.hosts import TrustedHosts
from api.gate.methods import Methods
from api.gate.origins import Origins
from api.gate.rates import Rates
from api.gate.requests import Requests
from graph.settings import Settings


def install(app: FastAPI, config: Settings) -> None:
    """Put the layers around an application. The last that is added is the first that a request meets."""
    state = app.state
    known = Known(state.keys, state.sessions, state.lease, state.limits, state.user)
    app.add_middleware(Faults)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    app.add_middleware(Heads)
    app.add_middleware(Freshness)
    app.add_middleware(Origins)
    app.add_middleware(Methods)
    app.add_middleware(Rates, limits=state.limits)
    app.add_middleware(Callers, known=known)
    app.add_middleware(BodyLimits, upload=config.upload_limit)
    app.add_middleware(TrustedHosts, names=(*config.trusted_hosts, config.host))
    app.add_middleware(Requests, metrics=app.state.metrics, health=app.state.health)
    app.add_middleware(SecurityHeaders)
