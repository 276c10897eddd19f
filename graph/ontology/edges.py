"""The edge types, their ends and how each makes a tie.

A tie is a PARTNERS_WITH, FOUNDED, OPERATES or SERVES edge between two that are no instruments, or two
parties of one instrument (Agreement, Activity, Project, Program) of which at least one is a principal.
An instrument is what a tie runs through, never a partner. Rosters are never ties.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from graph.base import Edge
from graph.errors import Text
from graph.values import PartialDate

#: Roles in which a participant stands for the whole; between two others sharing an instrument is no tie.
PRINCIPAL_ROLES = frozenset({"party", "host", "organizer", "co-organizer", "lead", "signatory"})

#: The kinds of PARTNERS_WITH, as everybody calls them.
TIE_KINDS: Mapping[str, Text] = {
    "signed": Text("签约", "signed"),
    "paired": Text("结对", "paired"),
    "joint": Text("共建", "joint"),
}

_Ends = tuple[tuple[str, str], ...]


class PartOf(Edge):
    """(:Community)-[:PART_OF]->(:Subdistrict), (:College)-[:PART_OF]->(:University)"""

    type_name: ClassVar[str] = "PART_OF"
    zh: ClassVar[str] = "隶属"
    roster: ClassVar[bool] = True
    ends: ClassVar[_Ends] = (
        ("Place", "Place"),
        ("Organization", "Organization"),
        ("Organization", "Zone"),
        ("Platform", "Organization"),
        ("Platform", "Platform"),
        ("Program", "Program"),
        ("Program", "Policy"),
        ("Project", "Program"),
        ("Agreement", "Program"),
        ("Activity", "Program"),
        ("Activity", "Activity"),
        ("Team", "Organization"),
        ("Need", "Program"),
        ("Service", "Program"),
        ("Service", "Policy"),
    )


class LocatedIn(Edge):
    """(:Organization)-[:LOCATED_IN]->(:Place)"""

    type_name: ClassVar[str] = "LOCATED_IN"
    zh: ClassVar[str] = "位于"
    roster: ClassVar[bool] = True
    ends: ClassVar[_Ends] = (
        *(
            (family, "Place")
            for family in ("Organization", "Platform", "Zone", "Venue", "Activity", "Project", "Team", "Program")
        ),
        ("Platform", "Platform"),
        ("Activity", "Organization"),
        ("Activity", "Platform"),
    )


class PartnersWith(Edge):
    """(:Organization|Place)-[:PARTNERS_WITH {kind: signed | paired | joint}]-(:Organization|Place)

    Only where the text gives two parties and no named, dated or multi-party instrument.
    """

    type_name: ClassVar[str] = "PARTNERS_WITH"
    zh: ClassVar[str] = "合作"
    symmetric: ClassVar[bool] = True
    tie: ClassVar[Literal["", "direct", "party", "both"]] = "direct"
    ends: ClassVar[_Ends] = tuple(
        (a, b)
        for a in ("Organization", "Place", "Platform", "Team")
        for b in ("Organization", "Place", "Platform", "Team")
    )

    kind: Literal["signed", "paired", "joint"]


class PartyTo(Edge):
    """(:Organization|Place)-[:PARTY_TO]->(:Agreement)"""

    type_name: ClassVar[str] = "PARTY_TO"
    zh: ClassVar[str] = "签署"
    tie: ClassVar[Literal["", "direct", "party", "both"]] = "party"
    ends: ClassVar[_Ends] = (("Organization", "Agreement"), ("Place", "Agreement"), ("Platform", "Agreement"))


class MemberOf(Edge):
    """(:Organization)-[:MEMBER_OF]->(:Association)"""

    type_name: ClassVar[str] = "MEMBER_OF"
    zh: ClassVar[str] = "成员"
    roster: ClassVar[bool] = True
    ends: ClassVar[_Ends] = tuple(
        (a, b)
        for a in ("Organization", "Place", "Platform", "Person", "Team")
        for b in ("Association", "Team", "Platform")
    )


class Leads(Edge):
    """(:Organization)-[:LEADS]->(:Association|Program|Project|Activity|Platform|Team)"""

    type_name: ClassVar[str] = "LEADS"
    zh: ClassVar[str] = "牵头"
    tie: ClassVar[Literal["", "direct", "party", "both"]] = "party"
    ends: ClassVar[_Ends] = tuple(
        (a, b)
        for a in ("Organization", "Place", "Person", "Team")
        for b in ("Association", "Program", "Project", "Activity", "Platform", "Team")
    )


class Operates(Edge):
    """(:Organization|Place)-[:OPERATES]->(:Platform|Program|Zone|Venue)"""

    type_name: ClassVar[str] = "OPERATES"
    zh: ClassVar[str] = "运营"
    tie: ClassVar[Literal["", "direct", "party", "both"]] = "both"
    ends: ClassVar[_Ends] = tuple(
        (a, b) for a in ("Organization", "Place") for b in ("Platform", "Program", "Zone", "Venue")
    )


class Founded(Edge):
    """(:Organization|Place)-[:FOUNDED]->(:Platform|Organization|Team|Venue)"""

    type_name: ClassVar[str] = "FOUNDED"
    zh: ClassVar[str] = "设立"
    tie: ClassVar[Literal["", "direct", "party", "both"]] = "direct"
    ends: ClassVar[_Ends] = tuple(
        (a, b)
        for a in ("Organization", "Place", "Platform")
        for b in ("Platform", "Organization", "Team", "Venue", "Zone")
    )


class ResidentOf(Edge):
    """(:Organization)-[:RESIDENT_OF]->(:Zone|Platform)"""

    type_name: ClassVar[str] = "RESIDENT_OF"
    zh: ClassVar[str] = "入驻"
    roster: ClassVar[bool] = True
    ends: ClassVar[_Ends] = tuple(
        (a, b) for a in ("Organization", "Platform", "Project", "Team") for b in ("Zone", "Platform")
    )


class CooperatesOn(Edge):
    """(:Organization)-[:COOPERATES_ON]->(:Project)"""

    type_name: ClassVar[str] = "COOPERATES_ON"
    zh: ClassVar[str] = "共研"
    tie: ClassVar[Literal["", "direct", "party", "both"]] = "party"
    ends: ClassVar[_Ends] = tuple((a, "Project") for a in ("Organization", "Place", "Platform", "Team"))


class ParticipatesIn(Edge):
    """(:Organization)-[:PARTICIPATES_IN {role}]->(:Activity|Program|Project)"""

    type_name: ClassVar[str] = "PARTICIPATES_IN"
    zh: ClassVar[str] = "参与"
    tie: ClassVar[Literal["", "direct", "party", "both"]] = "party"
    ends: ClassVar[_Ends] = tuple(
        (a, b)
        for a in ("Organization", "Place", "Platform", "Person", "Team")
        for b in ("Activity", "Program", "Project")
    )

    #: host, organizer, co-organizer: principals; participant, visited, venue, approved, guest, speaker ...: not.
    role: str = "participant"


class Serves(Edge):
    """(:Organization|Platform|Team)-[:SERVES]->(:Place|Organization)"""

    type_name: ClassVar[str] = "SERVES"
    zh: ClassVar[str] = "服务"
    tie: ClassVar[Literal["", "direct", "party", "both"]] = "direct"
    ends: ClassVar[_Ends] = tuple(
        (a, b) for a in ("Organization", "Platform", "Team", "Place") for b in ("Place", "Organization")
    )


class HasNeed(Edge):
    """(:Place|Organization)-[:HAS_NEED]->(:Need)"""

    type_name: ClassVar[str] = "HAS_NEED"
    zh: ClassVar[str] = "需求"
    ends: ClassVar[_Ends] = (("Place", "Need"), ("Organization", "Need"))


class Provides(Edge):
    """(:Place|Organization)-[:PROVIDES]->(:Service)"""

    type_name: ClassVar[str] = "PROVIDES"
    zh: ClassVar[str] = "提供"
    ends: ClassVar[_Ends] = tuple((a, "Service") for a in ("Place", "Organization", "Platform", "Team", "Program"))


class Meets(Edge):
    """(:Service)-[:MEETS]->(:Need)"""

    type_name: ClassVar[str] = "MEETS"
    zh: ClassVar[str] = "满足"
    ends: ClassVar[_Ends] = (("Service", "Need"),)


class Issued(Edge):
    """(:GovernmentBody|Place)-[:ISSUED]->(:Policy)"""

    type_name: ClassVar[str] = "ISSUED"
    zh: ClassVar[str] = "发布"
    ends: ClassVar[_Ends] = (("Organization", "Policy"), ("Place", "Policy"))


class HasRole(Edge):
    """(:Person)-[:HAS_ROLE {role}]->(:Organization|Place)"""

    type_name: ClassVar[str] = "HAS_ROLE"
    zh: ClassVar[str] = "任职"
    ends: ClassVar[_Ends] = (("Person", "Organization"), ("Person", "Place"), ("Person", "Team"))

    role: str


class SucceededBy(Edge):
    """(:University)-[:SUCCEEDED_BY {date, how}]->(:University); never followed unless a query is asked to.

    Stated only where a public source or an unchanged code tells it; a likeness of names alone is proposed.
    """

    type_name: ClassVar[str] = "SUCCEEDED_BY"
    zh: ClassVar[str] = "更名合并为"
    ends: ClassVar[_Ends] = (("Organization", "Organization"), ("Place", "Place"), ("Platform", "Platform"))

    date: PartialDate | None = None
    #: Renamed, merged (合并) or converted (转设); not named `kind`, which would go into the id of the edge.
    how: Literal["renamed", "merged", "converted"] | None = None
    #: The last list of the predecessor and the first of the successor, where the date itself is not known.
    not_before: PartialDate | None = None
    not_after: PartialDate | None = None
    #: The public sources that tell it: addresses, or names and numbers of documents.
    cited: tuple[str, ...] = ()
    #: Why it is proposed, where no source tells it.
    reason: str | None = None


class About(Edge):
    """(:Claim)-[:ABOUT]->(:Entity)"""

    type_name: ClassVar[str] = "ABOUT"
    zh: ClassVar[str] = "关于"
    ends: ClassVar[_Ends] = (("Claim", "Entity"),)


class SameFact(Edge):
    """(:Claim)-[:SAME_FACT]-(:Claim): one fact told twice, never summed."""

    type_name: ClassVar[str] = "SAME_FACT"
    zh: ClassVar[str] = "同一事实"
    symmetric: ClassVar[bool] = True
    ends: ClassVar[_Ends] = (("Claim", "Claim"),)


class ConflictsWith(Edge):
    """(:Claim)-[:CONFLICTS_WITH]-(:Claim): scope and date agree, values differ beyond their qualifiers."""

    type_name: ClassVar[str] = "CONFLICTS_WITH"
    zh: ClassVar[str] = "数字冲突"
    symmetric: ClassVar[bool] = True
    ends: ClassVar[_Ends] = (("Claim", "Claim"),)
