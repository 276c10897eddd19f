"""Sheets of proposals: confidence, reasons and passages, with every fault at its line."""

from pathlib import Path

import pytest

from graph.errors import BadInput, Text
from graph.statements import SourceMark
from loaders.factsheet import FactSheetLoader
from loaders.factsheet_passages import passage_statement

HEAD = 'source: {id: s, title: 试, region: "140702", paragraphs: 1-9}\n'
BODY = HEAD + "entities:\n  - {type: Enterprise, name: 甲, at: 1, status: proposed"


def sheet(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sheet.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (BODY + ", confidence: 1.5}\n", 3, "confidence cannot be used"),
        (BODY + ", confidence: .nan}\n", 3, "confidence cannot be used"),
        (BODY + ", confidence: sure}\n", 3, "confidence cannot be used"),
        (BODY + ", reasons: [{zh: 因}]}\n", 3, "reasons"),
        (HEAD + "entities:\n  - {type: Enterprise, name: 甲, at: 1, confidence: 0.5}\n", 3, "are for proposals"),
        (HEAD + "entities:\n  - {type: Enterprise, name: 甲, at: 1, reasons: 因}\n", 3, "are for proposals"),
        (HEAD + "passages:\n  - {at: 1}\n", 3, "field text is missing"),
        (HEAD + "passages:\n  - {at: A1, text: 文}\n", 3, "no paragraph or range"),
        (HEAD + "passages:\n  - {at: 5-2, text: 文}\n", 3, "no paragraph or range"),
        (HEAD + "passages:\n  - {at: 2-999999999, text: 文}\n  - {at: 3, text: 文}\n", 4, "stands at line 3"),
    ],
)
def test_a_fault_is_told_at_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        FactSheetLoader().load(sheet(tmp_path, text))
    found = [(problem.line, problem.what.en) for problem in caught.value.problems]
    assert any(at == line and says in what for at, what in found), found


def test_a_proposal_carries_its_confidence_and_reasons_to_its_edges(tmp_path: Path) -> None:
    text = HEAD + (
        "entities:\n  - {type: Zone, name: 乙园, unregistered: true, at: 1}\n"
        "  - {type: Enterprise, name: 甲, in: 乙园, at: 1, status: proposed, confidence: 0.7,\n"
        "     reasons: [因, {zh: 果, en: so}]}\n"
        "claims:\n  - {key: k, about: 甲, topic: 员工, printed: 3人, at: 2, status: proposed, confidence: 1}\n"
        'passages:\n  - {at: 2-3, text: "甲有3人。\\n"}\n'
    )
    facts = FactSheetLoader().load(sheet(tmp_path, text))
    said = {one.id: one.statement for one in facts.nodes}
    edges = {one.type: one.statement for one in facts.edges}
    body = next(one.statement for one in facts.nodes if one.label == "Enterprise")
    assert body.reasons == (Text("因", "因"), Text("果", "so"))
    assert (body.confidence, edges["LOCATED_IN"].confidence, edges["ABOUT"].confidence) == (0.7, 0.7, 1.0)
    assert said["s#2-3"].props["text"] == "甲有3人。\n"
    assert (said["s#2-3"].status, said["s#2-3"].evidence) == ("stated", ("s#2-3",))


def test_a_passage_needs_a_paragraph() -> None:
    with pytest.raises(ValueError, match="not a paragraph"):
        passage_statement(SourceMark("s"), "A1", "文")
