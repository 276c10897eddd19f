"""What is judged over whole clauses: rows that multiply, patterns that nothing joins, names and what they may hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.errors import Text
from graph.guard.sizes import NODE, Measure, Names, Size, item_of, larger
from graph.guard.tokens import refusal
from graph.guard.tree import (
    Call,
    Clause,
    Expr,
    Match,
    Nested,
    Paths,
    Pattern,
    Procedure,
    Projection,
    Query,
    Taken,
    Truth,
    Unwind,
    Variable,
    parts_of,
)
from graph.guard.words import AGGREGATES

#: Rows that lists may make by UNWIND in UNWIND.
MAX_ROWS = 1_000_000.0
#: Patterns with nothing in common, and nothing said about them, that may be multiplied with each other.
MAX_APART = 2


class Judge(Measure):
    """Goes through the clauses of a query in their order."""

    def query(self, query: Query, names: Names) -> tuple[float, Names]:
        arms = [self._arm(arm, dict(names)) for arm in query.arms]
        returned: dict[str, Size] = {}
        for _, columns in arms:
            returned |= {name: larger(returned.get(name, size), size) for name, size in columns.items()}
        return max(rows for rows, _ in arms), returned

    def pattern(self, expr: Paths, names: Names) -> Names:
        inner = {**names, **dict.fromkeys(expr.pattern.names, NODE)}
        for part in expr.pattern.expressions:
            self.measure(part, inner)
        return inner

    def _arm(self, clauses: tuple[Clause, ...], names: dict[str, Size]) -> tuple[float, Names]:
        """Its rows as far as lists multiply them, and what its last projection makes."""
        rows, apart = 1.0, _Apart(frozenset(names))
        for clause in clauses:
            if isinstance(clause, Match):
                apart.add(clause)
                self._match(clause, names)
            elif isinstance(clause, Unwind):
                rows *= self._unwind(clause, names)
            elif isinstance(clause, Projection):
                names, rows = self._projection(clause, names, rows)
                apart = apart.after(clause, frozenset(names))
            elif isinstance(clause, Nested):
                inner, returned = self.query(clause.query, names)
                rows *= inner
                names.update(returned)
            else:
                self._procedure(clause, names)
            if rows > MAX_ROWS:
                hint = Text("缩短列表", "shorten the lists")
                raise refusal("rows", clause.at, "列表相乘的行太多", "lists multiply to too many rows", hint)
        return rows, names if isinstance(clauses[-1], Projection) else {}

    def _match(self, clause: Match, names: dict[str, Size]) -> None:
        for pattern in clause.patterns:
            names.update({name: NODE for name in pattern.names if name not in names})
        for pattern in clause.patterns:
            for part in pattern.expressions:
                self.measure(part, names)
        if clause.where:
            self.measure(clause.where, names)

    def _unwind(self, clause: Unwind, names: dict[str, Size]) -> float:
        source = self.measure(clause.source, names)
        item = item_of(source)
        names[clause.name] = item
        return source.length

    def _projection(self, clause: Projection, names: dict[str, Size], rows: float) -> tuple[dict[str, Size], float]:
        after = dict(names) if clause.everything else {}
        for item in clause.items:
            size = self.measure(item.expr, names)
            if item.name:
                after[item.name] = size
        both = {**names, **after}
        for expr in (*clause.order, clause.where, clause.skip, clause.limit):
            if expr is not None:
                self.measure(expr, both)
        limit = self.measure(clause.limit, both).value if clause.limit else None
        return after, 1.0 if gathers(clause) else min(rows, limit if limit is not None else rows)

    def _procedure(self, clause: Procedure, names: dict[str, Size]) -> None:
        names.update(dict.fromkeys(clause.yields, NODE))
        if clause.where:
            self.measure(clause.where, names)


class _Apart:
    """Patterns of neighbouring clauses that no name joins: each multiplies the rows of all others."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        #: Names that belong together, for each free pattern.
        self._groups: list[set[str]] = []

    def add(self, clause: Match) -> None:
        """Add the patterns of a clause.

        Raises:
            CypherRefused: when too many stand apart.
        """
        said = frozenset(_narrowed(clause.where)) if clause.where else frozenset[str]()
        for pattern in clause.patterns:
            self._join(pattern, said)
        if len(self._groups) > MAX_APART:
            hint = Text("用关系或条件把它们连起来", "join them by relationships or conditions")
            raise refusal(
                "product", clause.at, "互不相连的路径模式相乘", "patterns that nothing joins are multiplied", hint
            )

    def _join(self, pattern: Pattern, said: frozenset[str]) -> None:
        names = set(pattern.names)
        joined = [group for group in self._groups if group & names]
        if joined:
            self._groups = [group for group in self._groups if not group & names]
            self._groups.append(names.union(*joined))
        elif not (pattern.narrowed or names & said or names & self._known):
            self._groups.append(names)
        else:
            self._known |= names

    def after(self, clause: Projection, known: frozenset[str]) -> _Apart:
        """What remains after a projection: nothing, when it gathers or cuts the rows."""
        following = _Apart(self._known & known)
        if not (gathers(clause) or clause.limit is not None):
            following._groups = [group & known or {""} for group in self._groups]
        return following


def gathers(clause: Projection) -> bool:
    """Whether a projection aggregates."""
    return any(
        isinstance(part, Call) and part.name in AGGREGATES for item in clause.items for part in parts_of(item.expr)
    )


def _narrowed(expr: Expr) -> Iterator[str]:
    """The names of which a condition says more than that they are, or are not, one another."""
    for part in parts_of(expr):
        held = (part.base,) if isinstance(part, Taken) else part.parts if isinstance(part, Call | Truth) else ()
        yield from (item.name for item in held if isinstance(item, Variable))


def judge(query: Query, params: dict[str, Any]) -> None:
    """Refuse a query whose values, rows or products may grow without end.

    Raises:
        CypherRefused: naming the rule and the place.
    """
    Judge(params).query(query, {})
