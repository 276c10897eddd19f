"""What may be asked of the worker, and how a job is told."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from api.remote.carried import carry
from graph.errors import Language, Problem, Text, XiaodiError
from loaders.base import LoadReport

State = Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]
UploadId = Annotated[str, Field(pattern="^u-[0-9a-f]{16}$", examples=["u-0123456789abcdef"])]
Uploaded = Annotated[list[UploadId], Field(min_length=1, max_length=100)]
_Region = Annotated[str, Field(pattern="^[0-9]{2,12}$", examples=["14"])]
_Part = Annotated[str, Field(pattern="^[a-z0-9-]{1,40}(/[0-9]{2})?$", examples=["universities-2017"])]
#: Faults of one file that are kept; `refused` counts them all.
_MOST_PROBLEMS = 1_000


class _Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LoadJob(_Wanted):
    """Load sheets and tables: each whole, or not at all when it has a fault. `dry_run` only tells what would change.

    `partial` loads the good rows of tables; the others can be fetched, with reasons in `lang`, mended, and loaded.
    Both tell what the good rows would change, and which are not good.
    """

    kind: Literal["load"]
    uploads: Uploaded
    dry_run: bool = False
    partial: bool = False
    lang: Language = "zh"


class ProposeJob(_Wanted):
    """Read documents; what they tell waits for a review. `region` holds for those that name none."""

    kind: Literal["propose"]
    uploads: Uploaded
    region: Annotated[str | None, Field(max_length=100, examples=["榆次区"])] = None


class RegistryJob(_Wanted):
    """Load the national registries: of some provinces, some parts by name, or all of them."""

    kind: Literal["registry"]
    regions: Annotated[list[_Region], Field(max_length=40)] = []
    parts: Annotated[list[_Part], Field(max_length=100)] = []
    dry_run: bool = False


class ImportJob(_Wanted):
    """Load a canonical export, with the decisions of people in it; for administrators."""

    kind: Literal["import"]
    upload: UploadId


class UnloadJob(_Wanted):
    """Take back everything that a source states."""

    kind: Literal["unload"]
    source: Annotated[str, Field(min_length=1, max_length=200, examples=["000-yuci"])]


Wanted = Annotated[LoadJob | ProposeJob | RegistryJob | ImportJob | UnloadJob, Field(discriminator="kind")]


class TextModel(BaseModel):
    """A message in both languages."""

    zh: str
    en: str

    @staticmethod
    def of(text: Text, folder: Path) -> TextModel:
        return TextModel(zh=_named(text.zh, folder), en=_named(text.en, folder))


class ProblemModel(BaseModel):
    """A fault of a file, at its line and column (from 1; 0 when unknown); `place` is a cell of a table: 名单!B3."""

    file: str
    line: int
    column: int
    place: str = ""
    what: TextModel
    hint: TextModel

    @staticmethod
    def of(problem: Problem, folder: Path) -> ProblemModel:
        what, hint = TextModel.of(problem.what, folder), TextModel.of(problem.hint, folder)
        file = _named(problem.file, folder)
        return ProblemModel(
            file=file, line=problem.line, column=problem.column, place=problem.place, what=what, hint=hint
        )


class ReportModel(BaseModel):
    """What loading one file did, or would do."""

    file: str
    source: str | None
    read: int
    created: int
    changed: int
    unchanged: int
    removed: int
    #: Faults; where there is one, nothing of the file was written, but for the good rows of a table with `partial`.
    refused: int
    #: Of these: the rows that were not loaded, and the address of a file of them that can be mended and loaded.
    rows_refused: int = 0
    kept: str | None = None
    seconds: float
    problems: list[ProblemModel]

    @staticmethod
    def of(report: LoadReport, folder: Path) -> ReportModel:
        plain = {field.name: getattr(report, field.name) for field in fields(report)}
        plain["kept"] = refused_address(folder.name, Path(report.kept).name) if report.kept else None
        problems = [ProblemModel.of(problem, folder) for problem in report.problems[:_MOST_PROBLEMS]]
        return ReportModel.model_validate(plain | {"file": _named(report.path, folder), "problems": problems})


class ErrorModel(BaseModel):
    """Why a job failed; what its kind adds stands beside."""

    model_config = ConfigDict(extra="allow")

    type: str
    what: TextModel
    where: str
    hint: TextModel

    @staticmethod
    def of(error: XiaodiError, folder: Path) -> ErrorModel:
        told: dict[str, Any] = carry(error, outside=True)
        what, hint = TextModel.of(error.what, folder), TextModel.of(error.hint, folder)
        return ErrorModel.model_validate(told | {"what": what, "hint": hint, "where": _named(told["where"], folder)})


class ProgressModel(BaseModel):
    """How far a job is: files done, of how many, and what is being done."""

    done: int = 0
    total: int
    step: str = ""


class JobSummary(BaseModel):
    """One job, without its report."""

    id: str
    kind: str
    state: State
    #: Who asked for it, and with which request.
    who: str
    request_id: str
    dry_run: bool = False
    created: datetime
    started: datetime | None = None
    finished: datetime | None = None
    progress: ProgressModel


class Job(JobSummary):
    """One job with the reports of the files that are done, in order, and the error that ended it."""

    report: list[ReportModel] = []
    error: ErrorModel | None = None


def refused_address(job: str, name: str) -> str:
    """Where the file of the rows that a job refused is fetched."""
    return f"/v1/jobs/{job}/refused/{quote(name, safe='')}"


def _named(text: str, folder: Path) -> str:
    """A text in which files of the job stand by their names alone."""
    return text.replace(f"{folder}/", "")
