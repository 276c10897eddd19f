"""JSON-LD through a processor: its triples are what W3C ORG and schema.org say."""

from __future__ import annotations

import json

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, SDO, SKOS

from api.exports.content import Region, WholeGraph
from api.exports.formats.jsonld import iri
from api.exports.run import Wanted
from api.exports.vocabulary import CONTEXT, EDGES, OWN, PROPERTIES, TYPES, is_one_of
from api.service import Service
from graph.ontology import edge_types, joins, node_types
from graph.store import GraphStore
from tests.api.exports.reading import Made, written

BASE = "urn:xiaodi:"
OWN_NS = Namespace(OWN)
VOCABULARIES = {"org": ORG, "schema": SDO, "prov": PROV, "dcterms": DCTERMS, "skos": SKOS, "rdf": RDF}
#: Terms of schema.org that are newer than the list of the library.
NEWER = {"schema:observationAbout"}


def read(text: bytes) -> Graph:
    return Graph().parse(data=text, format="json-ld")


@pytest.fixture(scope="module")
def desk(five: GraphStore) -> Service:
    return Service(five)


@pytest.fixture(scope="module")
def triples(desk: Service) -> Graph:
    return read(written(WholeGraph(desk), "jsonld"))


def test_every_type_and_edge_is_mapped() -> None:
    assert set(TYPES) == set(node_types())
    assert set(EDGES) == set(edge_types())
    families = {name for node in node_types().values() for name in node.labels()}
    assert set(PROPERTIES) <= families
    for terms in EDGES.values():
        assert {name for term in terms for name in (*term.starts, *term.ends)} <= families


def test_every_term_is_one_of_its_vocabulary() -> None:
    used = {term for types in TYPES.values() for term in types}
    used |= {term.name for terms in EDGES.values() for term in terms}
    used |= {term for terms in PROPERTIES.values() for term in terms.values()}
    for term in sorted(used - NEWER):
        prefix, _, name = term.partition(":")
        vocabulary = VOCABULARIES[prefix]
        assert name in vocabulary, term
        assert CONTEXT[prefix] == str(vocabulary), prefix


def test_terms_of_org_join_what_org_calls_organisations() -> None:
    organisations = {
        label
        for label, types in TYPES.items()
        if any(t.startswith("org:Org") or t == "org:FormalOrganization" for t in types)
    }
    members = organisations | {"Person"}
    for edge, terms in EDGES.items():
        for term in terms:
            if not term.name.startswith("org:"):
                continue
            starts = {label for label in node_types() if is_one_of(label, term.starts)}
            ends = {label for label in node_types() if is_one_of(label, term.ends)}
            assert starts <= members, edge
            sites = {label for label, types in TYPES.items() if "org:Site" in types}
            assert ends <= (sites if term.name == "org:hasSite" else organisations), edge
            assert any(joins(edge, start, end) for start in starts for end in ends), (edge, term.name)


def test_a_college_is_a_unit_of_its_university(desk: Service, triples: Graph) -> None:
    rows = desk.store.read(
        "MATCH (c:College)-[:PART_OF]->(u:University) RETURN c.id AS c, u.id AS u, c.name AS name"
    ).rows
    assert rows
    for row in rows:
        college, university = URIRef(BASE + row["c"]), URIRef(BASE + row["u"])
        assert (college, ORG.unitOf, university) in triples
        assert (college, RDF.type, ORG.OrganizationalUnit) in triples
        assert (university, RDF.type, SDO.CollegeOrUniversity) in triples
        assert (college, SDO.name, Literal(row["name"])) in triples


def test_partners_are_linked_and_the_link_has_its_evidence(desk: Service, triples: Graph) -> None:
    rows = desk.store.read(
        "MATCH (a:Organization)-[r:PARTNERS_WITH]->(b:Organization) "
        "RETURN a.id AS a, b.id AS b, r.id AS r, r.evidence AS told"
    ).rows
    assert rows
    for row in rows:
        tie = URIRef(BASE + row["r"])
        assert (URIRef(BASE + row["a"]), ORG.linkedTo, URIRef(BASE + row["b"])) in triples
        assert (tie, RDF.subject, URIRef(BASE + row["a"])) in triples
        assert (tie, RDF.predicate, OWN_NS.PARTNERS_WITH) in triples
        assert set(triples.objects(tie, PROV.wasDerivedFrom)) == {URIRef(iri(BASE, item)) for item in row["told"]}


def test_every_edge_is_a_triple_and_every_node_has_its_type(desk: Service, triples: Graph) -> None:
    content = WholeGraph(desk)
    for row in content.nodes():
        assert (URIRef(iri(BASE, row["id"])), RDF.type, OWN_NS[row["label"]]) in triples
    for row in content.edges():
        assert (URIRef(iri(BASE, row["start_id"])), OWN_NS[row["type"]], URIRef(iri(BASE, row["end_id"]))) in triples


