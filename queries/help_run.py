"""Who could help: institutions within reach of a place, each with a score taken apart into evidenced parts.

A part without evidence is unknown: it is no part, and earns nothing. So nobody comes first for being unknown, and to
learn one more part never lowers a score. Place and type alone are no reason to ask somebody: then there is no score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.errors import BadParameter, Text
from graph.ontology import node_types
from graph.search import NameIndex
from graph.store import GraphStore, Row
from queries import help_parts as parts
from queries.help_asked import Asked, needs_of, to_help
from queries.help_parts import WEIGHTS, Category, Need, Part, PartName

#: Families of those who may be said to help; places and instruments do not.
_HELPERS = frozenset({"Organization", "Platform", "Team"})
#: What is recorded of the institution itself: without any of these there is no score.
_REASONS: frozenset[PartName] = frozenset({"field", "load", "activity"})
#: Where precedents are looked for, the nearest first.
_AROUND = ("District", "City", "Province")


@dataclass(frozen=True)
class Suggestion:
    """An institution that could help: its score of 100, None where nothing but place and type is known of it."""

    id: str
    name: str
    label: str
    score: int | None
    parts: tuple[Part, ...]
    unknown: tuple[PartName, ...]

    @property
    def known(self) -> str:
        """How many of the parts are known: 3/5."""
        return f"{len(self.parts)}/{len(self.parts) + len(self.unknown)}"


@dataclass(frozen=True)
class Helper(Suggestion):
    """One who has a tie with the place already, and how."""

    kinds: tuple[str, ...]
    via: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Suggestions:
    """Who could help a place, who has a tie with it already, and who is near with nothing else known."""

    place_id: str
    place: str
    needs: tuple[Need, ...]
    #: What each part that a score may have counts for.
    weights: dict[PartName, int]
    #: How many institutions got a score; `suggested` holds the first of them.
    scored: int
    suggested: tuple[Suggestion, ...]
    already: tuple[Helper, ...]
    #: Within reach, with nothing known but place and type: how many, and the first of them.
    near: int
    unscored: tuple[Suggestion, ...]
    #: A row limit was met: there may be others.
    truncated: bool = False


def could_help(
    store: GraphStore,
    names: NameIndex,
    place: str | None = None,
    need: str | None = None,
    within: str | None = None,
    *,
    limit: int = 20,
    as_of: str | None = None,
) -> Suggestions:
    """Who could help a place, or meet a need; of a place without a need its own open needs are meant, if it has any.

    Args:
        place: id, name or alias; by default whose need it is.
        need: id or name of a need.
        within: where the place lies, to tell it from others of its name.
        limit: how many to suggest at most, and how many of those without a score.
        as_of: the date of ties and activities; by default the newest in the graph.

    Raises:
        BadParameter: neither is given, or not exactly one is recorded to have the need.
        UnknownName, AmbiguousName: a name does not lead to one entity.
    """
    if limit < 1:
        raise BadParameter(Text("limit 至少为 1", "limit is at least 1"))
    wanted = None if need is None else names.resolve(need, label="Need").id
    asked = Asked(store, names, to_help(store, names, place, wanted, within), as_of)
    needs = needs_of(asked, wanted)
    tied, judged = _tied(asked), _judged(asked, needs)
    free = [one for one in judged if one.id not in tied]
    scored = [one for one in free if one.score is not None]
    unscored = [one for one in free if one.score is None]
    return Suggestions(
        place_id=asked.place.id,
        place=asked.place.name,
        needs=needs,
        weights={name: WEIGHTS[name] for name in _possible(needs)},
        scored=len(scored),
        suggested=tuple(scored[:limit]),
        already=_helpers(tied, judged),
        near=len(unscored),
        unscored=tuple(unscored[:limit]),
        truncated=asked.truncated,
    )


# --- who helps already -------------------------------------------------------------------------------


def _tied(asked: Asked) -> dict[str, Row]:
    """Who has a tie with the place, or with a public body of it, by id."""
    residents = asked.rows("places/residents", place=asked.place.id, label="GovernmentBody")
    own = [asked.place.id, *(row["entity_id"] for row in residents)]
    found: dict[str, Row] = {}
    for id_ in own:
        for row in asked.rows("partners/of", entity=id_, as_of=asked.as_of):
            if row["partner_id"] not in own and _can_help(row["label"]):
                found.setdefault(row["partner_id"], row)
    return found


def _helpers(tied: dict[str, Row], judged: Sequence[Suggestion]) -> tuple[Helper, ...]:
    """Those with a tie, judged like the others, in their order; then those who are no institutions."""
    known = {one.id: one for one in judged if one.id in tied}
    others = sorted(tied.keys() - known.keys(), key=lambda id_: (tied[id_]["partner"], id_))
    return (
        *(_helper(tied[id_], one.score, one.parts, one.unknown) for id_, one in known.items()),
        *(_helper(tied[id_], None, (), ()) for id_ in others),
    )


def _helper(row: Row, score: int | None, known: tuple[Part, ...], unknown: tuple[PartName, ...]) -> Helper:
    kinds, via, evidence = (tuple(row[column]) for column in ("kinds", "via", "evidence"))
    return Helper(row["partner_id"], row["partner"], row["label"], score, known, unknown, kinds, via, evidence)


# --- judging -----------------------------------------------------------------------------------------


def _possible(needs: Sequence[Need]) -> tuple[PartName, ...]:
    """The parts that a score may have: without a need there is no field to compare."""
    return tuple(name for name in WEIGHTS if needs or name != "field")


def _judged(asked: Asked, needs: Sequence[Need]) -> list[Suggestion]:
    """Everybody within reach, the best first, those without a score last."""
    reach: dict[str, list[Row]] = {}
    for row in asked.rows("help/reach", place=asked.place.id):
        reach.setdefault(row["institution_id"], []).append(row)
    ids = sorted(reach)
    offers = asked.of("help/offers", ids)
    loads = asked.of("help/load", ids, as_of=asked.as_of)
    activities = asked.of("help/activity", ids, as_of=asked.as_of)
    around = {(row["level"], row["place_id"], row["place"]) for rows in reach.values() for row in rows}
    local = sorted({asked.place.name, *(name for _, _, name in around)})
    category = parts.category_by_need(needs) or _by_precedent(asked, around)
    judged = [
        _suggestion(
            reach[id_][0],
            _possible(needs),
            parts.field(needs, offers[id_], local),
            category(reach[id_][0]["label"], _own_evidence(id_, offers[id_])) if category else None,
            parts.distance(asked.place.id, reach[id_]),
            parts.load(loads[id_]),
            parts.activity(activities[id_]),
        )
        for id_ in ids
    ]
    return sorted(judged, key=_rank)


def _own_evidence(id_: str, offers: Sequence[Row]) -> list[str]:
    """Where the institution itself is named: the offer that is its name."""
    return parts.united(row for row in offers if row["item_id"] == id_)


def _suggestion(row: Row, possible: Sequence[PartName], *found: Part | None) -> Suggestion:
    known = tuple(one for one in found if one)
    names = {one.name for one in known}
    unknown = tuple(name for name in possible if name not in names)
    score = total(known, possible) if names & _REASONS else None
    return Suggestion(row["institution_id"], row["institution"], row["label"], score, known, unknown)


def total(known: Iterable[Part], possible: Iterable[PartName]) -> int:
    """The weighted mean of the possible parts, of 100, rounded half up; an unknown part earns nothing."""
    whole = sum(WEIGHTS[name] for name in possible)
    return (2 * _earned(known) + whole) // (2 * whole)


def _earned(known: Iterable[Part]) -> int:
    return sum(one.value * one.weight for one in known)


def _rank(one: Suggestion) -> tuple[bool, int, str]:
    """Best first by what was earned, before rounding; then by id."""
    return one.score is None, -_earned(one.parts), one.id


def _by_precedent(asked: Asked, around: Iterable[tuple[str, str, str]]) -> Category | None:
    """Who helps places of this level, in the nearest place around where somebody does."""
    places = [place for place in around if place[0] in _AROUND]
    for _, id_, name in sorted(places, key=lambda place: (_AROUND.index(place[0]), place[1])):
        rows = asked.rows("coverage/by_partner", place=id_, as_of=asked.as_of)
        like = [row for row in rows if row["level"] == asked.place.label and _can_help(row["partner_label"])]
        if like:
            return parts.category_by_precedent(like, name)
    return None


def _can_help(label: str) -> bool:
    return node_types()[label].family in _HELPERS
