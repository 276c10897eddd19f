"""What a report is asked about, and how its sections ask the graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from api.headings import heading
from api.report.cite import source_of
from api.report.model import Column, Evidence, Line, Said, Table
from api.report.words import said
from api.service.asking import Asking
from graph.errors import BadParameter, Candidate, Language, Text
from graph.ontology import node_types
from graph.store import Row
from graph.values import first_day, last_day
from queries.gaps_run import GapFinding
from queries.library import find_query

#: As many entities of a place as one answer gives.
_MANY = 10_000


class Inquiry:
    """A place, a date, a language; every question goes through here, so that what was cut is known.

    Raises:
        BadParameter: when what is named is no place, or the date cannot be read.
        UnknownName, AmbiguousName: when the place is not found.
    """

    def __init__(self, desk: Asking, place: str, as_of: str | None, today: str, language: Language) -> None:
        self.desk, self.as_of, self.today, self.language = desk, as_of, today, language
        self.place = _place(desk, place)
        #: The questions of which only a part was answered.
        self.cut: list[str] = []
        #: Sources that were being loaded.
        self.incomplete: set[str] = set()
        self._answered: dict[tuple[str, tuple[tuple[str, Any], ...]], list[Row]] = {}
        if as_of is not None:
            _check_date(as_of)

    def say(self, zh: str, en: str) -> str:
        """A text in the language of the report."""
        return Text(zh, en).say(self.language)

    def rows(self, query: str, **given: Any) -> list[Row]:
        """The rows of a question about the place, at the date where it can be asked so; asked once."""
        key = query, tuple(sorted(given.items()))
        if key not in self._answered:
            self._answered[key] = self._ask(query, given)
        return self._answered[key]

    def _ask(self, query: str, given: Mapping[str, Any]) -> list[Row]:
        declared = find_query(query).header.params
        asked = {"place": self.place.id, "as_of": self.as_of, **given}
        answer = self.desk.ask(query, {name: value for name, value in asked.items() if name in declared})
        if answer.truncated:
            self.cut.append(query)
        self.incomplete.update(answer.incomplete)
        return answer.rows

    @cached_property
    def named(self) -> list[Row]:
        """What documents name within the place, itself included."""
        return self.rows("entities/within", documented=True, limit=_MANY)

    @cached_property
    def findings(self) -> list[GapFinding]:
        """What the gap rules find; acceptances count that hold today."""
        found = self.desk.gaps(self.place.id, None, self.as_of, self.today)
        self.cut += [f"gaps/{one.rule}" for one in found if one.truncated]
        return found

    @cached_property
    def sources(self) -> Mapping[str, Row]:
        """The sources of the graph by id."""
        return {row["source_id"]: row for row in self.rows("sources/list")}

    @cached_property
    def searched(self) -> Evidence:
        """The sources, whole, that speak of the place: what is not in them is what is said not to be recorded."""
        profile = self.rows("entities/profile", entity=self.place.id)
        return tuple(sorted({source_of(item) for item in evidence_of([*self.named, *profile])}))

    @cached_property
    def documented(self) -> bool:
        """Whether any document speaks of the place; otherwise nobody looked."""
        return any(self.sources[source]["kind"] != "registry" for source in self.searched if source in self.sources)

    def begun(self, rows: Iterable[Row], column: str = "date") -> list[Row]:
        """Those that had begun by the date, and those of which no date is told."""
        last = last_day(self.as_of) if self.as_of else None
        return [row for row in rows if last is None or not row[column] or first_day(row[column]) <= last]

    # --- parts of sections --------------------------------------------------------------------------

    def table(self, caption: Text, columns: Mapping[str, int], rows: Sequence[Row], **named: Text) -> Table:
        """Rows as a table: columns with their shares of the width; `named` heads those whose name says too little."""
        headed = tuple(
            Column(
                named[name].say(self.language) if name in named else heading(name, self.language),
                share,
                number=_numeric(name, [row[name] for row in rows]),
            )
            for name, share in columns.items()
        )
        lines = tuple(self._line([said(name, row[name], self.language) for name in columns], row) for row in rows)
        return Table(caption.say(self.language), headed, lines)

    def _line(self, cells: Sequence[str], row: Row) -> Line:
        return Line(tuple(cells), self.shown(row["evidence"]), row.get("depth", 0))

    def listed(self, caption: Text, columns: Mapping[str, int], rows: Sequence[Row], **named: Text) -> Table | Said:
        """A table, or where there is nothing to put into it, what that means."""
        return self.table(caption, columns, rows, **named) if rows else self.absent(caption)

    def absent(self, what: Text) -> Said:
        """That nothing is recorded, which is not that there is nothing; or that nobody looked."""
        if self.documented:
            text = self.say(
                f"{what.zh}：没有记录。文件写到此地而未写到这一项，不等于没有。",
                f"{what.en}: nothing recorded. Documents speak of the place and not of this, "
                "which does not mean that there is none.",
            )
        else:
            text = self.say(
                f"{what.zh}：未调查。没有文件写到此地。", f"{what.en}: not surveyed. No document speaks of the place."
            )
        return Said(text, self.searched)

    def shown(self, evidence: Iterable[str]) -> Evidence:
        """Evidence in order and once; of what no place tells, the sources that were searched."""
        return tuple(sorted(set(evidence))) or self.searched


def evidence_of(rows: Iterable[Row]) -> Evidence:
    """The evidence of several rows, once."""
    return tuple(sorted({item for row in rows for item in row["evidence"]}))


#: Columns of numbers, if none is told.
_NUMBERS = frozenset(("figure", "count"))


def _numeric(name: str, cells: Sequence[Any]) -> bool:
    """Whether a column holds whole numbers, and none but these where it holds anything."""
    told = [cell for cell in cells if cell is not None]
    if not told:
        return name in _NUMBERS
    return all(isinstance(cell, int) and not isinstance(cell, bool) for cell in told)


def _place(desk: Asking, name: str) -> Candidate:
    found = desk.resolve(name)
    known = node_types().get(found.label)
    if known is None or known.family != "Place":
        kind = known.zh if known else found.label
        raise BadParameter(
            Text(f"{found.name} 是{kind}，不是地方", f"{found.name} is no place but a {found.label}"),
            where=found.id,
            hint=Text(
                "报告写一个省、市、县区、街道、社区或园区", "a report is about a place, from a province to a park"
            ),
        )
    return found


def _check_date(text: str) -> None:
    try:
        first_day(text)
    except ValueError as error:
        raise BadParameter(Text(f"日期有误：{error}", f"bad date: {error}")) from error
