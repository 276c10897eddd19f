"""The OpenAPI description as a page shows it: operations by tag, with a link that tries each GET."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_plus, urlencode

import orjson

from graph.errors import Language

Described = dict[str, Any]
_HAN = re.compile("[\u4e00-\u9fff]")


#: Where nothing is required, the first of these makes a better example than none.
_TELLING = ("q", "for", "entity", "place", "topic")


@dataclass(frozen=True)
class Operation:
    """One route. `link` asks it with its examples, where reading is all that it does."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    body: str | None
    answers: list[tuple[str, str, str]]
    columns: list[tuple[str, str]]
    link: str | None

    def told(self, language: Language) -> list[str]:
        """The paragraphs in a language, where some are in it; without what the summary says already."""
        paragraphs = [one for one in self.description.split("\n\n") if one != self.summary]
        own = [one for one in paragraphs if bool(_HAN.search(one)) == (language == "zh")]
        return own or paragraphs

    @property
    def shown(self) -> str:
        """The link as people read it."""
        return unquote_plus(self.link or "")


def sections(api: Described) -> list[tuple[str, str, list[Operation]]]:
    """The tags in order, each with its description and its operations."""
    by_tag: dict[str, list[Operation]] = {tag["name"]: [] for tag in api.get("tags", [])}
    for path, item in api["paths"].items():
        for method, operation in item.items():
            by_tag.setdefault((operation.get("tags") or ["other"])[0], []).append(
                _operation(api, path, method, operation)
            )
    said = {tag["name"]: tag["description"] for tag in api.get("tags", [])}
    return [(name, said.get(name, name), found) for name, found in by_tag.items() if found]


def _operation(api: Described, path: str, method: str, operation: Described) -> Operation:
    parameters = [_parameter(one) for one in operation.get("parameters", [])]
    row = _row(operation)
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        parameters=parameters,
        body=_body(api, operation),
        answers=[
            (status, said.get("description", ""), ", ".join(said.get("content", {})))
            for status, said in operation["responses"].items()
        ],
        columns=[(name, _type(kind)) for name, kind in row.get("properties", {}).items()],
        link=_link(path, parameters) if method == "get" else None,
    )


def _parameter(one: Described) -> dict[str, Any]:
    schema = one.get("schema", {})
    examples = schema.get("examples") or one.get("examples") or [None]
    return {
        "name": one["name"],
        "in": one["in"],
        "required": one.get("required", False),
        "type": _type(schema),
        "default": schema.get("default"),
        "description": one.get("description", ""),
        "example": examples[0] if isinstance(examples, list) else next(iter(examples.values()))["value"],
    }


def _type(schema: Described) -> str:
    """A type in a word or two."""
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(one) for one in schema["anyOf"] if one.get("type") != "null"))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    kind = schema.get("type", "any")
    named = [one for one in kind if one != "null"] if isinstance(kind, list) else [kind]
    if "array" in named:
        return f"{_type(schema.get('items', {}))}[]"
    return " | ".join(named)


def _row(operation: Described) -> Described:
    """The schema of a row, where the answer is a list of rows."""
    content = operation["responses"].get("200", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    rows: Described = schema.get("properties", {}).get("rows", {}).get("items", {})
    return rows


def _body(api: Described, operation: Described) -> str | None:
    """An example of the body, as JSON."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    schema = content.get("schema", {})
    if "$ref" in schema:
        schema = api["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    examples = schema.get("examples") or [content.get("example")]
    return orjson.dumps(examples[0], option=orjson.OPT_INDENT_2).decode() if examples[0] is not None else None


def _link(path: str, parameters: list[dict[str, Any]]) -> str | None:
    """The address with the examples filled in; None where a needed one is missing."""
    query: list[tuple[str, Any]] = []
    for one in parameters:
        if one["example"] is None:
            if one["required"]:
                return None
        elif one["in"] == "path":
            path = path.replace("{" + one["name"] + "}", quote(str(one["example"]), safe=""))
        elif one["in"] == "query" and (one["required"] or (not query and one["name"] in _TELLING)):
            query.append((one["name"], one["example"]))
    return path + ("?" + urlencode(query, doseq=True) if query else "")
