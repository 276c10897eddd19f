"""Our server itself, in a thread of the tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from api.http.server import Server, bound


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """An application behind a real server; its address."""
    with bound("127.0.0.1", 0) as listening:
        server = Server(app, patience=5)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.02)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(60)
