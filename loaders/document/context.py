"""What a document has said so far: the subject that a clause leaves out, and who 我校, 该区 and 双方 are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from loaders.document.base import Document
from loaders.document.clauses import CASE_WORD as _CASE_WORD
from loaders.document.clauses import DIVISIONS, HEAD, Clause, Group, Party
from loaders.document.words import CONTAIN, FOUND, JOIN, any_of

#: Pronouns of bodies and places, and the types that each may mean.
PRONOUNS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("我市", "全市", "该市", "本市"), ("City",)),
    **dict.fromkeys(("我区", "我县", "该区", "该县", "全区", "全县", "本区", "本县"), ("District",)),
    **dict.fromkeys(("我校", "该校", "学校", "本校"), ("University", "School")),
    **dict.fromkeys(("我院", "该学院", "本院"), ("College", "University")),
    **dict.fromkeys(("该公司", "该企业", "我公司", "公司"), ("Enterprise",)),
    **dict.fromkeys(("该街道", "该镇", "该乡", "街道"), ("Subdistrict",)),
    **dict.fromkeys(("该社区", "该村", "村里"), ("Community",)),
    **dict.fromkeys(
        ("该院", "该所", "该中心", "该平台", "该基地"), ("Platform", "ResearchInstitute", "College", "Hospital")
    ),
}
#: An actor without a name stands before the verb.
_OTHER = re.compile("[与由和及](?!其)|各(?!类|项|种)|部分|企业|高校|单位|.{16}")
_VERB = re.compile(rf"{any_of({*CONTAIN, *FOUND, *JOIN} - {'共同', '联合', '一起'})}[了着]?$")
_PRONOUN_RE = re.compile(
    "(?:" + "|".join(sorted(PRONOUNS, key=len, reverse=True)) + r")(?!党委|党工委|教育|院校|[、社办各干内以团])"
)
#: 我校某学院 is the college, not the university.
_OF_IT = re.compile("[一-龥]{2,14}?(?:学院|研究院|医院|中心|处|部|系|书院)(?=[、，与和同])")
#: A pronoun of a body is read as one only where a clause or a noun phrase can begin.
_BEFORE = re.compile(r"(?:^|[，。；：、与和同由被在为向对给于将把到赴从是,;\s“（])$")
#: What may stand between the head of a clause and its subject.
_LIGHT = re.compile(
    r"[\d年月日\s起止至\-~～（(“‘、]+|近年来|今年以来|同时|比如|例如|其中|据悉|截至目前|目前|此外|另外|特别是|近日|日前|随后|会上"
)


def with_pronouns(text: str, parties: Sequence[Party], last: Mapping[str, Party]) -> list[Party]:
    """The parties of a paragraph and those that its pronouns mean; `last` has the last named of each type."""
    known = dict(last)
    taken = sorted(parties, key=lambda party: party.start)
    starts = {party.start for party in taken}
    found: list[Party] = []
    at = 0
    for match in _PRONOUN_RE.finditer(text):
        while at < len(taken) and taken[at].end <= match.start():
            known[taken[at].type] = taken[at]
            at += 1
        covered = at < len(taken) and taken[at].start < match.end()
        if covered or (match.end() not in starts and _OF_IT.match(text, match.end())):
            continue
        meant = _meant(match[0], known)
        if meant and (match[0][0] in "我该本全" or _BEFORE.search(text[max(0, match.start() - 1) : match.start()])):
            found.append(replace(meant, start=match.start(), end=match.end(), meant=True))
    return [*taken, *found]


def _meant(pronoun: str, known: Mapping[str, Party]) -> Party | None:
    meant = next((known[kind] for kind in PRONOUNS[pronoun] if kind in known), None)
    noun = pronoun.removeprefix("该")
    if meant is None or noun == pronoun or noun in ("公司", "企业", "平台", "市", "校"):
        return meant
    return meant if noun in meant.name else None


_PARK = re.compile("(?:园|园区|空间|孵化器|街区|基地|谷|城|港)$")
_COUNTED_TYPES = {
    **dict.fromkeys(("平台", "中心", "基地", "实验室", "研究院", "工作站"), ("Platform", "ResearchInstitute")),
    **dict.fromkeys(("企业", "公司"), ("Enterprise",)),
    **dict.fromkeys(("高校", "学校"), ("University",)),
    "学院": ("College",),
    "社区": ("Community",),
}
_COUNTED = re.compile(
    rf"^(?:上述|以上|这|其中)?(?P<number>[两二三四五六七八九])[个家所](?P<noun>{any_of(_COUNTED_TYPES)})"
)


@dataclass(frozen=True)
class Subject:
    """Who acts in a clause, and how that is known: explicit, carried (same sentence), paragraph, topic."""

    parties: tuple[Party, ...] = ()
    how: str = "explicit"
    people: bool = False


@dataclass
class Context:
    """Changes as the sentences go by."""

    topic: tuple[Party, ...] = ()
    paragraph: tuple[Party, ...] = ()
    sentence: tuple[Party, ...] = ()
    #: Those whom 双方 and 三方 mean, side by side.
    sides: tuple[tuple[Party, ...], ...] = ()
    #: Keys of those whom an activity of this sentence ties already.
    hosting: frozenset[str] = frozenset()
    #: What the paragraph has named so far.
    seen: list[Party] = field(default_factory=list)
    last: dict[str, Party] = field(default_factory=dict)

    def subject(self, clause: Clause, before: int, *, strict: bool = True) -> Subject:
        """The subject of what stands at `before` in the clause."""
        named = [group for group in clause.groups if group.end <= before and group.case in ("", "agent")]
        agents = [group for group in named if group.case == "agent" and group.word in ("由", "被")]
        for group in agents or named:
            if group in agents or leads_clause(clause, group):
                return Subject(group.parties, "explicit", group.people)
        if self.sentence:
            return Subject(self.sentence, "carried")
        if strict and _OTHER.search(_CASE_WORD.sub("", clause.between(clause.start, before))):
            return Subject()  # somebody acts who has no name: 各县与高校共建的
        return Subject(self.paragraph, "paragraph") if self.paragraph else Subject(self.topic, "topic")

    def heard(self, clause: Clause) -> None:
        """Remember the clause's own subject for the clauses after it."""
        for group in clause.groups:
            agent = group.word == "由" and not self.sentence and not group.people
            if (group.case == "" or agent) and leads_clause(clause, group):
                self.sentence = self.paragraph = group.parties
                break
        self.seen += [party for group in clause.groups for party in group.parties]

    def host(self, kinds: frozenset[str], *, parks: bool = True) -> Party | None:
        """The last of these kinds that the paragraph has named, a park before anything else."""
        found = [party for party in reversed(self.seen) if party.type in kinds]
        parked = [party for party in found if _PARK.search(party.name)]
        return next(iter((parked if parks else []) or found), None)

    def counted(self, text: str) -> tuple[Party, ...]:
        """Those whom 三个平台 or 两家企业 means: the last so many of the kind."""
        match = _COUNTED.search(text)
        if not match:
            return ()
        number = "二三四五六七八九".find(match["number"].replace("两", "二")) + 2
        found = [party for party in self.seen if party.type in _COUNTED_TYPES[match["noun"]]]
        return tuple(found[-number:]) if len(found) >= number else ()


