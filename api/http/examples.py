"""Examples of answers for the description of the API, made from their schemas and the names of their properties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.http.schemas import EXAMPLES

Schema = Mapping[str, Any]
_BY_TYPE: Mapping[str, Any] = {"string": "", "integer": 1, "number": 1, "boolean": True, "null": None}
_REF = "#/components/schemas/"


def example_of(schema: Schema, parts: Mapping[str, Schema], name: str = "") -> Any:
    """What a schema admits: its own example, else one made of those of its parts; `name` is that of the property."""
    if "$ref" in schema:
        return example_of(parts[schema["$ref"].removeprefix(_REF)], parts, name)
    for told in ("example", "const", "default"):
        if told in schema:
            return _whole(schema[told], schema, parts)
    for several in ("examples", "enum"):
        if several in schema:
            return _whole(schema[several][0], schema, parts)
    for either in ("anyOf", "oneOf", "allOf"):
        if either in schema:
            return example_of(schema[either][0], parts, name)
    return _of_type(schema, parts, name)


def _whole(told: Any, schema: Schema, parts: Mapping[str, Schema]) -> Any:
    """An example with the members that it must have: the framework leaves out those that are null."""
    if not isinstance(told, dict):
        return told
    missing = {key: schema["properties"][key] for key in schema.get("required", ()) if key not in told}
    return told | {key: None if _may_be_null(one) else example_of(one, parts, key) for key, one in missing.items()}


def _may_be_null(schema: Schema) -> bool:
    types = schema.get("type", ())
    return "null" in (types if isinstance(types, list) else [types]) or any(map(_may_be_null, schema.get("anyOf", ())))


def _of_type(schema: Schema, parts: Mapping[str, Schema], name: str) -> Any:
    types = schema.get("type", "string")
    first = types if isinstance(types, str) else types[0]
    if first == "object":
        return {key: example_of(value, parts, key) for key, value in schema.get("properties", {}).items()}
    if first == "array":
        return [example_of(schema["items"], parts, name)] if "items" in schema else []
    known = EXAMPLES.get(name)
    return known if first == "string" and isinstance(known, str) else _BY_TYPE[first]
