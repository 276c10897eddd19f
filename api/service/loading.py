"""Loading: files that become facts, and sources that are taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from api.audit import audited
from api.service.base import Desk
from graph.changes import Changes
from graph.errors import Language
from loaders.base import LoadReport
from loaders.run import Progress, find_paths, load, unload, unwatched
from loaders.table.loading import check_rows, load_rows
from loaders.trial import check


class Loading(Desk):
    """What fills the graph."""

    def load(self, paths: list[str]) -> list[LoadReport]:
        """Load files and folders; one report a file."""
        return list(self.loading(paths, unwatched))

    @audited("load")
    def loading(self, paths: Iterable[str], progress: Progress) -> Iterator[LoadReport]:
        """The same, one report at a time, telling each file's name before it is read.

        The index of names follows at once: after the nation it takes half a minute, which no question should wait.
        """
        reports = load(self.store, find_paths([Path(path) for path in paths]), progress=progress)
        yield from self.loads.reports("load", self._keeping(reports))
        self.names.refresh(lambda done: progress(f"名称索引 names {done:,}"))

    @audited("load_table")
    def load_table(
        self, path: str, map_path: str | None = None, partial: bool = False, language: Language = "zh"
    ) -> LoadReport:
        """Load a table by a map that may stand elsewhere; `partial` keeps the bad rows in a file and loads the good."""
        report = load_rows(self.store, Path(path), Path(map_path) if map_path else None, language, partial=partial)
        self.names.refresh()
        return next(self.loads.reports("load", self._keeping([report])))

    def check_table(self, path: str, map_path: str | None = None, partial: bool = False) -> LoadReport:
        """What the same would do, and each bad cell; nothing is written."""
        return check_rows(self.store, Path(path), Path(map_path) if map_path else None, partial=partial)

    def _keeping(self, reports: Iterable[LoadReport]) -> Iterator[LoadReport]:
        """The reports as they come; what each source states then is kept, so that its loads can be compared."""
        for report in reports:
            self.kept.keep(self.store, report, self.version())
            yield report

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
        yield from self.loads.reports("propose", self._keeping(reports))

    @audited("unload")
    def unload(self, source: str) -> Changes:
        """Take back everything that a source states."""
        return self.loads.unload(source, lambda: unload(self.store, source))
