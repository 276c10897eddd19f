"""Coverage as pages draw it: bars in six classes that add up, and the table of units against universities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from api import words
from api.words import MEANINGS
from graph.store import Row

#: In the order of a bar: what the classes are called, and what that means.
CLASSES = {name: (title, MEANINGS[name]) for name, title in words.CLASSES.items()}
#: A bar is drawn in a box of this width, and no part of it is thinner than can be seen.
WIDTH, THIN = 1000, 8


@dataclass(frozen=True)
class Segment:
    """A part of a bar: its class, how many, and where it is drawn."""

    name: str
    count: int
    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    """How many units there are, class by class; `figure` is how many documents declare."""

    total: int
    segments: tuple[Segment, ...]
    figure: int | None = None

    @property
    def named(self) -> int:
        """Units that have a partner by name."""
        return sum(one.count for one in self.segments if one.name in ("formal", "other"))


def bar(row: Row, level: str) -> Bar:
    """The bar of a row of coverage/place; `level` is subdistricts or communities."""
    counts = {name: count for name in CLASSES if (count := int(row[f"{level}_{name}"]))}
    total = sum(counts.values())
    widths = [max(THIN, WIDTH * count // total) for count in counts.values()]
    if widths:
        widths[widths.index(max(widths))] += WIDTH - sum(widths)
    starts = accumulate(widths, initial=0)
    parts = (Segment(*part) for part in zip(counts, counts.values(), starts, widths, strict=False))
    return Bar(total, tuple(parts), row[f"{level}_figure"])


@dataclass(frozen=True)
class Unit:
    """A subdistrict or community: its class, and its ties by the id of the partner."""

    id: str
    name: str
    level: str
    verdict: str
    evidence: Sequence[str] = ()
    ties: dict[str, Row] = field(default_factory=dict)


@dataclass(frozen=True)
class Matrix:
    """Units against partners: those of the partners that have the most units, and how many are left out."""

    units: tuple[Unit, ...]
    partners: tuple[tuple[str, str], ...]
    left_out: int = 0

    @property
    def alone(self) -> tuple[Unit, ...]:
        """The units without a tie to any partner."""
        return tuple(unit for unit in self.units if not unit.ties)

    @property
    def tied(self) -> tuple[Unit, ...]:
        """The units with a tie."""
        return tuple(unit for unit in self.units if unit.ties)


def matrix(units: Iterable[Row], pairs: Iterable[Row], most: int) -> Matrix:
    """Rows of coverage/communities against rows of coverage/matrix; at most `most` partners are shown."""
    made = {
        row["unit_id"]: Unit(row["unit_id"], row["name"], row["level"], row["verdict"], row["evidence"])
        for row in units
    }
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for pair in pairs:
        if unit := made.get(pair["unit_id"]):
            unit.ties[pair["partner_id"]] = pair
            names[pair["partner_id"]] = pair["partner"]
            counts[pair["partner_id"]] = counts.get(pair["partner_id"], 0) + 1
    ranked = sorted(names, key=lambda one: (-counts[one], names[one], one))
    return Matrix(tuple(made.values()), tuple((one, names[one]) for one in ranked[:most]), len(ranked[most:]))


def _unit(row: Row) -> Unit:
    return Unit(row["unit_id"], row["name"], row["level"], row["verdict"], row["evidence"])
