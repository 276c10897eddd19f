"""Reading clauses: the whole text, its UNIONs and its subqueries."""

from __future__ import annotations

from graph.errors import Text
from graph.guard.expressions import ExpressionReader
from graph.guard.reader import Note
from graph.guard.rules import gathers
from graph.guard.tokens import Scanned, Token, refusal
from graph.guard.tree import (
    Clause,
    Expr,
    Item,
    Match,
    Nested,
    Pattern,
    Procedure,
    Projection,
    Query,
    Unwind,
    Variable,
    parts_of,
)
from graph.guard.words import PROCEDURES, why_refused

_BEGINNINGS = ("MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL")
_RETURN_LAST = Text("以 RETURN 结束", "end with RETURN")


class QueryReader(ExpressionReader):
    """Reads a whole text."""

    def whole(self) -> Query:
        """The text up to its end, at most one semicolon behind it."""
        if self.ended:
            raise refusal("syntax", self.here, "没有语句", "there is no statement")
        query = self._query(needs_return=True)
        self.skip_mark(";")
        if not self.ended:
            hint = Text("一次只发一条语句", "send one statement at a time")
            raise refusal("statements", self.here, "分号后还有内容", "something stands behind the end", hint)
        return query

    def braced_query(self, at: Token, form: str) -> Query:
        """`{ ... }` of a subquery. EXISTS and COUNT may hold a bare pattern, or clauses without RETURN."""
        self.count("subquery", at)
        bracket = self.need_mark("{")
        with self.within("subquery", at), self.within("bracket", bracket):
            if form in ("EXISTS", "COUNT") and not self.is_word(*_BEGINNINGS) and self._bare_pattern():
                query = Query(((self._matched(at),),))
            else:
                query = self._query(needs_return=form not in ("EXISTS", "COUNT"))
            self._note_form(at, form, query)
            self.need_mark("}")
        return query

    def _note_form(self, at: Token, form: str, query: Query) -> None:
        """Note what makes a subquery in an expression more than a pattern and its conditions."""
        *before, last = query.arms[0]
        if form == "COLLECT":
            self.note("collect subquery", at)
        elif form != "CALL" and (len(query.arms) > 1 or not all(isinstance(clause, Match) for clause in before)):
            self.note("subquery", at)
        elif form != "CALL" and before and isinstance(last, Projection):
            counts = gathers(last) or last.skip or last.limit or (last.distinct and form == "COUNT")
            self.note("subquery" if counts else "return of subquery", last.at)
        elif form != "CALL" and not isinstance(last, Match):
            self.note("subquery", at)

    def _bare_pattern(self) -> bool:
        return self.is_mark("(") or self.ahead().text == "="

    def _query(self, needs_return: bool) -> Query:
        arms = [self._arm(needs_return)]
        while self.is_word("UNION"):
            self.count("union", self.take())
            _ = self.skip_words("ALL") or self.skip_words("DISTINCT")
            arms.append(self._arm(needs_return))
        return Query(tuple(arms))

    def _arm(self, needs_return: bool) -> tuple[Clause, ...]:
        clauses: list[Clause] = []
        while not (self.ended or self.is_mark("}", ";") or self.is_word("UNION")):
            self.count("clause", self.here)
            clauses.append(self._clause(final := self.is_word("RETURN")))
            if final:
                self._check_ended()
                return tuple(clauses)
        if needs_return or not clauses:
            bare = len(clauses) == 1 and isinstance(clauses[0], Procedure)
            if not bare:
                raise self.unexpected(_RETURN_LAST)
        return tuple(clauses)

    def _check_ended(self) -> None:
        if not (self.ended or self.is_mark("}", ";") or self.is_word("UNION")):
            raise self._refused_clause() if self.here.kind == "word" else self.unexpected()

    def _clause(self, final: bool) -> Clause:
        at = self.here
        if final or self.is_word("WITH"):
            self.take()
            return self._projection(at, may_filter=not final)
        if self.skip_words("MATCH") or self.skip_words("OPTIONAL", "MATCH"):
            return self._matched(at)
        if self.skip_words("UNWIND"):
            source = self.expression()
            self.need_words("AS")
            return Unwind(at, source, self.need_variable().value)
        if self.skip_words("CALL"):
            return self._called(at)
        raise self._refused_clause() if at.kind == "word" else self.unexpected()

    def _refused_clause(self) -> Exception:
        at = self.here
        rule, hint = why_refused(at.word)
        return refusal(rule, at, f"不允许 {at.text[:40]}", f"{at.text[:40]} is not allowed here", hint)

    def _matched(self, at: Token) -> Match:
        patterns = [self.pattern()]
        while comma := self.skip_mark(","):
            if self.shortest_begins():
                self.note("later shortest path" if at.word == "MATCH" else "optional later shortest path", comma)
            patterns.append(self.pattern())
        where = self.expression() if self.skip_words("WHERE") else None
        self._note_walked(patterns, where)
        return Match(at, tuple(patterns), where)

    def _note_walked(self, patterns: list[Pattern], where: Expr | None) -> None:
        """Note a condition on a shortest path itself: it has to hold while the path is sought."""
        walked = frozenset[str]().union(*(pattern.walked for pattern in patterns if pattern.shortest))
        for part in parts_of(where):
            if isinstance(part, Variable) and part.name in walked:
                self.note("filtered shortest path", part.at)

    def _called(self, at: Token) -> Clause:
        if self.is_mark("{"):
            return Nested(at, self.braced_query(at, "CALL"))
        if self.skip_mark("("):
            self._imports()
            return Nested(at, self.braced_query(at, "CALL"))
        return self._procedure(at)

    def _imports(self) -> None:
        """The names that CALL (x, y) { } or CALL (*) { } hands to its query."""
        if self.skip_mark("*"):
            self.need_mark(")")
            return
        first = True
        while not self.skip_mark(")"):
            if not first:
                self.need_mark(",")
            self.need_variable()
            first = False

    def _procedure(self, at: Token) -> Procedure:
        start, name = self.here, self.need_name().text
        while self.skip_mark("."):
            name += "." + self.need_name().text
        if name.lower() not in PROCEDURES:
            hint = Text(f"可用：{'、'.join(sorted(PROCEDURES))}", f"there are: {', '.join(sorted(PROCEDURES))}")
            raise refusal("procedure", start, f"不允许的过程 {name}", f"procedure {name} is not allowed", hint)
        if self.skip_mark("("):
            self.need_mark(")")
        else:
            self.note("bare procedure", at)
        yields: list[str] = []
        while self.skip_words("YIELD") if not yields else self.skip_mark(","):
            column = self.need_name().value
            yields.append(self.need_variable().value if self.skip_words("AS") else column)
        self.note("procedure", at, "\n".join((name.lower(), *yields)))  # no name has a line feed
        where = self.expression() if yields and self.skip_words("WHERE") else None
        return Procedure(at, name.lower(), tuple(yields), where)

    def _projection(self, at: Token, *, may_filter: bool) -> Projection:
        self.restart("joined")
        distinct = self.skip_words("DISTINCT")
        items: list[Item] = []
        everything = bool(self.skip_mark("*"))
        while (not everything and not items) or self.skip_mark(","):
            items.append(self._item())
        order = self._order() if self.skip_words("ORDER", "BY") else ()
        skip = self.expression() if self.skip_words("SKIP") or self.skip_words("OFFSET") else None
        limit = self.expression() if self.skip_words("LIMIT") else None
        where = self.expression() if may_filter and self.skip_words("WHERE") else None
        return Projection(at, tuple(items), everything, order, skip, limit, where, distinct)

    def _item(self) -> Item:
        start, expr = self.here.start, self.expression()
        span, name = (start, self.behind), expr.name if isinstance(expr, Variable) else ""
        return Item(expr, self.need_variable().value if self.skip_words("AS") else name, span)

    def _order(self) -> tuple[Expr, ...]:
        found: list[Expr] = []
        while not found or self.skip_mark(","):
            found.append(self.expression())
            for word in ("ASCENDING", "ASC", "DESCENDING", "DESC"):
                if self.skip_words(word):
                    break
        return tuple(found)


def read_query(scanned: Scanned) -> tuple[Query, tuple[Note, ...]]:
    """The query that tokens make, and what in it not every engine takes as it is written.

    Raises:
        CypherRefused: at the first token that a reading text may not have there.
    """
    reader = QueryReader(scanned.tokens)
    return reader.whole(), tuple(reader.notes)
