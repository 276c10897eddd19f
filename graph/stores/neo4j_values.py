"""What the driver gives, as plain values."""

from __future__ import annotations

from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

_PLAIN = (str, int, float, bool, type(None))


def plain(value: Any) -> Any:
    """Nodes and edges as their properties, a path as its nodes, times as text."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Node | Relationship):
        return {name: plain(value[name]) for name in sorted(value)}
    if isinstance(value, Path):
        return [plain(node) for node in value.nodes]
    if isinstance(value, Point):
        names = ("longitude", "latitude", "height") if value.srid in (4326, 4979) else ("x", "y", "z")
        return dict(zip(names, value, strict=False))
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else _time(value)


def _time(value: Any) -> Any:
    if isinstance(value, Duration):
        parts = {"months": value.months, "days": value.days, "seconds": value.seconds}
        return parts | ({"nanoseconds": value.nanoseconds} if value.nanoseconds else {})
    if isinstance(value, Date | DateTime | Time):
        return value.to_native().isoformat()
    return value.hex() if isinstance(value, bytes | bytearray) else str(value)
