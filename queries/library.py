"""The library of named queries: every .cypher file below this folder is one question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

from graph.analysis import all_shortest_paths
from graph.errors import BadParameter, NotFound, QueryFileError, Text
from graph.search import NameIndex
from graph.store import GraphStore, Row
from graph.values import first_day
from queries.header import Header, Param, read_header

FOLDER = Path(__file__).parent
#: Parameters that say how many rows or paths are wanted.
_COUNTS = ("limit", "paths")
_LOADING = "MATCH (r:Run {state: 'loading'}) RETURN r.source AS source ORDER BY source"


@dataclass(frozen=True)
class Query:
    """A question: its name (the path), its head, its Cypher."""

    name: str
    header: Header
    cypher: str


@dataclass(frozen=True)
class Answer:
    """The rows that answer a question, and the parameters that it was asked with."""

    query: str
    params: dict[str, Any]
    columns: tuple[str, ...]
    rows: list[Row]
    truncated: bool = False
    #: Sources that are being loaded, or whose load was cut off: what they state may be missing.
    incomplete: tuple[str, ...] = ()


class Library(Mapping[str, Query]):
    """The named queries, sorted by name; a file is read and checked when it is first asked for.

    Raises:
        QueryFileError: on access, naming the file that breaks a rule.
    """

    def __init__(self, folder: Path) -> None:
        self._paths = {path.relative_to(folder).with_suffix("").as_posix(): path for path in folder.rglob("*.cypher")}
        self._folder = folder
        self._read: dict[str, Query] = {}

    def __getitem__(self, name: str) -> Query:
        if name not in self._read:
            path = self._paths[name]
            file = path.relative_to(self._folder.parent).as_posix()
            query = Query(name, *read_header(file, path.read_text(encoding="utf-8")))
            self._check_joins(file, query.header)
            self._read[name] = query
        return self._read[name]

    def _check_joins(self, file: str, header: Header) -> None:
        """The denominator and the picture that a head names are queries that can be asked so."""
        if header.of is not None:
            whole = self._named(file, "of", header.of)
            if whole.form != "count" or not set(whole.params) <= set(header.params):
                raise _misnamed(file, "of", header.of, "计数且参数都有的查询", "a count whose parameters are all given")
        if header.picture is not None:
            shown, fed = self._named(file, "picture", header.picture.query), set(header.picture.params)
            needed = {name for name, param in shown.params.items() if param.required}
            if shown.form != "graph" or not needed <= fed <= set(shown.params):
                raise _misnamed(file, "picture", header.picture.query, "给足参数的图", "a graph given what it needs")

    def _named(self, file: str, field: str, name: str) -> Header:
        if name not in self._paths:
            raise _misnamed(file, field, name, "已有的查询", "an existing query")
        return self[name].header

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._paths))

    def __len__(self) -> int:
        return len(self._paths)


def _misnamed(file: str, field: str, name: str, zh: str, en: str) -> QueryFileError:
    return QueryFileError(Text(f"{field} 须是{zh}：{name}", f"{field} must be {en}: {name}"), where=file)


@cache
def library() -> Library:
    """All named queries."""
    return Library(FOLDER)


def find_query(name: str) -> Query:
    """The query of this name.

    Raises:
        NotFound: with the names that contain it.
    """
    if name in library():
        return library()[name]
    near = [other for other in library() if name.split("/")[-1] in other] or sorted(library())
    listed = "、".join(near[:8])
    raise NotFound(
        Text(f"没有名为 {name} 的查询", f"there is no query {name}"),
        hint=Text(f"相近的有 {listed}；xiaodi queries 列出全部", f"near: {listed}; xiaodi queries lists all"),
    )


def ask(store: GraphStore, names: NameIndex, name: str, given: Mapping[str, Any]) -> Answer:
    """Answer a named question; entities may be given by id, name or alias.

    Raises:
        NotFound: no query has the name.
        BadParameter: a parameter is missing, unknown or of the wrong type.
        UnknownName, AmbiguousName: a name does not lead to one entity.
    """
    query = find_query(name)
    params = read_params(query, given, names)
    answer = (_ask_paths if query.header.form == "paths" else _ask_rows)(store, query, params)
    return replace(answer, incomplete=tuple(row["source"] for row in store.read(_LOADING).rows))


def _ask_rows(store: GraphStore, query: Query, params: dict[str, Any]) -> Answer:
    rows = store.read(query.cypher, params)
    columns = rows.columns or tuple(query.header.returns)
    return Answer(query.name, params, columns, rows.rows, rows.truncated)


def _ask_paths(store: GraphStore, query: Query, params: dict[str, Any]) -> Answer:
    """Paths over ties: the file gives the ties, networkx finds the paths that take fewest of them."""
    ties = store.read(query.cypher, params, limit=5_000_000).rows
    rows = all_shortest_paths(ties, params["from"], params["to"], limit=params["paths"])
    return Answer(query.name, params, ("length", "stops", "stop_ids", "via", "evidence"), rows)


def read_params(query: Query, given: Mapping[str, Any], names: NameIndex) -> dict[str, Any]:
    """Check and convert what was given for the parameters of a query."""
    declared = query.header.params
    unknown = sorted(set(given) - set(declared))
    if unknown:
        listed = "、".join(unknown)
        takes = "、".join(declared) or "无"
        raise BadParameter(
            Text(f"{query.name} 没有参数 {listed}", f"{query.name} takes no {listed}"),
            hint=Text(f"可用参数：{takes}", f"it takes: {takes}"),
        )
    return {name: _read(name, param, given, names) for name, param in declared.items()}


def _read(name: str, param: Param, given: Mapping[str, Any], names: NameIndex) -> Any:
    if given.get(name) is None:
        if param.required:
            raise BadParameter(
                Text(f"缺少参数 {name}：{param.doc}", f"parameter {name} is missing: {param.doc}"),
                hint=Text(f"写成 {name}=值", f"write {name}=value"),
            )
        return param.default
    if param.type == "EntityId":
        return names.resolve(str(given[name]), label=param.label).id
    try:
        value = _READERS[param.type](given[name])
    except ValueError as error:
        raise BadParameter(
            Text(f"参数 {name} 的值无法使用：{error}", f"parameter {name} cannot be used: {error}")
        ) from error
    if param.choices and value not in param.choices:
        choices = "、".join(map(str, param.choices))
        raise BadParameter(Text(f"{name} 只能是 {choices}", f"{name} must be one of {choices}"))
    if name in _COUNTS and value < 1:
        raise BadParameter(Text(f"{name} 至少为 1：{value}", f"{name} is at least 1: {value}"))
    return value


def _read_bool(value: Any) -> bool:
    text = str(value).lower()
    if text in ("true", "1", "yes", "是"):
        return True
    if text in ("false", "0", "no", "否"):
        return False
    raise ValueError(f"{value!r} is not true or false")


def _read_float(value: Any) -> float:
    number = float(value)
    if not isfinite(number):
        raise ValueError(f"{value!r} is not a number")
    return number


def _read_date(value: Any) -> str:
    first_day(str(value))
    return str(value)


def _read_list(value: Any) -> list[str]:
    return (
        [str(item) for item in value] if isinstance(value, list | tuple) else str(value).replace("，", ",").split(",")
    )


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "EdgeId": str,
    "SourceId": str,
    "str": str,
    "int": int,
    "float": _read_float,
    "bool": _read_bool,
    "date": _read_date,
    "list[str]": _read_list,
}
