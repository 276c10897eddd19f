"""Sessions of pages: a key exchanged for a cookie. They live in this process's memory and end with it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from api.auth.keys import KeyStore
from api.context import Caller, Role

#: Seconds: unused, altogether, and of a local link.
IDLE = 2 * 3600
LONGEST = 12 * 3600
LINK = 5 * 60
#: How many are kept in all, and of one person; the one that was not used for longest goes.
_MOST = 10_000
_MOST_OF_ONE = 100


@dataclass(frozen=True)
class Session:
    """One page that is signed in."""

    name: str
    role: Role
    #: The public id of its key; None of one that came by the local link.
    key: str | None
    began: float
    used: float

    @property
    def caller(self) -> Caller:
        return Caller(self.name, self.role, "session", self.key)


class Sessions:
    """Who is signed in. Ids are kept as digests, and so are local links."""

    def __init__(self, keys: KeyStore, user: str, clock: Callable[[], float] = time.monotonic) -> None:
        """`user` is who a local link signs in: the user of this process."""
        self._keys, self._user, self._clock = keys, user, clock
        self._open: OrderedDict[str, Session] = OrderedDict()
        self._links: dict[str, float] = {}
        self._seal = secrets.token_bytes(32)
        self._lock = threading.Lock()

    # --- signing in -------------------------------------------------------------------------------

    def sign_in(self, key: str) -> tuple[str, Session] | None:
        """A session for a key, with its id; None when the key opens nothing."""
        found = self._keys.check(key)
        return None if found is None else self._begin(found.name, found.role, found.id)

    def local_link(self) -> str:
        """A token that signs the user of this machine in as administrator, once, within five minutes."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            now = self._clock()
            self._links = {link: until for link, until in self._links.items() if now < until}
            self._links[_digest(token)] = now + LINK
        return token

    def take_link(self, token: str) -> tuple[str, Session] | None:
        """A session for a local link, which is used up; None when it was used before, is too old or none of ours."""
        with self._lock:
            until = self._links.pop(_digest(token), None)
        if until is None or self._clock() >= until:
            return None
        return self._begin(self._user, "admin", None)

    def _begin(self, name: str, role: Role, key: str | None) -> tuple[str, Session]:
        id_, now = secrets.token_urlsafe(32), self._clock()
        session = Session(name, role, key, began=now, used=now)
        with self._lock:
            own = [digest for digest, other in self._open.items() if (other.name, other.key) == (name, key)]
            for digest in own[: max(0, len(own) - _MOST_OF_ONE + 1)]:
                del self._open[digest]
            while len(self._open) >= _MOST:
                self._open.popitem(last=False)
            self._open[_digest(id_)] = session
        return id_, session

    # --- being signed in --------------------------------------------------------------------------

    def find(self, id_: str) -> Session | None:
        """The session of an id, unless it is over: unused for too long, too old, or its key opens nothing any more."""
        digest, now = _digest(id_), self._clock()
        with self._lock:
            session = self._open.get(digest)
            if session is None:
                return None
            if self._over(session, now):
                del self._open[digest]
                return None
            session = self._open[digest] = replace(session, used=now)
            self._open.move_to_end(digest)
            return session

    def _over(self, session: Session, now: float) -> bool:
        late = now - session.used >= IDLE or now - session.began >= LONGEST
        return late or (session.key is not None and self._keys.find(session.key) is None)

    def end(self, id_: str) -> None:
        """Sign out."""
        with self._lock:
            self._open.pop(_digest(id_), None)

    # --- forms ------------------------------------------------------------------------------------

    def form_token(self, given: str = "") -> str:
        """What a form of ours carries beside a cookie of the same text: the one that is given if it is ours, or new."""
        if self._is_sealed(given):
            return given
        nonce = secrets.token_urlsafe(18)
        return f"{nonce}.{self._sealed(nonce)}"

    def is_ours(self, cookie: str, field: str) -> bool:
        """Whether a form that came back is one that this server gave to this browser."""
        return self._is_sealed(cookie) and hmac.compare_digest(cookie.encode(), field.encode())

    def _sealed(self, nonce: str) -> str:
        return hmac.new(self._seal, nonce.encode(), hashlib.sha256).hexdigest()

    def _is_sealed(self, token: str) -> bool:
        nonce, _, seal = token.partition(".")
        return bool(nonce) and hmac.compare_digest(self._sealed(nonce).encode(), seal.encode())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
