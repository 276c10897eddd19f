"""Asking: named questions, search, coverage, gaps, help, ad-hoc Cypher."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from api.audit import audited
from api.compare.dates import compare_dates
from api.compare.model import Comparison, KeptLoad
from api.compare.regions import compare_regions
from api.compare.sources import compare_loads, kept_loads
from api.gaps import coverage_of
from api.service.base import Desk
from graph.errors import Candidate
from graph.settings import settings
from graph.store import Bounds, Rows
from queries.gaps_run import GapFinding, find_gaps
from queries.help_run import Suggestions, could_help
from queries.library import Answer, ask

#: How the ids of lists of universities begin.
_LISTS = "universities-"


@dataclass(frozen=True)
class Status:
    """What the graph holds, and where."""

    engine: str
    address: str
    version: int
    nodes: dict[str, int] = field(default_factory=dict)
    edges: dict[str, int] = field(default_factory=dict)
    sources: int = 0


class Asking(Desk):
    """What reads the graph."""

    def ask(self, query: str, params: dict[str, Any]) -> Answer:
        """Answer a named question; entities by id, name or alias."""
        return ask(self.store, self.names, query, params)

    def lists_universities(self) -> bool:
        """Whether a list of universities is loaded: a registry of divisions says nothing of them."""
        return any(row["source_id"].startswith(_LISTS) for row in self.ask("sources/described", {}).rows)

    def search(
        self, text: str, label: str | None = None, limit: int = 20, context: str | None = None
    ) -> list[Candidate]:
        """The entities whose names are nearest to a text; what lies in `context` first."""
        return self.names.search(text, label=label, limit=limit, context=context)

    def resolve(self, text: str) -> Candidate:
        """The one entity that an id, a name or an alias means."""
        return self.names.resolve(text)

    def status(self) -> Status:
        """What the graph holds."""
        nodes = self.store.read("MATCH (n) RETURN n.label AS label, count(*) AS count ORDER BY label").rows
        edges = self.store.read("MATCH ()-[r]->() RETURN type(r) AS label, count(*) AS count ORDER BY label").rows
        counts = {row["label"]: row["count"] for row in nodes}
        return Status(
            engine=self.store.engine,
            address=self.store.address,
            version=self.ledger.version(),
            nodes={label: count for label, count in counts.items() if label not in ("Stamp", "Run")},
            edges={row["label"]: row["count"] for row in edges},
            sources=counts.get("Source", 0),
        )

    @audited("cypher", whole=("text",))
    def cypher(self, text: str, params: dict[str, Any]) -> Rows:
        """Read the graph by ad-hoc Cypher, within the bounds of the settings.

        Raises:
            CypherRefused: when the text does anything but read, naming the rule and the place.
            QueryTooCostly: at one of the bounds.
            StatementError: when the engine refuses the text.
        """
        config = settings()
        bounds = Bounds(config.cypher_timeout, config.cypher_rows, config.cypher_bytes, config.cypher_memory)
        return self.store.read_untrusted(text, params, bounds)

    # --- coverage and gaps ------------------------------------------------------------------------

    def coverage(
        self,
        places: list[str],
        level: str | None = None,
        as_of: str | None = None,
        partner_side: str | None = None,
        partner_label: str | None = None,
    ) -> Answer:
        """How far cooperation reaches: all provinces, what lies below one place, or several side by side."""
        given = {"as_of": as_of, "partner_side": partner_side, "partner_label": partner_label}
        return coverage_of(self.store, self.names, places, level, given)

    def gaps(
        self,
        place: str,
        rules: list[str] | None = None,
        as_of: str | None = None,
        today: str | None = None,
        given: dict[str, Any] | None = None,
    ) -> list[GapFinding]:
        """What the gap rules find in a place; acceptances count that hold on the day."""
        return find_gaps(self.store, self.names, place, rules, as_of, today=today, given=given)

    def could_help(
        self,
        place: str | None = None,
        need: str | None = None,
        within: str | None = None,
        limit: int = 20,
        as_of: str | None = None,
    ) -> Suggestions:
        """Who could help a place, or meet a need: institutions ranked, each score in evidenced parts."""
        return could_help(self.store, self.names, place, need, within, limit=limit, as_of=as_of)

    # --- comparing --------------------------------------------------------------------------------

    def compare_regions(self, first: str, second: str) -> Comparison:
        """Two places side by side: coverage, parties, platforms, gaps, figures, and who is in both."""
        return compare_regions(self, first, second)

    def compare_dates(self, before: str, after: str, place: str | None = None) -> Comparison:
        """What may hold at the one date and not at the other, in a place or in all."""
        return compare_dates(self, before, after, place)

    def compare_loads(self, source: str, before: str | None = None, after: str | None = None) -> Comparison:
        """What a source stated at two loads, by default the last two."""
        return compare_loads(self, source, before, after)

    def kept_loads(self, source: str) -> list[KeptLoad]:
        """The loads of a source that can be compared, the newest last."""
        return kept_loads(self, source)
