"""One clause with all that is known around it, and the ties that frames read from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.base import Modality, Value
from loaders.document.clauses import HEAD, Clause, Group, Party, Sentence
from loaders.document.context import Context, Subject
from loaders.document.dates import FoundDate
from loaders.document.words import DENIED, ENDED, FOUND, JOIN, PAIR, PLANNED, REFUSED, RESIDE, SIGN, any_of


@dataclass(frozen=True)
class Instrument:
    """A node that the text names, dates, or makes of many parties."""

    type: str
    name: str
    date: str | None = None
    kind: str | None = None
    #: Tells two without a name of their own apart.
    mark: str = ""


@dataclass(frozen=True)
class Tie:
    """A relation as a frame reads it; `rule` is its class, by which its confidence was measured."""

    source: Party | Instrument
    type: str
    target: Party | Instrument
    rule: str
    trigger: str
    start: int
    end: int
    props: Mapping[str, Value] = field(default_factory=dict)
    modality: Modality = "actual"


FUTURE = re.compile(
    "将(?=在|于|与|同|继续|进一步|共同|联合|围绕|依托|通过|携手|签|共建|开展|深化|加强|充分|以|为|不断|重点|持续|推进|推动|面向|选派|"
    "组织|设立|成立|打造|举办|入驻|落户|对接|结对|合作|全面|陆续|分别|就|会|用|按|聚焦|建)"
)
_WISHED = re.compile(
    any_of(PLANNED) + "|(?<![模虚比草])拟(?![人声态合])|"
    "计划(?=与|在|于|将|到|用|投|建|共|联|合|引|新|今|明|20|年|同|把|为)|"
    "未来(?!城|科技|社区|产业|学院|技术|农场|学校)"
)
_DONE = any_of((*SIGN, *PAIR, *JOIN, *RESIDE, *FOUND, "任何", "确定", "明确", "落实"))
_DENIED = re.compile(rf"{any_of(DENIED)}[^，的]{{0,60}}?{_DONE}|{any_of(REFUSED)}")
_ENDED = re.compile(any_of(ENDED))
_REACHED = re.compile("达成|签订|签署|签约|已")


@dataclass
class Scene:
    """A clause among its fellows."""

    text: str
    sentence: Sentence
    index: int
    context: Context
    dates: list[FoundDate]

    def __post_init__(self) -> None:
        self.clause: Clause = self.sentence.clauses[self.index]
        self.groups: tuple[Group, ...] = self.clause.groups

    def subject(self, before: int, *, strict: bool = True) -> Subject:
        return self.context.subject(self.clause, before, strict=strict)

    def rest(self, start: int, clauses: int = 1) -> str:
        """The masked text from `start` to the end of its clause, and of that many clauses on, up to a new subject."""
        parts = [self.clause.between(start)]
        for clause in self.sentence.clauses[self.index + 1 : self.index + clauses]:
            if any(group.case in ("", "with", "joint", "agent") for group in clause.groups):
                break
            parts.append(clause.text)
        return "".join(parts)

    def next_with(self) -> str:
        """What the next clause says after its own 与-group."""
        for clause in self.sentence.clauses[self.index + 1 : self.index + 2]:
            sides = [group for group in clause.groups if group.case == "with"]
            if sides:
                return clause.between(sides[-1].end)
        return ""

    def ahead(self, start: int) -> str:
        """The masked text from `start` to the end of the sentence."""
        return self.sentence.text[max(0, start - self.sentence.start) :]

    def modality(self, trigger: int) -> Modality | None:
        """Whether what is said at `trigger` is so, is wished, or is over; None where it is denied."""
        clause = self.clause.text
        before = self.sentence.text[: max(0, trigger - self.sentence.start)]
        if _DENIED.search(clause):
            return None
        if _ENDED.search(self.ahead(self.clause.start)):
            return "ended"
        opening = before[: 12 + (len(before) - len(before.lstrip()))]
        own = self.clause.between(self.clause.start, trigger)
        wished = _WISHED.search(own) or FUTURE.search(clause) or _WISHED.search(opening)
        if wished and not (_REACHED.search(own) and not FUTURE.search(clause)):
            return "planned"
        return "planned" if self._denied_later() else "actual"

    def _denied_later(self) -> bool:
        later = self.sentence.clauses[self.index + 1 :]
        return any(_DENIED.search(clause.text) and HEAD not in clause.text for clause in later)

    def date(self, *, since: bool = False) -> str | None:
        """The date of this clause, else the one that opens the sentence; with `since`, a beginning too."""
        senses = ("point", "since") if since else ("point",)
        for first in (self.clause.start, self.sentence.start):
            dates = [d for d in self.dates if d.sense in senses and first <= d.start < self.clause.end]
            if dates:
                return dates[-1].iso
        return None
