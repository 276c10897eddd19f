"""A paragraph as sentences, clauses and groups of names: the shape that relations are read from.

Names are masked by marks of the same length, so that a pattern over a clause can say "a name" and offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.document.words import ADVERBS, CASES, PEOPLE, Case, any_of

#: First mark of a name, its further marks, a title in 《》, the inside of a short quotation.
HEAD, TAIL, TITLE, QUOTED = "\ue000", "\ue001", "\ue002", "\ue003"
_PRIVATE = re.compile("[\ue000-\uf8ff]")

PLACES = frozenset({"Province", "City", "District", "Subdistrict", "Community", "Zone", "Venue", "Place"})
DIVISIONS = PLACES - {"Zone", "Venue"}
ORGANIZATIONS = frozenset(
    [
        "University",
        "College",
        "School",
        "ResearchInstitute",
        "Enterprise",
        "GovernmentBody",
        "Association",
        "Hospital",
        "Organization",
    ]
)
#: Bodies that have colleges, laboratories and clinics of their own.
CAMPUS = frozenset({"University", "College", "ResearchInstitute", "Hospital"})
#: Clauses of one sentence that are read together.
LONGEST = 40
ACTORS = PLACES | ORGANIZATIONS | {"Platform", "Team"}


@dataclass(frozen=True)
class Party:
    """An entity at one spot of a paragraph."""

    key: str
    name: str
    type: str
    start: int
    end: int
    #: Meant by a pronoun (我校, 该区), not named.
    meant: bool = False


@dataclass(frozen=True)
class Item:
    """One member of a list: the party itself, and the places or bodies printed right before it."""

    party: Party
    within: tuple[Party, ...] = ()
    #: A person or group of the party is meant: 教授, 学生团队.
    people: bool = False


@dataclass(frozen=True)
class Group:
    """Names joined by 、 and 和, and the word that stands before them."""

    items: tuple[Item, ...]
    #: In the masked text of the paragraph.
    start: int
    end: int
    joins: tuple[str, ...] = ()
    case: Case = ""
    word: str = ""

    @property
    def parties(self) -> tuple[Party, ...]:
        return tuple(item.party for item in self.items)

    @property
    def people(self) -> bool:
        return bool(self.items) and all(item.people for item in self.items)


@dataclass(frozen=True)
class Clause:
    """Text between commas, with its groups; offsets count in the paragraph."""

    start: int
    end: int
    groups: tuple[Group, ...]
    text: str

    def between(self, start: int, end: int | None = None) -> str:
        """The masked text from `start` to `end`, both counted in the paragraph."""
        return self.text[max(0, start - self.start) : None if end is None else max(0, end - self.start)]


@dataclass(frozen=True)
class Sentence:
    start: int
    end: int
    clauses: tuple[Clause, ...]
    text: str


_NAME = f'[“"‘「]?{HEAD}{TAIL}*[”"’」]?'
_CHAIN = f"{_NAME}(?:的?{_NAME})*"
_ASIDE = rf"(?:[（(](?:[^（）()。{HEAD}]{{0,30}}|(?:以下|下|）)?(?:简|下|合)?称[^（）()。]{{0,30}})[）)])?"
_COUNT = r"(?:的?[\d一二三四五六七八九十百多余两]+余?[名位个支]组?)?"
_PEOPLE = rf"(?:{_COUNT}(?:的|(?:[一-龥]{{1,6}}专业)?(?:的|优秀|青年|志愿|骨干)?){any_of(PEOPLE)})?"
_ITEM = f"(?P<chain>{_CHAIN}){_ASIDE}(?P<people>{_PEOPLE})"
_ITEM_RE = re.compile(_ITEM)
_UNNAMED = f"{_CHAIN}{_ASIDE}{_PEOPLE}"
#: A name that was not recognised may stand in the midst of a list.
_STRANGE = rf"(?:[^，。、；：（）与同在{HEAD}{TAIL}]{{2,16}}、){{0,2}}"
_JOIN = rf"\s*(?:，以及|以及|、{_STRANGE}|及其|及|和|暨)\s*"
_KIND = (
    "高等院校|高校院所|科研院所|高校|院校|学院|大学|企业|公司|单位|部门|社区|街道|村|学校|机构|医院|院系|"
    "乡镇|镇|园区|平台"
)
_ETC = rf"(?:等(?:[\d一二三四五六七八九十百两多数]+余?多?[所家个名户支]?)?(?:[一-龥]{{0,4}}?(?:{_KIND}))?)?"
_GROUP_RE = re.compile(f"{_UNNAMED}(?:{_JOIN}{_UNNAMED})*{_ETC}")
_JOIN_RE = re.compile(_JOIN)
CASE_WORD = re.compile(rf"(?P<word>{any_of(CASES)})(?:{any_of(ADVERBS)}|\s|[“\"‘])*$")
_SENTENCE = re.compile(r"[。！？!?；;…\n]+[”’」』\"]?")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)|[，：:—]+")
_TITLE_RE = re.compile(r"《[^《》]{1,80}》")
_QUOTE_RE = re.compile(r"“[^“”]{1,30}”")


def mask(text: str, parties: Sequence[Party]) -> str:
    """The text with every name, title and short quotation as marks of the same length."""
    chars = list(_PRIVATE.sub(" ", text))
    for match in _TITLE_RE.finditer(text):
        chars[match.start() + 1 : match.end() - 1] = TITLE * (match.end() - match.start() - 2)
    for match in _QUOTE_RE.finditer(text):
        if (
            not any(party.start < match.end() and match.start() < party.end for party in parties)
            and "。" not in match[0]
        ):
            chars[match.start() + 1 : match.end() - 1] = QUOTED * (match.end() - match.start() - 2)
    for party in parties:
        chars[party.start : party.end] = HEAD + TAIL * (party.end - party.start - 1)
    return "".join(chars)


def outermost(text: str, parties: Sequence[Party]) -> list[Party]:
    """Those parties that lie in no longer one and in no title, in the order of print."""
    titles = [match.span() for match in _TITLE_RE.finditer(text)]
    kept: list[Party] = []
    for party in sorted(parties, key=lambda party: (party.start, -party.end)):
        inside = any(start < party.end and party.start < end for start, end in titles)
        if party.end > party.start and not inside and (not kept or party.start >= kept[-1].end):
            kept.append(party)
    return kept


def sentences(text: str, parties: Sequence[Party]) -> list[Sentence]:
    """The sentences of a paragraph, with their clauses and groups."""
    shown = outermost(text, parties)
    masked = mask(text, shown)
    by_start = {party.start: party for party in shown}
    return [
        Sentence(clauses[0].start, clauses[-1].end, clauses, masked[clauses[0].start : clauses[-1].end])
        for start, end in _spans(masked, _SENTENCE, 0, len(masked))
        for clauses in _portions(_clauses(masked, start, end, by_start))
    ]


def _portions(clauses: list[Clause]) -> Iterator[tuple[Clause, ...]]:
    """A sentence without an end is read in portions, so that cost grows with its length alone."""
    for at in range(0, len(clauses), LONGEST):
        yield tuple(clauses[at : at + LONGEST])


def _spans(masked: str, ending: re.Pattern[str], start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for match in ending.finditer(masked, start, end):
        if match.start() > start:
            spans.append((start, match.end()))
        start = match.end()
    return [*spans, (start, end)] if start < end else spans


def _clauses(masked: str, start: int, end: int, by_start: dict[int, Party]) -> list[Clause]:
    found: list[Clause] = []
    for begin, stop in _spans(masked, _COMMA, start, end):
        groups: list[Group] = []
        for match in _GROUP_RE.finditer(masked, begin, stop):
            after = groups[-1].end if groups else begin
            groups.append(_group(masked, match, after, by_start))
        found.append(Clause(begin, stop, tuple(groups), masked[begin:stop]))
    return found


def _group(masked: str, match: re.Match[str], after: int, by_start: dict[int, Party]) -> Group:
    items: list[Item] = []
    joins: list[str] = []
    last = match.start()
    for item in _ITEM_RE.finditer(masked, match.start(), match.end()):
        if items:
            joined = _JOIN_RE.search(masked, last, item.start())
            joins.append(joined[0].strip()[:1] if joined else "、")
        chained = _chain(masked, item, by_start)
        joins += ["、"] * (len(chained) - 1)
        items += chained
        last = item.end()
    before = CASE_WORD.search(masked[max(after, match.start() - 24) : match.start()])
    word = before["word"] if before else ""
    return Group(_shared(items), match.start(), match.end(), tuple(joins), CASES.get(word, ""), word)


def _chain(masked: str, item: re.Match[str], by_start: dict[int, Party]) -> list[Item]:
    """Names printed without a break: each lies in the one before, or two bodies stand side by side (区委区政府)."""
    names = [by_start[at] for at in range(*item.span("chain")) if masked[at] == HEAD]
    people = bool(item["people"])
    rows: list[list[Party]] = [[]]
    for party in names:
        if rows[-1] and not holds(rows[-1][-1], party):
            rows.append([])
        rows[-1].append(party)
    return [Item(row[-1], tuple(row[:-1]), people) for row in rows]


def holds(outer: Party, inner: Party) -> bool:
    """Whether a name printed right before another can be what the other lies in or belongs to."""
    if outer.type in PLACES:
        return not (inner.type in DIVISIONS and outer.type in DIVISIONS and level(inner) <= level(outer))
    if outer.type in CAMPUS:
        return inner.type in ("College", "Platform", "Team", "School", "Hospital", "GovernmentBody")
    return inner.name.startswith(outer.name)


def one_authority(a: Party, b: Party) -> bool:
    """The committee and the government of one place are no partners of each other."""
    return a.type == b.type == "GovernmentBody" and seat(a.name) == seat(b.name) != ""


def seat(name: str) -> str:
    """The place whose committee or government a name is, else nothing."""
    for ending in ("人民政府", "政府", "委员会", "委"):
        if name.endswith(ending):
            return name.removesuffix(ending).removeprefix("中共")
    return ""


def level(place: Party) -> int:
    """How far down a division stands: the province first, the community last."""
    order = ("Place", "Province", "City", "District", "Subdistrict", "Community")
    return order.index(place.type)


def _shared(items: Sequence[Item]) -> tuple[Item, ...]:
    """In 甲街道乙社区、丙社区 the street holds for both."""
    out: list[Item] = []
    for item in items:
        first = out[0] if out else None
        if first and first.within and not item.within and item.party.type == first.party.type == "Community":
            item = Item(item.party, first.within, item.people)
        out.append(item)
    return tuple(out)
