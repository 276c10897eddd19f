"""Reading a fact sheet: YAML with line numbers, every entry checked for its form, all faults listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from graph.base import Confidence, Modality, Model, Status
from graph.errors import NO_TEXT, BadInput, Problem, Text
from graph.values import DivisionCode, Locator, PartialDate, Qualifier, SourceId

MAX_BYTES = 20_000_000
_NO_SHEET = Text("不是事实表：缺 source", "not a fact sheet: no source")
_SECTIONS = ("entities", "relations", "claims", "passages")

M = TypeVar("M", bound=Model)


def _as_list(value: object) -> object:
    """One item may stand without brackets; a comment-preserving list is a plain one."""
    if isinstance(value, list | tuple):
        return tuple(value)
    return () if value is None else (value,)


Names = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
Locators = Annotated[tuple[Locator, ...], BeforeValidator(_as_list), Field(min_length=1)]


def _as_reason(value: object) -> object:
    """A reason may stand as one text for both languages."""
    return {"zh": value, "en": value} if isinstance(value, str) else value


class Reason(Model):
    """Why a proposal was made."""

    zh: str
    en: str


Reasons = Annotated[tuple[Annotated[Reason, BeforeValidator(_as_reason)], ...], BeforeValidator(_as_list)]


class Cover(Model):
    """What a source says it covers: with `complete`, absence from it is a finding."""

    place: DivisionCode
    topic: str
    complete: bool = False
    as_of: PartialDate | None = None


class SheetSource(Model):
    """The head of a sheet."""

    id: SourceId
    title: str
    publisher: str | None = None
    published: PartialDate | None = None
    document: str | None = None
    paragraphs: str | None = None
    region: DivisionCode
    rank: int = 50
    covers: Annotated[tuple[Cover, ...], BeforeValidator(_as_list)] = ()


class Entry(Model):
    """What every entry of a sheet may say."""

    at: Locators
    printed_as: Names = Field(default=(), alias="as")
    elided: bool = False
    why: str | None = None
    status: Status = "stated"
    modality: Modality = "actual"
    #: Of a proposal: how likely it is right, and why it was made.
    confidence: Confidence | None = None
    reasons: Reasons = ()


class EntityEntry(Entry):
    """An entity; fields beside these are the type's own."""

    model_config = ConfigDict(extra="allow")

    type: str
    name: str
    key: str | None = None
    #: The id, where it is known already: nothing is looked up then.
    id: str | None = None
    within: str | None = Field(default=None, alias="in")
    anchor: str | None = None
    aliases: Names = ()
    unregistered: bool = False

    @property
    def handle(self) -> str:
        """How the sheet refers to it."""
        return self.key or self.name


class RelationEntry(Entry):
    """One or several edges of a type; fields beside these are the edge's own."""

    model_config = ConfigDict(extra="allow")

    type: str
    start: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = Field(alias="from")
    end: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = Field(alias="to")
    key: str = ""


class Members(Model):
    """Whom a claim counts."""

    type: str
    kind: str | None = None
    by: str


class ClaimEntry(Entry):
    """A figure."""

    key: str
    about: str
    topic: str
    printed: str
    value: int | str | None = None
    unit: str | None = None
    qualifier: Qualifier | None = None
    scope: str | None = None
    period: str | None = None
    as_of: PartialDate | None = None
    kind: Literal["declared", "target", "derived"] = "declared"
    description: str | None = None
    members: Members | None = None
    same_fact: Names = ()


class PassageEntry(Model):
    """The text of a paragraph of a user's own document."""

    at: Locator
    text: str


@dataclass(frozen=True)
class At:
    """Where in the file something stands."""

    file: str
    line: int
    column: int

    def problem(self, what: Text, hint: Text = NO_TEXT) -> Problem:
        return Problem(self.file, self.line, self.column, what, hint)

    def of(self, item: Any, name: object) -> At:
        """The place of a field or an item of what stands here."""
        return _where(self, item, name)


