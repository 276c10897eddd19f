"""What every comparison of the graph asks for: the figures and ties of a place, its name, the day."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.compare.model import Side
from graph.errors import BadParameter, Candidate, Text
from graph.ontology import node_types
from graph.store import Row
from graph.sweep import nodes_of

if TYPE_CHECKING:
    from api.service.asking import Asking

_PAGE = 5_000
CUT = Text("内容超过上限，只比较了一部分", "there is more than the limit; only a part was compared")


def today() -> str:
    """The day in UTC, ISO 8601."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


def region(place: Candidate) -> Side:
    """A place as a side."""
    return Side(Text(place.name, place.name), {"place": place.name, "place_id": place.id})


def place_of(desk: Asking, text: str) -> Candidate:
    """The place that a text means.

    Raises:
        UnknownName, AmbiguousName: it does not lead to one entity.
        BadParameter: it leads to something else.
    """
    found = desk.resolve(text)
    if node_types()[found.label].family != "Place":
        zh = node_types()[found.label].zh
        raise BadParameter(
            Text(f"{found.name}不是地方，是{zh}", f"{found.name} is no place but a {found.label}"),
            hint=Text(
                "给出省、市、县区、街道、社区或园区", "give a province, city, district, subdistrict, community or zone"
            ),
        )
    return found


def figures_of(desk: Asking, place: str | None) -> list[Row]:
    """The figures about a place and what lies within it, or about all; those of the whole and not of parts."""
    found: list[Row] = []
    page: list[Row] | None = None
    while page is None or len(page) == _PAGE:
        after = found[-1]["claim_id"] if found else ""
        given = {"place": place, "parts": False, "after_id": after, "limit": _PAGE}
        page = desk.ask("claims/list", given).rows
        found += page
    return found


def is_surveyed(desk: Asking, place: str) -> bool:
    """Whether a document names the place, or anything within it."""
    own = nodes_of(desk.store, [place], "Entity")
    named = any(row["props"].get("documented") for row in own)
    return named or bool(desk.ask("overview/region", {"place": place}).rows)


def loading(desk: Asking) -> tuple[Text, ...]:
    """What is being loaded, so that an answer may lack some of it."""
    missing = "、".join(desk.ask("sources/list", {"source": "-"}).incomplete)
    return (
        (Text(f"正在装载、答案不全：{missing}", f"still loading, so this is incomplete: {missing}"),) if missing else ()
    )
