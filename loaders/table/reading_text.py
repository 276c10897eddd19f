"""CSV and its kin: any delimiter, any encoding that Chinese files have, read as a stream."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path

from graph.errors import Text
from loaders.document.reading.base import Fault
from loaders.document.reading.encoding import decoded
from loaders.document.reading.limits import MIB
from loaders.table.base import Cell, Line, cell_text

_CHUNK = 8 * MIB
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_DELIMITERS = ",\t;|，；"
_SAMPLE_ROWS = 20
_SAMPLE = 256 * 1024
_WIDE = re.compile(rb"[\x80-\xff]")
_UTF8_MARK = b"\xef\xbb\xbf"


class TextBook:
    """One text file; its only sheet is named after it."""

    ragged = True

    def __init__(self, path: Path, sheet: str, delimiter: str | None, wanted: Collection[str]) -> None:
        self.path, self.sheets = path, (sheet,)
        self.delimiter = delimiter or _sniffed(path, wanted)

    def lines(self, sheet: str) -> Iterator[Line]:
        reader = csv.reader(texts(self.path), delimiter=self.delimiter, strict=True)
        row = 0
        try:
            for row, values in enumerate(reader, 1):
                cells = tuple(Cell(column, value) for column, value in enumerate(values, 1) if cell_text(value))
                if cells:
                    yield Line(sheet, row, cells, len(values))
        except csv.Error as error:
            raise _broken(row + 1, error) from error

    def merged(self, sheet: str) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
        del sheet
        return ()


def _broken(row: int, error: csv.Error) -> Fault:
    return Fault(
        Text(f"第 {row} 行起读不下去：引号没有配对，或一格太长（{error}）", f"cannot read on from row {row}: {error}"),
        Text("检查这一行的引号", "check the quotes of this row"),
        line=row,
        column=1,
    )


def texts(path: Path) -> Iterator[str]:
    """The lines of a file with their ends, decoded chunk by chunk.

    Raises:
        Fault: when it is binary, or in no encoding, or in two.
    """
    with path.open("rb") as file:
        if file.read(4).startswith(_WIDE_MARKS):
            file.seek(0)
            yield from _split(decoded(file.read(), lines=False)[0])
            return
        file.seek(0)
        encoding, before = "ascii", 0
        while chunk := file.read(_CHUNK):
            chunk += file.readline()
            # What is plain tells no encoding: only what comes after is asked.
            wide = _WIDE.search(chunk) if encoding == "ascii" else None
            plain = chunk.rfind(b"\n", 0, wide.start()) + 1 if wide else 0
            for part in filter(None, (chunk[:plain], chunk[plain:])):
                text, encoding = _decoded(part, encoding, before)
                before += part.count(b"\n")
                yield from _split(text)


def _decoded(chunk: bytes, encoding: str, before: int) -> tuple[str, str]:
    """A chunk in the encoding of those before it."""
    try:
        if encoding == "ascii":
            return decoded(chunk, lines=False)
        decoded(chunk.replace(_UTF8_MARK, b""), encoding, lines=False)
        return chunk.decode(encoding), encoding
    except Fault as fault:
        raise Fault(fault.what, fault.hint, line=fault.line + before, column=fault.column) from fault
    except UnicodeDecodeError as error:
        line = before + chunk[: error.start].count(b"\n") + 1
        raise Fault(
            Text(f"第 {line} 行起不再是 {encoding}：一个文件里有两种编码", f"from line {line} no longer {encoding}"),
            Text("另存为 UTF-8 后再读", "save it as UTF-8"),
            line=line,
            column=1,
        ) from error


def _split(text: str) -> Iterator[str]:
    """Lines with their ends; a file of old has carriage returns alone."""
    end = "\n" if "\n" in text else "\r"
    start = 0
    while (found := text.find(end, start)) >= 0:
        yield text[start : found + 1]
        start = found + 1
    if start < len(text):
        yield text[start:]


def _sniffed(path: Path, wanted: Collection[str]) -> str:
    """The delimiter that gives the headings that are wanted, or else rows of equal width."""
    sample: list[str] = []
    for text in islice(texts(path), 10 * _SAMPLE_ROWS):
        sample.append(text)
        if sum(map(len, sample)) > _SAMPLE:
            break
    headings = {cell_text(heading) for heading in wanted}
    return max(_DELIMITERS, key=lambda mark: _fit(sample, mark, headings))


def _fit(sample: Sequence[str], mark: str, headings: set[str]) -> tuple[int, float, int]:
    try:
        rows = [row for row in islice(csv.reader(sample, delimiter=mark), _SAMPLE_ROWS) if row]
    except csv.Error:
        return 0, 0.0, 0
    found = max((len(headings.intersection(map(cell_text, row))) for row in rows), default=0)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return found, times / max(1, len(rows)), width
