"""What parsers share: the tokens and a place among them, and counts that may not grow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from graph.errors import NO_TEXT, CypherRefused, Text
from graph.guard.tokens import Token, refusal

#: Kind -> how many one text may have, and what a person calls them. Engines plan in more than linear time.
LIMITS: dict[str, tuple[int, str, str]] = {
    "clause": (40, "子句", "clauses"),
    "union": (12, "UNION", "UNIONs"),
    "subquery": (12, "子查询", "subqueries"),
    "pattern": (30, "路径模式", "patterns"),
    "relationship": (40, "关系", "relationships"),
    # between two WITHs: an engine weighs the orders in which they can be followed
    "joined": (14, "两个 WITH 之间的关系", "relationships between two WITHs"),
    "or": (80, "OR", "ORs"),
    "xor": (10, "XOR", "XORs"),
    "not": (60, "NOT", "NOTs"),
    "and": (150, "AND", "ANDs"),
    "operator": (400, "运算", "operators"),
    "loop": (12, "列表推导", "comprehensions"),
    "regex": (10, "正则表达式", "regular expressions"),
    "hop": (24, "变长关系的步数", "hops of variable length"),
    "call": (200, "函数", "functions"),
}
#: How deep brackets of any kind, CASE, subqueries, and loops over lists may stand in each other.
DEPTHS: dict[str, tuple[int, str, str]] = {
    "bracket": (16, "括号", "brackets"),
    "case": (5, "CASE", "CASE"),
    "subquery": (3, "子查询", "subqueries"),
    "loop": (3, "列表推导", "comprehensions"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """Something that not every engine takes as it is written (`dialect`): what, and from where to where."""

    kind: str
    at: Token
    #: The offset behind its last token.
    end: int
    #: What more there is to know: of a function its name, of a procedure its column.
    more: str = ""


class Reader:
    """A place among tokens."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens, self._next = tokens, 0
        self.notes: list[Note] = []
        #: Names of relationships.
        self.followed: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._depths: Counter[str] = Counter()

    @property
    def here(self) -> Token:
        """The token that is read next."""
        return self._tokens[self._next]

    @property
    def ended(self) -> bool:
        """Whether nothing comes next."""
        return self.here.kind == "end"

    def ahead(self, steps: int = 1) -> Token:
        """A later token; the end, when there are no more."""
        return self._tokens[min(self._next + steps, len(self._tokens) - 1)]

    def take(self) -> Token:
        """The next token, and go on."""
        token = self.here
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def is_mark(self, *marks: str) -> bool:
        """Whether one of these marks comes next."""
        return self.here.kind == "mark" and self.here.text in marks

    def is_word(self, *words: str) -> bool:
        """Whether one of these keywords comes next."""
        return self.here.word in words and self.here.word != ""

    def skip_mark(self, *marks: str) -> Token | None:
        """The mark, if it comes next."""
        return self.take() if self.is_mark(*marks) else None

    def skip_words(self, *words: str) -> bool:
        """Go past these keywords, if all of them come next in this order."""
        if any(self.ahead(step).word != word for step, word in enumerate(words)):
            return False
        for _ in words:
            self.take()
        return True

    def need_mark(self, mark: str) -> Token:
        """The mark that must come next."""
        return self.skip_mark(mark) or self._fail(mark)

    def need_words(self, *words: str) -> None:
        """The keywords that must come next."""
        if not self.skip_words(*words):
            self._fail(" ".join(words))

    def need_name(self) -> Token:
        """A name: a word, or anything in backticks."""
        if self.here.kind not in ("word", "name"):
            self._fail("名称 name")
        return self.take()

    def need_variable(self) -> Token:
        """The name of a variable, bound or used."""
        token = self.need_name()
        self.note("variable", token)
        return token

    @property
    def behind(self) -> int:
        """The offset right behind what was read last."""
        last = self._tokens[max(self._next - 1, 0)]
        return last.start + len(last.text)

    def note(self, kind: str, at: Token, more: str = "") -> None:
        """Keep in mind that something was written, from a token up to here."""
        self.notes.append(Note(kind, at, self.behind, more))

    def _fail(self, wanted: str) -> Token:
        raise self.unexpected(Text(f"此处应为 {wanted}", f"{wanted} is wanted here"))

    def unexpected(self, hint: Text = NO_TEXT) -> CypherRefused:
        """What comes next does not belong there."""
        found = self.here.text[:40]
        if self.here.kind == "end":
            return refusal("syntax", self.here, "语句没有写完", "the text ends too early", hint)
        return refusal("syntax", self.here, f"没料到 {found}", f"{found} is not expected", hint)

    def count(self, kind: str, at: Token, by: int = 1) -> None:
        """Count one more of a kind.

        Raises:
            CypherRefused: when that is too many.
        """
        self._counts[kind] += by
        most, zh, en = LIMITS[kind]
        if self._counts[kind] > most:
            raise refusal("count", at, f"{zh}超过 {most} 个", f"more than {most} {en}")

    def restart(self, kind: str) -> None:
        """Count a kind anew from here on."""
        self._counts[kind] = 0

    @contextmanager
    def within(self, kind: str, at: Token) -> Iterator[None]:
        """While this lasts, the place is one deeper in brackets of a kind."""
        self._depths[kind] += 1
        most, zh, en = DEPTHS[kind]
        if self._depths[kind] > most:
            raise refusal("depth", at, f"{zh}嵌套超过 {most} 层", f"{en} nested over {most} deep")
        try:
            yield
        finally:
            self._depths[kind] -= 1
