"""Work in a process of its own, on a core of its own: Python does one thing at a time in each.

Started as a fresh interpreter, for what a process with threads and an open store has must not be copied.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import IO, Any, TypeVar, cast

from graph.errors import Text, XiaodiError
from graph.garbage import uncollected

T = TypeVar("T")


class Channel:
    """One of two ends at which processes tell each other things."""

    def __init__(self, source: IO[bytes], sink: IO[bytes]) -> None:
        self._source, self._sink = source, sink

    def tell(self, what: Any) -> None:
        """Tell the other something that can be pickled."""
        pickle.dump(what, self._sink, pickle.HIGHEST_PROTOCOL)
        self._sink.flush()

    def hear(self) -> Any:
        """What the other tells next.

        Raises:
            EOFError: when it ended.
        """
        return pickle.load(self._source)  # noqa: S301 - the other end is this program


class Worker(Channel):
    """A function of a module at work elsewhere, as the starting process sees it."""

    def __init__(self, work: Callable[..., None], *given: Any) -> None:
        """Start `work(channel, *given)`; what is given can be pickled."""
        # What is imported there is what is imported here, whatever lies in the folder that somebody works in.
        world = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-P", "-m", "graph.apart"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=world)  # noqa: S603
        super().__init__(cast(IO[bytes], self._process.stdout), cast(IO[bytes], self._process.stdin))
        self.tell((work, given))

    def tell(self, what: Any) -> None:
        """Tell it something.

        Raises:
            XiaodiError: when it ended before its work was done.
        """
        try:
            super().tell(what)
        except BrokenPipeError:
            raise self._broken_off() from None

    def hear(self) -> Any:
        """What it tells next.

        Raises:
            XiaodiError: when it ended before its work was done.
        """
        try:
            return super().hear()
        except EOFError:
            raise self._broken_off() from None

    def close(self) -> None:
        """End it: what it told is heard by now, or of no use."""
        self._process.kill()
        self._process.communicate()

    def _broken_off(self) -> XiaodiError:
        code = self._process.wait()
        return XiaodiError(
            Text(f"一个工作进程中断了（{code}）", f"a process at work broke off ({code})"),
            hint=Text(
                "可能是内存或磁盘不足；腾出后再试", "perhaps for want of memory or disk: make room and try again"
            ),
        )


def apart(make: Callable[..., Iterable[T]], *given: Any) -> Iterator[T]:
    """What `make(*given)` gives, made elsewhere while what it gave before is used here; nothing of it is None.

    Raises:
        XiaodiError: when the other process ended before.
    """
    with closing(Worker(_give, make, *given)) as worker:
        while (item := worker.hear()) is not None:
            yield item


def _give(channel: Channel, make: Callable[..., Iterable[Any]], *given: Any) -> None:
    for item in make(*given):
        channel.tell(item)
    channel.tell(None)


def _main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    channel = Channel(sys.stdin.buffer, sink)
    work, given = channel.hear()
    with uncollected():
        work(channel, *given)


if __name__ == "__main__":
    _main()
