"""Organisations: HEIs and their colleges, schools, institutes, enterprises, public bodies, associations."""

from __future__ import annotations

from typing import ClassVar, Literal

from graph.base import Anchor, Entity, Side


class Organization(Entity):
    """A body that can act as a party (W3C ORG: org:Organization)."""

    family: ClassVar[str] = "Organization"
    zh: ClassVar[str] = "组织"


class University(Organization):
    """A regular higher education institution, 高职 and 高专 too."""

    zh: ClassVar[str] = "高校"
    anchor: ClassVar[Anchor] = Anchor.REGISTRY
    side: ClassVar[Side] = Side.CAMPUS

    #: 教育部学校标识码, ten digits.
    moe_code: str | None = None
    level: Literal["本科", "专科"] | None = None
    authority: str | None = None
    ownership: str | None = None


class College(Organization):
    """A college, department or campus of a university; it is not its university.

    (:College)-[:PART_OF]->(:University)
    """

    zh: ClassVar[str] = "院系"
    anchor: ClassVar[Anchor] = Anchor.UNIVERSITY
    side: ClassVar[Side] = Side.CAMPUS


class School(Organization):
    """A school below higher education: 中专, 中学, 小学."""

    zh: ClassVar[str] = "学校"
    side: ClassVar[Side] = Side.CAMPUS


class ResearchInstitute(Organization):
    """A research institute or academy that stands on its own."""

    zh: ClassVar[str] = "科研院所"
    side: ClassVar[Side] = Side.CAMPUS


class Enterprise(Organization):
    """A company or firm."""

    zh: ClassVar[str] = "企业"
    side: ClassVar[Side] = Side.ENTERPRISE


class GovernmentBody(Organization):
    """A party or government body, or an office of one."""

    zh: ClassVar[str] = "党政机关"
    side: ClassVar[Side] = Side.LOCALITY


class Association(Organization):
    """An alliance, working group, mass body or joint committee.

    (:Organization)-[:MEMBER_OF]->(:Association)<-[:LEADS]-(:Organization)
    """

    zh: ClassVar[str] = "联盟社团"

    #: alliance, working_group, mass_body, committee ...
    kind: str | None = None


class Hospital(Organization):
    """A hospital or clinic."""

    zh: ClassVar[str] = "医院"
