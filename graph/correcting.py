"""Corrections by people: what may be corrected to what, and how a corrected value is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from graph.base import Edge, Model, Node, Value, stored_field
from graph.errors import BadParameter, Text
from graph.identity import EdgeKey
from graph.kept import Props
from graph.ontology import edge_types, entity_types
from graph.ontology.records import Claim
from graph.values import figure_bounds, read_figure

#: What a correction calls the type of a node, and the whole of what makes an edge the one it is.
TYPE, RELATION = "type", "relation"
#: Of these an id is made, or they follow from others.
_FIXED = frozenset(("key", "code", "moe_code", "low", "high", "same_fact"))
#: The properties of an edge that go into its id.
DISCRIMINATORS = ("kind", "role")


def check_value(model: type[Model], name: str, value: Any) -> None:
    """Refuse a correction that the ontology does not admit.

    Raises:
        BadParameter: naming the property and what is wrong.
    """
    if name == TYPE and issubclass(model, Node):
        if value not in entity_types() or model.label() not in entity_types():
            choices = "、".join(entity_types())
            raise BadParameter(
                Text(f"类型不能改为 {value}", f"the type cannot be {value}"), hint=Text(f"可选 {choices}", choices)
            )
        return
    field = model.model_fields.get(name)
    if field is None or name in _FIXED or (issubclass(model, Edge) and name in DISCRIMINATORS):
        choices = "、".join(correctable(model))
        raise BadParameter(
            Text(f"不能更正 {name}", f"{name} cannot be corrected"), hint=Text(f"可更正 {choices}", f"choose {choices}")
        )
    if value is None and not field.is_required():
        return
    try:
        read_value(model, name, value)
    except ValidationError as error:
        said = error.errors()[0]["msg"]
        raise BadParameter(Text(f"{name} 不能是 {value}：{said}", f"{name} cannot be {value}: {said}")) from error


def correctable(model: type[Model]) -> list[str]:
    """The properties that a person may correct."""
    own = [name for name in model.model_fields if name not in _FIXED]
    return [TYPE, *own] if issubclass(model, Node) else [name for name in own if name not in DISCRIMINATORS]


def read_value(model: type[Model], name: str, value: Any) -> Any:
    """A value as the field of the type reads it."""
    return _reader(model, name).validate_python(value)


@cache
def _reader(model: type[Model], name: str) -> TypeAdapter[Any]:
    field = model.model_fields[name]
    hint: Any = field.annotation
    for check in field.metadata:
        hint = Annotated[hint, check]
    return TypeAdapter(hint)


def corrected(model: type[Model], props: Props, corrections: Mapping[str, Value]) -> Props:
    """Properties with the corrections applied; a null takes the property away."""
    fresh = dict(props)
    for name, value in corrections.items():
        if name == TYPE:
            continue
        for old in (name, f"{name}_first", f"{name}_last"):
            fresh.pop(old, None)
        if name in model.model_fields:
            fresh.update(stored_field(name, None if value is None else read_value(model, name, value)))
        elif value is not None:
            fresh[name] = value
    return _figure(fresh, corrections) if model is Claim else fresh


def _figure(props: Props, corrections: Mapping[str, Value]) -> Props:
    """What follows from the corrected figure of a claim."""
    if "printed" in corrections and "value" not in corrections:
        read = read_figure(str(props["printed"]))
        props |= {"value": read.value, "unit": corrections.get("unit", read.unit or None)}
        props["qualifier"] = corrections.get("qualifier", read.qualifier)
    low, high = figure_bounds(props["value"], props.get("qualifier"))
    named = props.get("name") if "name" in corrections else f"{props['topic']} {props['printed']}"
    props |= {"low": low, "high": high, "name": named}
    return {name: value for name, value in props.items() if value is not None}


def read_relation(value: str) -> EdgeKey:
    """The relation that a decision speaks of."""
    return EdgeKey(*json.loads(value))


def relation_text(key: EdgeKey) -> str:
    """A relation as a decision keeps it."""
    return json.dumps(list(key), ensure_ascii=False)


def as_edge(props: Props, model: type[Edge], discriminator: str) -> Props:
    """The properties of an edge that a person made one of another type, kind or role."""
    fields = model.model_fields
    own = {name + bound for name in fields for bound in ("", "_first", "_last")}
    fresh = {name: value for name, value in props.items() if name in own}
    for name in DISCRIMINATORS:
        if name in fields:
            fresh[name] = discriminator
    return fresh


def check_relation(key: EdgeKey) -> None:
    """Refuse an edge type, kind or role that there is not.

    Raises:
        BadParameter: saying which.
    """
    edge = edge_types().get(key.type)
    if edge is None:
        choices = "、".join(edge_types())
        raise BadParameter(
            Text(f"没有 {key.type} 这种关系", f"there is no relation {key.type}"), hint=Text(choices, choices)
        )
    taken = next((name for name in DISCRIMINATORS if name in edge.model_fields), None)
    if taken is None and key.discriminator:
        raise BadParameter(Text(f"{key.type} 没有种类", f"{key.type} has no kind or role"))
    if taken is not None:
        check_discriminator(edge, taken, key.discriminator)


def check_discriminator(edge: type[Edge], name: str, value: str) -> None:
    """Refuse a kind or role that the edge type does not know."""
    try:
        read_value(edge, name, value or None)
    except ValidationError as error:
        said = error.errors()[0]["msg"]
        raise BadParameter(
            Text(f"{edge.type_name} 的 {name} 不能是 {value or '空'}：{said}", f"bad {name} {value!r}: {said}")
        ) from error
