"""Reading expressions. What is not read here is refused; how strongly operators bind matters to the engine alone."""

from __future__ import annotations

from graph.errors import Text
from graph.guard.patterns import PatternReader
from graph.guard.tokens import Token, refusal
from graph.guard.tree import (
    Call,
    Case,
    Chain,
    Constant,
    Expr,
    Loop,
    Made,
    Parameter,
    Paths,
    Reduce,
    Signed,
    Subquery,
    Taken,
    Truth,
    Variable,
)
from graph.guard.words import FUNCTIONS

_SIGNS = ("+", "-", "*", "/", "%", "^", "=", "<>", "<", ">", "<=", ">=", "=~", "||")
_COMPARISONS, _BETWEEN = ("=", "<>", "<", ">", "<=", ">="), ("AND", "OR", "XOR")
_COUNTED = {"OR": "or", "XOR": "xor", "AND": "and", "=~": "regex"}
_CONSTANTS: dict[str, float | None] = {"TRUE": 1, "FALSE": 0, "NULL": None}
_QUANTIFIERS = ("ALL", "ANY", "NONE", "SINGLE")
_TYPES = Text(
    "这里只有 IS NULL 与 IS NOT NULL；类型用 valueType(x)",
    "there are IS NULL and IS NOT NULL; a type is told by valueType(x)",
)


