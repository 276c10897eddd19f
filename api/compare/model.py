"""What a comparison says, whatever was compared: measures side by side, and what differs between two sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graph.errors import Text

#: Regions stand side by side, and neither is before the other: `first` and `second` have it alone, or `both`.
Kind = Literal["regions", "dates", "loads", "files"]
State = Literal["new", "gone", "changed", "same", "first", "second", "both"]
What = Literal["entity", "relation", "figure", "record", "gap", "partner"]


@dataclass(frozen=True)
class Side:
    """One of the two that are compared, and what makes it this one."""

    title: Text
    filters: Mapping[str, Any] = field(default_factory=dict)
    #: Whether any document names it: where none does, what is not recorded is unknown.
    surveyed: bool = True


@dataclass(frozen=True)
class Change:
    """A property that differs; None: that side does not have it."""

    property: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """One thing that the sides do not have alike, with what either side says of it and where that is written."""

    what: What
    type: str
    name: str
    state: State
    id: str
    changes: tuple[Change, ...] = ()
    evidence_before: tuple[str, ...] = ()
    evidence_after: tuple[str, ...] = ()
    #: The other end of a relation, and its kind or role.
    other: str | None = None
    kind: str | None = None
    #: Since when and until when it holds; None is an open bound. Only dates tell these.
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class Count:
    """How many things of a type there are in each state."""

    what: What
    type: str
    states: Mapping[str, int]
    #: Of those that both dates have alike: how many only because no date of theirs is known.
    open: int = 0


@dataclass(frozen=True)
class Measure:
    """One number of either side, with what it is a part of. None is unknown, which is not zero; `unknown` says why.

    Figures are texts as they are printed.
    """

    section: str
    name: Text
    first: int | str | None
    second: int | str | None
    of_first: int | None = None
    of_second: int | None = None
    evidence_first: tuple[str, ...] = ()
    evidence_second: tuple[str, ...] = ()
    #: Of a side that documents name; of what no document names everything is unsurveyed.
    unknown: Literal["unsurveyed", "unrecorded", "no_registry"] = "unsurveyed"

    @property
    def shares(self) -> tuple[float | None, float | None]:
        """The percentages of either side, where there is a whole."""
        return _share(self.first, self.of_first), _share(self.second, self.of_second)


def _share(part: int | str | None, whole: int | None) -> float | None:
    return round(100 * part / whole, 1) if isinstance(part, int) and whole else None


@dataclass(frozen=True)
class Comparison:
    """Two sides, what is counted of each, what differs, and the picture as rows of the graph form with a state."""

    kind: Kind
    first: Side
    second: Side
    measures: tuple[Measure, ...]
    rows: tuple[Difference, ...]
    counts: tuple[Count, ...]
    picture: tuple[dict[str, Any], ...]
    #: The data version of the graph; 0 where files were compared.
    version: int
    #: The day on which it was made, ISO 8601.
    date: str
    #: What both sides were narrowed to.
    filters: Mapping[str, Any] = field(default_factory=dict)
    #: What a reader has to know: a part was left out, sources are being loaded.
    notes: tuple[Text, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything is on one side alone, or not alike."""
        return any(row.state != "both" for row in self.rows)


@dataclass(frozen=True)
class KeptLoad:
    """What a source stated after one load, as it was kept."""

    source: str
    load_id: str
    #: When the load was finished, ISO 8601 in UTC.
    finished: str
    #: The data version of the graph after it.
    version: int
    size: int
