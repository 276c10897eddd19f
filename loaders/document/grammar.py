"""Names in a clause: runs of tokens that a name may be made of, divided at places, universities and endings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.names import place_key
from loaders.document.anchored import anchored
from loaders.document.public import is_marked, public_body, zone_body
from loaders.document.scope import Scope
from loaders.document.spans import Span
from loaders.document.stems import (
    BARE,
    DISTRICT,
    MATTER,
    OPEN,
    OPENING,
    OWNED,
    PLACE_ENDS,
    PRONOUNS,
    SEATS,
    brand_first,
    elided,
    inside,
    last_ending,
    level_of,
    party_follows,
    place_of,
    place_stem,
    printed,
    proper,
    subject,
    well_made,
)  # fmt: skip
from loaders.document.tokens import Clause, Token
from loaders.document.vocabulary import Ending, endings, words

#: A run is no longer: names are shorter, and arbitrary text must cost no more than its length.
_LONGEST_RUN = 80
_LEVELED = frozenset({"School", "Hospital", "Platform"})
_FIRM = re.compile(r"([Pp]?)(U{2,4}|[Pp]U{1,3})([TW]{0,2}T)")


@dataclass
class Parser:
    """Reads the names of clauses of one document."""

    scope: Scope

    def names(self, clause: Clause) -> Iterator[Span]:
        """The names of a clause, places of a chain one by one."""
        run: list[Token] = []
        before: Token | None = OPENING if clause.quoted else None
        for at, token in enumerate(clause.tokens):
            if len(run) < _LONGEST_RUN and (
                token.letter in MATTER or (token.letter == "C" and inside(clause.tokens, at))
            ):
                run.append(token)
                continue
            yield from self._run(run, before, token)
            run, before = [], token
        yield from self._run(run, before, None)

    def _run(self, run: Sequence[Token], before: Token | None, after: Token | None) -> Iterator[Span]:
        """Divide a run where a name begins."""
        if not any(token.letter in "PpHhNKSBTQ" for token in run):
            return
        begin = 0
        for at in range(1, len(run)):
            if _divides(run, begin, at):
                yield from self._segment(run[begin:at], before if begin == 0 else None, run[at])
                begin = at
        yield from self._segment(run[begin:], before if begin == 0 else run[begin - 1], after)

    def _segment(self, run: Sequence[Token], before: Token | None, after: Token | None) -> Iterator[Span]:
        """The names of a part of a run, which begins with a place, a university, a body, or none of them."""
        if not run:
            return
        if (cut := _cut(run)) is not None:
            yield from self._segment(run[:cut], before, None)
            yield from self._segment(run[cut:], run[cut - 1], after)
        elif (zone := zone_body(run)) is not None:
            yield Span(run[0].start, run[zone].end, printed(run[: zone + 1]), "GovernmentBody", None, None, 0.9, "body")
            yield from self._segment(run[:zone], before, None)
        elif (found := public_body(run)) is not None:
            yield found[0]
            yield from self._segment(run[found[1] :], run[found[1] - 1], after)
        elif run[0].named is not None:
            yield from anchored(run, run[0].named, self.scope)
            if last_ending(run) is None and run[0].letter in "Pp":
                yield from self._firm(run, after)
        elif (last := last_ending(run)) is not None:
            yield from self._plain(run, last, before, after)
        else:
            yield from self._firm(run, after)

    # --- names without an anchor -----------------------------------------------------------------------

    def _plain(self, run: Sequence[Token], last: int, before: Token | None, after: Token | None) -> Iterator[Span]:
        ending, stem = endings()[run[last].text], run[:last]
        if stem and run[0].letter == "S" and run[0].text in PRONOUNS:
            yield from self._owned(run, last, ending, after)
        elif (at := level_of(stem)) is not None and ending.type in _LEVELED and ending.branded:
            if run[last].text not in BARE or last - at > 1:
                yield _span(run[at : last + 1], ending.type, 0.7, "level")
        elif stem and well_made(stem) and not _counted(run, last, before, after):
            yield from self._unanchored(run, last, ending, before)

    def _owned(self, run: Sequence[Token], last: int, ending: Ending, after: Token | None) -> Iterator[Span]:
        """What stands behind 学校, 公司 and the like: a university's own park, or a name of its own."""
        own = ending.type in OWNED and run[last].text not in BARE and run[1].letter not in "PpHhN"
        if run[0].text == "学校" and own:
            yield _span(run[1 : last + 1], ending.type, 0.7, "elided")
        else:
            yield from self._segment(run[1:], run[0], after)

    def _unanchored(self, run: Sequence[Token], last: int, ending: Ending, before: Token | None) -> Iterator[Span]:
        stem, text = run[:last], run[last].text
        if ending.type == "GovernmentBody":
            return
        if text.endswith(PLACE_ENDS):
            if last == len(run) - 1 and self._is_place(run, before):
                name = place_key(printed(run))
                yield Span(run[0].start, run[last].end, name, ending.type, None, None, 0.7, "ending")
        elif text == "学院" and not proper(stem):
            if span := elided(run, last):
                yield span
        elif _tells(stem, ending, run[last + 1 :], before):
            start = next((at for at, token in enumerate(stem) if token.letter == "Q"), 0)
            yield _span(run[start : last + 1], ending.type, 0.85 if proper(stem) else 0.6, "ending")

    def _is_place(self, run: Sequence[Token], before: Token | None) -> bool:
        """Whether a village or community may be meant: a registry has the name somewhere, or it is no word."""
        stem, name = run[:-1], printed(run)
        if before is OPENING or not place_stem(stem):
            return False
        if name in self.scope.names.automaton:
            return True
        return len(printed(stem)) > 1 and all(t.letter in "UWT" for t in stem) and not name.endswith(("乡", "镇"))

    def _firm(self, run: Sequence[Token], after: Token | None) -> Iterator[Span]:
        """A firm's short name: a brand and its trade, where a party may stand."""
        match = _FIRM.fullmatch("".join("T" if token.text in words("trades") else token.letter for token in run))
        if not match or not party_follows(after):
            return
        head, named = run[0], run[0].named
        if named and head.letter == "p" and self.scope.ours(named):
            yield Span(head.start, head.end, named.name, named.type, named, None, 0.8, "short")
        own = run[1:] if head.letter == "P" else run
        yield Span(own[0].start, run[-1].end, printed(own), "Enterprise", None, place_of(named), 0.6, "trade")


