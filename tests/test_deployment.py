"""The container files: valid to the tools that read them, closed where they must be, and true to the code.

No Docker engine is needed. `docker-compose config` resolves the compose file as a start would, BuildKit's own
parser reads the Dockerfile, and what the two tell a container to run is run here.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import Neo4jError

from graph.guard.words import PROCEDURES
from graph.settings import ROOT, Settings
from tests.needs import missing
from tests.neo4j_server import Neo4jMissing, running_neo4j

COMPOSE, DOCKERFILE, IGNORE = ROOT / "docker-compose.yml", ROOT / "Dockerfile", ROOT / ".dockerignore"
SECRET_FILE = "/run/secrets/neo4j_password"  # noqa: S105  a path, not a password
SERVICES = ("neo4j", "api")
PASSWORD = "correct-horse"  # noqa: S105


def tool(name: str, need: str) -> str:
    """Where a tool of requirements-dev.lock is."""
    places = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return shutil.which(name, path=places) or missing(need, f"no {name}; install requirements-dev.lock")


def says(*command: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the project's folder with no environment but `env`."""
    closed = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | env
    return subprocess.run(command, cwd=ROOT, env=closed, capture_output=True, text=True, timeout=120, check=False)


# --- docker-compose.yml --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What Compose makes of the file and env.example, the password being a known word."""
    password = tmp_path_factory.mktemp("secrets") / "password"
    password.write_text(PASSWORD, "utf-8")
    compose = tool("docker-compose", "compose")
    options = ("--file", str(COMPOSE), "--env-file", str(ROOT / "env.example"))
    done = says(compose, *options, "config", "--format", "json", NEO4J_PASSWORD_FILE=str(password))
    assert done.returncode == 0, done.stderr
    assert not done.stderr, "a warning of Compose"
    return done.stdout


@pytest.fixture(scope="module")
def compose(rendered: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(rendered)
    return read


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest, compose: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = compose["services"][request.param]
    return found


def test_the_compose_file_fits_the_specification() -> None:
    done = says(tool("check-jsonschema", "compose"), "--builtin-schema", "vendor.compose-spec", str(COMPOSE))
    assert done.returncode == 0, done.stdout


def test_every_service_is_looked_at(compose: dict[str, Any]) -> None:
    assert sorted(compose["services"]) == sorted(SERVICES)


def test_env_example_tells_every_variable_and_its_default() -> None:
    lines = (ROOT / "env.example").read_text("utf-8").splitlines()
    told = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    used = re.findall(r"(?<!\$)\$\{?(\w+)(?::-([^}]*))?", COMPOSE.read_text("utf-8"))
    assert told == dict(used)


def test_ports_are_published_on_loopback_alone(service: dict[str, Any]) -> None:
    assert service["ports"]
    assert {port.get("host_ip") for port in service["ports"]} == {"127.0.0.1"}
    assert "network_mode" not in service


def test_a_service_has_no_rights_to_spare(service: dict[str, Any]) -> None:
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "devices", "pid", "ipc", "userns_mode"} & set(service)
    assert {volume["type"] for volume in service["volumes"]} == {"volume"}, "nothing of the host is mounted"
    assert int(service["mem_limit"]) > 0
    assert service["pids_limit"] > 0


def test_the_database_does_not_run_as_root(compose: dict[str, Any]) -> None:
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", compose["services"]["neo4j"]["user"])


def test_the_api_writes_to_its_volume_and_tmp_alone(compose: dict[str, Any], final: list[Any]) -> None:
    api = compose["services"]["api"]
    assert api["read_only"] is True
    assert [mount.partition(":")[0] for mount in api["tmpfs"]] == ["/tmp"]  # noqa: S108
    assert [(volume["target"],) for volume in api["volumes"]] == values(final, "VOLUME")
    assert values(final, "VOLUME") == [(environment(final)["XIAODI_VAR"],)]
    assert "user" not in api, "the image's user, who owns the volume"


def test_the_api_waits_for_a_database_that_answers(compose: dict[str, Any]) -> None:
    assert compose["services"]["api"]["depends_on"]["neo4j"]["condition"] == "service_healthy"
    assert not any(service["healthcheck"].get("disable") for service in compose["services"].values())


def test_a_database_has_time_to_close(compose: dict[str, Any]) -> None:
    """Neo4j takes 10 s to close its door, and what Docker kills after 10 s has a log to recover."""
    assert compose["services"]["neo4j"]["stop_grace_period"] in ("1m0s", "60s")


