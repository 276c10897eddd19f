"""The JSON Schema of the ontology: a schema, and what it admits."""

import json
from typing import Any

import jsonschema
import pytest

from graph.ontology import edge_types, node_types
from graph.reference import json_schema

SCHEMA: dict[str, Any] = json.loads(json_schema())


def admits(name: str, thing: dict[str, object]) -> bool:
    """Whether the schema of one type admits a thing."""
    schema = {"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}
    return bool(jsonschema.Draft202012Validator(schema).is_valid(thing))


def test_it_is_a_schema_with_every_type() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert {*node_types(), *edge_types()} <= SCHEMA["$defs"].keys()


@pytest.mark.parametrize(
    ("name", "thing", "admitted"),
    [
        ("Community", {"name": "玉湖社区", "kind": "urban"}, True),
        ("Community", {"name": "玉湖社区", "kind": "large"}, False),
        ("Community", {"kind": "urban"}, False),
        ("Activity", {"name": "讲座", "date": "2023-06"}, True),
        ("Activity", {"name": "讲座", "date": "June"}, False),
        ("PARTNERS_WITH", {"kind": "signed"}, True),
        ("PARTNERS_WITH", {"kind": "friendly"}, False),
        ("Program", {"name": "三单制", "rules": [{"by": "群众", "action": "点单"}]}, True),
        ("Program", {"name": "三单制", "rules": [{"action": "例会", "times": 1, "per": "decade"}]}, False),
        ("Policy", {"name": "办法", "colour": "red"}, False),
    ],
)
def test_it_admits_what_the_types_admit(name: str, thing: dict[str, object], admitted: bool) -> None:
    assert admits(name, thing) is admitted