def _divides(run: Sequence[Token], begin: int, at: int) -> bool:
    """Whether a name begins in the middle of a run."""
    token, left = run[at], run[begin:at]
    if token.letter in "HNKX":
        return True
    if token.letter == "h":
        return not any(other.letter in "HS" for other in left)
    if token.letter == "P":
        return left[-1].letter != "X" and not (left[0].letter in "HN" and token.named_level() <= DISTRICT)
    if token.letter == "p":
        return all(other.letter in "WGUTO" for other in left) and any(other.letter in "GO" for other in left)
    return token.letter == "B" and is_marked(token.text) and left[-1].letter not in "PpX"


def _cut(run: Sequence[Token]) -> int | None:
    """Where another name begins behind a place that the grammar knows by its ending, or behind a zone."""
    for at, token in enumerate(run[:-1]):
        if token.letter != "S" or at == 0:
            continue
        first = 1 if run[0].letter == "P" else 0
        last = last_ending(run)
        own = token.text in PLACE_ENDS and place_stem(run[first:at]) and run[at + 1].text not in SEATS
        if own and (first or last != at):
            return at + 1
        zone = endings()[token.text].type == "Zone" and run[0].letter in "Pp"
        if zone and last is not None and brand_first(run[at + 1 : last]):
            return at + 1
    return None


def _counted(run: Sequence[Token], last: int, before: Token | None, after: Token | None) -> bool:
    """Whether a number or 各 makes a class of it: 12家企业孵化器, 产业学院3个."""
    if before is not None and before.letter == "D":
        return True
    return after is not None and after.letter == "D" and last == len(run) - 1 and not proper(run[:last])


def _tells(stem: Sequence[Token], ending: Ending, tail: Sequence[Token], before: Token | None) -> bool:
    """Whether a stem makes a name of its ending: by a brand, or by a subject where naming begins."""
    if ending.type == "University" and stem[0].letter in "GO":
        return False
    if sum(token.letter == "Q" for token in stem) > 1 or (tail and tail[0].letter in "GO" and ending.type in OPEN):
        return False
    if ending.type not in OPEN or brand_first(stem):
        return proper(stem)
    quoted = before is OPENING
    naming = quoted or (before is not None and before.text in words("founding"))
    own = [token for token in stem if not quoted or token.letter != "O"]
    return subject(own) and not tail and (not ending.branded or naming)


def _span(run: Sequence[Token], type_: str, sure: float, by: str) -> Span:
    return Span(run[0].start, run[-1].end, printed(run), type_, None, None, sure, by)
