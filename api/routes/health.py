"""Is the process alive, can it answer, and what has it counted?"""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from api.http.errors import language_of, problem
from api.http.health import Health
from api.http.metrics import CONTENT_TYPE, Metrics
from api.http.problems import MEDIA_TYPE
from api.routes.roles import READER
from graph.errors import StoreError, StoreUnavailable, Text

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """`status` is `ready`; in a problem it is the HTTP status, and `state` says why: starting, store_down, stopping."""

    status: Literal["ready"] = "ready"
    version: int = Field(description="图的数据版本 the data version of the graph", examples=[42])


# These two are coroutines, so that they are answered while every thread waits for a store.


@router.get("/healthz", summary="进程是否活着 The process is alive")
async def healthz() -> Alive:
    """活着就答 Answered as long as the process lives, whatever the store does."""
    return Alive()


@router.get("/readyz", summary="能否应答 The store answers", response_model=Ready)
async def readyz(request: Request) -> Any:
    """能应答为 200；否则 503，`state` 为 starting、store_down 或 stopping。

    200 when questions are answered; else 503, with `state` starting, store_down or stopping.
    """
    health: Health = request.app.state.health
    if health.stage != "ready":
        return _not_ready(request, health.stage, _STAGES[health.stage])
    try:
        return Ready(version=await asyncio.to_thread(health.check))
    except StoreError as error:
        return _not_ready(request, "store_down", error)


_STAGES = {
    "starting": StoreUnavailable(Text("服务正在启动", "the server is starting")),
    "stopping": StoreUnavailable(Text("服务正在停止", "the server is stopping")),
}


def _not_ready(request: Request, state: str, error: StoreError) -> JSONResponse:
    """A problem of status 503, whichever error of the store it is."""
    language = language_of(request)
    body = problem(error, language) | {"status": 503, "state": state}
    again = str(error.retry_after or StoreUnavailable.retry_after)
    headers = {"Retry-After": again, "Content-Language": language, "Vary": "Accept-Language"}
    return JSONResponse(body, 503, headers, media_type=MEDIA_TYPE)


@router.get("/metrics", summary="计数 Metrics for Prometheus", response_class=Response, dependencies=[READER])
def metrics(request: Request) -> Response:
    """Prometheus 文本格式 In the text format of Prometheus."""
    counted: Metrics = request.app.state.metrics
    return Response(counted.text(), media_type=CONTENT_TYPE)
