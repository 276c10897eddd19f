"""What a planner reads of a parameter: its words in one language, and names for what may be chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from api.explorer.terms import CLAIMED, DECIDED
from api.views.style import edge_name, node_name
from api.views.text import KINDS, values
from graph.errors import Language, Text
from graph.ontology import edge_types, entity_types, node_types
from queries.header import Param

#: Roles in which somebody takes part.
ROLES = (
    "party", "host", "organizer", "co-organizer", "lead", "signatory", "participant", "visited", "venue", "approved",
    "guest", "supporter", "speaker", "applicant", "carrier", "awarded",
)  # fmt: skip
_HAN = re.compile(r"[\u3001-\u9fff\uff01-\uffe5]")
_LATIN = re.compile(r"[A-Za-z][a-z_]+")
#: After these a Latin word still belongs to the Chinese: an example, one of several, an id.
_GOES_ON = re.compile(r"(?:[、或]|，如)$")
#: Parameters that take a word of ours, and which.
_CODES: Mapping[str, tuple[str, ...]] = {"kind": tuple(KINDS), "role": ROLES}
#: What the values of a parameter are called, where nothing else calls them so.
_CHOICES: Mapping[str, Text] = {
    "any": Text("全部合作", "all ties"),
    "formal": Text("只算签约与结对", "signed and paired alone"),
    "id": Text("编号", "id"),
    "name": Text("名称", "name"),
    "need": Text("需求", "needs"),
    "service": Text("服务", "services"),
}


def doc_of(param: Param) -> Text:
    """The words of a parameter, which a head writes one after the other: Chinese, a blank, English."""
    *_, last = [match.end() for match in _HAN.finditer(param.doc)] or [0]
    head, tail = param.doc[:last], param.doc[last:]
    if not tail.startswith(" ") or _GOES_ON.search(head) or tail.startswith(" id "):
        more, _, tail = tail.removeprefix(" ").partition(" ")
        head += f"{' ' if param.doc[last : last + 1] == ' ' else ''}{more}"
    tail = tail.strip()
    return Text(_LATIN.sub(_in_chinese, head.strip()), tail[:1].upper() + tail[1:])


def _in_chinese(found: re.Match[str]) -> str:
    """A word of ours within Chinese, such as the kind that is given as an example."""
    word = found[0]
    return node_name(word, "zh") if word in node_types() else values("zh").get(word, word)


def choices_of(name: str, param: Param, language: Language) -> list[tuple[str, str]]:
    """The values that a parameter may have, each with its name; none where it may have any."""
    if param.choices:
        return [(str(one), _named(one, language)) for one in param.choices if one is not None]
    if param.type == "bool":
        return [("true", Text("是", "yes").say(language)), ("false", Text("否", "no").say(language))]
    if name in ("label", "partner_label"):
        return [(label, node_name(label, language)) for label in entity_types()]
    if name == "type":
        return [*_types(param, language)]
    return []


def _types(param: Param, language: Language) -> Iterable[tuple[str, str]]:
    """Types of relations; where the words speak of entities too, those of these as well."""
    yield from ((name, edge_name(name, language)) for name in edge_types())
    if "实体" in param.doc:
        yield from ((label, node_name(label, language)) for label in entity_types())
        yield "Claim", node_name("Claim", language)


def _named(value: Any, language: Language) -> str:
    text = str(value)
    if text in _CHOICES:
        return _CHOICES[text].say(language)
    if text in node_types():
        return node_name(text, language)
    if (told := CLAIMED.get(text) or DECIDED.get(text)) is not None:
        return told.say(language)
    return values(language).get(text, text)


def suggested(name: str, language: Language) -> list[str]:
    """Words that a free text may be, as a planner writes them."""
    named = values(language)
    return sorted({named[code] for code in _CODES.get(name, ())})


def coded(name: str, text: str) -> str:
    """What a planner wrote in either language, as the graph has it."""
    named = [values("zh"), values("en")]
    return next((code for code in _CODES.get(name, ()) if text in (one[code] for one in named)), text)


def worded(name: str, text: str, language: Language) -> str:
    """The other way round, where that leads back."""
    named = values(language).get(text, text) if name in _CODES else text
    return named if coded(name, named) == text else text
