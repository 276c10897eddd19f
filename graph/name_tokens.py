"""What a name is found by, as tokens for SQLite's full-text search; how good a name is, as a row number.

Marks in front keep the kinds of tokens apart: `^` a first character, `~` a spelling or the beginning of one,
`@` a division code, `#` a label, `=` another code.
"""

from __future__ import annotations

import hashlib

from graph.name_reader import NameRow
from graph.spelling import spellings
from graph.values import DIVISION_LENGTHS

#: Beginnings of spellings that are tokens; longer ones are found by FTS5's own search for prefixes.
SPELLED = 6
INITIALS = 4
_LEVELS = {"Province": 0, "City": 1, "University": 2, "District": 3, "Subdistrict": 4, "Community": 5}
_OTHER = 6
_LONGEST = 31


def tokens(row: NameRow) -> str:
    """All tokens of an entity, blanks between; a pure function of its row."""
    found: dict[str, None] = {}
    shown, *others = row.keys.strip("|").split("|")
    for key in (shown, *others):
        found.update(dict.fromkeys(key_tokens(key)))
        if key is shown or not key.startswith(shown):  # 西郝村委会 is found as 西郝村 is
            found.update(dict.fromkeys(_spelled(key)))
    for region in row.regions.split():
        found.update(dict.fromkeys(f"@{region[:length]}" for length in DIVISION_LENGTHS if length <= len(region)))
    found[f"#{row.label}"] = None
    if row.moe_code:
        found[f"={row.moe_code}"] = None
    return " ".join(found)


def key_tokens(key: str) -> list[str]:
    """The characters of a key, pairs of them, and its first one."""
    return [f"^{key[:1]}", *key, *(key[i : i + 2] for i in range(len(key) - 1))]


def _spelled(key: str) -> list[str]:
    found: list[str] = []
    for whole, initials in spellings(key):
        for text, most in ((whole, SPELLED), (initials, INITIALS)):
            found += [f"~{text[:length]}" for length in range(1, min(most, len(text)) + 1)]
        found += [f"~{whole}|", f"~{initials}|"]  # the whole of it: `|` is where a name ends
    return found


def number(row: NameRow) -> int:
    """The row number: what is documented first, then by level and length of the name, then by code.

    Full-text search answers in this order, so that its first rows are the best; and it is the same in every index.
    """
    length = min(len(row.name), _LONGEST)
    rank = ((1 - row.documented) * 8 + _LEVELS.get(row.label, _OTHER)) * (_LONGEST + 1) + length
    return (rank << 53) + _place_in_rank(row)


def _place_in_rank(row: NameRow) -> int:
    if row.id == f"cn-{row.regions}":
        return int(row.regions.ljust(12, "0"))
    return (1 << 52) + int.from_bytes(hashlib.sha256(row.id.encode()).digest()[:8], "big") % (1 << 52)