def test_a_dataset_says_what_it_is_of(desk: Service) -> None:
    found = read(written(Region(desk, "榆次区"), "jsonld"))
    (dataset,) = found.subjects(RDF.type, SDO.Dataset)
    assert found.value(dataset, SDO.version) == Literal(str(desk.version()))
    assert "榆次区" in str(found.value(dataset, SDO.description))


def test_ids_are_iris_under_the_base_that_was_named(desk: Service) -> None:
    text = written(Wanted(place="榆次区", base="https://example.org/id/").content(desk), "jsonld")
    assert (URIRef("https://example.org/id/cn-140702"), RDF.type, SDO.AdministrativeArea) in read(text)
    assert json.loads(text)["@context"] == dict(CONTEXT)  # nothing is fetched


def test_what_is_proposed_is_no_triple() -> None:
    ends = {"start_id": "a", "start_label": "Enterprise", "end_id": "b", "end_label": "Enterprise"}
    edge = {"id": "e-1", "type": "PARTNERS_WITH", **ends, "props": {"kind": "joint", "status": "proposed"}}
    found = read(written(Made(edges=[edge]), "jsonld"))
    assert (URIRef("urn:xiaodi:a"), ORG.linkedTo, URIRef("urn:xiaodi:b")) not in found
    assert (URIRef("urn:xiaodi:e-1"), OWN_NS.status, Literal("proposed")) in found


def _made(id_: str, label: str, **props: object) -> dict[str, object]:
    return {"id": id_, "label": label, "props": {"name": id_.upper(), "status": "stated", **props}}


_NODES = [
    _made("u", "University", moe_code="4114010001", official_name="大学"), _made("c", "College"),
    _made("p", "Person"), _made("e", "Enterprise", aliases=["别名"]), _made("n", "Need"), _made("s", "Service"),
    _made("a", "Agreement"), _made("v", "Activity", date="2024-05"), _made("y", "Policy", number="1 号"),
    _made("d", "District", code="140702"), _made("b", "Subdistrict"), _made("k", "Claim", value=12, unit="所"),
]  # fmt: skip
#: Type, role, start, end -> the triple that it is in the shared terms.
_TRIPLES = [
    ("PART_OF", "", "c", "u", ("c", ORG.unitOf, "u")),
    ("PART_OF", "", "b", "d", ("b", SDO.containedInPlace, "d")),
    ("PARTNERS_WITH", "", "u", "e", ("u", ORG.linkedTo, "e")),
    ("PARTY_TO", "", "e", "a", ("e", ORG.memberOf, "a")),
    ("LEADS", "", "p", "c", ("p", ORG.headOf, "c")),
    ("PARTICIPATES_IN", "host", "u", "v", ("v", SDO.organizer, "u")),
    ("PARTICIPATES_IN", "participant", "e", "v", ("v", SDO.attendee, "e")),
    ("LOCATED_IN", "", "e", "d", ("e", SDO.location, "d")),
    ("SERVES", "", "u", "d", ("u", SDO.areaServed, "d")),
    ("HAS_NEED", "", "e", "n", ("e", SDO.seeks, "n")),
    ("PROVIDES", "", "u", "s", ("s", SDO.provider, "u")),
    ("MEETS", "", "s", "n", ("n", SDO.itemOffered, "s")),
    ("ISSUED", "", "u", "y", ("y", SDO.publisher, "u")),
    ("SUCCEEDED_BY", "", "e", "u", ("e", DCTERMS.isReplacedBy, "u")),
    ("ABOUT", "", "k", "d", ("k", SDO["observationAbout"], "d")),
]
_VALUES = [
    ("u", SDO.identifier, "4114010001"), ("u", SDO.legalName, "大学"), ("e", SDO.alternateName, "别名"),
    ("v", SDO.startDate, "2024-05"), ("y", SDO.identifier, "1 号"), ("d", SDO.identifier, "140702"),
    ("k", SDO.value, 12), ("k", SDO.unitText, "所"),
]  # fmt: skip


def test_each_relation_and_value_is_what_the_shared_terms_say() -> None:
    labels = {str(node["id"]): node["label"] for node in _NODES}
    edges = [
        {"id": f"e-{number}", "type": name, "start_id": start, "start_label": labels[start], "end_id": end,
         "end_label": labels[end], "props": {"role": role, "status": "stated", "principal": role != "participant"}}
        for number, (name, role, start, end, _) in enumerate(_TRIPLES)
    ]  # fmt: skip
    found = read(written(Made(_NODES, edges), "jsonld"))
    for start, term, end in (triple for *_, triple in _TRIPLES):
        assert (URIRef(BASE + start), term, URIRef(BASE + end)) in found, term
        assert (URIRef(BASE + end), term, URIRef(BASE + start)) not in found, term
    for subject, term, value in _VALUES:
        assert (URIRef(BASE + subject), term, Literal(value)) in found, term
