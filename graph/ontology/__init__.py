"""The ontology: every module of this folder is read, every Node and Edge type in it is a type of the graph."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache

from graph.base import Edge, Entity, Model, Node, Record


def _declared() -> Iterator[type[Model]]:
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
        loaded = importlib.import_module(f"{__name__}.{module}")
        for _, item in inspect.getmembers(loaded, inspect.isclass):
            if issubclass(item, Model) and item.__module__ == loaded.__name__:
                yield item


def _is_abstract(node: type[Node]) -> bool:
    return any(other is not node and issubclass(other, node) for other in _declared() if issubclass(other, Node))


@cache
def node_types() -> Mapping[str, type[Node]]:
    """Label -> node type, abstract families (Place, Organization) left out."""
    found = [item for item in _declared() if issubclass(item, Node) and not _is_abstract(item)]
    return {item.label(): item for item in sorted(found, key=lambda item: item.label())}


@cache
def edge_types() -> Mapping[str, type[Edge]]:
    """Edge type name -> edge type."""
    found = [item for item in _declared() if issubclass(item, Edge)]
    return {item.type_name: item for item in sorted(found, key=lambda item: item.type_name)}


@cache
def entity_types() -> Mapping[str, type[Node]]:
    """Label -> type, of the things of the world."""
    return {label: item for label, item in node_types().items() if issubclass(item, Entity)}


def record_types() -> Mapping[str, type[Node]]:
    """Label -> type, of what we keep about them."""
    return {label: item for label, item in node_types().items() if issubclass(item, Record)}


@cache
def _pairs(edge_type: str) -> frozenset[tuple[str, str]]:
    declared = list(edge_types()[edge_type].ends)
    for node in node_types().values():
        declared += [(start, end) for name, start, end in node.joins if name == edge_type]
    return frozenset(declared)


def _names(label: str) -> tuple[str, ...]:
    return node_types()[label].labels()


def joins(edge_type: str, start: str, end: str) -> bool:
    """Whether an edge of the type may run from a node with label `start` to one with label `end`."""
    pairs = _pairs(edge_type)
    return any((a, b) in pairs for a in _names(start) for b in _names(end))


@cache
def tie_edges(how: str) -> tuple[str, ...]:
    """The edge types that make a tie: `direct` between their ends, `party` through an instrument."""
    return tuple(name for name, edge in edge_types().items() if edge.tie in (how, "both"))


@cache
def roster_edges() -> tuple[str, ...]:
    """The edge types that list or locate and never make a tie."""
    return tuple(name for name, edge in edge_types().items() if edge.roster)
