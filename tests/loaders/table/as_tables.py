"""A fact sheet as a workbook of the three general tables, with its map."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import xlsxwriter
from ruamel.yaml import YAML

from loaders.factsheet_read import ClaimEntry, EntityEntry, Entry, RelationEntry, Sheet
from loaders.table.kinds import KINDS

SPLIT = "\n"
_KINDS = ("entities", "relations", "claims")
Cells = dict[str, str]


def rows_of(sheet: Sheet) -> dict[str, list[Cells]]:
    """What a sheet says as the rows of each kind that has any."""
    rows = {
        "entities": [_entity(entry) for _, entry in sheet.entities],
        "relations": [row for _, entry in sheet.relations for row in _relations(entry)],
        "claims": [_claim(entry) for _, entry in sheet.claims],
    }
    return {kind: rows[kind] for kind in _KINDS if rows[kind]}


def write_workbook(sheet: Sheet, path: Path) -> None:
    """Write what a sheet says as a workbook, and its map beside it."""
    rows = rows_of(sheet)
    used = list(rows)
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as book:
        for kind in used:
            page = book.add_worksheet(kind)
            for number, row in enumerate([{name: name for name in columns(kind)}, *rows[kind]]):
                for column, name in enumerate(columns(kind)):
                    if row.get(name):
                        page.write_string(number, column, row[name])
    source = sheet.source.model_dump(exclude_none=True, exclude={"paragraphs"})
    tables = [{"kind": kind, "sheet": kind, "nulls": [], "columns": mapped(kind)} for kind in used]
    write_map(path.with_suffix(".map.yaml"), source, tables)


def write_map(path: Path, source: Mapping[str, Any], tables: Any) -> None:
    """Write a map."""
    with path.open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump({"source": json.loads(json.dumps(source)), "table": tables}, file)


def columns(kind: str) -> list[str]:
    """The headings that the table of a kind has here: the names of its fields."""
    return [field.name for field in KINDS[kind].fields]


def mapped(kind: str) -> dict[str, Any]:
    """Each heading to its field; lists are split."""
    return {
        field.name: {"field": field.name, "split": SPLIT} if field.many else field.name for field in KINDS[kind].fields
    }


def _common(entry: Entry) -> Cells:
    cells: Cells = {"status": entry.status, "modality": entry.modality}
    if entry.confidence is not None:
        cells["confidence"] = repr(entry.confidence)
    if entry.reasons:
        cells["reasons"] = SPLIT.join(reason.zh for reason in entry.reasons)
        cells["reasons_en"] = SPLIT.join(reason.en for reason in entry.reasons)
    return cells


def _entity(entry: EntityEntry) -> Cells:
    cells = {
        "type": entry.type, "name": entry.name, "key": entry.key, "id": entry.id, "within": entry.within,
        "anchor": entry.anchor, "aliases": SPLIT.join(entry.aliases),
        "unregistered": "是" if entry.unregistered else "",
    }  # fmt: skip
    return _filled({**cells, **_common(entry), **_own(entry)})


def _relations(entry: RelationEntry) -> Iterable[Cells]:
    for start, end in product(entry.start, entry.end):
        yield _filled({"from": start, "type": entry.type, "to": end, "key": entry.key, **_common(entry), **_own(entry)})


def _claim(entry: ClaimEntry) -> Cells:
    names = ("key", "about", "topic", "printed", "value", "unit", "qualifier", "scope", "period", "as_of", "kind")
    cells = {name: getattr(entry, name) for name in (*names, "description")}
    if entry.members:
        cells |= {f"members_{name}": value for name, value in entry.members.model_dump().items()}
    return _filled({**cells, "same_fact": SPLIT.join(entry.same_fact), **_common(entry)})


def _own(entry: EntityEntry | RelationEntry) -> Cells:
    return {name: _cell(value) for name, value in (entry.model_extra or {}).items()}


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        return SPLIT.join(_cell(item) for item in value)
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False)
    return str(value)


def _filled(cells: Mapping[str, Any]) -> Cells:
    return {name: str(value) for name, value in cells.items() if value not in (None, "", ())}
