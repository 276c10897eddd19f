"""Public bodies: an office behind its region (甲市教育局), the mark of its level (市教育局) or a zone."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.document.spans import Span
from loaders.document.stems import DISTRICT, place_of, printed
from loaders.document.tokens import Token
from loaders.document.vocabulary import LEVELS

#: Behind a body they make another thing of it: 市政府部门.
_NOT_BEFORE = (
    "部门", "机关", "网", "工作报告", "采购", "引导", "主导", "购买", "职能", "补贴", "班子", "大院", "文件",
)  # fmt: skip
_OF_ZONES = ("管委会", "管理委员会")


def is_marked(text: str) -> bool:
    """Whether a body is printed with the mark of its level: 市教育局, 团市委."""
    return text.removeprefix("团")[:1] in LEVELS


def zone_body(run: Sequence[Token]) -> int | None:
    """Where the body of a zone stands."""
    return next(
        (at for at in range(1, len(run)) if run[at].text in _OF_ZONES and run[at - 1].letter == "S"),
        None,
    )


def public_body(run: Sequence[Token]) -> tuple[Span, int] | None:
    """The body that a run begins with, and where it ends in the run; `bare` when neither region nor level is said."""
    at = next((i for i, token in enumerate(run) if token.letter == "B"), None)
    if at is None or any(token.letter not in "PpX" for token in run[:at]):
        return None
    stop = at + 1
    while stop < len(run) and run[stop].letter == "B" and not is_marked(run[stop].text):
        stop += 1
    places = [token for token in run[:at] if token.letter in "Pp"]
    if printed(run[stop : stop + 2]).startswith(_NOT_BEFORE) or (places and places[-1].named_level() > DISTRICT):
        return None
    known = bool(places) or is_marked(run[at].text) or run[0].letter == "X"
    region = place_of(places[-1].named) if places else None
    by, sure = ("body", 0.9) if known else ("bare", 0.5)
    name = printed(run[:stop])
    return Span(run[0].start, run[stop - 1].end, name, "GovernmentBody", None, region, sure, by), stop
