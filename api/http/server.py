"""The server process: how it listens, and how it stops.

A first signal ends it in peace: readyz says `stopping`, new requests are told to come again, those that run are
finished, the running job stops at its next step. A second signal, or the end of the time allowed, breaks them off.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from types import FrameType

import uvicorn
from fastapi import FastAPI

from api.http.health import Health
from api.http.unread import Protocol
from api.loading.jobs import Jobs
from graph.errors import SettingsError, Text

#: Bytes that the head of a request may have; connections that may wait to be accepted.
_HEAD_BYTES, _BACKLOG = 16_384, 512
#: Seconds that a connection without a request is kept.
_KEEP_ALIVE = 15
#: Seconds between two looks at what still runs, and for answers that are broken off.
_LOOK, _LAST_WORDS = 0.05, 1
_log = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """Serves one application until a signal, and then finishes what runs."""

    def __init__(self, app: FastAPI, patience: float) -> None:
        """`patience` is how many seconds running requests and jobs are waited for."""
        super().__init__(
            uvicorn.Config(
                app,
                http=Protocol,
                loop="asyncio",
                ws="none",
                log_config=None,
                access_log=False,  # ours says more, and no query strings
                server_header=False,
                proxy_headers=False,
                backlog=_BACKLOG,
                h11_max_incomplete_event_size=_HEAD_BYTES,
                timeout_keep_alive=_KEEP_ALIVE,
                timeout_graceful_shutdown=_LAST_WORDS,
            )
        )
        self._health: Health = app.state.health
        self._jobs: Jobs = app.state.jobs
        self._patience = patience

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End in peace at the first signal, at once at the second. It is not raised again: the store is closed yet."""
        del sig, frame
        self.force_exit = self.should_exit
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._health.stage = "stopping"
        _log.info("stopping", extra={"running": self._health.running})
        jobs = asyncio.create_task(asyncio.to_thread(self._jobs.close, self._patience))
        deadline = time.monotonic() + self._patience
        while (self._health.running or not jobs.done()) and time.monotonic() < deadline and not self.force_exit:
            await asyncio.sleep(_LOOK)
        if self._health.running or not jobs.done():
            _log.warning("what runs is broken off", extra={"running": self._health.running})
            self.force_exit = True
        await super().shutdown(sockets)


def bound(host: str, port: int) -> socket.socket:
    """A socket bound to an address; port 0 is any free one.

    Raises:
        SettingsError: when the port cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named so that asyncio switches Nagle's delay off: it waits 40 ms for the second part of an answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SettingsError(
            Text(f"端口 {port} 不能用：{error.strerror}", f"port {port} cannot be used: {error.strerror}"),
            where=host,
            hint=Text("换个 --port，或 --port 0", "choose another --port, or --port 0"),
        ) from error
    return listener
