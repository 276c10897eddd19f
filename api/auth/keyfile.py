"""The file of API keys: JSON that its owner alone reads, changed by one process at a time."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from api.context import Role
from graph.errors import SettingsError, Text

_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Key(BaseModel):
    """One key, without its secret."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: The public id, which logs and the audit may show.
    id: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
    name: Annotated[str, Field(min_length=1, max_length=64)]
    role: Role
    #: SHA-256 of the secret, in hex.
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    created: AwareDatetime
    expires: AwareDatetime | None = None
    revoked: AwareDatetime | None = None
    #: Last use, to the hour or so.
    used: AwareDatetime | None = None

    def opens(self, now: datetime) -> bool:
        """Whether it lets its holder in: neither revoked nor expired."""
        return self.revoked is None and (self.expires is None or now < self.expires)


class _Kept(BaseModel):
    """What the file says."""

    model_config = ConfigDict(extra="forbid")

    version: Literal[1] = 1
    keys: list[Key] = []

    @model_validator(mode="after")
    def _unique(self) -> _Kept:
        for what in ("id", "name"):
            if len({getattr(key, what) for key in self.keys}) < len(self.keys):
                raise ValueError(f"two keys have the same {what}")
        return self


#: By which a change of the file is noticed: a file that was replaced has another inode.
_Stamp = tuple[int, int, int, int, int]


class KeyFile:
    """The keys by id, read again when the file was changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[_Stamp | None, dict[str, Key]] | None = None

    def read(self) -> dict[str, Key]:
        """The keys as they are now; none without a file.

        Raises:
            SettingsError: when the file is damaged, or others may read or write it.
        """
        seen = self._seen
        stamp = self._stamp()
        if seen is None or seen[0] != stamp:
            seen = self._seen = (stamp, {} if stamp is None else self._load())
        return seen[1]

    @contextmanager
    def changing(self) -> Iterator[dict[str, Key]]:
        """The keys to be changed, while no other process does; they are written when the block ends well."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._locked(fcntl.LOCK_EX):
            keys = {} if self._stamp() is None else self._load()
            yield keys
            self._write(keys)

    def note_use(self, id_: str, now: datetime) -> None:
        """Write the last use of a key, unless another process is at the file: it is not worth a wait.

        Raises:
            OSError: when the file cannot be written.
        """
        try:
            with self._locked(fcntl.LOCK_EX | fcntl.LOCK_NB):
                keys = self._load()
                if id_ in keys:
                    keys[id_] = keys[id_].model_copy(update={"used": now})
                    self._write(keys)
        except BlockingIOError:
            return

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        """A lock on a file beside, since the file itself is replaced at each change."""
        beside = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(beside, how)
            yield
        finally:
            os.close(beside)

    def _stamp(self) -> _Stamp | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unusable(str(error.strerror)) from error
        return found.st_ino, found.st_mtime_ns, found.st_size, found.st_mode, found.st_uid

    def _load(self) -> dict[str, Key]:
        try:
            with self.path.open("rb") as file:
                self._check_rights(os.fstat(file.fileno()))
                kept = _Kept.model_validate_json(file.read())
        except OSError as error:
            raise self._unusable(str(error.strerror)) from error
        except ValidationError as error:
            faults = "; ".join(f"{'/'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:3])
            raise self._unusable(faults) from error
        return {key.id: key for key in kept.keys}

    def _check_rights(self, found: os.stat_result) -> None:
        if found.st_mode & _FOR_OTHERS:
            raise SettingsError(
                Text("密钥文件对其他用户开放", "other users may read or write the key file"),
                where=str(self.path),
                hint=Text(f"chmod 600 {self.path}", f"chmod 600 {self.path}"),
            )
        if found.st_uid not in (os.geteuid(), 0):
            raise SettingsError(
                Text("密钥文件属于别的用户", "the key file belongs to another user"),
                where=str(self.path),
                hint=Text("用它的所有者运行，或改回所有者", "run as its owner, or take it over with chown"),
            )

    def _unusable(self, why: str) -> SettingsError:
        return SettingsError(
            Text(f"密钥文件读不了：{why}", f"the key file cannot be read: {why}"),
            where=str(self.path),
            hint=Text(
                "从备份恢复，或删除后用 xiaodi keys add 重建", "restore a backup, or delete it and use xiaodi keys add"
            ),
        )

    def _write(self, keys: dict[str, Key]) -> None:
        """Replace the file as a whole; a cut leaves the old one."""
        handle, part = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(_Kept(keys=list(keys.values())).model_dump_json(indent=2) + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(self.path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
