"""What answers look like, as JSON Schema with examples: made from the columns that each query declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.tables import MEDIA_TYPES
from queries.library import find_query

Schema = dict[str, Any]
#: The responses of a route by status, as OpenAPI has them.
Responses = dict[int | str, dict[str, Any]]

_TYPES: Mapping[str, Schema] = {
    "str": {"type": ["string", "null"]},
    "int": {"type": ["integer", "null"]},
    "float": {"type": ["number", "null"]},
    "bool": {"type": ["boolean", "null"]},
    "number": {"type": ["integer", "string", "null"]},
    "map": {"type": ["object", "null"]},
}
_EXAMPLES_BY_TYPE: Mapping[str, Any] = {
    "str": "", "int": 1, "float": 0.9, "bool": True, "number": 2, "map": {}, "list[str]": [],
}  # fmt: skip
EXAMPLES: Mapping[str, Any] = {
    "evidence": ["000-yuci#11"], "sources": ["000-yuci"], "source_id": "000-yuci", "source": "000-yuci",
    "name": "玉湖社区", "entity_id": "cn-140702002010", "id": "cn-140702002010", "label": "Community",
    "status": "stated", "modality": "actual", "since": "2023-06", "as_of": "2023",
    "partner": "山西晋中理工学院", "topic": "驻地高校", "printed": "9所",
}  # fmt: skip
#: Columns of paths, which the library finds from the ties that the file gives.
PATH_COLUMNS: Mapping[str, str] = {
    "length": "int", "stops": "list[str]", "stop_ids": "list[str]", "via": "list[str]",
    "evidence": "list[str]",
}  # fmt: skip


def type_schema(declared: str) -> Schema:
    """A declared type of a column as JSON Schema; null stands for unknown."""
    if declared.startswith("list["):
        inner = declared.removeprefix("list[").removesuffix("]")
        return {"type": ["array", "null"], "items": type_schema(inner)}
    return dict(_TYPES[declared])


def row_schema(columns: Mapping[str, str]) -> Schema:
    """A row with exactly these columns."""
    example = {name: _example(name, declared) for name, declared in columns.items()}
    return {
        "type": "object",
        "properties": {name: type_schema(declared) for name, declared in columns.items()},
        "required": list(columns),
        "additionalProperties": False,
        "example": example,
    }


def _example(name: str, declared: str) -> Any:
    """What a column may hold."""
    found = EXAMPLES.get(name, _EXAMPLES_BY_TYPE.get(declared, []))
    return [found] if declared.startswith("list[") and not isinstance(found, list) else found


def list_of(row: Schema, more: Mapping[str, Schema] | None = None, *, files: bool = True) -> Responses:
    """The responses of a list: a page of rows, as JSON or as a file."""
    return {200: {"description": "一页 One page", "content": _forms(page_schema(row, more or {}), files=files)}}


def page_schema(row: Schema, more: Mapping[str, Schema]) -> Schema:
    """One page of a list, with further members."""
    return {
        "type": "object",
        "properties": {
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {"type": "array", "items": row},
            "next": {"type": ["string", "null"], "description": "下一页的 after；末页为 null。Mark of the next page."},
            "truncated": {"type": "boolean", "description": "行数到了上限。Whether the row limit cut the answer."},
            **more,
        },
        "required": ["columns", "rows", "next", "truncated", *(name for name in more if name != "incomplete")],
        "example": {"columns": list(row.get("properties", {})), "rows": [row["example"]] if "example" in row else [],
                    "next": None, "truncated": False},
    }  # fmt: skip


def _forms(schema: Schema, *, files: bool) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if files:
        content["text/csv"] = {"schema": {"type": "string"}}
        content[MEDIA_TYPES["xlsx"]] = {"schema": {"type": "string", "format": "binary"}}
    return content


def columns_of(name: str) -> Mapping[str, str]:
    """The columns of a named query's answer, with their types."""
    header = find_query(name).header
    return PATH_COLUMNS if header.form == "paths" else header.returns


_INCOMPLETE: Mapping[str, Schema] = {
    "incomplete": {
        "type": "array",
        "items": {"type": "string"},
        "description": "正在装载的来源，答案因此不全。Sources that are being loaded: the answer lacks some of theirs.",
    }
}


def rows_of(name: str, more: Mapping[str, Schema] | None = None) -> Responses:
    """The responses of a route that answers with the rows of a named query."""
    return list_of(row_schema(columns_of(name)), {**(more or {}), **_INCOMPLETE})


def report(schema: Schema) -> Responses:
    """The responses of a route whose answer is one object, and rows as a file."""
    return {200: {"description": "答案 The answer", "content": _forms(schema, files=True)}}


def row_of(name: str) -> Responses:
    """The responses of a route that answers with one row of a named query."""
    return one(row_schema(columns_of(name)))


def one(schema: Schema) -> Responses:
    """The responses of a route that answers with one object."""
    return {200: {"description": "答案 The answer", "content": {"application/json": {"schema": schema}}}}


def object_of(properties: Mapping[str, Schema], required: Sequence[str] | None = None) -> Schema:
    """An object with these members, all of them unless some are named."""
    needed = list(properties if required is None else required)
    return {"type": "object", "properties": dict(properties), "required": needed}
