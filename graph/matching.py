"""Single rules of the resolver: what lies in a scope, what is one character apart, how a local body is called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.errors import Candidate, Text
from graph.names import short_forms, spoken

_FEW = 8
_LEVELS = {2: "省", 4: "市", 6: "区县"}


@dataclass(frozen=True)
class Match:
    """Somebody a mention may mean, whether that is certain, and why."""

    candidate: Candidate
    sure: bool
    why: Text

    @property
    def label(self) -> str:
        return self.candidate.label


def covers(code: str, scope: Sequence[str]) -> bool:
    """Whether a division lies within one of the scope, or one of the scope within it."""
    return any(code.startswith(part) or part.startswith(code) for part in scope)


def outermost(matches: Sequence[Match]) -> list[Match]:
    """Without the divisions that repeat the name of the one around them (东莞市 has a district 东莞市)."""
    return [match for match in matches if not any(_repeats(match.candidate, other.candidate) for other in matches)]


def _repeats(inner: Candidate, outer: Candidate) -> bool:
    is_within = inner.id != outer.id and inner.id.startswith("cn-") and inner.id.startswith(outer.id)
    return is_within and inner.name == outer.name


def likeliest(key: str, matches: Sequence[Match], *, sounding: bool) -> Sequence[Match]:
    """Those that sound the same, if any; else all, unless only `sounding` ones count; too many tell nothing."""
    wanted = spoken(key) if sounding or len(matches) > 1 else ""
    alike = [match for match in matches if spoken(match.candidate.name) == wanted]
    chosen = alike or ([] if sounding else matches)
    return chosen if len(chosen) <= _FEW else ()


def bodies(key: str, region: str, code: str) -> Iterator[str]:
    """What a public body that is called by its level is called in full, in the region of that level.

    市委 in 晋中市 -> 晋中市委, 中共晋中市委; 团市委 -> 共青团晋中市委; 晋中市政府 -> 晋中市人民政府.
    """
    plain = key.removeprefix("中共").removesuffix("员会")
    plain = plain.replace("人民政府", "政府")
    level = next((mark for mark in _LEVELS[len(code)] if plain.startswith((mark, f"团{mark}"))), "")
    if level and plain.startswith("团"):
        yield f"共青团{region}{plain[2:]}"
        return
    if plain.startswith("团") and plain.removeprefix("团").startswith(region):
        yield f"共青{plain}"
    stem = plain.removeprefix(level) if level else None
    for form in (region, *short_forms(region)):
        if stem is None and plain.startswith(form):
            stem = plain.removeprefix(form)
    if stem:
        yield from dict.fromkeys(
            (f"{region}{stem}", f"中共{region}{stem}", f"{region}{stem.replace('政府', '人民政府')}")
        )
