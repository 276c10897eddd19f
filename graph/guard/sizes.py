"""How large a value may become and how many steps it takes: upper bounds, read off the expression.

Engines cannot stop within one expression, and one that doubles a text forty times ends the process. So each value
has a size (characters and items in all), a length (items of a list) and work (steps). What the graph holds is unknown
and is taken for UNKNOWN; a literal, a parameter and range() are taken as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import Any

from graph.errors import Text
from graph.guard.regexes import fault_of, repeats_of
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
    Query,
    Reduce,
    Signed,
    Subquery,
    Taken,
    Truth,
    Variable,
)
from graph.guard.words import GROWING

UNKNOWN = 100.0
#: Items and characters of one value; steps of one expression; items of one range().
MAX_SIZE, MAX_WORK, MAX_RANGE = 1_000_000.0, 3_000_000.0, 10_000
#: Turns of reduce() that are followed; after these a total grows evenly or was refused.
_TURNS = 64
_JOINS = ("+", "||")
_NUMERIC = ("*", "/", "%", "^", "-")
#: Properties that hold what documents say, and how long that may be.
_LONG_TEXTS, _LONG = ("stated", "text"), 2_000.0
_DATES, _LAST_YEAR = ("date", "datetime", "localdatetime"), 9_999.0
_AMOUNTS = ("size", "length", "count", "char_length", "character_length")


@dataclass(frozen=True)
class Size:
    """Bounds of a value. `value` is a number that is known, or of which this is the most; `text` a known string."""

    size: float = 1.0
    length: float = 1.0
    work: float = 1.0
    value: float | None = None
    text: str | None = None


NODE = Size(UNKNOWN, UNKNOWN)
Names = Mapping[str, Size]


def size_of_value(value: Any) -> Size:
    """The bounds of a parameter."""
    if isinstance(value, str):
        return Size(max(1.0, len(value)), max(1.0, len(value)), text=value)
    if isinstance(value, list | dict):
        items = list(value.values()) if isinstance(value, dict) else value
        return Size(1.0 + sum(size_of_value(item).size for item in items), max(1.0, len(items)))
    return Size(value=float(value)) if isinstance(value, int | float) else Size()


class Measure:
    """Measures expressions, given the parameters; `query` measures what stands in braces."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        self._params = params

    def query(self, query: Query, names: Names) -> tuple[float, Names]:
        """The rows of a query as far as lists multiply them, and its columns; every expression in it is measured."""
        raise NotImplementedError

    def pattern(self, expr: Paths, names: Names) -> Names:
        """The names within a pattern, whose expressions are measured."""
        raise NotImplementedError

    def measure(self, expr: Expr, names: Names) -> Size:
        """The bounds of an expression.

        Raises:
            CypherRefused: when they are too large.
        """
        size = self._of(expr, names)
        if size.size > MAX_SIZE or size.work > MAX_WORK:
            hint = Text("缩短列表，或少嵌套一层", "shorten the lists, or nest one level less")
            raise refusal("size", expr.at, "这个表达式可能大得算不完", "this expression may grow without end", hint)
        return size

    @singledispatchmethod
    def _of(self, expr: Expr, names: Names) -> Size:
        raise NotImplementedError(type(expr).__name__)

    @_of.register
    def _constant(self, expr: Constant, _names: Names) -> Size:
        return size_of_value(expr.value)

    @_of.register
    def _parameter(self, expr: Parameter, _names: Names) -> Size:
        return size_of_value(self._params.get(expr.name))

    @_of.register
    def _variable(self, expr: Variable, names: Names) -> Size:
        return replace(names.get(expr.name, NODE), work=1.0)

    def _sum(self, parts: tuple[Expr, ...], names: Names) -> Size:
        sizes = [self.measure(part, names) for part in parts]
        return Size(1.0 + sum(s.size for s in sizes), max(1.0, len(sizes)), 1.0 + sum(s.work for s in sizes))

    @_of.register
    def _made(self, expr: Made, names: Names) -> Size:
        return self._sum(expr.parts, names)

    @_of.register
    def _taken(self, expr: Taken, names: Names) -> Size:
        base = self.measure(expr.base, names)
        inner = self._sum(expr.parts, names)
        of_date = expr.name == "year" and isinstance(expr.base, Call) and expr.base.name in _DATES
        value = _LAST_YEAR if of_date else None
        least = _LONG if expr.name in _LONG_TEXTS else UNKNOWN
        return Size(max(base.size, least), max(base.length, least), base.work + inner.work, value)

    @_of.register
    def _truth(self, expr: Truth, names: Names) -> Size:
        return Size(work=self._sum(expr.parts, names).work)

    @_of.register
    def _signed(self, expr: Signed, names: Names) -> Size:
        size = self.measure(expr.part, names)
        return Size(work=size.work, value=None if size.value is None else -size.value)

    @_of.register
    def _case(self, expr: Case, names: Names) -> Size:
        results = [self.measure(part, names) for part in expr.results]
        work = self._sum(expr.tests, names).work + sum(result.work for result in results)
        return Size(max(r.size for r in results), max(r.length for r in results), work)

    @_of.register
    def _call(self, expr: Call, names: Names) -> Size:
        if expr.name == "range":
            return self._range(expr, names)
        sizes = [self.measure(part, names) for part in expr.parts]
        work = 1.0 + sum(size.work for size in sizes) + sum(size.size for size in sizes) / UNKNOWN
        whole = sum(size.size for size in sizes)
        if expr.name == "replace" and len(sizes) == 3:
            return Size(sizes[0].size * (1.0 + sizes[2].size), work=work)
        if expr.name == "collect":
            return Size(UNKNOWN * max(1.0, whole), UNKNOWN, work)
        if expr.name in _AMOUNTS:
            return Size(work=work, value=max([UNKNOWN, *(size.length for size in sizes)]))
        length = max([UNKNOWN, *(size.length for size in sizes)])
        known = sizes[0].value if expr.name in ("tointeger", "tofloat", "abs", "floor", "ceil") and sizes else None
        return Size(max(1.0, whole) if expr.name in GROWING else UNKNOWN, length, work, known)

    def _range(self, expr: Call, names: Names) -> Size:
        sizes = [self.measure(part, names) for part in expr.parts]
        hint = Text("用数字、参数，或列表的 size()", "use numbers, parameters, or the size() of a list")
        values = [size.value for size in sizes if size.value is not None]
        if len(values) < len(sizes) or len(values) not in (2, 3):
            raise refusal("range", expr.at, "看不出 range() 有多长", "it is not known how long the range() is", hint)
        step = abs(values[2]) if len(values) == 3 else 1.0
        exact = all(isinstance(part, Constant | Parameter | Signed) for part in expr.parts)
        span = abs(values[1] - values[0]) if exact else max(abs(values[0]), abs(values[1]))
        length = span / max(step, 1.0) + 1.0
        if not length <= MAX_RANGE:
            raise refusal("range", expr.at, f"range() 超过 {MAX_RANGE} 项", f"range() has over {MAX_RANGE} items", hint)
        return Size(length, length, sum(size.work for size in sizes) + length / UNKNOWN)

    @_of.register
    def _loop(self, expr: Loop, names: Names) -> Size:
        source = self.measure(expr.source, names)
        inner = {**names, expr.variable: item_of(source)}
        where = self.measure(expr.where, inner) if expr.where else Size()
        body = self.measure(expr.body, inner) if expr.body else inner[expr.variable]
        work = source.work + source.length * (where.work + body.work)
        if expr.form == "truth":
            return Size(work=work)
        return Size(1.0 + source.length * body.size, source.length, work)

    @_of.register
    def _reduce(self, expr: Reduce, names: Names) -> Size:
        """Turn by turn, until the total grows evenly; one that doubles is soon too large."""
        source, total = self.measure(expr.source, names), self.measure(expr.start, names)
        inner, work, grown, turns = {**names, expr.variable: item_of(source)}, 0.0, -1.0, 0
        while turns < min(source.length, _TURNS):
            before, turns = total, turns + 1
            total = self.measure(expr.body, {**inner, expr.total: replace(before, value=None, text=None)})
            work = max(work, total.work)
            if total.size - before.size == grown:
                break
            grown = total.size - before.size
        size = total.size + (source.length - turns) * max(0.0, grown)
        return Size(size, max(UNKNOWN, size), source.work + source.length * (work + size / UNKNOWN))

    @_of.register
    def _paths(self, expr: Paths, names: Names) -> Size:
        inner = self.pattern(expr, names)
        where = self.measure(expr.where, inner) if expr.where else Size()
        body = self.measure(expr.body, inner) if expr.body else Size()
        return Size(UNKNOWN * body.size, UNKNOWN, UNKNOWN * (where.work + body.work))

    @_of.register
    def _subquery(self, expr: Subquery, names: Names) -> Size:
        rows, columns = self.query(expr.query, names)
        if expr.form != "COLLECT":
            return Size(work=max(1.0, rows))
        items = max(UNKNOWN, rows)
        return Size(items * max([1.0, *(size.size for size in columns.values())]), items, max(1.0, rows))

    @_of.register
    def _chain(self, expr: Chain, names: Names) -> Size:
        sizes = [self.measure(part, names) for part in expr.parts]
        work = sum(size.work for size in sizes)
        for place, operator in enumerate(expr.operators):
            if operator == "=~":
                work += self._regex(expr.parts[place + 1].at, sizes[place], sizes[place + 1])
        if set(expr.operators) - set(_JOINS) - set(_NUMERIC):
            return Size(work=work + sum(size.size for size in sizes) / UNKNOWN)
        joined = _joined(sizes, expr.operators)
        return replace(joined, work=work + joined.size / UNKNOWN)

    def _regex(self, at: Token, text: Size, pattern: Size) -> float:
        hint = Text(
            "写成字符串或参数；CONTAINS、STARTS WITH 更快",
            "write a string or a parameter; CONTAINS and STARTS WITH are faster",
        )
        if pattern.text is None:
            raise refusal("regex", at, "正则表达式要事先写定", "a regular expression has to be known beforehand", hint)
        fault = fault_of(pattern.text)
        if fault:
            raise refusal("regex", at, fault.zh, fault.en, hint)
        return text.size * max(1.0, text.size / UNKNOWN) ** max(0, repeats_of(pattern.text) - 1)


