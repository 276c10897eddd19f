"""Writing a map: what was chosen of a table's columns, as YAML that `mapping.read_map` reads and people mend."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.errors import Language, Text

#: Texts that YAML takes for themselves without quotes, whatever its version.
_PLAIN = re.compile(r"[A-Za-z_\u4e00-\u9fff][\w（）-]*|[、；，]")
_RESERVED = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"))
_TOP = Text(
    "这张表的映射：各列是什么。写法见 docs/tables.md",
    "the map of a table: what its columns are; docs/tables.md tells how to write one",
)
_MORE = (
    ("publisher", Text("谁编的表", "who made the table")),
    ("published", Text("何时发布，如 2024-03", "when it was published, such as 2024-03")),
)


@dataclass(frozen=True)
class MapHead:
    """The source that a table is: what it is called, and the division that it is about (None: to be filled in)."""

    id: str
    title: str
    region: str | None
    publisher: str | None = None
    published: str | None = None
    #: What is said beside the region.
    note: Text | None = None


@dataclass(frozen=True)
class ChosenColumn:
    """What a person, a template or a guess takes a column for; no field: the column is not read."""

    heading: str
    fields: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    lookup: Mapping[str, str] = field(default_factory=dict)
    #: What is said beside the line.
    note: Text | None = None
    #: Lines that are said below it.
    below: tuple[Text, ...] = ()


@dataclass(frozen=True)
class ChosenTable:
    """One table of a map."""

    kind: str
    columns: tuple[ChosenColumn, ...]
    sheet: str | None = None
    header: tuple[int, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    #: Lines that are said above its columns, and fields that need a constant: each with what it may be.
    notes: tuple[Text, ...] = ()
    wanted: Mapping[str, Text] = field(default_factory=dict)


def map_text(head: MapHead, tables: Sequence[ChosenTable], language: Language = "zh", top: Text = _TOP) -> str:
    """The text of a map.

    It passes `read_map` when the source has a region, and each field that its kind requires has a column or a
    constant; what is wanted yet stands in it as a comment.
    """
    lines = [_comment(top, language), *_head(head, language), "table:"]
    for table in tables:
        lines += _table(table, language)
    return "\n".join(lines) + "\n"


def _head(head: MapHead, language: Language) -> Iterator[str]:
    yield "source:"
    yield f"  id: {scalar(head.id)}"
    yield f"  title: {scalar(head.title)}"
    note = f"  {_comment(head.note, language)}" if head.note else ""
    yield f"  region: {scalar(head.region)}{note}" if head.region else f"  # region:{note}"
    for name, doc in _MORE:
        given = getattr(head, name)
        yield f"  {name}: {scalar(given)}" if given else f"  # {name}: {_told(doc, language)}"


def _table(table: ChosenTable, language: Language) -> Iterator[str]:
    yield f"- kind: {table.kind}"
    if table.sheet is not None:
        yield f"  sheet: {scalar(table.sheet)}"
    if table.header:
        yield f"  header: {list(table.header)}"
    if table.skip:
        yield f"  skip: {_sequence(table.skip)}"
    yield from (f"  {_comment(note, language)}" for note in table.notes)
    columns = [line for column in table.columns for line in _column(column, language)]
    yield "  columns:" if any(column.fields for column in table.columns) else "  columns: {}"
    yield from columns
    if table.constants or table.wanted:
        yield "  constants:" if table.constants else "  # constants:"
    yield from (f"    {name}: {scalar(value)}" for name, value in table.constants.items())
    yield from (f"  #   {name}:  {_comment(note, language)}" for name, note in table.wanted.items())


def _column(column: ChosenColumn, language: Language) -> Iterator[str]:
    note = f"  {_comment(column.note, language)}" if column.note else ""
    line = f"{scalar(column.heading)}: {_fields(column)}{note}"
    yield f"    {line}" if column.fields else f"    # {line}"
    yield from (f"    {_comment(below, language)}" for below in column.below)


def _fields(column: ChosenColumn) -> str:
    names = column.fields[0] if len(column.fields) == 1 else _sequence(column.fields) if column.fields else "?"
    parts = [f"field: {names}"]
    if column.split:
        parts.append(f"split: {_sequence(column.split)}")
    if column.lookup:
        pairs = ", ".join(f"{scalar(printed)}: {scalar(meant)}" for printed, meant in column.lookup.items())
        parts.append(f"lookup: {{{pairs}}}")
    return names if len(parts) == 1 else f"{{{', '.join(parts)}}}"


def scalar(text: str) -> str:
    """A text as YAML in one line, quoted unless it is plain in every version of YAML."""
    if _PLAIN.fullmatch(text) and text.lower() not in _RESERVED:
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in json.dumps(text, ensure_ascii=False))


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def _sequence(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(scalar, texts))}]"


def _comment(text: Text, language: Language) -> str:
    return f"# {_told(text, language)}"


def _told(text: Text, language: Language) -> str:
    """A text in one line, without characters that end one or that YAML refuses."""
    return "".join(char if char.isprintable() else " " for char in text.say(language))
