"""Deciding: what people say of proposals, of gaps and of facts."""

from __future__ import annotations

from typing import Any

from api.audit import audited
from api.facts import Citation, Entries, Recorded, adding_to, cite, disputed_id, recorded
from api.gaps import acceptance, entity_id
from api.reviews import PAGE, Page, Review, Reviewed, Rule, chosen, matching, page, review, reviewed, verdict, with_ids
from api.service.asking import Asking
from graph.deciding import Make
from graph.facts import Cited, disputing, putting_right
from graph.ontology.records import Decision
from graph.reviews import accepting, correcting, merging, rejecting, undoing
from graph.store import Row


class Deciding(Asking):
    """What people decide."""

    @audited("decide")
    def decide(self, decision: Decision) -> str:
        """Record and apply a person's decision; its id."""
        return self.ledger.decide_all(lambda _tx, _before: [decision]).decisions[0]

    @audited("accept_gap")
    def accept_gap(self, rule: str, entity: str, until: str, who: str, why: str) -> str:
        """Accept one finding of a rule until a date; the decision's id, by which it can be undone."""
        return self.decide(acceptance(self.names, rule, entity, until, who, why))

    # --- reviewing proposals ----------------------------------------------------------------------

    def reviews(self, rule: Rule, status: str = "proposed", limit: int = PAGE, after: str = "") -> Page:
        """The proposals that a rule means, the surest first, a page at a time."""
        return page(self.ask, self.names, rule, status, limit, after)

    def reviews_matching(self, rule: Rule) -> list[Row]:
        """All open proposals that a rule means."""
        return matching(self.ask, self.names, rule)

    def review(self, item: str, around: int = 2) -> Review:
        """One proposal, with the paragraphs that state it and those around them."""
        return review(self.ask, item, around)

    @audited("accept")
    def accept(self, items: list[str], who: str, why: str) -> Reviewed:
        """Accept proposals, with whatever they cannot stand without; all or none."""
        return reviewed(self.ledger.decide_all(accepting(chosen(items), verdict(who, why))), items)

    @audited("reject")
    def reject(self, items: list[str], who: str, why: str) -> Reviewed:
        """Reject proposals; all or none."""
        return reviewed(self.ledger.decide_all(rejecting(chosen(items), verdict(who, why))), items)

    @audited("correct")
    def correct(self, item: str, changes: dict[str, Any], who: str, why: str, accept: bool = True) -> Reviewed:
        """Correct a proposal, and accept it so."""
        make = correcting(item, with_ids(self.names, changes), verdict(who, why), accept=accept)
        return reviewed(self.ledger.decide_all(make), [item])

    @audited("merge_into")
    def merge_into(self, item: str, into: str, who: str, why: str) -> Reviewed:
        """Say that a proposed entity is another one, given by id or name."""
        other = entity_id(self.names, into)
        return reviewed(self.ledger.decide_all(merging(item, other, verdict(who, why))), [item])

    @audited("undo")
    def undo(self, decision: str, who: str, why: str) -> Reviewed:
        """Undo a decision, or all of a batch."""
        return reviewed(self.ledger.decide_all(undoing(decision, verdict(who, why))), [decision])

    # --- facts by hand ----------------------------------------------------------------------------

    @audited("add_facts")
    def add_facts(self, facts: Entries, source: Citation, who: str, why: str, dry_run: bool = False) -> Recorded:
        """Add entities, relations and figures from a document; all or none. A dry run tells what would be done."""
        cited = cite(self.store, self.names, source)
        return self._record(adding_to(self.names, facts, cited, who, why), cited, dry_run)

    @audited("dispute_fact")
    def dispute_fact(
        self, item: str, source: Citation, who: str, why: str, other: str | None = None, dry_run: bool = False
    ) -> Recorded:
        """Dispute an entity, a relation or a figure, or with `other` the relation between two."""
        cited = cite(self.store, self.names, source)
        between = [] if other is None else self.ask("sources/evidence", {"a": item, "b": other}).rows
        id_ = disputed_id(self.names, between, item, other)
        return self._record(disputing([id_], cited, verdict(who, why)), cited, dry_run)

    @audited("correct_fact")
    def correct_fact(
        self, item: str, changes: dict[str, Any], source: Citation, who: str, why: str, dry_run: bool = False
    ) -> Recorded:
        """Correct what sources state or propose; what they say themselves is kept beside."""
        cited = cite(self.store, self.names, source)
        given = with_ids(self.names, changes)
        return self._record(putting_right(entity_id(self.names, item), given, cited, verdict(who, why)), cited, dry_run)

    def _record(self, make: Make, cited: Cited, dry_run: bool) -> Recorded:
        decide = self.ledger.try_all if dry_run else self.ledger.decide_all
        return recorded(decide(make), cited, dry_run=dry_run)
