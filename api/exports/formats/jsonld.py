"""JSON-LD in the terms of W3C ORG, schema.org and PROV; `api.exports.vocabulary` says which. The context is inline.

Ids become IRIs under the base that the caller names. An edge that answers show is a triple of its own term and of the
shared ones, and a statement about that triple, which has its evidence; one that is not shown is the statement alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import quote

import orjson

from api.exports.base import EVERYTHING, PRODUCT, Content, Meta
from api.exports.values import edge_columns, node_columns, shown
from api.exports.vocabulary import CHANGES, CONTEXT, MEMBERSHIPS, ORGS, TYPES, is_one_of, term_of, terms
from graph.errors import Language
from graph.store import Row

#: What an IRI may have as it is; `#` parts a source from the place in it.
_SAFE = "-._~:/#!$'()*+,;=@"
_SHOWN = ("stated", "inferred")
_SORTED = ("rules_by", "rules_action", "rules_times", "rules_per")
_IRIS = {"evidence": "prov:wasDerivedFrom", "sources": "prov:hadPrimarySource"}
Thing = dict[str, Any]


class JsonLd:
    name = "jsonld"
    suffix = ".jsonld"
    media = "application/ld+json"
    kinds = EVERYTHING

    def write(self, content: Content, out: IO[bytes], language: Language) -> None:
        out.write(b'{"@context":' + orjson.dumps(CONTEXT) + b',\n"@graph":[\n')
        out.write(orjson.dumps(_dataset(content.meta, language)))
        for thing in _things(content):
            out.write(b",\n" + orjson.dumps(thing))
        out.write(b"\n]}\n")


def iri(base: str, id_: str) -> str:
    """The IRI of an id of ours, or of a piece of evidence."""
    return base + quote(id_, safe=_SAFE)


def _dataset(meta: Meta, language: Language) -> Thing:
    """What the export is of."""
    day = {"@type": "schema:Date", "@value": meta.date}
    filters = [
        {"@type": "schema:PropertyValue", "schema:name": name, "schema:value": str(value)}
        for name, value in meta.filters.items()
    ]
    return {
        "@type": "schema:Dataset",
        "schema:name": f"{PRODUCT.say(language)} {meta.title.say(language)}",
        "schema:description": meta.line(language),
        "schema:version": str(meta.version),
        "schema:dateCreated": day,
        "filter": filters,
    }


def _things(content: Content) -> Iterator[Thing]:
    base = content.meta.base
    for row in content.nodes():
        yield _node(base, row)
    for row in content.edges():
        if row["props"].get("status") in _SHOWN:
            yield from _triples(base, row)
        yield _statement(base, row)


def _node(base: str, row: Row) -> Thing:
    label = row["label"]
    thing = {"@id": iri(base, row["id"]), "@type": [label, *TYPES[label]]}
    for name, value in shown(row, node_columns(label)).items():
        thing |= _property(base, name, term_of(label, name), value)
    return thing


def _property(base: str, name: str, term: str, value: Any) -> Thing:
    if name in _IRIS:
        return {_IRIS[name]: [{"@id": iri(base, item)} for item in value]}
    return {term: {"@list": value} if name in _SORTED else value}


def _triples(base: str, row: Row) -> Iterator[Thing]:
    start, end = {"@id": iri(base, row["start_id"])}, {"@id": iri(base, row["end_id"])}
    yield {**start, row["type"]: end}
    for term in terms(row["type"], row["start_label"], row["end_label"], principal=bool(row["props"].get("principal"))):
        yield {**end, term.name: start} if term.inverse else {**start, term.name: end}


def _statement(base: str, row: Row) -> Thing:
    """The edge as a thing of its own, with its evidence; a membership or a change where it is one."""
    start, end = {"@id": iri(base, row["start_id"])}, {"@id": iri(base, row["end_id"])}
    types = ["rdf:Statement"]
    thing: Thing = {
        "@id": iri(base, row["id"]),
        "rdf:subject": start,
        "rdf:predicate": {"@id": f"{CONTEXT['@vocab']}{row['type']}"},
        "rdf:object": end,
    }
    for name, value in shown(row, edge_columns()).items():
        thing |= _property(base, name, name, value)
    if row["type"] in MEMBERSHIPS and is_one_of(row["end_label"], ORGS):
        types.append("org:Membership")
        thing |= {"org:member": start, "org:organization": end}
        if role := row["props"].get("role"):
            thing["org:role"] = {"@type": "org:Role", "skos:prefLabel": role}
    if row["type"] in CHANGES and is_one_of(row["start_label"], ORGS) and is_one_of(row["end_label"], ORGS):
        types.append("org:ChangeEvent")
        thing |= {"org:originalOrganization": start, "org:resultingOrganization": end}
    return thing | {"@type": types}


FORMS = (JsonLd(),)
