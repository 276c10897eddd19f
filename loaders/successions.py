"""Which HEI of the list of 2017 goes on under another name: as cited in successions.csv, else as names suggest.

Each name stays an institution with its own id; the edge between the two is dated where a source gives the date.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.base import Status, stored
from graph.errors import BadInput, Problem, Text
from graph.gazetteer import Hei
from graph.ledger import batch
from graph.ontology.edges import SucceededBy
from graph.settings import settings
from graph.statements import EdgeStatement, NodeStatement, SourceMark, Statement
from loaders.base import Stream
from loaders.registry import read_heis_2017, read_heis_2026

SUCCESSIONS = SourceMark("universities-successions", 10, "2026-06", registry=True)
TITLE = ("高等学校更名、合并与转设 2017—2026", "公开资料汇编")

#: How names of HEIs grow: an end of the old name, and what stands in its place in the new one.
_GROWN: Mapping[str, tuple[str, ...]] = {
    "中医学院": ("中医药大学",),
    "医学院": ("医科大学",),
    "学院": ("大学",),
    "职业技术学院": ("职业技术大学", "职业大学", "职业学院"),
    "职业学院": ("职业技术大学", "职业大学", "职业技术学院"),
    "职业大学": ("职业技术大学",),
    "高等专科学校": ("学院", "职业大学", "职业技术大学"),
    "专科学校": ("学院",),
}


@dataclass(frozen=True)
class Succession:
    """One HEI and its successor; proposed when no source is cited."""

    old: Hei
    new: Hei
    edge: SucceededBy

    @property
    def status(self) -> Status:
        return "stated" if self.edge.cited else "proposed"


def succession_stream(first: NodeStatement) -> Stream:
    """All successions as one batch; `first` is the node of the source."""
    found = [*cited(), *proposed()]
    nodes: dict[str, NodeStatement] = {}
    edges: list[EdgeStatement] = []
    for one in found:
        evidence = (f"{SUCCESSIONS.id}#{one.old.moe_code}",)
        for hei in (one.old, one.new):
            nodes.setdefault(hei.id, NodeStatement(hei.id, "University", Statement(SUCCESSIONS, evidence, _named(hei))))
        statement = Statement(SUCCESSIONS, evidence, stored(one.edge), one.status)
        edges.append(EdgeStatement("SUCCEEDED_BY", one.old.id, one.new.id, statement))
    return Stream(SUCCESSIONS.id, iter([batch([first, *nodes.values()], edges)]), 1 + len(nodes) + len(edges))


def _named(hei: Hei) -> dict[str, str]:
    return {"name": hei.name} | ({"moe_code": hei.moe_code} if hei.moe_code else {})


# --- cited ---------------------------------------------------------------------------------------


def cited() -> Iterator[Succession]:
    """Stream the rows of successions.csv.

    Raises:
        BadInput: when a row names an HEI that neither list has.
    """
    path = settings().data / "registry" / "successions.csv"
    by_code = {hei.moe_code: hei for hei in read_heis_2017()}
    by_name = {hei.name: hei for hei in (*read_heis_2026(), *read_heis_2017())}
    for line, row in enumerate(_rows(path), start=2):
        old, new = by_code.get(row["from_code"]), by_name.get(row["to_name"])
        if old is None or new is None or old.name != row["from_name"]:
            text = f"{row['from_code']} {row['from_name']} → {row['to_name']}"
            what = Text(f"名单中没有这样的院校：{text}", f"the lists have no such HEIs: {text}")
            raise BadInput([Problem(str(path), line, 1, what)])
        yield Succession(old, new, _edge(row))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.exists():
        raise BadInput([Problem(str(path), 0, 0, Text("缺少登记数据", "a registry file is missing"))])
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _edge(row: Mapping[str, str]) -> SucceededBy:
    given = {name: row[name] or None for name in ("date", "not_before", "not_after")}
    return SucceededBy.model_validate({**given, "how": row["kind"], "cited": tuple(row["source"].split(";"))})


# --- proposed ------------------------------------------------------------------------------------


def proposed() -> Iterator[Succession]:
    """For each HEI that the list of 2026 lacks and no row tells of: those new there whose name it may have taken."""
    told = {one.old.moe_code for one in cited()}
    for old, new in likely():
        if old.moe_code not in told:
            reason = f"{old.name}不在 2026 年名单中；同省新见{new.name}，名称相承，尚无出处"
            yield Succession(old, new, SucceededBy(reason=reason))


def likely() -> Iterator[tuple[Hei, Hei]]:
    """Every HEI of 2017 that is absent in 2026, with each of its province that is new there and grown from its name."""
    before, after = list(read_heis_2017()), list(read_heis_2026())
    standing, known = {hei.name for hei in after}, {hei.name for hei in before}
    fresh = {(hei.province_code, hei.name): hei for hei in after if hei.name not in known}
    for old in before:
        if old.moe_code and old.name not in standing:
            names = sorted({(old.moe_code[2:4], name) for name in grown(old.name)})
            yield from ((old, fresh[key]) for key in names if key in fresh)


def grown(name: str) -> Iterator[str]:
    """What an HEI of this name is called when it is raised a step, by the usual changes of the end."""
    for end, instead in _GROWN.items():
        if name.endswith(end):
            yield from (name.removesuffix(end) + other for other in instead)
