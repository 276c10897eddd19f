"""Types and edges of the ontology in the terms of W3C ORG, schema.org and PROV.

Each type and each edge also has a term of its own, so that nothing is lost; a term of a shared vocabulary is added
where what it says is so. ORG's properties join organisations, which a place is not, even where a document makes it a
party: such an edge has its own term alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.ontology import node_types

#: The terms of our own; a name for a vocabulary, not an address.
OWN = "urn:xiaodi:vocab:"
CONTEXT: Mapping[str, Any] = {
    "@version": 1.1,
    "@vocab": OWN,
    "org": "http://www.w3.org/ns/org#",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}

TYPES: Mapping[str, tuple[str, ...]] = {
    "Province": ("schema:State",),
    "City": ("schema:City",),
    "District": ("schema:AdministrativeArea",),
    "Subdistrict": ("schema:AdministrativeArea",),
    "Community": ("schema:AdministrativeArea",),
    "Zone": ("schema:Place", "org:Site"),
    "Venue": ("schema:EventVenue", "org:Site"),
    "University": ("schema:CollegeOrUniversity", "org:FormalOrganization"),
    "College": ("schema:EducationalOrganization", "org:OrganizationalUnit"),
    "School": ("schema:School", "org:FormalOrganization"),
    "ResearchInstitute": ("schema:ResearchOrganization", "org:FormalOrganization"),
    "Enterprise": ("schema:Corporation", "org:FormalOrganization"),
    "GovernmentBody": ("schema:GovernmentOrganization", "org:FormalOrganization"),
    "Association": ("schema:Organization", "org:Organization"),
    "Hospital": ("schema:Hospital", "org:FormalOrganization"),
    "Platform": ("schema:Organization", "org:Organization"),
    "Team": ("schema:Organization", "org:Organization"),
    "Program": ("schema:Project", "org:OrganizationalCollaboration"),
    "Project": ("schema:Project", "org:OrganizationalCollaboration"),
    "Agreement": ("org:OrganizationalCollaboration",),
    "Activity": ("schema:Event",),
    "Policy": ("schema:CreativeWork",),
    "Need": ("schema:Demand",),
    "Service": ("schema:Service",),
    "Person": ("schema:Person", "prov:Person"),
    "Claim": ("schema:Observation", "prov:Entity"),
    "Source": ("schema:CreativeWork", "prov:Entity"),
    "Passage": ("schema:Quotation", "prov:Entity"),
    "Run": ("prov:Activity",),
    "Decision": ("prov:Activity",),
    "Stamp": ("prov:Entity",),
}

#: Type or family -> property -> term; what is not named here has a term of its own.
PROPERTIES: Mapping[str, Mapping[str, str]] = {
    "Entity": {"name": "schema:name", "aliases": "schema:alternateName", "description": "schema:description"},
    "Record": {"name": "schema:name", "aliases": "schema:alternateName", "description": "schema:description"},
    "Place": {"code": "schema:identifier"},
    "Organization": {"official_name": "schema:legalName"},
    "University": {"moe_code": "schema:identifier"},
    "Activity": {"date": "schema:startDate", "end_date": "schema:endDate"},
    "Policy": {"date": "schema:datePublished", "number": "schema:identifier"},
    "Claim": {
        "topic": "schema:variableMeasured",
        "value": "schema:value",
        "unit": "schema:unitText",
        "as_of": "schema:observationDate",
    },
    "Source": {"published": "schema:datePublished"},
    "Passage": {"text": "schema:text"},
}


@dataclass(frozen=True)
class Term:
    """A term for an edge between nodes of some types or families; inverse: it leads from the end to the start."""

    name: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    inverse: bool = False
    #: Only for edges whose role stands for the whole, or only for others.
    principal: bool | None = None


#: Types and families that are organisations in the sense of ORG and of schema.org.
ORGS = ("Organization", "Platform", "Team", "Program", "Project", "Agreement")
_BODIES = ("Organization", "Platform", "Team", "Program", "Project")
_AGENTS = (*_BODIES, "Person")
_ANY = ("Entity",)

EDGES: Mapping[str, tuple[Term, ...]] = {
    "PART_OF": (
        Term("schema:containedInPlace", ("Place",), ("Place",)),
        Term("org:unitOf", ("College",), ("University",)),
        Term("org:subOrganizationOf", ORGS, ORGS),
        Term("schema:location", ("Organization",), ("Zone",)),
        Term("schema:superEvent", ("Activity",), ("Activity",)),
    ),
    "LOCATED_IN": (
        Term("schema:containedInPlace", ("Place",), ("Place",)),
        Term("schema:location", (*_BODIES, "Activity"), ("Place",)),
        Term("org:hasSite", _BODIES, ("Zone", "Venue")),
    ),
    "PARTNERS_WITH": (Term("org:linkedTo", ORGS, ORGS),),
    "PARTY_TO": (Term("org:memberOf", _BODIES, ("Agreement",)),),
    "MEMBER_OF": (Term("org:memberOf", _AGENTS, ORGS),),
    "LEADS": (
        Term("org:headOf", ("Person",), ORGS),
        Term("org:memberOf", _BODIES, ORGS),
        Term("schema:organizer", _AGENTS, ("Activity",), inverse=True),
    ),
    "OPERATES": (Term("org:linkedTo", ORGS, ORGS),),
    "FOUNDED": (Term("schema:founder", _AGENTS, ORGS, inverse=True),),
    "RESIDENT_OF": (
        Term("schema:location", _BODIES, ("Zone",)),
        Term("org:hasSite", _BODIES, ("Zone",)),
        Term("org:linkedTo", ORGS, ("Platform",)),
    ),
    "COOPERATES_ON": (Term("org:memberOf", _BODIES, ("Project",)),),
    "PARTICIPATES_IN": (
        Term("org:memberOf", _AGENTS, ("Program", "Project")),
        Term("schema:organizer", _AGENTS, ("Activity",), inverse=True, principal=True),
        Term("schema:attendee", _AGENTS, ("Activity",), inverse=True, principal=False),
    ),
    "SERVES": (Term("schema:areaServed", _BODIES, ("Place",)),),
    "HAS_NEED": (Term("schema:seeks", _BODIES, ("Need",)),),
    "PROVIDES": (Term("schema:provider", _BODIES, ("Service",), inverse=True),),
    "MEETS": (Term("schema:itemOffered", ("Service",), ("Need",), inverse=True),),
    "ISSUED": (Term("schema:publisher", _BODIES, ("Policy",), inverse=True),),
    "HAS_ROLE": (Term("org:memberOf", ("Person",), ORGS),),
    "SUCCEEDED_BY": (Term("dcterms:isReplacedBy", _ANY, _ANY),),
    "ABOUT": (Term("schema:observationAbout", ("Claim",), _ANY),),
    "SAME_FACT": (Term("prov:alternateOf", ("Claim",), ("Claim",)),),
    # no shared vocabulary has a word for two figures that cannot both be right
    "CONFLICTS_WITH": (),
}
#: Edges that are memberships, with a role, where they lead to an organisation.
MEMBERSHIPS = frozenset({"PARTY_TO", "MEMBER_OF", "LEADS", "COOPERATES_ON", "PARTICIPATES_IN", "HAS_ROLE"})
#: Edges that are changes of an organisation.
CHANGES = frozenset({"SUCCEEDED_BY"})


def is_one_of(label: str, names: tuple[str, ...]) -> bool:
    """Whether a type is among these types and families."""
    return not set(node_types()[label].labels()).isdisjoint(names)


def term_of(label: str, name: str) -> str:
    """The term for a property of a node."""
    families = reversed(node_types()[label].labels())
    return next((PROPERTIES[f][name] for f in families if name in PROPERTIES.get(f, {})), name)


def terms(edge_type: str, start: str, end: str, *, principal: bool) -> list[Term]:
    """The shared terms for an edge between nodes of two types."""
    return [
        term
        for term in EDGES[edge_type]
        if is_one_of(start, term.starts) and is_one_of(end, term.ends) and term.principal in (None, principal)
    ]
