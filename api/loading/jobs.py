"""Jobs: loading that takes longer than a request. They are done one after the other, watched, and cancelled.

Each is kept as a file, so that old reports can still be read, and one that was cut off by a stop says so.
"""

from __future__ import annotations

import logging
import secrets
import shutil
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from threading import Condition, Thread

from pydantic import ValidationError

from api.context import Asked, asked, asking
from api.loading.models import ErrorModel, Job, ProgressModel, ReportModel, State, Wanted, refused_address
from api.loading.uploads import Uploads, disk_errors
from api.loading.work import steps_of, uploads_of, work
from api.service import Service
from graph.errors import NotFound, StoreUnavailable, Text, TooManyRequests, XiaodiError
from loaders.base import LoadReport

#: Jobs that may wait, and jobs that are kept.
_MOST_WAITING, _MOST_KEPT = 16, 200
_UNEXPECTED = XiaodiError(
    Text("内部错误", "an internal error"), hint=Text("服务的日志里有经过", "the log of the server tells it")
)
_ENDED: tuple[State, ...] = ("done", "failed", "cancelled", "interrupted")
_log = logging.getLogger(__name__)


class _Stopped(Exception):
    """A job is not to go on; it ends at its next progress step."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state = state


class _Task:
    """A job of this process: what it is to do, for whom, and whether it is to stop."""

    def __init__(self, job: Job, wanted: Wanted, request: Asked, files: list[Path], folder: Path) -> None:
        self.job, self.wanted, self.request, self.files, self.folder = job, wanted, request, files, folder
        #: What the job will be when it is told to stop.
        self.stop: State | None = None

    def tell(self, step: str) -> None:
        """A progress step.

        Raises:
            _Stopped: when the job is to end here.
        """
        if self.stop:
            raise _Stopped(self.stop)
        self.job.progress = self.job.progress.model_copy(update={"step": step})

    def add(self, report: LoadReport) -> None:
        """A file is done; what was refused of it stays when the other files go."""
        if report.kept:
            kept = Path(report.kept)
            with disk_errors():
                _refused(self.folder).mkdir(exist_ok=True, mode=0o700)
                kept.replace(_refused(self.folder) / kept.name)
        self.job.report = [*self.job.report, ReportModel.of(report, self.folder)]
        self.job.progress = self.job.progress.model_copy(update={"done": len(self.job.report)})


class Jobs:
    """The jobs of one server, with one thread that does them: writes follow each other anyway."""

    def __init__(self, service: Service, uploads: Uploads, folder: Path) -> None:
        self._service, self._uploads, self._folder = service, uploads, folder
        self._changed = Condition()
        self._waiting: deque[_Task] = deque()
        self._running: _Task | None = None
        self._thread: Thread | None = None
        self._closed = False
        self._jobs = {job.id: job for path in folder.glob("j-*.json") if (job := _read(path))}
        for job in self._jobs.values():
            if job.state not in _ENDED:  # the process that had it is gone
                self._end(job, "interrupted")

    def submit(self, wanted: Wanted) -> Job:
        """Have something done for whoever asks now.

        Raises:
            NotFound, BadParameter: for uploads and parts that are not there.
            TooManyRequests: when too many jobs wait.
            StoreUnavailable: when the server stops.
        """
        now, request = datetime.now(UTC), asked()
        job = Job(
            id=f"j-{now:%Y%m%d%H%M%S%f}-{secrets.token_hex(4)}",
            kind=wanted.kind,
            state="queued",
            who=request.caller.name,
            request_id=request.id,
            dry_run=getattr(wanted, "dry_run", False),
            created=now,
            progress=ProgressModel(total=steps_of(wanted)),
        )
        folder = self._folder / job.id
        with self._changed:
            self._check_open()
            files = self._uploads.place(uploads_of(wanted), folder)
            self._keep(job)
            self._jobs[job.id] = job
            self._waiting.append(_Task(job, wanted, request, files, folder))
            self._forget_old()
            self._start()
            self._changed.notify_all()
            return job.model_copy()

    def one(self, id_: str) -> Job:
        """The job of this id, as it stands.

        Raises:
            NotFound: when there is none, or no longer.
        """
        job = self._jobs.get(id_)
        if job is None:
            raise NotFound(
                Text(f"没有任务 {id_}", f"there is no job {id_}"),
                hint=Text(f"只保留最近 {_MOST_KEPT} 个", f"the last {_MOST_KEPT} are kept"),
            )
        return job.model_copy()

    def refused(self, id_: str, name: str) -> Path:
        """The file of the rows that a job refused of a table.

        Raises:
            NotFound: when the job is not there, or has refused nothing under this name.
        """
        path = _refused(self._folder / id_) / name
        told = {report.kept for report in self.one(id_).report}
        if refused_address(id_, name) not in told or not path.is_file():
            raise NotFound(
                Text(f"任务 {id_} 没有退回 {name}", f"job {id_} has refused no {name}"),
                hint=Text("报告的 kept 是它的地址", "kept in the report is its address"),
            )
        return path

    def all(self) -> list[Job]:
        """The jobs that are kept, newest first."""
        with self._changed:
            return [self._jobs[id_].model_copy() for id_ in sorted(self._jobs, reverse=True)]

    def cancel(self, id_: str) -> Job:
        """Cancel a job: at once while it waits, else at its next progress step; one that has ended stays as it is."""
        self.one(id_)
        with self._changed:
            self._stop("cancelled", id_)
        return self.one(id_)

    def close(self, timeout: float) -> None:
        """Take no more jobs, have the running one stop at its next step, and wait for that (seconds)."""
        with self._changed:
            self._closed = True
            self._stop("interrupted")
            self._changed.notify_all()
        if self._thread:
            self._thread.join(timeout)
            if self._thread.is_alive():
                _log.warning("a job did not stop within %s s", timeout)

    def _stop(self, state: State, id_: str | None = None) -> None:
        """Stop a job, or all."""
        for task in [task for task in self._waiting if id_ in (None, task.job.id)]:
            self._waiting.remove(task)
            self._end(task.job, state)
        if self._running and id_ in (None, self._running.job.id):
            self._running.stop = self._running.stop or state

    def _check_open(self) -> None:
        if self._closed:
            raise StoreUnavailable(Text("服务正在停止", "the server is stopping"))
        if len(self._waiting) >= _MOST_WAITING:
            raise TooManyRequests(
                Text(f"已有 {_MOST_WAITING} 个任务在等", f"{_MOST_WAITING} jobs wait already"),
                retry_after=10,
                hint=Text("等前面的做完，或取消不用的", "wait for those before, or cancel some"),
            )

    def _start(self) -> None:
        if self._thread is None:
            # a daemon: an engine that hangs must not keep the process from ending
            self._thread = Thread(target=self._work, name="jobs", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while task := self._next():
            try:
                self._do(task)
            except Exception:  # noqa: BLE001 - the worker outlives whatever a job meets; the log has it
                _log.exception("job %s", task.job.id)
                self._end(task.job, "failed", _UNEXPECTED)
            finally:
                self._running = None

    def _next(self) -> _Task | None:
        """Wait for the next job; None when there will be no more."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            if not self._waiting:
                return None
            self._running = self._waiting.popleft()
            self._running.job.started = datetime.now(UTC)
            self._running.job.state = "running"
            return self._running

    def _do(self, task: _Task) -> None:
        self._keep(task.job)
        try:
            with asking(task.request):
                for report in work(self._service, task.wanted, task.files, task.tell):
                    task.add(report)
        except _Stopped as stopped:
            self._end(task.job, stopped.state)
        except XiaodiError as error:
            self._end(task.job, "failed", error)
        else:
            task.job.progress.total = task.job.progress.done  # the map of a table has no report of its own
            self._end(task.job, "done")

    def _end(self, job: Job, state: State, error: XiaodiError | None = None) -> None:
        """A job is over; its files are not needed any more."""
        folder = self._folder / job.id
        job.error = ErrorModel.of(error, folder) if error else None
        job.finished, job.state = datetime.now(UTC), state
        shutil.rmtree(folder, ignore_errors=True)
        try:
            self._keep(job)
        except XiaodiError as unkept:  # a full disk: it can be read until the server stops
            _log.error("job %s cannot be kept: %s", job.id, unkept.say("en"))

    def _keep(self, job: Job) -> None:
        """Write a job's file, whole or not at all."""
        part = self._folder / f"{job.id}.part"
        with disk_errors():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.touch(0o600)
            part.write_text(job.model_dump_json(), encoding="utf-8")
            part.replace(self._folder / f"{job.id}.json")

    def _forget_old(self) -> None:
        ended = sorted(id_ for id_, job in self._jobs.items() if job.state in _ENDED)
        for id_ in ended[: max(0, len(self._jobs) - _MOST_KEPT)]:
            del self._jobs[id_]
            (self._folder / f"{id_}.json").unlink(missing_ok=True)
            shutil.rmtree(_refused(self._folder / id_), ignore_errors=True)


def _refused(folder: Path) -> Path:
    """Where the refused rows of a job are kept as long as the job is."""
    return folder.with_name(f"{folder.name}.refused")


def _read(path: Path) -> Job | None:
    """A job as it was kept; None for a file that is damaged."""
    try:
        return Job.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        _log.warning("%s is no job", path.name)
        return None
