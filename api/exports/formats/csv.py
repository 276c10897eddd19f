"""CSV. An answer is one table; a graph is a zip of nodes.csv, edges.csv and meta.json, which says what the columns are.

A text that a spreadsheet would run as a formula has `'` before it; in the tables of a graph so has every text that
begins with `'`, and an empty text is `\\e` and one that begins with `\\` has another before it, so that they can be
read back. What a table of an answer is of stands beside it: in `<file>.meta.json`, or in the headers of an answer.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

import orjson

from api.exports.base import Content, Kind
from api.exports.values import MORE, Sort, as_text, as_value, edge_columns, node_columns, shown
from api.tables import as_csv
from graph.errors import Language
from graph.store import Row

_NODE_HEAD, _EDGE_HEAD = ("id", "label"), ("id", "type", "start_id", "end_id")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


class Table:
    """An answer as one table, with a byte order mark, without which Excel takes it for something else."""

    name = "csv"
    suffix = ".csv"
    media = "text/csv; charset=utf-8"
    kinds: frozenset[Kind] = frozenset({"answer"})

    def write(self, content: Content, out: IO[bytes], language: Language) -> None:
        if content.answer is None:
            raise TypeError("a graph is no table")
        out.write(as_csv(content.answer.columns, content.answer.rows, language).encode("utf-8-sig"))


class Tables:
    """A graph as a zip of tables."""

    name = "csv"
    suffix = ".zip"
    media = "application/zip"
    kinds: frozenset[Kind] = frozenset({"graph", "region"})

    def write(self, content: Content, out: IO[bytes], language: Language) -> None:  # noqa: ARG002 - columns are names
        with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as packed:
            columns = {
                "nodes.csv": _columns(_NODE_HEAD, node_columns()),
                "edges.csv": _columns(_EDGE_HEAD, edge_columns()),
            }
            packed.writestr(
                "meta.json", orjson.dumps(content.meta.as_dict() | {"columns": columns}, option=orjson.OPT_INDENT_2)
            )
            with _table(packed, "nodes.csv", columns["nodes.csv"]) as write:
                write(_cells(content.nodes(), _NODE_HEAD, node_columns()))
            with _table(packed, "edges.csv", columns["edges.csv"]) as write:
                write(_cells(content.edges(), _EDGE_HEAD, edge_columns()))


def _columns(head: tuple[str, ...], columns: Mapping[str, Sort]) -> dict[str, Sort]:
    return {**dict.fromkeys(head, "text"), **columns, MORE: "text"}


@contextmanager
def _table(packed: ZipFile, name: str, columns: Iterable[str]) -> Iterator[Callable[[Iterable[list[str]]], None]]:
    with packed.open(name, "w", force_zip64=True) as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(columns)
        yield writer.writerows


def _cells(rows: Iterable[Row], head: tuple[str, ...], columns: Mapping[str, Sort]) -> Iterator[list[str]]:
    """Rows as cells in the order of the columns; most columns of a row are empty."""
    places = {name: place for place, name in enumerate((*columns, MORE), start=len(head))}
    empty = [""] * len(places)
    for row in rows:
        cells = [row[name] for name in head] + empty
        for name, value in shown(row, columns).items():
            cells[places[name]] = _cell(value, columns.get(name, "text"))
        yield cells


def _cell(value: Any, sort: Sort) -> str:
    if sort == "text" and isinstance(value, str):
        text = value if value and value[0] != "\\" else rf"\{value}" if value else r"\e"
    else:
        text = as_text(value, sort)
    is_number = isinstance(value, int | float)
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text


def _uncell(text: str, sort: Sort) -> Any:
    text = text.removeprefix("'")
    if sort == "text":
        return "" if text == r"\e" else text.removeprefix("\\")
    return as_value(text, sort)


def read_tables(file: IO[bytes]) -> tuple[list[Row], list[Row]]:
    """The nodes as {id, label, props} and the edges as {id, type, start_id, end_id, props} of a zip."""
    with ZipFile(file) as packed:
        columns = orjson.loads(packed.read("meta.json"))["columns"]
        nodes = list(_read(packed, "nodes.csv", _NODE_HEAD, columns["nodes.csv"]))
        edges = list(_read(packed, "edges.csv", _EDGE_HEAD, columns["edges.csv"]))
    return nodes, edges


def _read(packed: ZipFile, name: str, head: tuple[str, ...], columns: Mapping[str, Sort]) -> Iterator[Row]:
    with packed.open(name) as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        for cells in csv.DictReader(text):
            own = node_columns(cells["label"]) if "label" in head else columns
            props = {
                column: _uncell(cell, own.get(column, "text"))
                for column, cell in cells.items()
                if cell and column not in head
            }
            yield {**{column: cells[column] for column in head}, "props": props | orjson.loads(props.pop(MORE, "{}"))}


FORMS = (Table(), Tables())
