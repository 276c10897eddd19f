"""One graph at two dates: what may hold at the one and not at the other. A bound that nobody told is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from api.compare import measures
from api.compare.base import CUT, figures_of, loading, place_of, region, today
from api.compare.differ import counted, differences
from api.compare.elements import Elements
from api.compare.model import Change, Comparison, Count, Difference, Measure, Side, State
from api.compare.picture import drawn
from graph.errors import BadParameter, Candidate, Text
from graph.store import Row
from graph.sweep import edges_from, nodes_of
from graph.values import first_day
from queries.gaps_run import GapFinding, gap_rules

if TYPE_CHECKING:
    from api.service.asking import Asking

_SHOWN = ("stated", "inferred")
#: Where an element tells since when it holds, and until when.
_OPENS, _CLOSES = ("valid_from", "date"), ("valid_to", "end_date")
#: What ends on its date where it tells no other.
_ENDS = {"Activity": ("date",)}
#: What has a time of its own; all else was there before and after.
_TIMED = frozenset({"Activity", "Agreement", "Policy"})
_SAME_FIGURE = ("about_id", "topic", "scope", "period", "kind")
_TIED = ("formal", "other")
_BY_DATE = Text("不看日期的缺口规则不在内", "gap rules that look at no date are left out")


def compare_dates(desk: Asking, before: str, after: str, place: str | None = None) -> Comparison:
    """What may hold at each of two dates, in a place or in all that documents name.

    Raises:
        BadParameter: a date cannot be read, or it is no place.
        UnknownName, AmbiguousName: the place is not found.
    """
    for date in (before, after):
        _check(date)
    at = place_of(desk, place) if place else None
    whole, is_cut = _elements(desk, at)
    figures = figures_of(desk, at.id if at else None)
    sides = [_with_figures(_at(whole, date), figures, date) for date in (before, after)]
    rows, counts = differences(sides[0], sides[1])
    gaps = _Gaps(desk, at, before, after)
    rows = tuple(_dated(row, whole) for row in rows) + tuple(gaps.rows())
    return Comparison(
        "dates",
        _side(at, before),
        _side(at, after),
        measures=tuple(gaps.measures()),
        rows=rows,
        counts=_opened(counts, sides, whole) + counted(row for row in rows if row.what == "gap"),
        picture=drawn(sides[0], sides[1], rows),
        version=desk.version(),
        date=today(),
        filters=region(at).filters if at else {},
        notes=(*([CUT] if is_cut else []), *([_BY_DATE] if at else []), *loading(desk)),
    )


def _check(date: str) -> None:
    try:
        first_day(date)
    except ValueError as error:
        raise BadParameter(
            Text(f"日期有误：{error}", f"bad date: {error}"),
            hint=Text("写成 2023、2023-08 或 2023-08-15", "write 2023, 2023-08 or 2023-08-15"),
        ) from error


def _side(at: Candidate | None, date: str) -> Side:
    where = Text(at.name, at.name) if at else Text("全图", "the whole graph")
    return Side(Text(f"{where.zh} {date}", f"{where.en} {date}"), {"as_of": date})


def _elements(desk: Asking, at: Candidate | None) -> tuple[Elements, bool]:
    """What the picture of the place shows, with all properties; and whether there is more."""
    answer = desk.ask("network/region", {"place": at.id}) if at else desk.ask("network/whole", {})
    ids = sorted({row[side] for row in answer.rows for side in ("a_id", "b_id") if row[side]})
    nodes = {row["id"]: row for row in nodes_of(desk.store, ids, "Entity")}
    found = edges_from(desk.store, ids, "Entity")
    edges = {row["id"]: row for row in found if row["end_id"] in nodes and row["props"].get("status") in _SHOWN}
    return Elements(nodes, edges), answer.truncated or len(ids) >= answer.params["limit"]


# --- what holds at a date -------------------------------------------------------------------------


def _at(whole: Elements, date: str) -> Elements:
    """What may hold at a date; an edge does not outlast its ends."""
    nodes = {id_: row for id_, row in whole.nodes.items() if _holds(row, date)}
    edges = {
        id_: row
        for id_, row in whole.edges.items()
        if _holds(row, date) and row["start_id"] in nodes and row["end_id"] in nodes
    }
    return Elements(nodes, edges)


def _holds(row: Row, date: str) -> bool:
    """As the queries take a date: from the first day of the one bound to the last of the other; open where unknown."""
    props = row["props"]
    opens = [props.get(f"{name}_first") for name in _OPENS]
    closes = [props.get(f"{name}_last") for name in (*_CLOSES, *_ENDS.get(row.get("label", ""), ()))]
    return all(day is None or day <= f"{date}~" for day in opens) and all(day is None or day >= date for day in closes)


def _bounds(row: Row) -> tuple[str | None, str | None]:
    """Since when and until when an element itself says that it holds."""
    props = row["props"]
    closes = (*_CLOSES, *_ENDS.get(row.get("label", ""), ()))
    since, until = (next((props[n] for n in names if props.get(n)), None) for names in (_OPENS, closes))
    return since, until


def _of_edge(edge: Row, whole: Elements) -> tuple[str | None, str | None]:
    """The bounds of an edge, or of the instrument that it leads to."""
    told = [_bounds(edge), *(_bounds(whole.nodes[edge[end]]) for end in ("end_id", "start_id"))]
    return next((since for since, _ in told if since), None), next((until for _, until in told if until), None)


def _dated(row: Difference, whole: Elements) -> Difference:
    if row.what == "relation":
        since, until = _of_edge(whole.edges[row.id], whole)
    elif row.what == "entity":
        since, until = _bounds(whole.nodes[row.id])
    else:
        return row
    return replace(row, since=since, until=until)


def _opened(counts: tuple[Count, ...], sides: list[Elements], whole: Elements) -> tuple[Count, ...]:
    """The counts, with how many are on both sides only because nobody told a date."""
    unknown: dict[tuple[str, str], int] = {}
    for id_ in sides[0].edges.keys() & sides[1].edges.keys():
        edge = whole.edges.get(id_)
        if edge is not None and _of_edge(edge, whole) == (None, None):
            unknown["relation", edge["type"]] = unknown.get(("relation", edge["type"]), 0) + 1
    for id_ in sides[0].nodes.keys() & sides[1].nodes.keys():
        node = whole.nodes.get(id_)
        if node is not None and node["label"] in _TIMED and _bounds(node) == (None, None):
            unknown["entity", node["label"]] = unknown.get(("entity", node["label"]), 0) + 1
    return tuple(replace(one, open=unknown.get((one.what, one.type), 0)) for one in counts)


# --- figures --------------------------------------------------------------------------------------


def _with_figures(side: Elements, figures: Iterable[Row], date: str) -> Elements:
    """The side with the figures that were the last known by the date; those without one are taken to stand."""
    groups: dict[str, list[Row]] = {}
    for row in figures:
        if row["about_id"] in side.nodes and (row["as_of"] is None or first_day(row["as_of"]) <= f"{date}~"):
            groups.setdefault("|".join(str(row[name] or "") for name in _SAME_FIGURE), []).append(row)
    found = Elements(dict(side.nodes), dict(side.edges))
    for key, rows in sorted(groups.items()):
        newest = max(row["as_of"] or "" for row in rows)
        told = sorted((row for row in rows if (row["as_of"] or "") == newest), key=lambda row: str(row["claim_id"]))
        found.nodes[key] = {"id": key, "label": "Claim", "props": _figure(told)}
        found.edges[key] = {"id": key, "type": "ABOUT", "start_id": key, "end_id": told[0]["about_id"], "props": {}}
    return found


def _figure(rows: list[Row]) -> Row:
    """Figures of one meaning and one date, as printed."""
    shown = {name: rows[0][name] for name in ("topic", "scope", "as_of") if rows[0][name] is not None}
    printed = "；".join(dict.fromkeys(row["printed"] for row in rows))
    evidence = sorted({item for row in rows for item in row["evidence"]})
    return {"name": rows[0]["topic"], **shown, "printed": printed, "evidence": evidence}


# --- gaps -----------------------------------------------------------------------------------------


class _Gaps:
    """Which places had no partner at either date, and what the rules that look at a date find."""

    def __init__(self, desk: Asking, at: Candidate | None, before: str, after: str) -> None:
        dates = (before, after) if at else ()
        place = at.id if at else ""
        rules = [name for name, query in gap_rules().items() if "as_of" in query.header.params]
        self._units = [desk.ask("coverage/communities", {"place": place, "as_of": date}).rows for date in dates]
        self._found = [desk.gaps(place, rules, date, today()) for date in dates]
        self._lists = desk.lists_universities()
        self._covered = [desk.coverage([place, place], as_of=date).rows[0] for date in dates]

    def measures(self) -> Iterator[Measure]:
        """Coverage and rules at both dates."""
        if self._covered:
            yield from measures.coverage(self._covered[0], self._covered[1], self._lists)
            yield from measures.gaps(self._found[0], self._found[1])

    def rows(self) -> Iterator[Difference]:
        """Places whose class changed: a gap that closed is gone, one that opened is new; and so of findings."""
        if not self._units:
            return
        earlier, later = ({row["unit_id"]: row for row in rows} for rows in self._units)
        for id_ in sorted(earlier.keys() & later.keys()):
            if earlier[id_]["verdict"] != later[id_]["verdict"]:
                yield _unit(earlier[id_], later[id_])
        found = [dict(_findings(one)) for one in self._found]
        for id_ in sorted(found[0].keys() ^ found[1].keys()):
            state: State = "gone" if id_ in found[0] else "new"
            rule, name, cited = found[id_ not in found[0]][id_]
            told = (cited, ()) if state == "gone" else ((), cited)
            yield Difference("gap", rule, name, state, id_, (), *told)


def _unit(earlier: Row, later: Row) -> Difference:
    was, is_ = (row["verdict"] in _TIED for row in (earlier, later))
    state: State = "changed" if was == is_ else ("gone" if is_ else "new")
    told = [tuple(row["evidence"]) for row in (earlier, later)]
    change = Change("verdict", earlier["verdict"], later["verdict"])
    return Difference("gap", later["level"], later["name"], state, later["unit_id"], (change,), told[0], told[1])


def _findings(found: Iterable[GapFinding]) -> Iterator[tuple[str, tuple[str, str, tuple[str, ...]]]]:
    for one in found:
        for row in one.findings:
            yield f"{one.rule}:{row.subject}", (one.rule, row.wording.zh, tuple(row.row.get("evidence") or ()))
