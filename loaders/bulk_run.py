"""Running the import: finding the server's tools, and saying what they say in our words."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from graph.errors import NO_TEXT, BadParameter, NotFound, Refused, StoreError, StoreLocked, Text
from loaders.bulk_files import SCRIPT

_TOOL = "neo4j-admin"


def find_admin(command: str | None, home: Path | None) -> Sequence[str] | None:
    """The command of the server's tool: the one given, the one of the server's home, or the one on the path.

    Raises:
        BadParameter: when the given command cannot be read.
    """
    if command is not None:
        try:
            return shlex.split(command)
        except ValueError as error:
            what = Text(f"读不懂命令：{command}", f"cannot read the command: {command}")
            raise BadParameter(what, hint=Text(str(error), str(error))) from error
    inside = home / "bin" / _TOOL if home else None
    if inside and inside.exists():
        return (str(inside),)
    return (_TOOL,) if shutil.which(_TOOL) else None


def run_import(folder: Path) -> str:
    """Run the folder's script; what the importer says of what it did.

    Raises:
        Refused: when the database exists already.
        StoreLocked: when a server has the database.
        StoreError: when the import fails for another reason.
    """
    shell = shutil.which("sh")
    if shell is None:
        raise NotFound(
            Text("没有 sh", "there is no sh"), hint=Text(f"按 {SCRIPT} 里的命令运行", f"run the command in {SCRIPT}")
        )
    # The script is ours, and every word of its command is quoted.
    done = subprocess.run([shell, SCRIPT], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    said = f"{done.stdout}\n{done.stderr}"
    if done.returncode:
        raise _failed(said, folder)
    return " ".join(line.strip() for line in said.partition("IMPORT DONE")[2].splitlines()[:5]).strip()


def _failed(said: str, folder: Path) -> StoreError | Refused:
    where = str(folder / SCRIPT)
    if "database is in use" in said:
        what = Text("服务器正开着这个数据库", "a running server has the database")
        return StoreLocked(what, where=where, hint=Text("先停下 Neo4j 服务", "stop the Neo4j server first"))
    if "overwrite-destination" in said:
        what = Text("这个数据库已经存在", "the database exists already")
        hint = Text("换一个 --database，或用 --overwrite 替换它", "another --database, or --overwrite to replace it")
        return Refused(what, where=where, hint=hint)
    essence = _essence(said)
    what = Text(f"导入失败：{essence}", f"the import failed: {essence}")
    hint = Text("留下的残缺数据库用 --overwrite 替换", "--overwrite replaces the broken database that it left")
    return StoreError(what, where=where, hint=hint if "IMPORT FAILED" in said else NO_TEXT)


def _essence(said: str) -> str:
    """The innermost cause that the importer names, or the last that it said."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    causes = [line.partition(": ")[2] for line in lines if line.startswith("Caused by: ")]
    return causes[-1].partition(": ")[2] or causes[-1] if causes else "; ".join(lines[-4:])
