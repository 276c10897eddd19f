"""What each kind of job does, on the service and the files that were laid into its folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from api.loading.models import ImportJob, LoadJob, ProposeJob, RegistryJob, Wanted
from api.service import Service
from graph.changes import Changes
from graph.errors import BadInput, BadParameter, Text
from loaders.base import LoadReport
from loaders.registry_source import registry_part, registry_paths
from loaders.run import Progress, find_paths
from loaders.table.reading import SUFFIXES


def uploads_of(wanted: Wanted) -> list[str]:
    """The uploads that a job works on."""
    if isinstance(wanted, LoadJob | ProposeJob):
        return wanted.uploads
    return [wanted.upload] if isinstance(wanted, ImportJob) else []


def steps_of(wanted: Wanted) -> int:
    """How many reports a job will have.

    Raises:
        BadParameter: when it names a part that the registries do not have.
    """
    if isinstance(wanted, RegistryJob):
        return len(_registry(wanted))
    return len(uploads_of(wanted)) or 1


def work(service: Service, wanted: Wanted, files: list[Path], progress: Progress) -> Iterator[LoadReport]:
    """Do a job; one report a file."""
    if isinstance(wanted, LoadJob) and wanted.partial:
        yield from _good_rows(service, wanted, files, progress)
    elif isinstance(wanted, LoadJob | RegistryJob):
        paths = [str(path) for path in (_registry(wanted) if isinstance(wanted, RegistryJob) else files)]
        yield from (service.checking if wanted.dry_run else service.loading)(paths, progress)
    elif isinstance(wanted, ProposeJob):
        yield from service.proposing([str(file) for file in files], wanted.region, progress)
    elif isinstance(wanted, ImportJob):
        yield _imported(service, files[0], progress)
    else:
        progress(wanted.source)
        yield _told(LoadReport(wanted.source, wanted.source), service.unload(wanted.source))


def _good_rows(service: Service, wanted: LoadJob, files: list[Path], progress: Progress) -> Iterator[LoadReport]:
    """Load the good rows of tables, and other files whole; or only try it."""
    for path in find_paths(files):
        if path.suffix.lower() not in SUFFIXES:
            yield from (service.checking if wanted.dry_run else service.loading)([str(path)], progress)
            continue
        progress(path.name)
        if wanted.dry_run:
            yield service.check_table(str(path), partial=True)
        else:
            yield service.load_table(str(path), partial=True, language=wanted.lang)


def _registry(wanted: RegistryJob) -> list[Path]:
    named = [Path("registry", part) for part in wanted.parts]
    unknown = [path.name for path in named if registry_part(path) is None]
    if unknown:
        listed = "、".join(unknown)
        raise BadParameter(
            Text(f"名录没有这一部分：{listed}", f"the registries have no part {listed}"),
            where="parts",
            hint=Text("例如 universities-2017、divisions-2023/14", "for example universities-2017, divisions-2023/14"),
        )
    return named + (registry_paths(wanted.regions) if wanted.regions or not named else [])


def _imported(service: Service, file: Path, progress: Progress) -> LoadReport:
    progress(file.name)
    report = LoadReport(str(file))
    try:
        return _told(report, service.import_(str(file)))
    except BadInput as error:
        report.problems, report.refused = list(error.problems), len(error.problems)
        return report


def _told(report: LoadReport, changes: Changes) -> LoadReport:
    report.count(changes)
    return report
