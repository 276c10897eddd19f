"""How sure a rule is: counted on labelled documents, not felt.

A class of rules has in how many paragraphs all that it gave was right, and in how many it gave anything: a list of
ten names is one decision. The documents are those that the rules were written with, so one right and one wrong are
added, and classes are wide; one seen rarely is never sure. The tests check what 0.9 promises.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Counted(NamedTuple):
    """Rules that are alike, and how they did."""

    rules: tuple[str, ...]
    right: int
    given: int


COUNTS: Mapping[str, Counted] = {
    "names printed together": Counted(
        (
            "parent/name",
            "chain/place-place",
            "chain/body-body",
            "chain/place-body",
            "chain/shared",
        ),
        49,
        49,
    ),
    "two sides": Counted(
        (
            "mutual/explicit",
            "mutual/carried",
        ),
        37,
        37,
    ),
    "a lead, or all together": Counted(
        (
            "joint/explicit",
            "joint/carried",
            "together/explicit",
            "pair/explicit",
            "pair/carried",
        ),
        11,
        11,
    ),
    "founders in the sentence": Counted(
        (
            "found/explicit",
            "found/carried",
            "found/both",
            "found/place",
            "found.by/explicit",
            "found.by/carried",
        ),
        27,
        27,
    ),
    "a site in the sentence": Counted(
        (
            "reside/explicit",
            "reside/carried",
            "contain/direct",
            "contain/list",
            "contain/govern",
        ),
        10,
        10,
    ),
    "hosts and leads": Counted(
        (
            "host/clauses",
            "host/list",
            "lead/clauses",
            "lead/clause",
        ),
        5,
        5,
    ),
    "service in the sentence": Counted(
        (
            "serve.for/explicit",
            "serve.for/carried",
            "serve.goal/explicit",
            "serve.goal/carried",
            "serve.place/explicit",
            "serve.by/carried",
        ),
        6,
        6,
    ),
    "service by another side": Counted(
        (
            "serve.for/side",
            "serve.goal/side",
            "serve.place/side",
        ),
        2,
        2,
    ),
    "a site from before": Counted(
        (
            "reside/host",
            "reside/named",
            "reside/paragraph",
            "reside/topic",
        ),
        6,
        6,
    ),
    "two sides, one from before": Counted(
        (
            "mutual/topic",
            "mutual/paragraph",
            "joint/topic",
            "joint/paragraph",
            "pair/topic",
            "pair/paragraph",
            "both/back",
            "both/sentence",
            "joint/people",
        ),
        4,
        4,
    ),
    "founders from before": Counted(
        (
            "found/topic",
            "found/paragraph",
        ),
        0,
        3,
    ),
    "bases and technology": Counted(
        (
            "base/explicit",
            "base/carried",
            "base/named",
            "transfer/explicit",
            "transfer/carried",
        ),
        3,
        3,
    ),
}
_CLASS: Mapping[str, Counted] = {rule: counted for counted in COUNTS.values() for rule in counted.rules}
#: What no document has tried.
_UNTRIED = Counted((), 2, 3)


def confidence_of(rule: str) -> float:
    """The share that was right (Laplace)."""
    counted = _CLASS.get(rule, _UNTRIED)
    return round((counted.right + 1) / (counted.given + 2), 3)
