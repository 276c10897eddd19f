"""A query file that breaks a rule is refused, naming the file; every file spells a tie as the ontology does."""

import re

import pytest

from graph.errors import QueryFileError
from graph.ontology import edge_types, tie_edges
from queries.header import read_header, return_columns
from queries.library import library

GOOD = """\
// title: {zh: 单位, en: Bodies}
// doc: {zh: 某地的单位, en: Bodies of a place}
// params:
//   place: {type: EntityId, doc: 哪里 where}
//   label: {type: str, default: null, doc: 类型 type}
// returns: {name: str, partners: 'list[str]', body_id: str}
// example: {place: cn-14}
MATCH (n:Organization)-[:LOCATED_IN]->(:Entity {id: $place})
WHERE $label IS NULL OR n.label = $label
// a comment may say $anything and collect(what) it likes
OPTIONAL MATCH (n)-[:PARTNERS_WITH]-(p:Entity) WHERE p.name <> 'not $used'
WITH n, p ORDER BY p.id
WITH n, collect(p.name) AS partners
RETURN n.name AS name, partners, n.id AS body_id
ORDER BY name, body_id DESC
"""
FILE = "queries/bodies/of.cypher"

#: What is wrong, what is replaced by what, and a word of the complaint.
FAULTS = {
    "undeclared parameter": ("n.label = $label", "n.label = $label OR n.kind = $kind", "kind"),
    "unused parameter": ("WHERE $label IS NULL OR n.label = $label\n", "", "label"),
    "parameter only in a text": ("$label IS NULL OR n.label = $label", "n.label = '$label'", "label"),
    "column not declared": ("n.name AS name, partners", "n.name AS name, n.label AS label, partners", "returns"),
    "column not returned": ("n.name AS name, partners", "n.name AS name", "returns"),
    "columns in another order": ("n.name AS name, partners", "partners, n.name AS name", "returns"),
    "no order": ("ORDER BY name, body_id DESC", "", "ORDER BY"),
    "order not ending in an id": ("ORDER BY name, body_id DESC", "ORDER BY body_id, name", "ORDER BY"),
    "order by an id that is no column": ("ORDER BY name, body_id DESC", "ORDER BY name, other_id", "ORDER BY"),
    "order only inside": ("ORDER BY name, body_id DESC", "LIMIT 5", "ORDER BY"),
    "unordered collect": ("WITH n, p ORDER BY p.id\n", "WITH n, p\n", "collect"),
    "collect without a projection before": ("WITH n, p ORDER BY p.id\n", "", "collect"),
    "head that is no YAML": ("{zh: 单位, en: Bodies}", "{zh: 单位, en: [}", "head"),
    "head without a language": ("{zh: 单位, en: Bodies}", "{zh: 单位}", "en"),
    "head with an unknown field": ("// example:", "// exemple:", "exemple"),
    "unknown type of parameter": ("type: EntityId", "type: Entity", "place"),
    "comma in a bare text": ("doc: 哪里 where", "doc: 哪里 where, or what", "place"),
    "no head": (GOOD.partition("MATCH")[0], "", "head"),
}


def test_good_file_is_read() -> None:
    header, cypher = read_header(FILE, GOOD)
    assert header.title.zh == "单位"
    assert header.params["place"].required and not header.params["label"].required
    assert cypher.endswith("body_id DESC")


@pytest.mark.parametrize("fault", FAULTS)
def test_faulty_file_is_refused_by_name(fault: str) -> None:
    old, new, word = FAULTS[fault]
    assert old in GOOD
    with pytest.raises(QueryFileError) as refused:
        read_header(FILE, GOOD.replace(old, new, 1))
    for language in ("zh", "en"):
        assert refused.value.say(language).startswith(FILE)
    assert word in refused.value.say("en")


def test_columns_are_those_of_the_outermost_return() -> None:
    inner = "CALL (n) { RETURN 1 AS one UNION RETURN 2 AS one }"
    text = f"MATCH (n) {inner} RETURN DISTINCT n.id AS id, f(one, 2) AS two ORDER BY id"
    assert return_columns(text) == ["id", "two"]


# --- the files themselves -----------------------------------------------------------------------------

DIRECT, PARTY = tie_edges("direct"), tie_edges("party")
CANONICAL = {"|".join(sorted(names)) for names in (set(DIRECT), set(PARTY), {*DIRECT, *PARTY})}
#: Every relation between entities but those that say what lies in what: a region is exported with all of them.
EVERY = "|".join(
    sorted(
        name
        for name, edge in edge_types().items()
        if edge.ends[0][0] != "Claim" and name not in ("LOCATED_IN", "PART_OF", "RESIDENT_OF")
    )
)
#: Whose a platform or a program is: no union of ties, though some of the three are ties.
WHOSE = {"FOUNDED|LEADS|OPERATES"}
TYPES_OF_A_PATTERN = re.compile(r"\[\s*\w*\s*:\s*([A-Z_]+(?:\s*\|\s*:?\s*[A-Z_]+)*)")


def unions(cypher: str) -> list[str]:
    """The relationship types of each pattern, as written."""
    return [re.sub(r"[\s:]", "", found) for found in TYPES_OF_A_PATTERN.findall(cypher)]


def test_unions_are_found() -> None:
    text = "(a)-[r:ONE|TWO*0..3 {id: $x}]->()-[:TWO | :ONE]-()-[q]-()-[p:ONE]-()"
    assert unions(text) == ["ONE|TWO", "TWO|ONE", "ONE"]


@pytest.mark.parametrize("name", sorted(library()))
def test_ties_are_spelled_as_the_ontology_declares_them(name: str) -> None:
    ties = {*DIRECT, *PARTY}
    of_ties = [union for union in unions(library()[name].cypher) if len(ties & set(union.split("|"))) > 1]
    assert set(of_ties) <= {*CANONICAL, *WHOSE, EVERY}


@pytest.mark.parametrize("name", sorted(library()))
def test_heads_speak_both_languages(name: str) -> None:
    header = library()[name].header
    for text in (header.title, header.doc):
        assert re.search(r"[一-鿿]", text.zh) and re.search(r"[A-Za-z]", text.en)
    for param in header.params.values():
        assert re.match(r"[^A-Za-z]*[一-鿿]", param.doc), "Chinese first"
        assert re.search(r"[A-Za-z]", param.doc), "then English"


@pytest.mark.parametrize("name", sorted(library()))
def test_examples_name_their_parameters(name: str) -> None:
    header = library()[name].header
    required = {param for param, declared in header.params.items() if declared.required}
    assert required <= set(header.example) <= set(header.params)