def leads_clause(clause: Clause, group: Group) -> bool:
    """Whether so little stands before a name, and no verb, that it is the subject."""
    before = _LIGHT.sub("", clause.between(clause.start, group.start))
    aside = clause.between(clause.start, group.start).endswith(("（", "("))
    return not aside and HEAD not in before and len(before) <= 7 and not _VERB.search(before)


def topic_of(document: Document, paragraphs: Sequence[Sequence[Party]], ids: Mapping[str, str]) -> tuple[Party, ...]:
    """Whom the document is about: its region, else the first in its head, else the place most often named."""
    everywhere = [party for row in paragraphs for party in row]
    for code in document.regions:
        key = ids.get(f"cn-{code}")
        if found := next((party for party in everywhere if party.key == key), None):
            return (found,)
    places = Counter(party.key for party in everywhere if party.type in DIVISIONS)
    if not places:
        return tuple(everywhere[:1])
    head = [party for row in paragraphs[:2] for party in row if party.type in DIVISIONS]
    most = max(places.values())
    keys = [party.key for party in reversed(head) if places[party.key] * 2 >= most]
    key = keys[0] if keys else places.most_common(1)[0][0]
    return (next(party for party in everywhere if party.key == key),)


def foremost(paragraphs: Sequence[Sequence[Party]]) -> dict[str, Party]:
    """The party most often named of each type: whom 我校 means before any is named."""
    counts = Counter(party.key for row in paragraphs for party in row)
    best: dict[str, Party] = {}
    for party in (party for row in paragraphs for party in row):
        if party.type not in best or counts[party.key] > counts[best[party.type].key]:
            best[party.type] = party
    return best
