"""Reading a table: a large one by several processes at once, each a share of its rows."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
import weakref
from contextlib import ExitStack, closing
from pathlib import Path

from graph.apart import Channel, Worker
from graph.errors import StoreFull, Text
from graph.garbage import uncollected
from loaders.table.job import Job
from loaders.table.mapping import TableMap
from loaders.table.share import Share

#: Bytes of a file that is worth a second process: smaller ones are read while it starts.
LARGE = 2_000_000
#: More processes find little to do: each parts the whole file into rows, of which it reads its share.
_MOST = 4
#: What readers tell each other between the two steps.
_ALL = "all rows are gathered"


def read_table(path: Path, table_map: TableMap) -> Job:
    """A table, read by its map; its faults are in the job, which keeps the files of its shares as long as it is kept.

    Raises:
        BadInput: when it is no table that can be read.
        StoreFull: when there is no room for temporary files.
    """
    count = _readers(path)
    folder = Path(tempfile.mkdtemp(prefix="xiaodi-table-")) if count > 1 else None
    first, *others = (Share(number, count, folder) for number in range(count))
    try:
        with uncollected(), ExitStack() as ended:
            workers = [ended.enter_context(closing(Worker(_read, path, table_map, share))) for share in others]
            job = Job(path, table_map, first)
            job.gather()
            for worker in workers:
                worker.hear()
            for worker in workers:
                worker.tell(_ALL)
            job.say()
            job.take([worker.hear() for worker in workers])
    except sqlite3.OperationalError as error:
        _forget(folder)
        raise _full(error) from error
    except BaseException:
        _forget(folder)
        raise
    weakref.finalize(job, _forget, folder)
    return job


def _read(channel: Channel, path: Path, table_map: TableMap, share: Share) -> None:
    """The same of one share, elsewhere."""
    job = Job(path, table_map, share)
    job.gather()
    channel.tell(_ALL)
    channel.hear()
    job.say()
    channel.tell(job.told())


def _readers(path: Path) -> int:
    """How many processes read a file: as many as there are processors for, where it is large."""
    if not path.is_file() or path.stat().st_size < LARGE:
        return 1
    return min(_MOST, len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1)


def _full(error: sqlite3.OperationalError) -> StoreFull:
    return StoreFull(
        Text(f"临时文件写不下：{error}", f"no room for temporary files: {error}"),
        where=tempfile.gettempdir(),
        hint=Text("腾出空间，或用 TMPDIR 指定别处，再试", "make room, or name another folder by TMPDIR, and try again"),
    )


def _forget(folder: Path | None) -> None:
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
