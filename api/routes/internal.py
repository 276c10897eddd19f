"""The loopback door for other processes of the same user: the holder of the token calls the service."""

from __future__ import annotations

import json
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from pydantic import ValidationError

from api.errors import carried
from api.remote import OPERATIONS, argument_types, result_type
from api.routes.deps import ServiceDep
from graph.errors import BadParameter, NotFound, Refused, Text, XiaodiError

router = APIRouter(prefix="/internal", include_in_schema=False)


@router.post("/{operation}")
def call(
    operation: str,
    request: Request,
    service: ServiceDep,
    given: dict[str, Any],
    authorization: Annotated[str, Header()] = "",
) -> Response:
    try:
        _check(request, operation, authorization)
        types = argument_types(operation)
        arguments = {name: types[name].validate_python(value) for name, value in given.items()}
        result = getattr(service, operation)(**arguments)
    except (KeyError, ValidationError) as error:
        return _refusal(BadParameter(Text(f"参数有误：{error}", f"bad arguments: {error}")))
    except XiaodiError as error:
        return _refusal(error)
    return Response(result_type(operation).dump_json(result), media_type="application/json")


def _check(request: Request, operation: str, authorization: str) -> None:
    expected = f"Bearer {request.app.state.lease.token}"
    if not secrets.compare_digest(authorization.encode(), expected.encode()):
        raise Refused(Text("令牌不对", "wrong token"))
    if operation not in OPERATIONS:
        raise NotFound(Text(f"没有操作 {operation}", f"no operation {operation}"))


def _refusal(error: XiaodiError) -> Response:

    return Response(json.dumps(carried(error)), error.status, media_type="application/json")
