"""The questions that there are, by topic: those that planners ask, and those that programs and checks are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from api.explorer.asking.answers import columns_of
from api.explorer.asking.fields import of_type
from api.words import TOPICS
from graph.errors import Candidate, Language
from queries.library import Query, library

#: What planners ask of most, first; topics that are not named follow.
_FIRST = (
    "partners", "gaps", "coverage", "claims", "agreements", "activities", "platforms", "projects", "programs",
    "policies", "needs", "enterprises", "associations", "people", "paths", "network", "places", "entities", "overview",
    "sources",
)  # fmt: skip
#: What only a program has at hand.
_AT_HAND = frozenset({"EdgeId", "list[str]"})
_IDS = frozenset({"item", "evidence"})


@dataclass(frozen=True)
class Listed:
    """A question in the list, and what it is asked with there."""

    query: Query
    given: dict[str, str] = field(default_factory=dict)


@dataclass
class Topic:
    """The questions of a topic."""

    name: str
    asked: list[Listed] = field(default_factory=list)
    #: Those that other questions and programs are made of.
    parts: list[Listed] = field(default_factory=list)


def listed(text: str, someone: Candidate | None, language: Language) -> list[Topic]:
    """The questions that speak of a text and can be asked of somebody, by topic."""
    topics = {name: Topic(name) for name in sorted(TOPICS, key=lambda name: (_rank(name), name))}
    denominators = {one.header.of for one in library().values()}
    for query in library().values():
        one = Listed(query, _about(query, someone)) if someone else Listed(query)
        if not _speaks(query, text) or (someone and not one.given):
            continue
        topic = topics.setdefault(query.name.partition("/")[0], Topic(query.name.partition("/")[0]))
        aside = query.name in denominators or _for_programs(query, language)
        (topic.parts if aside else topic.asked).append(one)
    return [topic for topic in topics.values() if topic.asked or topic.parts]


def _rank(topic: str) -> int:
    return _FIRST.index(topic) if topic in _FIRST else len(_FIRST)


def _speaks(query: Query, text: str) -> bool:
    """Whether all words of a text stand in what a question says of itself."""
    header = query.header
    told = [query.name, header.title.zh, header.title.en, header.doc.zh, header.doc.en]
    topic = TOPICS.get(query.name.partition("/")[0])
    whole = "\n".join([*told, *(topic or ())]).lower()
    return all(word in whole for word in text.lower().split())


def _for_programs(query: Query, language: Language) -> bool:
    """Whether a question asks for ids that nobody knows by heart, or answers with nothing but these."""
    header = query.header
    asked = [(name, one) for name, one in header.params.items() if one.required]
    if any(one.type in _AT_HAND or name in _IDS for name, one in asked):
        return True
    if header.form == "count":
        return False
    return all(column.kind == "number" for column in columns_of(header.returns, [*header.returns], language))


def _about(query: Query, someone: Candidate) -> dict[str, str]:
    """How a question is asked of somebody: in the first parameter that takes one of this type."""
    fitting = list(_fitting(query, someone))
    return {fitting[0]: someone.id} if fitting else {}


def _fitting(query: Query, someone: Candidate) -> Iterator[str]:
    """Names of parameters that somebody may stand in, those that must be given first."""
    params = sorted(query.header.params.items(), key=lambda item: not item[1].required)
    for name, param in params:
        wanted = of_type(name, param)
        if param.type == "EntityId" and (someone.label in wanted if wanted else True):
            yield name
