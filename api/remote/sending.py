"""Files for a server elsewhere: sent as uploads, worked on as a job that is watched, fetched as downloads."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import quote

from api.exports.base import Meta, Summary
from api.remote.carried import KINDS, made
from api.remote.door import Door
from graph.changes import Changes
from graph.errors import Language, NotFound, Problem, StoreUnavailable, Text, XiaodiError
from loaders.base import LoadReport
from loaders.registry_source import registry_part
from loaders.run import Progress, unwatched
from loaders.table.reading import REFUSED, SUFFIXES
from loaders.table.refused import refused_path
from loaders.table.table import find_map

if TYPE_CHECKING:
    from api.exports.run import Wanted

#: Files that one job takes.
MOST_FILES = 100
_RAW = {"Content-Type": "application/octet-stream"}
_CHUNK = 1 << 16
#: Seconds between two looks at a job, and how often in a row a look may fail.
_PAUSE, _LONGEST_PAUSE, _TRIES = 0.1, 1.0, 5
_RUNNING = ("queued", "running")


def load(door: Door, paths: Sequence[Path], progress: Progress, *, dry_run: bool = False) -> Iterator[LoadReport]:
    """Load files there, tables with the maps beside them, and parts of the registries from what the server has."""
    tables = {path: found for path in paths if path.suffix.lower() in SUFFIXES and (found := find_map(path))}
    for path, found in tables.items():
        yield from _watched(
            door, {"kind": "load", "uploads": _sent_table(door, path, found, progress), "dry_run": dry_run}, progress
        )
    paths = [path for path in paths if path not in tables]
    parts = [part for path in paths if not path.exists() and (part := registry_part(path))]
    if parts:
        yield from _watched(door, {"kind": "registry", "parts": parts, "dry_run": dry_run}, progress)
    for files in _jobs_of([path for path in paths if path.exists() or not registry_part(path)]):
        sent = _sent(door, files, progress)
        yield from _watched(door, {"kind": "load", "uploads": sent, "dry_run": dry_run}, progress)


def load_table(door: Door, path: Path, map_path: Path | None, language: Language, *, partial: bool) -> LoadReport:
    """Load a table there by a map; the file of its refused rows is fetched to where it would be written here.

    Raises:
        NotFound: when there is no such table or map.
    """
    wanted = {"kind": "load", "uploads": _sent_with_map(door, path, map_path), "partial": partial, "lang": language}
    (report,) = _watched(door, wanted, unwatched)
    report.path = str(path)
    if report.kept:
        kept = refused_path(path)
        _fetch(door, report.kept, kept)
        report.kept = str(kept)
    return report


def check_table(door: Door, path: Path, map_path: Path | None, *, partial: bool) -> LoadReport:
    """What loading a table there by a map would do; nothing is written.

    Raises:
        NotFound: when there is no such table or map.
    """
    sent = _sent_with_map(door, path, map_path)
    wanted = {"kind": "load", "uploads": sent, "dry_run": True, "partial": partial}
    (report,) = _watched(door, wanted, unwatched)
    report.path = str(path)
    return report


def _sent_with_map(door: Door, path: Path, map_path: Path | None) -> list[str]:
    """Send a table with the map that is named, or stands beside it."""
    used = map_path or find_map(path)
    return _sent_table(door, path, used, unwatched) if used else _sent(door, [path], unwatched)


def _sent_table(door: Door, path: Path, map_path: Path, progress: Progress) -> list[str]:
    """Send a table and its map, under a name by which it is found beside it."""
    stem = path.stem.removesuffix(REFUSED)
    return [*_sent(door, [path], progress), *_sent(door, [map_path], progress, name=f"{stem}.map.yaml")]


def _fetch(door: Door, address: str, path: Path) -> None:
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file, door.stream("GET", address) as response:
        for chunk in response.iter_bytes():
            file.write(chunk)
    part.replace(path)


def propose(door: Door, paths: Sequence[Path], region: str | None, progress: Progress) -> Iterator[LoadReport]:
    """Have documents read there."""
    inside = [sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path] for path in paths]
    for files in _jobs_of(file for found in inside for file in found):
        yield from _watched(
            door, {"kind": "propose", "uploads": _sent(door, files, progress), "region": region}, progress
        )


def import_(door: Door, path: Path) -> Changes:
    """Load an export there."""
    (upload,) = _sent(door, [path], unwatched)
    (report,) = _watched(door, {"kind": "import", "upload": upload}, unwatched)
    return Changes(report.created, report.changed, report.unchanged, report.removed)


def export(door: Door, wanted: Wanted, path: Path, name: str | None, language: Language) -> Summary:
    """Fetch an export (gzipped when the name ends in .gz); the server tells its version, not how much it is."""
    from api.exports.run import beside, chosen  # formats are many; most commands export nothing

    form, zipped = chosen(wanted, path, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    given = {**wanted.params, "format": form.name, "lang": language} | ({"base": wanted.base} if wanted.base else {})
    with _opened(part, zipped=zipped) as file, door.stream("GET", _address(wanted), params=given) as response:
        for chunk in response.iter_bytes():
            file.write(chunk)
        meta = Meta.of(json.loads(response.headers["X-Export-Meta"]))
    part.replace(path)
    beside(path, form, meta)
    return Summary(form.name, meta)


def report(door: Door, place: str, path: Path, name: str | None, as_of: str | None, language: Language) -> Summary:
    """Fetch a report."""
    from api.report.run import chosen  # fonts, pictures, Word; most commands report nothing

    form = chosen(path, name)
    given = {"format": form.name, "lang": language} | ({"as_of": as_of} if as_of else {})
    answer = door.request("GET", f"/v1/reports/regions/{quote(place, safe='')}", params=given)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(answer.content)
    part.replace(path)
    return Summary(form.name, Meta.of(json.loads(answer.headers["X-Export-Meta"])))


def _address(wanted: Wanted) -> str:
    """Where a server gives it."""
    if wanted.query is not None:
        return f"/v1/exports/queries/{wanted.query}"
    return "/v1/exports/graph" if wanted.place is None else f"/v1/exports/regions/{quote(wanted.place, safe='')}"


@contextmanager
def _opened(path: Path, *, zipped: bool) -> Iterator[IO[bytes]]:
    with gzip.open(path, "wb") if zipped else path.open("wb") as file:
        yield cast(IO[bytes], file)


def _jobs_of(paths: Iterable[Path]) -> Iterator[list[Path]]:
    """Files in as many jobs as they need: in one no two may have the same name."""
    chosen: dict[str, Path] = {}
    for path in paths:
        if path.name in chosen or len(chosen) == MOST_FILES:
            yield list(chosen.values())
            chosen = {}
        chosen[path.name] = path
    if chosen:
        yield list(chosen.values())


def _sent(door: Door, paths: Sequence[Path], progress: Progress, *, name: str | None = None) -> list[str]:
    """Send files, under their own names or another; the ids of the uploads."""
    ids = []
    for path in paths:
        if not path.is_file():
            raise NotFound(Text("没有这个文件", "no such file"), where=str(path))
        progress(path.name)
        headers = {**_RAW, "Content-Length": str(path.stat().st_size)}
        answer = door.request(
            "POST", "/v1/uploads", params={"name": name or path.name}, content=_chunks(path), headers=headers
        )
        ids.append(answer.json()["id"])
    return ids


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _watched(door: Door, wanted: dict[str, Any], progress: Progress) -> Iterator[LoadReport]:
    """Have a job done, telling its progress; reports as they come. When nobody waits any more it is cancelled."""
    job = door.request("POST", "/v1/jobs", json=wanted).json()
    told, pause = 0, _PAUSE
    try:
        while True:
            progress(job["progress"]["step"])
            for report in job["report"][told:]:
                told += 1
                yield _report(report)
            if job["state"] not in _RUNNING:
                break
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)
            job = _look(door, job["id"])
    finally:
        if job["state"] in _RUNNING:
            door.request("DELETE", f"/v1/jobs/{job['id']}")
    if job["state"] != "done":
        raise _error(job)


def _look(door: Door, job: str) -> dict[str, Any]:
    """How a job stands; a server that is busy for a moment is asked again."""
    for attempt in range(_TRIES):
        try:
            found: dict[str, Any] = door.request("GET", f"/v1/jobs/{job}").json()
        except XiaodiError as error:
            if error.retry_after is None or attempt == _TRIES - 1:
                raise
            time.sleep(error.retry_after)
        else:
            return found
    raise AssertionError  # the last attempt returned or raised


def _error(job: dict[str, Any]) -> XiaodiError:
    told = job["error"]
    if told is None:
        return StoreUnavailable(
            Text(f"任务没有做完：{job['state']}", f"the job was not finished: {job['state']}"),
            where=job["id"],
            hint=Text("再装载一次即可补全", "load again: that completes it"),
        )
    kind = KINDS.get(told["type"], XiaodiError)
    return made(kind, Text(**told["what"]), told["where"], Text(**told["hint"]), told)


def _report(told: dict[str, Any]) -> LoadReport:
    problems = [Problem(**one | {"what": Text(**one["what"]), "hint": Text(**one["hint"])}) for one in told["problems"]]
    rest = {name: value for name, value in told.items() if name not in ("file", "problems")}
    return LoadReport(told["file"], problems=problems, **rest)
