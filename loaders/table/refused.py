"""The refused rows of a table, with reasons, as a file of the same form: mended, it loads by the same map."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import orjson

from graph.errors import Language
from loaders.table.base import ROW_HEADING, WHY_HEADING, CellValue, RefusedRow, Since1904
from loaders.table.reading import REFUSED
from loaders.table.table import Partial

_WIDE = 18
_BAD = {"bg_color": "#FFC7CE"}


def refused_path(path: Path) -> Path:
    """Where the refused rows of a table are written: 表.refused.xlsx beside 表.xlsx; older workbooks give a new one."""
    suffix = path.suffix if path.suffix.lower().lstrip(".") in _WRITERS else ".xlsx"
    return path.with_name(f"{path.stem.removesuffix(REFUSED)}{REFUSED}{suffix}")


def write_refused(partial: Partial, path: Path, language: Language = "zh") -> None:
    """Write the refused rows of a table to a file of its format, which `path` ends in.

    Every cell keeps its column; the row that it was and why it was refused stand behind the last.
    """
    write = _WRITERS.get(path.suffix.lower().lstrip("."), _write_excel)
    part = path.with_name(f".{path.name}.part")
    write(partial, part, language)
    part.replace(path)


def _why(row: RefusedRow, language: Language) -> str:
    return "；".join(
        f"{fault.place} {fault.what.say(language)} → {fault.hint.say(language)}".removesuffix(" → ")
        for fault in row.faults
    )


def _width(partial: Partial, sheet: str) -> int:
    """The last column that a heading or a refused row of the sheet has."""
    cells = (cell.column for row in partial.refused if row.sheet == sheet for cell in row.cells)
    return max([*partial.headings.get(sheet, {}), *cells], default=0)


def _rows(partial: Partial, sheet: str, language: Language) -> Iterator[tuple[RefusedRow, dict[int, str]]]:
    """Each refused row of a sheet with its cells by column, those of the two own columns among them."""
    width = _width(partial, sheet)
    for row in partial.refused:
        if row.sheet == sheet:
            cells = {cell.column: cell.text for cell in row.cells}
            yield row, cells | {width + 1: str(row.row), width + 2: _why(row, language)}


def _headings(partial: Partial, sheet: str) -> dict[int, str]:
    width = _width(partial, sheet)
    return {**partial.headings.get(sheet, {}), width + 1: ROW_HEADING, width + 2: WHY_HEADING}


def _head_row(partial: Partial, sheet: str) -> int:
    """The row of the headings: where the map says that they stand, else the first."""
    said = [max(spec.header) for spec in partial.map.tables if spec.header and spec.sheet in (None, sheet)]
    return max(said, default=1)


def _sheets(partial: Partial) -> list[str]:
    return sorted({row.sheet for row in partial.refused})


def _write_text(partial: Partial, path: Path, language: Language) -> None:
    (sheet,) = _sheets(partial)
    head, headings = _head_row(partial, sheet), _headings(partial, sheet)
    delimiter = next((spec.delimiter for spec in partial.map.tables if spec.delimiter), None)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write("\n" * (head - 1))
        out = csv.writer(file, delimiter=delimiter or ("\t" if ".tsv" in path.suffixes else ","), lineterminator="\n")
        out.writerow(_line(headings))
        for _, cells in _rows(partial, sheet, language):
            out.writerow(_line(cells))


def _line(cells: Mapping[int, str]) -> Sequence[str]:
    return [cells.get(column, "") for column in range(1, max(cells) + 1)]


def _write_lines(partial: Partial, path: Path, language: Language) -> None:
    """JSON lines; each has every name, so that they stand in the order of the table's."""
    (sheet,) = _sheets(partial)
    names = partial.headings[sheet]
    with path.open("wb") as file:
        for row in partial.refused:
            given: dict[int, CellValue] = {cell.column: cell.value for cell in row.cells}
            item = {names[column]: given.get(column) for column in sorted(names)}
            file.write(orjson.dumps(item | {ROW_HEADING: row.row, WHY_HEADING: _why(row, language)}) + b"\n")


def _write_excel(partial: Partial, path: Path, language: Language) -> None:
    """Sheets of the same names, the bad cells coloured.

    Everything is text, but for numbers that are bad because they are numbers: these stay so until they are mended.
    """
    import xlsxwriter  # nothing else of a load needs it

    since_1904 = any(isinstance(cell.value, Since1904) for row in partial.refused for cell in row.cells)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "date_1904": since_1904}
    with xlsxwriter.Workbook(str(path), options) as book:
        bold, bad = book.add_format({"bold": True}), book.add_format(_BAD)
        for sheet in _sheets(partial):
            page, head = book.add_worksheet(sheet), _head_row(partial, sheet)
            headings = _headings(partial, sheet)
            for column, text in headings.items():
                page.write_string(head - 1, column - 1, text, bold)
            page.set_column(0, max(headings) - 1, _WIDE)
            for number, (row, cells) in enumerate(_rows(partial, sheet, language), head):
                faulty = {fault.column for fault in row.faults}
                numbers = {cell.column: cell.value for cell in row.cells if isinstance(cell.value, float)}
                for column, text in cells.items():
                    if column in faulty and column in numbers:
                        page.write_number(number, column - 1, numbers[column], bad)
                    else:
                        page.write_string(number, column - 1, text, bad if column in faulty else None)
            page.freeze_panes(head, 0)


_WRITERS: Mapping[str, Callable[[Partial, Path, Language], None]] = {
    "csv": _write_text,
    "tsv": _write_text,
    "txt": _write_text,
    "jsonl": _write_lines,
    "ndjson": _write_lines,
}
