"""CSV and its kin: any delimiter, read as a stream. A row that cannot be parted into cells does not hide the others."""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path

from graph.errors import Text
from loaders.document.reading.base import Fault
from loaders.table.base import BLANKS, Broken, Cell, Line, cell_text
from loaders.table.reading_bytes import texts

_DELIMITERS = ",\t;|，；"
_SAMPLE_ROWS = 20
_SAMPLE = 256 * 1024
#: Rows that may be broken: each is read twice, and with many the file is no such table.
_MOST_BROKEN = 200
_NO_DELIMITERS = frozenset('"\r\n')


class TextBook:
    """One text file; its only sheet is named after it."""

    ragged = True
    hidden: frozenset[str] = frozenset()

    def __init__(self, path: Path, sheet: str, delimiter: str | None, wanted: Collection[str]) -> None:
        self.path, self.sheets = path, (sheet,)
        if delimiter and (len(delimiter) != 1 or delimiter in _NO_DELIMITERS):
            what = Text(f"分隔符不能是 {delimiter!r}", f"the delimiter cannot be {delimiter!r}")
            raise Fault(what, Text("在映射的 delimiter 里写一个字符，或不写", "give one character in the map, or none"))
        self.delimiter = delimiter or _sniffed(path, wanted)

    def lines(self, sheet: str) -> Iterator[Line]:
        given = _Given(texts(self.path))
        reader = csv.reader(given, delimiter=self.delimiter, strict=True)
        row = broken = 0
        while True:
            row += 1
            given.taken.clear()
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                broken += 1
                if broken > _MOST_BROKEN:
                    raise _too_broken(row) from error
                yield self._broken(sheet, row, given.first())
            else:
                cells = _cells(values)
                if cells:
                    yield Line(sheet, row, cells, len(values))

    def merged(self, sheet: str) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
        del sheet
        return ()

    def _broken(self, sheet: str, row: int, text: str) -> Line:
        """A line on which a row begins that cannot be parted, with what stands between its delimiters."""
        values = text.rstrip("\r\n").split(self.delimiter)
        return Line(sheet, row, _cells(values), len(values), _why(text.rstrip("\r\n"), self.delimiter, values))


class _Given:
    """Lines for the csv reader; those of one row can be given back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        text = self._back.popleft() if self._back else next(self._lines)
        self.taken.append(text)
        return text

    def first(self) -> str:
        """The first line of the row; the others are given once more."""
        first, *others = self.taken
        self._back.extendleft(reversed(others))
        return first


def _cells(values: Sequence[str]) -> tuple[Cell, ...]:
    return tuple([Cell(column, value) for column, value in enumerate(values, 1) if value.strip(BLANKS)])


def _why(text: str, mark: str, values: Sequence[str]) -> Broken:
    """What is wrong with a line: its quotes, a line end within, or a cell that is longer than any."""
    sound = re.compile(rf'(?:"(?:[^"]|"")*"|[^"{re.escape(mark)}][^{re.escape(mark)}]*|)(?:{re.escape(mark)}|$)')
    at, column = 0, 1
    while found := sound.match(text, at):
        if found.end() >= len(text):
            longest = max(range(len(values)), key=lambda number: len(values[number]))
            if "\r" in text:
                what = Text("行中有回车符，说不准是不是换行", "a carriage return within the row: is it a line break?")
                return Broken(0, what, Text("删去回车符，或给该格加引号", "delete it, or quote the cell"))
            what = Text(f"一格有 {len(values[longest])} 个字，太长", f"a cell of {len(values[longest])} characters")
            return Broken(longest + 1, what, Text("缩短它", "shorten it"))
        at, column = found.end(), column + 1
    what = Text("引号没有配对，或引号之后还有字", "a quote that is not closed, or text after a closing one")
    return Broken(
        column, what, Text("补上或去掉引号；格内的引号写两个", 'mend the quotes; a " within is written twice')
    )


def _too_broken(row: int) -> Fault:
    return Fault(
        Text(
            f"到第 {row} 行已有 {_MOST_BROKEN} 行的引号没有配对", f"{_MOST_BROKEN} rows with wrong quotes up to {row}"
        ),
        Text("重新导出这张表", "export the table again"),
        line=row,
        column=1,
    )


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
