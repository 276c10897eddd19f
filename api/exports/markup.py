"""What GraphML and GEXF share: parts written one after the other, columns that are declared where they are used."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO

from lxml import etree

from api.exports.values import MORE, Sort, as_text, shown, xml_text
from graph.store import Row

#: The types that both formats know; a list and a figure are texts.
TYPES: Mapping[Sort, str] = {"integer": "long", "decimal": "double", "truth": "boolean"}


class Columns:
    """The properties of nodes or of edges, with the ids by which values refer to them; those used are declared."""

    def __init__(self, prefix: str, named: Mapping[str, Sort]) -> None:
        self._prefix, self._named = prefix, named
        self.used: dict[str, Sort] = {}

    def key(self, name: str) -> str:
        """The id of a column."""
        return f"{self._prefix}.{name}"

    def values(self, row: Row, more: Row) -> Iterator[tuple[str, str]]:
        """Column id and text of everything that a node or edge shows, `more` among it."""
        for name, value in {**more, **shown(row, self._named)}.items():
            sort = self._named.get(name, "text")
            self.used[name] = sort
            yield self.key(name), xml_text(as_text(value, sort))

    def declared(self) -> list[tuple[str, str, str]]:
        """Id, name and type of the columns in use, in a fixed order."""
        order = {name: place for place, name in enumerate((*self._named, MORE))}
        names = sorted(self.used, key=lambda name: (order.get(name, -1), name))
        return [(self.key(name), name, TYPES.get(self.used[name], "string")) for name in names]


@contextmanager
def body() -> Iterator[IO[bytes]]:
    """A file for what stands below the declarations, which are known when all of it is written."""
    with tempfile.TemporaryFile() as file:
        yield file


def put(file: IO[bytes], element: etree._Element) -> None:
    """Write an element on a line; nothing of it is kept."""
    file.write(etree.tostring(element, encoding="utf-8") + b"\n")


def copy(file: IO[bytes], out: IO[bytes]) -> None:
    """The body into the export."""
    file.seek(0)
    shutil.copyfileobj(file, out)
