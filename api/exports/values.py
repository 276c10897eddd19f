"""Properties as text and back: which there are, of what kind, and how lists and odd characters are written.

A list is joined by `|`; in an item `|` and `\\` have a `\\` before them. `\\e` stands for an empty text and `\\0` for
an empty list. XML cannot hold control characters: there each becomes U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Literal, get_args, get_origin

import orjson

from graph.base import Model, Rule
from graph.ontology import edge_types, node_types
from graph.store import Row
from graph.values import PartialDate

#: What a property is: text, integer, decimal, truth, lists of them, or a figure (an integer, or a decimal as text).
Sort = Literal["text", "integer", "decimal", "truth", "texts", "integers", "figure"]

#: What folding adds to the properties that a source states.
_FOLDED: Mapping[str, Sort] = {
    "status": "text", "modality": "text", "documented": "truth", "evidence": "texts", "sources": "texts",
    "conflicts": "texts", "first_seen": "text", "last_seen": "text", "confidence": "decimal", "reasons_zh": "texts",
    "reasons_en": "texts", "proposed_by": "texts", "proposed_at": "texts",
}  # fmt: skip
#: How statements are kept beside an element; a table for people has no use for it.
ASIDE = frozenset({"id", "label", "stated", "source_rank"})
#: The column for properties that the ontology does not know, as one JSON object.
MORE = "more"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ITEM = re.compile(r"((?:[^|\\]|\\.)*)(?:\||$)", re.DOTALL)
_SCALARS: Mapping[type, Sort] = {int: "integer", float: "decimal", bool: "truth"}


@cache
def node_columns(label: str | None = None) -> Mapping[str, Sort]:
    """The properties that nodes of a type may have, or those of all types."""
    found: dict[str, Sort] = {}
    for node in [node_types()[label]] if label else node_types().values():
        found |= _fields(node)
    return {**found, "family": "text", "side": "text", **_FOLDED}


@cache
def edge_columns() -> Mapping[str, Sort]:
    """The properties that edges may have."""
    found: dict[str, Sort] = {}
    for edge in edge_types().values():
        found |= _fields(edge)
    return {**found, "principal": "truth", **_FOLDED}


def _fields(model: type[Model]) -> dict[str, Sort]:
    found: dict[str, Sort] = {}
    for name, field in model.model_fields.items():
        parts = _parts(field.annotation)
        if Rule in parts:
            for part, inner in Rule.model_fields.items():
                found[f"{name}_{part}"] = "integers" if inner.annotation is int else "texts"
            continue
        found[name] = _sort_of(parts)
        if PartialDate in parts:
            found |= {f"{name}_first": "text", f"{name}_last": "text"}
    return found


def _parts(annotation: Any) -> tuple[Any, ...]:
    """The types that an annotation is made of."""
    inner = tuple(part for given in get_args(annotation) for part in _parts(given))
    return (get_origin(annotation), *inner) if get_origin(annotation) else (annotation,)


def _sort_of(parts: tuple[Any, ...]) -> Sort:
    if tuple in parts:
        return "texts"
    if int in parts and str in parts:
        return "figure"
    return next((sort for scalar, sort in _SCALARS.items() if scalar in parts), "text")


def shown(row: Row, columns: Mapping[str, Sort]) -> Row:
    """The properties of a node or edge that are shown; what the ontology does not know as one JSON text."""
    kept = {name: value for name, value in row["props"].items() if name in columns}
    more = {name: value for name, value in row["props"].items() if name not in columns and name not in ASIDE}
    return kept | {MORE: orjson.dumps(more, option=orjson.OPT_SORT_KEYS).decode()} if more else kept


def joined(items: Sequence[Any]) -> str:
    """A list as one text."""
    if not items:
        return r"\0"
    return "|".join(str(item).replace("\\", "\\\\").replace("|", r"\|") or r"\e" for item in items)


def parted(text: str) -> list[str]:
    """The list that was joined."""
    if text == r"\0":
        return []
    found, position = [], 0
    while True:
        match = _ITEM.match(text, position)
        if match is None:
            raise ValueError(f"no list: {text}")
        found.append("" if match[1] == r"\e" else re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL))
        position = match.end()
        if position == match.end(1):
            return found


def as_text(value: Any, sort: Sort) -> str:
    """A value as text from which `as_value` makes it again."""
    if sort in ("texts", "integers"):
        return joined(value)
    if sort == "truth":
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def as_value(text: str, sort: Sort) -> Any:
    """The value that a text was made of."""
    if sort == "texts":
        return parted(text)
    if sort == "integers":
        return [int(item) for item in parted(text)]
    if sort == "truth":
        return text == "true"
    if sort == "decimal":
        return float(text)
    if sort == "integer" or (sort == "figure" and re.fullmatch(r"-?\d+", text)):
        return int(text)
    return text


def xml_text(text: str) -> str:
    """Text that XML can hold."""
    return _NOT_XML.sub("\ufffd", text)
