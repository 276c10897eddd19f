"""Tables as grids of texts, as a person sees them: read from any format, changed, written in another."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from loaders.table.base import ROW_HEADING
from loaders.table.reading import open_book

#: Row -> column -> text; and what to put where, None for a row that goes.
Grid = dict[int, dict[int, str]]
Changes = Mapping[int, Mapping[int, str] | None]


def read_grid(path: Path) -> Grid:
    """The first sheet of a table."""
    book = open_book(path)
    return {line.row: {cell.column: cell.text for cell in line.cells} for line in book.lines(book.sheets[0])}


def changed(grid: Grid, changes: Changes) -> Grid:
    """A grid with some rows changed or taken out."""
    found = dict(grid)
    for row, cells in changes.items():
        if cells is None:
            del found[row]
        else:
            found[row] = {column: text for column, text in {**found[row], **cells}.items() if text}
    return found


def by_origin(grid: Grid, changes: Changes) -> Changes:
    """Changes of a table as those of the file of its refused rows, which says of each which row it was."""
    head = min(grid)
    origin = next(column for column, text in grid[head].items() if text == ROW_HEADING)
    rows = {int(cells[origin]): row for row, cells in grid.items() if row != head}
    return {rows[row]: cells for row, cells in changes.items()}


def _lines(grid: Grid) -> Sequence[list[str]]:
    width = max(column for cells in grid.values() for column in cells)
    return [[grid.get(row, {}).get(column, "") for column in range(1, width + 1)] for row in range(1, max(grid) + 1)]


def _write_csv(path: Path, grid: Grid) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_lines(grid))


def _write_excel(path: Path, grid: Grid) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        page = book.add_worksheet("名单")
        for row, cells in grid.items():
            for column, text in cells.items():
                page.write_string(row - 1, column - 1, text)


def _write_lines(path: Path, grid: Grid) -> None:
    """The first row are the names; row n is line n - 1."""
    head, *rows = _lines(grid)
    names = [name or f"第{number}列" for number, name in enumerate(head, 1)]
    items = [dict(zip(names, cells, strict=True)) if any(cells) else None for cells in rows]
    text = "\n".join(json.dumps(item, ensure_ascii=False) if item else "" for item in items)
    path.write_text(text, encoding="utf-8")


WRITERS: Mapping[str, Callable[[Path, Grid], None]] = {
    "csv": _write_csv,
    "xlsx": _write_excel,
    "jsonl": _write_lines,
}
