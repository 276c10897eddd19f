"""Loading one table as a person asks for it: by a map that is named, or its good rows alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graph.errors import BadInput, Language, Problem
from graph.ledger import Ledger
from graph.store import GraphStore
from loaders.base import LoadReport
from loaders.run import load_one
from loaders.table.refused import refused_path, write_refused
from loaders.table.table import Partial, load_partial, load_table
from loaders.trial import check


def load_rows(
    store: GraphStore, path: Path, map_path: Path | None, language: Language = "zh", *, partial: bool = False
) -> LoadReport:
    """Load a table by a map, which is beside it where none is named; with a bad cell nothing is written.

    `partial` loads the good rows. The others are written beside the table, with reasons, before anything is loaded;
    `kept` of the report names their file, and a mended copy of it completes the load.
    """
    ledger = Ledger(store)
    ledger.prepare()
    if not partial:
        return load_one(ledger, path, lambda: load_table(path, map_path))
    try:
        found = load_partial(path, map_path)
    except BadInput as error:
        return _refused(LoadReport(str(path)), error.problems)
    if found.refused:
        write_refused(found, refused_path(path), language)
    report = load_one(ledger, path, lambda: found.facts)
    if found.refused and report.ok:
        report.kept = str(refused_path(path))
    return _told(report, found)


def check_rows(store: GraphStore, path: Path, map_path: Path | None, *, partial: bool = False) -> LoadReport:
    """What loading it so would do, and each bad cell; nothing is written, neither to the graph nor beside the table."""
    if not partial:
        (report,) = check(store, [path], read=lambda table, _: load_table(table, map_path))
        return report
    try:
        found = load_partial(path, map_path)
    except BadInput as error:
        return _refused(LoadReport(str(path)), error.problems)
    (report,) = check(store, [path], read=lambda _, __: found.facts)
    return _told(report, found)


def _told(report: LoadReport, found: Partial) -> LoadReport:
    """The report of the good rows, with what is wrong with the others."""
    if report.ok:
        report.rows_refused = sum(not row.context for row in found.refused)
    return _refused(report, [*report.problems, *(fault for row in found.refused for fault in row.faults)])


def _refused(report: LoadReport, problems: Sequence[Problem]) -> LoadReport:
    report.problems, report.refused = list(problems), len(problems)
    return report
