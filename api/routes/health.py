"""Is the process alive, and can it answer?"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.routes.deps import ServiceDep
from graph.errors import StoreError

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="进程是否活着 The process is alive")
def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz", summary="能否应答 The store answers")
def readyz(request: Request, response: Response, service: ServiceDep) -> dict[str, Any]:
    """503 with `starting` before start-up is over, with `store_down` when the store does not answer."""
    if not request.app.state.ready:
        response.status_code = 503
        return {"status": "starting"}
    try:
        return {"status": "ready", "version": service.ledger.version()}
    except StoreError as error:
        response.status_code = 503
        return {"status": "store_down", "detail": error.what.en}
