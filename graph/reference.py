"""The ontology for readers: ONTOLOGY.md and a JSON Schema, both generated from the types alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from graph.base import Anchor, Edge, Model, Node
from graph.ontology import edge_types, entity_types, node_types, record_types, roster_edges, tie_edges

_ANCHORS = {
    Anchor.DIVISION: "family, name and the division it belongs to",
    Anchor.UNIVERSITY: "family, name and its university",
    Anchor.BODY: "family, name and the body it acts for",
    Anchor.SHEET: "its source and the key there",
    Anchor.REGISTRY: "its registry code (`cn-…`, `moe-…`); family, name and division where it has none",
}

_HEAD = """# Ontology

Generated from `graph/ontology/`; `make docs WRITE=--write` renews it. Every element also carries `id`, `evidence`
(`<source>#<locator>`), `sources`, `status` (stated, inferred, proposed, rejected, merged), `modality` (actual, planned,
ended), `documented` (some source that is no registry states it), `first_seen`, `last_seen`, `conflicts` (properties on
which sources differ) and `stated` (each source's own statement, as JSON), or `source_rank` where the properties
themselves are all that the only source states. A proposal has `confidence` (0 to 1) and `reasons_zh`, `reasons_en`,
until somebody accepts it or a source states it; what is merely proposed of a stated element stands in `proposed_by` and
`proposed_at`. An edge whose two ends were merged has status merged, and no answer shows it. A date `x` is stored with
its days `x_first` and `x_last`; rules as parallel lists `rules_by`, `rules_action`, `rules_times`, `rules_per`.
"""


def ontology_page() -> str:
    """The reference page."""
    parts = [_HEAD, "## Ties\n", *_ties(), "\n## Entities\n"]
    parts += [_node(node) for node in entity_types().values()]
    parts += ["## Records\n", *(_node(node) for node in record_types().values())]
    parts += ["## Edges\n", *(_edge(edge) for edge in edge_types().values())]
    return "\n".join(parts).rstrip() + "\n"


def _ties() -> Iterator[str]:
    yield f"- Direct, between two that are no instruments: `{'|'.join(tie_edges('direct'))}`."
    yield f"- Through an instrument, one of the two a principal: `{'|'.join(tie_edges('party'))}`."
    instruments = ", ".join(label for label, node in node_types().items() if node.instrument)
    yield f"- Instruments: {instruments}. Never ties: `{'|'.join(roster_edges())}`."


def _doc(item: type[Node] | type[Edge]) -> str:
    return "\n\n".join(part.strip() for part in (item.__doc__ or "").split("\n\n")).replace("\n    ", "\n")


def _fields(item: type[Node] | type[Edge]) -> list[str]:
    properties = _schema(item)["properties"]
    return [f"| `{name}` | {_type(spec)} |" for name, spec in properties.items()]


def _type(spec: dict[str, Any]) -> str:
    if "anyOf" in spec:
        return " or ".join(_type(option) for option in spec["anyOf"] if option.get("type") != "null")
    if "enum" in spec:
        return ", ".join(f"`{choice}`" for choice in spec["enum"])
    if "const" in spec:
        return f"`{spec['const']}`"
    if spec.get("type") == "array":
        return f"list of {_type(spec.get('items', {}))}"
    if "$ref" in spec:
        return str(spec["$ref"]).rsplit("/", 1)[-1]
    return "date" if "pattern" in spec else str(spec.get("type", "any"))


def _node(node: type[Node]) -> str:
    labels = ":".join(node.labels())
    lines = [
        f"### {node.label()} {node.zh}",
        "",
        _doc(node),
        "",
        f"`:{labels}` · side {node.side.value} · identity: {_ANCHORS[node.anchor]}",
        "",
    ]
    return "\n".join([*lines, "| property | type |", "|---|---|", *_fields(node), ""])


def _edge(edge: type[Edge]) -> str:
    marks = [mark for mark, on in (("symmetric", edge.symmetric), ("roster", edge.roster)) if on]
    marks += [f"tie: {edge.tie}"] if edge.tie else []
    ends = ", ".join(f"{start} → {end}" for start, end in edge.ends)
    lines = [
        f"### {edge.type_name} {edge.zh}",
        "",
        _doc(edge),
        "",
        f"Ends: {ends}." + (f" ({', '.join(marks)})" if marks else ""),
        "",
    ]
    return "\n".join([*lines, "| property | type |", "|---|---|", *_fields(edge), ""])


def _schema(item: type[Model]) -> dict[str, Any]:
    return item.model_json_schema(ref_template="#/$defs/{model}")


def json_schema() -> str:
    """JSON Schema (draft 2020-12) of every node and edge type, as a source may state them."""
    definitions: dict[str, Any] = {}
    for name, item in [*node_types().items(), *edge_types().items()]:
        schema = _schema(item)
        definitions |= schema.pop("$defs", {})
        definitions[name] = schema
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Xiaodi ontology",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in (*node_types(), *edge_types())],
        "$defs": dict(sorted(definitions.items())),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
