"""The door for assistants, as the official client sees it: a real process, alone, beside a server, and with a key."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult

from api.mcp.tools import TOOLS
from graph.settings import ROOT
from queries.library import library
from tests.conftest import FACTSHEETS

T = TypeVar("T")
GUIDE = ROOT / "docs" / "mcp.md"
YUHU = "cn-140702002010"
#: A call of each tool, and a column that its rows have.
CALLS: dict[str, tuple[dict[str, Any], str]] = {
    "search": ({"text": "玉湖社区"}, "label"),
    "ask": ({"query": "partners/of", "params": {"entity": "玉湖社区"}}, "partner"),
    "queries": ({}, "params"),
    "neighbourhood": ({"entity": "玉湖社区", "depth": 2}, "edge_id"),
    "partners": ({"entity": YUHU, "side": "campus"}, "partner"),
    "coverage": ({"places": ["榆次区"]}, "communities_formal"),
    "gaps": ({"place": "榆次区", "rules": ["declared_vs_named"]}, "wording_en"),
    "suggestions": ({"place": "榆次区"}, "reasons_en"),
    "evidence": ({"entity": "玉湖社区"}, "statement_id"),
    "path": ({"start": "安泰钢铁", "end": "介休聚贤石墨"}, "stops"),
    "cypher": ({"query": "MATCH (n:University) RETURN n.id AS id, n.evidence AS evidence ORDER BY id"}, "id"),
}


class Desk:
    """One store, and the processes that work on it."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "graph.kgl"
        self.env = {**os.environ, "PYTHONPATH": str(ROOT), "XIAODI_VAR": str(folder / "var"), "XIAODI_LANG": "zh"}
        self.local = {**self.env, "XIAODI_STORE": str(self.store)}

    def run(self, *args: str, **env: str) -> str:
        command = [sys.executable, "-m", "api.cli", *args]
        done = subprocess.run(command, capture_output=True, text=True, env=self.local | env, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def client(self, env: dict[str, str] | None = None) -> Client:
        return Client(
            StdioServerParameters(command=sys.executable, args=["-m", "api.cli", "mcp"], env=env or self.local)
        )

    @contextmanager
    def served(self) -> Iterator[str]:
        """A running server on the store; its URL."""
        note = Path(f"{self.store}.server.json")
        command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
        process = subprocess.Popen(command, env=self.local, stderr=subprocess.DEVNULL)
        try:
            yield _ready(note, process)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _ready(note: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None
        assert time.monotonic() < deadline
        try:
            url = str(json.loads(note.read_text(encoding="utf-8"))["url"])
            httpx.get(f"{url}/readyz", trust_env=False).raise_for_status()
        except (OSError, ValueError, httpx.HTTPError):
            time.sleep(0.05)
        else:
            return url


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("mcp"))
    desk.run("load", str(FACTSHEETS))
    return desk


def session(client: Client, work: Callable[[Client], Awaitable[T]]) -> T:
    """Do something in a session with a server of its own."""

    async def run() -> T:
        async with client:
            return await work(client)

    return asyncio.run(run())


def text(answer: CallToolResult) -> str:
    return "\n".join(block.text for block in answer.content if block.type == "text")


async def every_call(client: Client) -> dict[str, CallToolResult]:
    return {name: await client.call_tool(name, given) for name, (given, _) in CALLS.items()}


def check_answers(answers: dict[str, CallToolResult]) -> None:
    """Each has rows, the data version, and evidence; the catalogue states no facts."""
    for name, answer in answers.items():
        assert not answer.is_error, (name, text(answer))
        told = answer.structured_content
        assert told["rows"], name
        assert CALLS[name][1] in told["rows"][0], name
        assert told["data_version"] > 1, name
        assert told["evidence"] or name == "queries", name
        assert f"data version {told['data_version']}" in text(answer), name


def test_alone_on_an_embedded_store_every_tool_answers_with_evidence(desk: Desk) -> None:
    assert CALLS.keys() == TOOLS.keys()
    check_answers(session(desk.client(), every_call))


def test_tools_tell_what_they_take_in_both_languages(desk: Desk) -> None:
    tools = session(desk.client(), lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == list(TOOLS)
    for tool in tools:
        assert re.fullmatch("[a-z_]+", tool.name)
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        for said in (tool.title, tool.description):
            assert said is not None
            assert re.search(r"[\u4e00-\u9fff]", said), said
            assert re.search(r"[A-Za-z]{3}", said), said
        assert tool.input_schema["additionalProperties"] is False
        assert all("description" in prop for prop in tool.input_schema["properties"].values()), tool.name
        assert tool.output_schema is not None
    (ask,) = [tool for tool in tools if tool.name == "ask"]
    assert ask.input_schema["properties"]["query"]["enum"] == list(library())


def test_the_catalogue_is_a_resource(desk: Desk) -> None:
    async def work(client: Client) -> Any:
        (listed,) = (await client.list_resources()).resources
        return (await client.read_resource(listed.uri)).contents[0]

    told = json.loads(session(desk.client(), work).text)
    assert [query["name"] for query in told] == list(library())


def test_mistakes_are_answered_with_what_to_do_and_the_session_goes_on(desk: Desk) -> None:
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("partners", {"entity": "玉胡社区"}, "玉湖社区"),
        ("partners", {"entiti": "玉湖社区"}, "entity"),
        ("partners", {"entity": "玉湖社区", "limit": 10_000}, "limit"),
        ("ask", {"query": "partners/off"}, "partners/of"),
        ("gaps", {"place": "榆次区", "rules": ["needs"]}, "needs_unmet"),
        ("suggestions", {}, "place"),
        ("cypher", {"query": "MATCH (n) DETACH DELETE n"}, ""),
        ("cypher", {"query": "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line"}, ""),
        ("nothing", {}, "search"),
    ]

    async def work(client: Client) -> list[CallToolResult]:
        answers = [await client.call_tool(name, given) for name, given, _ in wrong]
        return [*answers, await client.call_tool("partners", {"entity": YUHU})]

    *failed, last = session(desk.client(), work)
    for (name, given, offered), answer in zip(wrong, failed, strict=True):
        assert answer.is_error, (name, given)
        said = text(answer)
        assert re.search(r"[\u4e00-\u9fff]", said), said
        assert re.search(r"[A-Za-z]{3}", said), said
        assert offered in said, (name, said)
    candidates = failed[0].structured_content["candidates"]
    assert candidates[0]["name"] == "玉湖社区"
    assert last.structured_content["rows"]


def test_what_is_cut_says_so(desk: Desk) -> None:
    async def work(client: Client) -> list[CallToolResult]:
        many = "UNWIND range(1, 500) AS i RETURN i, $s AS s"
        return [
            await client.call_tool("partners", {"entity": YUHU, "limit": 1}),
            await client.call_tool("cypher", {"query": many, "params": {"s": "字" * 1000}, "limit": 200}),
        ]

    short, wide = session(desk.client(), work)
    assert (len(short.structured_content["rows"]), short.structured_content["truncated"]) == (1, True)
    assert "limit" in text(short)
    assert 0 < len(wide.structured_content["rows"]) < 100
    assert wide.structured_content["truncated"]


def test_nothing_but_the_protocol_is_written_to_standard_output(desk: Desk) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    ask = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}
    done = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    call = {"jsonrpc": "2.0", "id": 2, "method": "tools/call",
            "params": {"name": "partners", "arguments": {"entity": YUHU}}}  # fmt: skip
    command = [sys.executable, "-m", "api.cli", "mcp"]
    env = desk.local | {"XIAODI_LOG_LEVEL": "DEBUG"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write("".join(json.dumps(message) + "\n" for message in (ask, done, call)).encode())
        server.stdin.flush()
        answers = [json.loads(server.stdout.readline()), json.loads(server.stdout.readline())]
        server.stdin.close()
        rest = server.stdout.read()
        assert server.wait(30) == 0
    assert [answer["id"] for answer in answers] == [1, 2]
    assert answers[1]["result"]["structuredContent"]["rows"]
    assert rest == b""


def test_beside_a_running_server_it_goes_through_that_and_survives_its_stop(desk: Desk) -> None:
    async def work(client: Client) -> None:
        with desk.served():
            check_answers(await every_call(client))
        assert (await client.call_tool("partners", {"entity": YUHU})).structured_content["rows"]
        with desk.served():
            assert (await client.call_tool("partners", {"entity": YUHU})).structured_content["rows"]

    session(desk.client(), work)


def test_with_a_key_against_a_server_elsewhere(desk: Desk) -> None:
    with desk.served() as url:
        made = desk.run("keys", "add", "assistant", "--role", "reader")
        key = re.search(r"xiaodi_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", made)
        assert key is not None, made
        away = {**desk.env, "XIAODI_SERVER": url}
        check_answers(session(desk.client(away | {"XIAODI_KEY": key[0]}), every_call))
        refused = session(desk.client(away | {"XIAODI_KEY": f"{key[0][:-4]}AAAA"}), every_call)
        for name, answer in refused.items():
            assert answer.is_error or name == "queries", name
            assert key[0] not in text(answer)
        assert refused["search"].structured_content["type"] == "NotSignedIn"
        assert "XIAODI_KEY" in text(refused["search"])


def test_a_server_that_is_away_is_an_error_and_then_answers_again(desk: Desk) -> None:
    away = {**desk.env, "XIAODI_SERVER": "http://127.0.0.1:9"}
    answer = session(desk.client(away), lambda client: client.call_tool("search", {"text": "玉湖"}))
    assert answer.is_error
    assert answer.structured_content["type"] == "StoreUnavailable"
    assert answer.structured_content["retry_after"]


def test_the_example_of_the_guide_runs(desk: Desk, tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    program = tmp_path / "example.py"
    program.write_text(code, encoding="utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    # the client passes on little of its environment, as assistants do; the configuration tells the rest
    (config, _) = re.findall(r"```json\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert json.loads(config)["mcpServers"]["xiaodi"]["args"] == ["mcp"]
    wrapper = tmp_path / "bin" / "xiaodi"
    wrapper.parent.mkdir()
    wrapper.write_text(f"#!/bin/sh\nXIAODI_STORE='{desk.store}' exec '{Path(sys.executable).parent}/xiaodi' \"$@\"\n")
    wrapper.chmod(0o700)
    env = {**os.environ, "PATH": f"{wrapper.parent}{os.pathsep}{path}"}
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, env=env, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "山西晋中理工学院" in done.stdout
    assert "000-yuci#" in done.stdout
