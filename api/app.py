"""The HTTP door: a FastAPI application on one service. Synchronous endpoints; the store is the same for all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import metadata

from anyio.to_thread import run_sync
from fastapi import FastAPI

from api import gate
from api.auth.install import install as install_auth
from api.explorer.frame import problem_page
from api.explorer.pages import ROUTERS
from api.http import errors, openapi
from api.http.answers import Answers
from api.http.health import Health
from api.http.metrics import Metrics
from api.loading.jobs import Jobs
from api.loading.uploads import Uploads
from api.remote.lease import Lease
from api.routes import (
    comparisons,
    cypher,
    entities,
    exports,
    facts,
    gaps,
    health,
    internal,
    jobs,
    pages,
    problems,
    queries,
    reports,
    resolutions,
    reviews,
    sessions,
    sources,
    suggestions,
    tables,
    uploads,
)
from api.routes.deps import SOUND
from api.service import Service
from graph.settings import Settings, settings

DESCRIPTION = (
    "高校与地方合作的知识图谱：谁与谁合作、写在哪里、缺口何在。"
    "A knowledge graph of how universities and localities work together."
)


def create_app(service: Service, lease: Lease | None = None, config: Settings | None = None) -> FastAPI:
    """The application on an open service; with a lease it also answers processes that hold its token."""
    config = config or settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.health.stage = "ready"
        yield
        app.state.health.stage = "stopping"
        await run_sync(app.state.jobs.close, config.shutdown_timeout)

    app = FastAPI(
        title="Xiaodi 校地",
        description=DESCRIPTION,
        version=_version(),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        dependencies=[SOUND],
        generate_unique_id_function=openapi.operation_id,
    )
    app.state.service = service
    app.state.answers = Answers()
    app.state.lease = lease
    app.state.config = config
    app.state.health = Health(service)
    app.state.uploads = Uploads(config.var / "uploads", config.upload_limit)
    app.state.jobs = Jobs(service, app.state.uploads, config.var / "jobs")
    app.state.metrics = Metrics(service, app.state.health, app.state.jobs)
    install_auth(app, config)
    errors.install(app, problem_page)
    openapi.install(app)
    gate.install(app, config)
    for routes in (health, queries, entities, sources, gaps, suggestions, reviews, sessions, problems, pages):
        app.include_router(routes.router)
    for routes in (cypher, uploads, tables, jobs, exports, reports, comparisons, resolutions, facts, internal):
        app.include_router(routes.router)
    for pages_of in ROUTERS:
        app.include_router(pages_of)
    return app


def _version() -> str:
    try:
        return metadata.version("xiaodi")
    except metadata.PackageNotFoundError:
        return "0.1.0"
