"""What a profile tells of an entity: the answers of named questions, put under headings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from api.explorer.timeline import Moment, timeline
from api.explorer.topics import by_label, by_topic
from api.service import Service
from graph.store import Row
from graph.values import locator_order
from queries.library import find_query

#: More relations than this are counted, not listed.
MOST = 1_000
_UNITS = ("Subdistrict", "Community")
REGIONS = ("Province", "City", "District", *_UNITS, "Zone")
#: Properties that a page lists as they are.
_OWN = frozenset(find_query("entities/properties").header.returns) - {"entity_id"}
#: Types that have partners; of the others a profile does not say that none is recorded.
_ALONE = frozenset({"Activity", "Agreement", "Program", "Project", "Policy", "Need", "Service", "Person"})


@dataclass(frozen=True)
class Partner:
    """Somebody with whom an entity has ties, and each of these."""

    id: str
    name: str
    label: str
    ties: list[Row]


@dataclass(frozen=True)
class Figures:
    """The figures of one topic, and how they differ where they do."""

    topic: str
    rows: list[Row]
    #: `conflict`, `different_basis`, or nothing.
    verdict: str = ""
    differs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Portrait:
    """An entity as its page shows it."""

    about: Row
    properties: Row
    above: list[Row]
    relations: list[Row]
    ties: list[Row]
    through: list[Row]
    claims: list[Row]
    differing: list[Row]
    named: Mapping[str, list[str]]
    rules: list[Row]
    #: The class of a subdistrict or community in the coverage; of others nothing.
    verdict: str = ""
    sources: list[Row] = field(default_factory=list)

    @property
    def id(self) -> str:
        return str(self.about["entity_id"])

    @property
    def can_partner(self) -> bool:
        return self.about["label"] not in _ALONE

    @property
    def is_region(self) -> bool:
        """Whether it has a page of coverage and gaps."""
        return self.about["label"] in REGIONS

    @property
    def known(self) -> list[tuple[str, str]]:
        """Its own properties that are told, each with its name."""
        told = {name: value for name, value in self.properties.items() if name in _OWN and value not in (None, [])}
        return [(name, "、".join(value) if isinstance(value, list) else str(value)) for name, value in told.items()]

    @property
    def truncated(self) -> bool:
        return len(self.relations) >= MOST

    @cached_property
    def topics(self) -> Mapping[str, list[Row]]:
        """The relations by topic, each with whom it is shared."""
        return by_topic(self.relations, str(self.about["label"]))

    @cached_property
    def within(self) -> list[tuple[str, list[Row]]]:
        """What is part of it, lies or resides in it, by type."""
        return by_label(self.topics.get("within", ()))

    @cached_property
    def formal(self) -> list[Partner]:
        """Those with whom it signed, was paired or shares an agreement."""
        return _partners(self.ties, {tie["partner_id"] for tie in self.ties if tie["formal"]})

    @cached_property
    def other(self) -> list[Partner]:
        """All other partners."""
        formal = {one.id for one in self.formal}
        return _partners(self.ties, {tie["partner_id"] for tie in self.ties} - formal)

    @cached_property
    def indirect(self) -> list[Row]:
        """Those with whom what belongs to it has ties, and it has none itself."""
        own = {tie["partner_id"] for tie in self.ties}
        return [row for row in self.through if row["partner_id"] not in own]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of all that it has relations with."""
        return {row["other_id"]: row["other"] for row in self.relations}

    def told_by(self, evidence: Iterable[str]) -> list[Row]:
        """The sources that pieces of evidence are of."""
        wanted = sources_of(evidence)
        return [source for source in self.sources if source["source_id"] in wanted]

    @cached_property
    def company(self) -> Mapping[str, list[Row]]:
        """Instrument -> its ties: with whom an activity, an agreement, a project or a program is shared."""
        told: defaultdict[str, list[Row]] = defaultdict(list)
        for tie in self.ties:
            if tie["via_id"]:
                told[tie["via_id"]].append(tie)
        return told

    @cached_property
    def figures(self) -> list[Figures]:
        """The figures by topic, those that differ first."""
        told: defaultdict[str, list[Row]] = defaultdict(list)
        for claim in self.claims:
            told[claim["topic"]].append(claim)
        found = [_figures(topic, rows, self.differing) for topic, rows in told.items()]
        return sorted(found, key=lambda one: ("conflict", "different_basis", "").index(one.verdict))

    @cached_property
    def moments(self) -> list[Moment]:
        """What happened to it and with it, dated or not."""
        return timeline(self.about, self.properties, self.relations, self.ties, self.claims)

    @cached_property
    def cited(self) -> Counter[str]:
        """Source -> how many of the statements shown here rest on it."""
        shown = [self.about, *self.relations, *self.claims]
        return Counter(source for row in shown for source in sources_of(row["evidence"]))


def sources_of(evidence: Iterable[str]) -> set[str]:
    """The sources that pieces of evidence are of."""
    return {ref.partition("#")[0] for ref in evidence}


def portrait(service: Service, entity: str) -> Portrait:
    """Everything that the page of an entity tells, asked of the graph."""
    given = {"entity": entity}

    def rows(query: str, **more: object) -> list[Row]:
        answer = service.ask(query, given | more).rows
        return [
            row | {"evidence": sorted(row["evidence"], key=locator_order)} if "evidence" in row else row
            for row in answer
        ]

    about = rows("entities/profile")[0]
    label, claims = about["label"], rows("claims/of_entity")
    counted = any(claim["named"] is not None for claim in claims)
    found = Portrait(
        about=about,
        properties=rows("entities/properties")[0],
        above=rows("entities/above"),
        relations=rows("entities/relations", limit=MOST),
        ties=rows("partners/ties"),
        through=rows("partners/through"),
        claims=claims,
        differing=rows("claims/differing"),
        named={row["claim_id"]: row["named_names"] for row in rows("gaps/declared_vs_named")} if counted else {},
        rules=service.ask("programs/rules", {"program": entity}).rows if label == "Program" else [],
        verdict=_verdict(service, entity, label),
    )
    found.sources.extend(_described(service, found.cited))
    return found


def _described(service: Service, cited: Counter[str]) -> Iterator[Row]:
    """The sources that are cited, those that say most first."""
    if not cited:
        return
    rows = service.ask("sources/described", {"sources": sorted(cited)}).rows
    yield from sorted(rows, key=lambda row: (-cited[row["source_id"]], row["source_id"]))


def _verdict(service: Service, place: str, label: str) -> str:
    if label not in _UNITS:
        return ""
    rows = service.ask("coverage/communities", {"place": place, "level": label}).rows
    return next((str(row["verdict"]) for row in rows if row["unit_id"] == place), "")


def _partners(ties: Iterable[Row], wanted: set[str]) -> list[Partner]:
    found: dict[str, Partner] = {}
    for tie in ties:
        if (id_ := tie["partner_id"]) in wanted:
            found.setdefault(id_, Partner(id_, tie["partner"], tie["label"], [])).ties.append(tie)
    return list(found.values())


def _figures(topic: str, rows: list[Row], differing: Iterable[Row]) -> Figures:
    pairs = [pair for pair in differing if pair["topic"] == topic]
    if not pairs:
        return Figures(topic, rows)
    differs = tuple(dict.fromkeys(basis for pair in pairs for basis in pair["differs"]))
    return Figures(topic, rows, pairs[0]["verdict"], differs)
