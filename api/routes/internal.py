"""The inner door: a command or a tool calls the service. Its role says what it may; only the lease may name files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from api.context import asked
from api.remote.carried import carry
from api.remote.connect import ON_THIS_MACHINE, OPERATIONS, argument_types, required_arguments, result_type
from api.routes.deps import ServiceDep, signed
from api.routes.roles import demand
from api.service.asking import Status
from graph.errors import BadParameter, NotFound, Refused, Text, WrongMediaType, XiaodiError
from graph.ontology.records import Decision

router = APIRouter(prefix="/internal", include_in_schema=False)


@router.post("/{operation}")
def call(operation: str, request: Request, service: ServiceDep, given: dict[str, Any]) -> Response:
    try:
        _check(operation, request)
        result = getattr(service, operation)(**_arguments(operation, given))
    except XiaodiError as error:
        told = orjson.dumps(carry(error, outside=not _is_inside()))
        return Response(told, error.status, media_type="application/json")
    if isinstance(result, Status) and not _is_inside():
        result = replace(result, address=_name(result.address))
    return Response(result_type(operation).dump_json(result), media_type="application/json")


def _is_inside() -> bool:
    """Whether the caller is a process of our own user on this machine."""
    return asked().caller.door == "lease"


def _check(operation: str, request: Request) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise WrongMediaType(Text("须是 application/json", "the body must be application/json"))
    if operation not in OPERATIONS:
        raise NotFound(Text(f"没有操作 {operation}", f"no operation {operation}"))
    demand(OPERATIONS[operation])
    if operation in ON_THIS_MACHINE and not _is_inside():
        raise Refused(
            Text(f"{operation} 用到这台机器上的文件，只限本机的命令", f"{operation} is for commands on this machine"),
            hint=Text("上传文件并交办任务：/v1/uploads、/v1/jobs", "send files: /v1/uploads and /v1/jobs"),
        )


def _arguments(operation: str, given: dict[str, Any]) -> dict[str, Any]:
    """What was given, as the types that the service takes; who is known here signs with his own name."""
    types = argument_types(operation)
    try:
        arguments = {name: types[name].validate_python(value) for name, value in given.items()}
    except (KeyError, ValidationError) as error:
        raise BadParameter(Text(f"参数有误：{error}", f"bad arguments: {error}")) from error
    missing = [name for name in required_arguments(operation) if name not in arguments]
    if missing:
        listed = "、".join(missing)
        raise BadParameter(Text(f"缺少参数 {listed}", f"missing arguments: {listed}"))
    for name, value in arguments.items():
        if name == "who":
            arguments[name] = signed(value)
        elif isinstance(value, Decision):
            arguments[name] = value.model_copy(update={"who": signed(value.who)})
    return arguments


def _name(address: str) -> str:
    return PurePath(address).name if PurePath(address).is_absolute() else address
