"""What several rows say of one element, as one statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from graph.base import STATUS_ORDER
from graph.cells import cell_ranges
from graph.errors import Text
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from graph.values import name_key
from loaders.table.base import letters


@dataclass(frozen=True)
class Saying:
    """A statement without its evidence; weak where a row only names the element."""

    weak: bool
    entry: Mapping[str, Any]

    def value(self, name: str) -> Any:
        """A property, or how the statement is meant."""
        return self.entry.get(name) if name in _MEANT else self.entry["props"].get(name)


_MEANT = ("modality",)
_LISTS = frozenset(("aliases", "categories", "cited", "same_fact"))


@dataclass(frozen=True)
class Element:
    """An element as the rows of a table state it, with the rows of its cells by sheet and column."""

    entry: Mapping[str, Any]
    cells: Mapping[tuple[str, int], Sequence[int]]

    def statement(self, mark: SourceMark) -> NodeStatement | EdgeStatement:
        """The statement of the source."""
        entry = self.entry
        said = Statement(
            mark,
            tuple([f"{mark.id}#{locator}" for locator in self._locators()]),
            entry["props"],
            entry["status"],
            entry["modality"],
            entry.get("confidence"),
            tuple([Text(*reason) for reason in entry.get("reasons", ())]),
        )
        if "origin" in entry:
            return NodeStatement(entry["origin"], entry["label"], said)
        return EdgeStatement(entry["type"], entry["start"], entry["end"], said, entry["discriminator"], entry["key"])

    def _locators(self) -> Iterator[str]:
        for (sheet, column), rows in self.cells.items():
            if len(rows) == 1:  # as of nearly all relations
                yield f"{sheet}!{letters(column)}{rows[0]}"
            else:
                yield from cell_ranges(sheet, letters(column), rows)


def joined(sayings: Sequence[Saying]) -> Mapping[str, Any]:
    """One entry of what several rows say that do not contradict each other; their order does not matter."""
    if len(sayings) == 1:
        return sayings[0].entry
    ordered = sorted(sayings, key=lambda one: (one.weak, orjson.dumps(one.entry, option=orjson.OPT_SORT_KEYS)))
    strong = [one for one in ordered if not one.weak] or ordered
    props: dict[str, Any] = {}
    for saying in reversed(ordered):
        props.update(saying.entry["props"])
    for name in _LISTS.intersection(props):
        props[name] = _united([one.entry["props"].get(name, []) for one in ordered])
    status = min((one.entry["status"] for one in strong), key=STATUS_ORDER.index)
    first = next(one.entry for one in strong if one.entry["status"] == status)
    return {**first, "props": {name: props[name] for name in sorted(props)}}


def differing(sayings: Sequence[Saying]) -> list[str]:
    """The properties on which rows contradict each other."""
    told = [one for one in sayings if not one.weak]
    names = {name for one in told for name in one.entry["props"] if not name.endswith(("_first", "_last"))}
    found = []
    for name in sorted((names - _LISTS).union(_MEANT)):
        values = {_comparable(name, one.value(name)) for one in told if one.value(name) is not None}
        if len(values) > 1:
            found.append(name)
    return found


def _comparable(name: str, value: Any) -> Any:
    if name == "name" and isinstance(value, str):
        return name_key(value)
    return orjson.dumps(value)


def _united(lists: Sequence[Sequence[Any]]) -> list[Any]:
    """The items of lists that are the same as they stand, else all of them in order."""
    told = [list(one) for one in lists if one]
    if all(one == told[0] for one in told):
        return told[0]
    return sorted({item for one in told for item in one})
