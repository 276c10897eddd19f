"""A sheet of a test in a store, and the questions that are asked of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graph.search import NameIndex
from graph.store import GraphStore, Row
from loaders.run import load
from queries.library import ask


class Asking:
    """The sheet in a store, and its questions."""

    def __init__(self, store: GraphStore, folder: Path, text: str) -> None:
        sheet = folder / "s.yaml"
        sheet.write_text(text, encoding="utf-8")
        assert [report.problems for report in load(store, [sheet])] == [[]]
        self.store, self.names = store, NameIndex(store)

    def rows(self, query: str, **params: Any) -> list[Row]:
        return ask(self.store, self.names, query, params).rows

    def column(self, query: str, column: str, **params: Any) -> list[Any]:
        return [row[column] for row in self.rows(query, **params)]
