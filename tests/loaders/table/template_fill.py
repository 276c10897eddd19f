"""Filling in templates as people do: cells go into the file that was written, which otherwise stays as it is."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from loaders.table.base import letters
from loaders.table.kinds import KINDS
from loaders.table.template import split_of
from tests.loaders.table.template_facts import Cells


def fill(path: Path, rows: Mapping[str, Sequence[Cells]], headings: Mapping[str, Sequence[str]]) -> None:
    """Write rows into a template; `headings` are those of its sheets by kind, in the order of their columns."""
    if path.suffix == ".xlsx":
        _fill_workbook(path, rows)
    for kind, lines in rows.items():
        if path.suffix == ".csv":
            with path.open("a", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(
                    [_cell(kind, name, row.get(name)) for name in _fields(kind)] for row in lines
                )
        elif path.suffix == ".jsonl":
            with path.open("a", encoding="utf-8") as file:
                for row in lines:
                    given = {
                        heading: row[name]
                        for heading, name in zip(headings[kind], _fields(kind), strict=True)
                        if name in row
                    }
                    file.write(json.dumps(given, ensure_ascii=False) + "\n")


def _fields(kind: str) -> list[str]:
    return [field.name for field in KINDS[kind].fields]


def _cell(kind: str, name: str, value: object) -> str:
    field = KINDS[kind].field(name)
    assert field is not None
    return split_of(field)[0].join(value) if isinstance(value, list) else str(value or "")


def _fill_workbook(path: Path, rows: Mapping[str, Sequence[Cells]]) -> None:
    """Add rows to the sheets of a workbook, which stand in the order of the kinds."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for number, (kind, lines) in enumerate(rows.items(), 1):
        name = f"xl/worksheets/sheet{number}.xml"
        text = "".join(_row(kind, row, line) for line, row in enumerate(lines, 2))
        whole = parts[name].decode().replace("</sheetData>", f"{text}</sheetData>")
        assert text in whole
        parts[name] = whole.encode()
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def _row(kind: str, row: Cells, line: int) -> str:
    cells = [
        f'<c r="{letters(column)}{line}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        for column, name in enumerate(_fields(kind), 1)
        if (text := _cell(kind, name, row.get(name)))
    ]
    return f'<row r="{line}">{"".join(cells)}</row>'
