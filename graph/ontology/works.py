"""What parties do together: platforms, programs, projects, activities, agreements; and policies."""

from __future__ import annotations

from typing import ClassVar

from graph.base import Anchor, Entity, Rule
from graph.values import PartialDate


class Platform(Entity):
    """An incubator, makerspace, base, laboratory, institute, workstation or centre; its operator may be unknown.

    (:Organization)-[:FOUNDED|OPERATES]->(:Platform)<-[:RESIDENT_OF]-(:Organization)
    """

    family: ClassVar[str] = "Platform"
    zh: ClassVar[str] = "平台"

    #: incubator, makerspace, base, laboratory, institute, workstation, training, centre ...
    kind: str | None = None
    #: 国家级, 省级, 市级 ...
    level: str | None = None
    field: str | None = None
    #: The class of bodies that set it up or runs it, where the text names none.
    by: str | None = None


class Program(Entity):
    """A brand, mechanism, system or campaign, with its rules in order.

    (:Place)-[:OPERATES]->(:Program)<-[:PARTICIPATES_IN]-(:Organization)
    """

    family: ClassVar[str] = "Program"
    zh: ClassVar[str] = "机制项目"
    instrument: ClassVar[bool] = True

    #: brand, mechanism, campaign, policy package ...
    kind: str | None = None
    #: The class of actors that carries it, where the text names no body.
    by: str | None = None
    rules: tuple[Rule, ...] = ()


class Project(Entity):
    """A project, or a technology that parties develop together.

    (:Organization)-[:COOPERATES_ON]->(:Project)
    """

    family: ClassVar[str] = "Project"
    zh: ClassVar[str] = "项目技术"
    instrument: ClassVar[bool] = True

    #: project, technology, model ...
    kind: str | None = None
    field: str | None = None
    by: str | None = None


class Activity(Entity):
    """An event or a series of events; a visit is one, and never a formal tie.

    (:Organization)-[:PARTICIPATES_IN {role}]->(:Activity)-[:LOCATED_IN]->(:Place)
    """

    family: ClassVar[str] = "Activity"
    zh: ClassVar[str] = "活动"
    anchor: ClassVar[Anchor] = Anchor.SHEET
    instrument: ClassVar[bool] = True

    #: visit, lecture, fair, internship, volunteering, meeting, ceremony, contest ...
    kind: str | None = None
    by: str | None = None
    date: PartialDate | None = None
    end_date: PartialDate | None = None


class Agreement(Entity):
    """A signed instrument with its parties.

    (:Organization)-[:PARTY_TO]->(:Agreement)
    """

    family: ClassVar[str] = "Agreement"
    zh: ClassVar[str] = "协议"
    anchor: ClassVar[Anchor] = Anchor.SHEET
    instrument: ClassVar[bool] = True

    kind: str | None = None
    by: str | None = None
    date: PartialDate | None = None


class Policy(Entity):
    """A published plan, measure or rule.

    (:GovernmentBody)-[:ISSUED]->(:Policy)
    """

    family: ClassVar[str] = "Policy"
    zh: ClassVar[str] = "政策"

    #: The document's number, such as 市组通字〔2019〕52号.
    number: str | None = None
    date: PartialDate | None = None
