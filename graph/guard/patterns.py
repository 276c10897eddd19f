"""Reading patterns: nodes, relationships and how far these may reach."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from graph.errors import Text
from graph.guard.reader import Reader
from graph.guard.tokens import Token, refusal
from graph.guard.tree import Expr, Parameter, Pattern, Query

#: Relationships that a variable-length pattern may follow, and a shortest path.
LONGEST, LONGEST_SHORTEST = 8, 15
_ARROWS = {("-", "-", "("), ("-", "-", ">"), ("<", "-", "["), ("<", "-", "-")}
_NO_SELECTOR = Text(
    "路径模式以 ( 开始；最短路写成 p = shortestPath((a)-[*..6]-(b))",
    "a pattern begins with (; write a shortest path as p = shortestPath((a)-[*..6]-(b))",
)
_NO_QUANTIFIED = Text("重复的关系写成 -[:类型*1..3]-", "write repeated relationships as -[:TYPE*1..3]-")
_NO_DYNAMIC = Text("写出标签本身；值可用参数", "write the label itself; values may be parameters")


class PatternReader(Reader):
    """Reads patterns from a place on."""

    @abstractmethod
    def expression(self) -> Expr: ...

    @abstractmethod
    def map_values(self, *, in_pattern: bool = False) -> tuple[Expr, ...]: ...

    @abstractmethod
    def braced_query(self, at: Token, form: str) -> Query: ...

    def pattern(self) -> Pattern:
        """One part of a MATCH, with the name of the path."""
        self.count("pattern", self.here)
        name: frozenset[str] = frozenset()
        if self.here.kind in ("word", "name") and self.ahead().text == "=":
            name = frozenset({self.need_variable().value})
            self.need_mark("=")
        if self.is_word("SHORTESTPATH", "ALLSHORTESTPATHS"):
            return self.shortest(name)
        if not self.is_mark("("):
            raise self.unexpected(_NO_SELECTOR)
        return self.pattern_chain(name)

    def shortest_begins(self) -> bool:
        """Whether a shortest path comes next, with a name or without."""
        named = self.ahead(2) if self.ahead().text == "=" else self.here
        return named.word in ("SHORTESTPATH", "ALLSHORTESTPATHS")

    def shortest(self, names: frozenset[str]) -> Pattern:
        """shortestPath((a)-[*..n]-(b))."""
        self.take()
        with self.within("bracket", self.need_mark("(")):
            found = self.pattern_chain(names, LONGEST_SHORTEST)
            self.need_mark(")")
        return replace(found, shortest=True)

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
        at, found, parts, narrowed, walked = self.here, set(names), list[Expr](), False, set(names)
        while True:
            bracket = self.need_mark("(")
            narrowed |= self._inside(bracket, ")", found, parts, None)
            if not (self.is_mark("-") or (self.is_mark("<") and self.ahead().text == "-")):
                if self.is_mark("("):
                    raise self.unexpected(_NO_QUANTIFIED)
                return Pattern(at, frozenset(found), tuple(parts), narrowed, frozenset(walked))
            names_of_nodes = set(found)
            narrowed |= self._relationship(found, parts, longest)
            walked |= found - names_of_nodes

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
        if not self.is_mark("("):
            raise self.unexpected(_NO_QUANTIFIED)
        return narrowed

    def _inside(self, bracket: Token, end: str, names: set[str], parts: list[Expr], longest: int | None) -> bool:
        """What a node or relationship says of itself; whether that narrows it. `longest` makes it a relationship."""
        before = len(parts)
        with self.within("bracket", bracket):
            if self.here.kind in ("word", "name") and not (self.is_word("WHERE") and self.ahead().text != end):
                names.add(name := self.need_variable().value)
                if longest is not None:
                    self.followed.add(name)
            if self.is_mark(":"):
                self.labels("node" if longest is None else "relationship")
            if longest is not None and self.is_mark("*"):
                self._reach(longest)
            if self.is_mark("{"):
                parts.extend(self.map_values(in_pattern=True))
            elif self.here.kind == "param":
                parts.append(Parameter(self.here, self.take().value))
            if self.is_word("WHERE"):
                where = self.take()
                parts.append(self.expression())
                self.note("condition in a pattern", where)
            self.need_mark(end)
        return len(parts) > before

    def labels(self, of: str) -> None:
        """`:A`, `:A:B`, `:A|B`, `:!A&(B|C)`, `:%`, of a node, a relationship or in a condition."""
        at = self.need_mark(":")
        self._label()
        while mark := self.skip_mark(":", "|", "&"):
            self.count("operator", mark)
            if second := self.skip_mark(":"):
                self.note("second colon", second)
            if mark.text == "&":
                self.note("labels joined by &", mark)
            if mark.text == "|" and of == "condition":
                self.note("label expression", at)
            self._label()

    def _label(self) -> None:
        if self.is_mark("!", "(", "%"):
            self.note("label expression", self.here)
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
            self.note("name in a pattern", self.need_name())

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
