"""The form of a question: a field for each parameter, with what was written in it and what is wrong with that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from api.explorer.asking.wording import choices_of, coded, doc_of, suggested, worded
from api.http.invalid import detail_of
from api.routes.queries import parameter
from api.service import Service
from graph.errors import Candidate, Language, Text, UnresolvedName
from graph.ontology import entity_types
from graph.store import Row
from queries.header import Param
from queries.library import Query

Kind = Literal["entity", "choice", "date", "number", "text"]
#: Where a page of an answer begins is no business of a form.
_OF_PAGES = "after_"
_NEEDED = Text("请填写这一项", "Fill this in")
_DATE = Text("请写成 2024、2024-06 或 2024-06-15", "Write it as 2024, 2024-06 or 2024-06-15")
_NUMBER = Text("请写成数字，如 12", "Write a number, such as 12")
#: Numbers that say how many are wanted; others may be nought.
_LEAST = {"limit": 1, "paths": 1}
_TYPED: Mapping[str, Kind] = {"EntityId": "entity", "date": "date", "int": "number", "float": "number"}
_SHORT = {label.lower(): (label,) for label in entity_types()} | {"university": ("University", "College")}
_PLACES = tuple(label for label, type_ in entity_types().items() if type_.family == "Place")


@dataclass(frozen=True)
class Field:
    """A parameter as a form shows it."""

    name: str
    kind: Kind
    label: str
    required: bool
    #: What stands in it, as it is written.
    text: str = ""
    default: str = ""
    options: tuple[tuple[str, str], ...] = ()
    #: Words that a free text may be.
    words: tuple[str, ...] = ()
    example: str = ""
    #: The types of entities that it may name; none where it may name any.
    of: tuple[str, ...] = ()
    meant: Candidate | None = None
    #: What is wrong, and whom it may mean.
    fault: Text | None = None
    candidates: tuple[Candidate, ...] = ()
    #: What the question is asked with; none where nothing was given.
    value: Any = None
    #: It is needed, and nobody was asked for it yet.
    missing: bool = False
    #: The same as the address has it; nothing for what holds anyway.
    sent: str = ""

    @property
    def is_first(self) -> bool:
        return self.required or self.kind in ("entity", "date")

    @property
    def told(self) -> str:
        """What was given as people read it; of what is no name, also as what."""
        return self.meant.name if self.meant else f"{self.label} {dict(self.options).get(self.text, self.text)}"


@dataclass(frozen=True)
class Form:
    """The fields of a question."""

    fields: tuple[Field, ...]

    @property
    def first(self) -> tuple[Field, ...]:
        """The fields that are seen at once: what must be filled in, and whom or where it is about; else all."""
        return tuple(field for field in self.fields if field.is_first) or self.fields

    @property
    def further(self) -> tuple[Field, ...]:
        """The others."""
        return tuple(field for field in self.fields if field not in self.first)

    @property
    def opened(self) -> bool:
        """Whether something in these is to be seen."""
        return any(field.sent or field.fault for field in self.further)

    @property
    def sound(self) -> bool:
        return not any(field.fault for field in self.fields)

    @property
    def complete(self) -> bool:
        return not any(field.missing for field in self.fields)

    @property
    def values(self) -> dict[str, Any]:
        """What the question is asked with."""
        return {field.name: field.value for field in self.fields if field.value is not None}

    @property
    def address(self) -> dict[str, str]:
        """What the address of the answer holds."""
        return {field.name: field.sent for field in self.fields if field.sent}


def asked_for(query: Query) -> Mapping[str, Param]:
    """The parameters that a form has."""
    return {name: one for name, one in query.header.params.items() if not name.startswith(_OF_PAGES)}


def read_form(service: Service, query: Query, given: Mapping[str, str], language: Language) -> Form:
    """The form as it was filled in, each fault at its field; what nobody was asked for yet is no fault."""
    example = query.header.example
    blank = [_blank(service, name, one, example.get(name), language) for name, one in asked_for(query).items()]
    params = query.header.params
    return Form(tuple(_read(service, one, params[one.name], given.get(one.name), language) for one in blank))


def example_of(service: Service, query: Query) -> dict[str, str]:
    """The example of a question, where what it names is there."""
    given = {name: _text(value) for name, value in query.header.example.items() if name in asked_for(query)}
    form = read_form(service, query, given, "zh")
    return form.address if given and form.sound and form.complete else {}


def _blank(service: Service, name: str, param: Param, example: Any, language: Language) -> Field:
    options = choices_of(name, param, language)
    kind = "choice" if options else _TYPED.get(param.type, "text")
    if param.type == "SourceId":
        kind, options = "choice", [(row["source_id"], row["source"]) for row in sources(service)]
    default = worded(name, _text(param.default), language)
    return Field(
        name, kind, doc_of(param).say(language), param.required, default=default, text=default if options else "",
        options=tuple(options), words=tuple(suggested(name, language)), of=of_type(name, param),
        example=_shown(service, kind, example),
    )  # fmt: skip


def _shown(service: Service, kind: Kind, example: Any) -> str:
    """An example as a planner would write it; an id is none."""
    if kind != "entity" or example is None:
        return _text(example)
    try:
        return service.names.resolve(_text(example)).name
    except UnresolvedName:
        return ""


def of_type(name: str, param: Param) -> tuple[str, ...]:
    """The types of the entities that a parameter may name; none where it may name any."""
    if param.type != "EntityId":
        return ()
    if param.label:
        return (param.label,)
    if name == "place":
        return () if re.search("[谁位台]", param.doc) else _PLACES
    return _SHORT.get(name, ())


def sources(service: Service) -> list[Row]:
    """The sources that there are."""
    return service.ask("sources/described", {}).rows


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return "" if value is None else str(value)


def _read(service: Service, field: Field, param: Param, given: str | None, language: Language) -> Field:
    """A field with what was written in it."""
    if given is None:
        return replace(field, missing=field.required)
    text = given.replace("\x00", "").strip()
    if not text:
        return replace(field, fault=_NEEDED) if field.required else field
    if field.kind == "entity":
        return _named(service, replace(field, text=text), param)
    field = replace(field, text=worded(field.name, text, language))
    checked = TypeAdapter(parameter(field.name, param, None).annotation)  # as the route of the question checks it
    plain = re.split("[,，、]", text) if param.type == "list[str]" else coded(field.name, text)
    try:
        value = checked.validate_python(plain)
    except ValidationError as error:
        return replace(field, fault=_fault(field, error.errors()[0]))
    if field.kind == "number" and value < (least := _LEAST.get(field.name, 0)):
        return replace(field, fault=Text(f"至少为 {least}", f"At least {least}"))
    return replace(field, value=value, sent="" if value == param.default else _text(value))


def _fault(field: Field, found: Mapping[str, Any]) -> Text:
    """What is wrong with a field, as one who fills in forms would say it."""
    if field.kind == "date":
        return _DATE
    if field.kind == "number" and "le" in (told := found.get("ctx", {})):
        return Text(f"至多为 {told['le']}", f"At most {told['le']}")
    return _NUMBER if field.kind == "number" else detail_of(found)


def _named(service: Service, field: Field, param: Param) -> Field:
    """A field that names an entity: whom it means, or those whom it may mean."""
    try:
        found = service.names.resolve(field.text, label=param.label)
    except UnresolvedName as error:
        return replace(field, fault=error.what, candidates=error.candidates)
    return replace(field, value=found.id, sent=found.id, meant=found, text=unmistakable(service, found, param.label))


def unmistakable(service: Service, found: Candidate, label: str | None = None) -> str:
    """A name, where it means this one alone; else the id."""
    try:
        return found.name if service.names.resolve(found.name, label=label).id == found.id else found.id
    except UnresolvedName:
        return found.id
