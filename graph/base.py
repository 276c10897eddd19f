"""Node and Edge, of which every type of the ontology is one, and what a statement about them carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from graph.values import HanName, PartialDate

#: What a store keeps as a property: a scalar or a list of one kind of scalar.
Scalar = str | int | float | bool
Value = Scalar | list[str] | list[int] | None

Status = Literal["stated", "inferred", "proposed"]
Modality = Literal["actual", "planned", "ended"]

#: From strongest to weakest: the status of an element is the strongest of its statements.
STATUS_ORDER: tuple[Status, ...] = ("stated", "inferred", "proposed")

#: How likely a proposal is right, from 0 to 1.
Confidence = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Anchor(StrEnum):
    """What, beside family and name, tells two nodes of a type apart."""

    DIVISION = "division"  # an organisation, a platform: where it belongs
    UNIVERSITY = "university"  # a college: its university
    BODY = "body"  # a person: the body it acts for
    SHEET = "sheet"  # an agreement, a claim: its source and the key there
    REGISTRY = "registry"  # a place that has a code


class Side(StrEnum):
    """On which side of 校地 a node stands."""

    CAMPUS = "campus"
    LOCALITY = "locality"
    ENTERPRISE = "enterprise"
    OTHER = "other"


class Model(BaseModel):
    """Strict, frozen base of everything that a source may state."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Model):
    """One step of a mechanism: which class of actors does what, and how often.

    A frequency is `times` per `per`; `per: member` counts per member of the mechanism.
    """

    by: str = ""
    action: str
    times: int = 0
    per: Literal["", "week", "month", "quarter", "year", "member"] = ""


class Node(Model):
    """A node of the graph. Its label is the class name; `super_label` is Entity or Record."""

    super_label: ClassVar[str] = ""
    #: The family goes into ids, so that a change of type within it keeps the id.
    family: ClassVar[str] = ""
    zh: ClassVar[str] = ""
    anchor: ClassVar[Anchor] = Anchor.DIVISION
    side: ClassVar[Side] = Side.OTHER
    #: Sharing an instrument is a tie between its parties; it is no stop on a path.
    instrument: ClassVar[bool] = False
    #: Further ends of edges that this type brings: (edge type, from, to), names of types or families.
    joins: ClassVar[tuple[tuple[str, str, str], ...]] = ()

    name: HanName
    official_name: HanName | None = None
    aliases: tuple[HanName, ...] = ()
    description: str | None = None

    @classmethod
    def label(cls) -> str:
        return cls.__name__

    @classmethod
    def labels(cls) -> tuple[str, ...]:
        """Labels in the order of creation: the super-label first, the narrow one last."""
        middle = [cls.family] if cls.family not in ("", cls.label()) else []
        if cls.instrument:
            middle.append("Instrument")
        return (cls.super_label, *middle, cls.label())


class Entity(Node):
    """A thing of the world."""

    super_label: ClassVar[str] = "Entity"


class Record(Node):
    """Something that we keep about things of the world."""

    super_label: ClassVar[str] = "Record"


class Edge(Model):
    """An edge of the graph: its type, which ends it may join, and its own properties.

    `valid_from` and `valid_to` bound the time in which it holds; an absent bound is unknown.
    """

    type_name: ClassVar[str] = ""
    zh: ClassVar[str] = ""
    symmetric: ClassVar[bool] = False
    #: How the edge makes a tie: "direct" between its ends, "party" through the instrument it leads to,
    #: "both" where it may lead to either.
    tie: ClassVar[Literal["", "direct", "party", "both"]] = ""
    #: A roster edge lists or locates; it is never a tie.
    roster: ClassVar[bool] = False
    ends: ClassVar[tuple[tuple[str, str], ...]] = ()

    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None

    def discriminator(self) -> str:
        """The part of the edge's id beside type and ends: its kind or role."""
        return told_apart(vars(self))


def told_apart(props: Mapping[str, object]) -> str:
    """What in the properties of an edge is part of its id: its kind or role."""
    return str(props.get("kind") or props.get("role") or "")


def stored(model: Model) -> dict[str, Value]:
    """The properties a store keeps for a model: no nulls, dates with bounds, rules as parallel lists."""
    return dict(_stored_items(model))


def _stored_items(model: Model) -> Iterator[tuple[str, Value]]:
    for field in type(model).model_fields:
        yield from stored_field(field, getattr(model, field))


def stored_field(field: str, value: object) -> Iterator[tuple[str, Value]]:
    """The properties that a store keeps for one field."""
    if value is None or value == ():
        return
    if isinstance(value, tuple) and value and isinstance(value[0], Model):
        yield from _parallel_lists(field, value)
    elif isinstance(value, str):
        yield field, str(value)
    else:
        yield field, list(value) if isinstance(value, tuple) else value  # type: ignore[misc]
    if isinstance(value, PartialDate):
        yield f"{field}_first", value.first
        yield f"{field}_last", value.last


def _parallel_lists(field: str, items: tuple[Model, ...]) -> Iterator[tuple[str, Value]]:
    for name in type(items[0]).model_fields:
        yield f"{field}_{name}", [getattr(item, name) for item in items]
