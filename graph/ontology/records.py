"""Records: what we keep about the things of the world."""

from __future__ import annotations

from typing import ClassVar, Literal

from graph.base import Anchor, Record
from graph.values import PartialDate, Qualifier


class Claim(Record):
    """A figure that a source claims about an entity.

    (:Claim)-[:ABOUT]->(:Entity)

    `value` is in base units (persons, yuan, square metres). Claims on the same entity and topic compare.
    Where a claim counts members, `members_label`, `members_kind` (one kind, or several with | between them) and
    `members_by` say which ones, so that the named can be counted against the declared; `members_by` is `within` (a
    place's divisions and rosters), `formal` or `any` (ties of the entity and of what lies within it) or an edge type of
    the entity itself.
    """

    family: ClassVar[str] = "Claim"
    zh: ClassVar[str] = "数字"
    anchor: ClassVar[Anchor] = Anchor.SHEET

    key: str
    topic: str
    value: int | str
    printed: str
    qualifier: Qualifier | None = None
    unit: str | None = None
    low: float
    high: float
    #: The part of the whole that the figure covers; None is the whole.
    scope: str | None = None
    period: str | None = None
    as_of: PartialDate | None = None
    kind: Literal["declared", "target", "derived"] = "declared"
    members_label: str | None = None
    members_kind: str | None = None
    members_by: str | None = None


class Source(Record):
    """A document, registry or table that states things."""

    family: ClassVar[str] = "Source"
    zh: ClassVar[str] = "来源"
    anchor: ClassVar[Anchor] = Anchor.SHEET

    #: `hand`: what people added from a document; it stands as long as a decision of theirs cites it.
    kind: Literal["document", "registry", "table", "hand"] = "document"
    #: The smaller the rank, the sooner its values are shown where sources differ.
    rank: int = 50
    publisher: str | None = None
    published: PartialDate | None = None
    region: str | None = None
    #: The file name of the document that the facts were read from.
    document: str | None = None
    digest: str | None = None
    #: What it covers: JSON texts {place, topic, complete, as_of}.
    covers: tuple[str, ...] = ()


class Passage(Record):
    """A paragraph of a user's own document, kept so that its evidence can be read; its id is `<source>#<locator>`."""

    family: ClassVar[str] = "Passage"
    zh: ClassVar[str] = "段落"
    anchor: ClassVar[Anchor] = Anchor.SHEET

    source: str
    #: The first and the last of the document's non-empty lines that it stands on.
    paragraph: int
    last_paragraph: int
    text: str


class Run(Record):
    """One load or unload of a source, with its wall time and counts; left out of exports."""

    family: ClassVar[str] = "Run"
    zh: ClassVar[str] = "装载"
    anchor: ClassVar[Anchor] = Anchor.SHEET

    source: str
    action: Literal["load", "unload"]
    state: Literal["loading", "done", "failed"]
    started: str
    finished: str | None = None
    counts: str | None = None


class Decision(Record):
    """What a person decided: who, when, why; owned by no source, undone by another decision."""

    family: ClassVar[str] = "Decision"
    zh: ClassVar[str] = "决定"
    anchor: ClassVar[Anchor] = Anchor.SHEET

    kind: Literal["merge", "accept", "reject", "correct", "accept_gap", "undo", "add", "dispute"]
    subject: str
    #: For a merge the id that stays; for a correction the property, `type` of a node, or `relation` of an edge: then
    #: the value is [type, from, to, kind or role, key]. For an addition the value is what is stated, as it is kept.
    object: str | None = None
    value: str | None = None
    until: PartialDate | None = None
    who: str
    decided_at: str
    why: str
    #: JSON [type, from, to, kind or role, key]: the relation that it speaks of, which is known again after a merge.
    relation: str | None = None
    #: The decisions that were taken together share this id, by which they are undone together.
    batch: str | None = None
    #: Where it is written, for what somebody said by hand: `<source>#<locator>`.
    evidence: tuple[str, ...] = ()
    #: The source that is made of what people said by hand from one document, and JSON {title, publisher, published,
    #: region} of that document.
    hand: str | None = None
    document: str | None = None
    #: The entities that it speaks of.
    about: tuple[str, ...] = ()


class Stamp(Record):
    """The one record of the graph's schema version and data version."""

    family: ClassVar[str] = "Stamp"
    zh: ClassVar[str] = "印记"
    anchor: ClassVar[Anchor] = Anchor.SHEET

    schema_version: int
    version: int
    #: Random, new with every write: two graphs of one version are told apart.
    mark: str
    #: Of the constraints and indexes that were made; None: they are still to be made.
    definitions: str | None = None
    #: JSON: the last marks, and the ids of the entities that each write touched.
    recent: str
