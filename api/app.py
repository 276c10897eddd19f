"""The HTTP door: a FastAPI application on one service. Synchronous endpoints; the store is the same for all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import metadata

from fastapi import FastAPI

from api import errors
from api.lease import Lease
from api.routes import entities, gaps, health, internal, pages, queries, reviews, sources, suggestions
from api.service import Service

DESCRIPTION = (
    "高校与地方合作的知识图谱：谁与谁合作、写在哪里、缺口何在。"
    "A knowledge graph of how universities and localities work together."
)


def create_app(service: Service, lease: Lease | None = None) -> FastAPI:
    """The application on an open service; with a lease it also answers processes that hold its token."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.ready = True
        yield
        app.state.ready = False

    app = FastAPI(title="Xiaodi 校地", description=DESCRIPTION, version=_version(), lifespan=lifespan)
    app.state.service = service
    app.state.lease = lease
    app.state.ready = False
    errors.install(app)
    for routes in (health, queries, entities, sources, gaps, suggestions, reviews, pages):
        app.include_router(routes.router)
    if lease is not None:
        app.include_router(internal.router)
    return app


def _version() -> str:
    try:
        return metadata.version("xiaodi")
    except metadata.PackageNotFoundError:
        return "0.1.0"
