"""Whether a regular expression is one whose time no text can make explode: the engines' matchers may go back."""

from __future__ import annotations

import re
import warnings

# The parser of the standard library reads what a pattern is made of; there is no public one.
from re import _constants as c
from re import _parser
from typing import Any

from graph.errors import Text

MAX_LENGTH = 200
#: Unbounded repeats of one pattern; each may multiply the time by the length of the text.
MAX_REPEATS = 4
#: Of a bounded repeat.
MAX_TIMES = 50


def fault_of(pattern: str) -> Text | None:
    """What is risky about a pattern, if anything is."""
    if len(pattern) > MAX_LENGTH:
        return Text(f"正则表达式超过 {MAX_LENGTH} 字符", f"a regular expression of over {MAX_LENGTH} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = _parser.parse(pattern)
    except (re.error, RecursionError, OverflowError):
        return Text("看不懂这个正则表达式", "the regular expression cannot be read")
    judged = _Judge()
    judged.judge(parsed, repeated=False)
    return judged.fault


def repeats_of(pattern: str) -> int:
    """How many unbounded repeats a pattern without fault has."""
    judged = _Judge()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        judged.judge(_parser.parse(pattern), repeated=False)
    return judged.repeats


class _Judge:
    """Walks through a pattern and keeps the first fault."""

    def __init__(self) -> None:
        self.fault: Text | None = None
        self.repeats = 0

    def judge(self, items: Any, *, repeated: bool) -> None:
        for operation, value in items:
            if operation in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
                self._repeat(value, repeated=repeated)
            elif operation is c.SUBPATTERN:
                self.judge(value[-1], repeated=repeated)
            elif operation is c.BRANCH:
                if repeated:
                    self._found("重复里不能有选择", "no choice within a repeat")
                for branch in value[1]:
                    self.judge(branch, repeated=repeated)
            elif operation not in (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN, c.AT):
                self._found("只用简单的正则表达式", "only simple regular expressions are taken")

    def _repeat(self, value: Any, *, repeated: bool) -> None:
        least, most, inner = value
        if repeated:
            self._found("重复里不能再有重复", "no repeat within a repeat")
        if most is c.MAXREPEAT:
            self.repeats += 1
            if self.repeats > MAX_REPEATS:
                self._found(f"* 与 + 超过 {MAX_REPEATS} 个", f"more than {MAX_REPEATS} of * and +")
        elif max(least, most) > MAX_TIMES:
            self._found(f"重复超过 {MAX_TIMES} 次", f"repeated over {MAX_TIMES} times")
        self.judge(inner, repeated=True)

    def _found(self, zh: str, en: str) -> None:
        self.fault = self.fault or Text(zh, en)
