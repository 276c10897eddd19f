"""The MCP server: lists the tools, and answers each call through the same door as a command.

Each call connects anew. So the embedded file is held for no longer than a question takes, a server that was started
or stopped meanwhile is noticed, and a store that was down answers again once it is back.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import Any

import orjson
from anyio.to_thread import run_sync
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListResourcesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    TextResourceContents,
    ToolAnnotations,
)
from mcp_types import Tool as ToolModel
from pydantic import ValidationError

from api.context import Asked, Caller, asked, asking, new_id
from api.http.invalid import detail_of
from api.mcp.replies import Reply, failure, reply, result
from api.mcp.tools import TOOLS, Tool, catalogue
from api.remote.connect import connect
from api.service import Service
from graph.errors import BadParameter, NotFound, StoreLocked, Text, XiaodiError
from graph.settings import settings

CATALOGUE = "xiaodi://queries"
INSTRUCTIONS = (
    "校地：高校与地方合作的知识图谱。先用 search 得到 id，再问；每个答案都带出处（来源与段落）和数据版本，请引用出处。"
    "“没有记录”不等于“没有”。\n"
    "Xiaodi: a knowledge graph of how universities and localities in China work together. Use search first, to learn "
    "ids. Every answer carries its evidence (source and paragraph) and the data version: cite it. "
    "Not recorded does not mean that there is none."
)
#: Seconds for which another question that holds the embedded file is waited for.
_PATIENCE, _PAUSE = 5.0, 0.1
_log = logging.getLogger(__name__)
_Context = ServerRequestContext[Any]


class _Desk:
    """Answers one call after the other: the embedded file can be open once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._caller = Caller(asked().caller.name, "reader", "mcp")

    def call(self, name: str, given: dict[str, Any]) -> CallToolResult:
        """Answer a call; what goes wrong is an answer too."""
        try:
            tool = _find(name)
            arguments = _read(tool, given)
            with self._lock, asking(Asked(new_id(), self._caller)), _service() as service:
                version = service.version()
                return result(reply(tool.answer(service, arguments), version, arguments.limit))
        except XiaodiError as error:
            return failure(error)
        except Exception:  # noqa: BLE001 - the session outlives whatever a call meets; the log has it
            _log.exception("tool %s", name)
            what = Text("内部错误", "an internal error")
            return failure(XiaodiError(what, hint=Text("标准错误里有经过", "standard error tells it")))


@contextmanager
def _service() -> Iterator[Service]:
    """The service; a question of another process that holds the file is waited for."""
    until = time.monotonic() + _PATIENCE
    with ExitStack() as stack:
        while True:
            try:
                service = stack.enter_context(connect(settings()))
                break
            except StoreLocked:
                if time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)
        yield service


def _find(name: str) -> Tool:
    if name not in TOOLS:
        listed = ", ".join(TOOLS)
        raise NotFound(
            Text(f"没有工具 {name}", f"there is no tool {name}"), hint=Text(f"有 {listed}", f"there are {listed}")
        )
    return TOOLS[name]


def _read(tool: Tool, given: dict[str, Any]) -> Any:
    try:
        return tool.takes.model_validate(given)
    except ValidationError as error:
        faults = [(".".join(map(str, fault["loc"])), detail_of(fault)) for fault in error.errors()]
        zh = "；".join(f"{where}：{what.zh}" for where, what in faults)
        en = "; ".join(f"{where}: {what.en}" for where, what in faults)
        takes = ", ".join(tool.takes.model_fields)
        raise BadParameter(
            Text(f"参数有误：{zh}", f"bad arguments: {en}"), hint=Text(f"可用参数：{takes}", f"it takes: {takes}")
        ) from error


def _model(name: str, tool: Tool) -> ToolModel:
    return ToolModel(
        name=name,
        title=f"{tool.title.zh} {tool.title.en}",
        description=f"{tool.doc.zh}\n{tool.doc.en}",
        input_schema=tool.takes.model_json_schema(),
        output_schema=Reply.model_json_schema(),
        annotations=ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


def make_server() -> Server[Any]:
    """The server, with its tools and the catalogue as a resource."""
    desk = _Desk()

    async def tools(_context: _Context, _params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_model(name, tool) for name, tool in TOOLS.items()])

    async def call(_context: _Context, params: CallToolRequestParams) -> CallToolResult:
        return await run_sync(desk.call, params.name, params.arguments or {})

    async def resources(_context: _Context, _params: PaginatedRequestParams | None) -> ListResourcesResult:
        title = "问题目录 Catalogue of named queries"
        return ListResourcesResult(
            resources=[Resource(name="queries", title=title, uri=CATALOGUE, mime_type="application/json")]
        )

    async def read(_context: _Context, params: ReadResourceRequestParams) -> ReadResourceResult:
        if params.uri != CATALOGUE:
            raise ValueError(f"there is no resource {params.uri}; there is {CATALOGUE}")
        text = orjson.dumps(catalogue(), default=Text._asdict).decode()
        return ReadResourceResult(
            contents=[TextResourceContents(uri=CATALOGUE, mime_type="application/json", text=text)]
        )

    return Server(
        "xiaodi",
        title="校地 Xiaodi",
        instructions=INSTRUCTIONS,
        on_list_tools=tools,
        on_call_tool=call,
        on_list_resources=resources,
        on_read_resource=read,
    )


async def serve() -> None:
    """Answer over standard input and output until the input ends; nothing else is written there."""
    server = make_server()
    async with stdio_server() as (read_stream, write_stream):
        await server.run(read_stream, write_stream, server.create_initialization_options())
