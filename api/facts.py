"""Facts by hand for the doors: where they are written, what is added, and what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from api.gaps import entity_id
from api.reviews import verdict
from graph.deciding import Decided, Make
from graph.errors import AmbiguousName, BadParameter, Candidate, Language, NotFound, Text
from graph.facts import Addition, Cited, Paper, adding, hand_id
from graph.search import NameIndex
from graph.store import GraphStore, Row
from graph.values import Locator, PartialDate
from loaders.facts import additions

FACT_COLUMNS = ("decided_at", "who", "kind", "what", "source", "evidence", "why", "decision_id")
DOES: Mapping[str, Text] = {
    "add": Text("补充", "add"),
    "dispute": Text("异议", "dispute"),
    "correct": Text("更正", "correct"),
    "accept": Text("接受", "accept"),
}
_SOURCE = (
    "MATCH (s:Source {id: $id}) RETURN s.name AS title, s.publisher AS publisher, s.published AS published, "
    "s.region AS region"
)
_DIVISION = "cn-"
_Line = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f-\x9f]*\S[^\x00-\x1f\x7f-\x9f]*$")]
_PLACE: TypeAdapter[str] = TypeAdapter(Locator)


class Citation(BaseModel):
    """Where it is written: a source of the graph by its id, or a document by its title; and the places in it."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra={"examples": [{"source": "000-yuci", "at": ["12"]}]}
    )

    source: _Line | None = None
    title: _Line | None = None
    publisher: _Line | None = None
    #: 2023, 2023-08 or 2023-08-15.
    published: Annotated[str, Field(max_length=10)] | None = None
    #: Where names of the document are looked up: a division's code or name.
    region: _Line | None = None
    #: Paragraphs (12, 9-12), pages (p12), cells (表1!C3).
    at: Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], Field(min_length=1, max_length=50)]


class Entries(BaseModel):
    """What is added, in the words of a fact sheet: entities, relations, figures."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    entities: Annotated[list[dict[str, Any]], Field(max_length=200)] = []
    relations: Annotated[list[dict[str, Any]], Field(max_length=200)] = []
    claims: Annotated[list[dict[str, Any]], Field(max_length=200)] = []


@dataclass(frozen=True)
class Done:
    """One decision: what it does to what, whether the graph had that before."""

    kind: Literal["add", "dispute", "correct", "accept"]
    name: str
    subject: str
    about: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Recorded:
    """What was decided, or would be; the evidence that is given, and the source to which additions belong."""

    items: list[Done]
    evidence: list[str]
    source: str | None
    created: int
    changed: int
    #: By this it is undone; None after a dry run.
    undo: str | None
    decisions: list[str] = field(default_factory=list)
    dry_run: bool = False


def cite(store: GraphStore, names: NameIndex, given: Citation) -> Cited:
    """The source that is cited.

    Raises:
        NotFound: when the graph has no such source.
        BadParameter: when neither or both of source and title are given, or a place or a date cannot be read.
        UnknownName, AmbiguousName: when the region is not found.
    """
    at = tuple(_read(_PLACE, "at", place) for place in given.at)
    region = _region(names, given.region) if given.region else None
    if (given.source is None) == (given.title is None):
        raise BadParameter(
            Text("出处：给出 source 或 title，只给一个", "give source or title, one of them"),
            hint=Text("source 是图中的来源，title 是新文件的标题", "a source of the graph, or a document's title"),
        )
    if given.title is not None:
        published = _read(TypeAdapter(PartialDate), "published", given.published) if given.published else None
        paper = Paper(given.title, given.publisher, published and str(published), region)
        return Cited(hand_id(paper.title, paper.publisher, paper.published), at, paper, described=True)
    if given.publisher or given.published:
        raise BadParameter(Text("publisher 与 published 只用于新文件", "publisher and published: of new documents"))
    rows = store.read(_SOURCE, {"id": given.source}).rows
    if not rows:
        raise NotFound(
            Text(f"图中没有来源 {given.source}", f"the graph has no source {given.source}"),
            hint=Text("xiaodi sources 列出全部；新文件用 title", "xiaodi sources lists them; or give a title"),
        )
    return Cited(str(given.source), at, Paper(**rows[0] | ({"region": region} if region else {})))


def _read(reader: TypeAdapter[Any], name: str, value: Any) -> Any:
    try:
        return reader.validate_python(value)
    except ValidationError as error:
        said = error.errors()[0]["msg"]
        raise BadParameter(Text(f"{name} 不能是 {value}：{said}", f"{name} cannot be {value}: {said}")) from error


def _region(names: NameIndex, text: str) -> str:
    found = text if text.isdigit() else names.resolve(text).id
    if not (found.isdigit() or found.startswith(_DIVISION)):
        raise BadParameter(Text(f"{text} 不是行政区划", f"{text} is no administrative division"))
    return found.removeprefix(_DIVISION)


def added(names: NameIndex, entries: Entries, cited: Cited) -> list[Addition]:
    """What entries add.

    Raises:
        BadInput: with every fault of the entries.
        UnknownName, AmbiguousName: with candidates.
    """
    return additions(entries.entities, entries.relations, entries.claims, cited, names.resolve)


def adding_to(names: NameIndex, entries: Entries, cited: Cited, who: str, why: str) -> Make:
    """The decisions that add entries."""
    return adding(added(names, entries, cited), cited, verdict(who, why))


def disputed_id(names: NameIndex, between: list[Row], item: str, other: str | None) -> str:
    """The id of what is disputed: an entity, a relation or a figure by id or name, or the relation between two.

    `between` are the relations of the two, as `sources/evidence` gives them.

    Raises:
        NotFound: when two have no relation.
        AmbiguousName: when they have several; the candidates are the relations.
    """
    if other is None:
        return entity_id(names, item)
    if not between:
        raise NotFound(Text(f"{item} 与 {other} 之间没有关系", f"{item} and {other} have no relation"))
    if len(between) > 1:
        listed = [Candidate(row["edge_id"], _called(row), row["type"], row["since"] or "", 100.0) for row in between]
        raise AmbiguousName(
            Text(f"{item} 与 {other} 之间的关系不止一个", f"{item} and {other} have several relations"),
            listed,
            hint=Text("用 id 指明一个", "name one by its id"),
        )
    return str(between[0]["edge_id"])


def _called(row: Row) -> str:
    return " ".join(filter(None, (row["a"], row["kind"], row["b"])))


def recorded(done: Decided, cited: Cited, *, dry_run: bool) -> Recorded:
    """What was done, for the one who asked."""
    items = [
        Done(one.kind, one.name.partition(" ")[2], one.subject, list(one.about))  # type: ignore[arg-type]
        for one in done.taken
    ]
    undo = None if dry_run else done.batch or "".join(done.decisions)
    source = next((one.hand for one in done.taken if one.hand), None)
    ids = [] if dry_run else list(done.decisions)
    return Recorded(items, [*cited.evidence], source, done.changes.created, done.changes.changed, undo, ids, dry_run)


def fact_rows(rows: list[Row], language: Language) -> list[Row]:
    """Rows for a table, in the language of the reader, with the new value of what was corrected."""
    return [
        row
        | {"kind": DOES[row["kind"]].say(language)}
        | ({"what": f"{row['what']} = {row['value']}"} if row["value"] else {})
        for row in rows
    ]
