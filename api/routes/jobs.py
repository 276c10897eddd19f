"""Jobs: loading over HTTP, with progress and report."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Request, Response
from fastapi.responses import FileResponse

from api.http.paging import Found, Keys
from api.http.schemas import list_of, row_schema
from api.loading.jobs import Jobs
from api.loading.models import ImportJob, Job, LoadJob, ProposeJob, RegistryJob, UnloadJob
from api.routes.listing import ListingDep
from api.routes.roles import EDITOR, demand

router = APIRouter(prefix="/v1/jobs", tags=["loading"])

_COLUMNS = {
    "id": "str", "kind": "str", "state": "str", "who": "str", "created": "str", "started": "str", "finished": "str",
    "done": "int", "total": "int", "step": "str",
}  # fmt: skip
_BYTES = "application/octet-stream"
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {_BYTES: {"schema": {"type": "string", "format": "binary"}}}, "description": "The table"}
}
_UPLOAD = "u-0123456789abcdef"
_EXAMPLES: dict[str, Any] = {
    "load": {"value": {"kind": "load", "uploads": [_UPLOAD], "dry_run": True}},
    "partial": {"value": {"kind": "load", "uploads": [_UPLOAD], "partial": True}},
    "propose": {"value": {"kind": "propose", "uploads": [_UPLOAD], "region": "榆次区"}},
    "registry": {"value": {"kind": "registry", "regions": ["14"]}},
    "import": {"value": {"kind": "import", "upload": _UPLOAD}},
    "unload": {"value": {"kind": "unload", "source": "000-yuci"}},
}


async def jobs_of(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


JobsDep = Annotated[Jobs, Depends(jobs_of)]
JobId = Annotated[str, Path(pattern="^j-[0-9]{20}-[0-9a-f]{8}$", examples=["j-20261121180000000000-0123abcd"])]
RefusedName = Annotated[str, Path(max_length=255, examples=["名单.refused.csv"])]
WantedBody = Annotated[
    LoadJob | ProposeJob | RegistryJob | ImportJob | UnloadJob,
    Body(discriminator="kind", openapi_examples=_EXAMPLES),
]


@router.post("", status_code=202, dependencies=[EDITOR], summary="交办一个任务 Have something loaded")
def submit(jobs: JobsDep, wanted: WantedBody, response: Response) -> Job:
    """`load` sheets, `propose` from documents, load the `registry`, `import` an export (administrators), `unload`.

    装载事实表、读文档成提议、装载全国名录、导入导出文件（管理员）、撤下来源；一个接一个地做。
    """
    if isinstance(wanted, ImportJob):
        demand("admin")
    job = jobs.submit(wanted)
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return job


@router.get("", responses=list_of(row_schema(_COLUMNS)), summary="任务，新的在前 Jobs, newest first")
def jobs(jobs: JobsDep, listing: ListingDep) -> Response:
    def fetch(after: Keys | None, limit: int) -> Found:
        behind = [job for job in jobs.all() if after is None or job.id < str(after[0])]
        return Found(tuple(_COLUMNS), [_row(job) for job in behind[:limit]])

    return listing.keyset(fetch, ("id",))


@router.get("/{job}", summary="一个任务及其报告 One job, with progress and report")
def job(jobs: JobsDep, job: JobId) -> Job:
    return jobs.one(job)


@router.get(
    "/{job}/refused/{name}",
    dependencies=[EDITOR],
    response_class=FileResponse,
    responses=_FILE,
    summary="退回的行，改好再装 Rows that were refused, to be mended and loaded",
)
def refused(jobs: JobsDep, job: JobId, name: RefusedName) -> FileResponse:
    """The report of the job has the address in `kept`; mended, upload it with the map and load it again.

    地址在报告的 kept 里；改好以后与映射一起上传，再装载一次，就补全了。
    """
    return FileResponse(jobs.refused(job, name), media_type=_BYTES, filename=name)


@router.delete("/{job}", dependencies=[EDITOR], summary="取消 Cancel a job, at its next step when it runs")
def cancel(jobs: JobsDep, job: JobId) -> Job:
    return jobs.cancel(job)


def _row(job: Job) -> dict[str, Any]:
    plain = job.model_dump(mode="json", exclude={"report", "error"})
    return {name: (plain | plain["progress"])[name] for name in _COLUMNS}
