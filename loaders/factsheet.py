"""Fact sheets: one document, read by a person, as YAML. The format is told in data/factsheets/README.md."""

from __future__ import annotations

from pathlib import Path

from graph.errors import BadInput
from loaders.base import Facts
from loaders.factsheet_map import SheetMapper
from loaders.factsheet_read import Sheet, read_sheet
from loaders.registry import gazetteer
from loaders.table.mapping import is_map


class FactSheetLoader:
    """Loads `*.yaml` fact sheets; the map of a table is none."""

    def accepts(self, path: Path) -> bool:
        return path.suffix in (".yaml", ".yml") and not is_map(path)

    def load(self, path: Path) -> Facts:
        return facts_of(read_sheet(path))


def facts_of(sheet: Sheet) -> Facts:
    """What a sheet states.

    Raises:
        BadInput: with every fault that it has.
    """
    mapper = SheetMapper(sheet, gazetteer([sheet.source.region]))
    facts = mapper.facts()
    if mapper.faults.problems:
        raise BadInput(mapper.faults.problems)
    return facts
