"""Loading: a table, a sheet or a document is dropped, looked through, and loaded; and what was loaded lately."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.explorer.frame import page
from api.explorer.sources import runs
from api.explorer.terms import terms
from api.loading.jobs import Jobs
from api.routes.deps import LanguageDep, ServiceDep
from graph.errors import Text
from loaders.table.kinds import KINDS

router = APIRouter(include_in_schema=False)

_JOBS, _RUNS = 15, 15


@router.get("/loads")
def loads(request: Request, service: ServiceDep, language: LanguageDep) -> HTMLResponse:
    """The place to drop files, and the latest jobs and runs."""
    jobs: Jobs = request.app.state.jobs
    names = {row["source_id"]: row["source"] for row in service.ask("sources/described", {}).rows}
    return page(
        request, "loads.html", Text("装载", "Load"), place="loads", scripts=("loads.js",), jobs=jobs.all()[:_JOBS],
        runs=runs(service, limit=_RUNS), names=names, kinds=KINDS.values(), **terms(language),
    )  # fmt: skip
