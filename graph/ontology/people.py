"""People in a public role, and teams."""

from __future__ import annotations

from typing import ClassVar

from graph.base import Anchor, Entity


class Person(Entity):
    """Someone acting in a public role: name, role and body, and nothing beyond.

    (:Person)-[:HAS_ROLE {role}]->(:Organization)
    """

    family: ClassVar[str] = "Person"
    zh: ClassVar[str] = "人物"
    anchor: ClassVar[Anchor] = Anchor.BODY


class Team(Entity):
    """A volunteer, research or service team.

    (:Organization)-[:FOUNDED]->(:Team)-[:SERVES]->(:Place)
    """

    family: ClassVar[str] = "Team"
    zh: ClassVar[str] = "团队"

    kind: str | None = None
    by: str | None = None
