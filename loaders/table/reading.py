"""Table files to rows: which reader a file needs, and what holds of every format."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from graph.errors import NO_TEXT, BadInput, Problem, Text
from loaders.document.reading.base import Fault
from loaders.document.reading.limits import MIB
from loaders.table.base import Line
from loaders.table.reading_excel import ExcelBook
from loaders.table.reading_json import JsonBook
from loaders.table.reading_text import TextBook

#: Bytes of one table.
MAX_BYTES = 512 * MIB
#: What the file of refused rows has between the name of its table and the suffix.
REFUSED = ".refused"
#: Rows from one corner to the other, columns too, from 1.
Merge = tuple[tuple[int, int], tuple[int, int]]


class Book(Protocol):
    """A table file: its sheets and their rows."""

    @property
    def sheets(self) -> Sequence[str]:
        """The names of its sheets, in order; a text file has one, named after the file."""

    @property
    def hidden(self) -> frozenset[str]:
        """Those of its sheets that are not seen."""

    @property
    def ragged(self) -> bool:
        """Whether a row may have more or fewer cells than the heading by mistake, as in text files."""

    def lines(self, sheet: str) -> Iterator[Line]:
        """The rows of a sheet that are not empty, in order.

        Raises:
            Fault: at the row from which it cannot be read on.
        """

    def merged(self, sheet: str) -> Sequence[Merge]:
        """The merged cells of a sheet."""


_BOOKS: Mapping[str, type[TextBook | ExcelBook | JsonBook]] = {
    ".csv": TextBook,
    ".tsv": TextBook,
    ".txt": TextBook,
    ".xlsx": ExcelBook,
    ".xlsm": ExcelBook,
    ".xls": ExcelBook,
    ".ods": ExcelBook,
    ".jsonl": JsonBook,
    ".ndjson": JsonBook,
}
SUFFIXES = tuple(_BOOKS)


def open_book(path: Path, delimiter: str | None = None, wanted: Collection[str] = ()) -> Book:
    """Open a table. `wanted` are headings that it should have: they tell the delimiter of a text file.

    Raises:
        BadInput: when it is no table that can be read.
    """
    try:
        _check(path)
        return _BOOKS[path.suffix.lower()](path, sheet_of(path), delimiter, wanted)
    except Fault as fault:
        raise unreadable(path, fault) from fault


def unreadable(path: Path, fault: Fault) -> BadInput:
    """The one problem for which a file cannot be read."""
    return BadInput([Problem(str(path), fault.line, fault.column, fault.what, fault.hint)])


def sheet_of(path: Path) -> str:
    """The name of the only sheet of a text file: that of the file, or of the table that its rows were refused from."""
    return path.stem.removesuffix(REFUSED)


def is_refused(path: Path) -> bool:
    """Whether a file holds rows that were refused from a table."""
    return path.stem.endswith(REFUSED) and path.suffix.lower() in _BOOKS


def _check(path: Path) -> None:
    if not path.is_file():
        raise Fault(Text("不是文件", "not a file") if path.exists() else Text("没有这个文件", "no such file"))
    if path.suffix.lower() not in _BOOKS:
        raise Fault(
            Text(f"不是表格：{path.suffix or '没有扩展名'}", f"not a table: {path.suffix or 'no suffix'}"),
            Text(f"可读 {' '.join(SUFFIXES)}", f"readable: {' '.join(SUFFIXES)}"),
        )
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as error:
        raise Fault(Text(f"打不开：{error.strerror}", f"cannot be opened: {error.strerror}"), NO_TEXT) from error
    if not size:
        raise Fault(Text("文件是空的", "the file is empty"), Text("填写后再装载", "fill it in"))
    if size > MAX_BYTES:
        raise Fault(
            Text(
                f"文件有 {size // MIB} MB，上限 {MAX_BYTES // MIB} MB", f"{size // MIB} MB; at most {MAX_BYTES // MIB}"
            ),
            Text("分成几个文件", "split it"),
        )
