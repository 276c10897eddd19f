"""The head of a query file: YAML in the comment on top, and the checks that hold text and head together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from graph.errors import QueryFileError, Text

ParamType = Literal["EntityId", "EdgeId", "SourceId", "str", "int", "float", "bool", "date", "list[str]"]
Form = Literal["table", "graph", "count", "paths"]
Severity = Literal["info", "warning", "serious"]


class _Head(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Title(_Head):
    """A text in both languages."""

    zh: str
    en: str

    def text(self) -> Text:
        return Text(self.zh, self.en)


class Param(_Head):
    """A parameter: required where it has no default."""

    type: ParamType
    doc: str
    default: Any = None
    #: The labels that an EntityId may have; none means any.
    label: str | None = None
    choices: tuple[Any, ...] = ()
    required: bool = True


class Picture(_Head):
    """The picture of a finding: a graph-form query, and the column of the row that feeds each parameter."""

    query: str
    params: dict[str, str]


def _param(value: Any) -> Any:
    """A parameter that names a default, be it null, is not required."""
    if isinstance(value, dict):
        value = dict(value)
        return {**value, "required": value.get("required", "default" not in value)}
    return value


class Header(_Head):
    """What a query file says of itself."""

    title: Title
    doc: Title
    params: dict[str, Annotated[Param, BeforeValidator(_param)]] = Field(default_factory=dict)
    returns: dict[str, str]
    form: Form = "table"
    #: For a gap: the query that counts what it is a part of.
    of: str | None = None
    example: dict[str, Any] = Field(default_factory=dict)
    #: A gap rule is a query with a severity; the fields below are then its own.
    severity: Severity | None = None
    #: What a finding says, with {column} filled from its row.
    wording: Title | None = None
    #: The column that holds the id of what the finding is about.
    subject: str | None = None
    #: Column -> the values with which a row is in order and no finding.
    sound: dict[str, tuple[Any, ...]] = Field(default_factory=dict)
    picture: Picture | None = None

    @property
    def is_rule(self) -> bool:
        return self.severity is not None


_USED = re.compile(r"\$([a-z_][a-z0-9_]*)")
_STRINGS = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")


def read_header(file: str, text: str) -> tuple[Header, str]:
    """Split a query file into its head and its Cypher, and check both against each other.

    Raises:
        QueryFileError: naming the file and what is wrong with it.
    """
    comment: list[str] = []
    lines = text.splitlines()
    while lines and lines[0].startswith("//"):
        comment.append(lines.pop(0)[2:].removeprefix(" "))
    cypher = "\n".join(lines).strip()
    header = _parse(file, "\n".join(comment))
    for fault in _faults(header, cypher):
        raise QueryFileError(fault, where=file)
    return header, cypher


def _parse(file: str, comment: str) -> Header:
    try:
        return Header.model_validate(YAML(typ="safe").load(comment))
    except (YAMLError, ValidationError) as error:
        raise QueryFileError(Text(f"文件头有误：{error}", f"bad head: {error}"), where=file) from error


def _faults(header: Header, cypher: str) -> list[Text]:
    faults: list[Text] = []
    plain = _STRINGS.sub("''", re.sub(r"//[^\n]*", "", cypher))
    used, declared = set(_USED.findall(plain)), set(header.params)
    if used != declared:
        odd = "、".join(sorted(used ^ declared))
        faults.append(Text(f"声明与使用的参数不一致：{odd}", f"declared and used parameters differ: {odd}"))
    columns = return_columns(plain)
    if columns != list(header.returns):
        faults.append(
            Text(f"returns 与最后的 RETURN 不一致：{columns}", f"returns differs from the last RETURN: {columns}")
        )
    if header.form == "table" and not _ordered_by_id(plain, columns):
        faults.append(Text("最后的 ORDER BY 须以 id 列结尾", "the last ORDER BY must end in an id column"))
    if _unordered_collect(plain):
        faults.append(Text("collect() 之前须有 ORDER BY", "a collect() needs an ORDER BY before it"))
    return faults + list(_rule_faults(header))


#: What a rule must say, and what only a rule may say.
_RULE_NEEDS = ("wording", "subject", "of")
_RULE_OWN = ("wording", "subject", "sound", "picture")
_FILLED = re.compile(r"\{([^{}]*)\}")


def _rule_faults(header: Header) -> Iterator[Text]:
    """What is wrong with the fields that make a query a gap rule."""
    if not header.is_rule:
        for name in _RULE_OWN:
            if getattr(header, name):
                yield Text(f"{name} 只用于缺口规则，须有 severity", f"{name} is for a rule, which has a severity")
        return
    for name in _RULE_NEEDS:
        if getattr(header, name) is None:
            yield Text(f"缺口规则须有 {name}", f"a rule needs {name}")
    if "place" not in header.params:
        yield Text("缺口规则须有参数 place", "a rule needs the parameter place")
    for name, column in _named_columns(header):
        if column not in header.returns:
            yield Text(f"{name} 用到没有的列 {column}", f"{name} names {column}, which is no column")


def _named_columns(header: Header) -> Iterator[tuple[str, str]]:
    """Each column that a rule names, with the field that names it."""
    if header.subject:
        yield "subject", header.subject
    if header.wording:
        yield from (
            ("wording", column) for text in (header.wording.zh, header.wording.en) for column in _FILLED.findall(text)
        )
    yield from (("sound", column) for column in header.sound)
    if header.picture:
        yield from (("picture", column) for column in header.picture.params.values())


def _split(text: str) -> list[str]:
    """Split at commas outside brackets."""
    parts, depth, start = [], 0, 0
    for position, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if char == "," and not depth:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]


def _outside_brackets(text: str) -> str:
    """The text with everything inside brackets blanked, at the same positions."""
    depth, out = 0, []
    for char in text:
        depth -= char in ")]}"
        out.append(" " if depth and char != "\n" else char)
        depth += char in "([{"
    return "".join(out)


def _last_return(cypher: str) -> tuple[str, str]:
    """The items of the last RETURN at the outermost level, and what follows them."""
    flat = _outside_brackets(cypher)
    start = max((m.end() for m in re.finditer(r"\bRETURN\s+(?:DISTINCT\s+)?", flat)), default=len(flat))
    end = re.compile(r"\b(?:ORDER\s+BY|SKIP|LIMIT)\b").search(flat, start)
    stop = end.start() if end else len(flat)
    return cypher[start:stop], cypher[stop:]


def return_columns(cypher: str) -> list[str]:
    """The column names of the last RETURN."""
    items, _ = _last_return(cypher)
    return [re.split(r"\s+AS\s+", item.strip())[-1].strip() for item in _split(items) if item.strip()]


def _ordered_by_id(cypher: str, columns: list[str]) -> bool:
    _, tail = _last_return(cypher)
    match = re.search(r"ORDER\s+BY\s+(.*?)(?:\bSKIP\b|\bLIMIT\b|$)", tail, re.DOTALL)
    if not match:
        return False
    last = re.sub(r"\s+(?:ASC|DESC)\s*$", "", _split(match[1])[-1].strip())
    return (last in columns and (last == "id" or last.endswith("_id"))) or last.endswith(".id")


def _unordered_collect(cypher: str) -> bool:
    """Whether some collect() stands in a projection whose rows no ORDER BY has put in order.

    The projection (WITH or RETURN) before the one that collects must end in ORDER BY.
    """
    starts = [match.start() for match in re.finditer(r"\b(?:WITH|RETURN)\b", cypher)]
    for match in re.finditer(r"\bcollect\s*\(", cypher):
        before = [start for start in starts if start < match.start()]
        if len(before) < 2 or "ORDER BY" not in cypher[before[-2] : before[-1]]:
            return True
    return False
