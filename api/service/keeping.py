"""Showing and keeping: pictures, exports, backups."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any, TextIO, cast

from api.audit import audited
from api.exports.base import Summary
from api.service.asking import Asking
from graph.changes import Changes
from graph.errors import BadParameter, Language, Refused, Text
from graph.exchange import import_lines
from queries.library import find_query


class Keeping(Asking):
    """What leaves the graph as a file, and comes back."""

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

    @audited("report")
    def report(
        self,
        path: str,
        place: str,
        as_of: str | None = None,
        form: str | None = None,
        language: Language = "zh",
    ) -> Summary:
        """Write a report about a place to a file, in the form that its name tells or that is named.

        Raises:
            BadParameter: when neither tells a form, what is named is no place, or the date cannot be read.
            StoreBusy: when somebody wrote meanwhile, each time that it was tried.
        """
        from api.report.run import report_path  # fonts, pictures, Word; most commands report nothing

        return report_path(self, place, Path(path), form, as_of, language)

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
