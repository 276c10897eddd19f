"""The catalogue of questions for readers: CATALOGUE.md, generated from the heads of the query files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from queries.header import Param
from queries.library import Query, library

_HEAD = """# Catalogue of queries

Generated from the heads of the files beside it; `make docs WRITE=--write` renews it. Each is also the route
`/v1/queries/<name>` and the command `xiaodi query <name> key=value`. An entity may be given by id, name or alias.
"""


def catalogue_page() -> str:
    """The catalogue as Markdown."""
    parts = [_HEAD]
    for topic, queries in groupby(library().values(), key=lambda query: query.name.partition("/")[0]):
        parts.append(f"## {topic}\n")
        parts += ["\n".join(_query(query)) for query in queries]
    return "\n".join(parts).rstrip() + "\n"


def _query(query: Query) -> Iterator[str]:
    header = query.header
    yield f"### {query.name} · {header.title.zh}"
    yield ""
    yield f"{header.title.en}. {header.doc.zh} {header.doc.en}"
    yield ""
    for name, param in header.params.items():
        yield f"- `{name}` {_param(param)}"
    yield f"- returns ({header.form}): {', '.join(f'`{name}` {kind}' for name, kind in header.returns.items())}"
    if header.of:
        yield f"- out of: [{header.of}](#{header.of.replace('/', '')})"
    if header.example:
        example = " ".join(f"{name}={value}" for name, value in header.example.items())
        yield f"- example: `xiaodi query {query.name} {example}`"
    yield ""


def _param(param: Param) -> str:
    choices = f", one of {'、'.join(map(str, param.choices))}" if param.choices else ""
    default = ", required" if param.required else f", default {param.default}"
    return f"({param.type}{choices}{default}): {param.doc}"
