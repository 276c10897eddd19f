"""Review of proposals for the doors: what waits for a person, one proposal with its passage, and the verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from api.gaps import entity_id
from graph.deciding import Decided
from graph.errors import BadParameter, Language, NotFound, Text
from graph.reviews import ENDS, Verdict
from graph.search import NameIndex
from graph.store import Row
from queries.library import Answer

REVIEW_COLUMNS = (
    "what", "type", "a", "kind", "b", "confidence", "modality", "status", "reasons", "evidence", "id",
)  # fmt: skip
PAGE = 200
Ask = Callable[[str, dict[str, Any]], Answer]


class Rule(BaseModel):
    """Which proposals: those of a source, a region, a type, within bounds of confidence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str | None = None
    #: A division code, or the name of a place.
    region: str | None = None
    type: str | None = None
    min_confidence: float | None = None
    max_confidence: float | None = None

    @property
    def is_empty(self) -> bool:
        return self == Rule()


@dataclass(frozen=True)
class Page:
    """Some proposals in order, and where the next page begins; None at the end."""

    rows: list[Row] = field(default_factory=list)
    next: str | None = None


@dataclass(frozen=True)
class Review:
    """One proposal with the paragraphs that state it, those around them, and what was decided about it."""

    item: Row
    passages: list[Row] = field(default_factory=list)
    decisions: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Reviewed:
    """What was decided: the items that were asked for, those that came along, and the ids by which it is undone."""

    items: list[str]
    #: What had to be accepted too: the ends of relations, and what figures are about.
    along: list[str]
    decisions: list[str]
    #: Several decisions that were taken together are undone by this.
    undo: str


def page(ask: Ask, names: NameIndex, rule: Rule, status: str = "proposed", limit: int = PAGE, after: str = "") -> Page:
    """The proposals that a rule means, the surest first; `after` is the `next` of the page before."""
    if not 1 <= limit <= PAGE * 10:
        raise BadParameter(Text(f"limit 应在 1 到 {PAGE * 10} 之间", f"limit is between 1 and {PAGE * 10}"))
    given: dict[str, Any] = rule.model_dump() | {"status": status, "limit": limit} | _cursor(after)
    if rule.region and not rule.region.isdigit():
        given["region"] = entity_id(names, rule.region).removeprefix("cn-")
    rows = ask("reviews/list", given).rows
    last = rows[-1] if len(rows) == limit else None
    return Page(rows, f"{last['confidence']!r}:{last['item_id']}" if last else None)


def _cursor(after: str) -> dict[str, Any]:
    confidence, sign, id_ = after.partition(":")
    if not after:
        return {}
    try:
        return {"after_confidence": float(confidence), "after_id": id_} if sign and id_ else {"after_id": float("x")}
    except ValueError as error:
        raise BadParameter(Text(f"不认识的续页记号 {after}", f"not a mark of a next page: {after}")) from error


def matching(ask: Ask, names: NameIndex, rule: Rule) -> list[Row]:
    """All open proposals that a rule means."""
    return list(_pages(ask, names, rule))


def _pages(ask: Ask, names: NameIndex, rule: Rule) -> Iterator[Row]:
    found = page(ask, names, rule, limit=PAGE * 10)
    yield from found.rows
    while found.next:
        found = page(ask, names, rule, limit=PAGE * 10, after=found.next)
        yield from found.rows


def review(ask: Ask, item: str, around: int) -> Review:
    """One proposal, the paragraphs that state it and those around them.

    Raises:
        NotFound: when nothing has the id.
    """
    rows = ask("reviews/item", {"item": item}).rows
    if not rows:
        raise NotFound(
            Text(f"没有 {item}", f"nothing has the id {item}"),
            hint=Text("xiaodi review list 给出 id", "xiaodi review list gives the ids"),
        )
    evidence = [*rows[0]["evidence"], *rows[0]["proposed_at"]]
    passages = ask("reviews/passages", {"evidence": evidence, "around": around}).rows if evidence else []
    return Review(rows[0], passages, ask("reviews/decisions", {"item": item}).rows)


def verdict(who: str, why: str) -> Verdict:
    """Who decides now, and why.

    Raises:
        BadParameter: when either is not told.
    """
    if not who.strip() or not why.strip():
        raise BadParameter(Text("须写明谁决定、为什么", "tell who decides, and why"))
    return Verdict.now(who.strip(), why.strip())


def with_ids(names: NameIndex, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Corrections in which the ends are ids; they may be given as names.

    Raises:
        BadParameter: when there is nothing to correct.
        UnknownName, AmbiguousName: when an end is not found.
    """
    if not changes:
        raise BadParameter(Text("没有要更正的", "there is nothing to correct"))
    ends = (*ENDS, "about")
    return {name: entity_id(names, str(value)) if name in ends else value for name, value in changes.items()}


def reviewed(done: Decided, asked: list[str]) -> Reviewed:
    """What was done, for the one who asked."""
    along = [subject for subject in dict.fromkeys(done.subjects) if subject not in asked]
    return Reviewed(asked, along, list(done.decisions), done.batch or "".join(done.decisions))


def chosen(items: list[str]) -> list[str]:
    """The ids, each once.

    Raises:
        BadParameter: when there are none.
    """
    if not items:
        raise BadParameter(Text("没有选中任何提议", "no proposal was chosen"))
    return list(dict.fromkeys(items))


def review_rows(rows: list[Row], language: Language) -> list[Row]:
    """Rows for a table: the reasons in the language of the reader, and the id, which a verdict needs, in sight."""
    return [row | {"reasons": row[f"reasons_{language}"], "id": row["item_id"]} for row in rows]
