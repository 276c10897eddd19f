"""Names that begin with a place, a university or a body of the lists: 甲地 + 乙丙研究院, 甲大学 + 法学院."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.document.scope import Named, Scope
from loaders.document.spans import Span
from loaders.document.stems import (
    BARE,
    DISTRICT,
    PLACE_ENDS,
    SEATS,
    USES,
    elided,
    last_ending,
    place_of,
    place_stem,
    printed,
    well_made,
)  # fmt: skip
from loaders.document.tokens import Token
from loaders.document.vocabulary import endings

_COLLEGES = ("学院", "系", "学部", "校区", "分校", "研究生院")
#: Behind a university alone they are no part of it with a name.
_NOT_OWN = frozenset({"学院", "学校", "大学", "平台", "中心", "基地", "公司", "企业集团", "社区", "系", "集团"})
#: Types for which words that are said of everybody are no name, even behind a place: 甲市高职院校.
_PARTICULAR = frozenset({"School", "University", "Enterprise"})
_NUMBERED = re.compile(r"[0-9一二三四五六七八九十A-Z]{1,3}[号期区座]")


def anchored(run: Sequence[Token], named: Named, scope: Scope) -> Iterator[Span]:
    """The name that a run makes with what it begins with, that beginning itself, and what lies between the two."""
    last = last_ending(run)
    whole = whole_of(run, last, scope)
    if named.letter in "HhK" or named.level > DISTRICT or whole is None or _around(named, scope):
        yield from _head(run, named, whole is not None, scope)
    if whole is None or last is None:
        return
    part = _part(run, last, scope)
    if part:
        yield part
    if not (part and part.type == "College" and run[last].text in BARE | USES):
        yield whole


def whole_of(run: Sequence[Token], last: int | None, scope: Scope) -> Span | None:
    """The name from the beginning of a run to its last ending."""
    named = run[0].named
    if not last or named is None or (last == 1 and run[1].text in SEATS) or not well_made(run[1:last]):
        return None
    return _of_body(run, last, named) if named.letter in "HhNK" else _of_place(run, last, named, scope)


def _head(run: Sequence[Token], named: Named, followed: bool, scope: Scope) -> Iterator[Span]:
    """The place or body itself, unless its short form may be something else."""
    end = run[0].end
    if named.letter == "P" and len(run) > 1 and run[1].text in SEATS and named.level > DISTRICT:
        end = run[1].end
    if named.letter == "p" and (followed or not scope.ours(named)):
        return
    if named.letter == "h" and len(run) > 1 and not followed and run[1].letter in "UWTGOL":
        return
    short = named.letter in "ph"
    by, sure = ("short", 0.9) if short else ("list", 1.0)
    yield Span(run[0].start, end, named.name, named.type, named, None, sure, by)


def _around(named: Named, scope: Scope) -> bool:
    """Whether a place is the document's own district or city, or lies in it."""
    return named.letter == "P" and any(
        len(code) > 2 and (code.startswith(region) or region.startswith(code))
        for code in named.codes
        for region in scope.regions[:1]
    )


def _of_body(run: Sequence[Token], last: int, named: Named) -> Span | None:
    ending = run[last].text
    type_ = "College" if ending.endswith(_COLLEGES) and ending != "产业学院" else endings()[ending].type
    if type_ in ("Community", "Subdistrict", "GovernmentBody") or (last == 1 and ending in _NOT_OWN):
        return None
    name = named.name + printed(run[1 : last + 1])
    return Span(run[0].start, run[last].end, name, type_, None, named.name, 0.95, "ending")


def _of_place(run: Sequence[Token], last: int, named: Named, scope: Scope) -> Span | None:
    ending, stem, type_ = run[last].text, run[1:last], endings()[run[last].text].type
    name = printed(run[: last + 1])
    if not stem and ending in PLACE_ENDS and named.letter == "p":
        return Span(run[0].start, run[last].end, name, type_, None, None, 0.8, "ending")
    if not stem and ending in BARE:
        return None
    if ending in PLACE_ENDS:
        return _place_in(run, last, scope)
    if type_ == "GovernmentBody" and (not stem or any(token.letter in "UOQL" for token in stem)):
        return None
    if type_ == "College":
        return elided(run[1:], last - 1) if stem else None
    if stem and ending in BARE and type_ in _PARTICULAR and all(token.letter in "GO" for token in stem):
        return None
    return Span(run[0].start, run[last].end, name, type_, None, place_of(named), 0.9, "ending")


def _place_in(run: Sequence[Token], last: int, scope: Scope) -> Span | None:
    """A village or town that is not in the register of this region, behind the place that it lies in."""
    stem, name = run[1:last], printed(run[1 : last + 1])
    telling = len(printed(stem)) > 1 and not name.endswith(("乡", "镇"))
    if not place_stem(stem) or not (telling or name in scope.names.automaton):
        return None
    type_ = endings()[run[last].text].type
    return Span(run[1].start, run[last].end, name, type_, None, place_of(run[0].named), 0.8, "ending")


def _part(run: Sequence[Token], last: int, scope: Scope) -> Span | None:
    """What a name is part of: the park of a numbered base (甲地科创城4号基地), the college of a base of it."""
    inner = last_ending(run[:last])
    if not inner:
        return None
    numbered = _NUMBERED.fullmatch(printed(run[inner + 1 : last]))
    college = run[0].letter == "H" and run[inner].text.endswith(("学院", "系"))
    part = whole_of(run[: inner + 1], inner, scope) if numbered or college else None
    return replace(part, by="part") if part else None
