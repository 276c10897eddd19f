"""Cells as a reader of a document meets them: lists joined, types and kinds in words, nothing told as a dash."""

from __future__ import annotations

import re
from typing import Any

from api.headings import word
from api.views.text import KINDS, VALUES
from graph.errors import Language, Text

#: What stands where no source tells anything.
NOTHING = "—"
_PER = {
    "week": Text("每周", "a week"),
    "month": Text("每月", "a month"),
    "quarter": Text("每季", "a quarter"),
    "year": Text("每年", "a year"),
    "member": Text("每个成员", "each member"),
}
#: Columns whose cells are kinds, roles or other words of ours.
_CODED = frozenset({"kind", "kinds", "role", "relation", "differs", "verdict", "modality", "status", "severity"})
#: What no XML can hold, and what would turn the writing of the rest of a line around.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """Text on one line that both forms can hold; characters without a form of their own are shown to be there."""
    return " ".join(_UNSEEN.sub("\ufffd", text).split())


def said(column: str, value: Any, language: Language) -> str:
    """A cell as text."""
    if isinstance(value, list | tuple):
        return Text("、", ", ").say(language).join(said(column, item, language) for item in value) or NOTHING
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return Text("是" if value else "否", "yes" if value else "no").say(language)
    if column == "per":
        return _PER[value].say(language) if value in _PER else str(value)
    if column in _CODED:
        return coded(column, str(value), language)
    return plain(str(word(column, value, language)))


def coded(column: str, value: str, language: Language) -> str:
    """A word of the graph in that of a reader."""
    if language == "en":
        return value.replace("_", " ")
    if value in VALUES and column in ("kind", "kinds", "role", "modality", "status"):
        return VALUES[value].zh
    told = str(word(column if column in ("verdict", "severity", "differs") else "kinds", value, language))
    return KINDS.get(value, told) if told == value else told
