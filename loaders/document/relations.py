"""Relations, figures and dates of a document, from the names found in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.base import Value
from graph.errors import Text
from graph.ontology import edge_types, joins
from loaders.document.base import Document, FoundClaim, FoundEntity, FoundRelation, Mention
from loaders.document.bases import based
from loaders.document.calibration import confidence_of
from loaders.document.claims import find_claims
from loaders.document.clauses import Party, Sentence, sentences
from loaders.document.context import Context, foremost, topic_of, with_pronouns
from loaders.document.dates import Calendar, find_dates
from loaders.document.founding import contained, founded, issued, operated, resident, residents
from loaders.document.hosting import hosted, joined_up, led, listed
from loaders.document.partnering import both, joined, mutual, together
from loaders.document.scene import Instrument, Scene, Tie
from loaders.document.serving import served, transferred, visited
from loaders.document.structure import belonging, nested

#: In this order: what an earlier frame tied, 双方 may mean.
FRAMES = (
    hosted,
    mutual,
    joined,
    together,
    based,
    led,
    joined_up,
    listed,
    founded,
    resident,
    residents,
    contained,
    operated,
    issued,
    visited,
    served,
    transferred,
    both,
)

#: Those that read a clause without a name.
NAMELESS = (issued, both)


@dataclass(frozen=True)
class Found:
    """What is found beside the names: nodes that parties share, relations, figures."""

    entities: tuple[FoundEntity, ...] = ()
    relations: tuple[FoundRelation, ...] = ()
    claims: tuple[FoundClaim, ...] = ()


def find_relations(document: Document, entities: Sequence[FoundEntity], mentions: Sequence[Mention]) -> Found:
    """Read every paragraph, clause by clause."""
    rows = _parties(document, entities, mentions)
    return _Reader(document, {entity.key: entity for entity in entities}, rows).read(mentions)


def _parties(document: Document, entities: Sequence[FoundEntity], mentions: Sequence[Mention]) -> list[list[Party]]:
    """The mentions of each paragraph, joined to their entities by name and type."""
    exact = {(name, entity.type): entity for entity in entities for name in (entity.name, *entity.forms)}
    loose = {name: entity for entity in entities for name in (*entity.forms, entity.name)}
    rows: list[list[Party]] = [[] for _ in document.paragraphs]
    for mention in mentions:
        entity = exact.get((mention.name, mention.type)) or loose.get(mention.name) or loose.get(mention.text)
        if entity and 0 <= mention.paragraph < len(rows):
            rows[mention.paragraph].append(Party(entity.key, entity.name, entity.type, mention.start, mention.end))
    return rows


class _Reader:
    def __init__(self, document: Document, entities: Mapping[str, FoundEntity], rows: list[list[Party]]) -> None:
        self.document, self.entities, self.rows = document, entities, rows
        ids = {entity.id: entity.key for entity in entities.values() if entity.id}
        self.context = Context(topic=topic_of(document, rows, ids), last=foremost(rows))
        self.calendar = Calendar(document.published)
        self.nodes: dict[str, FoundEntity] = {}
        self.relations: dict[tuple[str, ...], FoundRelation] = {}
        self.claims: list[FoundClaim] = []

    def read(self, mentions: Sequence[Mention]) -> Found:
        for at, paragraph in enumerate(self.document.paragraphs):
            self.context.paragraph, self.context.seen = (), []
            parties = with_pronouns(paragraph.text, self.rows[at], self.context.last)
            for sentence in sentences(paragraph.text, parties):
                self._sentence(at, paragraph.text, sentence)
            self.context.last |= {party.type: party for party in self.rows[at]}
        self._parents(mentions)
        return Found(tuple(self.nodes.values()), _settled(self.relations.values()), tuple(self.claims))

    def _sentence(self, at: int, text: str, sentence: Sentence) -> None:
        self.context.sentence, self.context.hosting = (), frozenset()
        dates = [
            replace(date, start=date.start + sentence.start, end=date.end + sentence.start)
            for date in find_dates(text[sentence.start : sentence.end], self.calendar)
        ]
        for tie in nested(sentence):
            self._keep(at, tie)
        for index, clause in enumerate(sentence.clauses):
            scene = Scene(text, sentence, index, self.context, dates)
            for frame in FRAMES if clause.groups else NAMELESS:
                for tie in frame(scene):
                    self._keep(at, tie)
            self.context.heard(clause)
            self.claims += find_claims(self.document.paragraphs[at], scene, len(self.claims))

    def _parents(self, mentions: Sequence[Mention]) -> None:
        by_name = {entity.name: Party(entity.key, entity.name, entity.type, 0, 0) for entity in self.entities.values()}
        parents = {(mention.name, mention.type): mention.parent for mention in mentions if mention.parent}
        first = {party.key: (at, party) for at in reversed(range(len(self.rows))) for party in reversed(self.rows[at])}
        for key, (at, party) in first.items():
            parent = self.entities[key].parent or parents.get((party.name, party.type))
            for tie in belonging(party, parent, by_name):
                self._keep(at, tie)

    def _keep(self, at: int, tie: Tie) -> None:
        source, target = self._key(at, tie, tie.source), self._key(at, tie, tie.target)
        if source == target or not joins(tie.type, tie.source.type, tie.target.type):
            return
        paragraph = self.document.paragraphs[at]
        relation = FoundRelation(
            source, tie.type, target, paragraph.locator(tie.start, tie.end), dict(tie.props), self._sure(tie),
            (_why(tie),), tie.modality, (at, tie.start, tie.end), tie.rule,
        )  # fmt: skip
        ends = sorted((source, target)) if edge_types()[tie.type].symmetric else (source, target)
        mark = (tie.type, *ends, str(tie.props.get("kind") or tie.props.get("role") or ""), tie.modality)
        known = self.relations.get(mark)
        if known is None or known.confidence < relation.confidence:
            self.relations[mark] = relation

    def _sure(self, tie: Tie) -> float:
        """No surer than the names at its ends, and less where a pronoun stands for one."""
        ends = [end for end in (tie.source, tie.target) if isinstance(end, Party)]
        names = min((self.entities[end.key].confidence for end in ends), default=1.0)
        return round(min(confidence_of(tie.rule) * (0.9 if any(end.meant for end in ends) else 1), names), 3)

    def _key(self, at: int, tie: Tie, end: Party | Instrument) -> str:
        if isinstance(end, Party):
            return end.key
        paragraph = self.document.paragraphs[at]
        place = paragraph.locator(tie.start, tie.end)
        seed = f"{place}|{end.type}|{end.name}|{end.date}|{end.mark}"
        key = f"{end.type.lower()}-{place}-{hashlib.sha256(seed.encode()).hexdigest()[:6]}"
        props: dict[str, Value] = {name: value for name, value in (("date", end.date), ("kind", end.kind)) if value}
        if end.type == "Project":
            props.pop("date", None)
        self.nodes.setdefault(
            key,
            FoundEntity(key, end.name, end.type, None, (place,), props=props, confidence=self._sure(tie),
                        why=(_why(tie),), modality=tie.modality),
        )  # fmt: skip
        return key


_HOW = {
    "explicit": Text("双方均在句中写明", "both parties are named in the clause"),
    "carried": Text("主语承同句前文", "the subject is carried from earlier in the sentence"),
    "paragraph": Text("主语承本段前句", "the subject is carried from an earlier sentence of the paragraph"),
    "topic": Text("主语省略，取全文所述的地方", "no subject is given; the document's own place is taken"),
    "people": Text("原文所指为其师生或团队", "the text names people of the body"),
    "shared": Text("前项所在地及于并列各项", "the place before the first item holds for the whole list"),
    "back": Text("“双方”“三方”承前所指", "the pronoun means those just named"),
}


def _why(tie: Tie) -> Text:
    word = (
        Text(f"据“{tie.trigger}”", f"by “{tie.trigger}”")
        if tie.trigger
        else Text("据名称相连", "by names printed together")
    )
    how = _HOW.get(tie.rule.rpartition("/")[2])
    return Text(f"{word.zh}；{how.zh}", f"{word.en}; {how.en}") if how else word


def _settled(relations: Iterable[FoundRelation]) -> tuple[FoundRelation, ...]:
    """What is told as done needs no second entry as planned."""
    rows = list(relations)
    done = {(row.type, frozenset((row.source, row.target))) for row in rows if row.modality == "actual"}
    return tuple(
        row for row in rows if row.modality != "planned" or (row.type, frozenset((row.source, row.target))) not in done
    )
