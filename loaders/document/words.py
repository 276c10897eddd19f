"""The words that relations are read by, from words.yaml beside this file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

from ruamel.yaml import YAML

#: What the word before a group of names makes of it.
Case = Literal[
    "", "with", "joint", "pair", "agent", "place", "goal", "for", "object", "invite", "basis", "locate"
]  # fmt: skip

_TABLE: dict[str, object] = YAML(typ="safe").load(Path(__file__).with_suffix(".yaml"))


def words(name: str) -> tuple[str, ...]:
    """A class of words."""
    return tuple(str(_TABLE[name]).split())


def _cases() -> dict[str, Case]:
    table = _TABLE["cases"]
    if not isinstance(table, dict):
        raise TypeError("cases")
    return {word: case for case in get_args(Case) if case for word in str(table[case]).split()}


def any_of(choices: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, choices), key=len, reverse=True)) + ")"


CASES = _cases()
ADVERBS, PEOPLE, TOGETHER = words("adverbs"), words("people"), words("together")
SIGN, PAIR, JOIN, TALK = words("sign"), words("pair"), words("join"), words("talk")
VISIT, SERVE, TRANSFER = words("visit"), words("serve"), words("transfer")
FOUND, OPERATE, RESIDE, ISSUE = words("found"), words("operate"), words("reside"), words("issue")
EVENT, EVENT_ALONE = words("event"), words("event_alone")
CONTAIN, GOVERN, MEMBER = words("contain"), words("govern"), words("member")
PLANNED, DENIED, REFUSED, ENDED = words("planned"), words("denied"), words("refused"), words("ended")
