"""Elements as rows of the CSV files that `neo4j-admin database import` reads: pure text, no files.

Elements with the same properties of the same kinds have one shape and share a file, whose header says just these:
what an element has not is no column. What the importer must be told of the values is noted.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graph.errors import Refused, Text
from graph.schema import edge_super_labels, super_label
from graph.statements import EdgeElement, NodeElement

#: Between the items of a list.
ARRAY_DELIMITER = "\x1f"


class Shape(NamedTuple):
    """What the rows of one file have in common: whether they are nodes, their label or type, names and kinds."""

    node: bool
    name: str
    properties: tuple[str, ...]
    kinds: tuple[str, ...]

    def header(self) -> str:
        """The first line of the file."""
        columns = [f"{name}:{kind}" for name, kind in zip(self.properties, self.kinds, strict=True)]
        if self.node:
            space = super_label(self.name)
            return ",".join(f"id:ID({space})" if column == "id:string" else column for column in columns)
        start, end = edge_super_labels(self.name)
        return ",".join([f":START_ID({start})", f":END_ID({end})", *columns])


@dataclass
class Needs:
    """What the importer must be told of the values."""

    #: Some text has line ends in it.
    multiline: bool = False
    #: A list of one empty text is written as a blank, which the importer trims; that trims the items of all lists.
    trim: bool = False
    padded: str = ""

    def add(self, other: Needs) -> None:
        """Count in the needs of other files."""
        self.multiline |= other.multiline
        self.trim |= other.trim
        self.padded = self.padded or other.padded

    def options(self) -> list[str]:
        """The importer's options.

        Raises:
            Refused: when no options fit all values.
        """
        if self.trim and self.padded:
            raise _inexpressible(
                self.padded, "空文本的列表与带首尾空白的列表", "lists of '' beside lists of padded text"
            )
        options = [f"--array-delimiter=U+{ord(ARRAY_DELIMITER):04X}"]
        return options + ["--multiline-fields=true"] * self.multiline + ["--trim-strings=true"] * self.trim


@dataclass(frozen=True)
class _Plan:
    """How rows of a shape are written when each value is plain and each list one plain text, as registries have."""

    shape: Shape
    lists: tuple[int, ...]
    flags: tuple[int, ...]
    template: str

    def row(self, values: list[Any]) -> str | None:
        """The row; None when a value needs more care."""
        for at in self.lists:
            items = values[at]
            if len(items) != 1 or type(items[0]) is not str or not items[0] or items[0].strip() != items[0]:
                return None
            values[at] = items[0]
        for at in self.flags:
            values[at] = "true" if values[at] else "false"
        row = self.template % tuple(values)
        if row.count('"') != self.template.count('"') or "\n" in row or "\r" in row or ARRAY_DELIMITER in row:
            return None
        return row


_PLAIN = {str: ("string", '"%s"'), int: ("long", "%s"), bool: ("boolean", "%s"), list: ("string[]", '"%s"')}


def _plan(node: bool, name: str, properties: tuple[str, ...], types: tuple[type, ...]) -> _Plan | None:
    if not types or any(kind not in _PLAIN for kind in types):
        return None
    shape = Shape(node, name, properties, tuple(_PLAIN[kind][0] for kind in types))
    places = {kind: tuple(at for at, found in enumerate(types) if found is kind) for kind in (list, bool)}
    return _Plan(shape, places[list], places[bool], ",".join(_PLAIN[kind][1] for kind in types))


@dataclass
class Rows:
    """Rows by shape, until they are taken; what their values need."""

    pending: dict[Shape, list[str]] = field(default_factory=lambda: defaultdict(list))
    needs: Needs = field(default_factory=Needs)
    _plans: dict[tuple[object, ...], _Plan | None] = field(default_factory=dict)

    def add_node(self, node: NodeElement) -> None:
        """Add a node."""
        self._add(True, node.label, node.props, "")

    def add_edge(self, edge: EdgeElement) -> None:
        """Add an edge."""
        self._add(False, edge.type, edge.props, f"{_text(edge.start)},{_text(edge.end)},")

    def _add(self, node: bool, name: str, props: dict[str, Any], ends: str) -> None:
        properties, types = tuple(props), tuple(map(type, props.values()))
        key = (name, properties, types)
        if key not in self._plans:
            self._plans[key] = _plan(node, name, properties, types)
        plan = self._plans[key]
        row = plan.row(list(props.values())) if plan else None
        if plan and row is not None:
            self.pending[plan.shape].append(ends + row)
        else:
            self._add_with_care(node, name, props, ends)

    def _add_with_care(self, node: bool, name: str, props: dict[str, Any], ends: str) -> None:
        given = {key: value for key, value in props.items() if value is not None}
        cells = [
            self._list(value, key, props) if isinstance(value, list | tuple) else _scalar(value)
            for key, value in given.items()
        ]
        row = ends + ",".join(cell for _, cell in cells)
        if "\n" in row or "\r" in row:
            self.needs.multiline = True
        self.pending[Shape(node, name, tuple(given), tuple(kind for kind, _ in cells))].append(row)

    def _list(self, items: Sequence[Any], name: str, props: dict[str, Any]) -> tuple[str, str]:
        where = f"{props.get('id')}.{name}"
        cells = [_scalar(item) for item in items]
        kinds = {kind for kind, _ in cells}
        if kinds == {"string"}:
            return "string[]", self._texts(items, where)
        if len(kinds) != 1:
            raise _inexpressible(where, "空列表或混合的列表", "a list that is empty or of several kinds")
        return f"{kinds.pop()}[]", ARRAY_DELIMITER.join(cell for _, cell in cells)

    def _texts(self, items: Sequence[str], where: str) -> str:
        joined = ARRAY_DELIMITER.join(items)
        if not joined:
            self.needs.trim = True
            return '" "'
        if joined.count(ARRAY_DELIMITER) != len(items) - 1:
            raise _inexpressible(where, "列表项里的 U+001F", "U+001F in an item of a list")
        if not self.needs.padded and any(item and (item[0] <= " " or item[-1] <= " ") for item in items):
            self.needs.padded = where
        return _text(joined)


def _text(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _scalar(value: Any) -> tuple[str, str]:
    """The importer's name of a value's kind, and the value as it reads it."""
    if isinstance(value, str):
        return "string", _text(value)
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, int):
        return "long", str(value)
    if math.isfinite(value):
        return "double", repr(value)
    return "double", "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _inexpressible(where: str, zh: str, en: str) -> Refused:
    return Refused(
        Text(f"批量导入写不出{zh}", f"the bulk import cannot hold {en}"),
        where=where,
        hint=Text("用 xiaodi load 在线装载", "load it online with xiaodi load"),
    )
