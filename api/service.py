"""What the doors can do. The command line and the API call the same methods; so does another process, by `remote`."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO, cast

from api.audit import FILE, AuditLog, audited
from api.exports.base import Summary
from api.gaps import acceptance, coverage_of, entity_id
from api.reviews import PAGE, Page, Review, Reviewed, Rule, chosen, matching, page, review, reviewed, verdict, with_ids
from api.watching import WatchedLoads, WatchedStore
from graph.changes import Changes
from graph.errors import BadParameter, Candidate, Language, Refused, Text
from graph.exchange import import_lines
from graph.known import GraphNames, read_names
from graph.ledger import Ledger
from graph.ontology.records import Decision
from graph.reviews import accepting, correcting, merging, rejecting, undoing
from graph.search import NameIndex, index_path
from graph.settings import settings
from graph.store import Bounds, GraphStore, Row, Rows
from loaders.base import LoadReport
from loaders.run import Progress, find_paths, load, unload, unwatched
from loaders.table.loading import load_rows
from loaders.trial import check
from queries.gaps_run import GapFinding, find_gaps
from queries.help_run import Suggestions, could_help
from queries.library import Answer, ask, find_query


@dataclass(frozen=True)
class Status:
    """What the graph holds, and where."""

    engine: str
    address: str
    version: int
    nodes: dict[str, int] = field(default_factory=dict)
    edges: dict[str, int] = field(default_factory=dict)
    sources: int = 0


class Service:
    """Everything that a door offers, on one open store."""

    def __init__(self, store: GraphStore, *, prepared: bool = False) -> None:
        self.store = WatchedStore(store)
        self.loads = WatchedLoads()
        #: Where writes and Cypher texts leave their trace; every door gives one.
        self.audit: AuditLog | None = None
        self.ledger = Ledger(self.store)
        if not prepared:
            self.ledger.prepare()
        self.names = NameIndex(self.store, index_path(store))
        #: What `graph_names` read last, and the version that was before.
        self._named: tuple[int, GraphNames] | None = None

    # --- loading ----------------------------------------------------------------------------------

    def load(self, paths: list[str]) -> list[LoadReport]:
        """Load files and folders; one report a file."""
        return list(self.loading(paths, unwatched))

    @audited("load")
    def loading(self, paths: Iterable[str], progress: Progress) -> Iterator[LoadReport]:
        """The same, one report at a time, telling each file's name before it is read.

        The index of names follows at once: after the nation it takes half a minute, which no question should wait.
        """
        reports = load(self.store, find_paths([Path(path) for path in paths]), progress=progress)
        yield from self.loads.reports("load", reports)
        self.names.refresh(lambda done: progress(f"名称索引 names {done:,}"))

    @audited("load_table")
    def load_table(
        self, path: str, map_path: str | None = None, partial: bool = False, language: Language = "zh"
    ) -> LoadReport:
        """Load a table by a map that may stand elsewhere; `partial` keeps the bad rows in a file and loads the good."""
        report = load_rows(self.store, Path(path), Path(map_path) if map_path else None, language, partial=partial)
        self.names.refresh()
        return next(self.loads.reports("load", [report]))

    def check(self, paths: list[str]) -> list[LoadReport]:
        """What loading files and folders would do, and what is wrong with them; nothing is written."""
        return list(self.checking(paths, unwatched))

    def checking(self, paths: Iterable[str], progress: Progress) -> Iterator[LoadReport]:
        """The same, telling each file's name before it is read."""
        yield from check(self.store, find_paths([Path(path) for path in paths]), progress)

    def propose(self, paths: list[str], region: str | None = None) -> list[LoadReport]:
        """Read documents and write what they tell as proposals; one report a file."""
        return list(self.proposing(paths, region, unwatched))

    @audited("propose")
    def proposing(self, paths: Iterable[str], region: str | None, progress: Progress) -> Iterator[LoadReport]:
        """The same, one report at a time."""
        from loaders.document.lookup import load_lookup  # the nation's names take a second; few commands need them
        from loaders.document.propose import load_all

        files = [Path(path) for path in paths]
        reports = load_all(self.store, files, load_lookup(self.graph_names()), region, progress)
        yield from self.loads.reports("propose", reports)

    @audited("unload")
    def unload(self, source: str) -> Changes:
        """Take back everything that a source states."""
        return self.loads.unload(source, lambda: unload(self.store, source))

    @audited("decide")
    def decide(self, decision: Decision) -> str:
        """Record and apply a person's decision; its id."""
        return self.ledger.decide_all(lambda _tx, _before: [decision]).decisions[0]

    # --- asking -----------------------------------------------------------------------------------

    def ask(self, query: str, params: dict[str, Any]) -> Answer:
        """Answer a named question; entities by id, name or alias."""
        return ask(self.store, self.names, query, params)

    def search(
        self, text: str, label: str | None = None, limit: int = 20, context: str | None = None
    ) -> list[Candidate]:
        """The entities whose names are nearest to a text; what lies in `context` first."""
        return self.names.search(text, label=label, limit=limit, context=context)

    def resolve(self, text: str) -> Candidate:
        """The one entity that an id, a name or an alias means."""
        return self.names.resolve(text)

    def graph_names(self) -> GraphNames:
        """Every name of the graph and what people merged, for the resolver; read once a version."""
        version = self.version()
        if self._named is None or self._named[0] != version:
            self._named = version, read_names(self.store)
        return self._named[1]

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

    @audited("accept_gap")
    def accept_gap(self, rule: str, entity: str, until: str, who: str, why: str) -> str:
        """Accept one finding of a rule until a date; the decision's id, by which it can be undone."""
        return self.decide(acceptance(self.names, rule, entity, until, who, why))

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

    def version(self) -> int:
        """The data version: it grows with every write that changed something."""
        return self.ledger.version()

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

    # --- showing ----------------------------------------------------------------------------------

    def view(self, query: str, params: dict[str, Any], language: str = "zh") -> str:
        """The answer of a graph-form query as one offline HTML page.

        Raises:
            BadParameter: when the query's answer is no graph.
        """
        from api.views.render import render  # pyvis takes half a second to import; most commands draw nothing

        found = find_query(query)
        if found.header.form != "graph":
            raise BadParameter(
                Text(f"{query} 的答案不是图", f"the answer of {query} is no graph"),
                hint=Text("xiaodi queries --form graph 列出可画的", "xiaodi queries --form graph lists those that are"),
            )
        answer = self.ask(query, params)
        title = found.header.title.text().say("en" if language == "en" else "zh")
        subject = next((row["a"] for row in answer.rows if row["a_id"] == answer.params.get("entity")), None)
        subject = subject or next((str(given) for given in params.values() if isinstance(given, str)), "")
        return render(
            answer.rows,
            heading=f"{subject} · {title}" if subject else title,
            badges=self._badges(),
            language="en" if language == "en" else "zh",
            query=found.cypher,
            stamp=f"v{self.ledger.version()}",
            truncated=answer.truncated,
        )

    def _badges(self) -> dict[str, str]:
        """Entity -> named/declared, for those whose declared number is larger than what is named."""
        rows = self.ask("gaps/declared_vs_named", {}).rows
        short = [row for row in rows if row["missing"] > 0]
        worst = sorted(short, key=lambda row: (row["missing"], row["claim_id"]))
        return {row["about_id"]: f"{row['named']}/{row['declared']}" for row in worst}

    # --- keeping ----------------------------------------------------------------------------------

    @audited("export")
    def export(
        self,
        path: str,
        place: str | None = None,
        query: str | None = None,
        params: dict[str, Any] | None = None,
        form: str | None = None,
        base: str | None = None,
        language: Language = "zh",
    ) -> Summary:
        """Write the whole graph, a region or an answer to a file, in the format that its name tells or that is named.

        Raises:
            BadParameter: when neither tells a format in which this can be written.
            StoreBusy: when somebody wrote meanwhile, each time that it was tried.
        """
        from api.exports.run import Wanted, export_path  # formats are many; most commands export nothing

        return export_path(self, Wanted(place, query, params or {}, base), Path(path), form, language)

    @audited("import")
    def import_(self, path: str) -> Changes:
        """Load a canonical export."""
        source = Path(path)
        with _text(source) as lines:
            return import_lines(self.store, lines, file=path)

    @audited("backup")
    def backup(self, path: str) -> str:
        """Write a consistent copy of the embedded file; its path."""
        if Path(path).exists():
            raise Refused(
                Text("目标已存在", "the target exists"), where=path, hint=Text("换个文件名", "choose another name")
            )
        self.store.backup(Path(path))
        return path


def _text(path: Path) -> TextIO:
    """A UTF-8 text file, gzipped when its name says so."""
    zipped = path.suffix == ".gz"
    return cast(TextIO, gzip.open(path, "rt", encoding="utf-8") if zipped else path.open(encoding="utf-8"))


@contextmanager
def serving(store: GraphStore, *, prepared: bool = False) -> Iterator[Service]:
    """A service on a store, which is closed at the end whatever happens."""
    with store:
        service = Service(store, prepared=prepared)
        service.audit = AuditLog(settings().var / FILE)
        try:
            yield service
        finally:
            service.names.close()
