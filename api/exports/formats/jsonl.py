"""JSON lines. Of the whole graph they are canonical: equal graphs give equal bytes, so what they are of stands beside.

Of a region they have the same form, a line a node and an edge, below one that says what it is of: so an import knows
that it is a part. Of an answer each line is a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import orjson

from api.exports.base import EVERYTHING, Content
from graph.errors import Language
from graph.exchange import lines_of, part_line


class JsonLines:
    name = "jsonl"
    suffix = ".jsonl"
    media = "application/x-ndjson"
    kinds = EVERYTHING

    def write(self, content: Content, out: IO[bytes], language: Language) -> None:  # noqa: ARG002 - no words in it
        out.writelines(f"{line}\n".encode() for line in _lines(content))


def _lines(content: Content) -> Iterator[str]:
    if content.answer is not None:
        yield from (orjson.dumps(row).decode() for row in content.answer.rows)
        return
    if content.meta.kind == "region":
        yield part_line(content.meta.as_dict())
    yield from lines_of(content.nodes(), content.edges())


FORMS = (JsonLines(),)
