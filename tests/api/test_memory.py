"""A server under load keeps its memory: ten minutes in the soak, some seconds otherwise."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

from graph.stores.kglite import KgliteStore
from loaders.run import find_paths, load
from tests.api.test_serving import serve
from tests.conftest import FACTSHEETS

SECONDS = 600 if os.environ.get("XIAODI_SOAK") == "1" else 10
PLACES = ("榆次区", "呈贡区", "雁山区", "晋中市")
PATHS = (
    *(f"/v1/queries/partners/of?entity={quote(name)}" for name in PLACES),
    *(f"/v1/gaps?place={quote(name)}&months={months}" for name in PLACES for months in range(1, 13)),
    *(f"/v1/entities?q={quote(name)}&limit={limit}" for name in PLACES for limit in range(1, 41)),
    *(f"/v1/views/network/region?place={quote(name)}" for name in PLACES[1:3]),
    "/v1/exports/graph",
    "/v1/entities/nobody",
)
#: Megabytes that the second half may have beyond the first: what pages and answers are kept, and what is not yet freed.
ROOM = 60


def resident(pid: int) -> float:
    """Megabytes of a process."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def ask(url: str, first: int, ends: float, done: list[int]) -> None:
    """Ask one thing after another on one connection."""
    address = urlsplit(url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=60)
    number = first
    while time.monotonic() < ends:
        connection.request("GET", PATHS[number % len(PATHS)])
        answer = connection.getresponse()
        answer.read()
        assert answer.status in (200, 404)
        done.append(number)
        number += 1
    connection.close()


def test_memory_stays(tmp_path: Path) -> None:
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        assert all(report.ok for report in load(store, find_paths([FACTSHEETS])))
    done: list[int] = []
    peaks = [0.0, 0.0]
    with serve(tmp_path, RATE="1000000") as served, ThreadPoolExecutor(4) as pool:
        began = time.monotonic()
        crowd = [pool.submit(ask, served.url, 53 * number, began + SECONDS, done) for number in range(4)]
        while not all(asked.done() for asked in crowd):
            half = int(time.monotonic() - began > SECONDS / 2)
            peaks[half] = max(peaks[half], resident(served.process.pid))
            time.sleep(0.05)
        for asked in crowd:
            asked.result()
        assert served.process.poll() is None
    print(f"{len(done)} requests in {SECONDS} s; most memory {peaks[0]:.0f} MB, then {peaks[1]:.0f} MB")
    assert len(done) > len(PATHS) / 4
    assert peaks[1] < peaks[0] + ROOM
