"""What schema.org says of its types and properties, as far as we use them: each is used of and for what it is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from api.exports.vocabulary import EDGES, PROPERTIES, TYPES, is_one_of
from graph.ontology import joins, node_types

#: Type -> the types that it is a kind of, one step.
PARENTS: Mapping[str, tuple[str, ...]] = {
    "Place": ("Thing",),
    "AdministrativeArea": ("Place",),
    "State": ("AdministrativeArea",),
    "City": ("AdministrativeArea",),
    "CivicStructure": ("Place",),
    "EventVenue": ("CivicStructure",),
    "Organization": ("Thing",),
    "EducationalOrganization": ("Organization", "CivicStructure"),
    "CollegeOrUniversity": ("EducationalOrganization",),
    "School": ("EducationalOrganization",),
    "ResearchOrganization": ("Organization",),
    "Corporation": ("Organization",),
    "GovernmentOrganization": ("Organization",),
    "MedicalOrganization": ("Organization",),
    "Hospital": ("MedicalOrganization", "CivicStructure"),
    "Project": ("Organization",),
    "Event": ("Thing",),
    "CreativeWork": ("Thing",),
    "Quotation": ("CreativeWork",),
    "Person": ("Thing",),
    "Demand": ("Thing",),
    "Service": ("Thing",),
    "QuantitativeValue": ("Thing",),
    "Observation": ("QuantitativeValue",),
}
#: Property -> the types that have it, and those that it leads to.
LEADS: Mapping[str, tuple[set[str], set[str]]] = {
    "containedInPlace": ({"Place"}, {"Place"}),
    "location": ({"Organization", "Event"}, {"Place"}),
    "superEvent": ({"Event"}, {"Event"}),
    "founder": ({"Organization"}, {"Organization", "Person"}),
    "organizer": ({"Event"}, {"Organization", "Person"}),
    "attendee": ({"Event"}, {"Organization", "Person"}),
    "areaServed": ({"Organization", "Service", "Demand"}, {"Place"}),
    "seeks": ({"Organization", "Person"}, {"Demand"}),
    "provider": ({"Service", "CreativeWork"}, {"Organization", "Person"}),
    "itemOffered": ({"Demand"}, {"Service", "Event", "CreativeWork"}),
    "publisher": ({"CreativeWork"}, {"Organization", "Person"}),
    "observationAbout": ({"Observation"}, {"Thing"}),
}
#: Property with a value -> the types that have it.
VALUES: Mapping[str, set[str]] = {
    "name": {"Thing"},
    "alternateName": {"Thing"},
    "description": {"Thing"},
    "identifier": {"Thing"},
    "legalName": {"Organization"},
    "startDate": {"Event"},
    "endDate": {"Event"},
    "datePublished": {"CreativeWork"},
    "variableMeasured": {"Observation"},
    "value": {"QuantitativeValue"},
    "unitText": {"QuantitativeValue"},
    "observationDate": {"Observation"},
    "text": {"CreativeWork"},
}
_PREFIX = "schema:"


def _kinds(label: str) -> set[str]:
    """All that a node of a type is, in the words of schema.org."""
    waiting = [term.removeprefix(_PREFIX) for term in TYPES[label] if term.startswith(_PREFIX)]
    found = {"Thing"}
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting += PARENTS.get(name, ())
    return found


def test_every_type_in_use_is_known() -> None:
    used = {term.removeprefix(_PREFIX) for terms in TYPES.values() for term in terms if term.startswith(_PREFIX)}
    assert used <= set(PARENTS)


def _uses() -> Iterator[tuple[str, str, str]]:
    """Every property with the label that has it and the label that it leads to, for all edges that may be."""
    for edge, terms in EDGES.items():
        for start, end in product(node_types(), repeat=2):
            if joins(edge, start, end):
                for term in terms:
                    if term.name.startswith(_PREFIX) and is_one_of(start, term.starts) and is_one_of(end, term.ends):
                        yield term.name.removeprefix(_PREFIX), *((end, start) if term.inverse else (start, end))


def test_every_relation_is_between_what_its_property_is_for() -> None:
    uses = list(_uses())
    assert {name for name, _, _ in uses} == set(LEADS)
    for name, subject, object_ in uses:
        having, led_to = LEADS[name]
        assert _kinds(subject) & having, (name, subject, object_)
        assert _kinds(object_) & led_to, (name, subject, object_)


@pytest.mark.parametrize("family", sorted(PROPERTIES))
def test_every_value_is_of_what_its_property_is_for(family: str) -> None:
    for label in node_types():
        if is_one_of(label, (family,)):
            for term in PROPERTIES[family].values():
                assert _kinds(label) & VALUES[term.removeprefix(_PREFIX)], (label, term)
