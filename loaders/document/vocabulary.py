"""The words that names are made of and end at, read from lexicon/*.txt; each is of one class, a letter.

V verb, adverb, title: no part of a name · C joins two things · D number or 各: what follows is a class, no name ·
G said of everybody: names nothing by itself · W subject: may stand in a name · T trade: may end a firm's short name ·
S ending of a name · B public body · X beginning of a public body's name · O ordinary word: no brand, though it may
stand inside a name.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).with_name("lexicon")


#: Marks of levels, and the lengths of the codes that they may stand for.
LEVELS = {"省": (2,), "市": (4, 6), "州": (4,), "区": (6,), "县": (6,), "旗": (6,)}

#: Committees of a level: 市委, 团市委.
COMMITTEES = frozenset({f"{before}{level}委" for level in LEVELS for before in ("", "团")})


_JOINING = ("与", "和", "及", "以及", "暨", "并与", "或者", "或")
_BEGINNINGS = ("中共", "共青团", "中国共产党")
_DEPARTMENT_ENDS = ("局", "厅", "委", "委员会", "办公室", "办", "分局")
_TYPES = (
    "University", "School", "Hospital", "Enterprise", "ResearchInstitute", "Platform", "Zone", "Association",
    "College", "Community", "Subdistrict",
    "GovernmentBody",
)  # fmt: skip


class Ending(NamedTuple):
    """What a name that ends so is; `branded`: a subject alone does not make it a name."""

    type: str
    branded: bool


@cache
def words(name: str) -> frozenset[str]:
    """The words of a file of lexicon/, as a set.

    founding: what follows came into being, and has a name · inside: verbs and people that a name may hold before
    its ending (教师发展中心) · bare: endings that name nothing behind a place alone
    · trades, those too that are of another class.
    """
    return frozenset(_words(name))


def _words(name: str) -> list[str]:
    return (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").split()


@cache
def endings() -> dict[str, Ending]:
    """Endings of names; of two types of one ending the first stands. `!` before an ending: branded."""
    table: dict[str, Ending] = {}
    for type_ in _TYPES:
        for word in _words(f"endings-{type_}"):
            table.setdefault(word.lstrip("!"), Ending(type_, word.startswith("!")))
    return table


@cache
def bodies() -> frozenset[str]:
    """Offices and departments, as said behind a region or the mark of its level."""
    departments = (f"{stem}{end}" for stem, end in product(_words("departments"), _DEPARTMENT_ENDS))
    return frozenset({*departments, *_words("offices"), *COMMITTEES, "委"})


@cache
def classes() -> dict[str, str]:
    """Every word and its class; of two classes the later one here."""
    table: dict[str, str] = {}
    for letter, group in (
        ("O", _words("ordinary")), ("W", _words("subjects")), ("T", _words("trades")), ("G", _words("generic")),
        ("D", _words("determiners")), ("V", _words("verbs")), ("C", _JOINING), ("X", _BEGINNINGS),
        ("B", bodies()), ("S", endings()),
    ):  # fmt: skip
        table.update(dict.fromkeys(group, letter))
    return table
