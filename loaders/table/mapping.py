"""The map of a table: which columns are which fields, what is constant, where it comes from. YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from graph.base import Model
from graph.errors import NO_TEXT, BadInput, Problem, Text
from graph.values import squeeze
from loaders.factsheet_read import At, Names, SheetSource, read_one, yaml_text, yaml_tree
from loaders.table.base import TableKind
from loaders.table.kinds import KINDS

_NO_MAP = Text("不是映射：缺 table 与 source", "not a map: no table and no source")
#: Cells that say that there is nothing; a map may add others.
NULLS = frozenset(("无", "—", "——", "-", "--", "–", "/", "N.A.", "N/A", "n/a", "暂无"))
_TABLE = re.compile(r"^table\s*:", re.MULTILINE)
_SNIFFED = 100_000


def _texts(value: object) -> object:
    """Values of YAML as texts, so that a lookup may be written 1: 签约."""
    return {str(key): str(item) for key, item in value.items()} if isinstance(value, Mapping) else value


def _named(value: object) -> object:
    """A heading may be a number, such as a year."""
    return {str(key): item for key, item in value.items()} if isinstance(value, Mapping) else value


_Keyed = Annotated[dict[str, Any], BeforeValidator(_named)]
Lookup = Annotated[dict[str, str], BeforeValidator(_texts)]


class _Column(Model):
    """A column, where more than its field is said of it."""

    field: Names
    split: Names = ()
    lookup: Lookup | str = Field(default_factory=dict)


class _Table(Model):
    """A table, as it is written."""

    kind: str
    sheet: str | None = None
    #: Which rows the headings stand in; found where it is not said.
    header: Annotated[tuple[int, ...], BeforeValidator(lambda v: (v,) if isinstance(v, int) else tuple(v or ()))] = ()
    columns: _Keyed = Field(default_factory=dict)
    constants: _Keyed = Field(default_factory=dict)
    #: Rows that are none: with one of these texts in any cell, or in that of a heading.
    skip: Names | dict[str, Names] = ()
    nulls: Names = ()
    delimiter: str | None = None


@dataclass(frozen=True)
class ColumnMap:
    """What a column is: one or several fields, split at any of some marks, its values looked up."""

    heading: str
    fields: tuple[str, ...]
    split: tuple[str, ...]
    lookup: Mapping[str, str]
    at: At


@dataclass(frozen=True)
class TableSpec:
    """One table of a map."""

    kind: TableKind
    sheet: str | None
    header: tuple[int, ...]
    columns: tuple[ColumnMap, ...]
    constants: Mapping[str, tuple[str, ...]]
    skip: Mapping[str, frozenset[str]]
    nulls: frozenset[str]
    delimiter: str | None
    at: At

    def column(self, heading: str) -> ColumnMap | None:
        """What a heading of the table is mapped to."""
        return next((one for one in self.columns if heading_key(one.heading) == heading_key(heading)), None)


@dataclass
class TableMap:
    """A map: the source and its tables."""

    path: Path
    source: SheetSource
    tables: list[TableSpec] = field(default_factory=list)


def heading_key(heading: str) -> str:
    """The form in which two headings are one: widths and blanks do not count, nor does case."""
    return squeeze(heading).lower()


def is_map(path: Path) -> bool:
    """Whether a YAML file is a map of a table, and no fact sheet."""
    if path.name.endswith((".map.yaml", ".map.yml")):
        return True
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return _TABLE.search(file.read(_SNIFFED)) is not None
    except OSError:
        return False


def read_map(path: Path) -> TableMap:
    """Read a map.

    Raises:
        BadInput: with every fault that it has, by line and column.
    """
    tree = yaml_tree(yaml_text(path), path, _NO_MAP)
    problems: list[Problem] = []
    top = At(str(path), 1, 1)
    for name in tree:
        if name not in ("source", "table", "lookups"):
            what = Text(f"不认识的部分 {name}", f"unknown section {name}")
            problems.append(
                top.of(tree, name).problem(what, Text("只能是 source、table、lookups", "source, table, lookups"))
            )
    source = read_one(SheetSource, tree.get("source"), top.of(tree, "source"), problems)
    if source and source.paragraphs:
        what = Text("表格没有段落", "a table has no paragraphs")
        problems.append(top.of(tree, "source").problem(what, Text("去掉 paragraphs", "take paragraphs out")))
    tables = list(_tables(tree, top, problems))
    if problems or source is None:
        raise BadInput(problems)
    return TableMap(path, source, tables)


def _tables(tree: CommentedMap, top: At, problems: list[Problem]) -> Iterator[TableSpec]:
    given = tree.get("table")
    at = top.of(tree, "table")
    items = list(given) if isinstance(given, CommentedSeq) else [given]
    lookups = _lookups(tree, top, problems)
    for number, item in enumerate(items):
        spot = at.of(given, number) if isinstance(given, CommentedSeq) else at
        table = read_one(_Table, item, spot, problems)
        if table is not None:
            spec = _Checker(table, item, spot, lookups, problems).spec()
            if spec is not None:
                yield spec


def _lookups(tree: CommentedMap, top: At, problems: list[Problem]) -> dict[str, Any]:
    given = tree.get("lookups") or {}
    if isinstance(given, Mapping) and all(isinstance(one, Mapping) for one in given.values()):
        return {str(name): _texts(one) for name, one in given.items()}
    what = Text("lookups 写得不对", "lookups cannot be used")
    hint = Text("写成 名称: {表中的字: 值}", "write name: {text in the table: value}")
    problems.append(top.of(tree, "lookups").problem(what, hint))
    return {}


class _Checker:
    """Checks what a table of a map says against its kind."""

    def __init__(self, table: _Table, item: Any, at: At, lookups: Mapping[str, Any], problems: list[Problem]) -> None:
        self.table, self.item, self.at = table, item, at
        self.lookups, self.problems = lookups, problems

    def spec(self) -> TableSpec | None:
        kind = KINDS.get(self.table.kind)
        if kind is None:
            choices = "、".join(KINDS)
            what = Text(f"没有 {self.table.kind} 这种表", f"there is no kind of table {self.table.kind}")
            self._add(self.at.of(self.item, "kind"), what, Text(f"可选 {choices}", f"choose {choices}"))
            return None
        columns = tuple(self._columns(kind))
        constants = dict(self._constants(kind))
        self._check_required(kind, columns, constants)
        skip = self.table.skip
        rules = {"": skip} if isinstance(skip, tuple) else skip
        return TableSpec(
            kind,
            self.table.sheet,
            self.table.header,
            columns,
            constants,
            {heading_key(heading): frozenset(texts) for heading, texts in rules.items() if texts},
            NULLS.union(self.table.nulls),
            self.table.delimiter,
            self.at,
        )

    def _columns(self, kind: TableKind) -> Iterator[ColumnMap]:
        written = self.item.get("columns")
        taken: dict[str, str] = {}
        for heading, given in self.table.columns.items():
            at = self.at.of(self.item, "columns").of(written, heading)
            column = read_one(_Column, given if isinstance(given, Mapping) else {"field": given}, at, self.problems)
            if column is None:
                continue
            lookup = column.lookup
            if isinstance(lookup, str):
                lookup = self._named_lookup(at, lookup)
            if "" in column.split:
                self._add(at, Text("split 不能是空的", "split must not be blank"), Text("如 、", "such as 、"))
            for name in column.field:
                self._check_field(kind, name, at)
                self._check_twice(kind, name, heading, taken, at)
            yield ColumnMap(str(heading), column.field, column.split, lookup, at)

    def _named_lookup(self, at: At, name: str) -> dict[str, str]:
        if name not in self.lookups:
            hint = Text("在 lookups 里写明它", "write it among the lookups")
            self._add(at, Text(f"lookups 里没有 {name}", f"lookups has no {name}"), hint)
        found: dict[str, str] = self.lookups.get(name, {})
        return found

    def _check_twice(self, kind: TableKind, name: str, heading: str, taken: dict[str, str], at: At) -> None:
        one = kind.field(name)
        if one and not one.many and name in taken:
            what = Text(f"{taken[name]} 与 {heading} 都是 {name}", f"{taken[name]} and {heading} are both {name}")
            self._add(at, what, Text("只能有一列", "one column only"))
        taken[name] = str(heading)

    def _constants(self, kind: TableKind) -> Iterator[tuple[str, tuple[str, ...]]]:
        written = self.item.get("constants")
        for name, value in self.table.constants.items():
            self._check_field(kind, name, self.at.of(self.item, "constants").of(written, name))
            values = value if isinstance(value, list | tuple) else [value]
            yield name, tuple(str(one) for one in values if one is not None)

    def _check_field(self, kind: TableKind, name: str, at: At) -> None:
        if kind.field(name) is None:
            choices = "、".join(one.name for one in kind.fields)
            what = Text(f"{kind.title.zh}表没有字段 {name}", f"a table of {kind.name} has no field {name}")
            self._add(at, what, Text(f"可选 {choices}", f"choose {choices}"))

    def _check_required(
        self, kind: TableKind, columns: tuple[ColumnMap, ...], constants: Mapping[str, tuple[str, ...]]
    ) -> None:
        given = {name for column in columns for name in column.fields} | set(constants)
        for name in kind.lacks(given):
            either = kind.one_of if name in kind.one_of else (name,)
            zh, en = " 或 ".join(either), " or ".join(either)
            what = Text(f"没有一列是 {zh}，它是必需的", f"no column is {en}, which is needed")
            hint = Text("在 columns 里写明，或给出 constants", "name it in columns or give a constant")
            self._add(self.at.of(self.item, "columns"), what, hint)

    def _add(self, at: At, what: Text, hint: Text = NO_TEXT) -> None:
        self.problems.append(at.problem(what, hint))
