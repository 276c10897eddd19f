"""A clause as tokens of known classes: the cheapest cover with names and words, and single characters for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import ahocorasick

from loaders.document.scope import Named, Scope
from loaders.document.vocabulary import LEVELS, classes, words

#: Cost of a token by its class; characters without a class cost more than words, so that words are preferred.
_COST = {"p": 1.1, "h": 1.7, "M": 1.15}
_UNKNOWN = 1.3
#: Between these a name does not reach; quotes and the dot may stand inside one.
_BREAKS = re.compile(
    r"[，。；：！？、…,;:!?（）()《》〈〉【】\[\]\n\t■▲►◆●★※|/—\-－]+|\.(?![0-9A-Za-z])|\s+(?![0-9A-Za-z])(?<![0-9A-Za-z]\s)"
)
_COUNT = re.compile(
    r"第?(?:[0-9]{1,12}(?:\.[0-9]{1,4})?|[一二两三四五六七八九十百千]{1,8})\s?[多余]?\s?(?:个|家|所|名|位|批|类|种|项|支|座|户|处|次|份|期|场|人|余|多|万|届|批次)"
)
_LATIN = re.compile(r"[0-9]{0,8}[A-Za-z][0-9A-Za-z.&+·\- ]*(?<![ \-.])")
_DIGITS = re.compile(r"[0-9]+")
_QUOTED = re.compile(r"[“\"「『‘]([^“”\"「」『』‘’，。；：！？、]{1,20})[”\"」』’]")
#: A place in brackets inside a firm's or an institute's name.
_BRACKETED = re.compile(
    r"(?<=[\u4e00-\u9fff])[（(][\u4e00-\u9fff]{2,4}[）)](?=[\u4e00-\u9fff]{1,16}(?:公司|集团|院|中心|基地|实验室))"
)
#: Single characters that always stand for themselves; others may be part of a brand.
_STRICT = frozenset("的了等在由与是于被把将已均都")
_EACH = frozenset("各每某")
#: Of the others those that are seldom a word of their own before a name.
_SOFT = frozenset("太正原总无应达来当能会里内外前后间现至建设")


class Token(NamedTuple):
    start: int
    end: int
    letter: str
    text: str
    named: Named | None = None

    def named_level(self) -> int:
        """The length of a place's code; 0 for what is no place."""
        return self.named.level if self.named else 0


@dataclass
class Clause:
    """Tokens between two breaks."""

    start: int
    end: int
    tokens: list[Token] = field(default_factory=list)
    quoted: bool = False


@cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word, letter in classes().items():
        automaton.add_word(word, (word, letter))
    automaton.make_automaton()
    return automaton


Edge = tuple[int, str, Named | None]


def clauses(text: str, scope: Scope, graph: ahocorasick.Automaton | None = None) -> Iterator[Clause]:
    """The clauses of a paragraph that may hold a name, as tokens."""
    edges, telling = _edges(text, scope, graph)
    begin = 0
    for match in [*_breaks(text), None]:
        after = match.start() if match else len(text)
        if any(telling[begin:after]) or (match and match[0] == "、") or text[begin - 1 : begin] == "、":
            yield Clause(begin, after, _cover(text, begin, after, edges))
        begin = match.end() if match else after
    for match in _QUOTED.finditer(text):
        if any(telling[match.start(1) : match.end(1)]):
            yield Clause(match.start(1), match.end(1), _cover(text, match.start(1), match.end(1), edges), quoted=True)


def _breaks(text: str) -> Iterator[re.Match[str]]:
    """Where clauses end: at marks, save those around a place inside a name."""
    kept = {at for match in _BRACKETED.finditer(text) for at in (match.start(), match.end() - 1)}
    for match in _BREAKS.finditer(text):
        if match.start() not in kept:
            yield match


def _edges(text: str, scope: Scope, graph: ahocorasick.Automaton | None) -> tuple[dict[int, list[Edge]], bytearray]:
    """Names and words by where they end, and where names or endings of names are."""
    edges: dict[int, list[Edge]] = {}
    telling = bytearray(len(text))
    for last, number in scope.names.automaton.iter(text):
        for named, start in _meant(text, last + 1, number, scope):
            edges.setdefault(last + 1, []).append((start, named.letter, named))
            telling[last] = 1
    for last, (word, letter) in _automaton().iter(text):
        start = last + 1 - len(word)
        edges.setdefault(last + 1, []).append((start, letter, None))
        if letter in "SBT":
            telling[last] = 1
        if letter == "B" and start and text[start - 1] in LEVELS and word not in ("委",):
            edges[last + 1].append((start - 1, "M", None))
    for last, (length, known) in graph.iter(text) if graph is not None else ():
        edges.setdefault(last + 1, []).append((last + 1 - length, "K", known))
        telling[last] = 1
    for pattern, letter in ((_COUNT, "D"), (_LATIN, "L"), (_DIGITS, "O"), (_BRACKETED, "L"), (_QUOTED, "Q")):
        for match in pattern.finditer(text):
            edges.setdefault(match.end(), []).append((match.start(), letter, None))
            if letter == "Q":
                telling[match.end() - 1] = 1
    return edges, telling


