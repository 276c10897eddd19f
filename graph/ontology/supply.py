"""Needs and services: an item, or a list of them with its categories and count."""

from __future__ import annotations

from typing import ClassVar

from graph.base import Anchor, Entity


class Need(Entity):
    """A need or a list of needs.

    (:Place)-[:HAS_NEED]->(:Need)<-[:MEETS]-(:Service)
    """

    family: ClassVar[str] = "Need"
    zh: ClassVar[str] = "需求"
    anchor: ClassVar[Anchor] = Anchor.SHEET

    #: The class of actors that draws it up, where the text names no body.
    by: str | None = None
    categories: tuple[str, ...] = ()
    #: The number of items on the list.
    count: int | None = None


class Service(Entity):
    """A service or a list of services.

    (:Place)-[:PROVIDES]->(:Service)-[:MEETS]->(:Need)
    """

    family: ClassVar[str] = "Service"
    zh: ClassVar[str] = "服务"
    anchor: ClassVar[Anchor] = Anchor.SHEET

    by: str | None = None
    categories: tuple[str, ...] = ()
    count: int | None = None
