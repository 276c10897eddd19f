"""What a reading text is made of. Expressions keep what it takes to judge them: their parts and what joins these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

from graph.guard.tokens import Token


@dataclass(frozen=True)
class Expr:
    """An expression, and where it begins."""

    at: Token


@dataclass(frozen=True)
class Constant(Expr):
    """A string, a number, true, false or null."""

    value: str | float | None


@dataclass(frozen=True)
class Parameter(Expr):
    """$name."""

    name: str


@dataclass(frozen=True)
class Variable(Expr):
    """A name that a clause bound."""

    name: str


@dataclass(frozen=True)
class Made(Expr):
    """A list, a map or a map projection: as large as its parts."""

    parts: tuple[Expr, ...]
    form: Literal["list", "map"] = "map"


@dataclass(frozen=True)
class Taken(Expr):
    """A property, an item or a slice of something."""

    base: Expr
    parts: tuple[Expr, ...] = ()
    #: The property, when it is one.
    name: str = ""


@dataclass(frozen=True)
class Truth(Expr):
    """Anything whose value is true, false or null."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True)
class Signed(Expr):
    """A number with a sign before it."""

    part: Expr


@dataclass(frozen=True)
class Chain(Expr):
    """Operands with the operators between them, in the order in which they stand."""

    parts: tuple[Expr, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True)
class Call(Expr):
    """A function of the allow-list; the name in small letters."""

    name: str
    parts: tuple[Expr, ...]


@dataclass(frozen=True)
class Case(Expr):
    """CASE: what is compared, and what may come out."""

    tests: tuple[Expr, ...]
    results: tuple[Expr, ...]


@dataclass(frozen=True)
class Loop(Expr):
    """A list comprehension, or all(), any(), none(), single()."""

    variable: str
    source: Expr
    where: Expr | None
    body: Expr | None
    form: Literal["list", "truth"]


@dataclass(frozen=True)
class Reduce(Expr):
    """reduce(total = start, variable IN source | body)."""

    total: str
    start: Expr
    variable: str
    source: Expr
    body: Expr


@dataclass(frozen=True)
class Subquery(Expr):
    """EXISTS { }, COUNT { } or COLLECT { }; a short form without RETURN has one MATCH."""

    form: str
    query: Query


@dataclass(frozen=True)
class Paths(Expr):
    """A pattern as an expression: a predicate, a comprehension or a shortest path."""

    pattern: Pattern
    where: Expr | None = None
    body: Expr | None = None


@dataclass(frozen=True)
class Pattern:
    """One part of a MATCH: its names, the expressions in it, and which nodes something narrows."""

    at: Token
    #: Variables of nodes, relationships and the path.
    names: frozenset[str]
    expressions: tuple[Expr, ...]
    #: Whether a property map or WHERE stands in the pattern itself.
    narrowed: bool
    #: Of the names those of the path and its relationships.
    walked: frozenset[str] = frozenset()
    shortest: bool = False


@dataclass(frozen=True)
class Match:
    """MATCH and OPTIONAL MATCH."""

    at: Token
    patterns: tuple[Pattern, ...]
    where: Expr | None


@dataclass(frozen=True)
class Unwind:
    """UNWIND list AS name."""

    at: Token
    source: Expr
    name: str


@dataclass(frozen=True)
class Item:
    """One column of a projection."""

    expr: Expr
    name: str
    #: From which offset to which it is written.
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Projection:
    """WITH and RETURN."""

    at: Token
    items: tuple[Item, ...]
    everything: bool
    order: tuple[Expr, ...] = ()
    skip: Expr | None = None
    limit: Expr | None = None
    where: Expr | None = None
    distinct: bool = False


@dataclass(frozen=True)
class Nested:
    """CALL { } and CALL (x) { }."""

    at: Token
    query: Query


@dataclass(frozen=True)
class Procedure:
    """CALL of a procedure that the allow-list names."""

    at: Token
    name: str
    yields: tuple[str, ...] = ()
    where: Expr | None = None


Clause = Match | Unwind | Projection | Nested | Procedure


@dataclass(frozen=True)
class Query:
    """The arms of a UNION, mostly one, each a run of clauses."""

    arms: tuple[tuple[Clause, ...], ...] = field(default=())


def parts_of(value: Any) -> Iterator[Expr]:
    """An expression and all within it."""
    if isinstance(value, Expr):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from parts_of(item)
    elif is_dataclass(value) and not isinstance(value, Token | type):
        for part in fields(value):
            yield from parts_of(getattr(value, part.name))
