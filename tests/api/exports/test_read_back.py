"""What an export says is read back equal: by other programs, by the reader of the tables, by an empty graph."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import orjson
import pytest
from lxml import etree

from api.exports.base import Content
from api.exports.content import Answered, Region, WholeGraph
from api.exports.formats.csv import read_tables
from api.service import Service
from graph import sweep
from graph.exchange import export_lines, import_lines
from graph.ledger import Ledger
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from tests.api.exports.reading import of_gexf, of_graphml, told, written
from tests.conftest import FACTSHEETS, PROPOSALS

CONTENTS: dict[str, Callable[[Service], Content]] = {
    "graph": WholeGraph,
    "region": lambda desk: Region(desk, "榆次区"),
    "answer": lambda desk: Answered(desk, "network/neighbourhood", {"entity": "玉湖社区", "depth": 2}),
}


@pytest.fixture(scope="module")
def desk(five: GraphStore) -> Service:
    return Service(five)


@pytest.fixture(params=sorted(CONTENTS))
def content(request: pytest.FixtureRequest, desk: Service) -> Content:
    return CONTENTS[request.param](desk)


def test_graphml_opens_in_networkx(content: Content) -> None:
    nodes, edges = of_graphml(written(content, "graphml"))
    assert (nodes, edges) == told(content.nodes(), content.edges())
    assert len(edges) > 5


def test_gexf_opens_in_networkx(content: Content) -> None:
    assert of_gexf(written(content, "gexf")) == told(content.nodes(), content.edges())


def test_gexf_says_when_edges_and_activities_begin(desk: Service) -> None:
    root = etree.fromstring(written(WholeGraph(desk), "gexf"))
    ns = {"g": "http://gexf.net/1.3"}
    begins = {node.get("id"): node.get("start") for node in root.iterfind(".//g:node[@start]", ns)}
    dated = desk.store.read("MATCH (n:Activity) WHERE n.date IS NOT NULL RETURN n.id AS id, n.date_first AS day").rows
    assert {row["id"]: row["day"] for row in dated}.items() <= begins.items()
    since = desk.store.read(
        "MATCH ()-[r]->() WHERE r.valid_from IS NOT NULL RETURN r.id AS id, r.valid_from_first AS day"
    )
    found = {edge.get("id"): edge.get("start") for edge in root.iterfind(".//g:edge[@start]", ns)}
    assert found == {row["id"]: row["day"] for row in since.rows}
    assert "数据版本" in (root.findtext("g:meta/g:description", None, ns) or "")


def test_tables_are_read_back(desk: Service) -> None:
    content = WholeGraph(desk)
    packed = written(content, "csv")
    assert told(*read_tables(io.BytesIO(packed))) == told(content.nodes(), content.edges())
    with ZipFile(io.BytesIO(packed)) as file:
        meta = orjson.loads(file.read("meta.json"))
        assert file.read("nodes.csv").startswith(b"\xef\xbb\xbfid,label,name,")
    assert (meta["data_version"], meta["product"]) == (desk.version(), "Xiaodi 校地")


@pytest.fixture
def whole(tmp_path: Path) -> GraphStore:
    """A graph with proposals and a decision, beside the engine under test."""
    store = KgliteStore(str(tmp_path / "whole.kgl"))
    desk = Service(store)
    assert all(report.ok for report in desk.load([str(FACTSHEETS), str(PROPOSALS)]))
    first = desk.ask("reviews/list", {"limit": 1}).rows[0]
    desk.accept([next(value for name, value in first.items() if name.endswith("_id"))], "甲", "核实")
    return store


def run(store: GraphStore, text: str) -> None:
    """Run the statements of an export."""
    statements = [line.removesuffix(";") for line in text.split("\n") if line and not line.startswith("//")]
    store.define([text for text in statements if text.startswith("CREATE")])
    for statement in statements:
        if not statement.startswith("CREATE"):
            store.write(lambda tx, statement=statement: tx.run(statement))  # type: ignore[misc]


def test_cypher_makes_the_same_graph_in_an_empty_store(whole: GraphStore, store: GraphStore) -> None:
    text = written(WholeGraph(Service(whole)), "cypher").decode()
    assert "// 数据版本: " in text
    run(store, text)
    assert list(export_lines(store)) == list(export_lines(whole))
    run(store, text)
    assert list(export_lines(store)) == list(export_lines(whole))
    Ledger(store).prepare()
    Service(store).unload("000-yuci")
    Service(whole).unload("000-yuci")
    assert list(export_lines(store)) == list(export_lines(whole))


def test_lines_make_the_same_graph_in_an_empty_store(whole: GraphStore, store: GraphStore) -> None:
    content = WholeGraph(Service(whole))
    lines = written(content, "jsonl").decode().splitlines()
    assert sorted(lines) == sorted(export_lines(whole))
    import_lines(store, lines)
    assert list(export_lines(store)) == list(export_lines(whole))


def test_the_canonical_lines_are_the_export_of_the_whole_graph(desk: Service) -> None:
    assert written(WholeGraph(desk), "jsonl").decode() == "".join(f"{line}\n" for line in export_lines(desk.store))


def test_a_graph_read_in_small_parts_is_the_same(five: GraphStore) -> None:
    for label in ("Entity", "Record"):
        assert list(sweep.nodes(five, label, 7)) == list(sweep.nodes(five, label))
        assert list(sweep.edges(five, label, 7)) == list(sweep.edges(five, label))


def test_a_region_comes_back_beside_what_its_sources_state_elsewhere(whole: GraphStore, store: GraphStore) -> None:
    desk = Service(whole)
    lines = written(Region(desk, "榆次区"), "jsonl").decode().splitlines()
    assert orjson.loads(lines[0])["part"]["filters"]["place"] == "榆次区"
    before = list(export_lines(whole))
    assert len(lines) < len(before)
    import_lines(whole, lines)
    assert list(export_lines(whole)) == before
    import_lines(store, lines)
    shown = [line for line in export_lines(store) if '"label":"Decision"' not in line]
    assert 0 < len(shown) < len(before)
    import_lines(store, before)
    assert list(export_lines(store)) == before


def test_a_region_that_says_otherwise_changes_what_it_tells_of_alone(whole: GraphStore) -> None:
    desk = Service(whole)
    lines = written(Region(desk, "榆次区"), "jsonl").decode().splitlines()
    before = list(export_lines(whole))
    (place,) = [line for line in lines if line.startswith('{"node":"cn-140702",')]
    changed = orjson.loads(place)
    changed["stated"][0]["props"]["description"] = "改写"
    import_lines(whole, [lines[0], orjson.dumps(changed).decode()])
    after = list(export_lines(whole))
    assert [line for line in after if line not in before] == [line for line in after if "改写" in line]
    assert len(after) == len(before)