def test_the_password_stands_in_no_file_and_no_environment(rendered: str, service: dict[str, Any]) -> None:
    assert PASSWORD not in rendered
    secret = re.compile("PASSWORD|AUTH|SECRET|TOKEN", re.IGNORECASE)
    held = {name: value for name, value in service["environment"].items() if secret.search(name)}
    assert set(held.values()) <= {SECRET_FILE}
    assert all(name.endswith("_FILE") for name in held)
    assert [mounted["target"] for mounted in service["secrets"]] == [SECRET_FILE]


def test_the_secret_comes_from_a_file(compose: dict[str, Any]) -> None:
    """Compose refuses any other source for a service whose root is read-only."""
    assert {name: set(secret) for name, secret in compose["secrets"].items()} == {"neo4j_password": {"name", "file"}}


def shell(script: str, tmp_path: Path, stand_in: str) -> subprocess.CompletedProcess[str]:
    """Run a container's shell text here, with a secret of ours and a script of ours for the program it calls."""
    (tmp_path / "password").write_text(f"{PASSWORD}\n", "utf-8")
    program = tmp_path / Path(stand_in).name
    program.write_text('#!/bin/sh\necho "$NEO4J_AUTH $NEO4J_USERNAME $NEO4J_PASSWORD $*"\n', "utf-8")
    program.chmod(0o755)
    text = script.replace("$$", "$").replace(SECRET_FILE, str(tmp_path / "password")).replace(stand_in, str(program))
    return says("bash", "-euc", text)


def test_the_database_takes_its_password_from_the_secret(compose: dict[str, Any], tmp_path: Path) -> None:
    start = "/startup/docker-entrypoint.sh"
    *before, script = compose["services"]["neo4j"]["entrypoint"]
    assert before == ["tini", "-g", "--", "/bin/bash", "-euc"]
    assert shell(script, tmp_path, start).stdout.split() == [f"neo4j/{PASSWORD}", "neo4j"]
    assert shell(script.replace(SECRET_FILE, "/no/such/file"), tmp_path, start).returncode != 0


def test_the_database_is_asked_with_the_secret(compose: dict[str, Any], tmp_path: Path) -> None:
    kind, script = compose["services"]["neo4j"]["healthcheck"]["test"]
    said = shell(script, tmp_path, "cypher-shell").stdout
    assert kind == "CMD-SHELL"
    assert said.split() == ["neo4j", PASSWORD, "--address", "bolt://localhost:7687", "RETURN", "1"]


def test_the_database_closes_the_holes_of_reading(compose: dict[str, Any]) -> None:
    """A statement that only reads may still read files and addresses, call plugins, and eat time and memory."""
    given = compose["services"]["neo4j"]["environment"]
    assert given["NEO4J_dbms_security_allow__csv__import__from__file__urls"] == "false"
    assert given["NEO4J_server_directories_import"].startswith("/var/lib/neo4j/")
    assert given["NEO4J_internal_dbms_cypher__ip__blocklist"] == "0.0.0.0/0,::/0"
    assert set(given["NEO4J_dbms_security_procedures_allowlist"].lower().split(",")) == PROCEDURES
    assert not {"NEO4J_PLUGINS", "NEO4JLABS_PLUGINS", "NEO4J_dbms_security_procedures_unrestricted"} & set(given)
    assert not any("apoc" in name.lower() for name in given)
    limits = ("db_memory_transaction_max", "dbms_memory_transaction_total_max", "db_transaction_timeout")
    assert all(given[f"NEO4J_{name}"] for name in limits)


def test_neo4j_obeys_the_settings(compose: dict[str, Any]) -> None:
    """A real server knows every setting, reads no file by LOAD CSV, and stops a statement that eats memory."""
    given = compose["services"]["neo4j"]["environment"]
    names = {name: name.removeprefix("NEO4J_").replace("_", ".").replace("..", "_") for name in given}
    try:
        with running_neo4j({names[name]: value for name, value in given.items()}) as server:
            driver = GraphDatabase.driver(server.uri, auth=(server.user, server.password))
            with driver, driver.session() as session:
                with pytest.raises(Neo4jError, match="allow_csv_import_from_file_urls"):
                    session.run("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN count(line)").consume()
                with pytest.raises(Neo4jError, match="blocked"):
                    session.run("LOAD CSV FROM 'http://127.0.0.1:1/x' AS line RETURN count(line)").consume()
                with pytest.raises(Neo4jError, match=r"db\.memory\.transaction\.max"):
                    session.run("UNWIND range(1, 20000000) AS x RETURN size(collect(toString(x)))").consume()
                session.run("CALL db.awaitIndexes(60)").consume()  # what the store itself calls
                assert session.run("RETURN 1").single(strict=True).value() == 1
    except Neo4jMissing as error:
        missing("neo4j", str(error))


