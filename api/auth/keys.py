"""API keys: `xiaodi_<public id>_<secret>`, of which only a digest is kept.

The secret has 256 random bits, so that a plain SHA-256 cannot be searched backwards; a slow hash guards secrets that
people think up, and would cost each request its time.
"""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
import threading
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from api.auth.keyfile import Key, KeyFile
from api.context import Role
from graph.errors import BadParameter, NotFound, Refused, SettingsError, Text

_FORM = re.compile(r"xiaodi_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_NAME = re.compile(r"\w[\w .@-]{0,63}")
#: What the secret of an unknown id is compared with, so that the answer takes as long as for a known one.
_NOBODY = hashlib.sha256(b"").hexdigest()
#: How much later a key must have been used for that to be written down.
_USE_STEP = timedelta(hours=1)

_log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """Now, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


class KeyStore:
    """The keys of one file; what other processes change in it counts at once."""

    def __init__(self, path: Path) -> None:
        """Read the file; none is a file without keys.

        Raises:
            SettingsError: when it is damaged, or others may read it.
        """
        self._file = KeyFile(path)
        self._noting = threading.Lock()
        self._ever = False
        self.all()

    # --- asking -----------------------------------------------------------------------------------

    def all(self) -> list[Key]:
        """Every key, also those that no longer open anything, in the order in which they were made."""
        return list(self._keys().values())

    @property
    def required(self) -> bool:
        """Whether a request needs a key: there is one, or was since the start, though it may be revoked or expired."""
        self._keys()
        return self._ever

    def usable(self) -> list[Key]:
        """The keys that open something now."""
        now = utc_now()
        return [key for key in self.all() if key.opens(now)]

    def find(self, id_: str) -> Key | None:
        """The key of a public id, if it opens something now."""
        key = self._keys().get(id_)
        return key if key is not None and key.opens(utc_now()) else None

    def check(self, given: str) -> Key | None:
        """The key that a caller shows, if it opens something; equally slow for ids that are not known."""
        match = _FORM.fullmatch(given)
        id_, secret = match.groups() if match else ("", "")
        key = self._keys().get(id_)
        right = secrets.compare_digest(_digest(secret), key.digest if key else _NOBODY)
        now = utc_now()
        if key is None or not right or not key.opens(now):
            return None
        self._note_use(key, now)
        return key

    # --- changing ---------------------------------------------------------------------------------

    def add(self, name: str, role: Role, expires: datetime | None = None) -> tuple[Key, str]:
        """Make a key; it and its text, which is nowhere kept.

        Raises:
            BadParameter: when the name cannot be one, or the end has passed.
            Refused: when the name is taken, if only by a key that was revoked: the audit log tells people by names.
        """
        now = utc_now()
        _check_name(name)
        if expires is not None and expires <= now:
            raise BadParameter(Text(f"到期日 {expires:%Y-%m-%d} 已过", f"{expires:%Y-%m-%d} has passed"))
        secret = secrets.token_urlsafe(32)
        key = Key(id=secrets.token_hex(6), name=name, role=role, digest=_digest(secret), created=now, expires=expires)
        with self._file.changing() as keys:
            if any(other.name == name for other in keys.values()):
                raise Refused(
                    Text(f"已有名为 {name} 的密钥", f"a key is already called {name}"),
                    hint=Text("换个名字；被撤销的名字也不再用", "choose another; names of revoked keys stay taken"),
                )
            keys[key.id] = key
        return key, f"xiaodi_{key.id}_{secret}"

    def revoke(self, name: str) -> Key:
        """End a key at once, on running servers too.

        Raises:
            NotFound: when no key has this name.
            Refused: when it was revoked before.
        """
        with self._file.changing() as keys:
            key = next((key for key in keys.values() if key.name == name), None)
            if key is None:
                raise NotFound(
                    Text(f"没有名为 {name} 的密钥", f"no key is called {name}"),
                    hint=Text("xiaodi keys list 列出所有密钥", "xiaodi keys list lists them all"),
                )
            if key.revoked is not None:
                raise Refused(Text(f"{name} 早已撤销", f"{name} was revoked before"), where=key.revoked.isoformat())
            keys[key.id] = key.model_copy(update={"revoked": utc_now()})
        return keys[key.id]

    # --- the file ---------------------------------------------------------------------------------

    def _keys(self) -> dict[str, Key]:
        """By public id. A server that has asked for keys goes on asking, whatever becomes of the file."""
        keys = self._file.read()
        self._ever = self._ever or bool(keys)
        return keys

    def _note_use(self, key: Key, now: datetime) -> None:
        """Write down that a key is used, at most once an hour; a file that cannot be written is no reason to refuse."""
        if key.used is not None and now - key.used < _USE_STEP:
            return
        if not self._noting.acquire(blocking=False):
            return
        try:
            self._file.note_use(key.id, now)
        except (OSError, SettingsError) as error:
            _log.warning("the last use of key %s could not be written: %s", key.id, error)
        finally:
            self._noting.release()


def end_of(day: date | None = None, days: int | None = None) -> datetime | None:
    """When a key ends: after a day of this machine's calendar, or so many days from now; None is never.

    Raises:
        BadParameter: when both are given, or the days are none.
    """
    if day is not None and days is not None:
        raise BadParameter(Text("--days 与 --until 只用一个", "use --days or --until, not both"))
    if days is not None:
        if not 0 < days <= 36_500:
            raise BadParameter(Text(f"天数须在 1 到 36500 之间，而不是 {days}", f"1 to 36500 days, not {days}"))
        return utc_now() + timedelta(days=days)
    if day is None:
        return None
    return datetime.combine(day, time(23, 59, 59)).astimezone(UTC)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise BadParameter(
            Text(f"密钥不能叫 {name!r}", f"a key cannot be called {name!r}"),
            hint=Text(
                "用 1 到 64 个字母、汉字、数字、空格或 . @ - _，以字母、汉字或数字开头",
                "1 to 64 letters, digits, spaces or . @ - _, beginning with a letter or digit",
            ),
        )