@dataclass
class Sheet:
    """A sheet whose entries are well formed; what they mean is not yet checked."""

    path: Path
    source: SheetSource
    entities: list[tuple[At, EntityEntry]] = field(default_factory=list)
    relations: list[tuple[At, RelationEntry]] = field(default_factory=list)
    claims: list[tuple[At, ClaimEntry]] = field(default_factory=list)
    passages: list[tuple[At, PassageEntry]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_sheet(path: Path) -> Sheet:
    """Read a sheet.

    Raises:
        BadInput: when it is no YAML, or its head cannot be used; faults of single entries are
            kept in `problems`, so that they are listed together with those found later.
    """
    return parse_sheet(yaml_text(path), path)


def parse_sheet(text: str, path: Path) -> Sheet:
    """The same of a text; faults name `path`.

    Raises:
        BadInput: as `read_sheet`.
    """
    tree = yaml_tree(text, path)
    problems: list[Problem] = []
    start = At(str(path), 1, 1)
    for name in tree:
        if name not in ("source", *_SECTIONS):
            problems.append(
                _where(start, tree, name).problem(
                    Text(f"不认识的部分 {name}", f"unknown section {name}"),
                    Text(f"只能是 source、{'、'.join(_SECTIONS)}", f"source, {', '.join(_SECTIONS)}"),
                )
            )
    source = read_one(SheetSource, tree.get("source"), _where(start, tree, "source"), problems)
    if source is None:
        raise BadInput(problems)
    sheet = Sheet(path, source, problems=problems)
    sheet.entities = list(_section(EntityEntry, tree, "entities", start, problems))
    sheet.relations = list(_section(RelationEntry, tree, "relations", start, problems))
    sheet.claims = list(_section(ClaimEntry, tree, "claims", start, problems))
    sheet.passages = list(_section(PassageEntry, tree, "passages", start, problems))
    return sheet


def yaml_text(path: Path) -> str:
    """The text of a YAML file.

    Raises:
        BadInput: when it cannot be read, is too large or no UTF-8.
    """
    start = At(str(path), 1, 1)
    try:
        if path.stat().st_size > MAX_BYTES:
            limit = MAX_BYTES // 1_000_000
            raise BadInput([start.problem(Text(f"文件超过 {limit} MB", f"the file is over {limit} MB"))])
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(
            [Problem(str(path), 0, 0, Text(f"读不到：{error.strerror}", f"cannot read: {error.strerror}"))]
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        what = Text("不是 UTF-8 文本", "not UTF-8 text")
        raise BadInput([At(str(path), line, 1).problem(what, Text("另存为 UTF-8", "save it as UTF-8"))]) from error


def yaml_tree(text: str, path: Path, without: Text = _NO_SHEET) -> CommentedMap:
    """The mapping that a YAML text is, with the lines and columns of its parts.

    Raises:
        BadInput: when it is not valid YAML, or no mapping: then it says `without`.
    """
    start = At(str(path), 1, 1)
    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = Text(f"YAML 写法有误：{error.problem}", f"not valid YAML: {error.problem}")
        raise BadInput([At(str(path), line, column).problem(what)]) from error
    except (YAMLError, ValueError) as error:
        raise BadInput([start.problem(Text(f"YAML 写法有误：{error}", f"not valid YAML: {error}"))]) from error
    if not isinstance(tree, CommentedMap):
        raise BadInput([start.problem(without)])
    return tree


def _where(inside: At, tree: Any, name: object) -> At:
    """The position of a key or an item in a YAML collection, or that of the collection itself."""
    try:
        line, column = tree.lc.item(name) if isinstance(tree, CommentedSeq) else tree.lc.key(name)
    except (AttributeError, KeyError, TypeError, IndexError):
        return inside
    return At(inside.file, line + 1, column + 1)


def _section(
    model: type[M], tree: CommentedMap, name: str, start: At, problems: list[Problem]
) -> Iterator[tuple[At, M]]:
    items = tree.get(name) or []
    if not isinstance(items, CommentedSeq):
        if items:
            problems.append(_where(start, tree, name).problem(Text(f"{name} 应是列表", f"{name} must be a list")))
        return
    for number, item in enumerate(items):
        at = _where(start, items, number)
        entry = read_one(model, item, at, problems)
        if entry is not None:
            yield at, entry


def read_one(model: type[M], item: Any, at: At, problems: list[Problem]) -> M | None:
    """An entry of a model; None with its problems when it is not well formed."""
    if not isinstance(item, Mapping):
        problems.append(at.problem(Text("应是“字段: 值”的形式", "must be of the form field: value")))
        return None
    try:
        return model.model_validate(dict(item))
    except ValidationError as error:
        problems += field_problems(error, item, at)
        return None


def field_problems(error: ValidationError, item: Any, at: At) -> Iterator[Problem]:
    """Each fault of an entry at the line and column of its field."""
    for fault in error.errors():
        name = fault["loc"][0] if fault["loc"] else ""
        yield at.of(item, name).problem(_said(str(name), fault["type"], fault["msg"]), _expected(fault))


_MESSAGES = {
    "missing": Text("缺少字段 {0}", "field {0} is missing"),
    "extra_forbidden": Text("不认识的字段 {0}", "unknown field {0}"),
    "literal_error": Text("{0} 的值不在可选之列", "{0} has a value outside its choices"),
    "too_short": Text("{0} 不能为空", "{0} must not be empty"),
}


def _said(name: str, kind: str, message: str) -> Text:
    text = _MESSAGES.get(kind, Text("{0} 的值无法使用：{1}", "{0} cannot be used: {1}"))
    return Text(text.zh.format(name, message), text.en.format(name, message))


def _expected(fault: Any) -> Text:
    expected = fault.get("ctx", {}).get("expected")
    return Text(f"可选 {expected}", f"choose {expected}") if expected else Text("", "")
