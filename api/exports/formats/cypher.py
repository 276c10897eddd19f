r"""Cypher that makes the same nodes and edges in an empty Neo4j or kglite, one statement a line below comments.

Values stand in the text, so that it runs anywhere. Neo4j decodes `\uXXXX` before it reads the text, also after a
backslash of the text itself: a `u` that follows a backslash is therefore written as its own code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any

from api.exports.base import EVERYTHING, Content
from graph.errors import Language
from graph.schema import definitions, upsert_edges, upsert_nodes
from graph.store import Row

#: Elements that one statement makes.
_BATCH = 200
_ROWS = "$rows"
_ESCAPES: Mapping[str, str] = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Cypher:
    name = "cypher"
    suffix = ".cypher"
    media = "text/plain; charset=utf-8"
    kinds = EVERYTHING

    def write(self, content: Content, out: IO[bytes], language: Language) -> None:
        for name, value in content.meta.pairs(language):
            out.write(f"// {_one_line(name)}: {_one_line(value)}\n".encode())
        # constraints first: each element is looked for before it is made
        out.writelines(f"{text};\n".encode() for text in definitions("kglite"))
        for text in _statements(content.nodes(), "label", upsert_nodes, _node):
            out.write(text)
        for text in _statements(content.edges(), "type", upsert_edges, _edge):
            out.write(text)


def _statements(
    rows: Iterable[Row], sort: str, upsert: Callable[[str], str], made: Callable[[Row], Row]
) -> Iterator[bytes]:
    """Statements that each make elements of one type."""
    waiting: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        batch = waiting[row[sort]]
        batch.append(made(row))
        if len(batch) == _BATCH:
            yield _statement(upsert(row[sort]), batch)
            batch.clear()
    for name, batch in sorted(waiting.items()):
        if batch:
            yield _statement(upsert(name), batch)


def _statement(text: str, rows: list[Row]) -> bytes:
    return f"{text.replace(_ROWS, literal(rows), 1)};\n".encode()


def _node(row: Row) -> Row:
    return {"id": row["id"], "props": row["props"]}


def _edge(row: Row) -> Row:
    return {name: row[name] for name in ("id", "start_id", "end_id", "props")}


def literal(value: Any) -> str:
    """A value as Cypher."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_named(name)}: {literal(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    return repr(value)


def _named(name: str) -> str:
    return name if name.isidentifier() and name.isascii() else "`" + name.replace("`", "``") + "`"


def _quoted(text: str) -> str:
    if text.isprintable() and "'" not in text and "\\" not in text:
        return f"'{text}'"  # as nearly all are
    escaped = []
    for before, char in zip(" " + text, text, strict=False):
        if char in _ESCAPES:
            escaped.append(_ESCAPES[char])
        elif not char.isprintable() and ord(char) < 0x10000:
            escaped.append(f"\\u{ord(char):04x}")
        else:
            escaped.append("\\u0075" if char == "u" and before == "\\" else char)
    return "'" + "".join(escaped) + "'"


def _one_line(text: str) -> str:
    """Text that ends no comment: neither by a line end nor by one that is decoded from its code."""
    return "".join(char if char.isprintable() and char != "\\" else " " for char in text)


FORMS = (Cypher(),)