# --- Dockerfile ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stages() -> list[list[Any]]:
    """The commands of each stage, as BuildKit's parser reads them."""
    try:
        parser = importlib.import_module("dockerfile")
    except ImportError:
        missing("dockerfile", "no module dockerfile; install requirements-dev.lock")
    read: list[list[Any]] = []
    for command in parser.parse_file(str(DOCKERFILE)):
        if command.cmd.upper() == "FROM":
            read.append([])
        read[-1].append(command)
    return read


@pytest.fixture(scope="module")
def final(stages: list[list[Any]]) -> list[Any]:
    return stages[-1]


def values(stage: list[Any], name: str) -> list[tuple[str, ...]]:
    return [command.value for command in stage if command.cmd.upper() == name]


def environment(stage: list[Any]) -> dict[str, str]:
    words = [word for value in values(stage, "ENV") for word in value if word != "="]
    return dict(zip(words[::2], words[1::2], strict=True))


def copied(stages: list[list[Any]]) -> set[str]:
    """What the image takes from the folder."""
    commands = [command for stage in stages for command in stage if command.cmd.upper() in ("COPY", "ADD")]
    ours = [command for command in commands if not any(flag.startswith("--from=") for flag in command.flags)]
    return {source for command in ours for source in command.value[:-1]}


def test_the_dockerfile_has_no_fault_to_a_linter() -> None:
    done = says(tool("hadolint", "dockerfile"), "--no-color", str(DOCKERFILE))
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_does_not_run_as_root(final: list[Any]) -> None:
    order = [command.cmd.upper() for command in final]
    user = values(final, "USER")[-1][0]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert "RUN" not in order[order.index("USER") :]
    assert not any(flag.startswith("--chown") for command in final for flag in command.flags), "code is root's"


def test_the_image_installs_by_hash_and_keeps_no_installer(stages: list[list[Any]]) -> None:
    build, final = stages
    installs = [run for (run,) in values(build, "RUN") if "install" in run]
    assert installs
    assert all("--require-hashes --requirement /tmp/requirements.lock" in run for run in installs)
    assert "--without-pip" in installs[0]
    assert not any("pip" in run for (run,) in values(final, "RUN"))


def test_every_locked_requirement_has_a_hash() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", " ")
    pins = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert pins
    assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_the_image_takes_what_it_names_and_no_more(stages: list[list[Any]]) -> None:
    """All is ignored but what the Dockerfile copies, so that neither .env nor .git reaches a layer."""
    lines = IGNORE.read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule.removeprefix("!") for rule in rules if rule.startswith("!")} == copied(stages)
    assert [source for source in copied(stages) if not (ROOT / source).exists()] == []
    assert "**/.*" in rules[-3:]


def test_images_are_named_without_a_registry(stages: list[list[Any]], compose: dict[str, Any]) -> None:
    names = [values(stage, "FROM")[0][0] for stage in stages]
    names += [service["image"] for service in compose["services"].values()]
    assert all(re.fullmatch(r"[a-z0-9]+:[\w.-]+", name) and not name.endswith(":latest") for name in names), names


def test_settings_that_containers_are_given_exist(final: list[Any], compose: dict[str, Any]) -> None:
    given = {*environment(final), *compose["services"]["api"]["environment"]}
    ours = {name.removeprefix("XIAODI_").lower() for name in given if name.startswith("XIAODI_")}
    assert ours >= {"var", "store", "store_user", "store_password_file"}
    assert ours <= set(Settings.model_fields)


def test_the_image_starts_a_command_that_exists(final: list[Any]) -> None:
    (command,) = values(final, "CMD")
    assert command[:4] == ("python", "-m", "api.cli", "serve")
    assert ("--host", "0.0.0.0", "--port", *values(final, "EXPOSE")[0]) == command[4:]  # noqa: S104
    done = says(sys.executable, *command[1:], "--help")
    assert done.returncode == 0, done.stderr


class Answering(BaseHTTPRequestHandler):
    """A server whose health is the number given."""

    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def health() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (404, False), (503, False)])
def test_the_health_check_tells_well_from_ill(
    final: list[Any], health: HTTPServer, monkeypatch: pytest.MonkeyPatch, status: int, healthy: bool
) -> None:
    monkeypatch.setattr(Answering, "status", status)
    assert ask_health(final, health.server_port) is healthy


def test_a_server_that_is_down_is_ill(final: list[Any]) -> None:
    assert ask_health(final, 1) is False


def ask_health(final: list[Any], port: int) -> bool:
    """Run the image's health check, under a proxy that must not be asked."""
    (check,) = values(final, "HEALTHCHECK")
    assert check[:3] == ("CMD", "python", "-c")
    code = check[3].replace("127.0.0.1:8000/", f"127.0.0.1:{port}/")
    assert str(port) in code
    return says(sys.executable, "-c", code, http_proxy="http://127.0.0.1:1").returncode == 0
