"""Sources: what was loaded, and what each says."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.routes.deps import ServiceDep
from api.routes.entities import RowsModel

router = APIRouter(prefix="/v1", tags=["sources"])


@router.get("/sources", summary="来源 Everything that was loaded")
def sources(service: ServiceDep) -> RowsModel:
    return RowsModel(rows=service.ask("sources/list", {}).rows)


@router.get("/status", summary="图的现状 What the graph holds")
def status(service: ServiceDep) -> dict[str, Any]:
    found = service.status()
    return {
        "engine": found.engine,
        "version": found.version,
        "nodes": found.nodes,
        "edges": found.edges,
        "sources": found.sources,
    }
