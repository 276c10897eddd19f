"""The files of a bulk import: CSV files, the script that imports them, and the folder that is whole or not there."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from graph.bulk import Needs, Rows, Shape
from graph.errors import Refused, Text
from graph.ontology import node_types
from graph.statements import EdgeElement, NodeElement

MANIFEST, SCRIPT = "bulk.json", "import.sh"
#: Rows that are kept in memory before they are written.
_ROWS = 20_000
_SCRIPT = """#!/bin/sh
# 先停下 Neo4j 服务再运行；目标数据库须尚不存在。导入后启动服务即可。
# Stop the Neo4j server before this runs; the database must not exist yet. Then start the server.
set -e
cd "$(dirname "$0")"
{home}exec {command}
"""


@dataclass
class Part:
    """The CSV files that one process writes; their names end in `name`, so that processes never meet."""

    folder: Path
    name: str
    files: dict[Shape, str] = field(default_factory=dict)
    rows: Rows = field(default_factory=Rows)
    nodes: int = 0
    edges: int = 0
    _pending: int = 0

    def add_node(self, node: NodeElement) -> None:
        """Write a node."""
        self.rows.add_node(node)
        self.nodes += 1
        self._count()

    def add_edge(self, edge: EdgeElement) -> None:
        """Write an edge."""
        self.rows.add_edge(edge)
        self.edges += 1
        self._count()

    def _count(self) -> None:
        self._pending += 1
        if self._pending >= _ROWS:
            self.flush()

    def flush(self) -> None:
        """Bring what is in memory to the files."""
        for shape, rows in self.rows.pending.items():
            text = "\n".join(rows) + "\n"
            if shape not in self.files:
                self.files[shape] = f"{shape.name}.{self.name}.{len(self.files)}.csv"
                text = f"{shape.header()}\n{text}"
            with (self.folder / self.files[shape]).open("a", encoding="utf-8", newline="") as file:
                file.write(text)
        self.rows.pending.clear()
        self._pending = 0

    def done(self) -> Written:
        """Flush, and say what was written."""
        self.flush()
        return Written(list(self.files.items()), self.rows.needs, self.nodes, self.edges)


@dataclass
class Written:
    """What stands in the files of one part, or of several."""

    files: list[tuple[Shape, str]] = field(default_factory=list)
    needs: Needs = field(default_factory=Needs)
    nodes: int = 0
    edges: int = 0

    def add(self, other: Written) -> None:
        """Count in another part."""
        self.files += other.files
        self.needs.add(other.needs)
        self.nodes += other.nodes
        self.edges += other.edges


@dataclass(frozen=True)
class Target:
    """Where the files are imported: the tool's command, its home if it must be told, and the database."""

    admin: Sequence[str] = ("neo4j-admin",)
    home: Path | None = None
    database: str = "neo4j"
    overwrite: bool = False

    def command(self, written: Written) -> list[str]:
        """The command that imports the files, in their folder."""
        options = [*written.needs.options(), "--report-file=import.report", "--verbose"]
        if self.overwrite:
            options.append("--overwrite-destination=true")
        return [*self.admin, "database", "import", "full", self.database, *options, *_inputs(written)]


def _inputs(written: Written) -> Iterator[str]:
    for shape, file in sorted(written.files, key=lambda found: (not found[0].node, found[1])):
        if shape.node:
            yield f"--nodes={':'.join(node_types()[shape.name].labels())}={file}"
        else:
            yield f"--relationships={shape.name}={file}"


def write_script(folder: Path, target: Target, written: Written) -> None:
    """Write the script that imports the files."""
    command = " \\\n  ".join(shlex.quote(word) for word in target.command(written))
    home = f"export NEO4J_HOME={shlex.quote(str(target.home))}\n" if target.home else ""
    script = folder / SCRIPT
    script.write_text(_SCRIPT.format(home=home, command=command), encoding="utf-8")
    script.chmod(0o755)


def write_manifest(folder: Path, content: dict[str, Any]) -> None:
    """Say what the folder holds; by this file an earlier output is known."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder beside the wanted one, which takes its place when all went well and is gone otherwise.

    Raises:
        Refused: when the wanted folder holds something that is no earlier output.
    """
    if folder.exists() and not (folder / MANIFEST).exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(
            Text("目标不是空文件夹，也不是先前的批量文件", "the target is neither empty nor an earlier bulk output"),
            where=str(folder),
            hint=Text("换一个文件夹", "choose another folder"),
        )
    target = folder.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield part
        part.chmod(0o755)
        if target.exists():
            old = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
            target.rename(old / "old")
            part.rename(target)
            shutil.rmtree(old)
        else:
            part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