def _meant(text: str, end: int, number: int, scope: Scope) -> Iterator[tuple[Named, int]]:
    length = scope.names.length(number)
    named = scope.named(number, text[end - length : end])
    if named and (named.letter not in "Hh" or scope.fits(named, text[end : end + 2])):
        yield named, end - length


def _cover(text: str, begin: int, after: int, edges: dict[int, list[Edge]]) -> list[Token]:
    """The cheapest cover of text[begin:after]; of equal ones that with the longer last token."""
    size = after - begin
    cost = [0.0] * (size + 1)
    back: list[Edge] = [(0, "U", None)] * (size + 1)
    for at in range(1, size + 1):
        best = cost[at - 1] + _UNKNOWN
        step: Edge = (at - 1, "U", None)
        for start, letter, named in edges.get(begin + at, ()):
            low = start - begin
            if low >= 0:
                sum_ = cost[low] + _COST.get(letter, 1.0)
                if sum_ < best or (sum_ == best and low < step[0]):
                    best, step = sum_, (low, letter, named)
        cost[at], back[at] = best, step
    tokens: list[Token] = []
    at = size
    while at > 0:
        low, letter, named = back[at]
        tokens.append(
            Token(begin + low, begin + at, "B" if letter == "M" else letter, text[begin + low : begin + at], named)
        )
        at = low
    return _settled(tokens[::-1])


def _settled(tokens: list[Token]) -> list[Token]:
    """Single characters that are part of a brand are no verbs (同 in 甲同生物科技), nor are verbs inside a name."""
    found: list[Token] = []
    for at, token in enumerate(tokens):
        if len(token.text) == 1 and token.letter in "VCDGW" and token.text not in _STRICT:
            if _is_unknown(found, tokens, at):
                token = token._replace(letter="U")
        elif token.letter == "V" and token.text in words("inside") and found and _before_ending(found[-1], tokens, at):
            token = token._replace(letter="G")
        found.append(token)
    return found


def _is_unknown(found: list[Token], tokens: list[Token], at: int) -> bool:
    """Whether a character that may be a word of its own is part of a brand."""
    token = tokens[at]
    before = found[-1].letter if found else ""
    follow = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.letter == "D" and before not in ("D", "L"):
        return token.text not in _EACH
    if before == "U" and (follow is None or follow.letter == "C" or follow.text == "等"):
        return True  # no verb ends an item of a list: 甲乙达、丙丁通等
    if before == "U" and (len(found) == 1 or found[-2].letter != "U") and follow and follow.letter in "UTWGS":
        return True
    soft = token.letter == "V" and token.text in _SOFT and _starts_unknown(tokens, at)
    return soft or (before in ("P", "p") and _brand(tokens, at))


def _starts_unknown(tokens: list[Token], at: int) -> bool:
    """Whether two characters that no list knows follow, and nothing or a whole word stands before."""
    after = [token.letter for token in tokens[at + 1 : at + 3]]
    return after == ["U", "U"] and (at == 0 or tokens[at - 1].letter != "U")


def _before_ending(before: Token, tokens: list[Token], at: int) -> bool:
    """Whether a verb stands inside a name: matter before it, and the ending of a name behind it."""
    rest = [token.letter for token in tokens[at + 1 : at + 3]]
    return (
        before.letter in "PpHhNWTGUQ"
        and bool(rest)
        and (rest[0] == "S" or rest in (["G", "S"], ["W", "S"], ["T", "S"]))
    )


def _brand(tokens: list[Token], at: int) -> bool:
    """Whether a character behind a place begins a firm's name: an unknown character, trades, and the end of a firm."""
    rest = tokens[at + 1 : at + 9]
    letters = "".join("U" if len(token.text) == 1 and token.letter in "VCDG" else token.letter for token in rest)
    match = re.match(r"U{1,4}[TWGO]*S", letters)
    return bool(match) and tokens[at + match.end()].text.endswith(("公司", "集团", "厂")) if match else False
