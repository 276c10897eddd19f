"""What the embedded engine reads otherwise than Neo4j: written for it anew, or refused with what to write instead.

It answers some of these without a word and wrongly (a name with a backtick at its end, `keys()` of its own making),
so that a planner could not tell. What is written anew means the same on both engines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from graph.errors import CypherLacking, Text
from graph.guard import Reading
from graph.guard.reader import Note
from graph.guard.tokens import Token, for_engines
from graph.guard.words import words

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
#: Words that the engine does not take for the name of a variable.
_RESERVED = words(
    "ALL AND ANY AS ASC ASCENDING BY CALL CASE COLLECT CONTAINS COUNT CREATE DELETE DESC DESCENDING DETACH DISTINCT",
    "ELSE END ENDS EXISTS EXPLAIN FALSE FOREACH FROM IN IS LIMIT LOAD MATCH MERGE NONE NOT NULL OFFSET ON OPTIONAL OR",
    "ORDER PROFILE REMOVE RETURN SET SINGLE SKIP STARTS THEN TRUE UNION UNIQUE UNWIND USE WHEN WHERE WITH XOR YIELD",
)
#: Functions -> what stands there for the name, and behind the call; {0} is a name that nothing else has.
_CALLS: Mapping[str, tuple[str, str]] = {
    "char_length": ("size", ""),
    "character_length": ("size", ""),
    "isempty": ("(0 = size", ")"),
    "keys": ("[{0} IN keys", " WHERE NOT {0} IN ['title', 'type']]"),
    "lower": ("toLower", ""),
    "timestamp": ("datetime", ".epochMillis"),
    "upper": ("toUpper", ""),
    "tobooleanlist": ("[{0} IN ", " | toBoolean({0})]"),
    "tobooleanornull": ("toBoolean", ""),
    "tofloatlist": ("[{0} IN ", " | toFloat({0})]"),
    "tofloatornull": ("toFloat", ""),
    "tointegerlist": ("[{0} IN ", " | toInteger({0})]"),
    "tointegerornull": ("toInteger", ""),
    "tostringlist": ("[{0} IN ", " | toString({0})]"),
}
#: What is only spelt otherwise.
_SPELT = {
    "later shortest path": " MATCH ",
    "second colon": "",
    "labels joined by &": ":",
    "join": "+",
    "return of subquery": "",
}
_ENGLISH = Text(
    "标签、关系类型与属性的名称都是英文，见本体", "labels, types and properties have English names: see the ontology"
)
_AS_TEXT = Text("日期是文本，可直接比较与截取", "dates are texts: compare them, or take parts by substring()")
#: What it lacks, and what to write instead. A function stands under `function <name>`.
_INSTEAD: Mapping[str, Text] = {
    "collect subquery": Text(
        "用模式推导 [(a)-[:类型]-(b) | b.name]，或 CALL (a) { … RETURN collect(x) AS xs }",
        "write [(a)-[:TYPE]-(b) | b.name], or CALL (a) { … RETURN collect(x) AS xs }",
    ),
    "subquery": Text(
        "EXISTS { } 与 COUNT { } 里只写 MATCH 与 WHERE；其他用 CALL (a) { … RETURN count(x) AS k }",
        "EXISTS { } and COUNT { } hold MATCH and WHERE alone; use CALL (a) { … RETURN count(x) AS k }",
    ),
    "condition in a pattern": Text("条件写在模式之后的 WHERE 里", "put the condition into a WHERE behind the pattern"),
    "label expression": Text(
        "在 WHERE 里写 n:A OR n:B、NOT n:A；关系类型写 type(r) <> 'A'",
        "write n:A OR n:B, or NOT n:A, in WHERE; of relationships type(r) <> 'A'",
    ),
    "optional later shortest path": Text(
        "最短路单独写一个 OPTIONAL MATCH", "give the shortest path an OPTIONAL MATCH of its own"
    ),
    "shortest path in an expression": Text(
        "写成 MATCH p = shortestPath((a)-[*..6]-(b))", "write MATCH p = shortestPath((a)-[*..6]-(b))"
    ),
    "filtered shortest path": Text(
        "把关系类型写进模式：shortestPath((a)-[:A|B*..6]-(b))",
        "name the types in the pattern: shortestPath((a)-[:A|B*..6]-(b))",
    ),
    "chained comparison": Text("写成 a <= b AND b <= c", "write a <= b AND b <= c"),
    "several in WHEN": Text("每个值写一个 WHEN", "write one WHEN for each value"),
    "projected relationship": Text("用 properties(r)，或 {kind: r.kind}", "write properties(r), or {kind: r.kind}"),
    "function id": Text("用 n.id 或 elementId(n)", "write n.id or elementId(n)"),
    "function nullif": Text("写成 CASE WHEN a = b THEN null ELSE a END", "write CASE WHEN a = b THEN null ELSE a END"),
    "function duration.between": Text(
        "用 duration.inDays 或 duration.inMonths", "write duration.inDays or duration.inMonths"
    ),
    "function percentilecont": Text("排序后取 collect(x)[i]", "order, then take collect(x)[i]"),
    "function percentiledisc": Text("排序后取 collect(x)[i]", "order, then take collect(x)[i]"),
    "function stdevp": Text("用 stDev", "write stDev"),
    "function e": Text("写成 exp(1)", "write exp(1)"),
    "function isnan": Text("写成 x <> x", "write x <> x"),
    "function normalize": Text("直接比较文字", "compare the texts as they are"),
    "function point.distance": Text("图里没有坐标", "the graph has no coordinates"),
    "function datetime.fromepoch": _AS_TEXT,
    "function datetime.fromepochmillis": _AS_TEXT,
    "function tostringornull": Text("用 toString", "write toString"),
    "function time": Text("用 localtime", "write localtime"),
    "function time.truncate": Text("用 localtime.truncate", "write localtime.truncate"),
}


@dataclass(frozen=True)
class Embedded:
    """A statement as the embedded engine may have it."""

    text: str
    params: dict[str, Any]
    #: Names in the text -> names as they were written.
    names: dict[str, str]

    def written(self, text: str) -> str:
        """A heading or a message with the names as they were written."""
        for made, name in self.names.items():
            text = text.replace(made, name)
        return text


def for_embedded(reading: Reading, params: Mapping[str, Any]) -> Embedded:
    """Write a statement for the embedded engine.

    Raises:
        CypherLacking: at what it lacks, with what to write instead.
    """
    writer = _Writer(reading)
    for note in reading.notes:
        writer.write(note)
    text, renamed = writer.text(), writer.params
    return Embedded(text, {renamed.get(name, name): value for name, value in params.items()}, writer.names)


def _lacking(at: Token, zh: str, en: str, hint: Text) -> CypherLacking:
    return CypherLacking("dialect", Text(zh, en), at.line, at.column, hint=hint)


class _Writer:
    """Writes the tokens of a text one after the other, some of them otherwise."""

    def __init__(self, reading: Reading) -> None:
        self._plain, self._tokens = reading.scanned.plain, reading.scanned.tokens
        self._prefix = next(made for number in count() if (made := f"v{number}_") not in self._plain.lower())
        self._made: dict[str, str] = {}
        self.params: dict[str, str] = {}
        #: Offset of a token -> what stands for it, or for everything up to another offset.
        self._instead: dict[int, tuple[int, str]] = {}
        self._after: dict[int, str] = {}
        for token in self._tokens:
            if token.kind == "param" and not token.value.isascii():
                self._instead[token.start] = (token.start + len(token.text), f"${self._param(token.value)}")

    @property
    def names(self) -> dict[str, str]:
        """Made names -> names as they were written."""
        return {made: name for name, made in (self._made | self.params).items()}

    def _name(self, name: str) -> str:
        """A name that the engine takes for a variable."""
        if _PLAIN.fullmatch(name) and name.upper() not in _RESERVED:
            return name
        return self._made.setdefault(name, f"{self._prefix}{len(self._made)}_")

    def _param(self, name: str) -> str:
        return self.params.setdefault(name, f"{self._prefix}p{len(self.params)}_")

    def write(self, note: Note) -> None:
        """Do what a note asks for.

        Raises:
            CypherLacking: when nothing can be done.
        """
        kind = f"function {note.more}" if note.kind == "function" else note.kind
        if kind in _INSTEAD:
            form = self._plain[note.at.start : note.end] if note.kind == "function" else note.at.text
            zh, en = f"内置引擎没有这种写法：{form}", f"the embedded engine has no such form: {form}"
            raise _lacking(note.at, zh, en, _INSTEAD[kind])
        if note.kind in _SPELT:
            self._instead[note.at.start] = (note.end, _SPELT[note.kind])
        elif writing := _WRITING.get(note.kind):
            writing(self, note)

    def variable(self, note: Note) -> None:
        """A variable has a name that the engine takes."""
        self._instead[note.at.start] = (note.end, self._name(note.at.value))

    def projected(self, note: Note) -> None:
        """`{名}` of a projection keeps its key when its variable has another name."""
        name = self._name(note.at.value)
        text = name if name == note.at.value else f"`{note.at.value}`: {name}"
        self._instead[note.at.start] = (note.end, text)

    def pattern(self, note: Note) -> None:
        """Labels and keys of patterns are ASCII."""
        if not note.at.value.isascii():
            raise _lacking(note.at, f"图里没有 {note.at.value}", f"there is no {note.at.value}", _ENGLISH)

    def called(self, note: Note) -> None:
        """Some functions have another name, or give the same only with something around them."""
        if note.more in _CALLS:
            name, behind = (text.format(f"{self._prefix}k_") for text in _CALLS[note.more])
            self._instead[note.at.start] = (note.at.start + len(note.at.text), name)
            self._after[note.end] = self._after.get(note.end, "") + behind

    def procedure(self, note: Note) -> None:
        """db.labels() there tells of the first label of each node alone."""
        name, *columns = note.more.split("\n")
        if name == "db.labels":
            node, label = f"{self._prefix}n_", f"{self._prefix}l_"
            column = self._name(columns[0] if columns else "label")
            text = f"MATCH ({node}) UNWIND labels({node}) AS {label} RETURN DISTINCT {label} AS {column}"
            self._instead[note.at.start] = (note.end, f"CALL {{ {text} }} WITH *" if columns else text)
            self._after.pop(note.end, None)

    def bare(self, note: Note) -> None:
        """A procedure has its brackets."""
        self._after[note.end] = "()"

    def text(self) -> str:
        """The whole text."""
        parts: list[str] = []
        offset = 0
        for token in self._tokens:
            if token.start < offset:
                continue
            own = (token.start + len(token.text), for_engines(token.kind, token.text))
            end, written = self._instead.get(token.start, own)
            parts += [self._plain[offset : token.start], written]
            parts.append(self._after.pop(end, ""))
            offset = end
        return "".join(parts)


_WRITING: Mapping[str, Callable[[_Writer, Note], None]] = {
    "variable": _Writer.variable,
    "projected variable": _Writer.projected,
    "name in a pattern": _Writer.pattern,
    "call": _Writer.called,
    "procedure": _Writer.procedure,
    "bare procedure": _Writer.bare,
}
