"""What a server counts about itself, for Prometheus; each application has its own registry.

What it counts as it goes costs nothing to show. How large and how fresh the graph is has to be read: at most once a
minute, in the background, and again only when the graph has changed.
"""

from __future__ import annotations

import threading
import time
from collections import Counter as CountedBy
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, SummaryMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from api.http.health import Health
from api.loading.jobs import Jobs
from api.service import Service
from api.watching import Tally
from graph.errors import StoreError

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
#: Seconds that what was read of the graph is shown before it is read again.
_FRESH_FOR = 60.0
_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
_NODES = "MATCH (n) RETURN n.label AS label, count(*) AS count ORDER BY label"
_EDGES = "MATCH ()-[r]->() RETURN type(r) AS label, count(*) AS count ORDER BY label"
_PUBLISHED = "MATCH (s:Source) RETURN max(s.published_last) AS newest"
_RUNS = "MATCH (r:Run) WHERE r.finished IS NOT NULL RETURN max(r.finished) AS newest"
_UNFINISHED = "MATCH (r:Run) WHERE r.state = 'loading' RETURN count(*) AS count"


class Metrics:
    """The counters of one application."""

    def __init__(self, service: Service, health: Health, jobs: Jobs) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "xiaodi_requests", "Requests answered", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "xiaodi_request_seconds",
            "Seconds until a request was answered",
            ("route",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.in_flight = Gauge("xiaodi_requests_in_flight", "Requests being answered", registry=self.registry)
        ProcessCollector(registry=self.registry)
        self.registry.register(_Counted(service, jobs))
        self.registry.register(_Graph(service, health))

    def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        return generate_latest(self.registry)


class _Counted(Collector):
    """What the service counted as it went."""

    def __init__(self, service: Service, jobs: Jobs) -> None:
        self._service, self._jobs = service, jobs

    def collect(self) -> Iterator[Metric]:
        yield _summary("xiaodi_store_calls", "Calls of the store", ("kind", "outcome"), self._service.store.calls)
        loads = self._service.loads
        yield _summary("xiaodi_loads", "Sources loaded or unloaded", ("action", "outcome"), loads.runs)
        changes = CounterMetricFamily("xiaodi_load_elements", "What loads did to elements", labels=("change",))
        for key, count, _ in loads.changes.items():
            changes.add_metric(key, count)
        yield changes
        jobs = GaugeMetricFamily("xiaodi_jobs", "Jobs that are kept, by state", labels=("state",))
        for state, number in sorted(CountedBy(job.state for job in self._jobs.all()).items()):
            jobs.add_metric((state,), number)
        yield jobs

    def describe(self) -> list[Metric]:
        return []


def _summary(name: str, says: str, labels: tuple[str, ...], tally: Tally) -> Metric:
    family = SummaryMetricFamily(name, says, labels=labels)
    for key, count, seconds in tally.items():
        family.add_metric(key, count_value=int(count), sum_value=seconds)
    return family


@dataclass(frozen=True)
class _Size:
    """What was read of the graph, at a version and a moment."""

    version: int
    at: float
    nodes: dict[str, int] = field(default_factory=dict)
    edges: dict[str, int] = field(default_factory=dict)
    published: str | None = None
    finished: str | None = None
    unfinished: int = 0
    seconds: float = 0.0


class _Graph(Collector):
    """How large and how fresh the graph is."""

    def __init__(self, service: Service, health: Health) -> None:
        self._service, self._health = service, health
        self._size: _Size | None = None
        self._reading = threading.Lock()

    def collect(self) -> Iterator[Metric]:
        version = self._health.version()
        yield GaugeMetricFamily("xiaodi_store_up", "Whether the store answers", value=version is not None)
        if version is not None:
            yield GaugeMetricFamily("xiaodi_graph_version", "Grows with each write that changed something", version)
            self._refresh(version)
        if self._size is not None:
            yield from _shown(self._size)
        known = self._service.names.mark
        fresh = known is not None and version is not None and known == self._health.mark
        yield GaugeMetricFamily("xiaodi_names_index_fresh", "Whether the index of names follows the graph", fresh)

    def describe(self) -> list[Metric]:
        return []

    def _refresh(self, version: int) -> None:
        """Begin to read the graph again when what is known is old; the next scrape shows it."""
        known = self._size
        if known and time.monotonic() - known.at < _FRESH_FOR:
            return
        if self._reading.acquire(blocking=False):
            threading.Thread(target=self._read, args=(version, known), name="graph-size", daemon=True).start()

    def _read(self, version: int, known: _Size | None) -> None:
        try:
            counted = known if known and known.version == version else None
            self._size = _read_size(self._service, version, counted)
        except StoreError:
            return  # the store's own metrics tell; the next scrape tries again
        finally:
            self._reading.release()


def _read_size(service: Service, version: int, counted: _Size | None) -> _Size:
    """Read the graph; what stands in `counted` still holds, for it is of the same version."""
    began = time.monotonic()

    def rows(cypher: str) -> list[dict[str, Any]]:
        return service.store.read(cypher).rows

    return _Size(
        version,
        began,
        nodes=counted.nodes if counted else {row["label"] or "": row["count"] for row in rows(_NODES)},
        edges=counted.edges if counted else {row["label"]: row["count"] for row in rows(_EDGES)},
        published=rows(_PUBLISHED)[0]["newest"],
        finished=rows(_RUNS)[0]["newest"],
        unfinished=rows(_UNFINISHED)[0]["count"],
        seconds=time.monotonic() - began,
    )


def _shown(size: _Size) -> Iterator[Metric]:
    for name, counts in (("nodes", size.nodes), ("edges", size.edges)):
        family = GaugeMetricFamily(f"xiaodi_graph_{name}", f"{name.capitalize()} of the graph", labels=("label",))
        for label, count in counts.items():
            family.add_metric((label,), count)
        yield family
    yield GaugeMetricFamily("xiaodi_graph_read_seconds", "Seconds that counting the graph took", size.seconds)
    yield GaugeMetricFamily("xiaodi_loads_unfinished", "Sources whose load was cut off or goes on", size.unfinished)
    if size.published is not None:
        published = datetime.fromisoformat(size.published).replace(tzinfo=UTC)
        yield GaugeMetricFamily(
            "xiaodi_newest_publication_timestamp_seconds",
            "The last day of the newest publication",
            published.timestamp(),
        )
    if size.finished is not None:
        age = (datetime.now(UTC) - datetime.fromisoformat(size.finished)).total_seconds()
        yield GaugeMetricFamily("xiaodi_since_last_load_seconds", "Seconds since the last load ended", age)
