"""Reading patterns: nodes, relationships and how far these may reach."""

from __future__ import annotations

from abc import abstractmethod

from graph.errors import Text
from graph.guard.reader import Reader
from graph.guard.tokens import Token, refusal
from graph.guard.tree import Expr, Parameter, Pattern, Query

#: Relationships that a variable-length pattern may follow, and a shortest path.
LONGEST, LONGEST_SHORTEST = 8, 15
_ARROWS = {("-", "-", "("), ("-", "-", ">"), ("<", "-", "["), ("<", "-", "-")}
_NO_DYNAMIC = Text("写出标签本身；值可用参数", "write the label itself; values may be parameters")


class PatternReader(Reader):
    """Reads patterns from a place on."""

    @abstractmethod
    def expression(self) -> Expr: ...

    @abstractmethod
    def map_values(self) -> tuple[Expr, ...]: ...

    @abstractmethod
    def braced_query(self, at: Token, form: str) -> Query: ...

    def pattern(self) -> Pattern:
        """One part of a MATCH, with the name of the path."""
        self.count("pattern", self.here)
        name: frozenset[str] = frozenset()
        if self.here.kind in ("word", "name") and self.ahead().text == "=":
            name = frozenset({self.take().value})
            self.need_mark("=")
        if self.is_word("SHORTESTPATH", "ALLSHORTESTPATHS"):
            return self.shortest(name)
        if not self.is_mark("("):
            raise self.unexpected(
                Text("路径模式以 ( 开始；最短路用 shortestPath()", "a pattern begins with (; use shortestPath()")
            )
        return self.pattern_chain(name)

    def shortest(self, names: frozenset[str]) -> Pattern:
        """shortestPath((a)-[*..n]-(b))."""
        self.take()
        with self.within("bracket", self.need_mark("(")):
            found = self.pattern_chain(names, LONGEST_SHORTEST)
            self.need_mark(")")
        return found

    def pattern_begins(self) -> bool:
        """Whether the bracket here opens a node that a relationship follows."""
        depth, step = 0, 0
        while self.ahead(step).kind != "end":
            text = self.ahead(step).text if self.ahead(step).kind == "mark" else ""
            depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
            step += 1
            if depth == 0:
                break
        arrow = tuple(self.ahead(step + further).text for further in range(3))
        return self._like_node() and (
            arrow[:2] == ("-", "[") or arrow in _ARROWS  # and not `(x) < -1` or `(x) - -1`
        )

    def _like_node(self) -> bool:
        """Whether what stands behind the bracket may be a node: nothing, a name, labels, properties."""
        first, second = self.ahead(1), self.ahead(2)
        if first.kind in ("word", "name"):
            return second.text in (")", ":", "{") or second.word == "WHERE"
        return first.text in (")", ":", "{")

    def pattern_chain(self, names: frozenset[str], longest: int = LONGEST) -> Pattern:
        """Nodes with relationships between them."""
        at, found, parts, narrowed = self.here, set(names), list[Expr](), False
        while True:
            bracket = self.need_mark("(")
            narrowed |= self._inside(bracket, ")", found, parts, None)
            if not (self.is_mark("-") or (self.is_mark("<") and self.ahead().text == "-")):
                return Pattern(at, frozenset(found), tuple(parts), narrowed)
            narrowed |= self._relationship(found, parts, longest)

    def _relationship(self, names: set[str], parts: list[Expr], longest: int) -> bool:
        self.count("relationship", self.here)
        self.count("joined", self.here)
        left, narrowed = self.skip_mark("<"), False
        self.need_mark("-")
        if bracket := self.skip_mark("["):
            narrowed = self._inside(bracket, "]", names, parts, longest)
        self.need_mark("-")
        if not left:
            self.skip_mark(">")
        elif self.is_mark(">"):
            raise self.unexpected()
        return narrowed

    def _inside(self, bracket: Token, end: str, names: set[str], parts: list[Expr], longest: int | None) -> bool:
        """What a node or relationship says of itself; whether that narrows it. `longest` makes it a relationship."""
        before = len(parts)
        with self.within("bracket", bracket):
            if self.here.kind in ("word", "name") and not (self.is_word("WHERE") and self.ahead().text != end):
                names.add(self.take().value)
            if self.is_mark(":"):
                self.labels()
            if longest is not None and self.is_mark("*"):
                self._reach(longest)
            if self.is_mark("{"):
                parts.extend(self.map_values())
            elif self.here.kind == "param":
                parts.append(Parameter(self.here, self.take().value))
            if self.skip_words("WHERE"):
                parts.append(self.expression())
            self.need_mark(end)
        return len(parts) > before

    def labels(self) -> None:
        """`:A`, `:A:B`, `:A|B`, `:!A&(B|C)`, `:%`."""
        self.need_mark(":")
        self._label()
        while mark := self.skip_mark(":", "|", "&"):
            self.count("operator", mark)
            self.skip_mark(":")
            self._label()

    def _label(self) -> None:
        while mark := self.skip_mark("!"):
            self.count("not", mark)
        if bracket := self.skip_mark("("):
            with self.within("bracket", bracket):
                self._label()
                while mark := self.skip_mark("|", "&"):
                    self.count("operator", mark)
                    self._label()
                self.need_mark(")")
        elif self.is_mark("$") or self.here.kind == "param":
            raise refusal("label", self.here, "标签不能是参数", "a label is no parameter", _NO_DYNAMIC)
        elif not self.skip_mark("%"):
            self.need_name()

    def _reach(self, longest: int) -> None:
        """`*`, `*n`, `*n..m`."""
        star = self.need_mark("*")
        first = self._number()
        upper = self._number() if self.skip_mark("..") else first
        if upper is None or upper > longest:
            wanted = Text(f"写出上限，如 *1..{min(4, longest)}", f"give an upper bound, such as *1..{min(4, longest)}")
            raise refusal("reach", star, f"变长关系最多 {longest} 步", f"at most {longest} relationships", wanted)
        if longest == LONGEST:
            self.count("hop", star, upper)

    def _number(self) -> int | None:
        if self.here.kind != "number":
            return None
        if not self.here.text.isdigit():
            raise self.unexpected()
        return int(self.take().text)
