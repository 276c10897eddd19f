"""What is asked of the resolver and what it answers, and how the answer is decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.errors import Candidate, Text
from graph.hei_names import PARTS, Reach
from graph.matching import Match, covers
from graph.ontology import entity_types

_MOST = 50

Kind = Literal["link", "ambiguous", "proposal", "none"]


@dataclass(frozen=True)
class Request:
    """A name as a document prints it, the type it is taken for, and the division that the document is about."""

    mention: str
    type: str | None = None
    context: str | None = None


@dataclass(frozen=True)
class Known:
    """A name of the graph: an entity with its aliases and the codes of the divisions that it belongs to."""

    id: str
    label: str
    name: str
    official: str | None = None
    aliases: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resolution:
    """What a mention means, and why; `id`, `name` and `label` for a link and a proposal."""

    kind: Kind
    why: Text
    id: str | None = None
    name: str | None = None
    label: str | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Case:
    """A request, read: its keys, the codes it is said in, and the labels it may have."""

    request: Request
    keys: tuple[str, ...]
    scope: tuple[str, ...] = ()
    labels: frozenset[str] = frozenset()

    @property
    def place_name(self) -> str:
        return self.request.context or ""


CODE = Text("由代码指明", "by its code")
FULL_HEI = Text("高校名单中的全称", "the full name in the lists of HEIs")
FULL_NAME = Text("图中的名称", "a name of the graph")
ALIAS = Text("图中的别名", "an alias of the graph")
FULL_PLACE = Text("区划登记中的名称", "a name of the register of divisions")
COMMITTEE = Text("居委会即社区", "a residents' committee is a community")
PATH = Text("按上下级全称", "by the path of places")
SHORT_PLACE = Text("区划的简称", "the short form of a division")
SUFFIX = Text("补上了街道、乡镇、社区或村", "its suffix was supplied")
OUTSIDE = Text("在所说地区之外", "outside of where it is said")
SHORT_HEI = Text("高校的简称", "the short form of an HEI")
NATIONAL = Text("全国性机构", "a body of the whole country")
BODY = Text("所说地区的机构", "the body of the region where it is said")
SLIP = Text("只差一个字，疑为误印", "one character apart, perhaps a misprint")


def labels_of(given: str | None) -> frozenset[str] | None:
    """The labels that a type or family admits (empty: all); None for a type that there is not."""
    if not given:
        return frozenset()
    found = {label for label, node in entity_types().items() if given in (label, node.family, node.zh)}
    return frozenset(found) or None


def in_scope(entity: Known, scope: Sequence[str]) -> bool:
    return not scope or not entity.regions or any(covers(code, scope) for code in entity.regions)


def reaches(reach: Reach, inside: bool) -> bool:
    return reach == "full" or (reach == "regional" and inside)


def candidates_of(matches: Iterable[Match]) -> tuple[Candidate, ...]:
    return tuple({m.candidate.id: m.candidate for m in matches}.values())[:_MOST]


def decided(found: Sequence[Match]) -> Resolution:
    """One sure match links, one unsure is proposed, several are ambiguous."""
    sure = {match.candidate.id: match for match in found if match.sure}
    chosen = sure or {match.candidate.id: match for match in found}
    if len(chosen) > 1:
        why = Text(f"有 {len(chosen)} 个都叫这个名字，须指明地区", f"{len(chosen)} bear this name; say where")
        return Resolution("ambiguous", why, candidates=candidates_of(chosen.values()))
    (match,) = chosen.values()
    kind: Kind = "link" if sure else "proposal"
    one = match.candidate
    return Resolution(kind, match.why, one.id, one.name, one.label, candidates_of(found))


def nested(key: str, parent: str) -> Text:
    if key.endswith(PARTS):
        return Text(f"是{parent}的下属单位，不是{parent}本身", f"a part of {parent}, not {parent} itself")
    return Text(f"名称里含{parent}，但不是它", f"its name holds that of {parent}, but it is another")