class ExpressionReader(PatternReader):
    """Reads expressions from a place on."""

    def expression(self) -> Expr:
        at, parts, operators, compared = self.here, [self._operand()], [], False
        while (sign := self.here) and (operator := self._operator()):
            if compared and operator in _COMPARISONS:
                self.note("chained comparison", sign)
            compared = (compared or operator in _COMPARISONS) and operator not in _BETWEEN
            operators.append(operator)
            parts.append(self._operand())
        return Chain(at, tuple(parts), tuple(operators)) if operators else parts[0]

    def expressions(self, end: str) -> tuple[Expr, ...]:
        """Expressions separated by commas, up to a closing mark."""
        found: list[Expr] = []
        while not self.skip_mark(end):
            if found:
                self.need_mark(",")
            found.append(self.expression())
        return tuple(found)

    def _operator(self) -> str:
        at = self.here
        for words in (("AND",), ("OR",), ("XOR",), ("IN",), ("CONTAINS",), ("STARTS", "WITH"), ("ENDS", "WITH")):
            if self.skip_words(*words):
                return self._counted(" ".join(words), at)
        return self._counted(self.take().text, at) if self.is_mark(*_SIGNS) else ""

    def _counted(self, operator: str, at: Token) -> str:
        self.count("operator", at)
        if operator in _COUNTED:
            self.count(_COUNTED[operator], at)
        if operator == "||":
            self.note("join", at)
        return operator

    def _operand(self) -> Expr:
        at = self.here
        if self.is_word("NOT"):
            self.take()
            self.count("not", at)
            with self.within("bracket", at):
                return Truth(at, (self._operand(),))
        if self.is_mark("-", "+"):
            self.take()
            self.count("operator", at)
            with self.within("bracket", at):
                part = self._operand()
            return Signed(at, part) if at.text == "-" else part
        return self._followed(self._atom())

    def _followed(self, base: Expr) -> Expr:
        """What stands right behind an operand: a property, an index, a label, IS NULL."""
        while True:
            at = self.here
            if self.skip_mark("."):
                base = Taken(at, base, name=self.need_name().value)
            elif self.is_mark("["):
                base = self._indexed(base)
            elif self.is_mark(":"):
                self.labels("condition")
                base = Truth(at, (base,))
            elif self.is_word("IS"):
                base = self._is_null(base)
            else:
                return base
            self.count("operator", at)

    def _is_null(self, base: Expr) -> Expr:
        at = self.take()
        self.skip_words("NOT")
        if not self.skip_words("NULL"):
            raise self.unexpected(_TYPES)
        return Truth(at, (base,))

    def _indexed(self, base: Expr) -> Expr:
        at = self.take()
        parts: list[Expr] = []
        with self.within("bracket", at):
            if not self.is_mark(".."):
                parts.append(self.expression())
            if self.skip_mark("..") and not self.is_mark("]"):
                parts.append(self.expression())
            self.need_mark("]")
        return Taken(at, base, tuple(parts))

    def _atom(self) -> Expr:
        at = self.here
        if at.kind in ("string", "number"):
            return self._constant(self.take())
        if at.kind == "param":
            return Parameter(at, self.take().value)
        if self.is_mark("(", "[", "{"):
            return {"(": self._round, "[": self._square, "{": self._curly}[at.text]()
        if at.kind == "name":
            return self._named(self.take())
        if at.kind == "word":
            return self._worded()
        raise self.unexpected()

    def _constant(self, at: Token) -> Expr:
        if at.kind == "string":
            return Constant(at, at.value)
        text = at.text.lower()
        return Constant(at, float(int(text, 0)) if text.startswith(("0x", "0o")) else float(text))

    def _round(self) -> Expr:
        if self.pattern_begins():
            return Paths(self.here, self.pattern_chain(frozenset()))
        at = self.take()
        with self.within("bracket", at):
            inner = self.expression()
            self.need_mark(")")
        return inner

    def _square(self) -> Expr:
        """A list, a comprehension, or a comprehension over paths."""
        at = self.take()
        with self.within("bracket", at):
            if self.here.kind in ("word", "name") and self.ahead().word == "IN":
                return self._comprehension(at)
            named = self.ahead().text == "=" and self.ahead(2).text == "("
            if named or (self.is_mark("(") and self.pattern_begins()):
                return self._pattern_comprehension(at)
            return Made(at, self.expressions("]"), "list")

    def _comprehension(self, at: Token) -> Expr:
        variable, source, where = self._loop(at)
        with self.within("loop", at):
            body = self.expression() if self.skip_mark("|") else None
        self.need_mark("]")
        return Loop(at, variable, source, where, body, "list")

    def _loop(self, at: Token) -> tuple[str, Expr, Expr | None]:
        """`x IN list WHERE ...`; the parts that run once an item count as one deeper."""
        self.count("loop", at)
        variable = self.need_variable().value
        self.need_words("IN")
        with self.within("loop", at):
            source = self.expression()
            where = self.expression() if self.skip_words("WHERE") else None
        return variable, source, where

    def _pattern_comprehension(self, at: Token) -> Expr:
        self.count("subquery", at)
        with self.within("subquery", at):
            pattern = self.pattern()
            where = self.expression() if self.skip_words("WHERE") else None
            self.need_mark("|")
            body = self.expression()
        self.need_mark("]")
        return Paths(at, pattern, where, body)

    def _curly(self) -> Expr:
        at = self.here
        return Made(at, self.map_values())

    def map_values(self, *, in_pattern: bool = False) -> tuple[Expr, ...]:
        """The values of `{key: value, ...}`, or the items of a projection `{.name, .*, key: value, other}`."""
        parts: list[Expr] = []
        at = self.need_mark("{")
        with self.within("bracket", at):
            while not self.skip_mark("}"):
                if parts:
                    self.need_mark(",")
                parts.append(self._map_value(in_pattern=in_pattern))
        return tuple(parts)

    def _map_value(self, *, in_pattern: bool) -> Expr:
        at = self.here
        if self.skip_mark("."):
            if not self.skip_mark("*"):
                self.need_name()
            return Variable(at, "")
        name = self.need_name().value
        if in_pattern:
            self.note("name in a pattern", at)
        if self.skip_mark(":"):
            return self.expression()
        self.note("projected variable", at)
        return Variable(at, name)

    def _worded(self) -> Expr:
        """What begins with a word: a constant, CASE, a loop, a subquery, a function, a variable."""
        at, word, after = self.here, self.here.word, self.ahead().text
        if word in _CONSTANTS and after not in ("(", "."):
            return Constant(self.take(), _CONSTANTS[word])
        if word == "CASE" and after not in (".", ",", ")", "]", "["):
            return self._case()
        if word in ("EXISTS", "COUNT", "COLLECT") and after == "{":
            return self._subquery()
        if after == "(":
            if word in _QUANTIFIERS:
                return self._quantified()
            if word == "REDUCE":
                return self._reduce()
            if word in ("SHORTESTPATH", "ALLSHORTESTPATHS"):
                self.note("shortest path in an expression", at)
                return Paths(at, self.shortest(frozenset()))
        return self._function() if self._calls() else self._named(self.take())

    def _named(self, name: Token) -> Expr:
        """A variable, or a projection of one."""
        self.note("variable", name)
        if self.is_mark("{"):
            if name.value in self.followed:
                self.note("projected relationship", name)
            return Made(name, (Variable(name, name.value), *self.map_values()))
        if self.is_mark("("):
            raise refusal(
                "function", name, f"{name.text} 不是可用的函数", f"{name.text} is no function that may be used"
            )
        return Variable(name, name.value)

    def _calls(self) -> bool:
        """Whether a function's name comes next: words joined by dots, then an opening bracket."""
        step = 0
        while self.ahead(step).kind in ("word", "name") and self.ahead(step + 1).text == ".":
            step += 2
        return self.ahead(step).kind in ("word", "name") and self.ahead(step + 1).text == "("

    def _function(self) -> Expr:
        at, name = self.here, self.take().text
        while self.skip_mark("."):
            name += "." + self.take().text
        if name.lower() not in FUNCTIONS:
            hint = Text(
                "可用 Cypher 的聚合、列表、文字、数学与日期函数",
                "there are Cypher's functions of groups, lists, texts, numbers and dates",
            )
            raise refusal("function", at, f"不允许的函数 {name}", f"function {name} is not allowed", hint)
        self.note("function", at, name.lower())
        self.count("call", at)
        bracket = self.need_mark("(")
        with self.within("bracket", bracket):
            if name.lower() == "count" and self.skip_mark("*"):
                self.need_mark(")")
                return Call(at, "count", ())
            self.skip_words("DISTINCT")
            made = Call(at, name.lower(), self.expressions(")"))
        if made.name != "keys" or isinstance(next(iter(made.parts), None), Variable | Call):  # not of a map
            self.note("call", at, made.name)
        return made

    def _case(self) -> Expr:
        at = self.take()
        tests: list[Expr] = []
        results: list[Expr] = []
        with self.within("case", at), self.within("bracket", at):
            if not self.is_word("WHEN"):
                tests.append(self.expression())
            while self.skip_words("WHEN"):
                tests.append(self.expression())
                while comma := self.skip_mark(","):
                    self.note("several in WHEN", comma)
                    tests.append(self.expression())
                self.need_words("THEN")
                results.append(self.expression())
            if self.skip_words("ELSE"):
                results.append(self.expression())
            self.need_words("END")
        return Case(at, tuple(tests), tuple(results))

    def _quantified(self) -> Expr:
        at = self.take()
        with self.within("bracket", self.need_mark("(")):
            variable, source, where = self._loop(at)
            self.need_mark(")")
        return Loop(at, variable, source, where, None, "truth")

    def _reduce(self) -> Expr:
        at = self.take()
        self.count("loop", at)
        with self.within("bracket", self.need_mark("(")), self.within("loop", at):
            total = self.need_variable().value
            self.need_mark("=")
            start = self.expression()
            self.need_mark(",")
            variable = self.need_variable().value
            self.need_words("IN")
            source = self.expression()
            self.need_mark("|")
            body = self.expression()
            self.need_mark(")")
        return Reduce(at, total, start, variable, source, body)

    def _subquery(self) -> Expr:
        at = self.take()
        return Subquery(at, at.word, self.braced_query(at, at.word))
