"""`xiaodi bulk` on the nation's registries against the plain `neo4j-admin import` of the same files.

The plain import is the tool with no option but those without which it cannot read the files. The constraints and
indexes, which the first command on the new server makes, are a line of their own.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.base import Line, Options, seconds
from graph.ledger import Ledger
from graph.stores.neo4j import Neo4jStore
from loaders.bulk import Bulk, bulk
from loaders.bulk_files import Target
from loaders.bulk_run import run_import
from loaders.registry_source import registry_paths
from tests.neo4j_server import SETTINGS, Neo4jMissing, admin_command, serving_home

_ROUNDS = 2
_ROOM = {"server.memory.heap.max_size": "2g", "server.memory.pagecache.size": "512m"}


def run(options: Options) -> Iterator[Line]:
    """Best of two rounds, ours and the plain import in turn."""
    try:
        admin = shlex.split(admin_command())
    except Neo4jMissing as why:
        print(f"without Neo4j: {why}")
        return
    paths = registry_paths(options.size((), ("46",)))
    rounds = [_round(paths, options.folder / f"bulk-{number}", admin) for number in range(_ROUNDS)]
    writing, ours, plain, indexing = (min(times) for times in zip(*rounds, strict=True))
    size = options.size("the nation", "Hainan")
    yield Line(f"import {size}", ours, plain, against="neo4j-admin import")
    yield Line(f"write and import {size}", writing + ours, plain, against="neo4j-admin import")
    yield Line(f"write, import and index {size}", writing + ours + indexing, plain, against="neo4j-admin import")


def _round(paths: list[Path], folder: Path, admin: list[str]) -> tuple[float, float, float, float]:
    """Seconds of writing, of our import, of the plain one, and of the first command's indexes."""
    homes = [folder / "ours", folder / "plain"]
    for home in homes:
        home.mkdir(parents=True)
    writing, done = seconds(lambda: bulk(paths, folder / "files", Target(admin, homes[0])))
    ours, _ = seconds(lambda: run_import(done.folder))
    command = _plain(done, admin)
    setting = ["env", f"NEO4J_HOME={homes[1]}", *command]
    plain, _ = seconds(lambda: subprocess.run(setting, cwd=done.folder, check=True, capture_output=True))
    with (
        serving_home(homes[0], {**SETTINGS, **_ROOM}) as server,
        Neo4jStore(server.uri, user=server.user, password=server.password) as store,
    ):
        indexing, _ = seconds(Ledger(store).prepare)
    shutil.rmtree(folder)
    return writing, ours, plain, indexing


def _plain(done: Bulk, admin: list[str]) -> list[str]:
    """The tool on the same files: as it comes, but for the character that parts the items of lists."""
    words = Target(admin).command(done.written)
    return [word for word in words if not word.startswith("--") or word.startswith(("--array", "--nodes", "--relat"))]
