"""Files that were sent for loading: kept for a day, each under the name that it came with."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from api.loading.file_names import safe_name
from graph.errors import BadParameter, NotFound, StoreFull, StoreUnavailable, Text, TooLarge

Kind = Literal["sheet", "document", "export", "other"]

_KEPT = timedelta(days=1)
_ID = re.compile(r"u-[0-9a-f]{16}")
_FACTS, _PART = "upload.json", "part"
#: How many uploads, and how many times the limit of one, may lie here at a time.
_MOST, _ROOM = 500, 20
MEGABYTE = 1_000_000


class Upload(BaseModel):
    """A file that was sent."""

    id: str
    #: As it came, made safe; sources and documents are named by it.
    name: str
    size: int
    sha256: str
    kind: Kind
    created_at: datetime
    expires_at: datetime


class Incoming:
    """An upload while it is written: to its file and to nowhere else."""

    def __init__(self, folder: Path, name: str, limit: int) -> None:
        self._folder, self._name, self._limit = folder, name, limit
        self._size, self._hash = 0, hashlib.sha256()
        self._file = os.open(folder / _PART, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)

    def write(self, chunk: bytes) -> None:
        """Add some bytes.

        Raises:
            TooLarge: when there are more than are taken.
            StoreFull: when there is no room for them.
        """
        self._size += len(chunk)
        if self._size > self._limit:
            raise TooLarge(
                Text(f"文件大于 {self._limit // MEGABYTE} MB", f"the file is larger than {self._limit // MEGABYTE} MB"),
                hint=Text("分成几份，或在服务所在的机器上装载", "split it, or load it on the server's machine"),
            )
        self._hash.update(chunk)
        with disk_errors():
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(self._file, rest) :]

    def complete(self) -> Upload:
        """Put what was written on the disk, with its facts.

        Raises:
            StoreFull: when there is no room for it.
        """
        now = datetime.now(UTC)
        upload = Upload(
            id=self._folder.name,
            name=self._name,
            size=self._size,
            sha256=self._hash.hexdigest(),
            kind=kind_of(self._name),
            created_at=now,
            expires_at=now + _KEPT,
        )
        with disk_errors():
            os.fsync(self._file)
            (self._folder / _FACTS).write_text(upload.model_dump_json(), encoding="utf-8")
        os.close(self._file)
        return upload

    def discard(self) -> None:
        """Leave nothing of it."""
        os.close(self._file)
        shutil.rmtree(self._folder)


class Uploads:
    """The uploads of one server, in a folder that only its user can read. `limit` is in megabytes."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder, self._limit = folder, limit * MEGABYTE

    def begin(self, name: str) -> Incoming:
        """Begin to write an upload.

        Raises:
            BadParameter: for a name that cannot be used.
            StoreFull: when too much lies here already, or the disk is full.
        """
        name = safe_name(name)
        self._make_room()
        folder = self._folder / f"u-{secrets.token_hex(8)}"
        with disk_errors():
            self._folder.mkdir(parents=True, exist_ok=True)
            self._folder.chmod(0o700)
            folder.mkdir(mode=0o700)
            return Incoming(folder, name, self._limit)

    def all(self) -> list[Upload]:
        """The uploads that still lie here, newest first."""
        now = datetime.now(UTC)
        found = [upload for folder in self._folders() if (upload := _read(folder)) and upload.expires_at > now]
        return sorted(found, key=lambda upload: (upload.created_at, upload.id), reverse=True)

    def one(self, id_: str) -> Upload:
        """The upload of this id.

        Raises:
            NotFound: when there is none, or no longer.
        """
        upload = _read(self._folder / id_) if _ID.fullmatch(id_) else None
        if upload is None or upload.expires_at <= datetime.now(UTC):
            raise NotFound(
                Text(f"没有上传 {id_}", f"there is no upload {id_}"),
                hint=Text("上传保存一天；请再传一次", "uploads are kept for a day; send it again"),
            )
        return upload

    def remove(self, id_: str) -> None:
        """Delete an upload; a job that took it keeps its own hold on the file."""
        shutil.rmtree(self._folder / self.one(id_).id)

    def place(self, ids: Sequence[str], folder: Path) -> list[Path]:
        """Lay uploads into one new folder, each under its own name; they stay there when the uploads go.

        Raises:
            NotFound: for one that is not here.
            BadParameter: when two have the same name.
        """
        chosen = [self.one(id_) for id_ in ids]
        twice = sorted(name for name, count in Counter(upload.name for upload in chosen).items() if count > 1)
        if twice:
            listed = "、".join(twice)
            raise BadParameter(
                Text(f"有同名的上传：{listed}", f"uploads of the same name: {listed}"),
                where="uploads",
                hint=Text("分成两个任务", "make two jobs of them"),
            )
        with disk_errors():
            folder.mkdir(parents=True, mode=0o700)
            for upload in chosen:
                os.link(self._folder / upload.id / _PART, folder / upload.name)
        return [folder / upload.name for upload in chosen]

    def _folders(self) -> list[Path]:
        return [path for path in self._folder.glob("u-*") if _ID.fullmatch(path.name)]

    def _make_room(self) -> None:
        """Sweep what is older than a day; a broken upload has no facts and goes by the age of its folder."""
        now = datetime.now(UTC)
        for folder in self._folders():
            upload = _read(folder)
            age = now - datetime.fromtimestamp(folder.stat().st_mtime, UTC)
            if (upload.expires_at <= now) if upload else (age > _KEPT):
                shutil.rmtree(folder)
        left = self.all()
        if len(left) >= _MOST or sum(upload.size for upload in left) > self._limit * _ROOM:
            raise StoreFull(
                Text("上传的文件太多了", "too many uploads lie here"),
                hint=Text("先删除不用的：DELETE /v1/uploads/{id}", "delete some first: DELETE /v1/uploads/{id}"),
            )


def kind_of(name: str) -> Kind:
    """What a file is taken for, by its name."""
    suffixes = [suffix.lower() for suffix in Path(name).suffixes]
    last = suffixes[-1] if suffixes else ""
    if last in (".yaml", ".yml"):
        return "sheet"
    if last == ".jsonl" or suffixes[-2:] == [".jsonl", ".gz"]:
        return "export"
    from loaders.document.reading.formats import READERS  # the readers of all formats take a second to import

    return "document" if last in READERS else "other"


def _read(folder: Path) -> Upload | None:
    """The facts of an upload; None for one that is not complete."""
    try:
        return Upload.model_validate_json((folder / _FACTS).read_bytes())
    except (OSError, ValidationError):
        return None


@contextmanager
def disk_errors() -> Iterator[None]:
    """What a disk refuses, as our errors."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StoreFull(
                Text("磁盘满了，什么也没有写", "the disk is full; nothing was written"),
                hint=Text("腾出空间再试", "make room and try again"),
            ) from error
        raise StoreUnavailable(
            Text(f"写不了上传的文件：{error.strerror}", f"uploads cannot be written: {error.strerror}"),
            hint=Text("检查 XIAODI_VAR 的权限", "check the rights of XIAODI_VAR"),
        ) from error