def larger(one: Size, other: Size) -> Size:
    """The bounds of a value that is one of two."""
    known = one.value is not None and other.value is not None
    value = max(one.value or 0.0, other.value or 0.0) if known else None
    text = one.text if one.text == other.text else None
    return Size(max(one.size, other.size), max(one.length, other.length), max(one.work, other.work), value, text)


def item_of(source: Size) -> Size:
    """An item of a list: of the mean size, where the list is known, for the work of each is added up."""
    return Size(max(1.0, source.size / max(1.0, source.length)), UNKNOWN if source.size > source.length else 1.0)


def _joined(sizes: list[Size], operators: tuple[str, ...]) -> Size:
    """What `+` and `||` put together; a term with `*`, `/`, `%` or `^` in it is a number."""
    terms = [sizes[0]]
    for operator, size in zip(operators, sizes[1:], strict=True):
        if operator in _JOINS:
            terms.append(size)
        elif operator == "-":
            terms.append(Size(value=None if size.value is None else -size.value))
        else:
            terms[-1] = Size(value=_calculated(terms[-1].value, operator, size.value))
    texts = [term.text for term in terms if term.text is not None]
    values = [term.value for term in terms if term.value is not None]
    value = sum(values) if len(values) == len(terms) else None
    return Size(
        1.0 if value is not None else sum(term.size for term in terms),
        sum(term.length for term in terms),
        value=value,
        text="".join(texts) if len(texts) == len(terms) else None,
    )


def _calculated(left: float | None, operator: str, right: float | None) -> float | None:
    if left is None or right is None:
        return None
    if operator == "*":
        return left * right
    if operator == "/":
        return left / right if right else None
    return None
