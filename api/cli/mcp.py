"""mcp."""

from __future__ import annotations

from api.cli.base import app
from api.logs import configure
from graph.settings import settings


@app.command()
def mcp() -> None:
    """供 AI 助手查询的 MCP 服务（标准输入输出，只读）。Serve assistants by the Model Context Protocol, read only.

    例: 在助手的配置里写 {"command": "xiaodi", "args": ["mcp"]}
    """
    import anyio  # with the protocol a second of import, which no other command needs

    from api.mcp.server import serve

    configure(settings())
    try:
        anyio.run(serve)
    except KeyboardInterrupt:
        return
