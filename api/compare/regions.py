"""Two regions side by side: neither is before the other, so nothing is new or gone; one has it alone, or both have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from api.compare import measures
from api.compare.base import CUT, figures_of, is_surveyed, loading, place_of, region, today
from api.compare.differ import counted
from api.compare.model import Change, Comparison, Difference, Measure
from api.compare.picture import side_of, united
from api.views.style import node_name
from graph.errors import Text
from graph.ontology import node_types
from graph.store import Row

if TYPE_CHECKING:
    from api.service.asking import Asking

#: What is listed of a place, by section: the query and the column by which it is counted.
_LISTS = {
    "platforms": ("platforms/list", "kind"),
    "agreements": ("agreements/list", "kind"),
    "activities": ("activities/list", "kind"),
}
#: What stands for a kind that no source tells.
_UNSAID = ""


def compare_regions(desk: Asking, first: str, second: str) -> Comparison:
    """Coverage, parties, platforms, agreements, activities, gaps and figures of two places; who is in both.

    Raises:
        UnknownName, AmbiguousName: a place is not found.
        BadParameter: one of them is no place.
    """
    places = [place_of(desk, first), place_of(desk, second)]
    ids = (places[0].id, places[1].id)
    surveyed = (is_surveyed(desk, ids[0]), is_surveyed(desk, ids[1]))
    sides = [replace(region(place), surveyed=told) for place, told in zip(places, surveyed, strict=True)]
    parties = [desk.ask("partners/within", {"place": id_}) for id_ in ids]
    ties = [desk.ask("network/ties", {"place": id_}) for id_ in ids]
    # what is only planned is no tie yet
    actual = [[row for row in one.rows if row["modality"] != ["planned"]] for one in parties]
    rows = tuple(_rows(*actual))
    return Comparison(
        "regions",
        sides[0],
        sides[1],
        measures=tuple(_measures(desk, ids, surveyed, (actual[0], actual[1]))),
        rows=rows,
        counts=counted(rows),
        picture=united(ties[0].rows, ties[1].rows),
        version=desk.version(),
        date=today(),
        notes=(*([CUT] if any(one.truncated for one in (*parties, *ties)) else []), *loading(desk)),
    )


def _measures(
    desk: Asking,
    ids: tuple[str, str],
    surveyed: tuple[bool, bool],
    parties: tuple[list[Row], list[Row]],
) -> Iterator[Measure]:
    covered = desk.coverage(list(ids)).rows
    yield from measures.coverage(covered[0], covered[-1], desk.lists_universities(), surveyed)
    labels = {label: Text(node.zh, node_name(label, "en")) for label, node in node_types().items()}
    yield from measures.tallies(
        "partners", labels, *_known([[row["label"] for row in one] for one in parties], surveyed)
    )
    kinds = [[kind for row in one for kind in row["kinds"]] for one in parties]
    yield from measures.tallies("partner_kinds", {}, *_known(kinds, surveyed))
    for section, (query, column) in _LISTS.items():
        told = [[row[column] or _UNSAID for row in desk.ask(query, {"place": id_}).rows] for id_ in ids]
        yield from measures.tallies(section, {_UNSAID: Text("未写明", "not told")}, *_known(told, surveyed))
    found = [desk.gaps(id_, today=today()) for id_ in ids]
    yield from measures.gaps(found[0], found[1], surveyed)
    yield from measures.figures(figures_of(desk, ids[0]), figures_of(desk, ids[1]), ids)


def _known(told: Sequence[list[str]], surveyed: tuple[bool, bool]) -> list[list[str] | None]:
    """What is told of either side; None where no document names it."""
    return [values if known else None for values, known in zip(told, surveyed, strict=True)]


def _rows(first: Sequence[Row], second: Sequence[Row]) -> Iterator[Difference]:
    """Who takes part in the ties of either place, or of both, and in which kinds of ties."""
    sides = [{row["partner_id"]: row for row in rows} for rows in (first, second)]
    for row in sorted(
        {**sides[1], **sides[0]}.values(), key=lambda row: (row["label"], row["partner"], row["partner_id"])
    ):
        id_ = row["partner_id"]
        told = [side.get(id_) for side in sides]
        kinds = [None if one is None else one["kinds"] for one in told]
        cited = [() if one is None else tuple(one["evidence"]) for one in told]
        changes = (Change("kinds", *kinds),)
        yield Difference(
            "partner", row["label"], row["partner"], side_of(id_, *sides), id_, changes, cited[0], cited[1]
        )
