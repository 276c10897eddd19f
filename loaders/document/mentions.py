"""The places, bodies and platforms that a document names, mention by mention, and each once.

`find_mentions` reads a document with a `Lookup` (see lookup.py); `gather` makes entities of the mentions.
Paragraphs are read in one pass: names of lists and endings of names by automata (automaton.py, tokens.py), names by
the grammar (grammar.py), then what only the neighbours tell (lists.py) and what the whole document tells (shorts.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from graph.errors import Text
from graph.gazetteer import LEVEL_LABELS
from loaders.document.automaton import HEI
from loaders.document.base import Document, Mention
from loaders.document.elision import Parents, opened
from loaders.document.grammar import Parser
from loaders.document.lists import beside_others, listed
from loaders.document.lookup import Lookup
from loaders.document.offices import full_name
from loaders.document.reading.regions import regions as regions_of
from loaders.document.scope import Scope
from loaders.document.shorts import with_shorts
from loaders.document.spans import Span
from loaders.document.tokens import clauses
from loaders.document.view import View, view

_PLACES = frozenset(LEVEL_LABELS.values())
_WHY = {
    "list": Text("名单中的名称", "a name of the lists"),
    "short": Text("名单中名称的简称", "the short form of a name of the lists"),
    "ending": Text("按名称的构成", "by how the name is made"),
    "part": Text("编号部分所属的整体", "what a numbered part is of"),
    "body": Text("某级党政机关", "a public body of a level"),
    "trade": Text("字号加行业", "a brand and its trade"),
    "level": Text("某级机构", "of a level, whose region the document is about"),
    "elided": Text("补上了所属学校", "its university was supplied"),
    "listed": Text("与其他机构并列", "listed among other bodies"),
    "shared": Text("补上了共有的部分", "the part that it shares was supplied"),
    "quoted": Text("引号中的名称", "a name in quotation marks"),
}


def find_mentions(document: Document, lookup: Lookup) -> list[Mention]:
    """Every mention, in the order of print."""
    views = [view(paragraph.text) for paragraph in document.paragraphs]
    regions = document.regions or regions_of(document.title, document.publisher, document.paragraphs)
    scope = Scope(lookup.names, lookup.nation, regions, _universities(views, lookup))
    parser, parents = Parser(scope), Parents(document, scope)
    found: list[Mention] = []
    for index, one in enumerate(views):
        spans = _spans(one.text, scope, parser, lookup)
        chain: Mention | None = None
        for span in parents.completed(one.text, spans):
            chain = _mention(span, index, one, document, lookup, regions, chain)
            found.append(chain)
    return sorted(with_shorts(document, found), key=lambda m: (m.paragraph, m.start, -m.end))


def _spans(text: str, scope: Scope, parser: Parser, lookup: Lookup) -> list[Span]:
    """The names of a paragraph, before their parents are supplied."""
    parts = list(clauses(text, scope, lookup.graph))
    spans = [span for part in parts for span in parser.names(part)]
    spans = beside_others(text, spans)
    spans += [*listed(text, parts, spans), *opened(text, spans)]
    return [span for span in _apart(spans) if span.by != "bare"]


def _universities(views: Sequence[View], lookup: Lookup) -> Counter[str]:
    """Universities that stand anywhere in full, and how often."""
    names, found = lookup.names, Counter[str]()
    for one in views:
        for last, number in names.automaton.iter(one.text):
            if names.flags[number] & HEI:
                found[one.text[last + 1 - names.length(number) : last + 1]] += 1
    return found


def _apart(spans: list[Span]) -> list[Span]:
    """In the order of print, the same span once; what the grammar finds inside of a name it found is left out."""
    kept: list[Span] = []
    for span in sorted(dict.fromkeys(spans), key=lambda span: (span.start, -span.end)):
        inside = any(o.start <= span.start and span.end <= o.end and o.by == "ending" for o in kept[-3:])
        if not (inside and span.by in ("ending", "trade", "elided", "bare", "body")):
            kept.append(span)
    return kept


def _mention(
    span: Span, index: int, one: View, document: Document, lookup: Lookup, regions: Sequence[str], chain: Mention | None
) -> Mention:
    start, end = one.back(span.start), one.back(span.end, end=True)
    name, parent, id_ = span.name, span.parent, None
    if span.type == "GovernmentBody" or span.by == "level":
        name, region = full_name(span.name, parent, regions, lookup.nation)
        parent = region or parent
    context = regions[0] if regions else None
    if span.type in _PLACES and chain and chain.end == start and chain.paragraph == index and chain.type in _PLACES:
        parent = chain.name
        context = chain.id.removeprefix("cn-") if chain.id else context
    if lookup.is_listed(name) and (meaning := lookup.meaning(name, span.type, context)):
        id_ = meaning.id
        name = meaning.name if span.named is not None else name
    elif span.type in _PLACES and span.named and len(span.named.codes) == 1:
        id_ = f"cn-{span.named.codes[0]}" if span.named.level <= len("1407") else None
    text = document.paragraphs[index].text[start:end]
    return Mention(index, start, end, text, name, span.type, id_, parent, span.confidence, (_WHY[span.by],))
