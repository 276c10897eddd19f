"""What only the neighbours in a list tell: firms without an ending, parts that members share, classes behind 等."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.document.spans import Span, cover
from loaders.document.tokens import Clause, Token
from loaders.document.vocabulary import endings, words

#: What a list is said to be of, and the type of its members.
_CLASSES = {
    "Enterprise": "企业|公司|商业综合体|商圈|商场|厂商|民企|药企|车企|品牌",
    "Platform": "众创空间|孵化器|创新平台|科创平台|创业园",
}
_COUNT = r"(?:[0-9一二三四五六七八九十百]{1,4}[余多]?[家户个所])?"
_CLASS_RE = {type_: re.compile(rf"等{_COUNT}[^的，。]{{0,8}}?(?:{names})") for type_, names in _CLASSES.items()}
#: Verbs whose objects are parties or places to go to.
_TOWARDS = frozenset({
    "参观", "走访", "走进", "考察", "调研", "观摩", "访问", "联合", "携手",
    "依托", "对接", "赴", "到", "邀请", "引进", "会同", "与", "和",
    "同", "探访", "入驻", "牵手",
})  # fmt: skip
_MATTER = frozenset("UTWLpO")
_SHORTEST, _LONGEST = 2, 8
_NUMBERED = re.compile(r"第[一二三四五六七八九十]+$")
_JOINTS = frozenset("、和与及")
_FIRMS = frozenset({"Enterprise", "Platform", "Zone", "University", "ResearchInstitute"})


def listed(text: str, clauses: Sequence[Clause], spans: Sequence[Span]) -> Iterator[Span]:
    """Names that only a list tells, in the clauses of one paragraph."""
    covered = cover(text, spans)
    firms = {span.end for span in spans if span.type == "Enterprise"}
    for items, tail in _chains(text, clauses):
        yield from _unended(items, tail, covered, firms)
        yield from _shared(items)


def beside_others(text: str, spans: Sequence[Span]) -> list[Span]:
    """Without firms' short names that go on as a list of no bodies: 休闲农业、乡村旅游."""
    starts = {span.start for span in spans if span.type in _FIRMS}
    ends = {span.end for span in spans if span.type in _FIRMS}

    def alone(span: Span) -> bool:
        after, before = text[span.end : span.end + 1], text[max(span.start - 1, 0) : span.start]
        beside = (after in _JOINTS and span.end + 1 in starts) or (before in _JOINTS and span.start - 1 in ends)
        return after == "、" and not beside

    return [span for span in spans if span.by != "trade" or not alone(span)]


def _chains(text: str, clauses: Sequence[Clause]) -> Iterator[tuple[list[list[Token]], Sequence[Token]]]:
    """Lists: the end of a clause, the clauses between, the beginning of the last, joined by 、; and what follows."""
    chain: list[Clause] = []
    for clause in [*(c for c in clauses if not c.quoted), None]:
        if chain and (clause is None or text[chain[-1].end : clause.start] != "、"):
            yield _items(chain)
            chain = []
        if clause is None:
            continue
        chain.append(clause)
        stop = next((at for at, token in enumerate(clause.tokens) if token.text == "等"), None)
        if stop is not None:
            yield _items(chain)
            chain = [replace(clause, tokens=clause.tokens[stop + 1 :])]


def _items(chain: Sequence[Clause]) -> tuple[list[list[Token]], Sequence[Token]]:
    """The items of a list, the first behind the word before it, and what follows the last."""
    rows = [list(clause.tokens) for clause in chain]
    if len(rows) == 1 and not any(token.text == "等" for token in rows[0]):
        return [], ()
    last = rows[-1]
    first = rows[0]
    limit = (
        next((at for at, token in enumerate(first) if token.text == "等"), len(first)) if len(rows) == 1 else len(first)
    )
    cut = max(
        (at for at, token in enumerate(first[: limit - 1]) if token.letter in ("VD" if len(rows) == 1 else "VCD")),
        default=-1,
    )
    begin = cut + 1 if len(rows) == 1 else 0
    stop = next((at for at in range(begin, len(last)) if last[at].letter in "VD"), len(last))
    tail = last[stop:]
    rows[-1] = last[:stop]
    rows[0] = rows[0][max(cut, 0) :]
    return [part for at, row in enumerate(rows) for part in _divided(row, keep=at == 0)], tail


def _divided(row: Sequence[Token], *, keep: bool) -> Iterator[list[Token]]:
    """The parts of a row between conjunctions; the first row keeps the word that it begins with."""
    begin = 0
    for at, token in enumerate(row):
        if token.letter == "C" and at > (0 if keep else -1):
            yield list(row[begin:at])
            begin = at + 1
    yield list(row[begin:])


def _class(tail: Sequence[Token]) -> str | None:
    """The type of what a list is of, as said behind 等."""
    said = "".join(token.text for token in tail[:5])
    return next((type_ for type_, pattern in _CLASS_RE.items() if pattern.match(said)), None)


def _unended(items: list[list[Token]], tail: Sequence[Token], covered: bytearray, firms: set[int]) -> Iterator[Span]:
    """Firms in a list that have no ending: by the class behind the list, or by bodies beside them."""
    if not items:
        return
    type_ = _class(tail)
    head = items[0][0] if items[0] and items[0][0].letter in "VCD" else None
    bare = [items[0][1:] if head else items[0], *items[1:]]
    known = [any(covered[row[0].start : row[-1].end]) for row in bare if row]
    towards = bool(head and head.text in _TOWARDS and any(known) and len(bare) > 1)
    rows = [row for row in bare if row]
    firm = [row[-1].end in firms for row in rows]
    for at, (row, is_known) in enumerate(zip(rows, known, strict=True)):
        among = 0 < at < len(rows) - 1 and firm[at - 1] and firm[at + 1]
        if not is_known and (type_ or towards or among) and _may_be_firm(row):
            name = "".join(token.text for token in row)
            sure = 0.7 if type_ else 0.6
            yield Span(row[0].start, row[-1].end, name, type_ or "Enterprise", None, None, sure, "listed")


def _may_be_firm(row: Sequence[Token]) -> bool:
    letters = "".join("T" if token.text in words("trades") else token.letter for token in row)
    size = sum(len(token.text) for token in row)
    return (
        set(letters) <= _MATTER
        and "U" in letters
        and _SHORTEST <= size <= _LONGEST
        and bool(re.search("UU|[UT]T|^U", letters))
    )


def _closes(item: Sequence[Token]) -> bool:
    return len(item) > 1 and item[1].letter == "S" and bool(_NUMBERED.match(item[0].text))


def _shared(items: list[list[Token]]) -> Iterator[Span]:
    """Numbered members that share a beginning and an ending: 甲市第一、第二中学."""
    closing = next((at for at, item in enumerate(items) if at and _closes(item)), None)
    if closing is None:
        return
    items = items[: closing + 1]
    first = [token for token in items[0] if token.letter not in "VCD"]
    ending = items[-1][1].text
    if not first or not _NUMBERED.search(first[-1].text) or len(first) < 2:
        return
    head = "".join(token.text for token in first[:-1])
    for row in ([first[-1]], *items[1:]):
        start = first[0].start if row[0] is first[-1] else row[0].start
        end = row[-1].end if row is not items[-1] else row[1].end
        yield Span(start, end, f"{head}{row[0].text}{ending}", endings()[ending].type, None, None, 0.8, "shared")
