"""What a public body that is printed by its level or in short is called in full."""

from __future__ import annotations

from collections.abc import Sequence

from graph.names import short_forms
from graph.nation import Nation
from loaders.document.vocabulary import LEVELS

_PARTY, _LEAGUE = "中共", "共青团"


def full_name(printed: str, region: str | None, regions: Sequence[str], nation: Nation) -> tuple[str, str | None]:
    """The full name of a body and the name of its region: 市教育局 in 甲市 is 甲市教育局, 团市委 共青团甲市委.

    As printed, without a region, where none of the document's regions has the level.
    """
    plain = printed.removeprefix("中国共产党").removeprefix(_PARTY)
    league = plain.startswith(_LEAGUE)
    plain = plain.removeprefix(_LEAGUE)
    if region is None and plain.startswith("团"):
        league, plain = True, plain[1:]
    own = region or _of_level(plain, regions, nation)
    if own is None:
        return (f"{_LEAGUE}{plain}" if league else printed), None
    stem = _stem(plain, own)
    stem = f"人民{stem}" if stem in ("政府", "政府办公室") else stem
    return f"{_LEAGUE if league else ''}{own}{stem}", own


def _of_level(plain: str, regions: Sequence[str], nation: Nation) -> str | None:
    """The document's region of the level that a body's first character says."""
    for code in regions[:1]:
        for length in sorted(LEVELS.get(plain[:1], ()), reverse=True):
            name = nation.names.get(code[:length], "") if len(code) >= length else ""
            if name.endswith(plain[:1]) or (plain[:1] == "省" and name.endswith("自治区")):
                return name
    return None


def _stem(plain: str, region: str) -> str:
    """A body's name without its region, or the mark of its level."""
    for form in (region, *short_forms(region)):
        if plain.startswith(form) and len(plain) > len(form):
            rest = plain[len(form) :]
            return rest[1:] if form != region and rest[:1] == region[-1:] else rest
    return plain[1:] if plain[:1] in LEVELS else plain
