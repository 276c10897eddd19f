"""Names whose parent was left out, and names in quotation marks that only their verb tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph.values import name_key
from loaders.document.base import Document
from loaders.document.scope import Scope
from loaders.document.spans import Span, cover

_BETWEEN = frozenset({"、", "和", "与", "及", "以及", "，", "“、", "、“"})
_OURS = ("学校", "我校", "该校", "本校", "校")
_OPENED = re.compile(
    r"[“\"]([^“”\"，。；：！？、]{3,16})[”\"](?:(?:已|正式|同步|顺利|随之|也|在[^，。“”]{1,10}){0,2})"
    r"(?:揭牌|启用|开园|投用|投入使用|投入运营|投运|落成|开馆|建成)"
)
#: What opens and is no place: events, plans and sayings.
_EVENTS = ("活动", "大赛", "计划", "行动", "工程", "项目", "仪式", "课程", "系列", "专项", "会", "节", "周", "月")


@dataclass
class Parents:
    """The universities and colleges of a document, as far as it was read."""

    document: Document
    scope: Scope
    #: The university that a document is of, or names most.
    own: str | None = None
    #: Colleges by what is left when the university is not said.
    colleges: dict[str, Counter[str]] = field(default_factory=dict)
    last: str | None = None

    def __post_init__(self) -> None:
        counts = self.scope.heis
        ours = [name for name in counts if name in (self.document.publisher or "")]
        self.own = ours[0] if ours else max(counts, key=lambda name: (counts[name], name), default=None)

    def completed(self, text: str, spans: Sequence[Span]) -> Iterator[Span]:
        """The spans of a paragraph, colleges with their universities."""
        here: str | None = None
        before: Span | None = None
        for span in spans:
            if span.type == "University":
                here = self.last = span.name
            if span.by == "elided":
                parent, name = self._parent(text, span, before, here)
                if parent is None:
                    continue
                span = replace(span, name=name, parent=parent)
            if span.type == "College" and span.parent:
                here = span.parent
                stem = span.name.removeprefix(span.parent)
                self.colleges.setdefault(stem, Counter())[span.name] += 1
            before = span
            yield span

    def _parent(self, text: str, span: Span, before: Span | None, here: str | None) -> tuple[str | None, str]:
        known = self.colleges.get(span.name, Counter())
        listed = before is not None and before.type == "College" and text[before.end : span.start] in _BETWEEN
        if listed and before is not None and before.parent:
            parent: str | None = before.parent
        elif text[: span.start].endswith(_OURS):
            parent = self.own
        elif len(known) == 1:
            (name,) = known
            return name.removesuffix(span.name), name
        else:
            parent = here or self.own or self.last
        if parent is None or name_key(f"{parent}{span.name}") == name_key(parent):
            return None, span.name
        return parent, f"{parent}{span.name}"


def opened(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Quoted names of what was unveiled or opened."""
    covered = cover(text, (span for span in spans if span.by == "ending"))
    for match in _OPENED.finditer(text):
        start, end = match.span(1)
        if not match[1].endswith(_EVENTS) and not any(covered[start:end]):
            yield Span(start, end, match[1], "Platform", None, None, 0.6, "quoted")
