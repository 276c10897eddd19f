"""The shipped sheets against their documents: every printed form stands where it is cited."""

from pathlib import Path

import pytest

from loaders.printed import Document, verify_sheet
from tests.conftest import FACTSHEETS

SHEETS = sorted(FACTSHEETS.glob("*.yaml"))

TEXT = "第一段 玉湖社区\n\n第二段断在太\n原理工大学之间，“花都”中心\n"

SHEET = """
source: {id: s, title: 试, region: "140702", document: d.txt}
entities:
  - {type: Enterprise, name: 玉湖社区, at: 1}
  - {type: Enterprise, name: 太原理工大学, at: 2-3}
  - {type: Platform, name: '"花都"中心', at: 3}
"""


def test_the_five_sheets_are_there() -> None:
    assert [sheet.stem for sheet in SHEETS] == [
        "000-yuci", "001-chenggong", "002-yanshan", "003-jinzhong", "004-jinzhong-youth",
    ]  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_every_printed_form_stands_in_its_paragraph(sheet: Path, seeds: Path) -> None:
    assert [problem.say("en") for problem in verify_sheet(sheet, seeds)] == []


def test_no_sheet_repeats_a_sentence_of_its_document(seeds: Path) -> None:
    longest = 22
    for sheet in SHEETS:
        facts = "".join(sheet.read_text(encoding="utf-8").split())
        for document in seeds.glob("*.txt"):
            text = "".join(document.read_text(encoding="utf-8").split())
            shared = {text[i : i + longest] for i in range(len(text) - longest)}
            copied = [facts[i : i + longest] for i in range(len(facts) - longest) if facts[i : i + longest] in shared]
            assert copied == [], sheet.name


def test_a_document_joins_wrapped_lines_of_a_range() -> None:
    document = Document(TEXT)
    assert document.prints(["太原理工大学"], "2-3")
    assert not document.prints(["太原理工大学"], "2")
    assert document.prints(['"花都"中心'], "3")


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("at: 1}", "at: 2}"), 4, "does not print 玉湖社区"),
        (("at: 2-3}", "at: 3}"), 5, "does not print 太原理工大学"),
        (("d.txt", "e.txt"), 1, "is not there"),
    ],
)
def test_a_form_that_is_not_printed_is_told_at_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, says: str
) -> None:
    (tmp_path / "d.txt").write_text(TEXT, encoding="utf-8")
    sheet = tmp_path / "s.yaml"
    sheet.write_text(SHEET.replace(*change), encoding="utf-8")
    (problem,) = verify_sheet(sheet, tmp_path)
    assert (problem.line, says in problem.say("en")) == (line, True)


def test_a_sheet_that_tells_the_truth_has_no_fault(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "s.yaml").write_text(SHEET, encoding="utf-8")
    assert verify_sheet(tmp_path / "s.yaml", tmp_path) == []
