"""Files as sides: fact sheets and tables, read as a load reads them, and canonical exports."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from api.compare.elements import Elements, folded, from_lines
from api.compare.loads import MOST
from graph.errors import BadInput, Problem, Text
from loaders.base import Facts
from loaders.run import read_path

_EXPORTS = (".jsonl", ".jsonl.gz")


def is_file(text: str) -> bool:
    """Whether an argument names a file and not a place."""
    return Path(text).is_file()


def read_file(path: Path) -> Elements:
    """What a file states, or what an export shows; no store is needed, since statements alone make elements.

    A table that has a map is read as a table, be it JSON lines.

    Raises:
        BadInput: with every fault of the file, or when it holds more than is compared.
    """
    if path.name.endswith(_EXPORTS) and not path.with_suffix(".map.yaml").exists():
        return _exported(path)
    facts = read_path(path, {})
    if not isinstance(facts, Facts):
        raise BadInput([Problem(str(path), 0, 0, _too_large())])
    return folded((node.entry() for node in facts.nodes), (edge.entry() for edge in facts.edges))


def _exported(path: Path) -> Elements:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            return from_lines(lines, str(path))
    except (gzip.BadGzipFile, EOFError, zlib.error, UnicodeDecodeError) as error:
        what = Text(f"读不出这个文件：{error}", f"this file cannot be read: {error}")
        raise BadInput([Problem(str(path), 0, 0, what)]) from error


def _too_large() -> Text:
    return Text(f"名录和超过 {MOST:,} 项的文件不能这样比较", "registries and very large files are not compared so")
