"""The parts of a score: how near, how free, how active an institution is, what it does, of what type it is.

Each part is a whole number from 0 to 100 with its reason and its evidence; without evidence there is no part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.errors import Text
from graph.ontology import node_types
from graph.store import Row
from graph.values import locator_order
from queries.help_fields import Match, match, subject_name, subjects_of, suits

PartName = Literal["field", "category", "distance", "load", "activity"]
#: What each part counts for; they sum to 100.
WEIGHTS: Mapping[PartName, int] = {"field": 50, "category": 10, "distance": 20, "load": 10, "activity": 10}

#: How near two are that share no closer place than one of this level.
_NEAR: Mapping[str, int] = {
    "Community": 100, "Venue": 100, "Subdistrict": 85, "Zone": 80, "District": 70, "City": 40, "Province": 15,
}  # fmt: skip
#: Municipalities are cities and provinces in one.
_MUNICIPALITIES = frozenset({"cn-11", "cn-12", "cn-31", "cn-50"})
#: How much a match says, by where the offer is written: a service outweighs a mere name.
_SAID: Mapping[str, int] = {
    "service": 100, "platform": 90, "project": 90, "activity": 90,
    "program": 80, "agreement": 80, "team": 80, "name": 70,
}  # fmt: skip
_ONE_SUBJECT = 60
#: With this many ties the part for the load is half of what it is with none.
_HALF_LOAD = 4
#: Months since the last activity, and what that adds.
_RECENT = ((12, 30), (24, 20), (36, 10))
_SHOWN = 3
_CITED = 10


@dataclass(frozen=True)
class Part:
    """One part of a score: from 0 to 100, what it counts for, why, and where that is written."""

    name: PartName
    value: int
    weight: int
    reason: Text
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Need:
    """A need: what is asked for, in its own words."""

    id: str
    name: str
    topics: tuple[str, ...]
    met: bool
    evidence: tuple[str, ...]


def part(name: PartName, value: int, reason: Text, evidence: Iterable[str]) -> Part | None:
    """A part, if there is evidence for it."""
    cited = tuple(sorted(set(evidence), key=locator_order))
    return Part(name, value, WEIGHTS[name], reason, cited) if cited else None


def united(rows: Iterable[Row]) -> list[str]:
    """The evidence of several rows."""
    return [item for row in rows for item in row["evidence"]]


def type_name(label: str) -> Text:
    """A type of institution in both languages."""
    return Text(node_types()[label].zh, label)


# --- distance, load, activity ------------------------------------------------------------------------

_HOW: Mapping[str, Text] = {
    "seat": Text("在{0}境内", "lies in {0}"),
    "works": Text("与{0}境内一方有合作", "has a tie with somebody in {0}"),
    "runs": Text("其平台在{0}", "runs a platform in {0}"),
}


def distance(asked: str, reached: Sequence[Row]) -> Part | None:
    """How near it is: the closest place that it shares with the place asked about."""
    if not reached:
        return None
    best = max(_nearness(asked, row) for row in reached)
    nearest = [row for row in reached if _nearness(asked, row) == best]
    place = nearest[0]["place"]
    hows = [_HOW[how] for how in _HOW if any(row["how"] == how for row in nearest)]
    reason = Text("，".join(how.zh for how in hows), ", ".join(how.en for how in hows))
    return part("distance", best, Text(reason.zh.format(place), reason.en.format(place)), united(nearest))


def _nearness(asked: str, row: Row) -> int:
    if row["place_id"] == asked:
        return 100
    return _NEAR["City" if row["place_id"] in _MUNICIPALITIES else row["level"]]


def load(rows: Sequence[Row]) -> Part | None:
    """How free it is: the fewer present ties, the more; unknown where only a registry knows it."""
    if not rows:
        return None
    ties = int(rows[0]["ties"])
    reason = (
        Text(f"眼下与 {ties} 方有合作", f"has present ties with {ties}")
        if ties
        else Text("文件写到它，未见合作", "documents name it, with no recorded tie")
    )
    return part("load", 100 * _HALF_LOAD // (_HALF_LOAD + ties), reason, rows[0]["evidence"])


def activity(rows: Sequence[Row]) -> Part | None:
    """How active it was: more for several activities, and for recent ones by the dates of the data."""
    months = min((max(row["months"], 0) for row in rows if row["months"] is not None), default=None)
    recent = next((points for limit, points in _RECENT if months is not None and months <= limit), 0)
    last = max((row["date"] for row in rows if row["date"]), default=None)
    dated = Text(f"，最近 {last}", f", the last in {last}") if last else Text("，未写日期", ", undated")
    reason = Text(f"有 {len(rows)} 项活动{dated.zh}", f"recorded activities: {len(rows)}{dated.en}")
    return part("activity", 40 + 10 * min(len(rows), 3) + recent, reason, united(rows))


# --- field and category ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Hit:
    """One thing wanted, met by one offer."""

    topic: str
    value: int
    match: Match
    offer: Row


def field(needs: Sequence[Need], offers: Sequence[Row], local: Sequence[str] = ()) -> Part | None:
    """What it does, against what is needed: mostly its best match, and partly how much of all is met."""
    topics = list(dict.fromkeys(topic for need in needs for topic in need.topics))
    hits = [hit for topic in topics if (hit := _best(topic, offers, local))]
    if not hits:
        return None
    best = max(hit.value for hit in hits)
    whole = sum(hit.value for hit in hits) // len(topics)
    shown = sorted(hits, key=lambda hit: (-hit.value, topics.index(hit.topic)))
    met = {hit.topic for hit in hits}
    evidence = [item for need in needs if met & {*need.topics} for item in need.evidence]
    evidence += united(hit.offer for hit in hits)
    return part("field", (7 * best + 3 * whole) // 10, _told(shown), evidence)


def _best(topic: str, offers: Sequence[Row], local: Sequence[str]) -> _Hit | None:
    hits = [hit for offer in offers if (hit := _hit(topic, offer, local))]
    return min(hits, key=lambda hit: (-hit.value, hit.offer["basis"], hit.offer["item_id"]), default=None)


def _hit(topic: str, offer: Row, local: Sequence[str]) -> _Hit | None:
    """The best match of an offer's name and topics; two words of one subject say less than the same word."""
    found = [one for text in (offer["name"], *offer["topics"]) if (one := match(topic, text, local))]
    if not found:
        return None
    chosen = next((one for one in found if one.subject is None), found[0])
    said = _SAID[offer["basis"]]
    return _Hit(topic, said if chosen.subject is None else said * _ONE_SUBJECT // 100, chosen, offer)


def _told(hits: Sequence[_Hit]) -> Text:
    """Which words met, for people: the first few, and how many more."""
    more = len(hits) - _SHOWN
    rest = Text(f"，另 {more} 项", f", {more} more") if more > 0 else Text("", "")
    words = [_words(hit) for hit in hits[:_SHOWN]]
    return Text("；".join(word.zh for word in words) + rest.zh, "; ".join(word.en for word in words) + rest.en)


def _words(hit: _Hit) -> Text:
    wanted, offered, met = f"“{hit.topic}”", f"“{hit.offer['name']}”", hit.match
    words = f"“{met.wanted}”" if met.wanted == met.offered else f"“{met.wanted}”/“{met.offered}”"
    if met.subject is None:
        return Text(f"{wanted}与{offered}同有{words}", f"{wanted} and {offered} share {words}")
    subject = subject_name(met.subject)
    return Text(
        f"{wanted}与{offered}同属{subject.zh}（{words}）", f"{wanted} and {offered} are both of {subject.en} ({words})"
    )


Category = Callable[[str, Sequence[str]], Part | None]


def category_by_need(needs: Sequence[Need]) -> Category | None:
    """Whether a type of institution suits the subjects of the needs; None where they have no subject."""
    asked = list(dict.fromkeys(one for need in needs for topic in need.topics for one in subjects_of(topic)))
    evidence = united({"evidence": need.evidence} for need in needs)

    def judge(label: str, own: Sequence[str]) -> Part | None:
        fit = [subject_name(one) for one in asked if suits(one, label)]
        if not fit:
            return None
        kind = type_name(label)
        reason = Text(
            f"{kind.zh}宜于{'、'.join(one.zh for one in fit)}", f"{kind.en} suits {', '.join(one.en for one in fit)}"
        )
        return part("category", 100 * len(fit) // len(asked), reason, [*own, *evidence])

    return judge if asked else None


def category_by_precedent(partners: Sequence[Row], where: str) -> Category:
    """How often institutions of this type help places like the one asked about; `partners` are those recorded."""
    counts: dict[str, int] = {}
    for row in partners:
        counts[row["partner_label"]] = counts.get(row["partner_label"], 0) + int(row["partners"])
    most = max(counts.values(), default=0)

    def judge(label: str, _own: Sequence[str]) -> Part | None:
        if label not in counts:
            return None
        kind, count = type_name(label), counts[label]
        cited = united(row for row in partners if row["partner_label"] == label)[:_CITED]
        reason = Text(
            f"{where}同级地方的合作方中有{kind.zh} {count} 个",
            f"{count} partners of like places in {where} are {kind.en}",
        )
        return part("category", 100 * count // most, reason, cited)

    return judge
