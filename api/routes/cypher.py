"""Ad-hoc Cypher: one reading statement of somebody's own, behind the guard and within bounds."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.schemas import object_of, one
from api.routes.deps import ServiceDep
from api.routes.listing import as_json
from api.routes.roles import READER

router = APIRouter(prefix="/v1", tags=["cypher"])

_EXAMPLE: dict[str, Any] = {
    "query": "MATCH (u:University)-[r:PARTNERS_WITH]-(c:Community) WHERE c.name CONTAINS $part "
    "RETURN u.name AS university, c.name AS community, r.kind AS kind ORDER BY university, community LIMIT 20",
    "params": {"part": "社区"},
}
_ANSWER = object_of(
    {
        "columns": {"type": "array", "items": {"type": "string"}},
        "rows": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
        "truncated": {"type": "boolean", "description": "行数到了上限。Whether the row limit cut the answer."},
    }
)
_DESCRIPTION = """只读的 Cypher：MATCH、OPTIONAL MATCH、WHERE、WITH、UNWIND、CALL { }、EXISTS { }、COUNT { }、RETURN、
ORDER BY、SKIP、LIMIT、UNION；值用参数（`$name`）传入。写入、LOAD CSV、过程、服务器命令、没有上限的变长关系
和可能无限增大的表达式会被拒绝，并说明规则（`rule`）与行列（`line`、`column`）。
语句超过时间、内存或字节上限时会被停止；行数到上限时 `truncated` 为 true。
节点与关系以属性表示，路径以节点表示，时间以 ISO 8601 文本表示。

Reading Cypher. Give values as parameters (`$name`). Writes, LOAD CSV, procedures, commands to the server,
relationships of unbounded length and expressions that may grow without end are refused; the refusal names the rule
and the place (`rule`, `line`, `column`). A statement is stopped at its limit of time, memory or bytes; at the row
limit `truncated` is true. Nodes and relationships are shown by their properties, a path by its nodes, times as text."""


class Statement(BaseModel):
    """One reading statement and its parameters."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    query: Annotated[str, Field(min_length=1, max_length=10_000)]
    params: dict[str, Any] = {}


@router.post(
    "/cypher",
    dependencies=[READER],
    summary="临时的只读 Cypher Ad-hoc reading Cypher",
    description=_DESCRIPTION,
    responses=one(_ANSWER),
    response_class=Response,
)
def cypher(service: ServiceDep, given: Statement) -> Response:
    rows = service.cypher(given.query, given.params)
    body = {"columns": list(rows.columns), "rows": rows.rows, "truncated": rows.truncated}
    return Response(as_json(body), media_type="application/json")
