"""What a source stated after each load, kept so that two loads can be compared later.

A load is a gzipped file of the lines of an export, as the source alone would fill an empty graph. Registries are not
kept, nor what is larger than `MOST`: their files are kept by those who publish them.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from api.compare.elements import Elements, from_lines, stated
from api.compare.model import KeptLoad
from api.exports.whole import whole
from graph.errors import BadParameter, NotFound, Text
from graph.exchange import edge_line, node_line
from graph.store import GraphStore
from graph.values import check_source_id
from loaders.base import LoadReport

#: The folder in `var`; elements of a source that is kept; loads of a source that are kept.
FOLDER, MOST, KEPT = "loads", 50_000, 20
_SUFFIX = ".jsonl.gz"
_LONGEST = 180
_NAME = re.compile(r"(\d{8}T\d{12}Z)-v(\d+)")
_KIND = "MATCH (s:Record {id: $id}) RETURN s.kind AS kind"
_log = logging.getLogger(__name__)


class KeptLoads:
    """The loads that are kept in a folder, private to the user of the process; without a folder none are."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def keep(self, store: GraphStore, report: LoadReport, version: int) -> KeptLoad | None:
        """Keep what a source states now, after the load of the report; None where it is not to be kept.

        What is loaded is loaded: a disk that takes no more is told in the log as an error.
        """
        source = report.source
        if self.folder is None or source is None or report.created + report.changed + report.unchanged == 0:
            return None
        kind = store.read(_KIND, {"id": source}).rows
        touched = report.created + report.changed + report.unchanged
        is_small = touched <= MOST and kind and kind[0]["kind"] != "registry"
        found = stated(store, source, MOST) if is_small else None
        if found is None:
            _log.info("来源 %s 不留底：名录，或多于 %s 项 this load is not kept for comparing", source, f"{MOST:,}")
            return None
        try:
            return _written(self.folder / _folder_name(source), source, found, version)
        except OSError as error:
            _log.error("来源 %s 的这次装载未能留底 the load could not be kept for comparing: %s", source, error)
            return None

    def list(self, source: str) -> list[KeptLoad]:
        """The loads of a source that are kept, the newest last."""
        folder = self._of(source)
        paths = sorted(folder.glob(f"*{_SUFFIX}")) if folder and folder.is_dir() else []
        return [_kept(source, path) for path in paths if _NAME.fullmatch(_id(path))]

    def read(self, source: str, load_id: str) -> Elements:
        """What a source stated after a load.

        Raises:
            NotFound: when no such load is kept.
            BadInput: when its file is damaged.
        """
        folder = self._of(source)
        path = folder / f"{load_id}{_SUFFIX}" if folder and _NAME.fullmatch(load_id) else None
        if path is None or not path.is_file():
            raise NotFound(
                Text(f"来源 {source} 没有留底的装载 {load_id}", f"no load {load_id} of {source} is kept"),
                hint=Text(f"xiaodi compare --source {source} --loads 列出全部", "--loads lists those that are"),
            )
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return from_lines(lines, path.name)

    def chosen(self, source: str, before: str | None, after: str | None) -> tuple[KeptLoad, KeptLoad]:
        """The two loads to compare: those that are named, else the last, and the one before.

        Raises:
            NotFound: when a load is not kept, or there is none before it.
        """
        kept = {one.load_id: one for one in self.list(source)}
        missing = [name for name in (before, after) if name is not None and name not in kept]
        later = after or max(kept, default=None)
        earlier = before or max((name for name in kept if later is not None and name < later), default=None)
        if missing or earlier is None or later is None:
            told = "、".join(missing) or f"{len(kept)}"
            raise NotFound(
                Text(f"来源 {source} 没有可比的两次装载：{told}", f"{source} has no two loads to compare: {told}"),
                hint=Text(
                    f"xiaodi compare --source {source} --loads 列出全部；名录与超过 {MOST:,} 项的来源不留底",
                    f"--loads lists them; registries and sources above {MOST:,} elements are not kept",
                ),
            )
        return kept[earlier], kept[later]

    def _of(self, source: str) -> Path | None:
        """The folder of a source."""
        try:
            return self.folder and self.folder / _folder_name(check_source_id(source))
        except ValueError as error:
            raise BadParameter(Text(f"不是来源的 id：{source}", f"no id of a source: {source}")) from error


def _folder_name(source: str) -> str:
    """A name for the folder of a source, whose id may have slashes and be longer than a file system takes."""
    name = quote(source, safe="")
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}-{hashlib.sha256(source.encode()).hexdigest()[:16]}"


def _written(folder: Path, source: str, found: Elements, version: int) -> KeptLoad:
    """Write a load, whole or not at all, and let the oldest go."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-v{version}{_SUFFIX}"
    with whole(path) as part, os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
        with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
            packed.writelines(f"{line}\n".encode() for line in _lines(found))
        raw.flush()
        os.fsync(raw.fileno())
    for old in sorted(folder.glob(f"*{_SUFFIX}"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return _kept(source, path)


def _lines(found: Elements) -> Iterable[str]:
    yield from map(node_line, found.nodes.values())
    yield from map(edge_line, found.edges.values())


def _id(path: Path) -> str:
    return path.name.removesuffix(_SUFFIX)


def _kept(source: str, path: Path) -> KeptLoad:
    moment, version = _id(path).split("-v")
    finished = datetime.strptime(moment, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    return KeptLoad(source, _id(path), finished.isoformat(timespec="microseconds"), int(version), path.stat().st_size)
