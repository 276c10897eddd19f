"""A real Neo4j for the tests: the one at NEO4J_URI, else one in Docker, else the one in Neo4j's Maven artifacts.

    with running_neo4j() as server:
        driver = GraphDatabase.driver(server.uri, auth=(server.user, server.password))

By hand: `python -m tests.neo4j_server` runs one until Ctrl-C; with `--fetch` it only fills the cache of jars.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from neo4j import GraphDatabase

VERSION, IMAGE, OLDEST_JAVA = "5.26.30", "neo4j:5.26-community", 17
COPY_JARS = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
SECONDS_TO_START, SECONDS_TO_STOP, SECONDS_TO_FETCH = 120, 30, 900

#: What every server that we start is told, as lines of neo4j.conf.
SETTINGS: Mapping[str, str] = {
    "server.http.enabled": "false",
    "server.memory.heap.max_size": "512m",
    "server.memory.pagecache.size": "128m",
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "server.directories.import": "import",
    "dbms.usage_report.enabled": "false",
    "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",  # stops in 0.3 s, otherwise in 10 s
}

POM = """<project><modelVersion>4.0.0</modelVersion><groupId>xiaodi</groupId><artifactId>jars</artifactId>
<version>1</version><dependencies>
<dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{0}</version></dependency>
<dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{0}</version></dependency>
</dependencies></project>"""


class Neo4jMissing(RuntimeError):
    """This machine has no Neo4j and cannot get one; the message names what is missing."""


class Neo4jFailed(RuntimeError):
    """A Neo4j is there and does not start: a fault, nothing to skip over."""


@dataclass(frozen=True)
class Neo4jServer:
    """Where a server listens, and who may come in."""

    uri: str
    user: str
    password: str = field(repr=False)
    how: Literal["NEO4J_URI", "docker", "maven"]
    #: Of a process that we started ourselves.
    pid: int | None = None


@contextmanager
def running_neo4j(settings: Mapping[str, str] | None = None) -> Iterator[Neo4jServer]:
    """A server that answers. One that we started is stopped at the end, and all that it held is gone.

    `settings` are further lines of neo4j.conf; a server at NEO4J_URI cannot take them and is passed over.
    """
    uri = os.environ.get("NEO4J_URI")
    if uri and not settings:
        user, password = os.environ.get("NEO4J_USER", "neo4j"), os.environ.get("NEO4J_PASSWORD", "")
        yield Neo4jServer(uri, user, password, "NEO4J_URI")
        return
    with ExitStack() as stack:
        yield _first_that_starts(stack, {**SETTINGS, **(settings or {})})


def _first_that_starts(stack: ExitStack, settings: Mapping[str, str]) -> Neo4jServer:
    reasons = ["NEO4J_URI is not set"]
    for way in (_in_docker, _from_maven):
        try:
            return stack.enter_context(way(settings))
        except Neo4jMissing as missing:
            reasons.append(str(missing))
    raise Neo4jMissing("; ".join(reasons))


@contextmanager
def _in_docker(settings: Mapping[str, str]) -> Iterator[Neo4jServer]:
    _run("docker", "info", "--format={{.ServerVersion}}")
    port, password = _free_port(), secrets.token_hex(16)
    # The image takes a setting from NEO4J_ and its name, with _ for a dot and __ for an underscore. Values
    # go through the environment: arguments show in the list of processes.
    env = {"NEO4J_" + name.replace("_", "__").replace(".", "_"): value for name, value in settings.items()}
    env["NEO4J_AUTH"] = f"neo4j/{password}"
    names, publish = [f"--env={name}" for name in env], f"--publish=127.0.0.1:{port}:7687"
    container = _run("docker", "run", "--detach", publish, *names, IMAGE, seconds=SECONDS_TO_FETCH, env=env)
    try:
        _wait_until_started(
            said=lambda: _run("sh", "-c", f"docker logs {container} 2>&1"),
            ended=lambda: _run("docker", "inspect", "--format={{.State.Running}}", container) != "true",
        )
        yield Neo4jServer(f"neo4j://127.0.0.1:{port}", "neo4j", password, "docker")
    finally:
        _run("docker", "rm", "--force", "--volumes", container)


@contextmanager
def _from_maven(settings: Mapping[str, str]) -> Iterator[Neo4jServer]:
    with TemporaryDirectory(prefix="xiaodi-neo4j-") as folder, serving_home(Path(folder), settings) as server:
        yield server


@contextmanager
def serving_home(
    home: Path, settings: Mapping[str, str] = SETTINGS, password: str | None = None, port: int | None = None
) -> Iterator[Neo4jServer]:
    """The server of the Maven artifacts on a home; databases may have been imported there.

    `password` is that of a server which ran there before; without it none has. `port` is where it is to listen.
    """
    _need_java()
    jars, port = fetch_jars(), port or _free_port()
    logs = (home / "console.log", home / "logs" / "neo4j.log")
    for log in logs:
        log.unlink(missing_ok=True)
    process = _launch(jars, home, settings, f"127.0.0.1:{port}")
    try:
        _wait_until_started(
            said=lambda: "\n".join(log.read_text("utf-8", "replace") for log in logs if log.exists()),
            ended=lambda: process.poll() is not None,
        )
        password = password or _new_password(port)
        yield Neo4jServer(f"neo4j://127.0.0.1:{port}", "neo4j", password, "maven", process.pid)
    finally:
        _stop(process)


def admin_command() -> str:
    """What stands for `neo4j-admin`, which the artifacts have no script for; it wants NEO4J_HOME."""
    _need_java()
    return shlex.join([*_java(fetch_jars()), "org.neo4j.cli.AdminTool"])


def _java(jars: Path) -> list[str]:
    opened = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch")]
    return ["java", *opened, "-cp", f"{jars}/*"]


def _launch(jars: Path, home: Path, settings: Mapping[str, str], address: str) -> subprocess.Popen[bytes]:
    listen = {"server.bolt.listen_address": address, "server.bolt.advertised_address": address}
    conf = home / "conf" / "neo4j.conf"
    conf.parent.mkdir(exist_ok=True)
    conf.write_text("".join(f"{name}={value}\n" for name, value in {**settings, **listen}.items()), "utf-8")
    command = [*_java(jars), f"-Xmx{settings['server.memory.heap.max_size']}", f"-Djava.io.tmpdir={home}"]
    command += ["org.neo4j.server.CommunityEntryPoint"]
    command += [f"--home-dir={home}", f"--config-dir={conf.parent}"]
    with (home / "console.log").open("wb") as console:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT)


def _wait_until_started(said: Callable[[], str], ended: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        over = ended() or time.monotonic() > deadline  # asked first, so that its last words are heard
        log = said()
        if over:
            raise Neo4jFailed(f"Neo4j did not start, or not in {SECONDS_TO_START} s:\n{_tail(log, 30)}")
        if "Started." in log:
            return
        time.sleep(0.1)


def _new_password(port: int) -> str:
    """Replace the password that every new server has; so far only this machine could reach it."""
    password = secrets.token_hex(16)
    with GraphDatabase.driver(f"bolt://127.0.0.1:{port}", auth=("neo4j", "neo4j")) as driver:
        change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
        driver.execute_query(change, password=password, database_="system")
    return password


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _need_java() -> None:
    version = _run("java", "--version")
    number = re.search(r"\d+", version)
    if not number or int(number[0]) < OLDEST_JAVA:
        raise Neo4jMissing(f"Neo4j {VERSION} needs Java {OLDEST_JAVA} or newer, and this is {version}")


def fetch_jars() -> Path:
    """The folder of jars under XIAODI_CACHE or ~/.cache/xiaodi, filled by Maven the first time.

    It is filled beside its place and moved there whole: a fetch that was cut short leaves nothing that looks
    finished. Of several processes one fetches, since Maven's own store is not made for more.
    """
    root = Path(os.environ.get("XIAODI_CACHE") or Path.home() / ".cache" / "xiaodi")
    target = root / f"neo4j-{VERSION}"
    if target.is_dir():
        return target
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as lock, TemporaryDirectory(prefix=f".{target.name}-", dir=root) as folder:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.is_dir():
            return target
        pom, lib = Path(folder, "pom.xml"), Path(folder, "lib")
        pom.write_text(POM.format(VERSION), "utf-8")
        options = ["-DincludeScope=runtime", f"-DoutputDirectory={lib}", "--strict-checksums"]
        _run("mvn", "-q", "-B", COPY_JARS, *options, f"--file={pom}", seconds=SECONDS_TO_FETCH)
        lib.rename(target)
    return target


def _run(*command: str, seconds: float = 60, env: Mapping[str, str] | None = None) -> str:
    """What a command says; Neo4jMissing when it is not here or fails."""
    called, environ = " ".join(command[:2]), {**os.environ, **(env or {})}
    if not shutil.which(command[0]):
        raise Neo4jMissing(f"no {command[0]} command")
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds, env=environ)
    except subprocess.TimeoutExpired:
        raise Neo4jMissing(f"{called} took more than {seconds:.0f} s") from None
    except subprocess.CalledProcessError as error:
        raise Neo4jMissing(f"{called} failed: {_tail(error.stdout + error.stderr, 5)}") from None
    return done.stdout.strip()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _tail(text: str, lines: int) -> str:
    return "\n".join(text.strip().splitlines()[-lines:])


def _serve() -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with running_neo4j() as server, TemporaryDirectory(prefix="xiaodi-password-") as folder:
        file = Path(folder, "password")  # in a folder that only its owner may enter
        file.write_text(server.password, "utf-8")
        print(f"uri {server.uri}\nuser {server.user}\npassword file {file}\nCtrl-C stops it.", flush=True)
        threading.Event().wait()


def main(arguments: list[str]) -> None:
    try:
        print(fetch_jars()) if arguments == ["--fetch"] else _serve()
    except KeyboardInterrupt:
        return
    except (Neo4jMissing, Neo4jFailed) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
