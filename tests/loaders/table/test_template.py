"""Templates: filled in they load as they are; facts of every kind come back from each format as they were."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import BadInput, BadParameter, Language, Refused
from graph.exchange import export_lines
from graph.stores.kglite import KgliteStore
from loaders.base import Facts
from loaders.factsheet import facts_of
from loaders.factsheet_read import read_sheet
from loaders.run import load
from loaders.table.kinds import KINDS
from loaders.table.mapping import read_map
from loaders.table.reading import open_book
from loaders.table.table import load_table
from loaders.table.template import kinds_for, write_template
from loaders.table.values import read_value
from tests.loaders.table.as_tables import rows_of
from tests.loaders.table.template_facts import REGION, Cells, facts
from tests.loaders.table.template_fill import fill
from tests.loaders.table.test_equal import SHEETS, told

HEAD = json.dumps({"id": "made", "title": "造", "region": REGION}, ensure_ascii=False)
SUFFIXES = (".xlsx", ".csv", ".jsonl")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
EXAMPLES = 500 if os.environ.get("XIAODI_SOAK") == "1" else 25
SOME = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
#: Two graphs an example.
FEW = settings(SOME, max_examples=EXAMPLES // 4)


def filled(folder: Path, rows: Mapping[str, Sequence[Cells]], suffix: str, language: Language, head: str) -> Path:
    """Rows written into the template of their kinds; the source of its map is named as that of the facts."""
    path = folder / f"made{suffix}"
    kinds = [KINDS[name] for name in rows]
    beside = write_template(path, kinds, language, REGION, force=True)
    text = beside.read_text(encoding="utf-8")
    beside.write_text(f"source: {head}\n{text[text.index('table:') :]}", encoding="utf-8")
    fill(path, rows, {kind.name: [one.heading.say(language) for one in kind.fields] for kind in kinds})
    return path


def loaded(path: Path) -> Facts:
    found = load_table(path)
    assert isinstance(found, Facts)
    return found


@pytest.mark.parametrize("kind", KINDS)
@SOME
@given(data=st.data())
def test_facts_of_every_kind_come_back_from_their_template(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    made = data.draw(facts([kind]).filter(lambda one: one.rows))
    suffix, language = data.draw(st.sampled_from(SUFFIXES)), data.draw(st.sampled_from(LANGUAGES))
    expected = told(facts_of(made.sheet(tmp_path / "made.yaml")))
    assert told(loaded(filled(tmp_path, made.rows, suffix, language, HEAD))) == expected


@FEW
@given(data=st.data())
def test_a_workbook_of_all_kinds_is_the_graph_of_the_facts(tmp_path: Path, data: st.DataObject) -> None:
    made = data.draw(facts(list(KINDS)))
    sheet = tmp_path / "made.yaml"
    sheet.write_text(made.text(), encoding="utf-8")
    graphs = [graph_of(one) for one in (sheet, filled(tmp_path, made.rows, ".xlsx", "zh", HEAD))]
    assert graphs[0] == graphs[1]
    assert len(graphs[0]) > 3


def graph_of(path: Path) -> list[str]:
    """The graph that a path gives, but for where it is written."""
    with TemporaryDirectory() as folder, KgliteStore(str(Path(folder) / "graph.kgl")) as store:
        (report,) = load(store, [path])
        assert report.ok, [problem.say("en") for problem in report.problems]
        return [json.dumps(_without_places(json.loads(line)), sort_keys=True) for line in export_lines(store)]


def _without_places(item: Any) -> Any:
    if isinstance(item, dict):
        left = {"evidence", "document", "stated"} | ({"kind"} if item.get("label") == "Source" else set())
        return {name: _without_places(value) for name, value in item.items() if name not in left}
    return [_without_places(one) for one in item] if isinstance(item, list) else item


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_a_fact_sheet_in_the_general_templates_states_the_same(path: Path, tmp_path: Path) -> None:
    sheet = replace(read_sheet(path), passages=[])
    head = sheet.source.model_dump_json(exclude_none=True, exclude={"paragraphs"})
    book = filled(tmp_path, rows_of(sheet), ".xlsx", "en", head)
    assert told(loaded(book)) == told(facts_of(sheet))


def test_it_holds_lists_to_choose_from_and_a_page_that_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "合作伙伴.xlsx"
    beside = write_template(path, kinds_for(path), region=REGION)
    assert beside == tmp_path / "合作伙伴.map.yaml"
    book = open_book(path)
    assert book.sheets[:2] == ("合作伙伴", "说明")
    (headings,) = book.lines("合作伙伴")
    assert [cell.text for cell in headings.cells] == [one.zh for one in KINDS["partners"].fields]
    explained = {cell.text for line in book.lines("说明") for cell in line.cells}
    assert {one.doc.zh for one in KINDS["partners"].fields} <= explained
    assert "签约、结对、共建" in explained
    with zipfile.ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count('<dataValidation type="list"') == sum(bool(one.choices) for one in KINDS["partners"].fields)
    assert "<pane " in sheet


def test_the_choices_of_a_list_are_read_in_both_languages(tmp_path: Path) -> None:
    for language in LANGUAGES:
        path = tmp_path / f"{language}.xlsx"
        write_template(path, [KINDS["partners"]], language, REGION)
        book = open_book(path)
        offered = {cell.text for line in book.lines(book.sheets[-1]) for cell in line.cells}
        kind = KINDS["partners"].field("kind")
        assert kind is not None
        assert {read_value(kind, text) for text in offered & {*kind.choices, *kind.choices.values()}} == {*kind.choices}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_template_says_that_it_is_to_be_filled_in(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"claims{suffix}"
    write_template(path, kinds_for(path), region=REGION)
    with pytest.raises(BadInput) as caught:
        load_table(path)
    assert [problem.what.en for problem in caught.value.problems] == ["there are no rows below the headings"]


def test_a_month_and_a_code_stay_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "partners.xlsx"
    write_template(path, kinds_for(path), region=REGION)
    with zipfile.ZipFile(path) as parts:
        sheet, styles = (parts.read(f"xl/{name}").decode() for name in ("worksheets/sheet1.xml", "styles.xml"))
    columns = sheet[sheet.index("<cols>") : sheet.index("</cols>")]
    used = {int(one.split('"')[0]) for one in columns.split('style="')[1:]}
    formats = styles[styles.index("<cellXfs") : styles.index("</cellXfs>")].split("<xf ")[1:]
    assert columns.count("<col ") == columns.count("style=")
    assert {formats[number].split('numFmtId="')[1].split('"')[0] for number in used} == {"49"}, "49 is text"


@pytest.mark.parametrize(
    ("name", "given", "kinds"),
    [
        ("partners.xlsx", (), ["partners"]),
        ("合作伙伴.xlsx", (), ["partners"]),
        ("榆次区 协议 2024.csv", (), ["agreements"]),
        ("x.xlsx", ("claims", "合作伙伴", "claims"), ["claims", "partners"]),
    ],
)
def test_the_kind_is_told_by_the_name_of_the_file(name: str, given: tuple[str, ...], kinds: list[str]) -> None:
    assert [kind.name for kind in kinds_for(Path(name), given)] == kinds


@pytest.mark.parametrize(("name", "given"), [("x.xlsx", ()), ("需求与服务.xlsx", ()), ("x.xlsx", ("nothing",))])
def test_a_kind_that_is_not_told_is_asked_for(name: str, given: tuple[str, ...]) -> None:
    with pytest.raises(BadParameter) as caught:
        kinds_for(Path(name), given)
    assert "partners" in caught.value.hint.en


@pytest.mark.parametrize(("name", "count"), [("a.csv", 2), ("a.docx", 1), ("a", 1)])
def test_a_file_that_cannot_hold_it_is_not_written(tmp_path: Path, name: str, count: int) -> None:
    with pytest.raises(BadParameter):
        write_template(tmp_path / name, list(KINDS.values())[:count])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("there", ["partners.xlsx", "partners.map.yaml"])
def test_nothing_is_written_over(tmp_path: Path, there: str) -> None:
    path = tmp_path / "partners.xlsx"
    (tmp_path / there).write_text("mine", encoding="utf-8")
    with pytest.raises(Refused):
        write_template(path, kinds_for(path))
    assert [one.name for one in tmp_path.iterdir()] == [there]
    write_template(path, kinds_for(path), force=True)
    assert read_map(tmp_path / "partners.map.yaml").tables[0].kind.name == "partners"
    assert open_book(path).sheets[0] == "合作伙伴"


def test_what_a_map_says_of_a_party_holds_only_for_rows_that_name_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("名称,编号,主办\n甲会,a1,甲办\n乙会,a2,\n", encoding="utf-8")
    columns = "{名称: name, 编号: key, 主办: host}, constants: {host_type: GovernmentBody}"
    path.with_suffix(".map.yaml").write_text(
        f"source: {HEAD}\ntable: {{kind: activities, columns: {columns}}}\n", encoding="utf-8"
    )
    assert [edge.discriminator for edge in loaded(path).edges if edge.type == "PARTICIPATES_IN"] == ["host"]
